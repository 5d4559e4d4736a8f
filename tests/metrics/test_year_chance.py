"""How likely the year's level reaches its standard: each kind's distribution, and what months that wander take away."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ShareCounts, VisitShare
from metrics.periods import Month
from metrics.vocabulary import Better, Standard
from metrics.year_chance import LEAST, MOST, chance_of_year, level_below
from tests.metrics.made_answers import scores, visits

OPEN = (None, None)
NPS = (-100.0, 100.0)


def _standard(number: float) -> Standard:
    return Standard("nps", number, Month(2026, 1))


def _chance(months: list[Evidence | None], number: float, better: Better = Better.HIGHER) -> float | None:
    return chance_of_year(months, len(months), _standard(number), better, NPS)


def test_a_share_is_below_a_limit_by_its_beta_distribution() -> None:
    found = level_below(ShareCounts(83, 100), 80, OPEN)
    assert found == pytest.approx(float(stats.beta.cdf(0.8, 83.5, 17.5)), abs=1e-12)
    found = level_below(VisitShare(1, 60), 2, OPEN)
    assert found == pytest.approx(float(stats.beta.cdf(0.02, 1.5, 59.5)), abs=1e-12)


def test_a_mean_is_below_a_limit_by_students_t_about_it() -> None:
    answers = [7, 6, 6, 5, 7, 4, 6]
    expected = float(stats.t.sf((sum(answers) / 7 - 5.5) / stats.sem(answers), 6))
    assert level_below(scores(answers), 5.5, OPEN) == pytest.approx(expected, abs=1e-12)


def test_an_nps_is_as_likely_below_as_above_its_adjusted_score() -> None:
    counts = NetCounts(52, 12, 87)
    assert level_below(counts, 100 * 40 / 90, NPS) == pytest.approx(0.5)
    error = 100 * math.sqrt((65.5 / 90 - (40 / 90) ** 2) / 90)
    assert level_below(counts, 30, NPS) == pytest.approx(float(stats.norm.sf((4000 / 90 - 30) / error)), abs=1e-12)


@given(
    st.one_of(
        st.builds(ShareCounts, st.integers(0, 50), st.just(50)),
        st.builds(NetCounts, st.integers(0, 25), st.integers(0, 25), st.just(50)),
        st.lists(st.integers(1, 7), min_size=5).map(scores).filter(lambda sums: sums.variance > 0),
    ),
    st.floats(-100, 100),
    st.floats(-100, 100),
)
def test_a_lower_standard_is_never_harder_to_meet(evidence: Evidence, one: float, other: float) -> None:
    easier, harder = sorted((one, other))
    chances = [_chance([evidence] * 4, number) for number in (harder, easier)]
    assert None not in chances
    assert LEAST <= (chances[0] or 0) <= (chances[1] or 0) + 1e-12 <= MOST + 1e-12


def test_where_there_is_no_margin_there_is_no_chance() -> None:
    for evidence in (None, CompleteCounts(3, 10), BareValue(98), scores([6] * 9), visits([(1, 2)]), ShareCounts(0, 0)):
        assert _chance([evidence] * 4, 5) is None
    assert chance_of_year([ShareCounts(3, 10)] * 4, 4, None, Better.HIGHER, OPEN) is None
    assert _chance([ShareCounts(3, 10)] * 2, 5) is None


def test_lower_and_higher_is_better_share_the_chance() -> None:
    months: list[Evidence | None] = [NetCounts(52 + at, 12, 87) for at in range(6)]
    one, other = _chance(months, 50), _chance(months, 50, Better.LOWER)
    assert one is not None
    assert other is not None
    assert one + other == pytest.approx(1)


def test_a_service_that_fell_from_well_above_to_well_below_is_not_certain_of_its_year() -> None:
    """55 in January to 39 in September, standard 45: each month 400 answers, together far above it."""
    falling: list[Evidence | None] = [NetCounts(300 - 4 * at, 80 + 4 * at, 400) for at in range(9)]
    steady: list[Evidence | None] = [NetCounts(284, 96, 400) for _ in range(9)]
    fallen, kept = _chance(falling, 45), _chance(steady, 45)
    assert kept is not None
    assert fallen is not None
    assert fallen < 0.8 < kept


def test_earlier_months_than_the_years_say_only_how_much_months_differ() -> None:
    year: list[Evidence | None] = [ShareCounts(86, 100), ShareCounts(87, 100), ShareCounts(86, 100)]
    calm: list[Evidence | None] = [ShareCounts(86, 100)] * 9
    wild: list[Evidence | None] = [ShareCounts(70, 100), ShareCounts(100, 100)] * 4
    after_calm, after_wild = (
        chance_of_year([*earlier, *year], 3, _standard(80), Better.HIGHER, OPEN) for earlier in (calm, wild)
    )
    assert after_calm is not None
    assert after_wild is not None
    assert after_calm > after_wild > 0.5


@pytest.mark.slow
def test_what_is_said_to_be_at_least_95_in_100_comes_true_where_months_wander() -> None:
    """Months wander by 4 points and resemble each other (lag one .6); nine of 400 answers, three more before."""
    chance = np.random.default_rng(20261201)
    said, came = 0, 0
    for _ in range(1500):
        level = float(chance.uniform(30, 60))
        steps = chance.standard_normal(12) * 4
        for month in range(1, 12):
            steps[month] = 0.6 * steps[month - 1] + 0.8 * steps[month]
        months: list[Evidence | None] = []
        for step in steps:
            up, down, _ = chance.multinomial(400, [0.45 + (level + step) / 200, 0.45 - (level + step) / 200, 0.1])
            months.append(NetCounts(int(up), int(down), 400))
        if chance_of_year(months, 9, _standard(45), Better.HIGHER, NPS) == MOST:
            said, came = said + 1, came + (level >= 45)
    assert said > 300
    assert came / said >= 0.95
