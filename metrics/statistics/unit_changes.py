"""How much each unit changed against itself, and one group of units beside another. Knows evidence by month only."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from metrics.answers.evidence import (
    BareValue,
    CompleteCounts,
    Evidence,
    NetCounts,
    ScoreSums,
    ShareCounts,
    VisitShare,
    VisitSums,
    total,
)
from metrics.answers.weights import effective
from metrics.periods import Month
from metrics.statistics.distributions import t_quantile, t_two_sided
from metrics.statistics.intervals import Bounds, estimate, variance_of_estimate, within
from metrics.vocabulary import Difference

# A unit is what each of its channels recorded, month by month.
ByMonth = Mapping[Month, Evidence]
Unit = Sequence[ByMonth]
# A unit's own spread of single answers counts with its answers, the common one with this many more.
COMMON_ANSWERS = 10
# An error this small beside the figures is rounding, not a margin.
_ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class OwnChange:
    """A unit against itself, in the metric's unit: after minus before, each channel with the same weight on both sides.

    `variance` is that of sampling; 0 for complete counts. `usual` is what it would be at the spread common to all
    units, by which units are weighted, so that no unit counts for more because of what it scored. `before` and `after`
    count the answers; None for bare values.
    """

    value: float
    variance: float
    usual: float
    before: float | None = None
    after: float | None = None


@dataclass(frozen=True, slots=True)
class Contrast:
    """An estimated difference with its standard error and degrees of freedom; error None: there is no yardstick."""

    estimate: float
    error: float | None
    degrees: int

    @property
    def p(self) -> float | None:
        """The chance of one at least as large where there is none; None without a yardstick."""
        return None if self.error is None else t_two_sided(self.estimate / self.error, self.degrees)

    def difference(self, bounds: Bounds = (None, None)) -> Difference:
        """With its 95 % interval, cut to what is possible on the scale `bounds`."""
        if self.error is None:
            return Difference(self.estimate, None, None, None)
        half = t_quantile(0.975, self.degrees) * self.error
        lowest, highest = bounds
        width = None if lowest is None or highest is None else 2 * (highest - lowest)
        ends = within((self.estimate - half, self.estimate + half), (None if width is None else -width, width))
        return Difference(self.estimate, *ends, self.p)


@dataclass(frozen=True, slots=True)
class _Side:
    """One channel on one side: weight, cases, value, and the spread of single cases with its degrees of freedom."""

    n: float
    cases: float | None
    value: float
    spread: float
    degrees: float


@dataclass(frozen=True, slots=True)
class _Own:
    """A unit's change before the common spread is known: `weight` is that of all channels together."""

    value: float
    weight: float
    spread: float
    degrees: float
    before: float | None
    after: float | None


# What channels, by their identity, recorded in stretches of months: looks share what came before.
Sides = dict[tuple[Month, ...], dict[int, _Side | None]]


def unit_changes(
    units: Sequence[Unit], before: Sequence[Month], after: Sequence[Month], known: Sides | None = None
) -> list[OwnChange | None]:
    """Each unit's change from the months `before` to the months `after`; None where no channel has both.

    A channel weighs n₁n₂/(n₁+n₂) on both sides, so that a shift between channels is no change. The variance of single
    answers is the unit's own, drawn to that of all units by `COMMON_ANSWERS`. `known` keeps the sums for the next
    question about the same units.

    **Source:** the weights: Mantel and Haenszel, Journal of the National Cancer Institute 22, 1959, in the form for
    differences; the common variance as so many prior degrees of freedom: Smyth, Statistical Applications in Genetics
    and Molecular Biology 3, 2004.
    """
    sums: Sides = {} if known is None else known
    early, late = tuple(before), tuple(after)
    kept = (early, sums.setdefault(early, {})), (late, sums.setdefault(late, {}))
    found = [_own([(_side(channel, *kept[0]), _side(channel, *kept[1])) for channel in unit]) for unit in units]
    there_are = [own for own in found if own is not None]
    degrees = sum(own.degrees for own in there_are)
    common = sum(own.spread * own.degrees for own in there_are) / degrees if degrees else 0.0
    return [None if own is None else _with_common_spread(own, common) for own in found]


def _with_common_spread(own: _Own, common: float) -> OwnChange:
    whole = own.degrees + COMMON_ANSWERS
    spread = (own.degrees * own.spread + COMMON_ANSWERS * common) / whole
    return OwnChange(own.value, spread / own.weight, common / own.weight, own.before, own.after)


