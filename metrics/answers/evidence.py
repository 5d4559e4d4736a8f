"""What a metric is calculated from: counts and sums of a period's answers that add up exactly.

Each kind knows its `n` and its plain `estimate`; its margin comes from
`metrics.statistics.intervals`. Whole numbers stay whole, so that adding tallies in any order, and undoing an upload,
give the same figure to the last digit.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.answers.respondents import Repeats, added_repeats
from metrics.answers.weights import WeightSums, added_weights, multiplied
from metrics.periods import Month

STEPS_PER_VISIT_POINT = 10_000  # weighted points of a visit are counted in whole steps, so that sums stay exact


def _people(one: float | None, other: float | None) -> float | None:
    """The people who could answer in two periods together; unknown if unknown in either."""
    return None if one is None or other is None else one + other


@dataclass(frozen=True, slots=True)
class NetCounts:
    """Promoters and detractors among n answers.

    `repeats` are of the people who answered several times; `population` is how many people there are in all to answer,
    added up over months; None where either is not known. Both are as in the other kinds of answers.

    Fractional where only their percentages are known, and in what `effective` makes of weighted answers.
    """

    promoters: float
    detractors: float
    n: float
    weights: WeightSums[NetCounts] | None = None
    repeats: Repeats | None = None
    population: float | None = None

    @property
    def estimate(self) -> float:
        own = self if self.weights is None else self.weights.sums
        return 100 * (own.promoters - own.detractors) / own.n

    def __add__(self, other: NetCounts) -> NetCounts:
        return NetCounts(
            self.promoters + other.promoters,
            self.detractors + other.detractors,
            self.n + other.n,
            added_weights(self, other),
            added_repeats(self.repeats, other.repeats),
            _people(self.population, other.population),
        )

    @property
    def squares(self) -> float:
        """The sum of the squares of what answers add to promoters less detractors."""
        return self.promoters + self.detractors

    @property
    def total(self) -> float:
        """Promoters less detractors."""
        return self.promoters - self.detractors


@dataclass(frozen=True, slots=True)
class ShareCounts:
    """Hits among n cases. Counts from operations may be fractional."""

    hits: float
    n: float
    weights: WeightSums[ShareCounts] | None = None
    repeats: Repeats | None = None
    population: float | None = None

    @property
    def estimate(self) -> float:
        own = self if self.weights is None else self.weights.sums
        return 100 * own.hits / own.n

    def __add__(self, other: ShareCounts) -> ShareCounts:
        return ShareCounts(
            self.hits + other.hits,
            self.n + other.n,
            added_weights(self, other),
            added_repeats(self.repeats, other.repeats),
            _people(self.population, other.population),
        )

    @property
    def squares(self) -> float:
        """The hits: a hit's square is 1."""
        return self.hits

    @property
    def total(self) -> float:
        """The hits."""
        return self.hits


@dataclass(frozen=True, slots=True)
class ScoreSums:
    """n scores with their sum and sum of squares, counted in whole steps of 1/`per` of a point."""

    n: float
    total: float
    squares: float
    per: int = 1
    weights: WeightSums[ScoreSums] | None = None
    repeats: Repeats | None = None
    population: float | None = None

    @property
    def estimate(self) -> float:
        own = self if self.weights is None else self.weights.sums
        return own.total / (own.n * own.per)

    @property
    def variance(self) -> float:
        """The sample variance (n - 1) in points squared; n must be at least 2. Weights are not looked at."""
        spread = self.n * self.squares - self.total**2
        if type(spread) is float and spread < _EQUAL * self.n * self.squares:
            return 0.0
        return spread / (self.n * (self.n - 1) * self.per**2)

    def in_steps_of(self, per: int) -> ScoreSums:
        """The same scores counted in finer steps; `per` must be a multiple of the present one."""
        factor = per // self.per
        own = self.weights
        weights = None if own is None else WeightSums(own.sums.in_steps_of(per), own.squares)
        repeats = None if self.repeats is None else self.repeats.in_steps(factor)
        return ScoreSums(self.n, self.total * factor, self.squares * factor**2, per, weights, repeats, self.population)

    def __add__(self, other: ScoreSums) -> ScoreSums:
        if self.per != other.per:
            common = math.lcm(self.per, other.per)  # so that the same scores are equal in any order
            return self.in_steps_of(common) + other.in_steps_of(common)
        return ScoreSums(
            self.n + other.n,
            self.total + other.total,
            self.squares + other.squares,
            self.per,
            added_weights(self, other),
            added_repeats(self.repeats, other.repeats),
            _people(self.population, other.population),
        )


