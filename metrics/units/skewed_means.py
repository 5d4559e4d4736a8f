"""How lopsided chance makes the mean of a few answers: near the end of a scale there is more room on the other side.

Knows evidence and standardised values, not units.

**Source:** Wilson and Hilferty, “The Distribution of Chi-Square”, Proceedings of the National Academy of Sciences 17,
1931: the cube root of a gamma variable is nearly normal; a mean is taken for such a variable with its own skewness
(Pearson's type III), which is symmetric with many answers.
"""

from __future__ import annotations

import math

from metrics.answers.evidence import NetCounts, ScoreSums, ShareCounts, VisitShare, VisitSums
from metrics.statistics.intervals import Bounds

# Less lopsided than this is not lopsided.
_EVEN = 1e-6


def skewness(
    together: NetCounts | ShareCounts | ScoreSums | VisitSums | VisitShare, variance: float, bounds: Bounds
) -> float:
    """That of single answers, whose variance is given; of scores the sums do not tell it, so it is taken for usual.

    Scores on a scale with two ends (`bounds`) are taken for a beta distribution with their mean and variance, those
    with a lower end alone for a gamma distribution, others for even.
    """
    if variance <= 0:
        return 0.0
    if isinstance(together, NetCounts):
        net, both = together.estimate / 100, (together.promoters + together.detractors) / together.n
        return (net - 3 * net * both + 2 * net**3) / math.sqrt(variance / 10_000) ** 3
    if isinstance(together, ShareCounts | VisitShare):
        return (100 - 2 * together.estimate) / math.sqrt(variance)
    return _on_scale(together.estimate, variance, bounds)


def _on_scale(mean: float, variance: float, bounds: Bounds) -> float:
    lowest, highest = bounds
    if lowest is None or mean <= lowest:
        return 0.0
    if highest is None:
        return 2 * math.sqrt(variance) / (mean - lowest)
    at, spread = (mean - lowest) / (highest - lowest), variance / (highest - lowest) ** 2
    room = at * (1 - at)
    if not 0 < spread < room:
        return 0.0
    both = room / spread - 1
    return 2 * (1 - 2 * at) * math.sqrt(both + 1) / ((both + 2) * math.sqrt(room))


def straightened(away: float, skew: float) -> float:
    """The normal deviate that is as rare as a standardised value of this skewness."""
    if abs(skew) < _EVEN:
        return away
    return (math.cbrt(max(0.0, 1 + skew * away / 2)) - 1 + skew * skew / 36) * 6 / skew


def bent(deviate: float, skew: float) -> float:
    """The standardised value of this skewness that is as rare as a normal deviate."""
    if abs(skew) < _EVEN:
        return deviate
    return (max(0.0, 1 + skew * deviate / 6 - skew * skew / 36) ** 3 - 1) * 2 / skew
