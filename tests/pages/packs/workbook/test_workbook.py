"""The workbook opens again with numbers as numbers, dates as dates, and text that is never a formula."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pages.packs.office_charts import number_format, step_format
from pages.packs.pack import NumberFormat
from pages.packs.workbook.workbook import xlsx
from tests.pages.packs.company import empty_pack, full_pack
from tests.pages.packs.odd import FEW, WORDS, Odd, odd_packs


@cache
def _made() -> bytes:
    return xlsx(full_pack())


def _opened(made: bytes) -> Workbook:
    return load_workbook(io.BytesIO(made))


def _rows(sheet: Worksheet, first: str) -> dict[object, list[object]]:
    """The lines of the table whose first heading that is, by what stands in their first cell."""
    lines = [[cell.value for cell in row] for row in sheet.iter_rows()]
    heads = next(number for number, line in enumerate(lines) if line[0] == first)
    return {line[0]: line for line in lines[heads + 1 :] if line[0] is not None}


@pytest.mark.slow
def test_there_is_a_summary_a_sheet_for_each_metric_and_the_definitions() -> None:
    names = _opened(_made()).sheetnames
    assert names[:5] == ["Summary", "In words", "Actions", "Benchmarks", "Definitions"]
    assert names[5:] == [row.name for row in full_pack().rows]


def test_the_summary_says_what_it_is_of_and_holds_each_metric_in_typed_cells() -> None:
    pack, sheet = full_pack(), _opened(_made())["Summary"]
    facts = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert facts["Scope"] == pack.scope
    assert facts["Filters"] == "All channels · Each metric’s own audience"
    assert facts["Data up to"] == pack.cut_off_words
    assert facts["Data revision"] == "412"
    assert facts["Edition"] == pack.state
    lines = _rows(sheet, "Metric")
    for row in pack.rows:
        own = lines[f"{row.name} ({row.unit})" if row.unit else row.name]
        assert own[2] == (row.value.words if row.value.number is None else row.value.number)
        assert own[3:5] == pytest.approx([row.low, row.high])  # a cell keeps 16 digits
        assert own[5:8] == [row.cases.number, row.cases.words, row.verdict_words]
        assert own[8] == row.standard.number
        assert own[10] == row.before.figure.number
        assert own[11] == f"{row.before.arrow} {row.before.meaning}".strip()
        assert own[12] == row.year_ago.figure.number


def test_each_metric_has_its_months_as_dates_and_numbers() -> None:
    opened = _opened(_made())
    for row in full_pack().rows:
        months = _rows(opened[row.name], "Month")
        assert len(months) == 36
        for point in row.series:
            own = months[dt.datetime.combine(point.month, dt.time.min)]
            number = point.value.number
            assert own[1] == (pytest.approx(number) if number is not None else point.value.words or None)
            ends = [point.low, point.high, point.n, point.lower, point.mean, point.upper, point.standard]
            assert own[2:9] == pytest.approx(ends)
            assert own[9] == point.pattern


@pytest.mark.slow
def test_numbers_have_the_format_of_their_metric() -> None:
    assert number_format(NumberFormat(1, after=" %")) == '#,##0.0" %";"−"#,##0.0" %"'
    assert number_format(NumberFormat(0, before="£")) == '"£"#,##0;"−""£"#,##0'
    assert step_format(NumberFormat(2)) == '"+"#,##0.00;"−"#,##0.00;0'
    sheet = _opened(_made())["Net Promoter Score"]
    (month,) = [row for row in sheet.iter_rows() if row[0].value == dt.datetime(2026, 10, 1)]  # noqa: DTZ001 - a cell's
    assert month[0].number_format == "mmm yyyy"
    assert month[1].number_format == number_format(NumberFormat(1))


def test_definitions_actions_and_sentences_stand_in_their_sheets() -> None:
    pack, opened = full_pack(), _opened(_made())
    definitions = _rows(opened["Definitions"], "Metric")
    for own in pack.definitions:
        assert definitions[own.name][2:6] == [own.definition, own.numerator, own.denominator, own.exclusions]
        assert definitions[own.name][10] == own.uploads.number
    actions = _rows(opened["Actions"], "Action")
    assert actions["Retrain Saltmarsh counter"][2] == dt.datetime(2026, 10, 31)  # noqa: DTZ001 - a cell's
    said = [row[1].value for row in opened["In words"].iter_rows()]
    assert pack.commentary[0] in said


@pytest.mark.slow
def test_text_that_begins_like_a_formula_stays_text() -> None:
    names = ("=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "http://example.org", "12")
    rows = tuple(replace(row, name=name) for row, name in zip(full_pack().rows, names, strict=False))
    made = xlsx(replace(full_pack(), rows=rows, commentary=names, headline="=cmd"))
    for sheet in _opened(made):
        for row in sheet.iter_rows():
            assert all(cell.data_type != "f" and cell.hyperlink is None for cell in row)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert not any(b"<f>" in archive.read(name) for name in archive.namelist() if "worksheets" in name)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["&" * 300, "😀 " * 150, "3 Rivers"])
def test_the_foot_of_a_page_is_one_that_excel_takes(name: str) -> None:
    opened = _opened(xlsx(replace(full_pack(), organisation=name, filters=("&" * 200,))))
    foot = opened["Summary"].oddFooter
    assert foot.left.text.strip().startswith(name[:2])
    assert foot.left.size == 8, "a name that begins with a figure is not taken for a size"
    assert "Page" in foot.right.text


@pytest.mark.slow
def test_sheets_are_named_as_excel_takes_it() -> None:
    names = ("History", "summary", "a/b:c*d?[e]", "A B C D E", "x" * 40, "X" * 40, "'quoted'", "", "𤈌" * 20)
    rows = tuple(replace(row, name=name) for row, name in zip(full_pack().rows, names, strict=False))
    made = _opened(xlsx(replace(full_pack(), rows=rows))).sheetnames
    assert made[5:] == [
        "History 2",
        "summary 2",
        "a b c d e",
        "A B C D E 2",
        "x" * 31,
        "X" * 29 + " 2",
        "quoted",
        "Metric",
        "𤈌" * 15,
    ]


@pytest.mark.slow
def test_the_same_pack_gives_the_same_bytes() -> None:
    assert xlsx(full_pack()) == _made()
    assert _opened(_made()).properties.created == dt.datetime(2026, 11, 12, 18, 0)  # noqa: DTZ001 - in UTC as written


def test_a_month_without_data_is_a_sentence() -> None:
    said = [row[0].value for row in _opened(xlsx(empty_pack()))["Summary"].iter_rows()]
    assert "There are no data for this month, so there is no table." in said


@pytest.mark.slow
def test_every_odd_word_can_name_a_metric() -> None:
    rows = tuple(replace(row, name=name) for row, name in zip(full_pack().rows, WORDS, strict=False))
    assert len(_opened(xlsx(replace(full_pack(), rows=rows))).sheetnames) == 5 + len(rows)


@pytest.mark.slow
@FEW
@given(odd_packs())
def test_whatever_people_type_makes_a_workbook_that_opens_again(odd: Odd) -> None:
    pack = odd.pack
    assert "Summary" in _opened(xlsx(pack)).sheetnames
