"""Formulas that failed in a workbook: their rows are refused and named, not taken for empty ones."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from db.formats.files.workbook_marks import workbook_marks
from tests.db.formats.made_files import result

ROWS = (["response_id", "responded_at", "nps"], ["a", "2026-09-01", 9], ["b", "2026-09-02", None], ["c", "", 8])


def workbook(rows: Sequence[Sequence[object]], errors: Mapping[str, str], left: int = 0, above: int = 0) -> io.BytesIO:
    """A workbook whose sheet begins `above` rows down and `left` columns in."""
    book = openpyxl.Workbook()
    book.create_sheet("Cover")
    sheet = book.worksheets[0]
    sheet.title = "Q&A “ä”"
    for row, cells in enumerate(rows, 1 + above):
        for column, value in enumerate(cells, 1 + left):
            sheet.cell(row, column).value = value
    for place, text in errors.items():
        sheet[place] = text
        sheet[place].data_type = "e"
    content = io.BytesIO()
    book.save(content)
    content.seek(0)
    return content


def test_a_failed_formula_refuses_its_row_and_says_what_stood_there() -> None:
    found = result(workbook(ROWS[:3], {"C3": "#DIV/0!"}).getvalue())
    assert (found.scores, found.read, found.refused, found.blank) == ([9], 2, 1, 0)
    assert (found.problems[0].line, found.problems[0].value) == (3, "#DIV/0!")


def test_a_sheet_that_begins_further_in_keeps_its_failed_formulas_in_their_columns() -> None:
    found = result(workbook(ROWS[:3], {"E5": "#REF!"}, left=2, above=2).getvalue())
    assert [(problem.line, problem.column) for problem in found.problems] == [(5, "nps")]


def test_a_lookup_that_found_nothing_is_no_answer() -> None:
    found = result(workbook(ROWS[:3], {"C3": "#N/A"}).getvalue())
    assert (found.scores, found.refused, found.blank) == ([9], 0, 1)


@pytest.mark.slow
def test_failed_formulas_are_found_wherever_they_lie_in_a_long_sheet() -> None:
    rows: list[Sequence[object]] = [["nps"], *[[1 + i % 9] for i in range(60_000)]]
    errors = {f"A{row}": "#VALUE!" for row in range(2, 60_000, 7)}
    found = workbook_marks(workbook(rows, errors))
    assert found["Q&A “ä”"].errors == {(int(place[1:]), 1): text for place, text in errors.items()}


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"nps\n9\n"])
def test_what_is_no_workbook_has_none(content: bytes) -> None:
    assert workbook_marks(io.BytesIO(content)) == {}
