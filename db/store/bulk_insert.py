"""Writing many rows at once: SQL written here, values that go straight to the database's driver.

SQLite takes several rows in one statement, PostgreSQL takes them by COPY; both are several times as fast as giving
dictionaries to SQLAlchemy, and stay inside its transaction.
"""

from __future__ import annotations

import gc
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import repeat
from typing import Any

from sqlalchemy import ARRAY, BigInteger, ColumnElement, Connection, Index, String, any_, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from db.store.seals import written
from db.tables import Base

Columns = Mapping[str, Sequence[Any]]
NOTHING: Mapping[str, int] = {}
VALUES_IN_A_STATEMENT = 2_000
ROWS_AT_ONCE = 20_000
SORTED_AT_ONCE = 1_000  # KiB of rows: few enough for the processor's cache, which halves the time to sort
STAGE = "rows_on_their_way"


def insert_rows(session: Session, table: type[Base], columns: Sequence[str], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert `rows` (values in the order of `columns`; dates as ISO text)."""
    if rows:
        insert_columns(session, table, dict(zip(columns, zip(*rows, strict=True), strict=True)))


def insert_columns(session: Session, table: type[Base], columns: Columns, same: Mapping[str, int] = NOTHING) -> None:
    """Insert rows given column by column (dates as ISO text), as lists or arrays; `same` are numbers that all share."""
    columns = {name: listed(column) for name, column in columns.items()}
    written(session, table, columns, same)
    _write(session.connection(), table, table.__tablename__, columns, same)


def add_rows(
    session: Session, table: type[Base], keys: Sequence[str], sums: Sequence[str], values: Sequence[Sequence[Any]]
) -> None:
    """Add the `sums` of each row to the row with the same `keys`, which is created if there is none.

    The rows come column by column, keys before sums.
    """
    columns = dict(zip((*keys, *sums), values, strict=True))
    name, quoted = table.__tablename__, _quoted(table, columns)
    added = ", ".join(f"{column} = {name}.{column} + excluded.{column}" for column in sums)
    then = f"ON CONFLICT ({_quoted(table, keys)}) DO UPDATE SET {added}"
    connection = session.connection()
    if _is_sqlite(connection):
        _write(connection, table, name, columns, NOTHING, then)
        return
    connection.exec_driver_sql(f"CREATE TEMPORARY TABLE {STAGE} (LIKE {name}) ON COMMIT DROP")
    _write(connection, table, STAGE, columns, NOTHING)
    # The names are those of our own tables, never from a file.
    connection.exec_driver_sql(f"INSERT INTO {name} ({quoted}) SELECT {quoted} FROM {STAGE} {then}")  # noqa: S608
    connection.exec_driver_sql(f"DROP TABLE {STAGE}")


def one_of(
    session: Session,
    column: ColumnElement[Any] | InstrumentedAttribute[Any],
    values: Sequence[str] | Sequence[int],
) -> ColumnElement[bool]:
    """Whether a column has one of many texts or numbers, which go to the database as one value instead of thousands."""
    if _is_sqlite(session.connection()):
        return column.in_(select(func.json_each(json.dumps(values)).table_valued("value").c.value))
    is_text = isinstance(column.type, String)
    return column == any_(cast(values, ARRAY(String) if is_text else ARRAY(BigInteger)))


def listed(column: Sequence[Any]) -> Sequence[Any]:
    """An array's values as Python's own, which a database's driver takes; any other column as it is."""
    listed: Callable[[], Sequence[Any]] | None = getattr(column, "tolist", None)
    return column if listed is None else listed()


@contextmanager
def gc_paused() -> Iterator[None]:
    """Pause the garbage collector: rows form no cycles, and looking for cycles costs a quarter of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def drop_index(session: Session, index: Index) -> bool:
    """Drop an index until `recreate_index`: SQLite creates one in a third of the time it takes to fill it out of order.

    PostgreSQL would lock readers out meanwhile, so the index stays there; then False.
    """
    connection = session.connection()
    if _is_sqlite(connection):
        index.drop(connection)
        return True
    return False


def recreate_index(session: Session, index: Index) -> None:
    """Create a dropped index again. SQLite sorts as many rows at once as fit in its cache."""
    connection = session.connection()
    usual = connection.exec_driver_sql("PRAGMA cache_size").scalar_one()
    connection.exec_driver_sql(f"PRAGMA cache_size=-{SORTED_AT_ONCE}")
    index.create(connection)
    connection.exec_driver_sql(f"PRAGMA cache_size={usual}")


def _is_sqlite(connection: Connection) -> bool:
    return connection.dialect.name == "sqlite"


def _quoted(table: type[Base], columns: Iterable[str]) -> str:
    """The columns for a statement: those of our own tables, so that it contains nothing a user wrote."""
    return ", ".join(f'"{table.__table__.c[column].name}"' for column in columns)


def _write(
    connection: Connection, table: type[Base], into: str, columns: Columns, same: Mapping[str, int], then: str = ""
) -> None:
    quoted = f"{into} ({_quoted(table, [*same, *columns])})"
    if not _is_sqlite(connection):
        _copy(connection, quoted, [*map(repeat, same.values()), *columns.values()])
        return
    width, rows = len(columns), len(next(iter(columns.values())))
    one = f"({', '.join([*map(str, map(int, same.values())), *'?' * width])})"
    for begin in range(0, rows, ROWS_AT_ONCE):
        values = _row_by_row([column[begin : begin + ROWS_AT_ONCE] for column in columns.values()])
        step = VALUES_IN_A_STATEMENT // width * width
        rest = len(values) - len(values) % step
        for several, parts in ((step, range(0, rest, step)), (width, range(rest, len(values), width))):
            if parts:
                rows_of_marks = ", ".join([one] * (several // width))
                statement = f"INSERT INTO {quoted} VALUES {rows_of_marks} {then}"  # noqa: S608  # ours
                connection.exec_driver_sql(statement, [tuple(values[at : at + several]) for at in parts])


def _row_by_row(columns: Sequence[Sequence[Any]]) -> list[Any]:
    """The values of all rows one after another."""
    values = [None] * (len(columns) * len(columns[0]))
    for place, column in enumerate(columns):
        values[place :: len(columns)] = column
    return values


def _copy(connection: Connection, quoted: str, columns: Sequence[Iterable[Any]]) -> None:
    import psycopg  # a store on SQLite does without it; loading it takes a tenth of a second

    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    with driver.cursor() as cursor, cursor.copy(f"COPY {quoted} FROM STDIN") as copy:
        for row in zip(*columns, strict=False):
            copy.write_row(row)
