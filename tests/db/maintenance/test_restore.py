"""A restore replaces a store at once or not at all, keeps what was there, and reaches a store that cannot be read."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from db.changes import save_upload
from db.maintenance.backup import back_up
from db.maintenance.integrity import differences
from db.maintenance.restore import restore
from db.maintenance.sealed_content import notes
from db.queries.settings import revision
from db.store.engine import Store, open_store
from db.store.signing_key import KEY_FILE
from db.tables import AuditRow, ResponseRow
from metrics.errors import BadValue, PlumblineError, StoreTooNew, StoreTrouble
from tests.db.readings import answer, reading


@pytest.fixture
def backup(used: Store, tmp_path: Path) -> Path:
    """A backup of five answers, made before a sixth was saved."""
    made = back_up(used, tmp_path / "b.db").file
    save_upload(used, reading([answer(6, 1)]), by="Ann")
    return made


def file_of(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def answers(store: Store) -> int:
    with store.reading() as session:
        return len(session.scalars(select(ResponseRow.id)).all())


def answers_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as opened:
        return int(opened.execute("SELECT count(*) FROM responses").fetchone()[0])


def test_what_was_there_is_kept_under_a_name_with_its_date_and_can_be_put_back(used: Store, backup: Path) -> None:
    done = restore(used.url, backup, by="Ann", replace=True)
    assert (answers(used), answers_in(Path(done.kept))) == (5, 6)
    assert Path(done.kept).name.startswith("plumbline.db.before-restore-2")
    back = restore(used.url, Path(done.kept), by="Ann", replace=True)
    assert (answers(used), back.revision) == (6, done.revision + 1)
    assert {own.name for own in file_of(used).parent.iterdir()} >= {Path(done.kept).name, Path(back.kept).name}


def test_one_audit_line_is_in_the_store_with_the_data_and_its_revision_is_above_both(used: Store, backup: Path) -> None:
    with used.reading() as session:
        before = revision(session)
    done = restore(used.url, backup, by="Ann", replace=True)
    with used.reading() as session:
        line = session.scalars(select(AuditRow).order_by(AuditRow.id.desc()).limit(1)).one()
        assert (line.did, line.by, line.revision, revision(session)) == ("restore", "Ann", before + 1, before + 1)
        assert line.about == {"file": "b.db", "revision": 1, "kept": Path(done.kept).name}
        assert differences(session) == []


def test_a_reader_sees_the_old_store_to_its_end_and_then_the_new_one(used: Store, backup: Path) -> None:
    with used.reading() as session:
        assert revision(session) == 2
        restore(used.url, backup, by="Ann", replace=True)
        assert len(session.scalars(select(ResponseRow.id)).all()) == 6
    assert answers(used) == 5


def test_a_change_under_way_is_waited_for_and_kept(used: Store, backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("db.maintenance.switch.BUSY_SECONDS", 0.1)
    with used.changing("write", by="Bob", about={}), pytest.raises(StoreTrouble, match=r"busy|locked"):
        restore(used.url, backup, by="Ann", replace=True)
    assert answers(used) == 6
    done = restore(used.url, backup, by="Ann", replace=True)
    with closing(open_store(f"sqlite:///{done.kept}")) as kept, kept.reading() as session:
        assert session.scalars(select(AuditRow.by).order_by(AuditRow.id.desc())).first() == "Bob"


def hole(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.seek(4096 * 20)
        opened.write(bytes(4096 * 5))


def lost_reference(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE responses SET unit_id = 99")


def lost_table(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("DROP TABLE stakes")


def lost_layout(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("DELETE FROM alembic_version")


def newer_layout(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE alembic_version SET version_num = '9999'")


def wrong_sum(file: Path) -> None:
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("UPDATE tallies SET n = n + 1")


def cut_off(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.truncate(file.stat().st_size // 2)


def nothing(file: Path) -> None:
    file.write_bytes(b"")


def something_else(file: Path) -> None:
    file.unlink()
    with closing(sqlite3.connect(file)) as opened, opened:
        opened.execute("CREATE TABLE holidays (day TEXT)")


@pytest.mark.parametrize("sealed", [True, False])
@pytest.mark.parametrize(
    ("harm", "said"),
    [
        (hole, "damaged"),
        (lost_reference, "damaged"),
        (lost_table, "damaged"),
        (lost_layout, "damaged"),
        (newer_layout, "damaged|newer version"),
        (wrong_sum, "damaged|does not add up"),
        (cut_off, "damaged"),
        (nothing, "not a backup"),
        (something_else, "not a backup"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_and_the_store_is_untouched(
    used: Store, tmp_path: Path, harm: Callable[[Path], None], said: str, sealed: bool
) -> None:
    """Not sealed is a copy of the store's file, or a backup of an older version."""
    file = tmp_path / "b.db"
    if sealed:
        back_up(used, file)
    used.close()
    if not sealed:
        shutil.copyfile(file_of(used), file)
    harm(file)
    before = file_of(used).read_bytes()
    with pytest.raises((BadValue, StoreTooNew), match=said) as refused:
        restore(used.url, file, by="Ann", replace=True)
    assert str(refused.value).endswith("Nothing was changed.")
    assert file_of(used).read_bytes() == before
    assert [own.name for own in file_of(used).parent.iterdir()] == ["plumbline.db"]


