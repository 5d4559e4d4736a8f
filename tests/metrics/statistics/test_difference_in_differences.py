"""Did it work? Windows of equal length, differences in differences with an interval, and what may be said of them."""

from __future__ import annotations

import datetime as dt
import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import BareValue, CompleteCounts, NetCounts, ScoreSums, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, months_between
from metrics.statistics.difference import difference
from metrics.statistics.difference_in_differences import (
    LONGEST,
    BeforeAfter,
    EffectWord,
    Windows,
    beyond_chance,
    combined,
    effect,
    untouched_change,
    windows,
)
from metrics.statistics.distributions import Z95
from metrics.vocabulary import Difference

CSAT, NPS, TRANSFERS, SHOPPERS = (CATALOGUE[name] for name in ("csat", "nps", "transfers", "critical_failures"))
OCTOBER = Month(2026, 10)
EIGHT = windows(dt.date(2026, 3, 1), OCTOBER)
assert EIGHT is not None


def shares(before: int, after: int, n: int = 1000) -> BeforeAfter:
    return BeforeAfter(ShareCounts(before, n), ShareCounts(after, n))


# --- windows ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("began", "ended", "before", "after"),
    [
        (dt.date(2026, 3, 1), None, "2025-07 2026-02", "2026-03 2026-10"),
        (dt.date(2026, 3, 2), None, "2025-08 2026-02", "2026-04 2026-10"),
        (dt.date(2026, 3, 1), dt.date(2026, 5, 30), "2026-01 2026-02", "2026-03 2026-04"),
        (dt.date(2026, 3, 1), dt.date(2026, 5, 31), "2025-12 2026-02", "2026-03 2026-05"),
        (dt.date(2024, 1, 1), None, "2023-01 2023-12", "2024-01 2024-12"),
    ],
)
def test_windows_are_whole_months_as_many_before_as_after(
    began: dt.date, ended: dt.date | None, before: str, after: str
) -> None:
    found = windows(began, OCTOBER, ended)
    assert found is not None
    assert f"{found.before[0]} {found.before[-1]}" == before
    assert f"{found.after[0]} {found.after[-1]}" == after


@pytest.mark.parametrize("began", [dt.date(2026, 10, 2), dt.date(2026, 11, 1), dt.date(2027, 3, 1)])
def test_there_is_no_window_before_a_whole_month_has_passed(began: dt.date) -> None:
    assert windows(began, OCTOBER) is None
    assert effect(CSAT, None, shares(1, 2), None).word is EffectWord.TOO_EARLY


@given(st.dates(dt.date(2020, 1, 1), dt.date(2026, 10, 1)))
def test_no_month_is_on_both_sides_and_none_is_older_than_a_year(began: dt.date) -> None:
    found = windows(began, OCTOBER)
    assert found is not None
    assert len(found.before) == len(found.after) <= LONGEST
    assert found.before[-1].last_day < began <= found.after[0].first_day


# --- the difference in differences -----------------------------------------------------------------------------------


def test_the_effect_is_the_change_beyond_that_of_the_others() -> None:
    found = effect(CSAT, EIGHT, shares(800, 900), shares(800, 820), untouched=16)
    assert found.size.estimate == pytest.approx(8.0)
    assert found.word is EffectWord.WORKS
    assert (found.untouched, found.cases) == (16, 1000)


def test_a_change_that_all_units_share_is_no_effect() -> None:
    found = effect(CSAT, EIGHT, shares(800, 900), shares(800, 900))
    assert found.size.estimate == pytest.approx(0)
    assert found.word not in (EffectWord.WORKS, EffectWord.HARMS)


def test_variances_of_both_changes_are_added() -> None:
    """Card and Krueger's table 3: full-time jobs a restaurant, New Jersey v Pennsylvania, 2.76 with error 1.36."""
    own, others = Difference(0.59, 0.59 - Z95 * 0.54, 0.59 + Z95 * 0.54, None), Difference(-2.16, None, None, None)
    others = Difference(-2.16, -2.16 - Z95 * 1.25, -2.16 + Z95 * 1.25, None)
    found = beyond_chance(own, others)
    assert found.estimate == pytest.approx(2.75)
    assert found.low is not None
    assert found.high is not None
    assert (found.high - found.low) / (2 * Z95) == pytest.approx(1.36, abs=0.005)


@given(st.integers(40, 960), st.integers(40, 960), st.integers(40, 960), st.integers(40, 960))
def test_the_interval_is_wider_than_that_of_either_change_and_turns_with_the_sides(
    a: int, b: int, c: int, d: int
) -> None:
    own = difference(ShareCounts(b, 1000), ShareCounts(a, 1000), CSAT.bounds)
    others = difference(ShareCounts(d, 1000), ShareCounts(c, 1000), CSAT.bounds)
    found, turned = beyond_chance(own, others), beyond_chance(others, own)
    for interval in (found, turned, own, others):
        assert interval.low is not None
        assert interval.high is not None
    assert found.high - found.low >= max(own.high - own.low, others.high - others.low) - 1e-9  # type: ignore[operator]
    assert turned.estimate == pytest.approx(-found.estimate)  # type: ignore[operator]
    assert (turned.low, turned.high) == (pytest.approx(-found.high), pytest.approx(-found.low))  # type: ignore[operator]


