"""The refused rows as a CSV file that any spreadsheet opens safely."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from db.formats.rows import RowProblem

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
