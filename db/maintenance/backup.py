"""Backup of the whole store to one file while it is in use, and restore. SQLite only: PostgreSQL has its own tools."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select

from db.queries.settings import revision
from db.store.engine import Store, open_store
from db.tables import StoreRow
from metrics.errors import BadValue, NotDone, StoreTrouble


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of the store: its file, its size, and the revision of the store in it."""

    file: Path
    bytes: int
    revision: int


def back_up(store: Store, file: Path) -> Backup:
    """Copy one state of the store to `file` while others read and change the store.

    Raises BadValue if the file exists already or the store is not SQLite, StoreTrouble if it cannot be written.
    """
    _refuse_postgresql(store, "pg_dump --format=custom --file=FILE")
    if file.exists() and (file.is_dir() or file.stat().st_size):
        raise BadValue(f"{file} already exists. Choose another name.", not_done=NotDone.WRITTEN)
    draft = file.with_name(f"{file.name}.unfinished")
    try:
        with _plain_words(f"The store could not be copied to {file}"):
            with closing(sqlite3.connect(draft)) as copy:
                _copy(store, into=copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # so that it is one file that can be moved
                (at,) = copy.execute("SELECT revision FROM store").fetchone()
            draft.replace(file)
            return Backup(file, file.stat().st_size, at)
    finally:
        if draft.is_file():
            draft.unlink()


def restore(store: Store, file: Path, *, by: str, replace: bool = False) -> int:
    """Replace everything in `store` with the backup in `file`; gives the store's new revision.

    An older version's backup is upgraded on the way; `file` itself is not changed. Raises BadValue when the store has
    been used and `replace` is not given, or when `file` is no backup; StoreTooNew for a newer version's.
    """
    _refuse_postgresql(store, "pg_restore --dbname=NAME FILE")
    with store.reading() as session:
        before = revision(session)
    if before and not replace:
        raise BadValue(
            f"The store at {store.url} is not empty, and a restore replaces all of it. Use --replace to do that."
        )
    _refuse_other_files(file)
    with TemporaryDirectory() as folder:
        draft = Path(folder) / "restored.db"
        with _plain_words(f"{file} could not be read"):
            shutil.copyfile(file, draft)
        with closing(open_store(f"sqlite:///{draft}")) as upgraded, _plain_words("The store could not be replaced"):
            _replace_store(upgraded, store)
    with store.changing("restore", by=by, about={"file": file.name}) as session:
        state = session.scalars(select(StoreRow)).one()
        # Pages cache figures by revision, so an earlier revision number must never return with other figures.
        state.revision = max(state.revision, before)
        return state.revision + 1


def _copy(store: Store, into: sqlite3.Connection) -> None:
    connection = store.engine.raw_connection()
    try:
        assert isinstance(connection.driver_connection, sqlite3.Connection)
        connection.driver_connection.backup(into)
    finally:
        connection.close()


def _replace_store(upgraded: Store, store: Store) -> None:
    connection = store.engine.raw_connection()
    try:
        assert isinstance(connection.driver_connection, sqlite3.Connection)
        _copy(upgraded, into=connection.driver_connection)
    finally:
        connection.close()


def _refuse_postgresql(store: Store, instead: str) -> None:
    if store.engine.dialect.name != "sqlite":
        raise BadValue(f"This store is on PostgreSQL, which has its own tool: {instead}.")


def _refuse_other_files(file: Path) -> None:
    if not file.is_file():
        raise BadValue(f"There is no file {file}.")
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)) as backup:
            tables = {name for (name,) in backup.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error:
        tables = set()
    if not {"store", "alembic_version"} <= tables:
        raise BadValue(f"{file} is not a backup of a Plumbline store.")


@contextmanager
def _plain_words(what: str) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as wrong:
        raise StoreTrouble(f"{what} ({wrong}).") from wrong
