"""Scorecards made from seeded evidence, so that words and figures can be tried over many scopes without a store."""

from __future__ import annotations

from functools import cache
from random import Random

from metrics.answers.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
)
from metrics.answers.formulas import CriticalFailure, MeanCount, MeanScore, NetScore, Ratio, WeightedChecklist
from metrics.catalogue import METRICS
from metrics.catalogue.metric import Metric
from metrics.periods import Month, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import Benchmark, Scope, Standard

OCTOBER = Month(2026, 10)


def evidence_of(metric: Metric, chance: Random, level: float, n: int) -> Evidence:
    """Evidence of the kind the metric's formula makes; `level` (0 to 1) is how good it is before chance."""
    formula = metric.formula
    hits = _hits(chance, level, n)
    if isinstance(formula, NetScore):
        return NetCounts(hits, min(n - hits, round(n * 0.12)), n)
    if isinstance(formula, MeanScore):
        total, squares = _sums(chance, 2 + 4.5 * level, 1.1, n)
        return ScoreSums(n, total, squares)
    if isinstance(formula, WeightedChecklist):
        earned, squares = _sums(chance, 100 * level, 7.0, n)
        return VisitSums(n, earned, 100 * n, squares, 100 * earned, 10_000 * n)
    if isinstance(formula, CriticalFailure):
        return VisitShare(n - hits, n)
    if isinstance(formula, MeanCount):
        return CompleteCounts(max(n - hits, 1), n)
    if isinstance(formula, Ratio):
        return CompleteCounts(hits * (150 if metric.id == "average_ticket" else 1), n, formula.times)
    return ShareCounts(hits, n)


def _hits(chance: Random, level: float, n: int) -> int:
    """About as many hits as n draws would give, without drawing each."""
    return min(max(round(chance.gauss(n * level, (n * level * (1 - level)) ** 0.5)), 0), n)


def _sums(chance: Random, mean: float, spread: float, n: int) -> tuple[int, int]:
    """Sum and sum of squares of n whole scores about `mean`."""
    total = max(round(chance.gauss(n * mean, spread * n**0.5)), n)
    return total, -(-(total**2) // n) + round((n - 1) * spread**2)


def some_history(
    metric: Metric, chance: Random, months: int = 36, n: int = 300, step: float = 0.0
) -> dict[Month, Evidence]:
    """A history to October 2026 that keeps its level until its last third, then moves by `step`; some months miss."""
    level = chance.uniform(0.55, 0.9)
    found: dict[Month, Evidence] = {}
    for row, month in enumerate(months_between(OCTOBER.plus(1 - months), OCTOBER)):
        moved = step if row >= months * 2 / 3 else 0.0
        size = max(1, round(n * chance.uniform(0.8, 1.2)))
        if month != OCTOBER and chance.random() < 0.03:
            continue
        found[month] = evidence_of(metric, chance, min(max(level + moved, 0.02), 0.98), size)
    return found


def some_card(
    metric: Metric, chance: Random, scope: Scope, *, months: int = 36, n: int = 300, step: float = 0.0
) -> Scorecard:
    """One scorecard; three of four have a standard, some a benchmark, a few a bare value in the newest month."""
    history = some_history(metric, chance, months, n, step)
    if metric.id == "average_contract" and chance.random() < 0.3:
        history[OCTOBER] = BareValue(416.0)
    standards = []
    if metric.usual_standard is not None and chance.random() < 0.75:
        standards = [
            Standard(metric.id, metric.usual_standard * 0.95, Month(2023, 1)),
            Standard(metric.id, metric.usual_standard, Month(2026, 1), owner="M. Hale"),
        ]
    benchmarks = []
    if chance.random() < 0.4:
        points = {10: 20.0, 25: 30.0, 50: 40.0, 75: 52.0, 90: 60.0}
        benchmarks = [Benchmark(metric.id, Month(2026, 3), "Survey", "12 service chains", 40.0, points, 12)]
    return scorecard(metric, scope, history, standards, benchmarks)


@cache
def some_company(seed: int, scope: Scope | None = None) -> tuple[Scorecard, ...]:
    """A scorecard for each metric, of every size and with every kind of story, the same for the same seed."""
    chance = Random(seed)
    sizes, steps = (1, 3, 8, 60, 300, 1100), (0.0, 0.0, 0.0, 0.08, -0.08, 0.2, -0.2)
    return tuple(
        some_card(
            metric,
            chance,
            scope or Scope(OCTOBER),
            months=chance.choice((1, 2, 5, 9, 14, 36, 36, 36)),
            n=chance.choice(sizes),
            step=chance.choice(steps),
        )
        for metric in METRICS
    )
