"""The sheets of a workbook (XLSX, XLS, ODS) as records of text with row numbers. Does not know what they mean.

A zipped workbook is checked before it is opened; cells whose formula failed are found beside it.
"""

from __future__ import annotations

import datetime as dt
import html
import os
import re
import threading
import zipfile
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

import python_calamine

from db.formats.files.delimited import Record
from db.formats.files.refusals import damaged, not_a_table
from db.formats.files.source import Source
from metrics.errors import FileRefused

_ONE_AT_A_TIME = threading.Lock()
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its name and its filled rows as (row number, cells)."""

    name: str
    rows: Sequence[tuple[int, list[str]]]

    def records(self) -> Iterator[Record]:
        yield from self.rows


def sheets(source: Source) -> list[WorkbookSheet]:
    """The visible sheets of a workbook that hold anything, in order. Raises FileRefused where it cannot be read."""
    try:
        with source.open() as file, _ignoring_warnings():
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            errors = error_cells(file)
            visible = [meta.name for meta in book.sheets_metadata if _is_visible(meta)]
            found = [_sheet(book, name, errors.get(name, {})) for name in visible]
    except python_calamine.PasswordError as locked:
        raise _protected() from locked
    except (python_calamine.CalamineError, OSError, ValueError) as broken:
        raise (_protected() if _is_encrypted(source) else damaged()) from broken
    except BaseException as crash:
        # The library is written in Rust; this is how it gives up on a damaged file.
        if type(crash).__name__ == "PanicException":
            raise damaged() from crash
        raise
    return [sheet for sheet in found if sheet.rows]


def _is_encrypted(source: Source) -> bool:
    """Whether the workbook is encrypted in a container; the library says so only of files that it opens by name."""
    with source.open() as file:
        return any(_ENCRYPTED in piece for piece in pieces(file))


def _protected() -> FileRefused:
    said = "The workbook is protected by a password. Save it without one and try again."
    return FileRefused(f"{said}")


@contextmanager
def _ignoring_warnings() -> Iterator[None]:
    """Silences what the library writes to standard error when it gives up on a damaged file.

    It writes past Python, so descriptor 2 itself is redirected; one file at a time, or it could stay redirected.
    """
    with _ONE_AT_A_TIME, ExitStack() as afterwards:
        try:
            saved = os.dup(2)
        except OSError:  # there is no standard error
            yield
            return
        afterwards.callback(os.close, saved)
        devnull = os.open(os.devnull, os.O_WRONLY)
        afterwards.callback(os.close, devnull)
        os.dup2(devnull, 2)
        afterwards.callback(os.dup2, saved, 2)
        yield


def _is_visible(meta: python_calamine.SheetMetadata) -> bool:
    return (
        meta.typ == python_calamine.SheetTypeEnum.WorkSheet and meta.visible == python_calamine.SheetVisibleEnum.Visible
    )


def _sheet(book: python_calamine.CalamineWorkbook, name: str, errors: Errors) -> WorkbookSheet:
    """One sheet. A failed formula gives its error, as in a CSV export, where the library gives an empty cell."""
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
    return WorkbookSheet(name, rows)


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


# A workbook is XML, which packs about ten to thirty times; a sheet that unpacks to more does not fit in memory.
MOST_UNPACKED_BYTES = 400_000_000
MOST_UNPACKED_RATIO = 200
SMALL_ENOUGH_BYTES = 20_000_000
# Sheets are held as whole rectangles, so one far cell costs as much as all the cells before it.
MOST_CELLS = 10_000_000

_MEMBER_CHUNK = 1 << 20
_OVERLAP = 200
_SHEET_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*columns-repeated="(\d+)"')
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*rows-repeated="(\d+)"[^>]*>\s*<table:table-cell\b(?=[^>]*value-type)'
)
_MOST_REPEATED = {_REPEATED: 2_000, _REPEATED_ROW: 20_000}


def check_workbook(file: IO[bytes]) -> None:
    """Raises FileRefused unless `file` is a zipped workbook that unpacks to the size it states and fits in memory."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive.infolist())
            for entry in archive.infolist():
                _check_entry(archive, entry)
    # All that zipfile raises for a damaged archive, also from its own parsing; RuntimeError means encrypted.
    except (zipfile.BadZipFile, zlib.error, OSError, ValueError, EOFError, NotImplementedError, RuntimeError) as broken:
        raise damaged() from broken


