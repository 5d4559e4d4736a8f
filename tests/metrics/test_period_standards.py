"""A period is judged against the standards in force in its months, weighted by their cases, never by its last alone."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import BareValue, Evidence, NetCounts
from metrics.catalogue import CATALOGUE
from metrics.period_standards import StandardPart, over_the_period, standard_parts
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.verdicts import standard_in_force
from metrics.vocabulary import Scope, Standard, Verdict

OCTOBER = Month(2026, 10)
STANDARDS = [Standard("nps", 30, Month(2020, 1)), Standard("nps", 60, OCTOBER)]


def card(period: PeriodKind, sizes: dict[int, int], standards: list[Standard] | None = None) -> Scorecard:
    """A card of October with an NPS of 40 each month, of so many answers so many months back."""
    history: dict[Month, Evidence] = {
        OCTOBER.plus(-back): NetCounts(n // 2, n // 10, n) for back, n in sizes.items() if n
    }
    used = STANDARDS if standards is None else standards
    return scorecard(CATALOGUE["nps"], Scope(OCTOBER, period=period), history, used)


def test_a_quarter_whose_last_month_has_a_new_standard_is_not_judged_by_it_alone() -> None:
    found = card(PeriodKind.ROLLING3, {0: 500, 1: 1000, 2: 1000})
    assert found.standard is not None
    assert found.standard.value == pytest.approx((2000 * 30 + 500 * 60) / 2500)
    assert found.standard_parts == (StandardPart(Month(2026, 8), 30, 2000), StandardPart(OCTOBER, 60, 500))
    assert found.verdict is Verdict.MET
    assert (found.newest_standard, card(PeriodKind.MONTH, {0: 500}).verdict) == (60, Verdict.MISSED)


def test_one_standard_throughout_is_that_standard() -> None:
    found = card(PeriodKind.ROLLING3, {0: 500, 1: 1000}, STANDARDS[:1])
    assert (found.standard, found.standard_parts) == (STANDARDS[0], ())


def test_months_before_the_first_standard_are_named_and_weigh_nothing() -> None:
    found = card(PeriodKind.ROLLING3, {0: 500, 1: 1000}, STANDARDS[1:])
    assert found.standard == STANDARDS[1]
    assert found.standard_parts == (StandardPart(Month(2026, 9), None, 1000), StandardPart(OCTOBER, 60, 500))


def test_a_standard_from_a_month_in_which_nothing_came_in_changes_nothing() -> None:
    found = card(PeriodKind.ROLLING3, {0: 0, 1: 1000, 2: 1000})
    assert found.standard is not None
    assert (found.standard.value, found.standard_parts, found.newest_standard) == (30, (), 60)


def test_where_nothing_came_in_the_last_month_says_what_is_in_force() -> None:
    assert standard_parts([(OCTOBER.previous, 30, None), (OCTOBER, 60, None)]) == (StandardPart(OCTOBER, 60, 0),)
    assert standard_parts([]) == ()


def test_figures_without_a_number_of_cases_weigh_as_one_each() -> None:
    parts = standard_parts([(OCTOBER.previous, 30, BareValue(1)), (OCTOBER, 60, BareValue(2))])
    found = over_the_period(STANDARDS[1], parts)
    assert found is not None
    assert found.value == 45


@given(st.lists(st.tuples(st.integers(1, 5000), st.sampled_from([20.0, 30.0, 45.5])), min_size=1, max_size=12))
def test_the_standard_of_a_period_lies_between_those_of_its_months(drawn: list[tuple[int, float]]) -> None:
    months = months_between(OCTOBER.plus(1 - len(drawn)), OCTOBER)
    standards = [Standard("nps", value, month) for month, (_, value) in zip(months, drawn, strict=True)]
    parts = standard_parts((month, value, NetCounts(0, 0, n)) for month, (n, value) in zip(months, drawn, strict=True))
    found = over_the_period(standard_in_force(standards, "", OCTOBER), parts)
    assert found is not None
    values = [value for _, value in drawn]
    assert min(values) - 1e-9 <= found.value <= max(values) + 1e-9
    assert sum(part.cases for part in parts) == sum(n for n, _ in drawn)
