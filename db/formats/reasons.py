"""The column of reasons that Plumbline adds to rows it gives back, and files with it read as if it were not there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import chain

from db.formats.problem_file import safe
from db.formats.records import Broken, Record

REASON = "Why this row was left out"
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")


def escaped(text: str) -> str:
    """A cell that no spreadsheet takes for a formula and that `without_reasons` reads back exactly."""
    if _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if _ESCAPED.match(text) else safe(text)


def without_reasons(records: Iterator[Record]) -> Iterator[Record]:
    """The records; where the first one ends with the heading of reasons, as they were before reasons were added."""
    first = next(records, None)
    if first is None:
        return
    cells = first[1]
    if isinstance(cells, Broken) or not cells or cells[-1].strip() != REASON:
        yield first
        yield from records
        return
    place = len(cells) - 1
    for line, found in chain((first,), records):
        yield line, found if isinstance(found, Broken) else _as_before(found, place)


def _as_before(cells: list[str], place: int) -> list[str]:
    kept = [*cells[:place], *cells[place + 1 :]]
    return [cell[1:] if _ESCAPED.match(cell) else cell for cell in kept]
