"""The one law seen from a report: what undos leave, what a reader sees meanwhile, and which files may overlap."""

from __future__ import annotations

import pytest

from db.changes import save_upload, undo_upload
from db.reports.scorecards import report
from db.store.engine import Store
from metrics.errors import NotFound
from tests.db.looks import (
    OCTOBER,
    assert_adds_up,
    everything,
    figure,
    imported,
    in_month,
    scope,
    standard,
)
from tests.db.readings import answer, operation, reading


def test_a_report_after_import_and_undo_is_the_one_before(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 9, unit="North", channel="phone"))
    imported(store, operation(2, "retention", 9, 10), name="operations.csv")
    standard(store, "nps", 20)
    before = everything(store)
    undone = imported(store, *in_month(OCTOBER, [0] * 9, unit="South", channel="fax"), name="b.csv").upload
    assert everything(store) != before
    assert undone is not None
    undo_upload(store, undone, by="Ann")
    assert everything(store) == before
    assert_adds_up(store)


def test_a_unit_nobody_speaks_of_any_more_is_gone_in_whatever_order_its_uploads_are_undone(store: Store) -> None:
    first = imported(store, *in_month(OCTOBER, [10] * 5, unit="North/Leeds")).upload
    second = imported(store, *in_month(OCTOBER, [0] * 5, unit="North/Leeds"), name="b.csv").upload
    assert first is not None
    assert second is not None
    undo_upload(store, first, by="Ann")
    assert figure(store, "nps", scope("North/Leeds")) == (-100, 5)
    undo_upload(store, second, by="Ann")
    with store.reading() as session, pytest.raises(NotFound):
        report(session, scope("North"))


def test_a_report_sees_one_state_of_the_store(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5))
    with store.reading() as session:
        before = report(session, scope(), ["nps"])
        imported(store, *in_month(OCTOBER, [0] * 5), name="meanwhile.csv")
        after = report(session, scope(), ["nps"])
    assert (after.revision, after.scorecards[0].value) == (before.revision, before.scorecards[0].value)
    assert figure(store, "nps")[1] == 10


def test_files_without_ids_and_days_that_overlap_are_warned_of(store: Store) -> None:
    undated = [answer(line, 10, day=None) for line in range(2, 7)]
    save_upload(store, reading(undated, "first.csv", month=OCTOBER), by="Ann")
    note = save_upload(store, reading(undated, "again.csv", month=OCTOBER), by="Ann").notes
    assert len(note) == 1
    assert "no response ids" in note[0]
    assert "upload 1 (first.csv)" in note[0]
    assert "2026-10" in note[0]


def test_files_with_ids_other_months_or_other_sources_are_not_warned_of(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5), name="first.csv")
    assert imported(store, *in_month(OCTOBER.previous, [0]), name="earlier.csv").notes == ()
    assert imported(store, answer(2, 9, id_="R1"), name="ids.csv").notes == ()
    other = reading(in_month(OCTOBER, [1]), "other.csv", source="elsewhere")
    assert save_upload(store, other, by="Ann").notes == ()


def test_what_was_refused_with_its_row_stays_out_while_the_rival_stands(store: Store) -> None:
    imported(store, answer(2, 9, id_="R1"))
    imported(store, answer(2, 0, id_="R1", csat=5), name="refused.csv")
    same = imported(store, answer(2, 9, id_="R1"), name="again.csv").upload
    assert same is not None
    undo_upload(store, same, by="Ann")
    assert figure(store, "nps")[1] == 1
    assert figure(store, "csat")[1] == 0
    assert_adds_up(store)
