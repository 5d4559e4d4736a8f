"""Bringing a store to this version: created when new, backed up and upgraded when old, refused when newer.

Each layout of the store is one file in `versions`. Does not know queries, changes or files.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from sqlalchemy import Engine, column, inspect, select, table

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
    newest = newest_layout(folder)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
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
    if current is not None:
        _back_up(engine, current)
    with engine.execution_options(writes=True).begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({UPGRADE_LOCK})")
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@cache
def newest_layout(folder: Path = FOLDER) -> str:
    """The newest layout that this version knows: the files of `versions` begin with their number."""
    return max(file.name.partition("_")[0] for file in (folder / "versions").glob("[0-9]*.py"))


def _version(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return connection.scalar(select(VERSION.c.version_num))


def _back_up(engine: Engine, version: str) -> None:
    """Copy an SQLite store beside itself before it is upgraded; PostgreSQL has its own backups."""
    file = engine.url.database
    if engine.dialect.name != "sqlite" or not file or file == ":memory:":
        return
    beside = Path(f"{file}.before-upgrade-from-{version}")
    free = shutil.disk_usage(beside.parent).free
    if free < 2 * Path(file).stat().st_size:
        raise StoreTrouble(
            f"There is no space beside {file} for the backup that is made before an upgrade. "
            "Free some space and start again. The store was not changed.",
            not_done=None,
        )
    source, target = sqlite3.connect(file), sqlite3.connect(beside)
    with target:
        source.backup(target)
    source.close()
    target.close()
