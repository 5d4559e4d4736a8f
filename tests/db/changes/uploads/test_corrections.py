"""A file that comes a second time with another choice, and what is said of closed units."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes import save_upload
from db.changes.units.tree import close_unit
from db.maintenance.integrity import differences
from db.store.engine import Store
from db.totals.tallies import MANY
from metrics.errors import AlreadyImported
from metrics.periods import Month
from tests.db.readings import answer, operation, reading


def test_a_file_of_which_nothing_counts_may_come_again(store: Store) -> None:
    save_upload(store, reading([answer(2, 9, id_="a")], "first.csv"), by="Ann")
    corrected = reading([answer(2, 3, id_="a")], "corrected.csv")
    for rule, saved in (("first", 0), ("first", 0), ("correct", 1)):
        assert save_upload(store, corrected, by="Ann", on_conflict=rule).saved == saved
    with pytest.raises(AlreadyImported):
        save_upload(store, corrected, by="Ann", on_conflict="correct")
    with store.reading() as session:
        assert differences(session) == []


@pytest.mark.parametrize("rule", ["newest", "correct"])
def test_a_second_try_that_says_which_answer_counts_is_taken(store: Store, rule: str) -> None:
    save_upload(store, reading([answer(2, 9, id_="a")], "first.csv"), by="Ann")
    corrected = reading([answer(2, 3, id_="a"), answer(3, 8, id_="b")], "corrected.csv")
    assert save_upload(store, corrected, by="Ann").saved == 1
    receipt = save_upload(store, corrected, by="Ann", on_conflict=rule)
    assert (receipt.saved, receipt.duplicates, receipt.refused) == (1, 1, 0)
    with pytest.raises(AlreadyImported):
        save_upload(store, corrected, by="Ann")
    with pytest.raises(AlreadyImported):
        save_upload(store, corrected, by="Ann", on_conflict=rule)


def test_another_choice_is_no_reason_where_all_was_saved(store: Store) -> None:
    file = reading([answer(2, 9, id_="a")])
    save_upload(store, file, by="Ann")
    with pytest.raises(AlreadyImported):
        save_upload(store, file, by="Ann", on_conflict="correct")


def test_later_figures_of_a_closed_unit_are_said(store: Store) -> None:
    save_upload(store, reading([answer(2, 9, unit="North/Leeds")]), by="Ann")
    close_unit(store, "North", Month(2026, 11), by="Ann")
    before = [answer(2, 3, unit="North/Leeds"), answer(3, 9, unit="South", day=dt.date(2026, 11, 5))]
    assert save_upload(store, reading(before, "before.csv"), by="Ann").notes == ()
    late = [answer(2, 5, unit="North/Leeds", day=dt.date(2026, 11, 3))]
    (note,) = save_upload(store, reading(late, "late.csv"), by="Ann").notes
    assert "North/Leeds is closed from 2026-11 on" in note
    figures = [operation(2, "retention", 9, 10, unit="North", month="2026-12")]
    (note,) = save_upload(store, reading(figures, "figures.csv"), by="Ann").notes
    assert "up to 2026-12" in note


def test_later_figures_of_a_closed_unit_are_said_of_a_large_file(store: Store) -> None:
    save_upload(store, reading([answer(2, 9, unit="North")]), by="Ann")
    close_unit(store, "North", Month(2026, 11), by="Ann")
    late = [answer(line, 5, id_=f"{line}", unit="North", day=dt.date(2026, 11, 3)) for line in range(2, MANY + 3)]
    notes = save_upload(store, reading(late, "late.csv", block=len(late)), by="Ann").notes
    assert any("North is closed from 2026-11 on" in note for note in notes)
