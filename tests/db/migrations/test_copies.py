"""The copy before an upgrade: of the old layout, complete or not there, and never in the place of another."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from db.changes import save_upload
from db.migrations import FOLDER, newest_layout, upgrade_store
from db.store.engine import open_store
from metrics.errors import StoreTrouble
from tests.db.readings import answer, reading
from tests.db.store.test_engine import NEXT_VERSION

UPGRADE = """
import sys
from pathlib import Path
from sqlalchemy import create_engine
from db.migrations import upgrade_store
from db.store.engine import _tune_sqlite
engine = create_engine(sys.argv[1])
_tune_sqlite(engine)
sys.stdin.readline()
upgrade_store(engine, Path(sys.argv[2]))
"""


def newer(folder: Path) -> Path:
    """The migrations with one more layout than this version has."""
    shutil.copytree(FOLDER, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    text = NEXT_VERSION.format(new="9999", head=newest_layout())
    (folder / "migrations" / "versions" / "9999_next.py").write_text(text)
    return folder / "migrations"


def layout_of(file: Path) -> str:
    with closing(sqlite3.connect(file)) as opened:
        assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        return str(opened.execute("SELECT version_num FROM alembic_version").fetchone()[0])


def store_with_an_answer(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    file = folder / "plumbline.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        save_upload(store, reading([answer(1, 9)]), by="Ann")
    return file


@pytest.mark.slow
def test_three_upgrades_at_once_leave_one_good_copy(tmp_path: Path) -> None:
    file, migrations = store_with_an_answer(tmp_path / "store"), newer(tmp_path)
    started = [
        subprocess.Popen(
            [sys.executable, "-c", UPGRADE, f"sqlite:///{file}", str(migrations)],
            cwd=FOLDER.parents[1],
            stdin=subprocess.PIPE,
            text=True,
        )
        for _ in range(3)
    ]
    for process in started:  # all have loaded everything before the first one is let go
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.close()
    assert [process.wait() for process in started] == [0, 0, 0]
    (copy,) = file.parent.glob("*before-upgrade*")
    assert (layout_of(copy), layout_of(file)) == (newest_layout(), "9999")


def test_a_half_made_copy_of_a_broken_off_upgrade_is_no_copy(tmp_path: Path) -> None:
    file = store_with_an_answer(tmp_path / "store")
    left = file.with_name(f"plumbline.db.before-upgrade-from-{newest_layout()}.unfinished")
    left.write_bytes(b"SQLite format 3\0 half")
    with closing(open_store(f"sqlite:///{file}")) as store:
        upgrade_store(store.engine, newer(tmp_path))
    assert not left.exists()
    (copy,) = file.parent.glob("*before-upgrade*")
    assert layout_of(copy) == newest_layout()


def test_an_earlier_copy_stays_beside_the_new_one(tmp_path: Path) -> None:
    file = store_with_an_answer(tmp_path / "store")
    earlier = file.with_name(f"plumbline.db.before-upgrade-from-{newest_layout()}")
    earlier.write_bytes(b"somebody's only copy")
    with closing(open_store(f"sqlite:///{file}")) as store:
        upgrade_store(store.engine, newer(tmp_path))
    assert earlier.read_bytes() == b"somebody's only copy"
    assert layout_of(earlier.with_name(f"{earlier.name}-2")) == newest_layout()


def test_without_a_copy_there_is_no_upgrade(tmp_path: Path) -> None:
    file = store_with_an_answer(tmp_path / "store")
    file.with_name(f"plumbline.db.before-upgrade-from-{newest_layout()}.unfinished").mkdir()
    with (
        closing(open_store(f"sqlite:///{file}")) as store,
        pytest.raises(StoreTrouble, match=r"could not be copied to .* The store was not changed"),
    ):
        upgrade_store(store.engine, newer(tmp_path))
    assert layout_of(file) == newest_layout()
