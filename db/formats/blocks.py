"""Rows gathered into blocks of bounded size, with their problems and counts, for every kind of input."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from db.formats.layout import Format
from db.formats.records import Broken, Cells, Record
from db.formats.rows import Block, Row, RowProblem

LINES_IN_A_BLOCK = 20_000
_MOST_CHARACTERS_SHOWN = 200


def problem(line: int, column: str, value: str, message: str) -> RowProblem:
    """A row's problem with the cell cut to what a person would read."""
    shown = value if len(value) <= _MOST_CHARACTERS_SHOWN else f"{value[: _MOST_CHARACTERS_SHOWN - 1]}…"
    return RowProblem(line, column, shown, message)


def row_blocks(records: Iterator[Record], read: Callable[[int, Cells], Row | RowProblem | None]) -> Iterator[Block]:
    """The rows that `read` makes of single records, in blocks; None from `read` is a blank row."""
    rows: list[Row] = []
    block = Block(rows)
    for line, cells in records:
        block.read += 1
        found = problem(line, "", "", cells.message) if isinstance(cells, Broken) else read(line, cells)
        if found is None:
            block.blank += 1
        elif found.__class__ is RowProblem:
            block.refused += 1
            block.problems.append(found)
        else:
            rows.append(found)  # type: ignore[arg-type]
        if block.read >= LINES_IN_A_BLOCK:
            yield block
            rows = []
            block = Block(rows)
    if block.read:
        yield block


def marked_as_test(form: Format, names: list[str]) -> Callable[[Cells], bool] | None:
    """Tells test and preview records by the tool's own mark; None where the tool or the file has no such mark."""
    if form.left_out is None or form.left_out[0] not in names:
        return None
    place, marks = names.index(form.left_out[0]), form.left_out[1]
    return lambda cells: cells[place].strip().casefold() in marks
