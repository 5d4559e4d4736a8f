"""Whether a zipped workbook (XLSX, ODS) is whole and of a sensible size, found out before anything opens it."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO

from db.formats.refusals import NOTHING_CHANGED, damaged, not_a_table
from metrics.errors import FileRefused

# A workbook is XML, which packs about ten to thirty times; a sheet that unpacks to more than this fits no memory.
MOST_UNPACKED_BYTES = 400_000_000
MOST_UNPACKED_RATIO = 200
SMALL_ENOUGH_BYTES = 20_000_000
# Sheets are held as whole rectangles, so one far cell costs as much as all the cells before it.
MOST_CELLS = 10_000_000

_CHUNK = 1 << 20
_OVERLAP = 200
_CELL = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_REPEATED = re.compile(rb'<table:table-cell\b(?=[^>]*value-type)[^>]*columns-repeated="(\d+)"')
_REPEATED_ROW = re.compile(
    rb'<table:table-row\b[^>]*rows-repeated="(\d+)"[^>]*>\s*<table:table-cell\b(?=[^>]*value-type)'
)
_MOST_REPEATED = {_REPEATED: 2_000, _REPEATED_ROW: 20_000}


def check_workbook(file: IO[bytes]) -> None:
    """Raises FileRefused unless `file` is a zipped workbook that unpacks, as it says, to a size that can be held."""
    try:
        with zipfile.ZipFile(file) as archive:
            _check_directory(archive.infolist())
            for entry in archive.infolist():
                _check_entry(archive, entry)
    # Whatever zipfile raises for a damaged archive: it lets slip what its own parsing meets, and says “encrypted” so.
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
            "of answers needs, so it was not opened. Save the sheet of answers as CSV and try that file. "
            f"{NOTHING_CHANGED}"
        )


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """Unpack one part in pieces: it must be as long as the directory says, and its cells must not lie far apart."""
    is_sheet = entry.filename.startswith("xl/worksheets/")
    columns = rows = 0
    with archive.open(entry) as part:
        for chunk in pieces(part):
            if is_sheet:
                for column, row in _CELL.findall(chunk):
                    columns, rows = max(columns, column_number(column)), max(rows, int(row))
            elif entry.filename == "content.xml" and _repeats_too_much(chunk):
                raise _too_large()
    if columns * rows > MOST_CELLS:
        raise _too_large()


def _repeats_too_much(chunk: bytes) -> bool:
    return any(int(times) > most for pattern, most in _MOST_REPEATED.items() for times in pattern.findall(chunk))


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that overlap a little, so that nothing short that is sought falls between two."""
    before = b""
    while chunk := part.read(_CHUNK):
        yield before + chunk
        before = chunk[-_OVERLAP:]


def column_number(letters: bytes) -> int:
    """The place, from 1, of a column that a spreadsheet calls by letters, such as “AA”."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large() -> FileRefused:
    return FileRefused(
        f"A sheet of this workbook reaches over more than {MOST_CELLS:,} cells, more than a sheet of answers needs. "
        f"Delete what lies far outside the answers, or save them as CSV. {NOTHING_CHANGED}"
    )
