"""The interval of a mean near an end of its scale: Wilson's where it must be, Student's away from the end."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.answers.evidence import ScoreSums
from metrics.statistics.bounded_means import Scatter, chance_below, scatter, score_interval
from metrics.statistics.distributions import Z95
from metrics.statistics.intervals import interval, value, wilson
from tests.metrics.made_answers import scores

EASE = (1.0, 7.0)
COUNTS = (0.0, None)

points = st.lists(st.integers(1, 7), min_size=2, max_size=60).filter(lambda answers: len(set(answers)) > 1)


def near_the_top(n: int, sevens: int) -> ScoreSums:
    return scores([7] * sevens + [5] * (n - sevens))


@pytest.mark.parametrize(("hits", "n"), [(81, 263), (15, 148), (28, 29)])
def test_scores_at_both_ends_alone_have_wilsons_interval_of_a_share(hits: int, n: int) -> None:
    """**Source:** Newcombe, Statistics in Medicine 17, 1998, p. 861, table I, method 3, for the two first."""
    low, high = Scatter(1, 7, 1.0).ends(1 + 6 * hits / n, Z95**2 / n)
    assert ((low - 1) / 6, (high - 1) / 6) == pytest.approx(wilson(hits, n), abs=1e-12)


def test_a_count_that_scatters_like_poissons_has_the_score_interval_of_a_rate() -> None:
    """(x - mu)² = z² mu/n: x + z²/2n ± z √(x/n + z²/4n²), the interval of Rao's score test for 14 events in 400."""
    rate, n = 14 / 400, 400
    half = Z95 * math.sqrt(rate / n + Z95**2 / (4 * n * n))
    found = Scatter(0, None, 1.0).ends(rate, Z95**2 / n)
    assert found == pytest.approx((rate + Z95**2 / (2 * n) - half, rate + Z95**2 / (2 * n) + half), abs=1e-12)


def test_in_the_middle_third_of_the_scale_it_is_students() -> None:
    for answers in ([3, 4, 5], [1, 7, 7, 3], [3, 5, 5, 6]):
        assert scatter(scores(answers), EASE) is None
        assert interval(scores(answers), EASE) == interval(scores(answers))
    assert scatter(scores([5, 5, 5, 6]), EASE) is not None


def test_a_count_far_above_its_lowest_value_has_students() -> None:
    assert scatter(scores([4, 5, 9]), COUNTS) is None
    assert scatter(scores([0, 0, 1]), COUNTS) is not None


@given(points)
def test_it_lies_on_the_scale_and_holds_the_mean_and_leans_to_the_middle(answers: list[int]) -> None:
    found = value(scores(answers), EASE)
    assert found.estimate is not None
    assert found.low is not None
    assert found.high is not None
    assert 1 <= found.low < found.estimate < found.high <= 7
    if found.estimate > 5:
        assert found.estimate - found.low > found.high - found.estimate


@given(points)
def test_turning_the_scale_round_turns_the_interval_round(answers: list[int]) -> None:
    found, turned = value(scores(answers), EASE), value(scores([8 - each for each in answers]), EASE)
    assert found.low is not None
    assert found.high is not None
    assert (turned.low, turned.high) == pytest.approx((8 - found.high, 8 - found.low), abs=1e-9)


@given(points)
def test_the_chance_at_the_ends_of_the_interval_is_what_the_interval_says(answers: list[int]) -> None:
    sums = scores(answers)
    near = scatter(sums, EASE)
    if near is None:
        return
    low, high = score_interval(sums, near)
    assert chance_below(sums, near, low) == pytest.approx(0.025, abs=1e-6)
    assert chance_below(sums, near, high) == pytest.approx(0.975, abs=1e-6)
    assert (chance_below(sums, near, 1), chance_below(sums, near, 7)) == (0, 1)


def test_with_many_answers_it_is_as_wide_as_students() -> None:
    near, student = interval(near_the_top(20_000, 18_000), EASE), interval(near_the_top(20_000, 18_000))
    assert near is not None
    assert student is not None
    assert near == pytest.approx(student, abs=0.001)


def test_a_few_lower_scores_among_sevens_do_not_meet_a_high_standard_at_once() -> None:
    """Of 30 answers with nine of ten sevens, two lower ones are luck; t would have put the low end above 6.7."""
    lucky, student = interval(near_the_top(30, 28), EASE), interval(near_the_top(30, 28))
    assert lucky is not None
    assert student is not None
    assert lucky[0] < 6.65 < student[0]
