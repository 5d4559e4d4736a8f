"""Whether so many rows of a file were refused for one column that a figure of the others would be wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from db.formats.columns.questions import AskedColumn, MoreToSay, Question, Reason
from db.formats.columns.roles import DATED, PERCENTILES, RESULTS, Role
from db.formats.columns.unread_cells import UnreadCells, unread_question
from db.formats.files.limits import check_problems
from db.formats.rows.blocks import Block
from db.formats.rows.mapping import ColumnRole, FileMapping
from metrics.vocabulary import Kind

_JUDGED = frozenset(
    {
        Role.SCORE,
        *RESULTS,
        Role.VALUE,
        Role.NUMERATOR,
        Role.DENOMINATOR,
        Role.EARNED,
        Role.POSSIBLE,
        *DATED.values(),
        *PERCENTILES,
    }
)


def judged(blocks: Iterable[Block], mapping: FileMapping, names: Sequence[str]) -> Iterator[Block]:
    """The same blocks; `names` are the columns as their problems name them.

    Raises MoreToSay after the last block where more than a fifth of the rows hold something in one column of scores,
    dates or values that cannot be read, unless the mapping accepts that; FileRefused where too many rows cannot be
    read to list them.
    """
    weights = {Role.WEIGHT} if mapping.kind is Kind.SURVEY else set()
    columns = {names[one.index - 1]: one for one in mapping.columns if one.role in _JUDGED | weights}
    found = {name: UnreadCells() for name in columns}
    rows = problems = 0
    for block in blocks:
        problems += len(block.problems)
        check_problems(problems, block.problems[0].message if block.problems else "")
        rows += block.read - block.blank
        for problem in block.problems:
            if problem.column in found and problem.value.strip():
                found[problem.column].add(problem.value)
        yield block
    for cells in found.values():
        cells.filled = rows
    many = [name for name, cells in found.items() if cells.are_many]
    if many and not mapping.accept_partial:
        raise MoreToSay(tuple(_asked(name, columns[name], found[name]) for name in many))


def _asked(name: str, column: ColumnRole, cells: UnreadCells) -> Question:
    reason = Reason.UNREAD_DATES if column.role in DATED.values() else Reason.UNREAD
    return unread_question(cells, (AskedColumn(column.index, name),), reason, column.metric, column.scale)
