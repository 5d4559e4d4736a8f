"""Operational figures of days, weeks or parts of a day, added up to the month while one file is read.

A month is saved whole or not at all: where one of its rows cannot be read, the others of the same unit, channel and
metric wait for it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from db.formats.columns.roles import FIGURES, Role
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import RECORDS_AT_ONCE, Block, Found, Operation, ReadMany, problem
from db.formats.rows.cells import RolePlaces, UnreadableCell, today
from db.formats.rows.mapping import FileMapping
from db.formats.values.dates import DateReader
from db.formats.values.periods import month_of_part
from metrics.catalogue import CATALOGUE, Metric
from metrics.periods import Month

_BARE = (
    "This is the value of a day or week, and such values do not add up to a month. Give numerator and denominator, or "
    "one value for the month."
)
_NO_WEIGHT = "The value of this day or week is weighted by a number of cases, which is missing or no number from 0 up."
_STOCK = "{name} counts the same customers each day, so its days do not add up to a month. Give one row for each month."
_WHOLE_AND_PART = "This row is of a whole month and others are of its days or weeks. Keep one or the other."
_TWICE = "Line {line} is of the same {when} and differs in nothing but its figures. Keep one of the two."
_WAITS = "Line {line}, of the same month, unit and metric, cannot be added, and a month is saved whole."


_Place = tuple[Month, str, str, str]  # month; unit, channel and metric as the row writes them


@dataclass(slots=True)
class _MonthSum:
    """The rows of one metric at one place, each with the text of its day and the line it repeats, if any.

    `weights` are those of bare values by line: 1 where each day counts the same, None where its cell is no weight.
    """

    metric: Metric
    rows: list[tuple[Operation, str, int]] = field(default_factory=list)
    weights: dict[int, float | None] = field(default_factory=dict)
    seen: dict[Hashable, int] = field(default_factory=dict)


def holds_days(mapping: FileMapping, records: Iterable[Record]) -> bool:
    """Whether the column of months names several days or weeks of one month."""
    columns = mapping.with_role(Role.MONTH)
    if not columns:
        return False
    place, days = columns[0].index - 1, DateReader(mapping.date_order, zone=mapping.time_zone)
    first: dict[Month, str] = {}
    for text in {cells[place].strip() for _, cells in records if not isinstance(cells, BrokenRecord)}:
        month = month_of_part(text, days)
        if month is not None and first.setdefault(month, text) != text:
            return True
    return False


class DaySums:
    """Adds up the figures that `read` makes of records. `names` are the columns'."""

    def __init__(self, mapping: FileMapping, names: Sequence[str], read: ReadMany) -> None:
        self._places = RolePlaces.of(mapping, names)
        self._figures = frozenset(one.index - 1 for one in mapping.columns if one.role in FIGURES)
        self._days = DateReader(mapping.date_order, zone=mapping.time_zone)
        self._weight = next((one.index - 1 for one in mapping.with_role(Role.N)), None)
        self._averages = self._weight is not None or any(one.averaged for one in mapping.columns)
        self._read = read
        self._today = today()
        self._sums: dict[tuple[_Place, str], _MonthSum] = {}
        self._unread: dict[_Place, int] = {}

    def blocks(self, records: Iterator[Record]) -> Iterator[Block]:
        """One block with every month's sum, and every row that could not be added."""
        rows: list[Operation] = []
        block = Block(rows)
        while chunk := list(islice(records, RECORDS_AT_ONCE)):
            cells_of = {line: cells for line, cells in chunk if not isinstance(cells, BrokenRecord)}
            for found in self._read(chunk):
                self._take_in(found, cells_of, block)
        daily = {metric for (_, metric), one in self._sums.items() if len(one.rows) > 1}
        for (place, metric), one in self._sums.items():
            self._close(one, self._unread.get(place), rows, block, is_daily=metric in daily)
        block.problems.sort()
        if block.read:
            yield block

    def _take_in(self, found: Found, cells_of: Mapping[int, Cells], block: Block) -> None:
        block.read += 1
        if isinstance(found, Operation):
            self._add(found, cells_of[found.line])
        elif isinstance(found, RowProblem):
            block.refused += 1
            block.problems.append(found)
            self._note_unread(found.line, cells_of.get(found.line))
        else:
            block.blank += 1

    def _note_unread(self, line: int, cells: Cells | None) -> None:
        """Note that a row of a month is missing; where not even its month can be read, it is left out alone."""
        try:
            month = self._places.month(cells, self._today) if cells is not None else None
        except UnreadableCell:
            return
        if cells is not None and month is not None:
            self._unread.setdefault(self._place(cells, month), line)

    def _place(self, cells: Cells, month: Month) -> _Place:
        said = [self._places.text(cells, role) for role in (Role.UNIT, Role.CHANNEL, Role.METRIC)]
        return month, said[0], said[1], said[2]

    def _add(self, row: Operation, cells: Cells) -> None:
        key = (self._place(cells, row.month), row.metric)
        one = self._sums.setdefault(key, _MonthSum(CATALOGUE[row.metric]))
        others = tuple(cell for place, cell in enumerate(cells) if place not in self._figures)
        first = one.seen.setdefault(others, row.line)
        if self._averages and row.denominator is None:
            weight = 1.0 if self._weight is None else self._places.weight(cells[self._weight])
            one.weights[row.line] = weight
        one.rows.append((row, self._places.text(cells, Role.MONTH), first if first != row.line else 0))

    def _close(
        self, one: _MonthSum, unread: int | None, rows: list[Operation], block: Block, *, is_daily: bool
    ) -> None:
        """Add the month's sum to `rows`, or a problem for each of its rows to the block."""
        parts = [month_of_part(when, self._days) is not None for _, when, _ in one.rows]
        if not any(parts):  # whole months, of which one counts by the usual rule
            rows += [row for row, _, _ in one.rows]
            return
        messages = {
            row.line: message
            for (row, when, repeats), is_part in zip(one.rows, parts, strict=True)
            if (message := _trouble(one, row, when, repeats, is_part=is_part, is_daily=is_daily))
        }
        bad = unread or next(iter(messages), None)
        if bad is None:
            found = _added_up([row for row, _, _ in one.rows], one.weights)
            rows += [found] if found.denominator != 0 else []
            block.blank += len(one.rows) if found.denominator == 0 else 0  # nothing was due in the whole month
            return
        heading = self._places.names[self._places.by_role[Role.MONTH]]
        block.refused += len(one.rows)
        block.problems += [
            problem(row.line, heading, when, messages.get(row.line, _WAITS.format(line=bad)))
            for row, when, _ in one.rows
        ]