def no_head(file: Path) -> None:
    with file.open("r+b") as opened:
        opened.write(b"no store any more")


@pytest.mark.parametrize("harm", [hole, lost_table, lost_layout, cut_off, no_head])
def test_a_store_that_is_damaged_can_be_restored_and_its_remains_are_kept(
    used: Store, backup: Path, harm: Callable[[Path], None]
) -> None:
    file = file_of(used)
    used.close()
    harm(file)
    with pytest.raises(BadValue, match="--replace"):
        restore(used.url, backup, by="Ann")
    done = restore(used.url, backup, by="Ann", replace=True)
    assert Path(done.kept).stat().st_size > 0
    with closing(open_store(used.url)) as store, store.reading() as session:
        assert (differences(session), revision(session)) == ([], done.revision)
    assert answers(used) == 5, "a server that had it open reads the new one"


def test_a_store_that_is_gone_or_empty_is_restored_without_further_ado(used: Store, backup: Path) -> None:
    file = file_of(used)
    used.close()
    for left in (None, b""):
        file.unlink()
        if left is not None:
            file.write_bytes(left)
        assert restore(used.url, backup, by="Ann").kept == ""
        assert (answers_in(file), file.stat().st_mode & 0o777) == (5, 0o600)


def test_what_lies_beside_an_empty_file_is_kept(used: Store, backup: Path) -> None:
    """SQLite deletes what it wrote beside a file when it finds that file empty."""
    file = file_of(used)
    used.close()
    file.write_bytes(b"")
    beside = file.with_name("plumbline.db-wal")
    beside.write_bytes(b"the last changes")
    with pytest.raises(BadValue, match="--replace"):
        restore(used.url, backup, by="Ann")
    assert beside.read_bytes() == b"the last changes"
    done = restore(used.url, backup, by="Ann", replace=True)
    assert Path(f"{done.kept}-wal").read_bytes() == b"the last changes"
    assert answers_in(file) == 5


def test_somebody_elses_database_is_never_replaced(used: Store, backup: Path) -> None:
    used.close()
    something_else(file_of(used))
    with pytest.raises(BadValue, match="a database of something else"):
        restore(used.url, backup, by="Ann", replace=True)


def test_a_store_with_pages_of_another_size_is_written_into_as_well(used: Store, backup: Path) -> None:
    file = file_of(used)
    used.close()
    with closing(sqlite3.connect(file)) as opened:
        for statement in ("PRAGMA journal_mode=DELETE", "PRAGMA page_size=8192", "VACUUM"):
            opened.execute(statement)
    restore(used.url, backup, by="Ann", replace=True)
    assert answers(used) == 5


def test_the_changes_beside_a_backup_that_is_a_copied_store_are_restored_with_it(used: Store, tmp_path: Path) -> None:
    copied = tmp_path / "copied.db"
    save_upload(used, reading([answer(6, 9)]), by="Ann")
    for ending in ("", "-wal"):  # the store is open, so its newest changes are in the second file only
        shutil.copyfile(f"{file_of(used)}{ending}", f"{copied}{ending}")
    assert Path(f"{copied}-wal").stat().st_size
    other = f"sqlite:///{tmp_path / 'other.db'}"
    assert not restore(other, copied, by="Ann").sealed
    assert answers_in(tmp_path / "other.db") == 6


def test_a_second_restore_waits_for_its_turn(used: Store, backup: Path) -> None:
    folder = file_of(used).with_name("plumbline.db.restoring")
    holder = (
        "import fcntl, sys; lock = open(sys.argv[1], 'w'); fcntl.flock(lock, fcntl.LOCK_EX); "
        "print('held', flush=True); sys.stdin.read()"
    )
    folder.mkdir()
    with subprocess.Popen(
        [sys.executable, "-c", holder, str(folder / "lock")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout
        assert other.stdout.readline() == "held\n"
        with pytest.raises(PlumblineError, match="Another restore"):
            restore(used.url, backup, by="Ann", replace=True)
        other.communicate("")
    restore(used.url, backup, by="Ann", replace=True)
    assert not folder.exists()


def test_a_restored_store_is_signed_with_its_own_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, backup: Path
) -> None:
    """Of the place that is restored to; in a new place nothing is signed until the key is brought there."""
    monkeypatch.delenv(KEY_FILE)
    here, elsewhere = (f"sqlite:///{tmp_path / name}" for name in ("here.db", "elsewhere.db"))
    with closing(open_store(here)) as store:
        save_upload(store, reading([answer(1, 9)]), by="Ann")
        copy = back_up(store, tmp_path / "copy.db").file
    for url, file, said in ((here, copy, []), (here, backup, []), (elsewhere, copy, ["The key"])):
        restore(url, file, by="Ann", replace=True)
        with closing(open_store(url)) as store, store.reading() as session:
            assert differences(session) == []
            assert [note[:7] for note in notes(session)] == said
