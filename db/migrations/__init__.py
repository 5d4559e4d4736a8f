"""Bringing a store to this version: created when new, backed up and upgraded when old, refused when newer.

Each layout of the store is one file in `versions`. Does not know queries, changes or files.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Sequence
from contextlib import closing, suppress
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

from db.store_files import beside, copy_pages, keep_beside, remove
from metrics.errors import StoreTooNew, StoreTrouble

FOLDER = Path(__file__).resolve().parent
VERSION = table("alembic_version", column("version_num"))
# Two processes that start together must not both upgrade; any fixed number serves as PostgreSQL's lock.
UPGRADE_LOCK = 7_216_403


def upgrade_store(engine: Engine, folder: Path = FOLDER) -> None:
    """Make or upgrade the store behind `engine` by the migrations in `folder`.

    Raises StoreTooNew when a newer version made it, StoreTrouble when it holds somebody else's tables.
    """
    # Tables first: where another process is just making the store, its version is there as soon as its tables are.
    tables = inspect(engine).get_table_names()
    current = _version(engine) if VERSION.name in tables else None
    if current != newest_layout(folder):
        _upgrade(engine, folder, current, tables)


def _upgrade(engine: Engine, folder: Path, current: str | None, tables: Sequence[str]) -> None:
    """Bring a store that has these tables from layout `current`, None where it has none, to the newest one."""
    # Nearly every store is up to date, and to load what upgrades one takes a tenth of the time of a command.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(folder))
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    _refuse_unknown(current, tables, known, newest_layout(folder))
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        # Only now no other process can change it: another process may have upgraded it while this one waited.
        tables = inspect(connection).get_table_names()
        current = connection.scalar(select(VERSION.c.version_num)) if VERSION.name in tables else None
        _refuse_unknown(current, tables, known, newest_layout(folder))
        if current is not None and current != newest_layout(folder):
            _copy_before(engine, current)
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _refuse_unknown(current: str | None, tables: Sequence[str], known: Collection[str], newest: str) -> None:
    """Raise StoreTooNew for a layout that this version does not know, StoreTrouble for somebody else's tables."""
    if current is not None and current not in known:
        raise StoreTooNew(
            f"The store was made by a newer version of Plumbline (layout {current}; this version knows {newest}). "
            "Update Plumbline, or name another store in DATABASE_URL. The store was not changed.",
            not_done=None,
        )
    if current is None and tables:
        raise StoreTrouble(
            "The database named by DATABASE_URL holds tables that are not Plumbline's. Name an empty database."
        )


@cache
def newest_layout(folder: Path = FOLDER) -> str:
    """The newest layout that this version knows: the files of `versions` begin with their number."""
    return max(known_layouts(folder))


def known_layouts(folder: Path = FOLDER) -> frozenset[str]:
    """Every layout that this version knows and can upgrade."""
    return frozenset(file.name.partition("_")[0] for file in (folder / "versions").glob("[0-9]*.py"))


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.scalar(select(VERSION.c.version_num))


def _copy_before(engine: Engine, version: str) -> None:
    """Copy an SQLite store beside itself before it is upgraded, while no other process can change it.

    The copy has its final name only when it is complete, and never takes that of another one. PostgreSQL has none.
    """
    if engine.dialect.name != "sqlite" or engine.url.database in (None, "", ":memory:"):
        return
    file = Path(str(engine.url.database))
    if shutil.disk_usage(file.parent).free < 2 * file.stat().st_size:
        raise StoreTrouble(
            f"There is no space beside {file} for the backup that is made before an upgrade. "
            "Free some space and start again. The store was not changed.",
            not_done=None,
        )
    wanted = beside(file, f".before-upgrade-from-{version}")
    draft = beside(wanted, ".unfinished")
    try:
        with closing(sqlite3.connect(file)) as source:
            copy_pages(source, draft)
        keep_beside(draft, wanted)
    except (OSError, sqlite3.Error) as wrong:
        raise StoreTrouble(
            f"The store could not be copied to {wanted} before its upgrade ({wrong}). "
            "Free some space or allow writing there, and start again. The store was not changed.",
            not_done=None,
        ) from wrong
    finally:
        with suppress(OSError):
            remove(draft)
