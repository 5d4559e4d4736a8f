"""Old workbooks are read as they show their cells, where they say how; else a note says what may be wrong."""

from __future__ import annotations

import io

import pytest

from db.formats import Source, inspect
from db.formats.files.old_workbook_marks import old_workbook_marks
from db.formats.files.table import tables
from tests.db.formats.files.old_workbooks import OWN_PERCENT, PERCENT, Cell, xls

HEAD: list[Cell] = ["month", "unit", "metric", "value"]


def read(*values: Cell) -> list[str]:
    rows: list[list[Cell]] = [["2026-10", "Mill", "retention", value] for value in values]
    (table,) = tables(Source.of_bytes("figures.xls", xls([HEAD, *rows])))
    return [cells[3] for _, cells in list(table.records())[1:] if isinstance(cells, list)]


def test_percentages_are_read_as_they_are_shown() -> None:
    assert read((0.853, OWN_PERCENT), (1.0, PERCENT), (0.07, PERCENT), 91.5) == ["85.3%", "100%", "7%", "91.5"]


def test_plain_numbers_stay_what_they_are() -> None:
    assert read(0.853, 1.0, 85.0) == ["0.853", "1", "85"]


@pytest.mark.parametrize("cut", [30, 70, 600, 1_100, 1_600])
def test_a_damaged_old_workbook_has_no_marks_and_does_not_crash(cut: int) -> None:
    old_workbook_marks(io.BytesIO(xls([HEAD])[:cut]))


def test_what_a_workbook_does_not_say_of_its_numbers_is_a_note() -> None:
    rows: list[list[Cell]] = [HEAD, ["2026-10", "Mill", "average_ticket", 0.853]]
    found = inspect(Source.of_bytes("figures.xls", xls(rows, "Book")))
    assert any("0.853 may be 85.3%" in note for note in found.notes)
    assert not inspect(Source.of_bytes("figures.xls", xls(rows))).notes
