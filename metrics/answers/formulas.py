"""How answers become evidence: one small class for each formula. Knows scores, not where they came from.

A formula says which evidence it makes of each kind of input it can take:
`of_tally` survey answers on a short scale, `of_moments` measured answers (seconds, days, counts), `of_means` the sums
behind means of a scale,
`of_counts` a numerator and denominator from operations, `of_visits` shopper visits. It refuses other input.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from metrics.answers.evidence import CompleteCounts, Evidence, NetCounts, ScoreSums, ShareCounts, VisitShare, VisitSums
from metrics.answers.weights import WeightSums, WeightTally, heavy_tally
from metrics.vocabulary import Scale, Tally

# Measured scores are kept to two decimals, so that their sums are whole numbers of hundredths.
STEPS_PER_POINT = 100
# Promoters 1, passives 0, detractors -1: what a Net Promoter Score that came counted is made of.
NPS_GROUPS = Scale(-1, 1)


@dataclass(frozen=True, slots=True)
class Moments:
    """n measured scores in hundredths: their sum and sum of squares, and how many were within the metric's limit."""

    n: int
    total: int
    squares: int
    within: int


@dataclass(frozen=True, slots=True)
class Formula:
    """The interface of every formula. `scale` is the metric's own; None if its answers are not on a short scale."""

    scale: Scale | None = None

    @property
    def takes_scores(self) -> bool:
        """Whether it can be calculated from dated answers (survey files), not only from counts or visits."""
        return self.scale is not None

    @property
    def takes_counts(self) -> bool:
        """Whether it can be calculated from an operations file."""
        return False

    @property
    def takes_means(self) -> bool:
        """Whether it can be calculated from sums of n scores: of a mean, or of shares without whole counts."""
        return False

    def accepts(self, scale: Scale) -> bool:
        """Whether it can be calculated from a question asked on `scale`."""
        return scale == self.scale

    def of_tally(self, tally: Tally, scale: Scale) -> Evidence:
        """The evidence in answers on `scale`; the tally must not be empty."""
        raise TypeError(f"{type(self).__name__} takes no answers on a scale")

    def of_weighted(self, tally: Tally, scale: Scale, weighted: Mapping[int, WeightTally]) -> Evidence:
        """The evidence in answers on `scale` of which some, the `weighted` ones by score, have weights."""
        plain, (heavy, squares) = self.of_tally(tally, scale), heavy_tally(tally, weighted)
        found: NetCounts | ShareCounts | ScoreSums = replace(
            cast("Any", plain), weights=WeightSums(self.of_tally(heavy, scale), squares)
        )
        return found

    def of_moments(self, moments: Moments) -> Evidence:
        """The evidence in measured answers."""
        raise TypeError(f"{type(self).__name__} takes no measured answers")

    def of_means(self, moments: Moments, scale: Scale) -> Evidence:
        """The evidence in the sums of scores on `scale`, of which no single one is known."""
        raise TypeError(f"{type(self).__name__} takes no means")

    def of_counts(self, numerator: float, denominator: float) -> Evidence:
        """The evidence in a numerator over a denominator; the denominator must not be 0."""
        raise TypeError(f"{type(self).__name__} takes no counts")

    def of_visits(self, visits: VisitSums, critical_failures: int) -> Evidence:
        """The evidence in shopper visits."""
        raise TypeError(f"{type(self).__name__} takes no visits")


@dataclass(frozen=True, slots=True)
class NetScore(Formula):
    """% answering 9 or 10 minus % answering 0 to 6.

    **Source:** Reichheld, “The One Number You Need to Grow”, Harvard Business Review, December 2003.
    A 1-10 question can be read the same way if a person chooses it. Counted groups are on `NPS_GROUPS`.
    """

    scale: Scale | None = Scale(0, 10)

    def accepts(self, scale: Scale) -> bool:
        return scale.high == 10 and scale.low in (0, 1)

    def of_tally(self, tally: Tally, scale: Scale) -> NetCounts:
        if scale == NPS_GROUPS:
            return NetCounts(tally.get(1, 0), tally.get(-1, 0), sum(tally.values()))
        promoters = detractors = n = 0
        for score, count in tally.items():
            n += count
            if score >= 9:
                promoters += count
            elif score <= 6:
                detractors += count
        return NetCounts(promoters, detractors, n)

    @property
    def takes_means(self) -> bool:
        return True

    def of_means(self, moments: Moments, scale: Scale) -> NetCounts:
        """Of groups as percentages: the scores -1, 0 and 1 add up to the difference, their squares to the sum."""
        both, difference = moments.squares / STEPS_PER_POINT**2, moments.total / STEPS_PER_POINT
        return NetCounts((both + difference) / 2, (both - difference) / 2, moments.n)


@dataclass(frozen=True, slots=True)
class TopBox(Formula):
    """% choosing the top two points of the scale; the top one where the scale has fewer than four points.

    **Source:** top-2-box satisfaction, e.g. Marketing Metrics (Bendle et al., 4th ed.), “Customer satisfaction”.
    """

    scale: Scale | None = Scale(1, 5)

    def accepts(self, scale: Scale) -> bool:
        return scale.high - scale.low <= 10

    def of_tally(self, tally: Tally, scale: Scale) -> ShareCounts:
        lowest_hit = scale.high - (1 if scale.high - scale.low >= 3 else 0)
        hits = sum(count for score, count in tally.items() if score >= lowest_hit)
        return ShareCounts(hits, sum(tally.values()))

    @property
    def takes_means(self) -> bool:
        return True

    def of_means(self, moments: Moments, scale: Scale) -> ShareCounts:
        """Of a percentage: the scores 0 and 1 add up to the hits, which need not be whole."""
        return ShareCounts(moments.total / STEPS_PER_POINT, moments.n)


