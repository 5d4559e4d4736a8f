"""What covers a part of its months only is not the period: no change is claimed, and its verdict is so far."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import Evidence, NetCounts
from metrics.catalogue import CATALOGUE
from metrics.period_coverage import Rhythm
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import ChangeWord, Covered, Scope, Span, Standard, Verdict
from pages.command_line.report_documents import change_document

OCTOBER = Month(2026, 10)
A_YEAR = Span(Month(2025, 11).first_day, OCTOBER.last_day)


def history(months_back: Iterable[int], n: int = 100) -> dict[Month, Evidence]:
    return {OCTOBER.plus(-back): NetCounts(n // 2, 0, n) for back in months_back}


def card(period: PeriodKind, months_back: Iterable[int], n: int = 100) -> Scorecard:
    scope = Scope(OCTOBER, period=period)
    return scorecard(CATALOGUE["nps"], scope, history(months_back, n), [Standard("nps", 30, Month(2020, 1))])


def test_five_of_twelve_months_are_not_the_year_before() -> None:
    found = card(PeriodKind.ROLLING12, range(17))
    change = found.year_on_year
    assert (change.word, change.covers, change.difference.estimate) == (
        ChangeWord.INCOMPLETE,
        Covered(5, 12),
        None,
    )
    assert change.withheld is not None
    assert change.withheld.word is ChangeWord.NO_REAL_CHANGE
    assert change_document(change, is_claimed=False)["word"] == "no_real_change"
    assert (change.before.n, found.is_whole, found.verdict) == (500, True, Verdict.MET)
    assert card(PeriodKind.ROLLING12, range(24)).year_on_year.word is ChangeWord.NO_REAL_CHANGE


@pytest.mark.parametrize(
    ("period", "months_back", "covers"),
    [
        (PeriodKind.QUARTER, range(30), None),
        (PeriodKind.ROLLING3, range(1, 30), Covered(2, 3)),  # October is not in yet
        (PeriodKind.ROLLING3, [0, 2, *range(3, 30)], Covered(2, 3)),  # a gap within
        (PeriodKind.ROLLING12, range(4), Covered(4, 12)),
        (PeriodKind.YEAR_TO_DATE, range(8), Covered(8, 10)),
        (PeriodKind.ROLLING12, range(0, 30, 3), None),  # once a quarter
        (PeriodKind.ROLLING12, range(3, 30, 3), Covered(3, 4)),  # the newest round is not in
        (PeriodKind.ROLLING3, range(1, 30, 3), None),
        (PeriodKind.ROLLING12, range(2, 30, 12), None),  # once a year
        (PeriodKind.MONTH, range(8), None),
    ],
)
def test_this_period_is_so_far_where_its_months_are_not_all_in(
    period: PeriodKind, months_back: Iterable[int], covers: Covered | None
) -> None:
    found = card(period, months_back)
    assert (found.covers, found.is_so_far, found.is_whole) == (covers, covers is not None, covers is None)
    for change in (found.month_on_month, found.year_on_year):
        assert change.word in (ChangeWord.INCOMPLETE, ChangeWord.MISSING) or covers is None


def test_a_month_that_few_answers_leave_empty_by_chance_is_no_gap() -> None:
    gap = [back for back in range(24) if back not in (4, 15)]
    assert card(PeriodKind.ROLLING12, gap, n=6).year_on_year.word is ChangeWord.NO_REAL_CHANGE
    assert card(PeriodKind.ROLLING12, gap, n=60).year_on_year.word is ChangeWord.INCOMPLETE
    assert card(PeriodKind.ROLLING12, range(15), n=6).year_on_year.word is ChangeWord.INCOMPLETE


def test_too_few_answers_and_no_data_keep_their_words() -> None:
    few = card(PeriodKind.ROLLING12, [*range(12), 12], n=4)
    assert few.year_on_year.word is ChangeWord.TOO_FEW_ANSWERS
    assert card(PeriodKind.ROLLING12, range(12)).year_on_year.word is ChangeWord.MISSING


@given(st.sets(st.integers(0, 40), max_size=40))
def test_never_more_months_are_found_than_are_asked_for(months_back: set[int]) -> None:
    found = Rhythm(history(months_back)).covered(A_YEAR)
    within = sum(month in history(months_back) for month in months_between(Month(2025, 11), OCTOBER))
    assert found is None or (found.found == within < found.of <= 12)
