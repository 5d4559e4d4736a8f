"""The effect of an initiative on a metric: the change in its units beyond the change in untouched ones.

Knows evidence before and after, not where it is stored.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from metrics.answers.evidence import BareValue, Evidence, NetCounts, ScoreSums, ShareCounts, VisitShare, VisitSums, rest
from metrics.answers.weights import effective
from metrics.catalogue.metric import Metric
from metrics.periods import Month, months_between
from metrics.statistics.difference import difference
from metrics.statistics.intervals import Bounds, adjusted_net, estimate, variance_of_estimate, within
from metrics.vocabulary import FEW_ANSWERS, Better, Difference, Span

# At most this many months before and after are compared: older ones are about a different service.
LONGEST = 12
# An effect smaller than this part of the spread of single answers is not worth waiting for.
WORTH_SEEING = 0.1


class EffectWord(StrEnum):
    """What may be said about an initiative's effect on a metric."""

    WORKS = "works"
    HARMS = "harms"
    NOT_YET = "not_yet"  # the cases so far could hide an effect worth having
    NONE_TO_SEE = "none_to_see"  # any effect there is would be too small to be worth having
    NO_MARGIN = "no_margin"
    TOO_FEW_ANSWERS = "too_few_answers"
    TOO_EARLY = "too_early"  # no whole month since it began
    NOTHING_TO_COMPARE = "nothing_to_compare"


@dataclass(frozen=True, slots=True)
class Windows:
    """The whole months before and after that are compared: the same number on each side."""

    before: tuple[Month, ...]
    after: tuple[Month, ...]

    @property
    def days_before(self) -> Span:
        return Span(self.before[0].first_day, self.before[-1].last_day)

    @property
    def days_after(self) -> Span:
        return Span(self.after[0].first_day, self.after[-1].last_day)


@dataclass(frozen=True, slots=True)
class BeforeAfter:
    """A metric's evidence in the months before and after; None without data."""

    before: Evidence | None
    after: Evidence | None

    @property
    def sides(self) -> tuple[Evidence | None, Evidence | None]:
        return self.before, self.after


def combined(parts: Sequence[BeforeAfter]) -> BeforeAfter:
    """The evidence of several units added up; None where it cannot be added, as with several bare values."""
    return BeforeAfter(_sum([part.before for part in parts]), _sum([part.after for part in parts]))


def untouched_change(whole: BeforeAfter, touched: Sequence[BeforeAfter]) -> BeforeAfter | None:
    """What is left of the whole without the touched units; None if nothing is left or they do not belong together."""
    left = [
        _rest(total, [part for part in parts if part is not None])
        for total, *parts in zip(whole.sides, *(unit.sides for unit in touched), strict=True)
    ]
    return None if None in left else BeforeAfter(*left)


def _sum(parts: Sequence[Evidence | None]) -> Evidence | None:
    found = [part for part in parts if part is not None]
    if len(found) > 1 and any(isinstance(part, BareValue) or type(part) is not type(found[0]) for part in found):
        return None
    total = found[0] if found else None
    for part in found[1:]:
        total = total + part  # type: ignore[operator]  # of one kind, checked above
    return total


def _rest(total: Evidence | None, parts: Sequence[Evidence]) -> Evidence | None:
    try:
        return None if total is None else rest(total, parts)
    except ValueError:
        return None


@dataclass(frozen=True, slots=True)
class Effect:
    """The effect on one metric: the difference beyond the untouched units, or the plain change if there are none.

    `treated` and `others` are the plain changes of each side; `others` is None if no unit was left untouched, else
    `untouched` counts them. `cases` is the sample size of the months after in the treated units. `more_months` is how
    many more are needed for an answer; None if there is one already, or a year would not be enough.
    """

    metric: Metric
    word: EffectWord
    windows: Windows | None
    size: Difference
    treated: Difference
    others: Difference | None
    cases: float | None = None
    untouched: int = 0
    more_months: int | None = None


def windows(began: dt.date, newest: Month, ended: dt.date | None = None) -> Windows | None:
    """The months compared, at most twelve on each side; None if no whole month has passed since `began`.

    A month in which it began or ended part-way is on neither side. `newest` is the newest whole month with data.
    """
    start = Month.of(began)
    first = start if began == start.first_day else start.plus(1)
    last = newest if ended is None else min(newest, _last_whole(ended))
    after = months_between(first, last)[:LONGEST]
    if not after:
        return None
    return Windows(tuple(months_between(start.plus(-len(after)), start.previous)), tuple(after))


def _last_whole(ended: dt.date) -> Month:
    month = Month.of(ended)
    return month if ended == month.last_day else month.previous


