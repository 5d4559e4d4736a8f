"""The sheets of a workbook (XLSX, XLS, ODS) as records of text with row numbers. Knows nothing of what they mean."""

from __future__ import annotations

import datetime as dt
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

import python_calamine

from db.formats.archives import pieces
from db.formats.error_cells import Errors, error_cells
from db.formats.records import Record
from db.formats.refusals import NOTHING_CHANGED, damaged
from db.formats.rows import Source
from metrics.errors import FileRefused

_ONE_AT_A_TIME = threading.Lock()
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name and its filled rows as (row number, cells)."""

    name: str
    rows: Sequence[tuple[int, list[str]]]

    def records(self) -> Iterator[Record]:
        yield from self.rows


def sheets(source: Source) -> list[Sheet]:
    """The visible sheets of a workbook that hold anything, in order. Raises FileRefused where it cannot be read."""
    try:
        with source.open() as file, _unheard():
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            errors = error_cells(file)
            visible = [meta.name for meta in book.sheets_metadata if _is_visible(meta)]
            found = [_sheet(book, name, errors.get(name, {})) for name in visible]
    except python_calamine.PasswordError as locked:
        raise _protected() from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise (_protected() if _is_encrypted(source) else damaged()) from broken
    except BaseException as crash:
        # The library is written in Rust; where a damaged file makes it give up, this is what arrives here.
        if type(crash).__name__ == "PanicException":
            raise damaged() from crash
        raise
    return [sheet for sheet in found if sheet.rows]


def _is_encrypted(source: Source) -> bool:
    """Whether the workbook lies encrypted in a container; the library tells so only of files that it opens by name."""
    with source.open() as file:
        return any(_ENCRYPTED in piece for piece in pieces(file))


def _protected() -> FileRefused:
    said = "The workbook is protected by a password. Save it without one and try again."
    return FileRefused(f"{said} {NOTHING_CHANGED}")


@contextmanager
def _unheard() -> Iterator[None]:
    """Keeps what the library writes to standard error, when it gives up on a damaged file, from whoever looks there.

    It writes past Python, so the stream itself is turned away; one file at a time, or it could stay so.
    """
    with _ONE_AT_A_TIME, ExitStack() as afterwards:
        try:
            heard = os.dup(2)
        except OSError:  # there is no standard error, so nobody listens
            yield
            return
        afterwards.callback(os.close, heard)
        nowhere = os.open(os.devnull, os.O_WRONLY)
        afterwards.callback(os.close, nowhere)
        os.dup2(nowhere, 2)
        afterwards.callback(os.dup2, heard, 2)
        yield


def _is_visible(meta: python_calamine.SheetMetadata) -> bool:
    return (
        meta.typ == python_calamine.SheetTypeEnum.WorkSheet and meta.visible == python_calamine.SheetVisibleEnum.Visible
    )


def _sheet(book: python_calamine.CalamineWorkbook, name: str, errors: Errors) -> Sheet:
    """One sheet; a cell whose formula failed says so, as in a CSV export, where the library gives an empty one."""
    sheet = book.get_sheet_by_name(name)
    failed: dict[int, dict[int, str]] = {}
    # Rows are given from the sheet's first one on, their cells from its first filled column on.
    left = sheet.start[1] if sheet.start else 0
    for (number, column), text in errors.items():
        failed.setdefault(number, {})[column - 1 - left] = text
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(value) for value in values]
        for place, text in failed.get(number, {}).items():
            cells[place] = text
        if any(cells):
            rows.append((number, cells))
    return Sheet(name, rows)


def _text(value: Any) -> str:  # noqa: ANN401 - a cell can hold anything a spreadsheet knows
    """A cell as the text a CSV export would hold: whole numbers without a point, dates in ISO form."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d" if value.time() == dt.time() else "%Y-%m-%d %H:%M:%S")
    if isinstance(value, dt.timedelta):
        return repr(value.total_seconds())
    return str(value)