def _check_directory(entries: list[zipfile.ZipInfo]) -> None:
    """Look at the directory only: is it a workbook, and would it unpack to a sensible size?"""
    if not any(entry.filename.startswith("xl/") or entry.filename == "content.xml" for entry in entries):
        raise not_a_table("a ZIP archive; unpack it")
    unpacked = sum(entry.file_size for entry in entries)
    packed = max(1, sum(entry.compress_size for entry in entries))
    too_dense = unpacked > SMALL_ENOUGH_BYTES and unpacked / packed > MOST_UNPACKED_RATIO
    if unpacked > MOST_UNPACKED_BYTES or too_dense:
        raise FileRefused(
            f"This workbook would unpack to {unpacked / 1e6:,.0f} MB from {packed / 1e6:,.1f} MB, more than a workbook "
            "of answers needs, so it was not opened. Save the sheet of answers as CSV and try that file."
        )


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part in pieces: it must be as long as the directory says, and its cells must not lie far apart."""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    columns = rows = 0
    with archive.open(entry) as part:
        for chunk in pieces(part):
            if is_sheet:
                for column, row in _SHEET_CELL.findall(chunk):
                    columns, rows = max(columns, column_number(column)), max(rows, int(row))
            elif entry.filename == "content.xml" and _repeats_too_much(chunk):
                raise _too_large()
    if columns * rows > MOST_CELLS:
        raise _too_large()


def _repeats_too_much(chunk: bytes) -> bool:
    return any(int(times) > most for pattern, most in _MOST_REPEATED.items() for times in pattern.findall(chunk))


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that overlap a little, so that no short match is cut in two."""
    before = b""
    while chunk := part.read(_MEMBER_CHUNK):
        yield before + chunk
        before = chunk[-_OVERLAP:]


def column_number(letters: bytes) -> int:
    """The number, from 1, of a column that a spreadsheet names by letters, such as “AA”."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large() -> FileRefused:
    return FileRefused(
        f"A sheet of this workbook reaches over more than {MOST_CELLS:,} cells, more than a sheet of answers needs. "
        f"Delete what lies far outside the answers, or save them as CSV."
    )


# One cell that holds an error, such as <c r="D2" s="1" t="e"><f>B2/C2</f><v>#DIV/0!</v></c>.
_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).){0,9000}?<v>(#[^<]{1,20})</v>', re.DOTALL
)
_MARK, _CHUNK, _LONGEST_CELL = b't="e"', 1 << 20, 10_000
_SHEET, _RELATION = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>"), re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")

Errors = Mapping[tuple[int, int], str]


def error_cells(file: IO[bytes]) -> dict[str, Errors]:
    """For each sheet its failed formulas, such as “#DIV/0!”, by (row, column), both from 1.

    Empty for anything but an XLSX workbook whose parts are where its own directory says.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return {name: found for name, part in _sheets(archive).items() if (found := _errors(archive, part))}
    except (zipfile.BadZipFile, KeyError):
        return {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive in which each sheet lies."""
    relations = [_attributes(found) for found in _RELATION.findall(_cell_text(archive, "xl/_rels/workbook.xml.rels"))]
    places = {one.get("Id", ""): one.get("Target", "") for one in relations}
    found = {}
    for sheet in map(_attributes, _SHEET.findall(_cell_text(archive, "xl/workbook.xml"))):
        if place := places.get(sheet.get("r:id", "")):
            found[sheet.get("name", "")] = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
    return found


def _cell_text(archive: zipfile.ZipFile, part: str) -> str:
    with archive.open(part) as opened:
        return opened.read(_CHUNK).decode("utf-8", "replace")


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _errors(archive: zipfile.ZipFile, part: str) -> Errors:
    """The failed formulas of one sheet. Each piece begins with the cell in which the one before ended."""
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            piece = rest + chunk
            if _MARK in piece:
                found |= {(int(row), column_number(name)): text.decode() for name, row, text in _CELL.findall(piece)}
            begun = piece.rfind(b"<c ", -_LONGEST_CELL)
            rest = piece[begun:] if begun >= 0 else b""
    return found
