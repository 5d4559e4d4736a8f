"""How many answers fell in each cell of the tallies, where there are many: two sorted arrays instead of objects.

A cell is one whole number, made of its unit, item, month, channel and score, so that sorting and adding up a million
of them takes a fraction of the time and memory. Loaded only when it is needed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from db.names import Units

Numbers = npt.NDArray[np.int64]
BITS = (20, 10, 13, 10, 10)  # of unit, item, month, channel and score; 63 together
SHIFTS = tuple(sum(BITS[place + 1 :]) for place in range(len(BITS)))
UNIT_SHIFT = SHIFTS[0]
FIRST_YEAR = 1900
WAITING_AT_MOST = 400_000
ROWS_AT_ONCE = 50_000
NONE: Numbers = np.zeros(0, np.int64)


class CountedCells:
    """Cells with how many answers each has, which may be below 0 where some are taken out."""

    def __init__(self) -> None:
        self._waiting: list[tuple[Numbers, Numbers]] = []
        self._n = 0

    def add(self, columns: Sequence[Sequence[Any]], counts: Sequence[int] | None = None) -> bool:
        """Add answers: columns of units, items, months, channels and scores. False where a number is too large for it.

        `counts` says how many each row stands for; without it, one.
        """
        units, items, months, channels, scores = columns
        index = {month: _month_number(month) for month in set(months)}
        numbers = [
            np.asarray(column, np.int64) for column in (units, items, [index[month] for month in months], channels)
        ]
        numbers.append(np.asarray(scores, np.float64).astype(np.int64))
        if any(((column < 0) | (column >= 1 << bits)).any() for column, bits in zip(numbers, BITS, strict=True)):
            return False
        codes = NONE
        for column, shift in zip(numbers, SHIFTS, strict=True):
            codes = column << shift if codes is NONE else codes | (column << shift)
        self._take(*_added_up(codes, np.ones(len(codes), np.int64) if counts is None else np.asarray(counts, np.int64)))
        return True

    def _take(self, codes: Numbers, counts: Numbers) -> None:
        self._waiting.append((codes, counts))
        self._n += len(codes)
        if self._n > max(WAITING_AT_MOST, 2 * len(self._waiting[0][0])):
            self._waiting = [self._together()]
            self._n = len(self._waiting[0][0])

    def _together(self) -> tuple[Numbers, Numbers]:
        if not self._waiting:
            return NONE, NONE
        codes, counts = zip(*self._waiting, strict=True)
        return _added_up(np.concatenate(codes), np.concatenate(counts))

    def cells(self) -> Iterator[tuple[tuple[int, int, dt.date, int, float], int]]:
        """Each cell as it was added, with how many it has."""
        for unit, item, month, channel, score, n in TallyRows(*self._together()):
            yield (unit, item, dt.date.fromisoformat(month), channel, float(score)), n

    def touched(self) -> set[tuple[int, str]]:
        """The items and first days of months of all cells, also of those that came to nothing."""
        codes, _ = self._together()
        both = np.unique((codes & ((1 << UNIT_SHIFT) - 1)) >> SHIFTS[2]).tolist()
        return {(code >> BITS[2], _month_written(code & ((1 << BITS[2]) - 1))) for code in both}

    def upwards(self, units: Units) -> TallyRows:
        """The tallies for the units and all above them, in the order of their key, without those of nothing."""
        codes, counts = self._together()
        counted_at = {unit: units.counted_at(unit) for unit in set((codes >> UNIT_SHIFT).tolist())}
        codes, counts = _moved(codes, counts, counted_at)
        found = [(codes, counts)]
        while len(codes):
            codes, counts = _moved(codes, counts, units.parents)
            found.append((codes, counts))
        codes, counts = _added_up(*map(np.concatenate, zip(*found, strict=True)))
        return TallyRows(codes[counts != 0], counts[counts != 0])


class TallyRows:
    """Rows of the table of tallies, each made when it is asked for."""

    def __init__(self, codes: Numbers, counts: Numbers) -> None:
        self._codes, self._counts = codes, counts

    def __len__(self) -> int:
        return len(self._codes)

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        for columns in self.in_columns():
            yield from zip(*columns, strict=True)

    def in_columns(self) -> Iterator[list[list[Any]]]:
        """The same, some rows at once, column by column."""
        for begin in range(0, len(self), ROWS_AT_ONCE):
            codes, counts = self._codes[begin : begin + ROWS_AT_ONCE], self._counts[begin : begin + ROWS_AT_ONCE]
            columns = [
                ((codes >> shift) & ((1 << bits) - 1)).tolist() for shift, bits in zip(SHIFTS, BITS, strict=True)
            ]
            written = {number: _month_written(number) for number in set(columns[2])}
            columns[2] = [written[number] for number in columns[2]]
            yield [*columns, counts.tolist()]


def _moved(codes: Numbers, counts: Numbers, units: Mapping[int, int | None]) -> tuple[Numbers, Numbers]:
    """The cells at the units that `units` names for theirs; those at a unit without one are left out."""
    here = np.unique(codes >> UNIT_SHIFT)
    there = np.array([-1 if (unit := units[one]) is None else unit for one in here.tolist()], np.int64)
    to = there[np.searchsorted(here, codes >> UNIT_SHIFT)] if len(here) else NONE
    stay = to >= 0
    rest = codes[stay] & ((1 << UNIT_SHIFT) - 1)
    return _added_up((to[stay] << UNIT_SHIFT) | rest, counts[stay])


def _added_up(codes: Numbers, counts: Numbers) -> tuple[Numbers, Numbers]:
    """Each code once, in order, with the sum of its counts."""
    if not len(codes):
        return NONE, NONE
    order = np.argsort(codes, kind="stable")
    codes, counts = codes[order], counts[order]
    begins = np.flatnonzero(np.concatenate(([True], codes[1:] != codes[:-1])))
    return codes[begins], np.add.reduceat(counts, begins)


def _month_number(month: dt.date) -> int:
    return (month.year - FIRST_YEAR) * 12 + month.month - 1


def _month_written(number: int) -> str:
    return f"{FIRST_YEAR + number // 12:04}-{number % 12 + 1:02}-01"
