"""A damaged store is recognised when it is opened, and never begun again in silence."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from db.changes import name_organisation
from db.queries.settings import settings
from db.store.engine import open_store
from metrics.errors import StoreTrouble


def _cut(share: float) -> Callable[[Path], None]:
    def cut(file: Path) -> None:
        file.write_bytes(file.read_bytes()[: int(file.stat().st_size * share)])

    return cut


def _half_page(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-2048])


def _other(file: Path) -> None:
    file.write_text("the minutes of a meeting, " * 400)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A store with a change in it, closed."""
    made = tmp_path / "harbour.db"
    with closing(open_store(f"sqlite:///{made}")) as store:
        name_organisation(store, "Harbour", by="Ann")
    return made


@pytest.mark.parametrize("harm", [_cut(0), _cut(0.0001), _cut(0.5), _half_page, _other])
def test_a_file_that_is_no_whole_store_is_refused_and_left_as_it_is(file: Path, harm: Callable[[Path], None]) -> None:
    harm(file)
    before = file.read_bytes()
    with pytest.raises(StoreTrouble, match=r"is damaged.*manage\.py restore"):
        open_store(f"sqlite:///{file}")
    assert file.read_bytes() == before


@pytest.mark.parametrize("table", ["standards", "seals", "alembic_version", "tallies"])
def test_a_store_without_one_of_its_tables_is_refused_by_name(file: Path, table: str) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store, store.engine.begin() as connection:
        connection.execute(text(f"DROP TABLE {table}"))
    with pytest.raises(StoreTrouble, match=table):
        open_store(f"sqlite:///{file}")


def test_a_page_that_was_spoiled_while_the_store_is_open_gets_a_sentence(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        with store.engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
            connection.exec_driver_sql("BEGIN")
        content = bytearray(file.read_bytes())
        content[4096:] = b"\x5a" * (len(content) - 4096)
        file.write_bytes(content)
        store.engine.dispose()
        with pytest.raises(StoreTrouble, match="is damaged"), store.reading() as session:
            settings(session)


def test_an_open_store_that_is_cut_off_is_seen_by_its_check(file: Path) -> None:
    with closing(open_store(f"sqlite:///{file}")) as store:
        store.check()
        file.with_name("harbour.db-wal").unlink(missing_ok=True)
        _cut(0.5)(file)
        with pytest.raises(StoreTrouble, match="cut off"):
            store.check()


def test_a_store_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    open_store(f"sqlite:///{tmp_path / 'new.db'}").close()
    assert [each.name for each in tmp_path.iterdir() if each.suffix != ".key"] == ["new.db"]
