"""A month that is withheld is told by its count alone, and by nothing that is drawn from several months."""

from __future__ import annotations

from random import Random

from metrics.answers.evidence import NetCounts
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.units.disclosure_control import withhold
from metrics.vocabulary import ChangeWord, Scope, Standard, Verdict

OCTOBER = Month(2026, 10)
MONTHS = months_between(Month(2024, 1), OCTOBER)


def card(odd: Month | None = None, promoters: int = 90) -> Scorecard:
    """Nearly three years of a hundred answers a month, one of them with so many promoters."""
    chance = Random(7)
    history = {month: NetCounts(50 + chance.randint(-6, 6), 10, 100) for month in MONTHS}
    if odd is not None:
        history[odd] = NetCounts(promoters, 10, 100)
    return scorecard(CATALOGUE["nps"], Scope(OCTOBER), history, [Standard("nps", 20.0, MONTHS[0])])


def test_nothing_withheld_changes_nothing() -> None:
    assert withhold(card(), ()) == card()


def test_the_month_itself_is_a_count_and_too_few_to_judge_or_compare() -> None:
    found = withhold(card(), {OCTOBER})
    assert (found.value.estimate, found.value.low, found.value.high, found.value.n) == (None, None, None, 100)
    assert found.verdict is Verdict.TOO_FEW_ANSWERS
    for change in (found.month_on_month, found.year_on_year):
        assert change.word is ChangeWord.TOO_FEW_ANSWERS
        assert change.difference.estimate is change.difference.p is change.before.estimate is None
    assert found.series[-1].value.estimate is None
    assert (found.seasonal, found.chance, found.standing) == (None, None, None)


def test_only_the_comparison_with_a_withheld_month_goes() -> None:
    found = withhold(card(), {OCTOBER.previous})
    assert found.value == card().value
    assert found.verdict is card().verdict
    assert found.month_on_month.word is ChangeWord.TOO_FEW_ANSWERS
    assert found.year_on_year == card().year_on_year


def test_a_change_that_was_missing_stays_missing() -> None:
    first = scorecard(CATALOGUE["nps"], Scope(OCTOBER), {OCTOBER: NetCounts(50, 10, 100)}, [])
    assert withhold(first, {OCTOBER}).month_on_month.word is ChangeWord.MISSING


def test_what_is_left_is_the_same_whatever_the_withheld_month_was() -> None:
    """Else its value could be worked out: from the middle of the usual range, or from how often a standard was met."""
    for odd in (MONTHS[4], OCTOBER.a_year_earlier, OCTOBER.previous, OCTOBER):
        high, low = (withhold(card(odd, promoters), {odd}) for promoters in (90, 5))
        for part in ("value", "verdict", "month_on_month", "year_on_year", "series", "chart", "months_met", "seasonal"):
            assert getattr(high, part) == getattr(low, part), part
