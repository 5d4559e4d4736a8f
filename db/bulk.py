"""Writing many rows at once: statements worded here for the database, rows that go to its driver as tuples.

SQLite takes several rows in one statement, PostgreSQL takes them by COPY; both are several times as fast as handing
dictionaries to SQLAlchemy, inside its transaction all the same.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from typing import Any

import psycopg
from sqlalchemy import Connection, Index
from sqlalchemy.orm import Session

from db.tables import Base

Rows = Iterable[tuple[Any, ...]]
ROWS_IN_A_STATEMENT = 100
STATEMENTS_AT_ONCE = 50
STAGE = "rows_on_their_way"


def insert_rows(session: Session, table: type[Base], columns: Sequence[str], rows: Rows) -> None:
    """Insert `rows` (values in the order of `columns`; dates as ISO text)."""
    name, quoted = table.__tablename__, _quoted(table, columns)
    if _is_sqlite(session):
        _insert(session.connection(), name, quoted, len(columns), rows)
    else:
        _copy(session.connection(), name, quoted, rows)


def add_rows(
    session: Session, table: type[Base], keys: Sequence[str], sums: Sequence[str], rows: Sequence[tuple[Any, ...]]
) -> None:
    """Add the `sums` of each row to the row with the same `keys`, which is made when there is none."""
    if not rows:
        return
    name, quoted = table.__tablename__, _quoted(table, [*keys, *sums])
    added = ", ".join(f"{column} = {name}.{column} + excluded.{column}" for column in sums)
    then = f"ON CONFLICT ({_quoted(table, keys)}) DO UPDATE SET {added}"
    connection = session.connection()
    if _is_sqlite(session):
        _insert(connection, name, quoted, len(keys) + len(sums), rows, then)
        return
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {STAGE} (LIKE {name}) ON COMMIT DROP")
    _copy(connection, STAGE, quoted, rows)
    # The words are those of our own tables, never of a file.
    connection.exec_driver_sql(f"INSERT INTO {name} ({quoted}) SELECT {quoted} FROM {STAGE} {then}")  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {STAGE}")


@contextmanager
def uncollected() -> Iterator[None]:
    """Leave off looking for rings of garbage meanwhile: rows make none, and looking costs a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def set_aside(session: Session, index: Index) -> bool:
    """Take an index away until `lay_anew`: SQLite lays one in a third of the time that filling it out of order takes.

    PostgreSQL would keep readers out meanwhile, so there it stays; False then.
    """
    if _is_sqlite(session):
        index.drop(session.connection())
        return True
    return False


def lay_anew(session: Session, index: Index) -> None:
    """Lay an index that was set aside."""
    index.create(session.connection())


def _is_sqlite(session: Session) -> bool:
    return session.get_bind().dialect.name == "sqlite"


def _quoted(table: type[Base], columns: Sequence[str]) -> str:
    """The columns for a statement: those of our own tables, so that it holds nothing a user wrote."""
    return ", ".join(f'"{table.__table__.c[column].name}"' for column in columns)


def _insert(connection: Connection, name: str, quoted: str, width: int, rows: Rows, then: str = "") -> None:
    one = f"({', '.join('?' * width)})"
    whole = width * ROWS_IN_A_STATEMENT
    values = chain.from_iterable(rows)
    while several := tuple(islice(values, STATEMENTS_AT_ONCE * whole)):
        rest = len(several) - len(several) % whole
        for marks, step, parts in (
            ([one] * ROWS_IN_A_STATEMENT, whole, range(0, rest, whole)),
            ([one], width, range(rest, len(several), width)),
        ):
            if parts:
                statement = f"INSERT INTO {name} ({quoted}) VALUES {', '.join(marks)} {then}"  # noqa: S608  # ours
                connection.exec_driver_sql(statement, [several[at : at + step] for at in parts])


def _copy(connection: Connection, name: str, quoted: str, rows: Rows) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor, cursor.copy(f"COPY {name} ({quoted}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)
