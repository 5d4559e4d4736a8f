"""The refused rows as a CSV file that spreadsheets open safely. Its column of reasons is skipped when it is read."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator
from itertools import chain

from db.formats.files.delimited import BrokenRecord, Record
from db.formats.files.row_problem import RowProblem

REASON = "Why this row was left out"
_NUMBER = re.compile(r"[+-]?[\d.,]+%?")
_ESCAPED = re.compile(r"'+[=+\-@\t\r\n]")


def escaped(text: str) -> str:
    """A cell that no spreadsheet runs as a formula and that `without_reasons` reads back exactly."""
    if _NUMBER.fullmatch(text):
        return text
    return f"'{text}" if _ESCAPED.match(text) else safe(text)


def without_reasons(records: Iterator[Record]) -> Iterator[Record]:
    """The records; if the first one ends with the heading of reasons, without that column and its apostrophes."""
    first = next(records, None)
    if first is None:
        return
    cells = first[1]
    if isinstance(cells, BrokenRecord) or not cells or cells[-1].strip() != REASON:
        yield first
        yield from records
        return
    place = len(cells) - 1
    for line, found in chain((first,), records):
        yield line, found if isinstance(found, BrokenRecord) else _as_before(found, place)


def _as_before(cells: list[str], place: int) -> list[str]:
    kept = [*cells[:place], *cells[place + 1 :]]
    return [cell[1:] if _ESCAPED.match(cell) else cell for cell in kept]


_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")


def safe(text: str) -> str:
    """`text` so that no spreadsheet runs it as a formula: an apostrophe before = + - @ and control characters."""
    return f"'{text}" if text.startswith(_RUNS) else text


def problems_csv(problems: Iterable[RowProblem]) -> bytes:
    """The problems with their line, column, value and message, as UTF-8 with the mark that spreadsheets look for."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(["line", "column", "value", "message"])
    for line, column, value, message in problems:
        writer.writerow([line, safe(column), safe(value), safe(message)])
    return text.getvalue().encode("utf-8-sig")
