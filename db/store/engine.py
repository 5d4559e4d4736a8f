"""Opening the store: which one, whether its version fits, and how a change to it is isolated, counted and signed.

Knows engines and transactions, not what is stored.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import secrets
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, select
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

from db.migrations import upgrade_store
from db.store.clock import time_after
from db.store.damage import damaged, file_of, refuse_damaged, refuse_incomplete, refuse_unversioned
from db.store.places import DEFAULT_STORE, own_folder, private_folder
from db.store.read_only import Connect, reader_of
from db.store.seals import begin_watching, never_sealed, seal_change, watch
from db.store.signing_key import key_file, make_key, read_key, signature
from db.store.trouble import address_named, plain_words, shown
from db.store_files import keep_private
from db.tables import AuditRow, StoreRow
from metrics.errors import StoreTrouble

TAKEN_BACK = "taken back"
FILE = "file"  # of a connection: which file it has open
KEY = "key that signs"  # in a session's notes
SEALED_FROM_HERE = "begin sealing"  # the change that seals what a store of an older version holds
BUSY_SECONDS = 30  # how long a change waits for another one before it gives up
BUSY_SECONDS_OF_MANY_ROWS = 600  # imports wait for one another, and one of millions of rows takes a minute
WRITING = ("journal_mode=WAL", "synchronous=NORMAL")
USUAL = ("foreign_keys=ON", "cache_size=-4000")
# References of many rows come from ids just looked up; having SQLite check each again costs a quarter of the time.
# `verify` checks all of them. Indexes filled out of order need their pages in the cache (the size is in KiB).
MANY_ROWS = ("foreign_keys=OFF", "cache_size=-64000")


@dataclass(frozen=True, slots=True)
class Store:
    """An open store. `url` names it without its password; `key` signs its audit lines, if it is at hand."""

    url: str
    engine: Engine
    key: bytes | None = field(default=None, repr=False)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session that sees one state of the store. Raises StoreTrouble when the store cannot be reached."""
        # By default PostgreSQL shows each query the newest state; SQLite's transactions see one state anyway.
        seen = {} if self.engine.dialect.name == "sqlite" else {"isolation_level": "REPEATABLE READ"}
        with plain_words(self.url, self.engine), Session(self.engine.execution_options(**seen)) as session:
            session.info[KEY] = self.key
            yield session

    @contextmanager
    def changing(self, did: str, *, by: str, about: dict[str, Any], many_rows: bool = False) -> Iterator[Session]:
        """One change in one transaction: no other change runs meanwhile, and it takes effect completely or not at all.

        `did` and `about` (which the change may still fill in) become its audit line; the revision goes up by one.
        After `roll_back(session)` nothing of it is kept. A change of `many_rows` checks its references itself. It waits
        ten minutes for another change to end, other changes half a minute; then StoreTrouble is raised.
        """
        engine = self.engine.execution_options(writes=True, many_rows=many_rows)
        with plain_words(self.url), Session(engine) as session:
            if self.engine.dialect.name == "postgresql":
                session.connection().exec_driver_sql(f"SET LOCAL lock_timeout = '{_patience(many_rows)}s'")
            state = session.scalars(select(StoreRow).with_for_update()).one()
            begin_watching(session)
            yield session
            if session.info.get(TAKEN_BACK):
                return
            state.revision += 1
            _sign(session, AuditRow(at=now(), by=by, did=did, about=about, revision=state.revision), self.key)
            session.commit()

    def check(self) -> None:
        """Raise StoreTrouble when the store can be seen to be damaged by cheap looks: its header, size and tables."""
        with plain_words(self.url):
            if (file := file_of(self.engine.url)) is not None:
                refuse_damaged(file)
            refuse_incomplete(self.engine, self.url)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def roll_back(session: Session) -> None:
    """End a running change without keeping any of it: it was only a trial, or changed nothing."""
    session.info[TAKEN_BACK] = True


def open_store(url: str | None = None) -> Store:
    """Open the store named by `url`, else by DATABASE_URL, else SQLite in `var/`; make or upgrade it first.

    Raises StoreTrouble when it cannot be reached or written, StoreTooNew when a newer version made it.
    """
    address = address_of(url)
    if address.get_backend_name() == "sqlite" and address.database:
        _make_folder(Path(address.database))
    with plain_words(shown(address)):
        try:
            return _opened(address)
        except OperationalError:
            reader = reader_of(address) if address.get_backend_name() == "sqlite" else None
            if reader is None:
                raise
            return _opened(address, reader)


def _opened(address: URL, reader: Connect | None = None) -> Store:
    """The store in the newest layout; with `reader` one whose connections only read."""
    name = shown(address)
    with ExitStack() as when_refused:
        engine = _engine(address, reader)
        when_refused.callback(engine.dispose)
        file = file_of(engine.url)
        if file is not None:
            refuse_damaged(file)
            if not file.exists():
                _make_store(file)
        refuse_unversioned(engine, name)
        upgrade_store(engine)
        refuse_incomplete(engine, name)
        store = Store(name, engine, _key(engine, address))
        if reader is None:
            _seal_older_store(store)
        when_refused.pop_all()
    return store


def _engine(address: URL, reader: Connect | None = None) -> Engine:
    own = {} if reader is None else {"creator": reader}
    engine = create_engine(address, pool_pre_ping=address.get_backend_name() != "sqlite", **own)
    if engine.dialect.name == "sqlite":
        _tune_sqlite(engine, may_write=reader is None)
        _watch_file(engine)
    watch(engine)
    return engine


