"""A store of the second layout is upgraded with all it holds, on both databases; its editions stay as they were."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData, create_engine, insert

from db.changes.board.commentary import save_assumption, write_commentary
from db.migrations import FOLDER, newest_layout, upgrade_store
from db.queries.editions import BoardText, commentaries, content_hash, content_of, editions, pack_of
from db.queries.standards import assumption
from db.store.engine import open_store
from db.tables import Base
from metrics.statistics.customers_at_risk import Assumption
from pages.publishing.publish import published_pack
from tests.db.looks import OCTOBER
from tests.pages.packs.company import full_pack

MOMENT = dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC).replace(tzinfo=None)  # the store keeps UTC
EDITION = {
    "edition": 2,
    "published_by": "M. Hale",
    "published_at": MOMENT,
    "revision": 0,
    "last_upload": 0,
    "sha256": content_hash(json.loads(full_pack().as_json())),
}
FILE = b"%PDF as it was published"


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
    """Make the store as it was, with a commentary and an edition in it."""
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__", "000[3-9]*"))
    upgrade_store(engine, folder)
    tables = MetaData()
    tables.reflect(engine, only=("commentaries", "editions", "edition_files"))
    about = {"month": OCTOBER.first_day, "unit_id": 1}
    rows: tuple[tuple[str, dict[str, Any]], ...] = (
        ("commentaries", {**about, "text": "We answered late.", "written_by": "M. Hale", "written_at": MOMENT}),
        ("editions", {**about, **EDITION, "pack": json.loads(full_pack().as_json())}),
        ("edition_files", {"edition_id": 1, "name": "a.pdf", "kind": "pdf", "sha256": "0" * 64, "content": FILE}),
    )
    with engine.execution_options(writes=True).begin() as connection:
        for name, row in rows:
            connection.execute(insert(tables.tables[name]).values(row))


@pytest.mark.slow
def test_a_store_of_the_second_layout_is_upgraded_with_all_it_holds(address: str, tmp_path: Path) -> None:
    driver = address.replace("postgresql://", "postgresql+psycopg://")
    engine = create_engine(driver)
    of_the_second_layout(engine, tmp_path / "migrations")
    engine.dispose()
    with closing(open_store(address)) as upgraded:
        with upgraded.reading() as session:
            (written,) = commentaries(session, OCTOBER)
            assert (written.text, written.by) == ("We answered late.", "M. Hale")
            assert commentaries(session, OCTOBER, part=BoardText.DECISIONS) == []
            assert assumption(session, OCTOBER) is None
            (published,) = editions(session, OCTOBER)
            assert content_of(session, published.id, "a.pdf") == FILE
            assert content_hash(pack_of(session, published.id)) == published.sha256
        assert published_pack(upgraded, published.id).pack == full_pack()
        with upgraded.engine.connect() as connection:
            assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []
        write_commentary(upgraded, OCTOBER, "Buy a telephone.", by="M. Hale", part=BoardText.DECISIONS)
        save_assumption(upgraded, OCTOBER, Assumption(25), by="M. Hale")
        with upgraded.reading() as session:
            assert [own.text for own in commentaries(session, OCTOBER)] == ["We answered late."]


def test_the_newest_layout_by_its_file_is_the_last_of_the_migrations() -> None:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    assert newest_layout() == ScriptDirectory.from_config(config).get_current_head()
