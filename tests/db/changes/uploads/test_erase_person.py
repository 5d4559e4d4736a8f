"""One person's answers erased: gone from every figure and from the store's files, and not brought back."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select

from db.changes import save_upload, undo_upload
from db.changes.uploads.erase_person import ErasedCounts, erase_answers
from db.store.engine import Store, open_store
from db.tables import AuditRow
from metrics.errors import BadValue, NotFound
from metrics.vocabulary import COMMENT, Audience, Item
from tests.db.looks import assert_adds_up, everything, figure, imported
from tests.db.readings import answer, reading

SAID = "The manager was rude to my daughter Miriam"


def _answers(first: int = 2) -> list:
    others = [answer(line, 10, id_=f"R{line}", unit="North/Leeds") for line in range(first, first + 6)]
    return [*others, answer(first + 6, 0, id_="R-gone", unit="North/Leeds", comment=SAID)]


def test_what_was_erased_counts_nowhere_and_everything_adds_up(store: Store) -> None:
    imported(store, *_answers()[:-1])
    before = everything(store)
    imported(store, _answers()[-1], name="b.csv")
    assert figure(store, "nps")[1] == 7
    assert erase_answers(store, "R-gone", by="Ann") == ErasedCounts(responses=1, scores=1, comments=1)
    assert everything(store) == before
    assert_adds_up(store)


def test_a_comment_without_a_score_is_erased_and_is_no_score(store: Store) -> None:
    alone = ((Item(COMMENT, None, Audience.CUSTOMERS), 1.0),)
    imported(store, answer(2, id_="R1", comment=SAID)._replace(scores=alone), name="comments.csv")
    assert erase_answers(store, "R1", by="Ann") == ErasedCounts(responses=1, scores=0, comments=1)
    assert_adds_up(store)


def test_every_copy_is_erased_and_none_comes_back_with_a_later_file_or_an_undo(store: Store) -> None:
    first = imported(store, *_answers()).upload
    again = imported(store, *_answers(20), name="again.csv")
    assert again.duplicates == 1
    assert erase_answers(store, "R-gone", by="Ann").responses == 2
    assert first is not None
    undo_upload(store, first, by="Ann")
    assert figure(store, "nps") == (100, 6)
    receipt = imported(store, *_answers(), name="first again.csv")
    assert receipt.refused == 1
    assert "erased at their request" in receipt.problems[0].message
    assert "R-gone" not in repr(receipt.problems)
    assert figure(store, "nps")[0] == 100
    assert_adds_up(store)


def test_the_audit_line_tells_neither_what_was_said_nor_by_whom(store: Store) -> None:
    imported(store, *_answers())
    erase_answers(store, "R-gone", by="Ann")
    with store.reading() as session:
        line = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
    assert line is not None
    assert (line.did, line.by) == ("erase answers", "Ann")
    assert line.about == {"responses": 1, "scores": 1, "comments": 1}


def test_an_id_that_several_sources_know_is_asked_about(store: Store) -> None:
    imported(store, *_answers())
    save_upload(store, reading(_answers(), "b.csv", source="Other tool"), by="Ann")
    with pytest.raises(BadValue, match=r"Several sources .*“Other tool”"):
        erase_answers(store, "R-gone", by="Ann")
    assert erase_answers(store, "R-gone", by="Ann", source="Other tool").responses == 1
    assert figure(store, "nps")[1] == 13
    with pytest.raises(NotFound, match="from the source “Other tool”"):
        erase_answers(store, "R-gone", by="Ann", source="Other tool")
    assert erase_answers(store, "R-gone", by="Ann", everywhere=True).responses == 1


@pytest.mark.slow
@pytest.mark.parametrize("response_id", ["", "  ", "nobody"])
def test_an_id_nobody_knows_changes_nothing(store: Store, response_id: str) -> None:
    imported(store, *_answers())
    before = everything(store)
    with pytest.raises(NotFound, match="Nothing was changed"):
        erase_answers(store, response_id, by="Ann")
    assert everything(store) == before


def test_nothing_of_it_is_left_in_the_files_of_the_store(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'plumbline.db'}")
    imported(store, *_answers())
    assert any(SAID.encode() in file.read_bytes() for file in tmp_path.iterdir())
    erase_answers(store, "R-gone", by="Ann")
    for file in tmp_path.iterdir():
        content = file.read_bytes()
        assert SAID.encode() not in content, file
        assert b"R-gone" not in content, file
    store.close()