def test_of_initiatives_without_effect_about_one_in_twenty_is_called_one() -> None:
    chance, called, rounds = Random(5), 0, 600
    for _ in range(rounds):
        own, others = ([sum(chance.random() < 0.8 for _ in range(150)) for _ in range(2)] for _ in range(2))
        found = effect(CSAT, EIGHT, shares(own[0], own[1], 150), shares(others[0], others[1], 150))
        called += found.word in (EffectWord.WORKS, EffectWord.HARMS)
    assert called / rounds < 0.05 + 3 * math.sqrt(0.05 * 0.95 / rounds)


# --- what is said ----------------------------------------------------------------------------------------------------


def test_a_metric_that_should_fall_works_by_falling() -> None:
    fewer = effect(SHOPPERS, EIGHT, shares(400, 200), shares(400, 390))
    more = effect(SHOPPERS, EIGHT, shares(200, 400), shares(400, 390))
    assert (fewer.word, more.word) == (EffectWord.WORKS, EffectWord.HARMS)


def test_without_untouched_units_the_plain_change_stands() -> None:
    found = effect(CSAT, EIGHT, shares(800, 900), None)
    assert found.size == found.treated
    assert found.others is None
    assert found.word is EffectWord.WORKS


def test_few_cases_on_any_side_claim_nothing() -> None:
    few = BeforeAfter(ShareCounts(2, 29), ShareCounts(29, 29))
    for found in (effect(CSAT, EIGHT, few, shares(1, 999)), effect(CSAT, EIGHT, shares(1, 999), few)):
        assert found.word is EffectWord.TOO_FEW_ANSWERS
        assert found.size.estimate is None


def test_nothing_before_is_nothing_to_compare() -> None:
    for missing in (BeforeAfter(None, ShareCounts(1, 50)), BeforeAfter(ShareCounts(1, 50), None)):
        assert effect(CSAT, EIGHT, missing, shares(1, 2)).word is EffectWord.NOTHING_TO_COMPARE
        assert effect(CSAT, EIGHT, shares(1, 2), missing).word is EffectWord.NOTHING_TO_COMPARE


def test_complete_counts_have_an_effect_without_a_margin() -> None:
    own = BeforeAfter(CompleteCounts(400, 1000), CompleteCounts(300, 1000))
    found = effect(TRANSFERS, EIGHT, own, own)
    assert (found.word, found.size.estimate) == (EffectWord.NO_MARGIN, 0)


def test_it_is_said_how_many_more_months_would_tell_if_all_goes_on_alike() -> None:
    found = effect(NPS, EIGHT, _net(n=450, shift=12), _net(n=450, shift=0))
    assert found.word is EffectWord.NOT_YET
    assert found.more_months is not None
    grown = 1 + found.more_months / 8
    more = math.ceil(450 * grown)
    longer = effect(NPS, EIGHT, _net(n=more, shift=12), _net(n=more, shift=0))
    assert longer.word is not EffectWord.NOT_YET


def test_where_a_year_would_not_tell_no_month_is_promised() -> None:
    found = effect(NPS, EIGHT, _net(n=40, shift=1), _net(n=40, shift=0))
    assert (found.word, found.more_months) == (EffectWord.NOT_YET, None)


def test_with_many_answers_an_effect_that_is_not_there_is_ruled_out() -> None:
    found = effect(NPS, EIGHT, _net(n=90_000, shift=0), _net(n=90_000, shift=0))
    assert found.word is EffectWord.NONE_TO_SEE


def _net(n: int, shift: int) -> BeforeAfter:
    """NPS of 45 before and 45 + shift after, from n answers each."""
    after = round(n * (60 + shift) / 100)
    return BeforeAfter(NetCounts(round(n * 0.6), round(n * 0.15), n), NetCounts(after, round(n * 0.15), n))


# --- adding and taking apart -----------------------------------------------------------------------------------------


def test_units_add_up_and_what_they_leave_is_the_rest() -> None:
    one, other = shares(80, 90, 100), shares(160, 150, 200)
    whole = combined([one, other])
    assert whole == shares(240, 240, 300)
    assert untouched_change(whole, [one]) == other
    assert untouched_change(whole, [one, other]) is None


def test_what_cannot_be_added_is_nothing() -> None:
    bare = BeforeAfter(BareValue(4.0), BareValue(5.0))
    assert combined([bare]) == bare
    assert combined([bare, bare]) == BeforeAfter(None, None)
    assert combined([]) == BeforeAfter(None, None)
    sums = ScoreSums(2, 9, 41)
    assert combined([BeforeAfter(sums, sums), shares(1, 1)]) == BeforeAfter(None, None)
    assert untouched_change(bare, []) is None
    assert untouched_change(shares(1, 1), [BeforeAfter(sums, sums)]) is None


def test_windows_name_their_days() -> None:
    found = Windows(tuple(months_between(Month(2026, 1), Month(2026, 2))), (Month(2026, 3), Month(2026, 4)))
    assert (found.days_before.first, found.days_before.last) == (dt.date(2026, 1, 1), dt.date(2026, 2, 28))
    assert (found.days_after.first, found.days_after.last) == (dt.date(2026, 3, 1), dt.date(2026, 4, 30))