def _trouble(one: _MonthSum, row: Operation, when: str, repeats: int, *, is_part: bool, is_daily: bool) -> str:
    """Why a row cannot be added up with the others of its month; "" where it can."""
    alone = len(one.rows) == 1
    if not is_part:
        return _WHOLE_AND_PART
    if repeats:
        return _TWICE.format(line=repeats, when=when)
    if row.denominator is None and one.weights:
        return (
            _NO_WEIGHT
            if one.weights[row.line] is None or not sum(map(float, filter(None, one.weights.values())))
            else ""
        )
    if row.denominator is None:
        return _BARE if is_daily or not alone else ""
    return "" if alone or one.metric.adds_up else _STOCK.format(name=one.metric.name)


def _added_up(rows: Sequence[Operation], weights: Mapping[int, float | None]) -> Operation:
    """The sums of numerators and denominators as one figure, at the line where its month begins in the file.

    Of bare values their weighted average.
    """
    if len(rows) == 1:
        return rows[0]
    if weights:
        share = [(row.value or 0.0, weights[row.line] or 0.0) for row in rows]
        value = math.fsum(value * weight for value, weight in share) / math.fsum(weight for _, weight in share)
        return rows[0]._replace(value=value, lines=len(rows))
    numerator = math.fsum(row.numerator or 0.0 for row in rows)
    denominator = math.fsum(row.denominator or 0.0 for row in rows)
    return rows[0]._replace(numerator=numerator, denominator=denominator, lines=len(rows))
