"""Putting a proven draft in the place of a store on PostgreSQL: loaded into a schema of its own, then switched.

The switch moves the tables of both in one short transaction; the old ones stay in a schema named by the date.
"""

from __future__ import annotations

import datetime as dt
import secrets
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy import Connection, Engine, create_engine, inspect, select, text
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from db.maintenance.copy_rows import copy_rows, counts
from db.maintenance.integrity import differences
from db.maintenance.switch import not_empty, open_file, sign
from db.migrations import UPGRADE_LOCK
from db.store.engine import BUSY_SECONDS, Store, open_store
from db.tables import Base, StoreRow
from metrics.errors import BadValue, StoreTrouble

RESTORE_LOCK = 7_216_404  # one restore at a time; any fixed number that is not the one of upgrades
DRAFT, KEPT = "plumbline_restoring_", "before_restore_"
OURS = {*Base.metadata.tables, "alembic_version"}
LOADS = 3  # how often a draft is loaded where others change the store meanwhile
WAITING = 0.05  # seconds between two tries to get hold of all tables


@dataclass(slots=True)
class SchemaSwitch:
    """The switch from what is at `address` to the draft; `about` becomes its audit line, with the old store's name.

    After `done()`, `revision` is the new one and `kept` the schema of the old store, "" where it was empty.
    """

    draft: Path
    address: URL
    by: str
    replace: bool
    about: dict[str, str | int]
    accepted: tuple[str, ...] = ()
    revision: int = 0
    kept: str = ""
    moment: dt.datetime = field(default_factory=lambda: dt.datetime.now().astimezone())

    def done(self) -> None:
        """Do it. Raises BadValue for a store in use without `replace`, StoreTrouble; the store is then as it was."""
        engine = create_engine(self.address)
        with _plain_words(), _closing(engine), _one_at_a_time(engine):
            for _ in range(LOADS):
                if self._loaded_and_switched(engine):
                    return
        raise StoreTrouble("The store was changed again and again while the backup was loaded. Try again later.")

    def _loaded_and_switched(self, engine: Engine) -> bool:
        """Whether it is done; not so where the store was changed while the draft was loaded."""
        with engine.connect() as connection:
            before = revision_of(connection)
        if before and not self.replace:
            raise not_empty(self.address.render_as_string())
        schema = f"{DRAFT}{secrets.token_hex(4)}"
        self.kept = f"{KEPT}{self.moment:%Y_%m_%d_%H_%M_%S}" if before != 0 else ""
        with engine.begin() as connection:
            connection.exec_driver_sql(f"CREATE SCHEMA {schema}")
        try:
            self._load(schema, before)
            return self._switch(engine, schema, before)
        finally:
            with engine.begin() as connection:
                connection.exec_driver_sql(f"DROP SCHEMA IF EXISTS {schema} CASCADE")

    def _load(self, schema: str, before: int | None) -> None:
        """Fill the draft's schema, sign it, and prove it once more where it will be used."""
        with closing(open_file(self.draft)) as source, closing(open_store(in_schema(self.address, schema))) as loaded:
            with source.engine.connect() as rows, loaded.engine.begin() as target:
                copy_rows(rows, target)
                if counts(rows) != counts(target):
                    raise StoreTrouble("The backup could not be copied into the database completely.")
            about = self.about | ({"kept": self.kept} if self.kept else {})
            self.revision = sign(loaded, before, by=self.by, about=about)
            _prove(loaded, self.accepted)

    def _switch(self, engine: Engine, schema: str, before: int | None) -> bool:
        until = time.monotonic() + BUSY_SECONDS
        while True:
            with engine.connect() as connection, connection.begin() as transaction:
                here, tables = _own_tables(connection)
                if _locked(connection, here, tables):
                    if revision_of(connection) != before:
                        return False
                    self._move(connection, here, tables, schema)
                    transaction.commit()
                    return True
                transaction.rollback()
            if time.monotonic() > until:
                raise StoreTrouble("The store is still busy with another change. Try again when it is done.")
            time.sleep(WAITING)

    def _move(self, connection: Connection, here: str, tables: Sequence[str], schema: str) -> None:
        """The old tables out of the way, the draft's into their place."""
        if tables and self.kept:
            connection.exec_driver_sql(f'CREATE SCHEMA "{self.kept}"')
        for table in tables:
            if self.kept:
                connection.exec_driver_sql(f'ALTER TABLE "{here}"."{table}" SET SCHEMA "{self.kept}"')
            else:
                connection.exec_driver_sql(f'DROP TABLE "{here}"."{table}" CASCADE')
        for table in inspect(connection).get_table_names(schema=schema):
            connection.exec_driver_sql(f'ALTER TABLE "{schema}"."{table}" SET SCHEMA "{here}"')


