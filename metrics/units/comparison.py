"""Units side by side: shrunk estimates to rank by, and which of them differ by more than chance.

Source: Benjamini & Hochberg (1995) for the discovery rate, empirical Bayes for the shrinkage.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from metrics.answers.evidence import Evidence, Withheld, rest, total, withheld_n
from metrics.answers.weights import effective
from metrics.statistics.difference import difference
from metrics.statistics.intervals import Bounds, estimate, value
from metrics.statistics.small_samples import is_hidden
from metrics.units.funnel import ACTION_LEVEL, FEWEST_TO_STAND_APART, Centre, Sampled, centre, chances, sampled
from metrics.units.unit_pairs import unit_pairs
from metrics.vocabulary import FEW_ANSWERS, SMALLEST_N, Difference

# Up to this q a page may claim a difference: one such claim in twenty is expected to be wrong.
CLAIM = 0.05
# The factor (k - 3)/(k - 1) is nothing for three.
FEWEST_TO_SHRINK = 4


class Funnel(StrEnum):
    """Where a unit is for its number of answers; without a margin to judge by, no unit stands out."""

    INSIDE = "inside"
    ABOVE = "above"
    BELOW = "below"
    TOO_FEW_ANSWERS = "too_few_answers"


@dataclass(frozen=True, slots=True)
class ComparedUnit:
    """A unit beside the others, in the metric's unit; `low` and `high` are its own 95 % interval.

    `shrunk` is what it is ranked by; `q` is the share of wrong claims if all units at least as surprising as this one
    were said to differ; of two or three, the chance of a wrong claim in its surest pair. Both are None without a
    sampling margin, and all except `n` if the unit is hidden.
    """

    name: str
    value: float | None
    n: float | None
    low: float | None
    high: float | None
    funnel: Funnel
    shrunk: float | None
    q: float | None
    few_n: int = FEW_ANSWERS

    @property
    def ranked(self) -> bool:
        """Whether it has enough answers, `few_n`, to be ranked."""
        return self.shrunk is not None and self.n is not None and self.n >= self.few_n


def compare(
    units: Mapping[str, Evidence],
    *,
    bounds: Bounds = (None, None),
    smallest_n: int = SMALLEST_N,
    few_n: int = FEW_ANSWERS,
    left: Sequence[Evidence] = (),
) -> tuple[ComparedUnit, ...]:
    """Each unit beside the others, in the given order.

    Withheld units are not shown; `left`, what is left of the total without the others, counts in the centre for them.
    `bounds` is the metric's scale, to which intervals are cut. Samples must be of one kind; complete counts and bare
    values are shown without a judgement.
    """
    everyone = {name: unit for name, unit in units.items() if isinstance(unit, Sampled) and estimate(unit) is not None}
    together = [*everyone.values(), *sampled(left)]
    shown = {
        name: unit for name, unit in units.items() if estimate(unit) is not None and not is_hidden(unit, smallest_n)
    }
    judged = {name: unit for name, unit in shown.items() if isinstance(unit, Sampled)}
    middle = centre(together, bounds) if together else None
    few = len(judged) < FEWEST_TO_STAND_APART
    beside = [] if middle is None or few else chances(together, middle)
    found = {name: p for name, p in zip(everyone, beside, strict=False) if name in judged}
    shrunk = dict(zip(judged, _shrunk(list(judged.values()), middle), strict=True)) if middle else {}
    surviving = (
        _in_pairs(judged, bounds, few_n) if few else dict(zip(found, q_values(list(found.values())), strict=True))
    )
    return tuple(
        replace(
            _compared(name, unit, _position(judged.get(name), middle, found.get(name)), shrunk, surviving, bounds)
            if name in shown
            else ComparedUnit(name, None, unit.n, None, None, Funnel.TOO_FEW_ANSWERS, None, None),
            few_n=few_n,
        )
        for name, unit in units.items()
    )


def _in_pairs(units: Mapping[str, Sampled], bounds: Bounds, few_n: int) -> dict[str, float]:
    """For each of two or three units the smallest p of its pairs, 1 where none could be tested."""
    pairs = unit_pairs(units, bounds, few_n)
    return {
        name: min((pair.p for pair in pairs if name in (pair.high, pair.low) and pair.p is not None), default=1.0)
        for name in units
    }


def withheld_rest(whole: Evidence | None, units: Sequence[Evidence]) -> list[Evidence]:
    """What the withheld ones of `units` have together, as far as their total tells; empty where none is withheld."""
    if whole is None or not withheld_n(units):
        return []
    try:
        left = rest(whole, [unit for unit in units if not isinstance(unit, Withheld)])
    except ValueError:
        return []
    return [] if left is None else [left]


def q_values(chances: Sequence[float]) -> list[float]:
    """For each p (0 to 1) the smallest false-discovery rate at which it would still be claimed, in the same order.

    **Source:** Benjamini and Hochberg, “Controlling the False Discovery Rate”, Journal of the Royal Statistical
    Society B 57, 1995 (step-up procedure, as adjusted p-values).
    """
    found = [0.0] * len(chances)
    smallest = 1.0
    for rank, place in sorted(enumerate(sorted(range(len(chances)), key=chances.__getitem__), 1), reverse=True):
        smallest = min(smallest, chances[place] * len(chances) / rank)
        found[place] = smallest
    return found


def shrink(values: Sequence[float], variances: Sequence[float]) -> list[float]:
    """Each value shrunk towards their mean, more for less certain ones; `variances` are sampling variances, above 0.

    Normal values about normal means: a value keeps 1 - B of its distance from the weighted mean, B being its share
    of chance in the whole variance times (k - 3)/(k - 1). Fewer than four values stay as they
    are.

    **Source:** Morris, “Parametric Empirical Bayes Inference”, Journal of the American Statistical Association 78,
    1983; with equal variances Efron and Morris, ibid. 70, 1975. Variance between units: DerSimonian and Laird, 1986.
    """
    count = len(values)
    if count < FEWEST_TO_SHRINK:
        return list(values)
    between = _between(values, variances)
    precisions = [1 / (variance + between) for variance in variances]
    mean = _mean(values, precisions)
    kept = [1 - (count - 3) / (count - 1) * variance * own for variance, own in zip(variances, precisions, strict=True)]
    return [mean + keep * (value - mean) for keep, value in zip(kept, values, strict=True)]


def _between(values: Sequence[float], variances: Sequence[float]) -> float:
    """The variance between units beyond chance, by moments; 0 if chance explains all."""
    weights = [1 / variance for variance in variances]
    mean = _mean(values, weights)
    scatter = sum(weight * (value - mean) ** 2 for weight, value in zip(weights, values, strict=True))
    whole = sum(weights)
    room = whole - sum(weight * weight for weight in weights) / whole
    return max(0.0, (scatter - (len(values) - 1)) / room)


def _mean(values: Sequence[float], weights: Sequence[float]) -> float:
    return sum(weight * value for weight, value in zip(weights, values, strict=True)) / sum(weights)


def _shrunk(units: Sequence[Sampled], middle: Centre) -> list[float]:
    """The units' values, shrunk; unchanged if all answers are equal."""
    values = [unit.estimate for unit in units]
    if middle.variance <= 0:
        return values
    return shrink(values, [middle.variance / effective(unit).n for unit in units])


