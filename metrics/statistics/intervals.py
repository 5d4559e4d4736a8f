"""The 95 % interval of a value from its evidence. Knows what was answered, not by whom or when."""

from __future__ import annotations

import math

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
)
from metrics.answers.weights import effective, effective_n
from metrics.statistics.bounded_means import scatter, score_interval
from metrics.statistics.distributions import Z95, t_quantile
from metrics.vocabulary import Value

# The ends a metric's value can have (None: open).
Bounds = tuple[float | None, float | None]


def value(evidence: Evidence | None, bounds: Bounds) -> Value:
    """The value of evidence: its plain estimate with the 95 % interval cut to `bounds`, and its n.

    No evidence gives an empty value with n 0; evidence with a denominator of 0 (visits without an applicable item)
    keeps its n. An NPS may be outside its own interval, which is centred on the adjusted score.
    """
    if evidence is None:
        return Value(None, None, None, 0)
    estimated = estimate(evidence)
    ends = None if estimated is None else interval(evidence, bounds)
    if ends is None:
        return Value(estimated, None, None, evidence.n, effective_n(evidence))
    low, high = within(ends, bounds)
    return Value(estimated, low, high, evidence.n, effective_n(evidence))


def estimate(evidence: Evidence) -> float | None:
    """The plain estimate in the metric's own unit (shares 0-100); None if the denominator is 0."""
    try:
        return evidence.estimate
    except ZeroDivisionError:
        return None


def interval(evidence: Evidence, bounds: Bounds = (None, None)) -> tuple[float, float] | None:
    """The ends of the 95 % interval in the metric's own unit; None for complete counts, and if it is unknown.

    It is not cut to `bounds`, but a mean near one of them has another method than Student's. A mean has none with fewer
    than two answers or if all are equal, a checklist score likewise over its visits. The evidence must not be empty.
    Weighted answers count as so many equal ones as they are worth.
    """
    evidence = effective(evidence)
    if isinstance(evidence, (ShareCounts, VisitShare)):
        low, high = wilson(evidence.hits, evidence.n)
        return 100 * low, 100 * high
    if isinstance(evidence, NetCounts):
        score, variance = adjusted_net(evidence)
        half = Z95 * math.sqrt(variance)
        return score - half, score + half
    if isinstance(evidence, (CompleteCounts, BareValue, Withheld)):
        return None
    return _about_mean(evidence, bounds)


def wilson(hits: float, n: float) -> tuple[float, float]:
    """The 95 % score interval of a share, as parts of 1, from `hits` in `n` > 0 cases; both may be fractional.

    Hits outside 0 to n, which only wrong counts have, count as the nearer end.

    **Source:** Wilson, “Probable Inference, the Law of Succession, and Statistical Inference”, Journal of the American
    Statistical Association 22, 1927; recommended by Newcombe, Statistics in Medicine 17, 1998, pp. 857-872.
    """
    hits = min(max(hits, 0), n)
    squared = Z95 * Z95
    middle = hits + squared / 2
    half = Z95 * math.sqrt(hits * (n - hits) / n + squared / 4)
    low = 0.0 if hits == 0 else (middle - half) / (n + squared)
    high = 1.0 if hits == n else (middle + half) / (n + squared)
    return low, high


def adjusted_net(counts: NetCounts) -> tuple[float, float]:
    """The adjusted net score in points (-100 to 100) and its variance in points squared.

    Three answers are added: ¾ of a promoter, ¾ of a detractor and 1½ in between.

    **Source:** Rocks, “Interval Estimation for the ‘Net Promoter Score’”, The American Statistician 70, 2016,
    adjusted Wald (3, T).
    """
    counts = effective(counts)
    n = counts.n + 3
    promoters, detractors = (counts.promoters + 0.75) / n, (counts.detractors + 0.75) / n
    score = promoters - detractors
    return 100 * score, 10_000 * (promoters + detractors - score * score) / n


def variance_of_estimate(evidence: ScoreSums | VisitSums) -> float | None:
    """The squared standard error of a mean or of a checklist score, in its own unit squared, with n - 1 degrees.

    None if it is unknown: fewer than two answers or visits, all equal, or no points possible.
    """
    evidence = effective(evidence)
    if evidence.n < 2:
        return None
    if isinstance(evidence, ScoreSums):
        return evidence.variance / evidence.n or None
    return _ratio_variance(evidence) or None


def within(ends: tuple[float, float], bounds: Bounds) -> tuple[float, float]:
    """The interval `ends` cut to `bounds`."""
    low, high = ends
    lowest, highest = bounds
    return (
        low if lowest is None or low > lowest else lowest,
        high if highest is None or high < highest else highest,
    )


def _about_mean(evidence: ScoreSums | VisitSums, bounds: Bounds) -> tuple[float, float] | None:
    """Student's interval: the estimate plus and minus t(.975, n - 1) standard errors; a score interval near an end.

    **Source:** Student, “The Probable Error of a Mean”, Biometrika 6, 1908.
    """
    variance = variance_of_estimate(evidence)
    if variance is None:
        return None
    if isinstance(evidence, ScoreSums) and (found := scatter(evidence, bounds)) is not None:
        return score_interval(evidence, found)
    half = t_quantile(0.975, evidence.n - 1) * math.sqrt(variance)
    return evidence.estimate - half, evidence.estimate + half


def _ratio_variance(visits: VisitSums) -> float:
    """The linearised variance of 100·Σearned/Σpossible over visits: Σ(e - Rp)²/(n - 1)/n/p̄², from whole sums exactly.

    **Source:** Cochran, Sampling Techniques, 3rd edition, 1977, 6.4 and 6.19, without the finite-population factor.
    """
    earned, possible, n = visits.earned, visits.possible, visits.n
    if possible == 0:
        return 0.0
    residuals = (  # Σ(e - Rp)² times Σp squared, so that it stays a whole number
        possible * possible * visits.earned_squares
        - 2 * earned * possible * visits.products
        + earned * earned * visits.possible_squares
    )
    return 10_000 * n * residuals / ((n - 1) * possible**4)
