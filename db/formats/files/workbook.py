"""The sheets of a workbook (XLSX, XLS, ODS) as records of text with row numbers. Does not know what they mean.

A zipped workbook is checked before it is opened. A cell is read as it is shown: a percentage as “85.3%”, a duration as
“0:14:00”, a failed formula as its error.
"""

from __future__ import annotations

import datetime as dt
import os
import re
import threading
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import IO, Any

import python_calamine

from db.formats.files.delimited import Record
from db.formats.files.limits import check_cells
from db.formats.files.old_workbook_marks import old_workbook_marks
from db.formats.files.refusals import damaged, not_a_table
from db.formats.files.source import Source
from db.formats.files.workbook_marks import MOST_CELLS, SheetMarks, column_number, pieces, too_large, workbook_marks
from metrics.errors import FileRefused

_ONE_AT_A_TIME = threading.Lock()
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NEVER_CALCULATED = "formula not calculated"
_LONGEST_FILLED_DOWN = 100  # characters; a longer text is a comment, which belongs to one row


@dataclass(frozen=True, slots=True)
class WorkbookSheet:
    """One sheet: its name, its filled rows as (row number, cells), and what should be said about them."""

    name: str
    rows: Sequence[tuple[int, list[str]]]
    notes: tuple[str, ...] = ()

    def records(self) -> Iterator[Record]:
        yield from self.rows


def sheets(source: Source) -> list[WorkbookSheet]:
    """The visible sheets of a workbook that hold anything, in order. Raises FileRefused where it cannot be read."""
    try:
        with source.open() as file, _ignoring_warnings():
            book = python_calamine.CalamineWorkbook.from_filelike(file)
            marks = old_workbook_marks(file) or workbook_marks(file)
            visible = [meta.name for meta in book.sheets_metadata if _is_visible(meta)]
            found = [_sheet(book, name, marks.get(name, SheetMarks(are_known=False))) for name in visible]
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


def _sheet(book: python_calamine.CalamineWorkbook, name: str, marks: SheetMarks) -> WorkbookSheet:
    """One sheet. A failed formula gives its error, as in a CSV export, where the library gives an empty cell."""
    sheet = book.get_sheet_by_name(name)
    # Rows are given from the sheet's first one on, their cells from its first filled column on.
    left = sheet.start[1] if sheet.start else 0
    failed: dict[int, dict[int, str]] = {}
    for (number, column), text in marks.errors.items():
        failed.setdefault(number, {})[column - 1 - left] = text
    rows = []
    for number, values in enumerate(sheet.iter_rows(), start=1):
        cells = [_text(value) for value in values]
        for place in _places(marks.percents.get(number), left, len(cells)):
            cells[place] = _percent(values[place])
        for place in _places(marks.uncalculated.get(number), left, len(cells)):
            cells[place] = cells[place] or _NEVER_CALCULATED
        for place, text in failed.get(number, {}).items():
            cells[place] = text
        if any(cells):
            check_cells(number, cells)
            rows.append((number, cells))
    filled = _fill_down(rows, _merged_downwards(sheet, left))
    return WorkbookSheet(name, rows, _notes(rows, marks, is_filled_down=filled))


def _places(columns: Sequence[int] | None, left: int, width: int) -> Sequence[int]:
    """The places in a row of marked columns; cells beyond the filled ones may be marked too."""
    return [place for column in columns if 0 <= (place := column - 1 - left) < width] if columns else ()


def _merged_downwards(sheet: python_calamine.CalamineSheet, left: int) -> list[tuple[int, int, int]]:
    """The cells that reach over several rows of one column, as (place in the row, first row, last row)."""
    found = sheet.merged_cell_ranges or ()
    return sorted((start[1] - left, start[0] + 1, end[0] + 1) for start, end in found if start[1] == end[1])


def _fill_down(rows: Sequence[tuple[int, list[str]]], merged: Sequence[tuple[int, int, int]]) -> bool:
    """Give a merged text or date to every filled row it stands beside; whether there was any.

    A number stays in its first row, since a score that stands once was given once.
    """
    if not merged:
        return False
    by_number, any_filled, done = dict(rows), False, (-1, 0)
    for place, first, last in merged:
        text = by_number[first][place] if first in by_number and place >= 0 else ""
        if not text or len(text) > _LONGEST_FILLED_DOWN or _is_number(text):
            continue
        begin = max(first, done[1] if done[0] == place else 0) + 1
        for number in range(begin, min(last, rows[-1][0]) + 1):
            cells = by_number.get(number)
            if cells is not None and not cells[place]:
                cells[place], any_filled = text, True
        done = (place, max(last, begin - 1))
    return any_filled


def _is_share(text: str) -> bool:
    return text.startswith("0.") and text[2:].isdecimal()


def _is_number(text: str) -> bool:
    return text.rstrip("%").replace(".", "", 1).lstrip("-").isdecimal()


def _notes(rows: Sequence[tuple[int, list[str]]], marks: SheetMarks, *, is_filled_down: bool) -> tuple[str, ...]:
    """What a person may not expect of how the sheet is read."""
    notes = []
    if hidden := sum(number in marks.hidden for number, _ in rows):
        notes.append(
            f"{hidden:,} {'row is' if hidden == 1 else 'rows are'} hidden in the workbook, perhaps by a filter; "
            f"{'it is' if hidden == 1 else 'they are'} read as well. Delete what should not count."
        )
    if uncalculated := sum(map(len, marks.uncalculated.values())):
        notes.append(
            f"{uncalculated:,} {'cell holds a formula' if uncalculated == 1 else 'cells hold formulas'} without a "
            "value. Open the workbook in a spreadsheet program, save it there and upload it again."
        )
    if not marks.are_known and any(map(_is_share, (cell for _, cells in rows for cell in cells))):
        notes.append(
            "This kind of workbook does not say which numbers it shows as percentages, so 0.853 may be 85.3%. Check "
            "the figures, or save it as XLSX and upload that."
        )
    if is_filled_down:
        notes.append("A text that is merged over several rows is read in each of them; a number only in the first.")
    return tuple(notes)


def _percent(value: Any) -> str:  # noqa: ANN401 - a cell can hold anything a spreadsheet knows
    """A cell that is shown as a percentage: 0.853 as “85.3%”."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _text(value)
    return f"{_text(round(float(value) * 100, 10))}%"


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
        return _duration(value)
    return str(value)


def _duration(value: dt.timedelta) -> str:
    """A length of time as hours, minutes and seconds, as many hours as there are: “30:00:00”."""
    seconds = abs(value).total_seconds()
    minutes, rest = divmod(int(seconds), 60)
    fraction = f"{seconds % 1:.3f}"[1:].rstrip(".0") if seconds % 1 else ""
    return f"{'-' if value < dt.timedelta() else ''}{minutes // 60}:{minutes % 60:02}:{rest:02}{fraction}"


# A workbook is XML, which packs about ten to thirty times; a sheet that unpacks to more does not fit in memory.
MOST_UNPACKED_BYTES = 400_000_000
MOST_UNPACKED_RATIO = 200
SMALL_ENOUGH_BYTES = 20_000_000

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
                raise too_large()
    if columns * rows > MOST_CELLS:
        raise too_large()


def _repeats_too_much(chunk: bytes) -> bool:
    return any(int(times) > most for pattern, most in _MOST_REPEATED.items() for times in pattern.findall(chunk))
