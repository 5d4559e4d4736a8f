"""Where to look first: units that really changed, and differently from the rest. Knows evidence only.

A unit that only changed with all others is no priority, and of many units tested some seem to change by chance; the
units named here pass both tests.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from metrics.answers.evidence import Evidence, rest
from metrics.catalogue.metric import Metric
from metrics.statistics.difference import change, difference
from metrics.statistics.distributions import Z95, normal_two_sided
from metrics.units.comparison import CLAIM, q_values
from metrics.vocabulary import FEW_ANSWERS, SMALLEST_N, Better, Change, ChangeWord, Difference, Span


@dataclass(frozen=True, slots=True)
class MovedUnit:
    """A unit's evidence of a metric in two periods, and that of the total it is part of."""

    unit: str
    metric: Metric
    now: Evidence
    before: Evidence
    whole_now: Evidence
    whole_before: Evidence


@dataclass(frozen=True, slots=True)
class PriorityUnit:
    """A unit whose metric really changed, unlike elsewhere; `q` is the share of wrong claims up to this one."""

    unit: str
    metric: Metric
    change: Change
    q: float

    @property
    def is_better(self) -> bool:
        """Whether the change is an improvement."""
        return (self.change.word is ChangeWord.ROSE) == (self.metric.better is Better.HIGHER)


def places(
    moved: Sequence[MovedUnit], compared: Span, smallest_n: int = SMALLEST_N, few_n: int = FEW_ANSWERS
) -> tuple[PriorityUnit, ...]:
    """The units to look at, the surest first; `compared` are the days of the earlier period.

    Units with at least `few_n` answers on both sides and a margin are tested. Two things must hold, so the larger of
    two p-values counts: the unit changed, and its change differs from that of all others together. Units whose change
    has a word and whose q over all tests is at most 0.05 are named.

    **Source:** both must hold: Berger, “Multiparameter Hypothesis Testing and Acceptance Sampling”, Technometrics 24,
    1982 (intersection-union test); q: Benjamini and Hochberg, 1995.
    """
    tried = [found for each in moved if (found := _tried(each, compared, smallest_n, few_n)) is not None]
    surviving = zip(q_values([p for p, _, _ in tried]), tried, strict=True)
    named = sorted(
        (
            (p, each.unit, each.metric.id, PriorityUnit(each.unit, each.metric, own, q))
            for q, (p, each, own) in surviving
        ),
        key=lambda one: one[:3],
    )
    return tuple(place for *_, place in named if place.q <= CLAIM and place.change.word in _REAL)


def units_apart(one: Difference, other: Difference) -> float | None:
    """The two-sided chance (0 to 1) that two independent differences are this far apart; None without margins.

    The distance is measured by those halves of the two 95 % intervals that face each other.

    **Source:** Zou and Donner, “Construction of confidence intervals about effect measures: a general approach”,
    Statistics in Medicine 27, 2008 (variance estimates recovered from confidence limits).
    """
    if one.estimate is None or other.estimate is None:
        return None
    upper, lower = (one, other) if one.estimate >= other.estimate else (other, one)
    if upper.estimate is None or upper.low is None or lower.estimate is None or lower.high is None:
        return None
    reach = math.hypot(upper.estimate - upper.low, lower.high - lower.estimate) / Z95
    return normal_two_sided((upper.estimate - lower.estimate) / reach) if reach else None


_REAL = (ChangeWord.ROSE, ChangeWord.FELL)


def _tried(moved: MovedUnit, compared: Span, smallest_n: int, few_n: int) -> tuple[float, MovedUnit, Change] | None:
    """The larger of both p-values with what it was found from; None if the unit cannot be tested."""
    if min(moved.now.n or 0, moved.before.n or 0) < few_n:
        return None
    bounds = moved.metric.bounds
    own = change(moved.now, moved.before, bounds, compared, smallest_n)
    others_now, others_before = _others(moved.whole_now, moved.now), _others(moved.whole_before, moved.before)
    if own.difference.p is None or others_now is None or others_before is None:
        return None
    otherwise = units_apart(own.difference, difference(others_now, others_before, bounds))
    return None if otherwise is None else (max(own.difference.p, otherwise), moved, own)


def _others(whole: Evidence, part: Evidence) -> Evidence | None:
    """What is left of the total without this part; None if nothing is left or they do not belong together."""
    try:
        return rest(whole, [part])
    except ValueError:
        return None
