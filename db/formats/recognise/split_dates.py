"""Tables with year and month, or year, month and day, in columns of their own, read as one date in that of months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.headings import Heading, words
from db.formats.files.table import Table
from db.formats.tools.layout import Sample, TableLayout
from db.formats.values.lexicon import DATE_PARTS, MONTHS

_LOOKED_AT, _MOSTLY = 200, 0.9
_YEARS, _MONTHS, _DAYS = range(1990, 2100), range(1, 13), range(1, 32)
_NOTE = "The columns “{}” are read together as one date."


class _DateParts(NamedTuple):
    """The places of year, month and day; -1 where no column has the day."""

    year: int
    month: int
    day: int

    def date(self, cells: Sequence[str]) -> str:
        """The date that the cells say together, “2026-10” or “2026-10-31”; "" where they do not."""
        if len(cells) <= max(self):
            return ""
        year, month = _number(cells[self.year]), _month(cells[self.month])
        if year not in _YEARS or month not in _MONTHS:
            return ""
        if self.day < 0:
            return f"{year}-{month:02}"
        day = _number(cells[self.day])
        return f"{year}-{month:02}-{day:02}" if day in _DAYS else ""


def with_whole_dates(table: Table, rows: Sample, layout: TableLayout) -> Table:
    """The table with whole dates in the column of months where they stand in parts; else the table as it is."""
    parts = _parts(layout.headings, rows[layout.above + layout.header_rows :][:_LOOKED_AT])
    if parts is None:
        return table
    named = "”, “".join(layout.headings[place].name.strip() for place in parts if place >= 0)
    notes = (*table.notes, _NOTE.format(named))
    return replace(table, records=partial(_joined, table, parts), notes=notes, is_plain=False)


def _parts(headings: Sequence[Heading], data: Sample) -> _DateParts | None:
    names = [words(heading.name) for heading in headings]
    at = {part: [place for place, name in enumerate(names) if name in said] for part, said in DATE_PARTS.items()}
    if len(at["year"]) != 1 or len(at["month"]) != 1 or len(at["day"]) > 1:
        return None
    year, month, day = at["year"][0], at["month"][0], (at["day"] or [-1])[0]
    filled = [cells for cells in data if len(cells) > max(year, month) and cells[year].strip()]
    for found in (_DateParts(year, month, day), _DateParts(year, month, -1)):
        dated = sum(bool(found.date(cells)) for cells in filled)
        if filled and dated >= _MOSTLY * len(filled):
            return found
    return None


def _joined(table: Table, parts: _DateParts) -> Iterator[Record]:
    for line, cells in table.records():
        yield line, cells if isinstance(cells, BrokenRecord) else _with_date(cells, parts)


def _with_date(cells: Cells, parts: _DateParts) -> Cells:
    date = parts.date(cells)
    return [*cells[: parts.month], date, *cells[parts.month + 1 :]] if date else cells


def _number(text: str) -> int:
    bare = text.strip().removesuffix(".0")
    return int(bare) if bare.isascii() and bare.isdecimal() and len(bare) <= len("2026") else -1


def _month(text: str) -> int:
    return MONTHS.get(text.strip().rstrip(".").casefold(), _number(text))
