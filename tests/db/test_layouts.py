"""A store of the second layout is upgraded with all it holds, on SQLite and on PostgreSQL; its editions stay sealed."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Engine, create_engine, text

from db.changes.commentary import write_commentary
from db.changes.stakes import assume
from db.editions import Part, broken_editions, commentaries, editions
from db.migrations import FOLDER, bring_up_to_date
from db.stakes import assumption
from db.store import open_store
from db.tables import Base
from metrics.at_stake import Assumption
from tests.db.looks import OCTOBER

WRITTEN = (
    "INSERT INTO commentaries (month, unit_id, text, written_by, written_at) "
    "VALUES ('2026-10-01', 1, 'We answered late.', 'M. Hale', '2026-11-12 18:00:00')"
)


@pytest.fixture(params=["sqlite", "postgresql"])
def address(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where an empty database is: a file, or one on the server of the tests."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'plumbline.db'}"
        return
    server = request.getfixturevalue("postgres")
    with psycopg.connect(server.get_uri(), autocommit=True) as administrator:
        administrator.execute("CREATE DATABASE of_the_second_layout")
        yield server.get_uri("of_the_second_layout")
        administrator.execute("DROP DATABASE of_the_second_layout WITH (FORCE)")


def of_the_second_layout(engine: Engine, folder: Path) -> None:
    """Make the store as it was, with a commentary in it."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__", "000[3-9]*"))
    bring_up_to_date(engine, folder)
    with engine.execution_options(writes=True).begin() as connection:
        connection.execute(text(WRITTEN))


def test_a_store_of_the_second_layout_is_upgraded_with_all_it_holds(address: str, tmp_path: Path) -> None:
    driver = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(driver)
    of_the_second_layout(engine, tmp_path / "migrations")
    engine.dispose()
    with closing(open_store(address)) as upgraded:
        with upgraded.reading() as session:
            (written,) = commentaries(session, OCTOBER)
            assert (written.text, written.by) == ("We answered late.", "M. Hale")
            assert commentaries(session, OCTOBER, part=Part.DECISIONS) == []
            assert assumption(session, OCTOBER) is None
            assert (editions(session, OCTOBER), broken_editions(session)) == ([], [])
        with upgraded.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        write_commentary(upgraded, OCTOBER, "Buy a telephone.", by="M. Hale", part=Part.DECISIONS)
        assume(upgraded, OCTOBER, Assumption(25), by="M. Hale")
        with upgraded.reading() as session:
            assert [own.text for own in commentaries(session, OCTOBER)] == ["We answered late."]
