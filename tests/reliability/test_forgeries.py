"""`verify` sees every change made behind the product's back, and says where."""

from __future__ import annotations

import pytest
import sqlalchemy as sa

from db.store.engine import Store
from db.store.row_hashes import COLUMNS_LEFT_OUT, TABLES_LEFT_OUT
from db.tables import Base
from tests.db.looks import assert_adds_up
from tests.filled_stores import Filled
from tests.reliability.everything import fill
from tests.reliability.forgeries import (
    NOT_SEEN,
    added_row_is_seen,
    changed_value_is_seen,
    missing_row_is_seen,
    resealed_chain_is_seen,
)

TABLES = Base.metadata.sorted_tables


@pytest.fixture
def full(store: Store, filled: Filled) -> Store:
    """A store with rows in every table."""
    return filled(store, fill)


def test_every_table_has_rows_to_be_forged(full: Store) -> None:
    with full.reading() as session:
        counts = {table.name: session.scalar(sa.select(sa.func.count()).select_from(table)) for table in TABLES}
    assert [name for name, n in counts.items() if not n] == []
    assert_adds_up(full)


def test_a_changed_value_is_seen_in_every_column_of_every_table(full: Store) -> None:
    columns = [column for table in TABLES for column in table.columns]
    found = {(column.table.name, column.name): changed_value_is_seen(full, column, whole=False) for column in columns}
    assert {where for where, said in found.items() if not said} == set(NOT_SEEN)
    unnamed = [where for where, said in found.items() if said and not any(_names(where[0], each) for each in said)]
    assert unnamed == []
    assert_adds_up(full)


def _names(table: str, sentence: str) -> bool:
    return table in sentence or table in TABLES_LEFT_OUT or any(table == each for each, _ in COLUMNS_LEFT_OUT)


def test_a_row_taken_out_or_added_is_seen_in_every_table(full: Store) -> None:
    assert [table.name for table in TABLES if not missing_row_is_seen(full, table, whole=False)] == []
    assert [table.name for table in TABLES if not added_row_is_seen(full, table, whole=False)] == []
    assert_adds_up(full)


def test_a_chain_that_was_sealed_again_without_the_key_is_seen(full: Store) -> None:
    (found,) = resealed_chain_is_seen(full)
    assert "written over and sealed without the key" in found