def effect(
    metric: Metric,
    compared: Windows | None,
    treated: BeforeAfter,
    others: BeforeAfter | None,
    untouched: int = 0,
    few_n: int = FEW_ANSWERS,
) -> Effect:
    """The effect on `metric` in the units an initiative touched, beyond that in the `others` (None: there are none).

    `untouched` is how many units the others are. With fewer than `few_n` cases on any side no effect is claimed.
    """
    sides = [treated, *([] if others is None else [others])]
    known = [each for side in sides for each in side.sides if each is not None and estimate(each) is not None]
    if compared is None:
        return _nothing(metric, EffectWord.TOO_EARLY, compared)
    if len(known) < 2 * len(sides):
        return _nothing(metric, EffectWord.NOTHING_TO_COMPARE, compared)
    if any(each.n is not None and each.n < few_n for each in known):
        return _nothing(metric, EffectWord.TOO_FEW_ANSWERS, compared)
    own = _step(treated, metric.bounds)
    elsewhere = None if others is None else _step(others, metric.bounds)
    size = own if elsewhere is None else beyond_chance(own, elsewhere, metric.bounds)
    word, more = _said(metric, size, len(compared.after), treated)
    return Effect(metric, word, compared, size, own, elsewhere, known[1].n, untouched, more)


def _nothing(metric: Metric, word: EffectWord, compared: Windows | None) -> Effect:
    unknown = Difference(None, None, None, None)
    return Effect(metric, word, compared, unknown, unknown, None)


def _step(side: BeforeAfter, bounds: Bounds) -> Difference:
    assert side.before is not None, "checked by the caller"
    assert side.after is not None, "checked by the caller"
    return difference(side.after, side.before, bounds)


def beyond_chance(own: Difference, others: Difference, bounds: Bounds = (None, None)) -> Difference:
    """How far a change exceeds another, independent one, with the 95 % interval, both in the metric's unit.

    The distances of each side from its own limits are added like variances. Interval None if either has none.

    **Source:** differences in differences: Card and Krueger, American Economic Review 84, 1994; the interval: Zou and
    Donner, “Construction of confidence intervals about effect measures: a general approach”, Statistics in Medicine
    27, 2008.
    """
    assert own.estimate is not None, "both changes are known"
    assert others.estimate is not None, "both changes are known"
    apart = own.estimate - others.estimate
    if own.low is None or own.high is None or others.low is None or others.high is None:
        return Difference(apart, None, None, None)
    low = apart - math.hypot(own.estimate - own.low, others.high - others.estimate)
    high = apart + math.hypot(own.high - own.estimate, others.estimate - others.low)
    lowest, highest = bounds
    width = None if lowest is None or highest is None else 2 * (highest - lowest)
    low, high = within((low, high), (None if width is None else -width, width))
    return Difference(apart, low, high, None)


def _said(metric: Metric, size: Difference, months: int, treated: BeforeAfter) -> tuple[EffectWord, int | None]:
    if size.low is None or size.high is None:
        return EffectWord.NO_MARGIN, None
    if size.low > 0 or size.high < 0:
        good = (size.low > 0) == (metric.better is Better.HIGHER)
        return (EffectWord.WORKS if good else EffectWord.HARMS), None
    worth = _worth_seeing([each for each in treated.sides if each is not None])
    if worth is None or max(abs(size.low), abs(size.high)) <= worth:
        return EffectWord.NONE_TO_SEE, None
    more = _more_months(size, worth, months)
    return EffectWord.NOT_YET, more if months + more <= LONGEST else None


def _more_months(size: Difference, worth: float, months: int) -> int:
    """How many more months are needed if all continues as in `months`: margins shrink with the square root of time.

    There is an answer once the margin is smaller than the effect, or both together are no more than what matters.
    """
    assert size.estimate is not None, "a difference with an interval has an estimate"
    assert size.low is not None, "the caller looked"
    assert size.high is not None, "the caller looked"
    half = (size.high - size.low) / 2
    short_enough = max(abs(size.estimate), worth - abs(size.estimate))
    return max(1, math.ceil(months * (half / short_enough) ** 2) - months)


def _worth_seeing(found: Sequence[Evidence]) -> float | None:
    """The smallest effect worth waiting for, in the metric's unit: a tenth of the spread of single answers.

    **Source:** Cohen, Statistical Power Analysis for the Behavioral Sciences, 2nd edition, 1988, 2.2 calls a fifth of
    the spread a small effect; here half of that.
    """
    spreads = [spread for evidence in found if (spread := _spread(evidence)) is not None]
    return WORTH_SEEING * max(spreads) if spreads else None


def _spread(evidence: Evidence) -> float | None:
    """The standard deviation of single cases, in the metric's unit; None if it is unknown."""
    evidence = effective(evidence)
    if isinstance(evidence, NetCounts):
        return math.sqrt(adjusted_net(evidence)[1] * (evidence.n + 3))
    if isinstance(evidence, ShareCounts | VisitShare):
        share = min(max(evidence.hits / evidence.n, 0), 1)
        return 100 * math.sqrt(share * (1 - share)) or None
    if isinstance(evidence, ScoreSums | VisitSums):
        variance = variance_of_estimate(evidence)
        return None if variance is None else math.sqrt(variance * evidence.n)
    return None
