"""What a table's columns hold, gathered in one pass over all of it in little memory. Judges nothing."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass, field

from db.formats.files.delimited import BrokenRecord, Cells
from db.formats.files.table import Table
from db.formats.tools.layout import TableLayout, data_rows
from db.formats.values.dates import DateEvidence, date_evidence

_CHUNK = 2_000
_MOST_TEXTS = 3_000
_MOST_DAYS = 60_000
_MOST_ROWS = 50_000


@dataclass(slots=True)
class ColumnProfile:
    """One column: how often each text stands (the first few thousand different ones), and how it writes dates."""

    texts: Counter[str] = field(default_factory=Counter)
    rows: int = 0
    blank: int = 0
    counted: int = 0
    is_full: bool = False
    is_cut: bool = False
    days: set[str] | None = None
    is_iso: bool = False

    @property
    def filled(self) -> int:
        return self.rows - self.blank

    @property
    def samples(self) -> list[str]:
        """Up to three different texts, in the order in which they first stand."""
        return list(itertools.islice((text for text in self.texts if text.strip()), 3))

    def dates(self) -> DateEvidence:
        """How the column's distinct texts write dates; of the whole column where it looks like dates at all."""
        return date_evidence(self.days if self.days is not None else self.texts)

    def add(self, cells: tuple[str, ...]) -> None:
        """Take in the next cells of the column."""
        self.rows += len(cells)
        self.blank += cells.count("")
        if not self.is_full:
            self.texts.update(cells)
            self.counted += len(cells)
            self.texts.pop("", None)
            self.is_full = len(self.texts) > _MOST_TEXTS
            if self.is_full:
                self._begin_days()
        if self.days is not None and len(self.days) < _MOST_DAYS:
            self.days.update(map(_day_of, cells))

    def add_days(self, rows: list[Cells], place: int) -> None:
        """Take in the days of later rows, where the column's order of day and month hangs on all of them."""
        if not self.is_cut:
            self.is_cut = True
            if not self.is_full:
                self._begin_days()
        if self.days is not None and len(self.days) < _MOST_DAYS and self.hangs_on_all:
            self.days.update(_day_of(cells[place]) for cells in rows)

    @property
    def hangs_on_all(self) -> bool:
        """Whether the order of day and month might still be told by a later row."""
        return self.days is not None and not self.is_iso

    def _begin_days(self) -> None:
        """From here on only the days are kept, and only of a column that writes dates."""
        found = date_evidence(itertools.islice(self.texts, 500))
        if found.dates > found.other + found.serial:
            self.days = {_day_of(text) for text in self.texts}
            self.is_iso = not (found.day_first or found.month_first or found.either)
        self.texts = Counter(dict(itertools.islice(self.texts.items(), _MOST_TEXTS)))


def _day_of(text: str) -> str:
    """A timestamp up to its hour, so that a column of moments holds few different texts."""
    return text.partition(":")[0]


@dataclass(frozen=True, slots=True)
class TableProfile:
    """A table's data: how many rows, how many of them broken, and what each column holds."""

    rows: int
    broken: int
    columns: tuple[ColumnProfile, ...]


def table_profile(table: Table, layout: TableLayout, *, to_the_end: bool = True) -> TableProfile:
    """What the data rows of `table` hold. Broken rows count as rows and as nothing else.

    Every row is counted, but only the first 50,000 are looked at cell by cell, and the dates of a column that writes
    the day or the month first over the whole file. With `to_the_end` false, rows are counted no further than that.
    """
    columns = tuple(ColumnProfile() for _ in layout.headings)
    rows = broken = 0
    data = (cells for _, cells in data_rows(table.records(), layout))
    while chunk := list(itertools.islice(data, _CHUNK)):
        whole = [cells for cells in chunk if not isinstance(cells, BrokenRecord)]
        rows += len(chunk)
        broken += len(chunk) - len(whole)
        if rows <= _MOST_ROWS:
            for column, cells in zip(columns, zip(*whole, strict=True), strict=False):
                column.add(cells)
            continue
        for place, column in enumerate(columns):
            column.add_days(whole, place)
        if not (to_the_end or any(column.hangs_on_all for column in columns)):
            break
    return TableProfile(rows, broken, columns)