def _own(channels: Sequence[tuple[_Side | None, _Side | None]]) -> _Own | None:
    pairs = [(first, second) for first, second in channels if first is not None and second is not None]
    if not pairs:
        return None
    weights = [first.n * second.n / (first.n + second.n) for first, second in pairs]
    whole = math.fsum(weights)
    change = math.fsum(w * (late.value - early.value) for w, (early, late) in zip(weights, pairs, strict=True)) / whole
    sides = [side for pair in pairs for side in pair]
    degrees = math.fsum(side.degrees for side in sides)
    spread = math.fsum(side.spread * side.degrees for side in sides) / degrees if degrees else 0.0
    cases = [added(side.cases for side in of) for of in zip(*pairs, strict=True)]
    return _Own(change, whole, spread, degrees, *cases)


def _side(channel: ByMonth, months: tuple[Month, ...], kept: dict[int, _Side | None]) -> _Side | None:
    if id(channel) not in kept:
        kept[id(channel)] = _recorded(channel, months)
    return kept[id(channel)]


def _recorded(channel: ByMonth, months: Sequence[Month]) -> _Side | None:
    found = [evidence for month in months if (evidence := channel.get(month)) is not None]
    if not found:
        return None
    if all(isinstance(each, BareValue) for each in found):
        return _Side(1, None, fmean(each.estimate for each in found), 0, 0)
    whole = total(found)
    value = None if whole is None else estimate(whole)
    if whole is None or value is None or not whole.n or whole.n < 0:
        return None
    by_weight = effective(whole)
    return _Side(by_weight.n or 0, whole.n, value, *_spread(by_weight))


def _spread(evidence: Evidence) -> tuple[float, float]:
    """The variance of single cases in the metric's unit squared, with its degrees of freedom; 0 and 0 if unknown."""
    if isinstance(evidence, CompleteCounts | BareValue) or evidence.n <= 1:
        return 0.0, 0.0
    n = evidence.n
    if isinstance(evidence, NetCounts):
        promoters, detractors = evidence.promoters / n, evidence.detractors / n
        variance = promoters + detractors - (promoters - detractors) ** 2
        return 10_000 * variance * n / (n - 1), n - 1
    if isinstance(evidence, ShareCounts | VisitShare):
        share = min(max(evidence.hits / n, 0), 1)
        return 10_000 * share * (1 - share) * n / (n - 1), n - 1
    assert isinstance(evidence, ScoreSums | VisitSums), "every kind of evidence is known"
    return (variance_of_estimate(evidence) or 0.0) * n, n - 1


def between_variance(
    values: Sequence[float], variances: Sequence[float], weights: Sequence[float]
) -> tuple[float, float]:
    """The scatter beyond sampling, times the room it has; and that room: their quotient is the variance between units.

    It may be below 0. Those of several groups, each about its own mean, can be added before they are divided.

    **Source:** DerSimonian and Laird, Controlled Clinical Trials 7, 1986; with any weights: DerSimonian and Kacker,
    Contemporary Clinical Trials 28, 2007.
    """
    whole = math.fsum(weights)
    mean = weighted_mean(values, weights)
    room = whole - math.fsum(weight * weight for weight in weights) / whole
    scatter = math.fsum(weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True))
    sampled = math.fsum(w * (1 - w / whole) * v for w, v in zip(weights, variances, strict=True))
    return scatter - sampled, room


def weighted_mean(values: Sequence[float], weights: Sequence[float]) -> float:
    """Σ weight·value ÷ Σ weight."""
    return math.fsum(w * v for w, v in zip(weights, values, strict=True)) / math.fsum(weights)


def beside_untouched(treated: Sequence[OwnChange], untouched: Sequence[OwnChange]) -> Contrast:
    """How much more the treated units changed than the untouched ones, neither empty.

    The untouched units' changes are the yardstick: what they scatter beyond sampling is added to the variance of
    every unit, also of the treated, and the degrees of freedom are one less than there are untouched units. With one
    untouched unit there is no yardstick.

    **Source:** Donald and Lang, “Inference with Difference-in-Differences and Other Panel Data”, Review of Economics
    and Statistics 89, 2007; Conley and Taber, “Inference with ‘Difference in Differences’ with a Small Number of
    Policy Changes”, Review of Economics and Statistics 93, 2011.
    """
    between = _between(untouched)
    own, own_variance = _mean(treated, between)
    others, others_variance = _mean(untouched, between)
    error = math.sqrt(own_variance + others_variance)
    largest = max(abs(change.value) for change in (*treated, *untouched))
    known = len(untouched) > 1 and error > _ROUNDING * largest
    return Contrast(own - others, error if known else None, len(untouched) - 1)


