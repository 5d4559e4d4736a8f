"""Where a store's files lie, and that folders are made for this account alone."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from db.store.engine import open_store
from db.store.places import DEFAULT_STORE, open_privately, own_folder, private_folder, store_folder


@pytest.mark.parametrize(
    ("url", "folder"),
    [
        ("sqlite:////srv/data/plumbline.db", Path("/srv/data")),
        ("sqlite:///data/plumbline.db", Path.cwd() / "data"),
        ("sqlite://", DEFAULT_STORE.parent),
        ("postgresql://me:secret@host/plumbline", DEFAULT_STORE.parent),
        ("not a url", DEFAULT_STORE.parent),
    ],
)
def test_files_lie_beside_the_store_or_in_var(url: str, folder: Path) -> None:
    assert store_folder(url) == folder


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o777])
def test_folders_and_files_are_for_this_account_alone_with_any_umask(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        private_folder(tmp_path / "made")
        if umask != 0o777:  # a file under such a umask is of no use to anybody
            with open(tmp_path / "made" / "file", "x", opener=open_privately):
                pass
            assert (tmp_path / "made" / "file").stat().st_mode & 0o777 == 0o600
    finally:
        os.umask(before)
    assert (tmp_path / "made").stat().st_mode & 0o777 == 0o700


def test_a_folder_of_one_s_own_keeps_its_rights_and_plumbline_s_is_closed(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    private_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o755
    own_folder(tmp_path)
    assert tmp_path.stat().st_mode & 0o777 == 0o700


def test_the_folder_of_a_new_store_is_for_this_account_alone(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'new' / 'plumbline.db'}").close()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o700
