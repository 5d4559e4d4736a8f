"""Rows gathered into blocks of bounded size, with their problems and counts; survey answers gather by columns."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from db.formats.layout import Format
from db.formats.records import Broken, Cells, Record
from db.formats.rows import Block, Row, RowProblem

LINES_IN_A_BLOCK = 20_000
RECORDS_AT_ONCE = 200  # few enough to stay near the processor, which makes reading twice as fast
_MOST_CHARACTERS_SHOWN = 200
Found = Row | RowProblem | None
ReadMany = Callable[[Sequence[Record]], list[Found]]


def problem(line: int, column: str, value: str, message: str) -> RowProblem:
    """A row's problem with the cell cut to what a person would read."""
    shown = value if len(value) <= _MOST_CHARACTERS_SHOWN else f"{value[: _MOST_CHARACTERS_SHOWN - 1]}…"
    return RowProblem(line, column, shown, message)


def row_blocks(records: Iterator[Record], read: ReadMany) -> Iterator[Block]:
    """The rows that `read` makes of the records, in blocks; None from `read` is a blank row."""
    rows: list[Row] = []
    block = Block(rows)
    while chunk := list(islice(records, RECORDS_AT_ONCE)):
        found = read(chunk)
        problems = [one for one in found if isinstance(one, RowProblem)]
        before = len(rows)
        rows += [one for one in found if one is not None and not isinstance(one, RowProblem)]
        block.problems += problems
        block.read += len(found)
        block.refused += len(problems)
        block.blank += len(found) - len(problems) - (len(rows) - before)
        if block.read >= LINES_IN_A_BLOCK:
            yield block
            rows = []
            block = Block(rows)
    if block.read:
        yield block


def one_by_one(read: Callable[[int, Cells], Found]) -> ReadMany:
    """Reads many records by reading each; a broken one is a problem."""

    def read_many(records: Sequence[Record]) -> list[Found]:
        return [
            problem(line, "", "", cells.message) if isinstance(cells, Broken) else read(line, cells)
            for line, cells in records
        ]

    return read_many


def marked_as_test(form: Format, names: list[str]) -> Callable[[Cells], bool] | None:
    """Tells test and preview records by the tool's own mark; None where the tool or the file has no such mark."""
    if form.left_out is None or form.left_out[0] not in names:
        return None
    place, marks = names.index(form.left_out[0]), form.left_out[1]
    return lambda cells: cells[place].strip().casefold() in marks
