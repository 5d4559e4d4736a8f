"""Small old workbooks (XLS), written record by record: texts, and numbers with a number format."""

from __future__ import annotations

import struct
from collections.abc import Sequence

Cell = str | float | tuple[float, int]
# The number formats of a cell (number, format): plain, percent as built in, and one of our own.
PLAIN, PERCENT, OWN_PERCENT = 0, 1, 2
_SECTOR = 512


def xls(rows: Sequence[Sequence[Cell]], stream: str = "Workbook") -> bytes:
    """An XLS workbook of one sheet with these rows; programs before 1997 called its `stream` Book."""
    return _container(_book(rows), stream)


def _record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def _begin(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 0, 0, 6))


def _book(rows: Sequence[Sequence[Cell]]) -> bytes:
    code = b"0.0%"
    own = _record(0x041E, struct.pack("<HHB", 164, len(code), 0) + code)
    styles = b"".join(_record(0x00E0, struct.pack("<HH", 0, used) + bytes(16)) for used in (0, 9, 164))

    def globals_(at: int) -> bytes:
        sheet = _record(0x0085, struct.pack("<IBBBB", at, 0, 0, 6, 0) + b"Sheet1")
        return _begin(5) + own + styles + sheet + _record(0x000A)

    cells = b"".join(_cell(row, column, cell) for row, each in enumerate(rows) for column, cell in enumerate(each))
    return globals_(len(globals_(0))) + _begin(0x10) + cells + _record(0x000A)


def _cell(row: int, column: int, cell: Cell) -> bytes:
    if isinstance(cell, str):
        text = cell.encode("latin-1")
        return _record(0x0204, struct.pack("<HHHHB", row, column, 0, len(text), 0) + text)
    number, style = cell if isinstance(cell, tuple) else (cell, PLAIN)
    return _record(0x0203, struct.pack("<HHHd", row, column, style, number))


def _container(stream: bytes, name: str) -> bytes:
    """A compound file whose only stream is the workbook, in sectors one after the other."""
    sectors = max(8, -(-len(stream) // _SECTOR))
    stream = stream.ljust(sectors * _SECTOR, b"\0")
    numbers = struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    kinds = struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6)
    begun = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + kinds + bytes(6) + numbers
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, sectors + 2), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 2, len(stream))
    header = begun + struct.pack("<I", 0) + b"\xff" * 432
    return header + struct.pack("<128I", *table) + entries.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    text = f"{name}\0".encode("utf-16-le")
    about = struct.pack("<HBBIII", len(text), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child)
    return text.ljust(64, b"\0") + about + bytes(36) + struct.pack("<IQ", first, size)
