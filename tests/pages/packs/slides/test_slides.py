"""The slides open again with the pack's words and numbers, in charts that can be edited, and with nothing cut off."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from openpyxl import load_workbook
from pptx import Presentation
from pptx.enum.dml import MSO_LINE
from pptx.slide import Slide

from pages.packs.pack import Paragraph, Section
from pages.packs.slides.deck import BOTTOM, HEIGHT, WIDTH
from pages.packs.slides.slides import pptx
from tests.pages.packs.company import empty_pack, full_pack
from tests.pages.packs.odd import FEW, Odd, odd_packs


@cache
def _made() -> bytes:
    return pptx(full_pack())


def _slides(made: bytes) -> list[Slide]:
    return list(Presentation(io.BytesIO(made)).slides)


def _title(slide: Slide) -> str:
    title = slide.shapes.title
    assert title is not None
    return str(title.text_frame.text)


def _texts(slide: Slide) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)


def _all_words(made: bytes) -> str:
    return " ".join(" ".join(_texts(slide)) for slide in _slides(made))


@pytest.mark.slow
def test_each_slide_has_its_title_first_and_its_foot_last() -> None:
    slides = _slides(_made())
    for number, slide in enumerate(slides, start=1):
        assert _title(slide)
        assert next(iter(slide.shapes)).shape_id == slide.shapes.title.shape_id
        *_, foot = slide.shapes
        assert foot.text_frame.text.endswith(f"Data up to {full_pack().cut_off_words} · {number} of {len(slides)}")
    assert _title(slides[0]) == full_pack().headline


def test_no_place_on_any_slide_is_left_empty_or_reaches_beyond_it() -> None:
    for slide in _slides(_made()):
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= WIDTH
            assert shape.top + shape.height <= (HEIGHT if shape.name == "Foot" else BOTTOM + 1)
            assert not shape.is_placeholder or shape.text_frame.text


def test_the_twelve_metrics_stand_on_one_slide_with_their_words() -> None:
    pack = full_pack()
    slide = next(own for own in _slides(_made()) if _title(own).startswith("Key metrics"))
    (table,) = [shape.table for shape in slide.shapes if shape.has_table]
    lines = {row.cells[0].text: [cell.text for cell in row.cells] for row in table.rows}
    for row in pack.on_sheet:
        own = lines[" ".join(filter(None, (row.name, row.unit)))]
        assert own[1] == " ".join(filter(None, (row.value.words, row.margin)))
        assert own[2] == row.cases.words
        assert own[3].endswith(row.verdict_words)
        assert own[4] == (row.standard.words or "none")
        for cell, step in ((own[5], row.before), (own[6], row.year_ago)):
            assert cell == " ".join(filter(None, (step.arrow, step.figure.words, step.meaning)))
        assert own[7] == row.assurance
    notes = slide.notes_slide.notes_text_frame
    assert notes is not None
    assert all(own.definition in notes.text for own in pack.definitions[:12])


def test_charts_are_powerpoints_own_and_hold_the_packs_numbers() -> None:
    pack = full_pack()
    drawn = {_title(slide): shape for slide in _slides(_made()) for shape in slide.shapes if shape.has_chart}
    assert set(drawn) == {chart.title for chart in pack.charts}
    for chart in pack.charts:
        frame = drawn[chart.title]
        (plot,) = frame.chart.plots
        series = {own.name: own for own in plot.series}
        assert list(series[chart.name].values) == [point.value.number for point in chart.points]
        assert list(series["Standard"].values) == [point.standard for point in chart.points]
        assert list(series["Usual range, upper end"].values) == [point.upper for point in chart.points]
        assert list(series["Usual range, lower end"].values) == [point.lower for point in chart.points]
        assert series["Standard"].format.line.dash_style == MSO_LINE.DASH
        assert ("Initiatives" in series) == bool(chart.events)
        assert frame.element.xpath("./*/p:cNvPr")[0].get("descr") == chart.alt
        held = load_workbook(io.BytesIO(frame.chart.part.chart_workbook.xlsx_part.blob)).active
        assert held is not None
        assert [held.cell(row, 1).value.date() for row in range(2, 38)] == [point.month for point in chart.points]
        assert [held.cell(row, 2).value for row in range(2, 38)] == [point.value.number for point in chart.points]


def test_every_sentence_is_on_some_slide() -> None:
    pack, words = full_pack(), _all_words(_made())
    sentences = [*pack.commentary, *pack.rules]
    sentences += [own.text for section in pack.sections for own in section.paragraphs]
    sentences += [own.definition for own in pack.definitions] + [own.what for own in pack.actions]
    for sentence in sentences:
        assert sentence in words, sentence


@pytest.mark.slow
def test_the_same_pack_gives_the_same_bytes_dated_by_its_cut_off() -> None:
    assert pptx(full_pack()) == _made()
    assert Presentation(io.BytesIO(_made())).core_properties.modified == dt.datetime(
        2026, 11, 12, 18, 0, tzinfo=dt.UTC
    ).replace(tzinfo=None)
    with zipfile.ZipFile(io.BytesIO(_made())) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.slow
def test_a_long_tale_goes_on_over_as_many_slides_as_it_needs() -> None:
    tale = Section("A long tale", tuple(Paragraph(f"Sentence {number} of many. " * 40) for number in range(12)))
    made = pptx(replace(full_pack(), sections=(tale,)))
    assert "A long tale, continued" in _all_words(made)
    assert _all_words(made).count("Sentence 11 of many.") == 40


def test_a_month_without_data_is_a_sentence() -> None:
    assert "There are no data for this month" in _all_words(pptx(empty_pack()))


@pytest.mark.slow
@FEW
@given(odd_packs())
def test_whatever_people_type_makes_slides_that_open_again(odd: Odd) -> None:
    pack = odd.pack
    for slide in _slides(pptx(pack)):
        for shape in slide.shapes:
            assert shape.top + shape.height <= HEIGHT
