"""The seal of a backup: a checksum inside the file, with the layout and revision of what it holds.

The file stays one SQLite file. To open it and only look changes a few bytes of its head, which the seal leaves out.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import secrets
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from db.store.engine import now

SEALED = 0x504C_424B  # SQLite's own mark of what a file is, so that a seal that is lost is missed
TABLE = "backup_seal"
DIGITS = 64  # of a SHA-256 in hexadecimal digits
# Bytes that change when a file is opened as a store: how it is journalled, and who changed it last.
CHANGED_BY_OPENING = ((18, 20), (24, 28), (92, 100))
_TABLE = f"CREATE TABLE {TABLE} (seal TEXT NOT NULL, layout TEXT NOT NULL, revision INTEGER, made_at TEXT)"


class SealState(StrEnum):
    """What became of a backup's seal."""

    WHOLE = "whole"
    BROKEN = "broken"
    NONE = "none"  # a copy that was not made by `backup`, or by an older version


@dataclass(frozen=True, slots=True)
class Seal:
    """What a backup says of itself: its checksum, and the layout and revision of the store in it."""

    sha256: str
    layout: str
    revision: int


def seal_file(file: Path) -> Seal:
    """Seal a finished copy of a store; an earlier seal is replaced. Raises sqlite3.Error and OSError."""
    mark = secrets.token_hex(16)  # by which the place of the checksum is found in the file
    with closing(sqlite3.connect(file)) as opened, opened:
        _unseal(opened)
        (layout,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        (revision,) = opened.execute("SELECT revision FROM store").fetchone()
        opened.execute(_TABLE)
        values = (mark + "0" * DIGITS, layout, revision, now().isoformat())
        opened.execute(f"INSERT INTO {TABLE} VALUES (?, ?, ?, ?)", values)  # noqa: S608 - our own name
        opened.execute(f"PRAGMA application_id={SEALED}")
    place = _place(file, mark)
    assert place is not None
    digest = _digest(file, place)
    with file.open("r+b") as written:
        written.seek(place)
        written.write(digest.encode())
        written.flush()
        os.fsync(written.fileno())
    return Seal(digest, layout, revision)


def check_seal(file: Path) -> SealState:
    """Whether a backup is as it was when it was sealed; `file` is open nowhere else. Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as opened:
        (what,) = opened.execute("PRAGMA application_id").fetchone()
        found = opened.execute("SELECT name FROM sqlite_master WHERE name = ?", (TABLE,)).fetchone()
        if not found:
            return SealState.BROKEN if what == SEALED else SealState.NONE
        (written,) = opened.execute(f"SELECT seal FROM {TABLE}").fetchone() or ("",)  # noqa: S608 - our own name
    if not isinstance(written, str) or len(written) <= DIGITS or not written.isascii():
        return SealState.BROKEN
    place = _place(file, written[:-DIGITS])
    whole = place is not None and _digest(file, place) == written[-DIGITS:]
    return SealState.WHOLE if whole else SealState.BROKEN


def remove_seal(file: Path) -> None:
    """Make a backup the store it was copied from. Raises sqlite3.Error."""
    with closing(sqlite3.connect(file)) as opened, opened:
        _unseal(opened)


def _unseal(opened: sqlite3.Connection) -> None:
    opened.execute(f"DROP TABLE IF EXISTS {TABLE}")
    opened.execute("PRAGMA application_id=0")


def _place(file: Path, mark: str) -> int | None:
    """Where the checksum after this mark begins in the file; None where the mark is not there once."""
    with file.open("rb") as opened, mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content:
        first = content.find(mark.encode())
        return first + len(mark) if first >= 0 and first == content.rfind(mark.encode()) else None


def _digest(file: Path, place: int) -> str:
    """The checksum of all other bytes."""
    digest = hashlib.sha256()
    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as content,
        memoryview(content) as view,
    ):
        begin = 0
        for first, end in sorted([*CHANGED_BY_OPENING, (place, place + DIGITS)]):
            digest.update(view[begin:first])
            begin = end
        digest.update(view[begin:])
    return digest.hexdigest()
