"""Reading an SQLite store where nothing can be written: a full or read-only disk, or one that others own."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
import weakref
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy.engine import URL

from db.store.trouble import Refusal, may, refusal
from metrics.errors import StoreTrouble

LOG = "-wal"  # beside the store: changes that are not in its file yet
Connect = Callable[[], sqlite3.Connection]


def reader_of(address: URL) -> Connect | None:
    """What opens a connection that only reads, where the usual one failed; None where writing works.

    SQLite wants to write an index beside the store even to read it. Raises StoreTrouble where the newest changes lie in
    a log that can only be read with such an index, and no other disk has room for a copy.
    """
    file = Path(address.database or "")
    if not address.database or not may(file, os.R_OK) or not file.stat().st_size:
        return None
    found = refusal(file)
    if found is None:
        return None
    if _reads(_opener(file, "mode=ro")):
        return _opener(file, "mode=ro")
    log = file.with_name(file.name + LOG)
    # On a full disk no one writes, so that the file itself may be taken as it is.
    if found is Refusal.FULL and not (log.exists() and log.stat().st_size):
        return _opener(file, "mode=ro&immutable=1")
    return _copied(file, log)


def _copied(file: Path, log: Path) -> Connect:
    """What opens a copy elsewhere, which is removed once no one can open it any more."""
    copy = Path(tempfile.mkdtemp(prefix="plumbline-reading-")) / file.name
    try:
        shutil.copyfile(file, copy)
        if log.exists():
            shutil.copyfile(log, copy.with_name(log.name))
    except OSError as wrong:
        shutil.rmtree(copy.parent, ignore_errors=True)
        raise StoreTrouble(
            f"The store in {file} can only be read from a copy, and none could be made in {copy.parent.parent} "
            f"({wrong.strerror}). Free some space."
        ) from wrong

    def connect() -> sqlite3.Connection:
        connection = sqlite3.connect(copy, check_same_thread=False)
        connection.execute("PRAGMA query_only=ON").close()
        return connection

    weakref.finalize(connect, shutil.rmtree, copy.parent, ignore_errors=True)
    return connect


def _opener(file: Path, options: str) -> Connect:
    return lambda: sqlite3.connect(f"{file.absolute().as_uri()}?{options}", uri=True, check_same_thread=False)


def _reads(connect: Connect) -> bool:
    try:
        with closing(connect()) as connection:
            connection.execute("SELECT 1 FROM sqlite_master").fetchone()
    except sqlite3.OperationalError:
        return False
    return True
