"""A backup is sealed, proven by a restore elsewhere, and never made of a damaged store without a word."""

from __future__ import annotations

import random
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from db.changes import save_upload
from db.maintenance.backup import Backup, back_up, back_up_to
from db.maintenance.backup_seal import CHANGED_BY_OPENING, SealState, check_seal
from db.maintenance.restore import restore
from db.queries.settings import revision
from db.store.engine import Store, open_store
from metrics.errors import BadValue, StoreTrouble
from tests.db.readings import answer, reading

PAGE = 4096


def flipped(file: Path, at: int) -> None:
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ 1 << at % 8]))


def test_a_backup_says_what_it_holds_and_is_private(used: Store, tmp_path: Path) -> None:
    made = back_up(used, tmp_path / "b.db")
    assert (made.seal.revision, made.differences, made.file.stat().st_mode & 0o777) == (1, (), 0o600)
    assert check_seal(made.file) is SealState.WHOLE
    assert [own.name for own in tmp_path.iterdir() if "b.db" in own.name] == ["b.db"]


@pytest.mark.slow
def test_every_flipped_byte_of_a_backup_is_noticed(used: Store, tmp_path: Path) -> None:
    made = back_up(used, tmp_path / "b.db")
    places = random.Random(7).sample(range(100, made.bytes), 40)
    for at in [0, 16, 30, 60, 68, 71, *places]:
        harmed = shutil.copyfile(made.file, tmp_path / "harmed.db")
        flipped(harmed, at)
        with pytest.raises(BadValue, match=r"damaged|not a backup"):
            restore(f"sqlite:///{tmp_path / 'other.db'}", harmed, by="Ann")
        assert not (tmp_path / "other.db").exists(), at


def test_a_backup_that_was_opened_to_look_at_it_is_still_whole(used: Store, tmp_path: Path) -> None:
    made = back_up(used, tmp_path / "b.db")
    before = made.file.read_bytes()
    with closing(open_store(f"sqlite:///{made.file}")) as looked_at, looked_at.reading() as session:
        assert revision(session) == 1
    after = made.file.read_bytes()
    differ = {at for at, (old, new) in enumerate(zip(before, after, strict=True)) if old != new}
    assert differ <= {at for first, end in CHANGED_BY_OPENING for at in range(first, end)}
    assert restore(f"sqlite:///{tmp_path / 'other.db'}", made.file, by="Ann").sealed


def test_a_backup_that_was_changed_as_a_store_is_not_what_was_made(used: Store, tmp_path: Path) -> None:
    made = back_up(used, tmp_path / "b.db")
    with closing(open_store(f"sqlite:///{made.file}")) as changed:
        save_upload(changed, reading([answer(9, 1)]), by="Ann")
    with pytest.raises(BadValue, match="its checksum is another"):
        restore(f"sqlite:///{tmp_path / 'other.db'}", made.file, by="Ann")
    again = back_up_of(made.file, tmp_path / "again.db")
    assert restore(f"sqlite:///{tmp_path / 'other.db'}", again.file, by="Ann").sealed


def back_up_of(file: Path, to: Path) -> Backup:
    with closing(open_store(f"sqlite:///{file}")) as store:
        return back_up(store, to)


def test_a_damaged_store_is_not_called_well(used: Store, tmp_path: Path) -> None:
    file = Path(str(used.engine.url.database))
    used.close()
    with file.open("r+b") as opened:
        opened.seek(PAGE * 30)
        opened.write(bytes(PAGE * 4))
    with pytest.raises(StoreTrouble, match=r"damaged: .* No backup was made"):
        back_up(used, tmp_path / "b.db")
    assert not [own for own in tmp_path.iterdir() if own.name.startswith("b.db")]


def test_a_store_that_does_not_add_up_is_backed_up_only_if_that_is_accepted(used: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(str(used.engine.url.database))) as opened, opened:
        opened.execute("UPDATE tallies SET n = n + 1")
    with pytest.raises(BadValue, match=r"does not add up: tallies.*--accept-differences"):
        back_up(used, tmp_path / "b.db")
    assert not (tmp_path / "b.db").exists()
    made = back_up(used, tmp_path / "b.db", accept_differences=True)
    assert "tallies" in made.differences[0]
    other = f"sqlite:///{tmp_path / 'other.db'}"
    with pytest.raises(BadValue, match="does not add up"):
        restore(other, made.file, by="Ann")
    assert restore(other, made.file, by="Ann", accept_differences=True).differences


def test_of_dated_backups_the_newest_are_kept_and_other_files_stay(used: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    older = [folder / f"plumbline-2026-11-{day:02}T02-30-00Z.db" for day in (1, 2, 3)]
    for own in (*older, folder / "plumbline-2026-11-01.db", folder / "accounts.db"):
        own.write_text("kept by somebody")
    done = back_up_to(used, folder, keep=2)
    assert done.deleted == tuple(older[:2])
    assert {own.name for own in folder.iterdir()} == {
        older[2].name,
        done.made.file.name,
        "plumbline-2026-11-01.db",
        "accounts.db",
    }
    assert restore(f"sqlite:///{tmp_path / 'other.db'}", done.made.file, by="Ann").sealed


def test_a_backup_that_looks_older_than_the_others_is_kept_all_the_same(used: Store, tmp_path: Path) -> None:
    """As where the clock was set back."""
    later = tmp_path / "plumbline-2999-01-01T00-00-00Z.db"
    later.write_text("from the future")
    done = back_up_to(used, tmp_path, keep=1)
    assert (done.made.file.exists(), done.deleted) == (True, (later,))


def test_nothing_is_deleted_for_a_backup_that_was_not_made(used: Store, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    (folder / "plumbline-2026-11-01T02-30-00Z.db").write_text("the last good one")
    with closing(sqlite3.connect(str(used.engine.url.database))) as opened, opened:
        opened.execute("UPDATE tallies SET n = n + 1")
    with pytest.raises(BadValue):
        back_up_to(used, folder, keep=1)
    back_up_to(used, folder, keep=1, accept_differences=True)
    assert (folder / "plumbline-2026-11-01T02-30-00Z.db").exists()
    with pytest.raises(BadValue, match="At least one"):
        back_up_to(used, folder, keep=0)
