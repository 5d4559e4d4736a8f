"""Opening, upgrading and refusing stores, and how a change is fenced and signed."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, func, inspect, select, text, update

from db.changes import save_upload
from db.maintenance.integrity import differences
from db.migrations import FOLDER, upgrade_store
from db.queries.settings import revision, settings
from db.store.engine import Store, open_store
from db.tables import AuditRow, Base, UnitRow
from metrics.errors import BadValue, StoreTooNew, StoreTrouble
from tests.db.readings import answer, reading

NEXT_VERSION = """
'''One more column.'''
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "{new}", "{head}", None, None
def upgrade():
    op.add_column("units", sa.Column("painted_on", sa.Date()))
"""


def test_the_migrations_make_just_the_tables_that_are_declared(store: Store) -> None:
    with store.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_opening_a_store_again_changes_nothing(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deep' / 'folder' / 'plumbline.db'}"
    first = open_store(url)
    save_upload(first, reading([answer(1, 9)]), by="Ann")
    first.close()
    again = open_store(url)
    with again.reading() as session:
        assert revision(session) == 1
    again.close()


def test_an_old_store_is_copied_and_then_upgraded(tmp_path: Path) -> None:
    file = tmp_path / "plumbline.db"
    old = open_store(f"sqlite:///{file}")
    save_upload(old, reading([answer(1, 9)]), by="Ann")
    upgrade_store(old.engine, _with_a_newer_version(tmp_path))
    assert "painted_on" in {column["name"] for column in inspect(old.engine).get_columns("units")}
    old.close()
    copy = open_store(f"sqlite:///{file}.before-upgrade-from-{_head()}")
    with copy.reading() as session:
        assert revision(session) == 1
    copy.close()


def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'plumbline.db'}"
    store = open_store(url)
    upgrade_store(store.engine, _with_a_newer_version(tmp_path))
    store.close()
    with pytest.raises(StoreTooNew, match=r"made by a newer version of Plumbline .* not changed"):
        open_store(url)


def _head() -> str:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    return str(ScriptDirectory.from_config(config).get_current_head())


@pytest.mark.slow
def test_a_store_of_the_first_layout_is_upgraded_with_all_it_holds(tmp_path: Path) -> None:
    first = tmp_path / "migrations"
    shutil.copytree(FOLDER, first, ignore=shutil.ignore_patterns("__pycache__", "000[2-9]*"))
    url = f"sqlite:///{tmp_path / 'plumbline.db'}"
    engine = create_engine(url)
    upgrade_store(engine, first)
    with engine.begin() as connection:
        connection.execute(text("UPDATE store SET organisation = 'Harbour', fiscal_year_start = 4"))
    engine.dispose()
    upgraded = open_store(url)
    with upgraded.reading() as session:
        found = settings(session)
    assert (found.organisation, found.fiscal_year_start) == ("Harbour", 4)
    assert (found.locale, found.currency, found.smallest_n, found.is_sample) == ("en_GB", "GBP", 5, False)
    save_upload(upgraded, reading([answer(1, 9)]), by="Ann")
    with upgraded.reading() as session:
        assert differences(session) == []
    upgraded.close()


def _with_a_newer_version(folder: Path) -> Path:
    newer = folder / "migrations"
    shutil.copytree(FOLDER, newer, ignore=shutil.ignore_patterns("__pycache__"))
    (newer / "versions" / "9999_next.py").write_text(NEXT_VERSION.format(new="9999", head=_head()))
    return newer


def test_somebody_elses_database_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "theirs.db"
    theirs = open_store(f"sqlite:///{tmp_path / 'ours.db'}")
    with theirs.engine.begin() as connection:
        connection.execute(text("ATTACH DATABASE :file AS theirs"), {"file": str(file)})
        connection.execute(text("CREATE TABLE theirs.orders (id INTEGER)"))
    theirs.close()
    with pytest.raises(StoreTrouble, match="tables that are not Plumbline's"):
        open_store(f"sqlite:///{file}")


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://localhost/x", "SQLite or PostgreSQL, not mysql|does not name a store"),
        ("nonsense", "does not name a store"),
        ("nosuch://host/db", "does not name a store"),
    ],
)
def test_an_address_that_names_no_store_gets_a_sentence(url: str, says: str) -> None:
    with pytest.raises(BadValue, match=says):
        open_store(url)


def test_a_server_that_does_not_answer_gets_a_sentence_without_the_password() -> None:
    with pytest.raises(StoreTrouble, match="cannot be reached") as trouble:
        open_store("postgresql://ann:secret@127.0.0.1:1/plumbline")
    assert "secret" not in str(trouble.value)


def test_a_folder_that_cannot_be_made_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreTrouble, match="cannot be created"):
        open_store(f"sqlite:///{tmp_path / 'file' / 'plumbline.db'}")


def test_a_store_that_is_no_database_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "plumbline.db").write_text("not a database at all, but long enough to be looked at as one")
    with pytest.raises(StoreTrouble, match="is damaged"):
        open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")


def test_a_crash_in_the_middle_of_a_change_leaves_nothing(store: Store) -> None:
    def crash() -> None:
        with store.changing("import", by="Ann", about={}) as session:
            session.add(UnitRow(parent_id=1, name="North", path="North", key="north"))
            session.flush()
            raise RuntimeError

    with pytest.raises(RuntimeError):
        crash()
    with store.reading() as session:
        assert revision(session) == 0
        assert session.scalars(select(func.count()).select_from(UnitRow)).one() == 1
        assert session.scalars(select(func.count()).select_from(AuditRow)).one() == 0


def test_every_change_leaves_one_signed_line(store: Store) -> None:
    save_upload(store, reading([answer(1, 9)]), by="Ann")
    with store.reading() as session:
        (line,) = session.scalars(select(AuditRow)).all()
        assert (line.by, line.did, line.revision, line.about["file"]) == ("Ann", "import", 1, "file.csv")
        assert differences(session) == []


def test_an_audit_line_written_over_is_found_out(store: Store) -> None:
    save_upload(store, reading([answer(1, 9)]), by="Ann")
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(update(AuditRow).values(by="Bob"))
    with store.reading() as session:
        (found,) = differences(session)
    assert found.startswith("Audit line 1 was changed after it was written.")


def test_a_kept_figure_that_does_not_add_up_is_found_out(store: Store) -> None:
    save_upload(store, reading([answer(1, 9)]), by="Ann")
    with store.engine.execution_options(writes=True).begin() as connection:
        connection.execute(text("UPDATE tallies SET n = 2"))
    with store.reading() as session:
        (found,) = differences(session)
    assert "kept (2,), recounted (1,)" in found
