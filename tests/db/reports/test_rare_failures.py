"""Failures of shoppers' visits that are rare: visits and days between them in report, and where they are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container

import pytest

from db.changes import set_rebase
from db.formats.rows.blocks import Visit
from db.store.engine import Store
from metrics.vocabulary import Variation
from tests.db.looks import OCTOBER, card, document, imported, scope
from tests.db.readings import visit

FIRST = OCTOBER.plus(-23)
WEEKS = 100
FAILED = (0, 3, 15, 21, 40, 44, 62, 70)
LATE = FAILED[-1]
BETWEEN = [2, 11, 5, 18, 3, 17, 7]


def weekly(unit: str, failed: Container[int], line: int) -> list[Visit]:
    """A visit a week for two years, of which those of some weeks fail."""
    days = [FIRST.first_day + dt.timedelta(days=7 * week) for week in range(WEEKS)]
    return [
        visit(line + week, f"{unit} {week}", [0 if week in failed else 10], unit=unit, day=day)
        for week, day in enumerate(days)
    ]


@pytest.fixture
def visited(store: Store) -> Store:
    """North fails eight times until week 70, South every other week, West never."""
    rows = [*weekly("North", FAILED, 2), *weekly("South", range(0, WEEKS, 2), 200)]
    imported(store, *rows, *weekly("West", (), 400))
    return store


def test_what_lies_between_rare_failures_is_judged_in_place_of_the_months(visited: Store) -> None:
    found = document(visited, "critical_failures", scope("North"))
    assert [gap["visits"] for gap in found["rare_events"]["gaps"]] == BETWEEN
    assert [gap["days"] for gap in found["rare_events"]["gaps"]] == [7 * (own + 1) for own in BETWEEN]
    assert found["rare_events"]["visits_since"] == WEEKS - 1 - LATE
    assert found["rare_events"]["days_since"] == 7 * (WEEKS - 1 - LATE)
    assert found["limits"]["method"] == "g"
    assert found["rare_events"]["day_limits"]["method"] == "t"
    assert (found["limits"]["lower"], found["limits"]["trial"]) == (0, True)
    assert (found["variation"], found["assurance"]) == ("common_cause", None)
    assert len(found["series"]) == 24


def test_where_failures_are_frequent_or_none_the_months_are_judged(visited: Store) -> None:
    for unit in ("South", "West", ""):
        found = document(visited, "critical_failures", scope(unit))
        assert "rare_events" not in found
        assert found["limits"] is None or found["limits"]["method"] in ("xmr", "i_prime")
    assert "rare_events" not in document(visited, "shopper_score", scope("North"))


def test_an_earlier_report_knows_no_later_visit(visited: Store) -> None:
    month = OCTOBER.plus(-3)
    found = document(visited, "critical_failures", scope("North", month))["rare_events"]
    assert [gap["visits"] for gap in found["gaps"]] == BETWEEN
    newest = dt.date.fromisoformat(found["gaps"][-1]["day"])
    assert newest + dt.timedelta(days=found["days_since"]) <= month.last_day
    assert card(visited, "critical_failures", scope("North", OCTOBER.plus(-12))).rare is None


def test_a_long_time_without_a_failure_is_an_improvement(store: Store) -> None:
    imported(store, *weekly("North", range(0, 24, 3), 2), name="before")
    assert card(store, "critical_failures", scope("North")).chart.variation is Variation.IMPROVEMENT_LOW


def test_failures_count_from_where_a_person_restarted_the_limits(visited: Store) -> None:
    set_rebase(visited, "critical_failures", "North", FIRST.plus(5), "new checklist", by="Ann")
    found = card(visited, "critical_failures", scope("North"))
    assert found.rare is None, "six failures since then are too few"
