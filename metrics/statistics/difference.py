"""The difference of two periods, and what may be said about it. Knows the evidence of each, not their days."""

from __future__ import annotations

import math

from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts, VisitShare, VisitSums, Withheld
from metrics.answers.weights import effective
from metrics.statistics.distributions import Z95, normal_two_sided, t_quantile, t_two_sided
from metrics.statistics.intervals import Bounds, adjusted_net, estimate, variance_of_estimate, wilson, within
from metrics.statistics.small_samples import is_hidden, shown
from metrics.vocabulary import SMALLEST_N, Change, ChangeWord, Difference, Span

_UNKNOWN = Difference(None, None, None, None)
# The 95 % interval of a difference and p, before cutting to the scale.
_Ends = tuple[float, float, float]


def change(
    now: Evidence | None,
    before: Evidence | None,
    metric_bounds: Bounds,
    compared: Span,
    smallest_n: int = SMALLEST_N,
) -> Change:
    """This period against an earlier one, `compared`: both values as they may be shown, the difference and its word.

    An empty period makes it *missing*, before fewer than `smallest_n` answers on either side make it *too few
    answers*; a difference without an interval has *no margin*; else the word says whether the interval excludes 0.
    """
    shown_now, shown_before = shown(now, metric_bounds, smallest_n), shown(before, metric_bounds, smallest_n)
    if now is None or before is None or _is_empty(now) or _is_empty(before):
        return Change(shown_now, shown_before, _UNKNOWN, ChangeWord.MISSING, compared)
    if is_hidden(now, smallest_n) or is_hidden(before, smallest_n):
        return Change(shown_now, shown_before, _UNKNOWN, ChangeWord.TOO_FEW_ANSWERS, compared)
    apart = difference(now, before, metric_bounds)
    return Change(shown_now, shown_before, apart, word(apart), compared)


def _is_empty(evidence: Evidence) -> bool:
    return not isinstance(evidence, Withheld) and estimate(evidence) is None


def word(apart: Difference) -> ChangeWord:
    """What may be said about a known difference: whether its interval excludes 0, and on which side."""
    if apart.low is None or apart.high is None:
        return ChangeWord.NO_MARGIN
    if apart.low > 0:
        return ChangeWord.ROSE
    return ChangeWord.FELL if apart.high < 0 else ChangeWord.NO_REAL_CHANGE


def difference(now: Evidence, before: Evidence, bounds: Bounds) -> Difference:
    """How far `now` is above `before` (neither empty), with the 95 % interval cut to the width of `bounds`, and p.

    Interval and p are None for complete counts and bare values, where either side has no interval of its own, and
    between two kinds of evidence. For shares p may disagree with the interval: they are two methods.
    """
    apart = now.estimate - before.estimate
    ends = _ends(effective(now), effective(before))
    if ends is None:
        return Difference(apart, None, None, None)
    lowest, highest = bounds
    width = None if lowest is None or highest is None else highest - lowest
    low, high = within(ends[:2], (None if width is None else -width, width))
    return Difference(apart, low, high, ends[2])


def _ends(now: Evidence, before: Evidence) -> _Ends | None:
    if isinstance(now, (ShareCounts, VisitShare)) and isinstance(before, (ShareCounts, VisitShare)):
        return _between_shares(now, before)
    if isinstance(now, NetCounts) and isinstance(before, NetCounts):
        return _between_net_scores(now, before)
    if isinstance(now, ScoreSums) and isinstance(before, ScoreSums):
        return _between_means(now, before)
    if isinstance(now, VisitSums) and isinstance(before, VisitSums):
        return _between_means(now, before)
    return None


def _between_shares(now: ShareCounts | VisitShare, before: ShareCounts | VisitShare) -> _Ends:
    """The hybrid score interval of a difference of shares in points; p by the pooled z test without correction.

    **Source:** Newcombe, “Interval Estimation for the Difference between Independent Proportions”, Statistics in
    Medicine 17, 1998, pp. 873-890, method 10; the test: Fleiss, Levin and Paik, Statistical Methods for Rates and
    Proportions, 3rd edition, 3.1. Where all or none are hits on both sides the shares are equal and p is 1.
    """
    now_hits, before_hits = min(max(now.hits, 0), now.n), min(max(before.hits, 0), before.n)
    share, earlier = now_hits / now.n, before_hits / before.n
    low, high = wilson(now_hits, now.n)
    earlier_low, earlier_high = wilson(before_hits, before.n)
    apart = share - earlier
    pooled = (now_hits + before_hits) / (now.n + before.n)
    error = math.sqrt(max(pooled * (1 - pooled), 0) * (1 / now.n + 1 / before.n))
    return (
        100 * (apart - math.hypot(share - low, earlier_high - earlier)),
        100 * (apart + math.hypot(high - share, earlier - earlier_low)),
        normal_two_sided(apart / error) if error else 1.0,
    )


def _between_net_scores(now: NetCounts, before: NetCounts) -> _Ends:
    """Interval and p of a difference of net scores in points, both from the adjusted scores.

    **Source:** the adjusted Wald of Rocks, The American Statistician 70, 2016, for each of two independent samples.
    """
    score, variance = adjusted_net(now)
    earlier, earlier_variance = adjusted_net(before)
    error = math.sqrt(variance + earlier_variance)
    apart = score - earlier
    return apart - Z95 * error, apart + Z95 * error, normal_two_sided(apart / error)


def _between_means(now: ScoreSums | VisitSums, before: ScoreSums | VisitSums) -> _Ends | None:
    """Welch's interval and p of a difference of means, or of checklist scores linearised over visits.

    **Source:** Welch, “The Generalization of ‘Student's’ Problem when Several Different Population Variances are
    Involved”, Biometrika 34, 1947; degrees of freedom by Satterthwaite, Biometrics Bulletin 2, 1946.
    """
    variance, earlier_variance = variance_of_estimate(now), variance_of_estimate(before)
    if variance is None or earlier_variance is None:
        return None
    both = variance + earlier_variance
    part = variance / both
    degrees = 1 / (part**2 / (now.n - 1) + (1 - part) ** 2 / (before.n - 1))
    error = math.sqrt(both)
    apart = now.estimate - before.estimate
    half = t_quantile(0.975, degrees) * error
    return apart - half, apart + half, t_two_sided(apart / error, degrees)