def _make_store(file: Path) -> None:
    """Make an SQLite store beside its place and move it there whole, so that an empty file is always a damaged one."""
    draft = file.with_name(f"{file.name}.new-{os.getpid()}-{secrets.token_hex(4)}")
    engine = _engine(URL.create("sqlite", database=str(draft)))
    try:
        upgrade_store(engine)
        engine.dispose()
        try:
            os.link(draft, file)
        except FileExistsError:  # another process was first
            pass
        except OSError:  # a file system without links
            draft.rename(file)
    finally:
        engine.dispose()
        draft.unlink(missing_ok=True)


def _key(engine: Engine, address: URL) -> bytes | None:
    """The key of the store, which is made with its first change. A lost one is not replaced in silence."""
    file = key_file(address, DEFAULT_STORE.parent)
    key = read_key(file)
    if key is not None or file is None:
        return key
    with Session(engine) as session:
        signed = session.scalar(select(AuditRow.id).where(AuditRow.signature != "").limit(1))
    return make_key(file) if signed is None else None


def _seal_older_store(store: Store) -> None:
    """Seal the contents of a store that an older version made; earlier changes cannot be checked."""
    with store.reading() as session:
        is_older = session.scalar(select(AuditRow.id).limit(1)) is not None and never_sealed(session)
    if is_older:
        with store.changing(SEALED_FROM_HERE, by="", about={}) as session:
            if not never_sealed(session):  # another process was first
                roll_back(session)


def address_of(url: str | None = None) -> URL:
    """The address of the store named by `url`, else by DATABASE_URL, else in `var/`. Raises BadValue."""
    return address_named(url or os.environ.get("DATABASE_URL") or f"sqlite:///{DEFAULT_STORE}")


def _make_folder(file: Path) -> None:
    try:
        (own_folder if file.parent == DEFAULT_STORE.parent else private_folder)(file.parent)
    except OSError as wrong:
        raise StoreTrouble(
            f"The folder {file.parent} for the store cannot be created ({wrong.strerror}). "
            "Allow writing there, or set another place in DATABASE_URL."
        ) from wrong


def _tune_sqlite(engine: Engine, *, may_write: bool = True) -> None:
    """Let readers read during a write, make writers wait, check references, and begin writes at once.

    A write that began as a read could be refused half-way when two meet; with BEGIN IMMEDIATE it waits instead.
    """

    @event.listens_for(engine, "connect")
    def _connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in (f"busy_timeout={BUSY_SECONDS}000", *(WRITING if may_write else ())):
            try:
                connection.execute(f"PRAGMA {pragma}").close()
            except UnicodeDecodeError as wrong:  # the driver quotes the spoiled list of tables, and cannot
                raise damaged(str(engine.url.database), "its list of tables cannot be read") from wrong

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        options = connection.get_execution_options()
        many_rows = options.get("many_rows", False)
        for pragma in (*(MANY_ROWS if many_rows else USUAL), f"busy_timeout={_patience(many_rows)}000"):
            connection.exec_driver_sql(f"PRAGMA {pragma}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writes") else "BEGIN")


def _watch_file(engine: Engine) -> None:
    """Keep an SQLite store's files private, and leave a file that another one took the place of.

    A restore puts a file in the place of one that is no store any more; what is open would go on with that one.
    """
    file = file_of(engine.url)
    if file is None:
        return

    @event.listens_for(engine, "connect", insert=True)
    def _connect(_connection: object, record: ConnectionPoolEntry) -> None:
        keep_private(file)
        record.info[FILE] = _identity(file)

    @event.listens_for(engine, "checkout")
    def _checkout(_connection: object, record: ConnectionPoolEntry, _proxy: object) -> None:
        found = _identity(file)
        if found is not None and found != record.info.get(FILE):
            raise DisconnectionError("another file took the place of the store")  # opened again by the pool


def _identity(file: Path) -> tuple[int, int] | None:
    """What tells a file from another one of its name; None where there is none."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _patience(many_rows: bool) -> int:
    """How many seconds a change waits for another one."""
    return BUSY_SECONDS_OF_MANY_ROWS if many_rows else BUSY_SECONDS


def seal(previous: str, line: Mapping[str, Any]) -> str:
    """The hash that ties an audit line to the one before it."""
    written = json.dumps(line, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(f"{previous}\n{written}".encode()).hexdigest()


def audit_line(row: AuditRow) -> dict[str, Any]:
    """The part of an audit line that is sealed by its hash."""
    line = {"at": row.at.isoformat(), "by": row.by, "did": row.did, "about": row.about, "revision": row.revision}
    return line if row.content is None else line | {"content": row.content}


def today() -> dt.date:
    """Today, where the server stands."""
    return dt.datetime.now().astimezone().date()


def now() -> dt.datetime:
    """The present moment in UTC as the store keeps it: without a time zone, to the second."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)


def _sign(session: Session, row: AuditRow, key: bytes | None) -> None:
    before = session.execute(select(AuditRow.seal, AuditRow.at).order_by(AuditRow.id.desc()).limit(1)).first()
    row.at = time_after(before.at if before else None, now(), row.about)
    row.content = seal_change(session)
    row.seal = seal(before.seal if before else "", audit_line(row))
    row.signature = signature(key, row.seal)
    session.add(row)
