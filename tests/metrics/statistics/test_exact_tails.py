"""How often a result comes by chance where the standard is just reached, counted exactly."""

from __future__ import annotations

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from metrics.answers.evidence import BareValue, NetCounts, ShareCounts, VisitShare
from metrics.periods import Month
from metrics.statistics.exact_tails import MOST_COUNTED, answers_needed, chance_at_standard
from metrics.statistics.intervals import interval
from metrics.statistics.small_samples import shown
from metrics.verdicts import needed_to_meet, verdict, waits
from metrics.vocabulary import Better, Standard, Verdict
from tests.metrics.made_answers import scores

SHARE = (0.0, 100.0)
NPS = (-100.0, 100.0)


@given(n=st.integers(1, 300), part=st.floats(0, 1), share=st.floats(0.01, 0.99))
def test_of_shares_it_is_the_binomial(n: int, part: float, share: float) -> None:
    hits = round(n * part)
    low = chance_at_standard(ShareCounts(hits, n), 100 * share, below=True)
    high = chance_at_standard(VisitShare(hits, n), 100 * share, below=False)
    assert low == pytest.approx(stats.binom.cdf(hits, n, share), abs=1e-9)
    assert high == pytest.approx(stats.binom.sf(hits - 1, n, share), abs=1e-9)


def _chance_of_net(net: int, n: int, promoters: float, detractors: float) -> float:
    found = 0.0
    for up, down in itertools.product(range(n + 1), repeat=2):
        if up + down <= n and up - down <= net:
            rest = n - up - down
            ways = math.factorial(n) // (math.factorial(up) * math.factorial(down) * math.factorial(rest))
            found += ways * promoters**up * detractors**down * (1 - promoters - detractors) ** rest
    return found


def test_of_a_net_score_it_is_the_trinomial_with_the_likeliest_middle() -> None:
    """4 promoters, 3 in between and 3 detractors against 40: of 0.5 + s and 0.1 + s the likelihood is greatest."""
    parts = [s / 10_000 for s in range(-900, 1999)]
    likeliest = max(parts, key=lambda s: 4 * math.log(0.5 + s) + 3 * math.log(0.1 + s) + 3 * math.log(1 - 0.6 - 2 * s))
    expected = _chance_of_net(1, 10, 0.5 + likeliest, 0.1 + likeliest)
    assert chance_at_standard(NetCounts(4, 3, 10), 40, below=True) == pytest.approx(expected, abs=1e-4)


@given(up=st.integers(0, 20), down=st.integers(0, 20), between=st.integers(0, 5), standard=st.integers(-95, 95))
def test_turning_promoters_and_detractors_round_turns_the_sides(
    up: int, down: int, between: int, standard: int
) -> None:
    n = max(up + down + between, 1)
    if n > MOST_COUNTED:
        return
    one = chance_at_standard(NetCounts(up, down, n), standard, below=True)
    other = chance_at_standard(NetCounts(down, up, n), -standard, below=False)
    assert one == pytest.approx(other, abs=1e-9)
    assert one is not None
    assert 0 <= one <= 1 + 1e-9


def test_means_and_bare_values_and_many_answers_are_not_counted() -> None:
    assert chance_at_standard(scores([6, 7, 7]), 6, below=True) is None
    assert chance_at_standard(BareValue(98), 90, below=False) is None
    assert chance_at_standard(NetCounts(30, 5, MOST_COUNTED + 1), 45, below=True) is None
    assert answers_needed(scores([6, 7, 7]), 6, below=False) is None


@pytest.mark.parametrize("standard", [50, 85, 90, 97])
def test_with_the_answers_needed_the_best_meet_the_standard_and_with_one_less_not(standard: float) -> None:
    needed = answers_needed(ShareCounts(1, 2), standard, below=False)
    assert needed is not None
    for n, is_met in ((needed, True), (needed - 1, False)):
        ends = interval(ShareCounts(n, n))
        assert ends is not None
        assert (ends[0] > standard) is is_met
    assert answers_needed(ShareCounts(1, 2), 100 - standard, below=True) == pytest.approx(needed, abs=1)
    assert answers_needed(ShareCounts(1, 2), 100, below=False) is None


def _judge(evidence: NetCounts | ShareCounts, number: float, better: Better = Better.HIGHER) -> tuple[Verdict, bool]:
    standard = Standard("csat", number, Month(2026, 1))
    found = verdict(shown(evidence, NPS if isinstance(evidence, NetCounts) else SHARE), evidence, standard, better)
    return found, waits(found, evidence, standard, better)


def test_a_miss_of_five_answers_waits_where_one_dissatisfied_customer_makes_it() -> None:
    """At 97 % one of five is dissatisfied in 14 of 100 months; two are in less than 1."""
    assert _judge(ShareCounts(4, 5), 97) == (Verdict.MISSED, True)
    assert _judge(ShareCounts(3, 5), 97) == (Verdict.MISSED, False)
    assert _judge(ShareCounts(1, 5), 3, Better.LOWER) == (Verdict.MISSED, True)
    assert _judge(ShareCounts(300, 400), 97) == (Verdict.MISSED, False)
    assert _judge(ShareCounts(5, 5), 97) == (Verdict.TOO_CLOSE_TO_CALL, False)


@pytest.mark.parametrize("n", [5, 6, 8, 10, 15, 16, 20])
@pytest.mark.parametrize("share", [0.8, 0.9, 0.95, 0.97])
def test_a_miss_that_does_not_wait_is_wrong_in_at_most_5_of_100(n: int, share: float) -> None:
    wrong = sum(
        stats.binom.pmf(hits, n, share)
        for hits in range(n + 1)
        if _judge(ShareCounts(hits, n), 100 * share) == (Verdict.MISSED, False)
    )
    assert wrong <= 0.05


def test_how_many_answers_a_standard_needs_is_said_only_where_there_are_fewer() -> None:
    standard = Standard("csat", 90, Month(2026, 1))
    assert needed_to_meet(ShareCounts(20, 20), standard, Better.HIGHER) == 35
    assert needed_to_meet(ShareCounts(30, 35), standard, Better.HIGHER) is None
    assert needed_to_meet(None, standard, Better.HIGHER) is None
    assert needed_to_meet(ShareCounts(20, 20), None, Better.HIGHER) is None