def in_schema(address: URL, schema: str) -> str:
    """The address of the store in this schema of the same database."""
    before = str(address.query.get("options", ""))
    options = f"{before} -csearch_path={schema}".strip()
    return address.update_query_dict({"options": options}).render_as_string(hide_password=False)


def kept_schema(address: URL, name: str) -> bool:
    """Whether a restore kept an old store under this name in the database."""
    if not name.startswith(KEPT):
        return False
    engine = create_engine(address)
    with _plain_words(), _closing(engine), engine.connect() as connection:
        return name in inspect(connection).get_schema_names()


def revision_of(connection: Connection) -> int | None:
    """How often the store was changed: 0 where there is none yet, None where that cannot be read."""
    _, tables = _own_tables(connection)
    if not tables:
        return 0
    return connection.scalar(select(StoreRow.revision)) if StoreRow.__tablename__ in tables else None


def _own_tables(connection: Connection) -> tuple[str, list[str]]:
    """The schema a store is in, and the tables of one that are there. Raises BadValue for somebody else's database."""
    here = connection.scalar(text("SELECT current_schema()"))
    found = inspect(connection).get_table_names()
    own = sorted(set(found) & OURS)
    if found and "alembic_version" not in own:
        raise BadValue("The database named by DATABASE_URL holds tables that are not Plumbline's. Name another one.")
    return str(here), own


def _locked(connection: Connection, here: str, tables: Sequence[str]) -> bool:
    """Whether this transaction got hold of all tables, without ever waiting with some of them in hand."""
    if not connection.scalar(text(f"SELECT pg_try_advisory_xact_lock({UPGRADE_LOCK})")):
        return False
    if not tables:
        return True
    names = ", ".join(f'"{here}"."{table}"' for table in tables)
    try:
        connection.exec_driver_sql(f"LOCK TABLE {names} IN ACCESS EXCLUSIVE MODE NOWAIT")
    except DBAPIError as wrong:
        if isinstance(wrong.orig, psycopg.errors.LockNotAvailable):
            return False
        raise
    return True


def _prove(loaded: Store, accepted: tuple[str, ...]) -> None:
    with loaded.reading() as session:
        found = [own for own in differences(session) if own not in accepted]
    if found and not accepted:
        raise StoreTrouble(f"The backup did not arrive in the database as it is in the file ({found[0]}).")


@contextmanager
def _one_at_a_time(engine: Engine) -> Iterator[None]:
    """No other restore meanwhile; what one that was broken off left in the database is removed."""
    with engine.connect() as connection:
        if not connection.scalar(text(f"SELECT pg_try_advisory_lock({RESTORE_LOCK})")):
            raise StoreTrouble("Another restore of the store is under way. Wait until it is done.")
        for schema in inspect(connection).get_schema_names():
            if schema.startswith(DRAFT):
                connection.exec_driver_sql(f"DROP SCHEMA {schema} CASCADE")
        connection.commit()
        yield
        connection.exec_driver_sql(f"SELECT pg_advisory_unlock({RESTORE_LOCK})")


@contextmanager
def _closing(engine: Engine) -> Iterator[None]:
    """Close every connection of the engine at the end."""
    try:
        yield
    finally:
        engine.dispose()


@contextmanager
def _plain_words() -> Iterator[None]:
    try:
        yield
    except (DBAPIError, psycopg.Error) as wrong:  # the latter while rows are copied
        cause = wrong.orig if isinstance(wrong, DBAPIError) else wrong
        reason = " ".join(str(cause).split())
        if isinstance(cause, psycopg.errors.InsufficientPrivilege):
            reason += "; a restore needs an account that owns the database"
        raise StoreTrouble(f"The store could not be replaced ({reason}).") from wrong
