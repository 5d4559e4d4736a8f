"""Files of a store are private with any umask, and have their final name only when they are complete."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.changes import save_upload
from db.store.engine import open_store
from db.store_files import COMPANIONS, beside, copy_pages, keep_beside, put_in_place
from tests.db.readings import answer, reading


@pytest.fixture
def _open_to_all() -> Iterator[None]:
    before = os.umask(0)
    yield
    os.umask(before)


def rights(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.mark.usefixtures("_open_to_all")
def test_a_new_store_and_what_lies_beside_it_are_private(tmp_path: Path) -> None:
    file = tmp_path / "plumbline.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        save_upload(store, reading([answer(1, 9)]), by="Ann")
        made = {own.name: rights(own) for own in tmp_path.iterdir()}
    assert made == {"plumbline.db": 0o600, "plumbline.db-wal": 0o600, "plumbline.db-shm": 0o600}


@pytest.mark.parametrize(("before", "after"), [(0o644, 0o600), (0o666, 0o600), (0o640, 0o640), (0o660, 0o660)])
def test_a_store_that_every_account_could_read_is_made_private_and_one_given_to_a_group_stays_so(
    tmp_path: Path, before: int, after: int
) -> None:
    file = tmp_path / "plumbline.db"
    open_store(f"sqlite:///{file}").close()
    file.chmod(before)
    open_store(f"sqlite:///{file}").close()
    assert rights(file) == after


@pytest.mark.usefixtures("_open_to_all")
def test_a_copy_is_private_from_its_first_byte(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'plumbline.db'}").close()
    with closing(sqlite3.connect(tmp_path / "plumbline.db")) as source:
        copy_pages(source, tmp_path / "copy.db")
    assert rights(tmp_path / "copy.db") == 0o600


def test_a_finished_file_never_takes_the_name_of_another(tmp_path: Path) -> None:
    draft, final = tmp_path / "a.draft", tmp_path / "a"
    draft.write_text("new")
    final.write_text("old")
    with pytest.raises(FileExistsError):
        put_in_place(draft, final)
    assert (draft.read_text(), final.read_text()) == ("new", "old")


def test_copies_that_differ_are_all_kept_and_the_same_copy_once(tmp_path: Path) -> None:
    for text in ("first", "second", "third", "second"):
        (tmp_path / "draft").write_text(text)
        keep_beside(tmp_path / "draft", tmp_path / "copy")
    assert {own.name: own.read_text() for own in tmp_path.iterdir()} == {
        "copy": "first",
        "copy-2": "second",
        "copy-3": "third",
    }


def test_a_file_put_in_the_place_of_the_store_is_what_is_read_from_then_on(tmp_path: Path) -> None:
    """As a restore does it where there is no store to be read any more."""
    file, other = tmp_path / "plumbline.db", tmp_path / "other.db"
    with closing(open_store(f"sqlite:///{other}")) as made:
        save_upload(made, reading([answer(1, 9)]), by="Ann")
    with closing(open_store(f"sqlite:///{file}")) as store:
        with store.reading() as session:
            assert session.connection().exec_driver_sql("SELECT revision FROM store").scalar() == 0
        for ending in COMPANIONS:  # they belong to the file that was there
            beside(file, ending).unlink(missing_ok=True)
        other.replace(file)
        with store.reading() as session:
            assert session.connection().exec_driver_sql("SELECT revision FROM store").scalar() == 1
