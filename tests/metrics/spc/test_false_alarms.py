"""How often two samples of the same service are called different: exact for the golden case, simulated for the rest."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from itertools import product

import numpy as np
import pytest

from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts, VisitSums
from metrics.statistics.difference import difference, word
from metrics.statistics.distributions import normal_two_sided
from metrics.vocabulary import ChangeWord
from tests.metrics.made_answers import scores, visits

NPS = (-100.0, 100.0)


def _outcomes(n: int) -> Iterator[NetCounts]:
    for promoters, detractors in product(range(n + 1), repeat=2):
        if promoters + detractors <= n:
            yield NetCounts(promoters, detractors, n)


def _chance(counts: NetCounts, promoters: float, detractors: float) -> float:
    n, above, below = (round(count) for count in (counts.n, counts.promoters, counts.detractors))
    ways = math.comb(n, above) * math.comb(n - above, below)
    return ways * promoters**above * detractors**below * (1 - promoters - detractors) ** (n - above - below)


def _plain_wald_p(now: NetCounts, before: NetCounts) -> float:
    squared = 0.0
    for counts in (now, before):
        net = (counts.promoters - counts.detractors) / counts.n
        squared += ((counts.promoters + counts.detractors) / counts.n - net * net) / counts.n
    apart = now.estimate - before.estimate
    return normal_two_sided(apart / (100 * math.sqrt(squared))) if squared else float(apart == 0)


def test_the_adjusted_nps_test_calls_3_in_100_unchanged_months_real_where_the_plain_one_calls_20() -> None:
    """Exact, over every outcome of 10 and of 60 answers with 85 % promoters and 5 % detractors in both."""
    now = [(counts, _chance(counts, 0.85, 0.05)) for counts in _outcomes(10)]
    before = [(counts, chance) for counts in _outcomes(60) if (chance := _chance(counts, 0.85, 0.05)) > 1e-7]
    plain = adjusted = 0.0
    for (one, one_chance), (other, other_chance) in product(now, before):
        both = one_chance * other_chance
        plain += both * (_plain_wald_p(one, other) < 0.05)
        adjusted += both * (word(difference(one, other, NPS)) is not ChangeWord.NO_REAL_CHANGE)
    assert plain == pytest.approx(0.20, abs=0.01)
    assert adjusted == pytest.approx(0.03, abs=0.005)


def _false_alarms(draw: Callable[[np.random.Generator, int], Evidence], n: int, earlier_n: int) -> float:
    """How often two samples of the same service are called different, of 1500 (± .011 by chance)."""
    chance = np.random.default_rng(20261101)
    found = [word(difference(draw(chance, n), draw(chance, earlier_n), (None, None))) for _ in range(1500)]
    return sum(each in (ChangeWord.ROSE, ChangeWord.FELL) for each in found) / len(found)


SIZES = pytest.mark.parametrize(("n", "earlier_n"), [(5, 5), (10, 60), (30, 30), (200, 150)])


@SIZES
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_shares_raise_few_false_alarms(n: int, earlier_n: int, share: float) -> None:
    def draw(chance: np.random.Generator, size: int) -> ShareCounts:
        return ShareCounts(int(chance.binomial(size, share)), size)

    assert _false_alarms(draw, n, earlier_n) <= 0.07


@SIZES
def test_net_scores_raise_few_false_alarms(n: int, earlier_n: int) -> None:
    def draw(chance: np.random.Generator, size: int) -> NetCounts:
        up, down, _ = chance.multinomial(size, [0.55, 0.15, 0.3])
        return NetCounts(int(up), int(down), size)

    assert _false_alarms(draw, n, earlier_n) <= 0.07


@pytest.mark.slow
@SIZES
def test_means_raise_few_false_alarms(n: int, earlier_n: int) -> None:
    chances = [0.02, 0.03, 0.05, 0.1, 0.2, 0.3, 0.3]

    def draw(chance: np.random.Generator, size: int) -> ScoreSums:
        return scores([int(index) + 1 for index in chance.choice(7, size, p=chances)])

    assert _false_alarms(draw, n, earlier_n) <= 0.08


@pytest.mark.slow
@SIZES
def test_checklists_raise_few_false_alarms(n: int, earlier_n: int) -> None:
    def draw(chance: np.random.Generator, size: int) -> VisitSums:
        possible, parts = chance.integers(150, 250, size), chance.beta(9, 1.5, size)
        return visits([(round(float(part) * int(most)), int(most)) for part, most in zip(parts, possible, strict=True)])

    assert _false_alarms(draw, n, earlier_n) <= 0.08
