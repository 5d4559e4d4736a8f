"""How far units may lie apart by chance."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.answers.evidence import NetCounts, ScoreSums, ShareCounts, VisitSums
from metrics.units.funnel import ACTION_LEVEL, Centre, centre, chance, chances, limits, sampled, winsorised
from metrics.units.skewed_means import bent, straightened


def half() -> Centre:
    return Centre(50.0, 2500.0, 0.0, share=True)


def test_exact_limits_follow_the_published_interpolation() -> None:
    # Spiegelhalter 2005, appendix, worked by hand for n = 10 and a half: P(R ≤ 1) = 11/1024, P(R ≤ 2) = 56/1024,
    # so r = 2, α = (56/1024 − .025) / (45/1024) and the limit is (2 − α)/10.
    alpha = (56 / 1024 - 0.025) / (45 / 1024)
    low, high = limits(half(), 10, 0.95)
    assert low == pytest.approx(10 * (2 - alpha))
    assert high == pytest.approx(100 - low)


@given(st.integers(1, 400), st.integers(1, 99), st.sampled_from([0.95, ACTION_LEVEL]))
def test_exact_limits_lie_where_the_binomial_of_scipy_crosses_the_tail(n: int, share: int, level: float) -> None:
    low, _ = limits(Centre(share, share * (100 - share), 0.0, share=True), n, level)
    whole = int(low * n / 100 + 1e-9) if low else 0
    if low * n / 100 > whole:
        assert stats.binom.cdf(whole, n, share / 100) <= (1 - level) / 2 + 1e-12
        assert stats.binom.cdf(whole + 1, n, share / 100) >= (1 - level) / 2 - 1e-12


@given(st.integers(1, 300), st.data(), st.integers(1, 99))
def test_a_share_lies_outside_its_limits_exactly_when_its_chance_is_small(
    n: int, data: st.DataObject, share: int
) -> None:
    hits = data.draw(st.integers(0, n))
    middle = Centre(share, share * (100 - share), 0.0, share=True)
    unit = ShareCounts(hits, n)
    low, high = limits(middle, n)
    p = chance(unit, middle)
    outside = unit.estimate < low - 1e-9 or unit.estimate > high + 1e-9
    assert outside == (p < 1 - ACTION_LEVEL) or abs(p - (1 - ACTION_LEVEL)) < 1e-9


@given(st.integers(1, 300), st.data(), st.integers(1, 99))
def test_counting_misses_instead_of_hits_gives_the_same_chance(n: int, data: st.DataObject, share: int) -> None:
    hits = data.draw(st.integers(0, n))
    one = chance(ShareCounts(hits, n), Centre(share, share * (100 - share), 0.0, share=True))
    other = chance(ShareCounts(n - hits, n), Centre(100 - share, share * (100 - share), 0.0, share=True))
    assert one == pytest.approx(other, rel=1e-9)


def test_the_chance_of_a_share_is_twice_the_smaller_exact_tail() -> None:
    middle = Centre(80.0, 1600.0, 0.0, share=True)
    assert chance(ShareCounts(30, 50), middle) == pytest.approx(2 * stats.binom.cdf(30, 50, 0.8))
    assert chance(ShareCounts(48, 50), middle) == pytest.approx(2 * stats.binom.sf(47, 50, 0.8))
    assert chance(ShareCounts(40, 50), middle) == 1


def test_the_funnel_of_nps_uses_the_variance_of_its_own_answers() -> None:
    middle = centre([NetCounts(105, 28, 181)])
    share_up, share_down = 105 / 181, 28 / 181
    assert middle.value == pytest.approx(100 * (share_up - share_down))
    assert middle.variance == pytest.approx(1e4 * (share_up + share_down - (share_up - share_down) ** 2))
    low, high = limits(middle, 100, 0.95)
    assert (high - low) / 2 == pytest.approx(1.959963984540054 * (middle.variance / 100) ** 0.5, rel=0.01)
    assert not middle.share


def test_with_few_answers_the_limits_reach_further_to_where_the_scale_has_room() -> None:
    middle = centre([NetCounts(105, 28, 181)])
    (few_low, few_high), (low, high) = limits(middle, 12), limits(middle, 3000)
    assert middle.value - few_low > 1.2 * (few_high - middle.value)
    assert middle.value - low == pytest.approx(high - middle.value, rel=0.03)


def test_the_funnel_of_a_mean_and_of_visits_uses_their_sample_variance() -> None:
    answers = [3, 5, 5, 6, 7, 7]
    sums = ScoreSums(6, sum(answers), sum(answer**2 for answer in answers))
    assert centre([sums]).variance == pytest.approx(sums.variance)
    visits = VisitSums(2, 150, 200, 90**2 + 60**2, 150 * 100, 2 * 100**2)
    assert centre([visits]).variance == pytest.approx(450)
    assert centre([VisitSums(1, 90, 100, 8100, 9000, 10000)]).variance == 0


def test_where_all_answers_are_equal_nobody_stands_apart() -> None:
    units = [ShareCounts(10, 10), ShareCounts(400, 400)]
    middle = centre(units)
    assert chance(units[0], middle) == 1
    assert limits(middle, 10) == (100, 100)
    assert chance(ScoreSums(1, 7, 49), centre([ScoreSums(1, 7, 49)])) == 1


def test_winsorising_pulls_the_ends_in_and_keeps_the_order() -> None:
    assert winsorised([9, 0, 1, 2, 3, 4, 5, 6, 7, -50]) == [7, 0, 1, 2, 3, 4, 5, 6, 7, 0]
    assert winsorised([5, -9]) == [5, -9]


def test_spread_between_units_widens_the_funnel_and_one_odd_unit_does_not() -> None:
    chooser = random.Random(5)
    alike = [ShareCounts(sum(chooser.random() < 0.8 for _ in range(200)), 200) for _ in range(24)]
    assert centre(alike).between < 2
    odd = ShareCounts(60, 200)
    assert centre([*alike, odd]).between < 6
    assert chance(odd, centre([*alike, odd])) < 1e-6
    scattered = [ShareCounts(hits, 200) for hits in range(100, 196, 4)]
    middle = centre(scattered)
    low, high = limits(middle, 200)
    plain_low, plain_high = limits(Centre(middle.value, middle.variance, 0.0, share=True), 200)
    assert middle.between > 50
    assert low < plain_low < plain_high < high
    assert all(chance(unit, middle) > 1 - ACTION_LEVEL for unit in scattered)


def test_the_spread_between_is_the_published_formula() -> None:
    # (Iφ − (I − 1)) / (Σw − Σw²/Σw), φ the mean of the squared winsorised distances, divided by what is left of it
    # where all is chance.
    units = [ShareCounts(hits, n) for hits, n in zip(range(20, 80, 6), range(90, 110, 2), strict=True)]
    total = sum(unit.hits for unit in units) / sum(unit.n for unit in units)
    weights = [unit.n / (1e4 * total * (1 - total)) for unit in units]
    distances = sorted((unit.estimate - 100 * total) * w**0.5 for unit, w in zip(units, weights, strict=True))
    distances[0], distances[-1] = distances[1], distances[-2]
    end = stats.norm.ppf(0.9)
    left = stats.norm.expect(lambda z: min(max(z, -end), end) ** 2)
    squares = sum(z * z for z in distances) / left
    expected = (squares - 9) / (sum(weights) - sum(w * w for w in weights) / sum(weights))
    assert centre(units).between == pytest.approx(expected, rel=1e-6)
    assert centre(units).degrees == 9


def test_where_the_spread_was_estimated_the_limits_are_those_of_t() -> None:
    middle = centre([ShareCounts(hits, 200) for hits in range(100, 196, 4)])
    reach = stats.t.ppf(1 - (1 - ACTION_LEVEL) / 2, 23)
    low, high = limits(middle, 1e9)
    assert (middle.value - low, high - middle.value) == pytest.approx([reach * middle.between**0.5] * 2, rel=1e-3)


@pytest.mark.parametrize("count", [4, 8])
def test_of_few_units_that_all_differ_none_is_called_odd(count: int) -> None:
    spread = [ShareCounts(3000 + 250 * at, 5000) for at in range(count)]
    assert min(chances(spread, centre(spread))) > 1 - ACTION_LEVEL


def test_among_few_units_that_agree_one_far_off_is_odd_and_outside_the_band_of_the_others() -> None:
    agree = [ShareCounts(4000 + at, 5000) for at in range(7)]
    units = [*agree, ShareCounts(3400, 5000)]
    middle = centre(units)
    found = chances(units, middle)
    assert [p < 1 - ACTION_LEVEL for p in found] == [False] * 7 + [True]
    low, high = limits(middle, 5000)
    assert 68 < low < 80 < high
    assert middle.value == pytest.approx(80, abs=0.1)


def test_the_limits_of_few_units_lie_where_the_chance_of_a_new_one_is_that_of_the_level() -> None:
    middle = centre([NetCounts(60 + at, 20, 100) for at in range(5)])
    for level in (0.95, ACTION_LEVEL):
        tail = (1 - level) / 2
        for end, below in zip(limits(middle, 40, level), (tail, 1 - tail), strict=True):
            beyond = 0.0
            for each in middle.possible:
                variance = middle.variance / 40 + each.between + each.error
                law = stats.pearson3(middle.skewness_for(40, variance), each.mean, variance**0.5)
                beyond += each.chance * law.cdf(end)
            assert beyond == pytest.approx(below, abs=0.1 * tail)


def test_fewer_than_four_units_are_never_odd() -> None:
    units = [ShareCounts(4900, 5000), ShareCounts(4900, 5000), ShareCounts(100, 5000)]
    assert chances(units, centre(units)) == [1, 1, 1]


def test_a_normal_deviate_made_lopsided_and_straight_again_is_itself() -> None:
    for skew in (-1.1, -0.3, 0.0, 0.4, 1.5):
        for deviate in (-1.5, 0.0, 2.0, 3.0):
            assert straightened(bent(deviate, skew), skew) == pytest.approx(deviate, abs=1e-9)


def test_the_lopsidedness_of_net_scores_and_shares_is_that_of_their_answers() -> None:
    scores = [1] * 105 + [-1] * 28 + [0] * 48
    assert centre([NetCounts(105, 28, 181)]).skewness == pytest.approx(stats.skew(scores))
    hits = [1] * 90 + [0] * 10
    assert centre([ShareCounts(90, 100)]).skewness == pytest.approx(stats.skew(hits))


def test_the_lopsidedness_of_means_is_that_of_a_beta_or_gamma_distribution_of_their_spread() -> None:
    sums = ScoreSums(6, 33, 193)
    middle = centre([sums], (1, 7))
    at, spread = (5.5 - 1) / 6, sums.variance / 36
    both = at * (1 - at) / spread - 1
    assert middle.skewness == pytest.approx(float(stats.beta(at * both, (1 - at) * both).stats("s")))
    assert centre([sums], (0, None)).skewness == pytest.approx(2 * sums.variance**0.5 / 5.5)
    assert centre([sums]).skewness == 0


def test_only_samples_with_answers_are_judged() -> None:
    assert sampled([ShareCounts(0, 0), ShareCounts(1, 2)]) == [ShareCounts(1, 2)]
