"""Whether the file of an SQLite store is whole, by cheap looks, and what is said when it is not."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, inspect
from sqlalchemy.engine import URL
from sqlalchemy.exc import DatabaseError

from db.tables import Base
from metrics.errors import NotDone, StoreTrouble

_MAGIC = b"SQLite format 3\x00"
_HEADER = 100  # bytes
TABLES_NAMED = 3
_LARGEST_PAGE = 65_536  # bytes, which the header writes as 1
# What a database says of a file that is damaged; anything else it says is no reason to restore.
_SAID_OF_DAMAGE = (
    "malformed",
    "not a database",
    "no such table",
    "no such column",
    "could not decode to utf-8",
    "database corruption",
    "invalid page",
    "could not read block",
)


def refuse_damaged(file: Path) -> None:
    """Raise StoreTrouble for a file that is no whole store: empty, cut off, or of something else. Reads its header."""
    if not file.is_file():
        return  # it is to be made
    try:
        with file.open("rb") as opened:
            header = opened.read(_HEADER)
    except PermissionError:
        return  # which is said when it is opened
    size, log = file.stat().st_size, file.with_name(f"{file.name}-wal")
    if size == 0:
        raise damaged(str(file), "it is empty")
    if header[:16] != _MAGIC[: len(header)]:
        raise damaged(str(file), "it is not a database")
    wanted = _page_size(header) * int.from_bytes(header[28:32], "big")
    is_settled = not log.is_file() or log.stat().st_size == 0  # else the newest pages may still lie in the log
    if len(header) < _HEADER or (is_settled and size < wanted):
        raise damaged(str(file), f"it is cut off: {size:,} of {wanted:,} bytes are there")


def refuse_unversioned(engine: Engine, shown: str) -> None:
    """Raise StoreTrouble for a store that does not say its layout any more."""
    tables = set(inspect(engine).get_table_names())
    if {"store", "audit"} <= tables and "alembic_version" not in tables:
        raise damaged(shown, "its table alembic_version is missing")


def refuse_incomplete(engine: Engine, shown: str) -> None:
    """Raise StoreTrouble for a store that lacks tables."""
    missing = sorted(Base.metadata.tables.keys() - set(inspect(engine).get_table_names()))
    if missing:
        names = ", ".join(missing[:TABLES_NAMED]) + (" and others" if len(missing) > TABLES_NAMED else "")
        raise damaged(shown, f"missing in it: {names}")


def file_of(address: URL) -> Path | None:
    """The file of a store on SQLite; None for one in memory or on PostgreSQL."""
    name = address.database
    if address.get_backend_name() != "sqlite" or not name or name == ":memory:" or name.startswith("file:"):
        return None
    return Path(name)


def has_damaged_pages(engine: Engine) -> bool:
    """Whether SQLite finds damage in its file, which takes as long as reading it; for when something went wrong."""
    if engine.dialect.name != "sqlite":
        return False
    try:
        with engine.connect() as connection:
            return bool(connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok")
    except DatabaseError:
        return True


def says_damage(said: str) -> bool:
    """Whether an error of the database means that the store is damaged."""
    lower = said.casefold()
    return any(word in lower for word in _SAID_OF_DAMAGE)


def damaged(where: str, how: str) -> StoreTrouble:
    """The sentence about a damaged store."""
    return StoreTrouble(
        f"The store at {where} is damaged ({how}). It is not used, so that no figure comes from half a store. Stop the "
        "server, move the file and those named like it (-wal, -shm) away and keep them, then put back the last good "
        "backup with “manage.py restore FILE”. Where there is no backup, look beside it for a copy from before an "
        "upgrade.",
        not_done=NotDone.CHANGED,
    )


def _page_size(header: bytes) -> int:
    said = int.from_bytes(header[16:18], "big")
    return _LARGEST_PAGE if said == 1 else said
