"""All rows of one store into another, of either database: how a backup of PostgreSQL becomes a file, and back."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from sqlalchemy import JSON, Connection, Table, delete, func, insert, select

from db.maintenance.switch import open_file
from db.store.engine import Store
from db.tables import Base

ROWS_AT_ONCE = 5_000
TABLES = Base.metadata.sorted_tables  # each after those it refers to


def copy_rows(source: Connection, target: Connection) -> None:
    """Replace every row of `target` with those of `source`, both of this version's layout and in a transaction.

    References of `target` are checked by the caller where it is SQLite, table by table where it is PostgreSQL.
    """
    for table in reversed(TABLES):
        target.execute(delete(table))
    for table in TABLES:
        rows = _rows(source, table)
        if target.dialect.name == "postgresql":
            _copy_in(target, table, rows)
            _continue_numbers(target, table)
        else:
            _insert(target, table, rows)


def copy_to_file(store: Store, file: Path) -> None:
    """Make `file` an SQLite store with every row of this one, as of one moment. Raises StoreTrouble, sqlite3.Error."""
    # References are checked at the end, all at once, when the copy is proven.
    with (
        closing(open_file(file)) as portable,
        store.reading() as session,
        portable.engine.execution_options(writes=True, many_rows=True).begin() as target,
    ):
        copy_rows(session.connection(), target)
    with closing(sqlite3.connect(file)) as opened:
        opened.execute("PRAGMA journal_mode=DELETE").fetchall()  # so that it is one file


def counts(connection: Connection) -> dict[str, int]:
    """How many rows each table has."""
    return {table.name: connection.execute(select(func.count()).select_from(table)).scalar_one() for table in TABLES}


def _rows(source: Connection, table: Table) -> Iterator[Sequence[Sequence[Any]]]:
    """The rows of a table in blocks, in the order of its key."""
    question = select(table).order_by(*table.primary_key.columns)
    yield from source.execute(question, execution_options={"yield_per": ROWS_AT_ONCE}).partitions()


def _insert(target: Connection, table: Table, blocks: Iterable[Sequence[Sequence[Any]]]) -> None:
    names = [column.name for column in table.columns]
    for rows in blocks:
        target.execute(insert(table), [dict(zip(names, row, strict=True)) for row in rows])


def _copy_in(target: Connection, table: Table, blocks: Iterable[Sequence[Sequence[Any]]]) -> None:
    """By COPY, which is several times as fast, and checks references once all rows are there."""
    driver = target.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in table.columns)
    documents = {place for place, column in enumerate(table.columns) if isinstance(column.type, JSON)}
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table.name), names)
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for rows in blocks:
            for row in rows:
                copy.write_row(
                    [json.dumps(value) if place in documents else value for place, value in enumerate(row)]
                    if documents
                    else row
                )


def _continue_numbers(target: Connection, table: Table) -> None:
    """Let PostgreSQL go on numbering new rows after the highest number there is."""
    for column in table.primary_key.columns:
        sequence = target.scalar(select(func.pg_get_serial_sequence(table.name, column.name)))
        if sequence:
            highest = target.scalar(select(func.max(column)))
            target.execute(select(func.setval(sequence, highest or 1, highest is not None)))
