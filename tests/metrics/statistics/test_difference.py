"""Whether two periods really differ: published examples, other programs, words."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportions_ztest

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, NetCounts, ShareCounts, VisitShare
from metrics.statistics.difference import change, difference, word
from metrics.statistics.distributions import Z95
from metrics.statistics.intervals import adjusted_net
from metrics.vocabulary import Change, ChangeWord, Difference, Span, Value
from tests.metrics.made_answers import scores, visits

SHARE = (0.0, 100.0)
NPS = (-100.0, 100.0)
EASE = (1.0, 7.0)
SEPTEMBER = Span(dt.date(2026, 9, 1), dt.date(2026, 9, 30))
NOTHING = Value(None, None, None, 0)
UNKNOWN = Difference(None, None, None, None)

shares = st.integers(5, 3000).flatmap(lambda n: st.builds(ShareCounts, st.integers(0, n), st.just(n)))
net_counts = st.tuples(st.integers(0, 300), st.integers(0, 300), st.integers(5, 300)).map(
    lambda counts: NetCounts(counts[0], counts[1], sum(counts))
)
points = st.lists(st.integers(1, 7), min_size=5, max_size=60)
mirrored_pairs = st.one_of(
    st.tuples(shares, shares), st.tuples(net_counts, net_counts), st.tuples(points.map(scores), points.map(scores))
)


def _compare(now: Evidence | None, before: Evidence | None, smallest_n: int = 5) -> Change:
    return change(now, before, NPS if isinstance(now, NetCounts) else SHARE, SEPTEMBER, smallest_n)


@pytest.mark.parametrize(
    ("now", "before", "low", "high"),
    [
        ((56, 70), (48, 80), 0.0524, 0.3339),
        ((9, 10), (3, 10), 0.1705, 0.8090),
        ((6, 7), (2, 7), 0.0582, 0.8062),
        ((5, 56), (0, 29), -0.0381, 0.1926),
        ((0, 10), (0, 20), -0.1611, 0.2775),
        ((0, 10), (0, 10), -0.2775, 0.2775),
        ((10, 10), (0, 20), 0.6791, 1.0),
        ((10, 10), (0, 10), 0.6075, 1.0),
    ],
)
def test_shares_differ_as_in_newcombes_table(
    now: tuple[int, int], before: tuple[int, int], low: float, high: float
) -> None:
    """**Source:** Newcombe, Statistics in Medicine 17, 1998, p. 877, table II, method 10."""
    found = difference(ShareCounts(*now), ShareCounts(*before), SHARE)
    assert (found.low, found.high) == pytest.approx((100 * low, 100 * high), abs=5e-3)


@pytest.mark.slow
@given(shares, shares)
def test_shares_agree_with_statsmodels(now: ShareCounts, before: ShareCounts) -> None:
    found = difference(now, before, SHARE)
    ends = confint_proportions_2indep(now.hits, now.n, before.hits, before.n, method="newcomb", compare="diff")
    assert (found.low, found.high) == pytest.approx([100 * end for end in ends], abs=1e-9)
    if 0 < now.hits + before.hits < now.n + before.n:
        assert found.p == pytest.approx(proportions_ztest([now.hits, before.hits], [now.n, before.n])[1], abs=1e-9)
    else:
        assert found.p == 1


@pytest.mark.parametrize(
    ("now", "before", "expected"),
    [
        (ShareCounts(2, 8), ShareCounts(25, 40), ChangeWord.FELL),
        (ShareCounts(6, 8), ShareCounts(15, 40), ChangeWord.ROSE),
        (ShareCounts(7, 8), ShareCounts(40, 40), ChangeWord.NO_REAL_CHANGE),
    ],
)
def test_the_word_for_shares_follows_their_interval_even_where_p_disagrees(
    now: ShareCounts, before: ShareCounts, expected: ChangeWord
) -> None:
    apart = difference(now, before, SHARE)
    assert apart.p is not None
    assert (apart.p < 0.05) == (expected is ChangeWord.NO_REAL_CHANGE)
    assert word(apart) is expected


def test_the_golden_nps_change_is_no_real_change() -> None:
    found = _compare(NetCounts(53, 16, 94), NetCounts(52, 12, 87))
    apart = found.difference
    assert apart.low is not None
    assert apart.high is not None
    assert apart.estimate == pytest.approx(-6.62, abs=0.005)
    assert (apart.low + apart.high) / 2 == pytest.approx(-6.30, abs=0.005)
    error = (apart.high - apart.low) / 2 / Z95
    assert -6.30 / error == pytest.approx(-0.578, abs=0.0005)
    assert apart.p == pytest.approx(0.563, abs=0.0005)
    assert found.word is ChangeWord.NO_REAL_CHANGE
    assert found.compared == SEPTEMBER
    assert (found.now.n, found.before.n) == (94, 87)


def test_the_sleep_data_differ_as_r_says() -> None:
    """**Source:** R 4, `t.test(extra ~ group, data = sleep)`: df 17.776, p .07939, -3.3654832 to 0.2054832."""
    first = scores([7, -16, -2, -12, -1, 34, 37, 8, 0, 20], per=10)
    second = scores([19, 8, 11, 1, -1, 44, 55, 16, 46, 34], per=10)
    found = difference(first, second, (None, None))
    assert found.estimate == pytest.approx(-1.58)
    assert (found.low, found.high) == pytest.approx((-3.3654832, 0.2054832), abs=5e-8)
    assert found.p == pytest.approx(0.07939, abs=5e-6)


@given(points, points)
def test_means_agree_with_scipy(now: list[int], before: list[int]) -> None:
    found = difference(scores(now), scores(before), (None, None))
    assert found.estimate == pytest.approx(np.mean(now) - np.mean(before))
    if len(set(now)) == 1 or len(set(before)) == 1:
        assert (found.low, found.high, found.p) == (None, None, None)
        return
    welch = stats.ttest_ind(now, before, equal_var=False)
    assert found.p == pytest.approx(welch.pvalue, abs=1e-9)
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()), abs=1e-9)


def test_scores_counted_in_unlike_steps_are_compared_in_points() -> None:
    whole = scores([3, 5, 6, 7, 7, 4])
    halves = scores([6, 10, 12, 14, 14, 8], per=2)
    assert difference(halves, whole, EASE).estimate == pytest.approx(0)
    assert difference(halves, whole, EASE).p == pytest.approx(1)


@given(points, points)
def test_checklists_of_one_size_differ_as_means_do(now: list[int], before: list[int]) -> None:
    of_visits = difference(visits([(p, 10) for p in now]), visits([(p, 10) for p in before]), (None, None))
    of_scores = difference(scores(now), scores(before), (None, None))
    assert of_visits.estimate == pytest.approx(10 * (of_scores.estimate or 0), abs=1e-9)
    assert of_visits.p == pytest.approx(of_scores.p, abs=1e-9)
    if of_scores.low is not None:
        assert of_visits.low == pytest.approx(10 * of_scores.low, abs=1e-8)


def test_checklists_of_several_sizes_differ_by_welch_on_their_linearised_scores() -> None:
    now, before = [(18, 20), (25, 40), (9, 10)], [(10, 20), (30, 40), (8, 10), (12, 30)]
    parts = []
    for pairs in (now, before):
        earned, possible = np.array(pairs, dtype=float).T
        ratio = earned.sum() / possible.sum()
        parts.append(100 * ratio + 100 * (earned - ratio * possible) / possible.mean())
    welch = stats.ttest_ind(parts[0], parts[1], equal_var=False)
    found = difference(visits(now), visits(before), (None, None))
    assert found.p == pytest.approx(welch.pvalue, abs=1e-12)
    assert (found.low, found.high) == pytest.approx(tuple(welch.confidence_interval()), abs=1e-9)


def test_a_difference_is_cut_to_the_width_of_the_scale() -> None:
    found = difference(scores([7, 7, 6]), scores([1, 1, 2]), EASE)
    assert found.high == 6
    assert difference(scores([1, 1, 2]), scores([7, 7, 6]), EASE).low == -6
    uncut = difference(scores([7, 7, 6]), scores([1, 1, 2]), (0.0, None))
    assert uncut.high is not None
    assert uncut.high > 6


@given(mirrored_pairs)
def test_a_change_read_backwards_has_the_other_word(pair: tuple[Evidence, Evidence]) -> None:
    now, before = pair
    there, back = _compare(now, before), _compare(before, now)
    other = {ChangeWord.ROSE: ChangeWord.FELL, ChangeWord.FELL: ChangeWord.ROSE}
    assert back.word is other.get(there.word, there.word)
    assert back.difference.estimate == -(there.difference.estimate or 0)
    assert back.difference.p == pytest.approx(there.difference.p, abs=1e-12)


@pytest.mark.slow
@given(st.one_of(shares, net_counts, points.map(scores)))
def test_nothing_changed_is_never_a_change(evidence: Evidence) -> None:
    assert _compare(evidence, evidence).word in (ChangeWord.NO_REAL_CHANGE, ChangeWord.NO_MARGIN)


@pytest.mark.parametrize("gone", [None, ShareCounts(0, 0)])
def test_an_empty_period_makes_a_change_missing_and_never_0(gone: Evidence | None) -> None:
    found = _compare(ShareCounts(40, 50), gone)
    assert (found.word, found.before, found.difference) == (ChangeWord.MISSING, NOTHING, UNKNOWN)
    assert found.now.estimate == 80
    assert _compare(gone, ShareCounts(40, 50)).word is ChangeWord.MISSING


def test_missing_comes_before_too_few_and_few_answers_stay_hidden() -> None:
    found = _compare(None, ShareCounts(3, 4))
    assert (found.word, found.before) == (ChangeWord.MISSING, Value(None, None, None, 4))


@pytest.mark.parametrize(
    ("few", "enough"),
    [
        (ShareCounts(3, 4), ShareCounts(40, 50)),
        (NetCounts(3, 1, 4), NetCounts(52, 12, 87)),
        (scores([7, 6, 5, 7]), scores([5, 6, 7] * 9)),
        (CompleteCounts(90, 4), CompleteCounts(900, 40)),
    ],
)
def test_too_few_answers_on_either_side_hide_that_side_and_the_difference(few: Evidence, enough: Evidence) -> None:
    for found in (_compare(few, enough), _compare(enough, few)):
        assert (found.word, found.difference) == (ChangeWord.TOO_FEW_ANSWERS, UNKNOWN)
    assert _compare(few, enough).now == Value(None, None, None, few.n)
    assert _compare(enough, few).now.estimate == enough.estimate
    assert _compare(few, enough, smallest_n=4).word is not ChangeWord.TOO_FEW_ANSWERS


def test_visits_are_never_too_few() -> None:
    found = _compare(visits([(18, 20), (10, 20)]), visits([(15, 20), (19, 20)]))
    assert found.word is ChangeWord.NO_REAL_CHANGE
    assert found.now.estimate == 70
    assert _compare(VisitShare(0, 2), VisitShare(1, 1)).word is ChangeWord.NO_REAL_CHANGE


@pytest.mark.parametrize(
    ("now", "before"),
    [
        (CompleteCounts(30, 40, 100), CompleteCounts(20, 40, 100)),
        (BareValue(98), BareValue(97)),
        (scores([6] * 20), scores([3, 4, 5] * 20)),
        (scores([3, 4, 5] * 20), scores([6] * 20)),
        (visits([(18, 20)]), visits([(10, 20), (12, 20)])),
        (visits([(9, 10), (18, 20)]), visits([(10, 20), (12, 20)])),
        (scores([1, 2, 3, 4, 5]), CompleteCounts(3, 10)),
        (ShareCounts(3, 10), BareValue(97)),
    ],
)
def test_without_a_margin_only_the_plain_difference_is_told(now: Evidence, before: Evidence) -> None:
    found = _compare(now, before)
    assert found.word is ChangeWord.NO_MARGIN
    assert found.difference == Difference(now.estimate - before.estimate, None, None, None)


def test_counts_beyond_the_whole_do_no_harm() -> None:
    found = difference(ShareCounts(25, 20), ShareCounts(30, 20), SHARE)
    assert found.p == 1
    assert word(found) is ChangeWord.NO_REAL_CHANGE


def test_a_real_fall_is_found() -> None:
    assert _compare(ShareCounts(300, 400), ShareCounts(340, 400)).word is ChangeWord.FELL
    assert _compare(NetCounts(250, 60, 400), NetCounts(180, 100, 400)).word is ChangeWord.ROSE
    assert adjusted_net(NetCounts(250, 60, 400))[0] < NetCounts(250, 60, 400).estimate


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.0, 4.0, ChangeWord.NO_REAL_CHANGE),
        (-4.0, 0.0, ChangeWord.NO_REAL_CHANGE),
        (0.0, 0.0, ChangeWord.NO_REAL_CHANGE),
        (1e-12, 4.0, ChangeWord.ROSE),
        (-4.0, -1e-12, ChangeWord.FELL),
    ],
)
def test_an_interval_that_ends_exactly_at_0_contains_it(low: float, high: float, expected: ChangeWord) -> None:
    assert word(Difference((low + high) / 2, low, high, 0.04)) is expected
