"""What people decide and do is kept with who said so, refused in words where it cannot stand, and never lost."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from db.changes import (
    change_action,
    change_initiative,
    close_action,
    enter_action,
    enter_benchmark,
    enter_initiative,
    save_upload,
    set_standard,
    stated_number,
    undo_upload,
    withdraw_initiative,
    withdraw_standard,
)
from db.maintenance.integrity import differences
from db.queries.initiatives_and_actions import actions, initiatives, is_below, standard_steps
from db.queries.settings import revision
from db.queries.standards import benchmarks, standards
from db.queries.uploads import uploads
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import AuditRow
from metrics.errors import BadValue, NotFound
from metrics.improvements import Action, ActionState, Initiative
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Scope, Standard
from tests.db.readings import answer, reading
from tests.filled_stores import Filled

DUE = dt.date(2026, 11, 30)
DESK = Action("Second phone desk", "R. Okafor", DUE, "North", "hold_time")
PROMISE = Initiative("Call-back promise", dt.date(2026, 3, 1), ("North",), ("nps",), "M. Hale")
OCTOBER = Month(2026, 10)


def two_units(store: Store) -> None:
    save_upload(store, reading([answer(1, 9, unit="North/Leeds"), answer(2, 9, unit="South")]), by="Ann")


@pytest.fixture
def company(store: Store, filled: Filled) -> Store:
    """A store with two units."""
    return filled(store, two_units)


def kept(store: Store) -> list[tuple[str, ActionState]]:
    with store.reading() as session:
        return [(each.action.what, each.state) for each in actions(session)]


def audit(store: Store) -> list[tuple[str, str]]:
    with store.reading() as session:
        assert differences(session) == []
        return [(row.did, row.by) for row in session.scalars(select(AuditRow).order_by(AuditRow.id))]


# --- actions ---------------------------------------------------------------------------------------------------------


def test_an_action_is_entered_changed_and_done_and_each_is_signed(company: Store) -> None:
    number = enter_action(company, DESK, by="Ann")
    change_action(company, number, replace(DESK, owner=" L.  Brandt "), by="Ben")
    close_action(company, number, ActionState.DONE, by="Cat", outcome="It stands", on=dt.date(2026, 11, 2))
    with company.reading() as session:
        (found,) = actions(session)
    assert found.action == replace(DESK, owner="L. Brandt")
    assert (found.state, found.outcome, found.closed_on) == (ActionState.DONE, "It stands", dt.date(2026, 11, 2))
    assert found.entered_by == "Ann"
    assert audit(company)[1:] == [("enter action", "Ann"), ("change action", "Ben"), ("close action", "Cat")]


def test_open_actions_come_by_due_day_and_closed_ones_after_them_newest_first(company: Store) -> None:
    for what, day in (("late", 3), ("soon", 1), ("first done", 2), ("last done", 9)):
        enter_action(company, replace(DESK, what=what, due=dt.date(2026, 11, day)), by="Ann")
    close_action(company, 3, ActionState.DONE, by="Ann", on=dt.date(2026, 10, 1))
    close_action(company, 4, ActionState.DROPPED, by="Ann", on=dt.date(2026, 10, 2))
    said = [("soon", "open"), ("late", "open"), ("last done", "dropped"), ("first done", "done")]
    assert kept(company) == [(what, ActionState(state)) for what, state in said]


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(DESK, what="  "), "Say what is to be done. Nothing was changed."),
        (replace(DESK, owner=""), "Say who does it. Nothing was changed."),
        (replace(DESK, owner="x" * 201), "Say who does it in at most 200 characters, not 201."),
        (replace(DESK, unit="Atlantis"), "There is no unit called “Atlantis”"),
        (replace(DESK, metric="happiness"), "There is no metric called “happiness”"),
        (replace(DESK, initiative=7), "There is no initiative 7"),
    ],
)
def test_an_action_that_cannot_stand_is_refused_and_changes_nothing(company: Store, wrong: Action, words: str) -> None:
    number = enter_action(company, DESK, by="Ann")
    before = revision_of(company)
    with pytest.raises((BadValue, NotFound), match=words):
        enter_action(company, wrong, by="Ann")
    with pytest.raises((BadValue, NotFound), match=words):
        change_action(company, number, wrong, by="Ann")
    assert revision_of(company) == before
    assert kept(company) == [(DESK.what, ActionState.OPEN)]


def test_what_was_closed_cannot_be_changed_or_closed_again(company: Store) -> None:
    number = enter_action(company, DESK, by="Ann")
    close_action(company, number, ActionState.DROPPED, by="Ann", on=dt.date(2026, 11, 2))
    with pytest.raises(BadValue, match="was closed on 2026-11-02 as dropped"):
        change_action(company, number, DESK, by="Ann")
    with pytest.raises(BadValue, match="was closed on 2026-11-02 as dropped"):
        close_action(company, number, ActionState.DONE, by="Ann")


def test_an_action_is_closed_as_something_by_today_and_must_be_known(company: Store) -> None:
    number = enter_action(company, DESK, by="Ann")
    with pytest.raises(BadValue, match="done or as cancelled"):
        close_action(company, number, ActionState.OPEN, by="Ann")
    with pytest.raises(BadValue, match="in the future"):
        close_action(company, number, ActionState.DONE, by="Ann", on=dt.date(2999, 1, 1))
    with pytest.raises(NotFound, match="no action 99"):
        close_action(company, 99, ActionState.DONE, by="Ann")


def test_days_late_are_counted_to_today_or_to_the_day_it_was_closed(company: Store) -> None:
    number = enter_action(company, replace(DESK, due=dt.date(2026, 10, 1)), by="Ann")
    with company.reading() as session:
        (found,) = actions(session)
    assert found.days_late(dt.date(2026, 10, 13)) == 12
    assert found.days_late(dt.date(2026, 10, 1)) == found.days_late(dt.date(2026, 9, 1)) == 0
    close_action(company, number, ActionState.DONE, by="Ann", on=dt.date(2026, 10, 4))
    with company.reading() as session:
        (found,) = actions(session)
    assert found.days_late(dt.date(2026, 11, 13)) == 3


# --- initiatives -----------------------------------------------------------------------------------------------------


def test_an_initiative_is_entered_changed_and_withdrawn_and_each_is_signed(company: Store) -> None:
    number = enter_initiative(company, PROMISE, by="Ann")
    changed = replace(PROMISE, units=("South", "north/LEEDS"), metrics=("csat", "nps", "csat"), ended=DUE)
    change_initiative(company, number, changed, by="Ben")
    with company.reading() as session:
        (found,) = initiatives(session)
    assert found.initiative == replace(changed, units=("North/Leeds", "South"), metrics=("csat", "nps"))
    assert (found.id, found.entered_by) == (number, "Ann")
    withdraw_initiative(company, number, by="Cat")
    with company.reading() as session:
        assert initiatives(session) == []
    with pytest.raises(NotFound, match=f"no initiative {number}"):
        change_initiative(company, number, PROMISE, by="Ann")
    done = [("enter initiative", "Ann"), ("change initiative", "Ben"), ("withdraw initiative", "Cat")]
    assert audit(company)[1:] == done


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(PROMISE, name=" "), "Give the initiative a name"),
        (replace(PROMISE, owner=" "), "Say who owns the initiative"),
        (replace(PROMISE, units=()), "at least one unit"),
        (replace(PROMISE, metrics=()), "at least one metric"),
        (replace(PROMISE, metrics=("happiness",)), "no metric called"),
        (replace(PROMISE, units=("Atlantis",)), "no unit called"),
        (replace(PROMISE, ended=dt.date(2026, 2, 28)), "ends on 2026-02-28, before it begins on 2026-03-01"),
    ],
)
def test_an_initiative_that_cannot_stand_is_refused_and_changes_nothing(
    company: Store, wrong: Initiative, words: str
) -> None:
    number, before = enter_initiative(company, PROMISE, by="Ann"), revision_of(company)
    with pytest.raises((BadValue, NotFound), match=words):
        enter_initiative(company, wrong, by="Ann")
    with pytest.raises((BadValue, NotFound), match=words):
        change_initiative(company, number, wrong, by="Ann")
    assert revision_of(company) == before
    with company.reading() as session:
        assert [each.initiative for each in initiatives(session)] == [PROMISE]


def test_a_unit_is_within_itself_and_those_above_it() -> None:
    assert is_below("North/Leeds", "north")
    assert is_below("North", "North")
    assert is_below("North", "")
    assert not is_below("Northern", "North")
    assert not is_below("", "North")


# --- standards -------------------------------------------------------------------------------------------------------


def test_a_withdrawn_standard_counts_as_never_set_and_its_history_stays(company: Store) -> None:
    first = Standard("nps", 38, Month(2025, 1), "", "M. Hale", "Where we stood")
    wrong = Standard("nps", 450 / 10, Month(2026, 1), "", "M. Hale")
    for standard in (first, replace(wrong, value=54), wrong):
        set_standard(company, standard, by="Ann")
    withdraw_standard(company, "NPS", "", Month(2026, 1), by="Ben")
    with company.reading() as session:
        assert standards(session) == [first]
        card = report(session, Scope(OCTOBER), ["nps"]).scorecards[0]
        steps = standard_steps(session)
    assert card.standard == first
    assert [(step.value, step.is_withdrawal, step.by) for step in steps] == [
        (38, False, "Ann"),
        (54, False, "Ann"),
        (45, False, "Ann"),
        (45, True, "Ben"),
    ]
    assert steps[0].reason == "Where we stood"
    with pytest.raises(NotFound, match="no standard from 2026-01 on at the whole organisation"):
        withdraw_standard(company, "nps", "", Month(2026, 1), by="Ben")


@pytest.mark.parametrize(
    ("text", "value"),
    [("85", 85), (" 85 % ", 85), ("0.35", 0.35), ("0,35", 0.35), ("£395", 395), ("-5", -5), ("1,395.50", 1395.5)],
)
def test_a_standard_is_read_as_people_write_numbers(text: str, value: float) -> None:
    assert stated_number(text) == value


@pytest.mark.parametrize("text", ["promptly", "3 hours or so", "8O"])
def test_a_standard_without_a_number_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match=f"“{text}” is not a number, and a standard must be one"):
        stated_number(text)


def test_no_words_at_all_are_no_standard_either() -> None:
    with pytest.raises(BadValue, match="A standard is a number, such as 85"):
        stated_number("  ")


# --- benchmarks ------------------------------------------------------------------------------------------------------

PEERS = Benchmark("nps", Month(2026, 3), "The Panel", "12 chains", 40, {75: 52, 25: 30, 50: 40}, 12)


def published(store: Store) -> list[Benchmark]:
    with store.reading() as session:
        return benchmarks(session)


def test_a_typed_benchmark_is_an_upload_of_one_row_that_can_be_taken_back(store: Store) -> None:
    receipt = enter_benchmark(store, PEERS, by="Ann")
    assert (receipt.saved, receipt.format) == (1, "typed")
    assert published(store) == [PEERS]
    with store.reading() as session:
        (upload,) = uploads(session)
    assert upload.file == "Typed: Net Promoter Score, The Panel, 2026-03"
    assert (upload.by, upload.kind, upload.months) == ("Ann", "benchmarks", (Month(2026, 3),))
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ben")
    assert published(store) == []
    assert [did for did, _ in audit(store)] == ["import", "undo"]


def test_a_benchmark_typed_again_corrects_the_one_before_and_undo_brings_that_back(store: Store) -> None:
    enter_benchmark(store, PEERS, by="Ann")
    corrected = replace(PEERS, value=41)
    receipt = enter_benchmark(store, corrected, by="Ann")
    assert published(store) == [corrected]
    enter_benchmark(store, PEERS, by="Ann")
    assert published(store) == [PEERS]
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert published(store) == [PEERS]
    assert audit(store)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (replace(PEERS, source=" "), "Say who published the benchmark"),
        (replace(PEERS, value=None, percentiles={}), "needs a value or at least one percentile"),
        (replace(PEERS, value=140), "Net Promoter Score goes from -100 to 100; a figure lies outside"),
        (replace(PEERS, percentiles={25: 50, 75: 40}), "do not rise"),
        (replace(PEERS, n=-1), "not below 0"),
        (replace(PEERS, metric="happiness"), "no metric called"),
        (PEERS, "already saved"),
    ],
)
def test_a_benchmark_that_cannot_stand_is_refused_and_changes_nothing(
    store: Store, wrong: Benchmark, words: str
) -> None:
    enter_benchmark(store, PEERS, by="Ann")
    with pytest.raises((BadValue, NotFound), match=words):
        enter_benchmark(store, wrong, by="Ann")
    assert published(store) == [PEERS]


def revision_of(store: Store) -> int:
    with store.reading() as session:
        return revision(session)
