"""Which cells of an old workbook (XLS) are shown as percentages, read from its records.

**Source:** Microsoft's published [MS-XLS] and [MS-CFB] formats. Anything else than a BIFF8 workbook gives None.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import IO

from db.formats.files.workbook_marks import SheetMarks, is_percent_format

_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SECTOR_SIZES, _ENTRY, _LAST_SECTOR = (9, 12), 128, 0xFFFFFFFA
_MOST_BYTES = 200_000_000
_BOF, _EOF, _SHEET, _FORMAT, _STYLE = 0x0809, 0x000A, 0x0085, 0x041E, 0x00E0
# A number, a number packed in 30 bits, a formula; and several packed numbers of one row.
_NUMBERS, _PACKED = frozenset((0x0203, 0x027E, 0x0006)), 0x00BD
_BIFF8 = 0x0600
_BUILT_IN_PERCENTS = {9, 10}
_WORKSHEET = 0


def old_workbook_marks(file: IO[bytes]) -> dict[str, SheetMarks] | None:
    """The marks of each sheet by its name; None where the file is no old workbook, or one that cannot be followed."""
    file.seek(0)
    if file.read(len(_CONTAINER)) != _CONTAINER:
        return None
    try:
        file.seek(0)
        book = _workbook(file.read(_MOST_BYTES))
        return None if book is None else _marks(book)
    except (struct.error, IndexError, UnicodeDecodeError):
        return None


def _workbook(content: bytes) -> bytes | None:
    """The stream of the container that holds the workbook."""
    power = struct.unpack_from("<H", content, 30)[0]
    if power not in _SECTOR_SIZES:
        return None
    size = 1 << power
    listed = [one for one in struct.unpack_from("<109I", content, 76) if one < _LAST_SECTOR]
    further = struct.unpack_from("<I", content, 68)[0]
    while further < _LAST_SECTOR and len(listed) * size <= len(content):
        *more, further = struct.unpack_from(f"<{size // 4}I", content, (further + 1) * size)
        listed += [one for one in more if one < _LAST_SECTOR]
    table = [one for at in listed for one in struct.unpack_from(f"<{size // 4}I", content, (at + 1) * size)]
    directory = _chain(content, table, struct.unpack_from("<I", content, 48)[0], size)
    for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
        length = struct.unpack_from("<H", directory, at + 64)[0]
        if directory[at : at + max(0, length - 2)].decode("utf-16-le", "replace") == "Workbook":
            first, long = struct.unpack_from("<II", directory, at + 116)
            return _chain(content, table, first, size)[:long]
    return None


def _chain(content: bytes, table: list[int], first: int, size: int) -> bytes:
    found: list[bytes] = []
    while first < _LAST_SECTOR and len(found) <= len(table):
        found.append(content[(first + 1) * size : (first + 2) * size])
        first = table[first]
    return b"".join(found)


def _records(book: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    """The records from a place on, up to the end of the part that begins there."""
    while at + 4 <= len(book):
        kind, length = struct.unpack_from("<HH", book, at)
        yield kind, book[at + 4 : at + 4 + length]
        if kind == _EOF:
            return
        at += 4 + length


def _marks(book: bytes) -> dict[str, SheetMarks] | None:
    percents, styles, places = set(_BUILT_IN_PERCENTS), list[int](), dict[str, int]()
    for kind, body in _records(book, 0):
        if kind == _BOF and struct.unpack_from("<H", body)[0] != _BIFF8:
            return None
        if kind == _FORMAT and is_percent_format(_text(body, 2, 2)):
            percents.add(struct.unpack_from("<H", body)[0])
        elif kind == _STYLE:
            styles.append(struct.unpack_from("<H", body, 2)[0])
        elif kind == _SHEET and body[5] == _WORKSHEET:
            places[_text(body, 6, 1)] = struct.unpack_from("<I", body)[0]
    shown = {number for number, used in enumerate(styles) if used in percents}
    return {name: _percents(book, at, shown) if shown else SheetMarks() for name, at in places.items()}


def _text(body: bytes, at: int, width: int) -> str:
    """A text with its length before it, in one or two bytes a character."""
    length, wide = int.from_bytes(body[at : at + width], "little"), body[at + width] & 1
    begun = at + width + 1
    return body[begun : begun + length * (1 + wide)].decode("utf-16-le" if wide else "latin-1")


def _percents(book: bytes, at: int, shown: set[int]) -> SheetMarks:
    """The cells of a sheet, from 1, whose style is one of those `shown` as percentages."""
    found = SheetMarks()
    for kind, body in _records(book, at):
        if kind in _NUMBERS:
            row, column, style = struct.unpack_from("<HHH", body)
            if style in shown:
                found.percents.setdefault(row + 1, []).append(column + 1)
        elif kind == _PACKED:
            row, first = struct.unpack_from("<HH", body)
            cells = enumerate(range(4, len(body) - 6, 6), first + 1)
            columns = [column for column, place in cells if struct.unpack_from("<H", body, place)[0] in shown]
            found.percents.setdefault(row + 1, []).extend(columns)
    return found
