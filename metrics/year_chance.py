"""How likely the service of the year so far reaches its standard, from months that differ by more than single answers.

It speaks of the answers so far, taken as those of one unchanged service whose months wander about a level; not of
months to come, and not of customers who did not answer.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

from metrics.answers.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
    Withheld,
    total,
)
from metrics.answers.weights import effective, multiplied
from metrics.statistics.bounded_means import chance_below, scatter
from metrics.statistics.distributions import Z95, incomplete_beta, normal_two_sided, t_below, t_quantile
from metrics.statistics.intervals import Bounds, adjusted_net, estimate, variance_of_estimate
from metrics.statistics.unit_changes import between_variance
from metrics.vocabulary import Better, Standard

# Fewer months say nothing of how much months differ.
FEWEST_MONTHS = 3
# So many months up to the newest say how much months differ, where the year has fewer.
MONTHS_COMPARED = 12
# No more and no less is said: beyond it what is said comes true less often than said, where months resemble each other.
MOST, LEAST = 0.95, 0.05
# By what the months' variance is multiplied, since neighbouring months that resemble each other hide half of it.
_ALIKE = 2.0


def chance_of_year(
    months: Sequence[Evidence | None], of_year: int, standard: Standard | None, better: Better, bounds: Bounds
) -> float | None:
    """The probability, from `LEAST` to `MOST`, that the level of the newest `of_year` of `months` reaches the standard.

    `months` end with the newest; earlier ones than the year's only say how much months differ. None without answers in
    the year, standard or margin, and with fewer than three months.

    **Source:** variance between months: DerSimonian and Laird, Controlled Clinical Trials 7, 1986; what it makes of the
    answers' worth: Kish, Survey Sampling, 1965, 8.2. The factor for neighbouring months and the cap are our own, by
    measured calibration (docs/STATISTICS.md).
    """
    year = total(months[-of_year:]) if of_year else None
    known = [each for each in months if each is not None and each.n]
    if year is None or standard is None or estimate(year) is None or len(known) < FEWEST_MONTHS:
        return None
    worth = _worth(year, months[-of_year:], known)
    below = None if worth is None else level_below(worth, standard.value, bounds)
    if below is None:
        return None
    return min(max(1 - below if better is Better.HIGHER else below, LEAST), MOST)


def _worth(year: Evidence, of_year: Sequence[Evidence | None], known: Sequence[Evidence]) -> Evidence | None:
    """The year's evidence as so many answers as it is worth, where months wander and only some of them are known."""
    whole = effective(year)
    single = _single_variance(whole)
    if single is None:
        return None
    sizes, values = zip(*((effective(each).n or 0.0, each.estimate) for each in known), strict=True)
    beyond, room = between_variance(values, [single / n for n in sizes], sizes)
    between = _ALIKE * max(beyond / room, 0.0) if room > 0 else 0.0
    n = whole.n or 0.0
    squares = math.fsum((effective(each).n or 0.0) ** 2 for each in of_year if each is not None)
    widened = 1 + between * squares / (n * single) if single > 0 else 1.0
    few = (Z95 / t_quantile(0.975, len(known) - 1)) ** 2
    return multiplied(whole, few / widened)


def _single_variance(evidence: Evidence) -> float | None:
    """The variance of single answers in the metric's unit squared; None where nothing is left to chance."""
    if isinstance(evidence, (ShareCounts, VisitShare)):
        share = min(max((evidence.hits + 0.5) / (evidence.n + 1), 0), 1)
        return 10_000 * share * (1 - share)
    if isinstance(evidence, NetCounts):
        return adjusted_net(evidence)[1] * (evidence.n + 3)
    if isinstance(evidence, (CompleteCounts, BareValue, Withheld)):
        return None
    variance = variance_of_estimate(evidence)
    return None if variance is None else variance * evidence.n


def level_below(evidence: Evidence, limit: float, bounds: Bounds) -> float | None:
    """How likely the true value is below `limit`, with an uninformative prior; None where there is no margin.

    For a share the beta distribution with half a hit and half a miss added, for NPS the normal about the adjusted
    score, for means and checklist scores Student's t about the estimate, near an end of the scale by its score.

    **Source:** Jeffreys' prior for shares: Brown, Cai and DasGupta, “Interval Estimation for a Binomial Proportion”,
    Statistical Science 16, 2001; t for means: Box and Tiao, Bayesian Inference in Statistical Analysis, 1973, 2.2;
    NPS: the normal approximation of Rocks, 2016.
    """
    if isinstance(evidence, (ShareCounts, VisitShare)):
        hits = min(max(evidence.hits, 0), evidence.n)
        return incomplete_beta(hits + 0.5, evidence.n - hits + 0.5, min(max(limit / 100, 0), 1))
    if isinstance(evidence, NetCounts):
        score, variance = adjusted_net(evidence)
        tail = normal_two_sided((limit - score) / math.sqrt(variance)) / 2
        return tail if limit < score else 1 - tail
    if isinstance(evidence, (CompleteCounts, BareValue, Withheld)):
        return None
    return _mean_below(evidence, limit, bounds)


def _mean_below(evidence: ScoreSums | VisitSums, limit: float, bounds: Bounds) -> float | None:
    squared_error = variance_of_estimate(evidence)
    if squared_error is None:
        return None
    if isinstance(evidence, ScoreSums) and (found := scatter(evidence, bounds)) is not None:
        return chance_below(evidence, found, limit)
    return t_below((limit - evidence.estimate) / math.sqrt(squared_error), evidence.n - 1)
