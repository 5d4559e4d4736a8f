"""What pages keep of a store is good for that store alone, even where another one has the same revision."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from db.changes import save_upload
from db.queries.uploads import uploads
from db.store.engine import open_store
from db.store_files import COMPANIONS, beside
from pages.parts import cached_queries
from tests.db.readings import answer, reading


def test_another_store_of_the_same_revision_is_not_taken_for_the_one_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, other = tmp_path / "plumbline.db", tmp_path / "other.db"
    for made, answers in ((file, 1), (other, 2)):
        with closing(open_store(f"sqlite:///{made}")) as store:
            save_upload(store, reading([answer(number, 9) for number in range(answers)]), by="Ann")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    assert cached_queries.revision() == 1
    assert [own.saved for own in cached_queries.kept(uploads)] == [1]
    for ending in COMPANIONS:
        beside(file, ending).unlink(missing_ok=True)
    other.replace(file)
    assert cached_queries.revision() == 1
    assert [own.saved for own in cached_queries.kept(uploads)] == [2]
