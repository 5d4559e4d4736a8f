"""A metric's months as a control chart: whose limits follow their answers, and which are judged against a season."""

from __future__ import annotations

import math
from random import Random

import pytest

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.period_rollup import in_longer_periods
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.series_chart import OfferedReset, offered_reset
from metrics.vocabulary import Assurance, ChartReset, LimitsMethod, Scope, Standard, Variation

OCTOBER = Month(2026, 10)
MONTHS = months_between(Month(2023, 11), OCTOBER)
WAVE = {month: 8 * math.sin(2 * math.pi * month.number / 12) for month in MONTHS}


def _net(score: float, n: int) -> NetCounts:
    promoters = round(n * (70 + score) / 200)
    return NetCounts(promoters, round(n * 0.7) - promoters, n)


def _card(history: dict[Month, Evidence], scope: Scope | None = None, standard: float | None = None) -> Scorecard:
    standards = [] if standard is None else [Standard("nps", standard, MONTHS[0])]
    return scorecard(CATALOGUE["nps"], scope or Scope(OCTOBER), history, standards)


def _seasonal(seed: int = 4, **later: float) -> dict[Month, Evidence]:
    chance = Random(seed)
    return {
        month: _net(30 + WAVE[month] + chance.gauss(0, 2) + later.get(f"m{month.number}", 0) * (month == OCTOBER), 500)
        for month in MONTHS
    }


def test_limits_follow_the_answers_of_sampled_metrics_only() -> None:
    chance = Random(2)
    sizes = {month: chance.randint(20, 1000) for month in MONTHS}
    sampled = _card({month: _net(30 + chance.gauss(0, 5), n) for month, n in sizes.items()})
    assert sampled.chart.limits is not None
    assert sampled.chart.limits.method is LimitsMethod.I_PRIME
    ticket = CATALOGUE["average_ticket"]
    complete = {month: CompleteCounts(100.0 * n + chance.gauss(0, 50), n) for month, n in sizes.items()}
    bare = {month: BareValue(chance.gauss(30, 5)) for month in MONTHS}
    for card in (scorecard(ticket, Scope(OCTOBER), complete, []), _card({**bare})):
        assert card.chart.limits is not None
        assert card.chart.limits.method is LimitsMethod.XMR


def test_one_month_without_its_count_makes_all_limits_alike() -> None:
    history: dict[Month, Evidence] = {month: ShareCounts(50 + row, 100 + row) for row, month in enumerate(MONTHS)}
    history[MONTHS[0]] = BareValue(50.0)
    card = scorecard(CATALOGUE["retention"], Scope(OCTOBER), history, [])
    assert card.chart.limits is not None
    assert card.chart.limits.method is LimitsMethod.XMR


def test_a_season_is_taken_off_before_judging_and_drawn_with_the_limits() -> None:
    card = _card(_seasonal())
    plain = card.chart.plain
    assert plain is not None
    assert any(plain.signals), "the season alone makes runs in the plain chart"
    assert not any(card.chart.signals)
    assert card.chart.limits is not None
    assert card.chart.limits.seasonal
    typical = {month.number: each for month, each in zip(MONTHS, card.chart.season, strict=True)}
    assert typical[3] == pytest.approx(8, abs=2.5)
    assert typical[9] == pytest.approx(-8, abs=2.5)
    assert card.chart.limits.mean == pytest.approx(30 + typical[10], abs=2)


def test_what_the_season_does_not_explain_still_stands_out() -> None:
    assert _card(_seasonal(m10=-20)).chart.variation is Variation.CONCERN_LOW


def test_on_course_is_a_seasonal_metric_that_meets_its_standard_in_every_month_of_the_year() -> None:
    assert _card(_seasonal(), standard=5).chart.assurance is Assurance.CONSISTENT_PASS
    lower = _card(_seasonal()).chart.limits
    assert lower is not None
    assert _card(_seasonal(), standard=lower.lower - 0.5).chart.assurance is Assurance.INCONSISTENT
    assert _card(_seasonal(), standard=60).chart.assurance is Assurance.CONSISTENT_FAIL


def test_quarters_have_the_season_of_their_months() -> None:
    card = in_longer_periods(_card(_seasonal(), Scope(OCTOBER, period=PeriodKind.QUARTER)))
    assert card.chart.plain is not None
    assert not any(card.chart.signals)
    assert len(card.chart.season) == len(card.series)


def test_a_running_month_has_limits_by_its_answers_so_far_and_no_verdict() -> None:
    chance = Random(5)
    history: dict[Month, Evidence] = {month: _net(30 + chance.gauss(0, 3), 300 + month.number) for month in MONTHS}
    history[OCTOBER] = _net(-40, 12)
    card = _card(history, Scope(OCTOBER, to_day=OCTOBER.first_day.replace(day=3)))
    whole = _card({month: own for month, own in history.items() if month != OCTOBER}, Scope(OCTOBER.previous))
    assert card.chart.signals[-1] is None
    assert card.chart.variation is whole.chart.variation
    assert card.chart.limits == whole.chart.limits


def _moved(resets: list[ChartReset]) -> Scorecard:
    chance = Random(6)
    history: dict[Month, Evidence] = {
        month: _net((50 if month < Month(2026, 2) else 30) + chance.gauss(0, 2), 500) for month in MONTHS
    }
    return scorecard(CATALOGUE["nps"], Scope(OCTOBER), history, [], rebases=resets)


def test_a_restart_is_offered_where_the_level_moved_and_no_longer_once_it_was_taken_up() -> None:
    card = _moved([])
    offer = offered_reset(card.series, card.chart)
    assert offer is not None
    assert offer.month == Month(2026, 2)
    assert (offer.before, offer.since) == pytest.approx((50, 30), abs=1.5)
    after = _moved([ChartReset(offer.month, "New booking system")])
    assert offered_reset(after.series, after.chart) is None
    assert not any(after.chart.signals)


def test_a_season_is_not_offered_as_a_new_level() -> None:
    card = _card(_seasonal())
    assert offered_reset(card.series, card.chart) is None
    chance = Random(8)
    moved: dict[Month, Evidence] = {
        month: _net(30 + WAVE[month] - 25 * (month >= Month(2026, 1)) + chance.gauss(0, 2), 500) for month in MONTHS
    }
    found = offered_reset(_card(moved).series, _card(moved).chart)
    assert isinstance(found, OfferedReset)
    assert abs(found.month - Month(2026, 1)) <= 1