@dataclass(frozen=True, slots=True)
class MeanScore(Formula):
    """Mean of the scores on the metric's own scale; other scales of 3 to 11 points are stretched onto it.

    **Source:** Customer Effort Score 2.0 (CEB, 2013): mean agreement, 1 to 7.
    """

    scale: Scale | None = Scale(1, 7)

    def accepts(self, scale: Scale) -> bool:
        return 2 <= scale.high - scale.low <= 10

    def of_tally(self, tally: Tally, scale: Scale) -> ScoreSums:
        assert self.scale is not None
        n = total = squares = 0
        own_width, width = self.scale.high - self.scale.low, scale.high - scale.low
        per = 1 if scale == self.scale else width
        for score, count in tally.items():
            steps = score if per == 1 else self.scale.low * width + (score - scale.low) * own_width
            n += count
            total += steps * count
            squares += steps * steps * count
        return ScoreSums(n, total, squares, per)

    @property
    def takes_means(self) -> bool:
        return True

    def of_means(self, moments: Moments, scale: Scale) -> ScoreSums:
        """A score x of `scale` counts as (a + b·x) / `per` on the metric's own scale; hundredths throughout."""
        assert self.scale is not None
        if scale == self.scale:
            return ScoreSums(moments.n, moments.total, moments.squares, STEPS_PER_POINT)
        b, width = self.scale.high - self.scale.low, scale.high - scale.low
        a = STEPS_PER_POINT * (self.scale.low * width - scale.low * b)
        n, total, squares = moments.n, moments.total, moments.squares
        return ScoreSums(n, n * a + b * total, n * a * a + 2 * a * b * total + b * b * squares, STEPS_PER_POINT * width)


@dataclass(frozen=True, slots=True)
class Share(Formula):
    """% of cases with the property: yes answers (1 of 0 and 1), or a numerator that is part of its denominator."""

    scale: Scale | None = Scale(0, 1)

    @property
    def takes_counts(self) -> bool:
        return True

    def of_tally(self, tally: Tally, scale: Scale) -> ShareCounts:
        return ShareCounts(tally.get(scale.high, 0), sum(tally.values()))

    @property
    def takes_means(self) -> bool:
        return True

    def of_means(self, moments: Moments, scale: Scale) -> ShareCounts:
        """Of a percentage: the scores 0 and 1 add up to the hits, which need not be whole."""
        return ShareCounts(moments.total / STEPS_PER_POINT, moments.n)

    def of_counts(self, numerator: float, denominator: float) -> ShareCounts:
        return ShareCounts(numerator, denominator)


@dataclass(frozen=True, slots=True)
class WithinLimit(Formula):
    """% of cases that took no longer than `limit`, counted in `unit` (seconds, days)."""

    limit: float = 0
    unit: str = ""

    @property
    def words(self) -> str:
        """The limit in words: “60 seconds”, “1 day”."""
        return f"{self.limit:g} {self.unit.removesuffix('s') if self.limit == 1 else self.unit}"

    @property
    def takes_scores(self) -> bool:
        return True

    @property
    def takes_counts(self) -> bool:
        return True

    def of_moments(self, moments: Moments) -> ShareCounts:
        return ShareCounts(moments.within, moments.n)

    def of_counts(self, numerator: float, denominator: float) -> ShareCounts:
        return ShareCounts(numerator, denominator)


@dataclass(frozen=True, slots=True)
class MeanCount(Formula):
    """Mean of a count recorded for each case (transfers of a contact), or a total over a number of cases."""

    @property
    def takes_scores(self) -> bool:
        return True

    @property
    def takes_counts(self) -> bool:
        return True

    def of_moments(self, moments: Moments) -> ScoreSums:
        return ScoreSums(moments.n, moments.total, moments.squares, STEPS_PER_POINT)

    def of_counts(self, numerator: float, denominator: float) -> CompleteCounts:
        return CompleteCounts(numerator, denominator)


@dataclass(frozen=True, slots=True)
class Ratio(Formula):
    """A complete count over another, times `times`; no case is left out, so there is no margin."""

    times: int = 1

    @property
    def takes_counts(self) -> bool:
        return True

    def of_counts(self, numerator: float, denominator: float) -> CompleteCounts:
        return CompleteCounts(numerator, denominator, self.times)


@dataclass(frozen=True, slots=True)
class WeightedChecklist(Formula):
    """100 × Σ weight·earned ÷ Σ weight·possible over the applicable items of all visits."""

    def of_visits(self, visits: VisitSums, critical_failures: int) -> VisitSums:
        return visits


@dataclass(frozen=True, slots=True)
class CriticalFailure(Formula):
    """% of visits with at least one critical item failed."""

    def of_visits(self, visits: VisitSums, critical_failures: int) -> VisitShare:
        return VisitShare(critical_failures, visits.n)
