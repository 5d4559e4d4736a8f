"""The pieces that packs are made of: printable text, room for it, pictures, archives and teams' files."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.packs import drawings
from pages.packs.clean_text import breakable, clean, clean_texts, shortened
from pages.packs.pack import ChartPoint, PackEvent, PrintedNumber
from pages.packs.pdf.pdf import pdf
from pages.packs.team_files import MANY, team_files
from pages.packs.text_fit import lines, pieces, shared_out
from pages.packs.zip_files import zipped
from tests.pages.packs.company import full_pack, team_pack

NAMESPACE = "{http://www.w3.org/2000/svg}"


def test_text_loses_what_files_cannot_hold_and_nothing_else() -> None:
    assert clean("“88.6\u202f%” − ▲ é שלום") == "“88.6\u202f%” − ▲ é שלום"
    assert clean("a\nb\tc\x00d") == "a b c d"
    assert clean("\ud800\uffff\ue000") == "□□□"
    assert clean("one\u202etwo") == "onetwo"


@given(st.text())
def test_clean_text_can_be_written_anywhere(text: str) -> None:
    found = clean(text)
    assert clean(found) == found
    assert ET.fromstring(f"<a>{found.translate({60: 'x', 38: 'x', 62: 'x'})}</a>") is not None  # noqa: S314 - our own
    assert "\n" not in found


def test_only_words_too_long_for_a_column_may_be_broken() -> None:
    pack = replace(full_pack(), headline=f"short {'x' * 40} well-behaved")
    assert breakable(pack).headline == f"short {'x' * 18}\u200b{'x' * 18}\u200b{'x' * 4} well-behaved"
    assert clean_texts(pack) == pack
    assert shortened("abcdef", 4) == "abc…"


@given(st.text(alphabet="ab 顧", max_size=200), st.integers(1, 30))
def test_pieces_together_are_the_text_and_none_is_too_long(text: str, most: int) -> None:
    found = list(pieces(text, most))
    assert "".join(found).replace(" ", "") == text.replace(" ", "")
    assert all(len(piece) <= max(most, 1) for piece in found)


def test_lines_are_counted_as_they_would_be_set() -> None:
    assert lines("", 10) == 1
    assert lines("one two three", 8) == 2
    assert lines("x" * 25, 10) == 3
    assert lines("顧客満足度", 5) == 3


def test_things_are_shared_out_in_order() -> None:
    assert shared_out([3, 3, 5, 9, 1], 6, float) == [[3, 3], [5], [9], [1]]
    assert shared_out([], 6, float) == []


def _shapes(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg))  # noqa: S314 - our own picture


def test_a_chart_draws_every_value_marks_what_stands_out_and_says_the_newest() -> None:
    chart = full_pack().charts[-1]
    drawn = drawings.chart(chart, 350, 205)
    kinds = [(own.get("class") or "").split(" ") for own in _shapes(drawn.document())]
    assert sum(kind[0] in ("dot", "mark") for kind in kinds) == len(chart.points)
    assert [kind for kind in kinds if kind[0] == "mark"] == [["mark", "worse"]]
    looks = {own.words: own.look for own in drawn.words}
    assert looks[chart.points[-1].value.words] == "strong"
    assert looks[chart.standard_words] == ""
    assert looks["Call-back promise, 8 branches"] == "people halo"
    assert all(0 <= own.x <= drawn.width and 0 <= own.y <= drawn.height for own in drawn.words)


def test_the_standard_beside_the_newest_value_keeps_clear_of_it() -> None:
    chart = full_pack().charts[0]
    close = replace(chart.points[-1], standard=92.45)
    drawn = drawings.chart(replace(chart, points=(*chart.points[:-1], close)), 350, 205)
    places = {own.words: own.y for own in drawn.words}
    assert abs(places[close.value.words] - places[chart.standard_words]) >= 16


def test_a_missing_month_breaks_the_line_and_an_empty_chart_is_no_picture() -> None:
    chart = full_pack().charts[0]
    gap = (*chart.points[:10], ChartPoint(chart.points[10].month, PrintedNumber("")), *chart.points[11:])
    drawn = drawings.chart(replace(chart, points=gap), 350, 205).document()
    assert len([own for own in _shapes(drawn) if own.get("class") == "line"]) == 2
    empty = tuple(ChartPoint(point.month, PrintedNumber("No answers")) for point in chart.points)
    assert drawings.chart(replace(chart, points=empty), 350, 205).document() == ""


def test_only_the_newest_three_changes_people_made_are_drawn_and_late_ones_are_written_leftwards() -> None:
    chart = full_pack().charts[0]
    events = tuple(PackEvent(dt.date(2026, month, 1), f"Change of the service {month}") for month in (1, 2, 3, 4))
    drawn = drawings.chart(replace(chart, events=events), 350, 205)
    labels = [own for own in drawn.words if "people" in own.look]
    assert sorted(own.words for own in labels) == [f"Change of the service {month}" for month in (2, 3, 4)]
    assert {own.anchor for own in labels} == {"end"}


def test_a_sparkline_draws_the_newest_24_months() -> None:
    row = full_pack().rows[0]
    (line,) = [own for own in _shapes(drawings.spark(row)) if own.get("class") == "l"]
    assert len(re.findall(r"-?[\d.]+", line.get("d") or "")) == 2 * 24
    assert drawings.spark(replace(row, series=())) == ""


def test_a_zip_is_the_same_bytes_each_time() -> None:
    files = [("b.txt", b"2"), ("ä.txt", b"1")]
    assert zipped(files) == zipped(list(files))
    with zipfile.ZipFile(io.BytesIO(zipped(files))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(files)


@pytest.mark.slow
def test_many_pages_are_made_by_several_processes_and_are_the_same_pages() -> None:
    packs = [team_pack(f"Unit {number}") for number in range(MANY)]
    made = list(team_files(packs))
    assert len({name for name, _ in made}) == MANY
    assert [page for _, page in made[::13]] == [pdf(pack) for pack in packs[::13]]


@pytest.mark.slow
def test_each_team_has_a_file_of_its_own_even_where_names_read_alike() -> None:
    made = dict(team_files([team_pack("A/B"), team_pack("A-B"), team_pack("C")]))
    names = ["team-south-a-b-2026-10-edition-2.pdf", "team-south-a-b-2026-10-edition-2-2.pdf"]
    assert list(made) == [*names, "team-south-c-2026-10-edition-2.pdf"]
    assert all(content.startswith(b"%PDF") for content in made.values())
