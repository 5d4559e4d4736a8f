"""A store with a few answers, in a file."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from db.changes import save_upload
from db.store.engine import Store, open_store
from tests.db.readings import answer, reading


@pytest.fixture(scope="session")
def _five_answers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("maintenance") / "plumbline.db"
    with closing(open_store(f"sqlite:///{file}")) as store:
        save_upload(store, reading([answer(number, 9) for number in range(1, 6)]), by="Ann")
    return file


@pytest.fixture
def used(_five_answers: Path, tmp_path: Path) -> Iterator[Store]:
    """A store with five answers, in a folder of its own."""
    file = tmp_path / "store" / "plumbline.db"
    file.parent.mkdir()
    shutil.copy(_five_answers, file)
    with closing(open_store(f"sqlite:///{file}")) as store:
        yield store
