"""Backup and restore on PostgreSQL, and from either database to the other with every row."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    String,
    delete,
    insert,
    inspect,
    null,
    select,
)
from sqlalchemy.types import TypeEngine

from db.changes import save_upload
from db.changes.board.publish import FrozenPack, freeze
from db.maintenance.backup import back_up
from db.maintenance.copy_rows import TABLES, copy_rows, copy_to_file
from db.maintenance.integrity import differences
from db.maintenance.restore import restore
from db.maintenance.switch import open_file
from db.queries.settings import revision
from db.store.engine import Store, now
from db.tables import AuditRow, ResponseRow
from metrics.errors import BadValue, StoreTrouble
from metrics.periods import Month
from tests.conftest import MakeStore
from tests.db.readings import answer, reading

CHANGED_BY_A_RESTORE = {"audit", "seals", "store"}
FILE = bytes(range(256))


@pytest.fixture
def server_store(postgresql_store: MakeStore) -> Iterator[Store]:
    """An empty store on PostgreSQL; a restore changes its layout, so that it is thrown away afterwards."""
    with ExitStack() as afterwards:
        yield postgresql_store("restored", afterwards)


def address(store: Store) -> str:
    return store.engine.url.render_as_string(hide_password=False)


def rows(store: Store) -> dict[str, list[Any]]:
    with store.engine.connect() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key.columns))]
            for table in TABLES
        }


def schemas(store: Store) -> set[str]:
    with store.engine.connect() as connection:
        return {own for own in inspect(connection).get_schema_names() if own not in {"public", "information_schema"}}


def answers(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(ResponseRow.id)).all())


def with_an_edition(store: Store) -> None:
    """A frozen edition, since its files are bytes and its pack a document."""
    pack = {"title": "October “2026”", "values": [0.1, 1e-9, None, True], "nested": {"ä": "\n"}}
    with store.reading() as session:
        at = revision(session)
    frozen = FrozenPack(Month(2026, 10), "", 1, now(), pack, (("a.pdf", "pdf", FILE),))
    assert freeze(store, frozen, expected_revision=at, by="Ann")


VALUES: tuple[tuple[type[TypeEngine[Any]], object], ...] = (
    (JSON, {"ä": [0.1, None, True, "“\n”"], "empty": {}}),
    (LargeBinary, FILE),
    (Boolean, True),
    (DateTime, dt.datetime(2026, 10, 25, 2, 30, 59, 123456)),  # noqa: DTZ001 - the store keeps no zone
    (Date, dt.date(2026, 10, 31)),
    (Float, 0.1 + 0.2),
    (Integer, 1),  # so that every reference leads to the one row of its table
    (String, "Ä\tb\\N\n"),
)


def value_of(kind: TypeEngine[Any]) -> object:
    value = next(value for own, value in VALUES if isinstance(kind, own))
    return value[: kind.length] if isinstance(kind, String) and isinstance(value, str) else value


def one_row_in_every_table(store: Store) -> None:
    """Values of every kind that could suffer on the way."""
    with store.engine.execution_options(writes=True).begin() as connection:
        for table in reversed(TABLES):
            connection.execute(delete(table))
        for table in TABLES:
            connection.execute(insert(table).values({own.name: value_of(own.type) for own in table.c}))
        missing = {own.name: null() for own in ResponseRow.__table__.columns if own.nullable}
        given = {own.name: 1 for own in ResponseRow.__table__.columns if isinstance(own.type, Integer)}
        connection.execute(insert(ResponseRow).values({**given, **missing, "id": 2, "month": dt.date(2026, 10, 1)}))


def test_every_value_of_every_table_arrives_in_the_other_database_and_comes_back(
    used: Store, server_store: Store, tmp_path: Path
) -> None:
    one_row_in_every_table(used)
    with used.engine.connect() as source, server_store.engine.begin() as target:
        copy_rows(source, target)
    before = rows(used)
    assert all(before.values())
    assert rows(server_store) == before
    copy_to_file(server_store, tmp_path / "back.db")
    with closing(open_file(tmp_path / "back.db")) as back:
        assert rows(back) == before


@pytest.mark.slow
def test_a_backup_of_either_database_is_restored_to_the_other(used: Store, server_store: Store, tmp_path: Path) -> None:
    with_an_edition(used)
    before = rows(used)
    there = restore(address(server_store), back_up(used, tmp_path / "b.db").file, by="Ann")
    assert (there.kept, there.sealed, there.differences) == ("", True, ())
    after = rows(server_store)
    assert {name for name in before if before[name] != after[name]} == CHANGED_BY_A_RESTORE
    assert after["audit"][:-1] == before["audit"]
    restore(f"sqlite:///{tmp_path / 'back.db'}", back_up(server_store, tmp_path / "c.db").file, by="Ann")
    with closing(open_file(tmp_path / "back.db")) as back:
        returned = rows(back)
        with back.reading() as session:
            assert differences(session) == []
    assert {name for name in before if before[name] != returned[name]} == CHANGED_BY_A_RESTORE
    assert returned["audit"][:-1] == after["audit"]


def test_what_was_there_is_kept_in_a_schema_and_can_be_put_back(
    used: Store, server_store: Store, tmp_path: Path
) -> None:
    backup = back_up(used, tmp_path / "b.db").file
    save_upload(server_store, reading([answer(1, 2)]), by="Bob")
    with pytest.raises(BadValue, match="--replace"):
        restore(address(server_store), backup, by="Ann")
    done = restore(address(server_store), backup, by="Ann", replace=True)
    assert (answers(server_store), done.in_database) == (5, True)
    assert {own for own in schemas(server_store) if not own.startswith("pg_")} == {done.kept}
    with server_store.reading() as session:
        line = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
        assert (line.did, line.about["kept"], revision(session)) == ("restore", done.kept, done.revision)
    back = restore(address(server_store), Path(done.kept), by="Ann", replace=True)
    assert (answers(server_store), back.revision) == (1, done.revision + 1)
    save_upload(server_store, reading([answer(number, 2) for number in (7, 8)]), by="Bob")
    assert answers(server_store) == 3
    with server_store.reading() as session:
        assert differences(session) == []


def test_a_reader_is_waited_for_and_never_sees_half_of_each(
    used: Store, server_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = back_up(used, tmp_path / "b.db").file
    save_upload(server_store, reading([answer(1, 2)]), by="Bob")
    monkeypatch.setattr("db.maintenance.switch_postgresql.BUSY_SECONDS", 0.2)
    with server_store.reading() as session:
        assert revision(session) == 1
        with pytest.raises(StoreTrouble, match=r"still busy.* Nothing was changed"):
            restore(address(server_store), backup, by="Ann", replace=True)
        assert len(session.scalars(select(ResponseRow.id)).all()) == 1
    assert not [own for own in schemas(server_store) if not own.startswith("pg_")]
    restore(address(server_store), backup, by="Ann", replace=True)
    assert answers(server_store) == 5


def test_what_a_restore_that_was_broken_off_left_is_removed(used: Store, server_store: Store, tmp_path: Path) -> None:
    backup = back_up(used, tmp_path / "b.db").file
    with server_store.engine.begin() as connection:
        connection.exec_driver_sql("CREATE SCHEMA plumbline_restoring_0000")
        connection.exec_driver_sql("CREATE TABLE plumbline_restoring_0000.units (id INTEGER)")
    restore(address(server_store), backup, by="Ann")
    assert not [own for own in schemas(server_store) if not own.startswith("pg_")]


def test_somebody_elses_database_is_left_alone(used: Store, server_store: Store, tmp_path: Path) -> None:
    backup = back_up(used, tmp_path / "b.db").file
    with server_store.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE alembic_version")
    with pytest.raises(BadValue, match="not Plumbline's"):
        restore(address(server_store), backup, by="Ann", replace=True)
