"""A month for which a usual unit has sent nothing yet is no whole month: it says how many have, and judges so far."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes.units.tree import close_unit
from db.reports.scorecards import report
from db.store.engine import Store
from metrics.periods import Month
from metrics.vocabulary import ChangeWord, Covered
from tests.db.looks import OCTOBER, card, document, imported, in_month, net, scope
from tests.db.readings import operation, visit

UNITS = ("North/Leeds", "North/York", "South/Bath", "South/Wells", "East")


def answered(store: Store, month: Month, units: tuple[str, ...] = UNITS, **scores: list[int]) -> None:
    """Forty answers of each unit in a month, with a score of 50 unless said otherwise."""
    for unit in units:
        rows = in_month(month, scores.get(unit.rpartition("/")[2], net(20, 0, 40)), unit=unit)
        imported(store, *rows, name=f"{month} {unit}.csv")


@pytest.fixture
def four_of_five(store: Store) -> Store:
    for back in (3, 2, 1):
        answered(store, OCTOBER.plus(-back))
    answered(store, OCTOBER, UNITS[:-1])
    return store


def test_four_of_five_units_have_sent(four_of_five: Store) -> None:
    found = document(four_of_five, "nps")
    assert (found["whole"], found["units"]) == (False, {"sent": 4, "of": 5, "missing": ["East"]})
    assert (found["value"], found["month_on_month"]["word"]) == (50, "no_real_change")
    north = document(four_of_five, "nps", scope("North"))
    assert (north["whole"], north["units"]) == (True, None)


def test_the_last_unit_makes_the_month_whole(four_of_five: Store) -> None:
    answered(four_of_five, OCTOBER, UNITS[-1:])
    assert document(four_of_five, "nps")["whole"]


@pytest.mark.slow
def test_a_change_that_comes_from_the_missing_unit_is_not_claimed(store: Store) -> None:
    low = net(0, 40, 40)
    for back in (3, 2, 1):
        answered(store, OCTOBER.plus(-back), East=low)
    answered(store, OCTOBER, UNITS[:-1])
    change = card(store, "nps").month_on_month
    assert (change.word, change.difference.estimate, change.before.estimate) == (ChangeWord.INCOMPLETE, None, 20)
    assert change.covers_now == Covered(4, 5, of_units=True)
    told = document(store, "nps")["month_on_month"]
    assert (told["word"], told["claimed"]) == ("rose", False)


@pytest.mark.slow
def test_a_change_of_the_others_is_claimed(store: Store) -> None:
    for back in (3, 2, 1):
        answered(store, OCTOBER.plus(-back))
    answered(store, OCTOBER, UNITS[:-1], **dict.fromkeys(("Leeds", "York", "Bath", "Wells"), net(0, 20, 40)))
    assert document(store, "nps")["month_on_month"]["word"] == "fell"


@pytest.mark.slow
def test_a_unit_of_few_answers_may_have_none_by_chance(store: Store) -> None:
    for back in (3, 2, 1):
        answered(store, OCTOBER.plus(-back), East=[10] * 9)
    answered(store, OCTOBER, UNITS[:-1])
    assert document(store, "nps")["whole"]


def test_a_unit_that_does_not_send_each_month_or_is_closed_is_not_missed(four_of_five: Store) -> None:
    answered(four_of_five, OCTOBER.plus(1), UNITS[:-1])
    assert document(four_of_five, "nps", scope(month=OCTOBER.plus(1)))["whole"]
    close_unit(four_of_five, "East", OCTOBER, by="Ann")
    assert document(four_of_five, "nps")["whole"]


def test_in_a_running_month_no_unit_is_late(four_of_five: Store) -> None:
    found = document(four_of_five, "nps", scope(to_day=dt.date(2026, 10, 20)))
    assert (found["units"], found["reaches"]) == (None, "2026-10-20")


def test_operations_and_visits_are_sent_by_plan(store: Store) -> None:
    for back in (3, 2, 1, 0):
        month = OCTOBER.plus(-back)
        sent = UNITS if back else UNITS[1:]
        rows = [operation(at, "average_ticket", 900, 3, unit=unit, month=str(month)) for at, unit in enumerate(sent, 2)]
        imported(store, *rows, name=f"operations {month}.csv")
        visits = [visit(10 * at, f"{month} {unit}", [10], unit=unit, day=month.day(5)) for at, unit in enumerate(sent)]
        imported(store, *visits, name=f"visits {month}.csv")
    for metric in ("average_ticket", "shopper_score"):
        assert document(store, metric)["units"] == {"sent": 4, "of": 5, "missing": ["North/Leeds"]}, metric


def test_a_metric_that_no_unit_sent_is_only_without_data(four_of_five: Store) -> None:
    with four_of_five.reading() as session:
        (found,) = report(session, scope(month=OCTOBER.plus(1)), ["nps"]).scorecards
    assert (found.units, found.verdict.value) == (None, "no_data")