Pairs = Sequence[tuple[Month, Month]]


def beside_year_ago(
    units: Sequence[Unit],
    pairs: Pairs,
    earlier: Pairs = (),
    known: dict[tuple[Month, Month], OwnChange | None] | None = None,
) -> Contrast | None:
    """How much all units together changed from each pair's first month to its second, a year later; None without both.

    Time alone is left as a yardstick. What the months' changes scatter beyond sampling about their mean, or what the
    units' do if that is more, is added to the variance. The changes of `earlier` pairs, before anything was done, tell
    about the months' scatter too. The degrees of freedom are those of the months. `known` keeps the months' changes
    for the next question about the same units.

    **Source:** two crossed groupings: Cameron, Gelbach and Miller, “Robust Inference with Multiway Clustering”, Journal
    of Business & Economic Statistics 29, 2011; here the larger of both in the place of their sum.
    """
    known = {} if known is None else known
    for pair in (*pairs, *earlier):
        if pair not in known:
            known[pair] = _whole(units, *pair)
    months, placebos = (there(known[pair] for pair in of) for of in (pairs, earlier))
    by_unit = there(unit_changes(units, [before for before, _ in pairs], [after for _, after in pairs]))
    if not months or not by_unit:
        return None
    between = _between(by_unit)
    change, variance = _mean(by_unit, between)
    sampled = _mean(by_unit, 0.0)[1]
    variance = max(variance, sampled + _between(months, placebos) / len(months))
    degrees = len(months) - 1 + max(0, len(placebos) - 1)
    largest = max(abs(each.value) for each in (*months, *by_unit))
    judged = degrees > 0 and math.sqrt(variance) > _ROUNDING * largest
    return Contrast(change, math.sqrt(variance) if judged else None, degrees)


def _whole(units: Sequence[Unit], before: Month, after: Month) -> OwnChange | None:
    """The change of all units together between two months, unit against itself."""
    changes = there(unit_changes(units, [before], [after]))
    if not changes:
        return None
    weights = _weights(changes, 0.0)
    whole = math.fsum(weights)
    variance, usual = (
        math.fsum(w * w * v for w, v in zip(weights, of, strict=True)) / whole**2
        for of in ([each.variance for each in changes], [each.usual for each in changes])
    )
    value = weighted_mean([each.value for each in changes], weights)
    return OwnChange(value, variance, usual)


def added(cases: Iterable[float | None]) -> float | None:
    """All cases together; None if any are not known."""
    known = list(cases)
    return None if None in known else math.fsum(each for each in known if each is not None)


def there(changes: Iterable[OwnChange | None]) -> list[OwnChange]:
    """The changes of the units that have one."""
    return [change for change in changes if change is not None]


def _between(*groups: Sequence[OwnChange]) -> float:
    """The variance between the changes of each group beyond sampling, about the group's own mean; 0 at least."""
    beyond = room = 0.0
    for group in groups:
        if len(group) > 1:
            values, variances = [each.value for each in group], [each.variance for each in group]
            more, wide = between_variance(values, variances, _weights(group, 0.0))
            beyond, room = beyond + more, room + wide
    return max(0.0, beyond / room) if room > 0 else 0.0


def _mean(changes: Sequence[OwnChange], between: float) -> tuple[float, float]:
    """The weighted mean of changes and its variance, with `between` in that of each unit."""
    weights = _weights(changes, between)
    whole = math.fsum(weights)
    parts = zip(weights, changes, strict=True)
    variance = math.fsum(weight**2 * (change.variance + between) for weight, change in parts) / whole**2
    return weighted_mean([change.value for change in changes], weights), variance


def _weights(changes: Sequence[OwnChange], between: float) -> list[float]:
    """Precision at the common spread; complete counts weigh alike."""
    if between == 0 and not all(change.usual for change in changes):
        return [1.0] * len(changes)
    return [1 / (change.usual + between) for change in changes]