@dataclass(frozen=True, slots=True)
class VisitSums:
    """n shopper visits: points earned and possible, with the sums of squares and products over visits."""

    n: int
    earned: int
    possible: int
    earned_squares: int
    products: int
    possible_squares: int

    @property
    def estimate(self) -> float:
        return 100 * self.earned / self.possible

    def __add__(self, other: VisitSums) -> VisitSums:
        return VisitSums(
            self.n + other.n,
            self.earned + other.earned,
            self.possible + other.possible,
            self.earned_squares + other.earned_squares,
            self.products + other.products,
            self.possible_squares + other.possible_squares,
        )


@dataclass(frozen=True, slots=True)
class VisitShare:
    """Visits with a hit among n visits: a share whose cases are visits, which are never hidden for being few."""

    hits: int
    n: int

    @property
    def estimate(self) -> float:
        return 100 * self.hits / self.n

    def __add__(self, other: VisitShare) -> VisitShare:
        return VisitShare(self.hits + other.hits, self.n + other.n)


@dataclass(frozen=True, slots=True)
class CompleteCounts:
    """A numerator over a denominator, counted completely, so there is no margin; `times` scales the ratio."""

    numerator: float
    denominator: float
    times: int = 1

    @property
    def n(self) -> float:
        return self.denominator

    @property
    def estimate(self) -> float:
        return self.times * self.numerator / self.denominator

    def __add__(self, other: CompleteCounts) -> CompleteCounts:
        return CompleteCounts(self.numerator + other.numerator, self.denominator + other.denominator, self.times)


@dataclass(frozen=True, slots=True)
class BareValue:
    """A value given without its counts; it counts only for its unit and month and cannot be added."""

    estimate: float

    @property
    def n(self) -> None:
        return None


@dataclass(frozen=True, slots=True)
class Withheld:
    """n answers (or other cases) about which nothing else may be known: a small group, or one that would reveal it.

    A small group's `evidence` may count in a sum over all months of its `block`, from the first to the last.
    """

    n: float
    evidence: Evidence | None = None
    block: tuple[Month, Month] | None = None

    def within(self, first: Month, last: Month) -> Evidence:
        """What may be known in a sum over the months from `first` to `last`."""
        if self.evidence is None or self.block is None or self.block[0] < first or last < self.block[1]:
            return self
        return self.evidence

    @property
    def estimate(self) -> float:
        """There is none, as where nothing was counted: raises ZeroDivisionError."""
        raise ZeroDivisionError("withheld answers have no estimate")


Evidence = NetCounts | ShareCounts | ScoreSums | VisitSums | VisitShare | CompleteCounts | BareValue | Withheld


def total(parts: Sequence[Evidence | None]) -> Evidence | None:
    """The sum of the parts there are; several bare values have no sum.

    Withheld parts are left out, so that nothing is learnt of them from a sum. Where all are withheld, so is the total.
    """
    known = [part for part in parts if part is not None]
    found = [part for part in known if not isinstance(part, Withheld)]
    if not found:
        return Withheld(withheld_n(known)) if known else None
    whole = found[0]
    for part in found[1:]:
        if type(part) is not type(whole) or isinstance(part, BareValue):
            return None
        whole = whole + part  # type: ignore[operator]  # both sides are of the same kind, checked above
    return whole


def over_months(history: Mapping[Month, Evidence], months: Sequence[Month]) -> list[Evidence]:
    """The evidence of `months` (in order, without gaps) that there is, as it may count in their total."""
    found = [history[month] for month in months if month in history]
    return [own.within(months[0], months[-1]) if isinstance(own, Withheld) else own for own in found]


def withheld_n(parts: Sequence[Evidence | None]) -> float:
    """How many cases are in the withheld ones of `parts`."""
    return sum(part.n for part in parts if isinstance(part, Withheld))


def rest(whole: Evidence, parts: Sequence[Evidence]) -> Evidence | None:
    """What is left of `whole` without `parts`; None if nothing is left.

    Raises ValueError if they cannot be parts of it: other kinds of evidence, withheld, or more cases than it has.
    """
    if isinstance(whole, BareValue | Withheld) or any(type(part) is not type(whole) for part in parts):
        raise ValueError("these are not parts of one sum")
    left = whole
    for part in parts:
        left = left + multiplied(part, -1)  # type: ignore[operator]  # both are of the same kind, checked above
    cases, all_cases = left.n or 0, whole.n or 0
    nothing = _ROUNDING * all_cases if isinstance(cases, float) else 0
    if cases < -nothing:
        raise ValueError("the parts hold more cases than their total")
    return left if cases > nothing else None


# Sums of money and hours have rounding errors in their last digits, which are not cases. Answers are whole numbers.
_ROUNDING = 1e-9
# Fractional sums of equal scores have a spread of rounding errors.
_EQUAL = 1e-12
