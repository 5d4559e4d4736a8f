"""The lowest units side by side over three months, what they must not tell, and where to look among them."""

from __future__ import annotations

import itertools

import pytest

from db.formats.rows.blocks import Answer
from db.reports.unit_comparison import PriorityUnits, UnitComparison, compare_units, find_priority_units
from db.store.engine import Store
from metrics.catalogue import metric as metric_called
from metrics.periods import Month
from metrics.units.comparison import Funnel
from metrics.vocabulary import Scope
from tests.db.looks import OCTOBER, imported, scope
from tests.db.readings import answer, operation, visit

_ids = itertools.count(1)


def answers(n: int, score: int, unit: str, month: Month = OCTOBER, channel: str = "") -> list[Answer]:
    """N customers who all gave one score to both questions."""
    csat = 5 if score > 8 else 1
    return [
        answer(next(_ids), score, csat=csat, unit=unit, channel=channel, day=month.first_day.replace(day=4))
        for _ in range(n)
    ]


def beside(store: Store, metric: str = "nps", at: Scope | None = None) -> UnitComparison:
    with store.reading() as session:
        return compare_units(session, at or scope(), metric_called(metric))


def looked(store: Store, at: Scope | None = None) -> PriorityUnits:
    with store.reading() as session:
        return find_priority_units(session, at or scope())


def counted(found: UnitComparison) -> dict[str, float | None]:
    return {unit.name: unit.n for unit in found.compared}


def test_only_units_without_others_below_them_are_compared(store: Store) -> None:
    imported(store, *answers(6, 10, "North/Leeds/Counter"), *answers(7, 3, "North/York"), *answers(8, 9, "South"))
    assert counted(beside(store)) == {"North/Leeds/Counter": 6, "North/York": 7, "South": 8}
    assert counted(beside(store, at=scope("North"))) == {"North/Leeds/Counter": 6, "North/York": 7}
    assert counted(beside(store, at=scope("South"))) == {}


def test_three_months_are_taken_together_and_no_more(store: Store) -> None:
    rows = [row for back in range(5) for row in answers(6, 10, "North", OCTOBER.plus(-back))]
    imported(store, *rows, *answers(20, 10, "South", OCTOBER.plus(1)))
    found = beside(store)
    assert counted(found) == {"North": 18}
    assert (str(found.span.first), str(found.span.last)) == ("2026-08-01", "2026-10-31")


def test_a_running_month_is_not_one_of_the_three(store: Store) -> None:
    imported(store, *answers(6, 10, "North"), *answers(9, 10, "North", OCTOBER.plus(1)))
    november = OCTOBER.plus(1)
    assert counted(beside(store, at=scope(month=november, to_day=november.day(12)))) == {"North": 6}
    assert counted(beside(store, at=scope(month=november, to_day=november.last_day))) == {"North": 15}


def test_a_month_whose_answers_stop_early_is_not_one_of_the_three(store: Store) -> None:
    for month, last in ((OCTOBER.previous, 30), (OCTOBER, 10)):
        daily = [row._replace(day=month.day(day)) for day in range(1, last + 1) for row in answers(2, 10, "North")]
        imported(store, *daily, name=f"{month}.csv")
    found = beside(store)
    assert counted(found) == {"North": 60}
    assert (str(found.span.first), str(found.span.last)) == ("2026-07-01", "2026-09-30")
    assert looked(store).span == found.span


def test_one_channel_alone_is_compared_by_that_channel(store: Store) -> None:
    imported(store, *answers(6, 10, "North", channel="phone"), *answers(7, 3, "North", channel="online"))
    assert counted(beside(store, at=scope(channel="Phone"))) == {"North": 6}


def test_a_unit_with_few_answers_hides_another_that_would_tell_of_it(store: Store) -> None:
    imported(store, *answers(3, 10, "North/A"), *answers(9, 3, "North/B"), *answers(20, 3, "North/C"))
    shown = {unit.name: unit.value for unit in beside(store).compared}
    assert shown["North/A"] is None
    assert shown["North/B"] is None
    assert shown["North/C"] is not None


def test_visits_are_nobodys_answers_and_stay_shown(store: Store) -> None:
    imported(store, *(visit(at * 10 + 2, f"V{at}", [10, 8], unit=f"North/{at}") for at in range(4)))
    assert all(unit.value is not None for unit in beside(store, "shopper_score").compared)


def test_complete_counts_have_no_middle_to_be_judged_by(store: Store) -> None:
    imported(store, operation(2, "average_ticket", 900, 10, unit="North"))
    found = beside(store, "average_ticket")
    assert found.centre is None
    assert [unit.value for unit in found.compared] == [90]


def test_the_one_branch_among_many_that_is_otherwise_stands_apart(store: Store) -> None:
    alike = [row for at in range(8) for row in (*answers(30, 10, f"B{at}"), *answers(10, 7, f"B{at}"))]
    imported(store, *alike, *answers(10, 10, "Odd"), *answers(30, 2, "Odd"))
    outside = {unit.name: unit.funnel for unit in beside(store).compared if unit.funnel is not Funnel.INSIDE}
    assert outside == {"Odd": Funnel.BELOW}


def test_the_branch_that_moved_is_the_place_to_look_and_the_others_are_not(store: Store) -> None:
    year_ago = OCTOBER.a_year_earlier
    rows = []
    for at in range(6):
        for month in (OCTOBER, year_ago):
            rows += [*answers(40, 10, f"North/B{at}", month), *answers(10, 3, f"North/B{at}", month)]
    rows += [*answers(40, 10, "South/Odd", year_ago), *answers(10, 3, "South/Odd", year_ago)]
    rows += [*answers(10, 10, "South/Odd"), *answers(40, 3, "South/Odd")]
    imported(store, *rows)
    found = looked(store)
    assert {(place.unit, place.metric.id) for place in found.places} == {("South/Odd", "nps"), ("South/Odd", "csat")}
    assert not any(place.is_better for place in found.places)
    assert looked(store, scope("North")).places == ()


@pytest.mark.slow
def test_three_years_of_three_branches_tell_what_is_usual_for_them(store: Store) -> None:
    def quarter(unit: str, back: int, low: int) -> list[Answer]:
        month = OCTOBER.plus(-back)
        return [*answers(60 - low, 10, unit, month), *answers(low, 3, unit, month)]

    backs = range(0, 36, 3)
    rows = [row for back in backs for unit in ("North", "South") for row in quarter(unit, back, 9 + back % 2)]
    imported(store, *rows, *(row for back in backs for row in quarter("Odd", back, 10 if back else 36)))
    assert {(place.unit, place.knows_earlier) for place in looked(store).places} == {("Odd", True)}
    imported(
        store, *(row for back in backs for row in quarter("Sways", back, 10 if back // 12 == 1 else 36)), name="b.csv"
    )
    assert looked(store).places == ()


def test_nothing_at_all_gives_no_place_and_nobody_to_compare(store: Store) -> None:
    assert looked(store).places == ()
    assert beside(store).compared == ()