def _position(unit: Sampled | None, middle: Centre | None, p: float | None) -> Funnel:
    if unit is None or middle is None or p is None or not p < 1 - ACTION_LEVEL:
        return Funnel.INSIDE
    return Funnel.ABOVE if unit.estimate > middle.value else Funnel.BELOW


def _compared(
    name: str,
    unit: Evidence,
    position: Funnel,
    shrunk: Mapping[str, float],
    surviving: Mapping[str, float],
    bounds: Bounds,
) -> ComparedUnit:
    own = value(unit, bounds)
    return ComparedUnit(name, own.estimate, own.n, own.low, own.high, position, shrunk.get(name), surviving.get(name))


@dataclass(frozen=True, slots=True)
class AgainstRest:
    """A part's difference from all other shown parts, in the metric's unit, and its q among all that were tested.

    `q` is None without a margin or with too few answers on either side.
    """

    name: str
    difference: Difference
    q: float | None

    @property
    def is_apart(self) -> bool:
        """Whether it may be said to differ: its interval excludes 0 and its q over all tests is small enough."""
        low, high = self.difference.low, self.difference.high
        if self.q is None or low is None or high is None:
            return False
        return self.q <= CLAIM and not low <= 0 <= high


def against_rest(
    parts: Mapping[str, Evidence],
    *,
    bounds: Bounds = (None, None),
    smallest_n: int = SMALLEST_N,
    few_n: int = FEW_ANSWERS,
) -> tuple[AgainstRest, ...]:
    """Each shown part against the sum of the other shown ones, by name; empty with fewer than two.

    Parts that are withheld or have fewer than `smallest_n` answers are left out; with fewer than `few_n` on a side, not
    tested.
    """
    shown = {
        name: part
        for name, part in sorted(parts.items())
        if not is_hidden(part, smallest_n) and estimate(part) is not None
    }
    found = {}
    for name, part in shown.items():
        others = total([other for key, other in shown.items() if key != name])
        if others is not None and estimate(others) is not None:
            found[name] = difference(part, others, bounds), min(part.n or 0, others.n or 0) >= few_n
    tried = [name for name, (apart, enough) in found.items() if apart.p is not None and enough]
    q_of = dict(zip(tried, q_values([found[name][0].p or 0.0 for name in tried]), strict=True))
    return tuple(AgainstRest(name, apart, q_of.get(name)) for name, (apart, _) in found.items())
