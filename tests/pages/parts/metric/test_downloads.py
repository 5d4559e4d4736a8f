"""What a reader takes along: table and chart with the numbers of the page, safe to open, the same in every form."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from dataclasses import replace
from random import Random
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook

from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.period_rollup import in_longer_periods
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope
from pages.figures.events import ChartEvent
from pages.packs.pdf.stills import png_of
from pages.packs.workbook.table_file import TableFile, csv_file, xlsx_file
from pages.parts.metric.downloads import file_name, picture_of
from pages.parts.metric.monthly_table import months_table, table_file
from tests.pages.synthetic import OCTOBER, some_card

NOON = dt.datetime(2026, 11, 1, 12, tzinfo=dt.UTC)
CARD = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=400)
SVG = "{http://www.w3.org/2000/svg}"


def rows_of(card: Scorecard) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_file(table_file(card)).decode("utf-8-sig"))))


@pytest.mark.parametrize("metric", METRICS, ids=lambda metric: metric.id)
def test_the_file_has_a_row_for_each_month_with_its_unrounded_numbers(metric: Metric) -> None:
    card = some_card(metric, Random(7), Scope(OCTOBER))
    rows = rows_of(card)
    assert len(rows) == len(card.series)
    valued = next(name for name in rows[0] if name.startswith(card.metric.name))
    for row, point in zip(rows, reversed(card.series), strict=True):
        assert row["First day"] == point.month.first_day.isoformat()
        assert (float(row[valued]) if row[valued] else None) == point.value.estimate
        assert (float(row["Low"]) if row["Low"] else None) == point.value.low


def test_numerator_and_denominator_stand_beside_the_value() -> None:
    row, newest = rows_of(CARD)[0], CARD.series[-1]
    promoters, detractors, n = (float(row[name]) for name in ("9 or 10", "0 to 6", "Answers"))
    assert 100 * (promoters - detractors) / n == pytest.approx(newest.value.estimate)
    assert "9 or 10" in months_table(CARD)


def test_what_is_hidden_on_screen_is_hidden_in_the_file() -> None:
    few = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=3)
    for row in rows_of(few):
        assert [row.get(name, "") for name in ("9 or 10", "0 to 6", "Low", "Pattern")] == ["", "", "", ""]


def test_quarters_are_named_and_dated_by_their_first_and_last_day() -> None:
    card = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER, period=PeriodKind.QUARTER), n=400)
    rows = rows_of(in_longer_periods(card))
    assert (rows[0]["First day"], rows[0]["Last day"]) == ("2026-10-01", "2026-10-31")
    assert (rows[1]["First day"], rows[1]["Last day"]) == ("2026-07-01", "2026-09-30")


def test_no_text_is_run_as_a_formula() -> None:
    sheet = TableFile("=evil", ("@heading",), (("=1+1",), ("+2",), (-3.0,), ("http://a.example",)), (("=x", "=y"),))
    written = csv_file(sheet).decode("utf-8-sig").split()
    assert written == ["'@heading", "'=1+1", "'+2", "-3.0", "http://a.example"]
    table, about = load_workbook(io.BytesIO(xlsx_file(sheet, NOON))).worksheets
    kinds = {cell.value: cell.data_type for row in (*table.rows, *about.rows) for cell in row}
    assert kinds["=1+1"] == kinds["=y"] == kinds["@heading"] == "s"
    assert kinds[-3] == "n"


def test_the_workbook_says_what_it_is_about() -> None:
    book = load_workbook(io.BytesIO(xlsx_file(table_file(CARD), NOON)))
    assert book.sheetnames == ["Net Promoter Score", "About"]
    said = {row[0].value: row[1].value for row in book["About"].rows}
    assert said["Definition"] == CARD.metric.definition
    assert said["Unit"] == "the whole organisation"


def test_the_picture_draws_the_months_at_their_heights_and_escapes_what_people_typed() -> None:
    events = (ChartEvent(OCTOBER.plus(-5), "<script>alert(1)</script> & more", "in City"),)
    picture = picture_of(CARD, events, 24)
    root = ET.fromstring(picture.document())  # noqa: S314 - made by ourselves just now
    words = [element.text for element in root.iter(f"{SVG}text")]
    assert "<script>alert(1)</script> & more" in words
    assert CARD.metric.name in words
    marks = [element for element in root.iter() if element.get("class", "").split(" ")[0] in ("dot", "mark")]
    assert len(marks) == sum(point.value.estimate is not None for point in CARD.series[-24:])
    dots = sorted((float(e.get("cx", "0")), float(e.get("cy", "0"))) for e in marks if e.get("class") == "dot")
    heights = [height for _, height in dots]
    values = [
        point.value.estimate
        for point, own in zip(CARD.series[-24:], CARD.chart.signals[-24:], strict=True)
        if own is None and point.value.estimate is not None
    ]
    assert sorted(range(len(values)), key=lambda row: values[row] or 0.0) == sorted(
        range(len(heights)), key=lambda row: -heights[row]
    )


def test_the_png_is_twice_as_sharp_as_the_picture_and_the_same_each_time() -> None:
    picture = picture_of(CARD, (), 36)
    made = png_of(picture, "Control chart", NOON)
    assert made[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(made[16:20]), int.from_bytes(made[20:24])
    assert (width, height) == (round(2 * picture.width), round(2 * picture.height))
    assert png_of(picture, "Control chart", NOON) == made


def test_the_name_of_a_file_is_one_any_system_takes() -> None:
    named = file_name(replace(CARD, scope=Scope(OCTOBER, "North/Léeds: <A>", "branch counter")))
    assert re.fullmatch(r"[\w-]+", named)
    assert named.startswith("nps-north-léeds")
    assert named.endswith("2026-10")
