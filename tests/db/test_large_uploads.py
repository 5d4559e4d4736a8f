"""Uploads large enough to take the quick ways: an index laid at the end, blocks read by a process of their own."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import inspect as looked_at

from db.ahead import read_ahead
from db.changes import save_upload, undo, undo_upload
from db.changes.saving import MANY_RESPONSES
from db.formats import Options, Role, Source, inspect, mapping_for, read
from db.formats.rows import Answer, Block
from db.store import Store
from db.verify import differences
from metrics.errors import FileRefused
from tests.conftest import NewStore
from tests.db.looks import assert_adds_up, everything
from tests.db.readings import answer, reading

ROWS = MANY_RESPONSES + 5_000
LONGER_THAN_LOOKED_AT = 60_000


def answers(rows: int, score: int = 10) -> list[Answer]:
    """Answers of two years at twenty units; every thousandth carries the id of one long before."""
    first = dt.date(2024, 10, 1)
    return [
        answer(
            line,
            score,
            id_=f"R{line - 900 if line % 1000 == 950 else line}",
            day=first + dt.timedelta(days=line % 700),
            unit=f"North/Site {line % 20}",
            comment="Fine." if line % 9 == 0 else "",
        )
        for line in range(rows)
    ]


def indexes(store: Store) -> set[str | None]:
    return {index["name"] for index in looked_at(store.engine).get_indexes("responses")}


def test_a_large_upload_leaves_the_indexes_as_they_were_and_adds_up(store: Store) -> None:
    before = indexes(store)
    receipt = save_upload(store, reading(answers(ROWS), block=4_000), by="Ann")
    assert (receipt.saved + receipt.refused, receipt.refused) == (ROWS, ROWS // 1000)
    assert indexes(store) == before
    with store.reading() as session:
        assert differences(session) == []


def test_a_large_upload_that_is_only_tried_leaves_the_indexes_too(store: Store) -> None:
    before = indexes(store)
    save_upload(store, reading(answers(ROWS), block=4_000), by="Ann", keep=False)
    assert indexes(store) == before


def test_a_large_upload_between_two_others_is_taken_back_exactly(store: Store) -> None:
    save_upload(store, reading(answers(50, 3), "first.csv"), by="Ann")
    large = save_upload(store, reading(answers(ROWS), "large.csv", block=4_000), by="Ann").upload
    save_upload(store, reading(answers(80, 0), "last.csv"), by="Ann")
    assert large is not None
    undo_upload(store, large, by="Ann")
    with store.reading() as session:
        assert differences(session) == []


def test_an_export_of_everything_so_far_stands_by_itself_once_the_earlier_one_is_taken_back(
    new_store: NewStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undo, "IDS_AT_ONCE", 700)
    so_far = reading(answers(3_000), "so_far.csv", block=1_000)
    store, alone = new_store(), new_store()
    earlier = save_upload(store, reading(answers(2_000), "earlier.csv"), by="Ann").upload
    again = save_upload(store, so_far, by="Ann")
    assert (again.saved, again.duplicates) == (999, 1_998)
    assert earlier is not None
    undo_upload(store, earlier, by="Ann")
    save_upload(alone, so_far, by="Ann")
    assert everything(store) == everything(alone)
    assert_adds_up(store)


def test_blocks_read_elsewhere_are_the_same_blocks() -> None:
    plain = reading(answers(3_000), block=700)
    ahead = read_ahead(plain)
    assert [list(block.rows) for block in ahead.blocks()] == [list(block.rows) for block in plain.blocks()]


def test_a_file_refused_while_it_is_read_elsewhere_is_refused_here() -> None:
    def blocks() -> list[Block]:
        raise FileRefused("The file is broken.")

    broken = replace(reading(answers(3)), blocks=lambda: iter(blocks()))
    with pytest.raises(FileRefused, match="broken"):
        list(read_ahead(broken).blocks())


def test_units_are_recognised_in_a_file_longer_than_is_looked_at() -> None:
    lines = [f"R{line},2026-10-05,nps,9,Site {line % 30}" for line in range(LONGER_THAN_LOOKED_AT)]
    content = "\n".join(["response_id,responded_at,metric,score,unit", *lines]).encode()
    source = Source.of_bytes("long.csv", content)
    for to_the_end in (True, False):
        found = inspect(source, to_the_end=to_the_end)
        assert found.columns[4].role is Role.UNIT
        assert (found.rows == LONGER_THAN_LOOKED_AT) is to_the_end
    first = next(iter(read(source, mapping_for(found, Options())).blocks()))
    assert isinstance(first.rows[0], Answer)
    assert first.rows[0].unit == "Site 0"
