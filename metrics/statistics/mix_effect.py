"""Why a total moved: other proportions of units or channels (mix), or units that really changed (within).

Knows the evidence of the parts in two periods; `metrics.statistics.difference` says whether one is more than chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from metrics.answers.evidence import BareValue, Evidence, VisitSums
from metrics.answers.weights import cases

# The name for all withheld parts together: one by one, each would reveal its own value.
OTHERS = "Others, with too few answers each"


@dataclass(frozen=True, slots=True)
class CaseShare:
    """A part's share of all cases (0 to 1) and its own value; the value is None without cases."""

    weight: float
    value: float | None


@dataclass(frozen=True, slots=True)
class MixPart:
    """What one unit or channel adds to a total's change, in the metric's unit, with its share in each period."""

    name: str
    mix: float
    within: float
    now: CaseShare
    before: CaseShare


@dataclass(frozen=True, slots=True)
class MixSplit:
    """A total's change as a sum: `difference` = `mix` + `within`, each the sum over `parts`, in the metric's unit."""

    difference: float
    mix: float
    within: float
    parts: tuple[MixPart, ...]


def mix_split(now: Mapping[str, Evidence], before: Mapping[str, Evidence]) -> MixSplit | None:
    """The change of the total from `before` to `now`, split exactly over their parts.

    A part's weight is its share of all cases (answers, visits' possible points, denominators). Within is its change
    in value at its mean weight; mix is its change in weight times the distance of its mean value from the mean
    total, so a unit that grew adds to the mix only by being better or worse than the rest. A part that is new or gone
    has one value, used for both periods: all its effect is mix. Parts come in the order of their names, `OTHERS` last.
    None if a period has no cases, or a value has no counts.

    **Source:** Kitagawa, “Components of a Difference Between Two Rates”, Journal of the American Statistical
    Association 50, 1955 (mean weights, mean rates); the same symmetric split as Bennet's indicator, 1920.
    """
    shares_now, shares_before = _shares(now), _shares(before)
    if shares_now is None or shares_before is None:
        return None
    total_now, total_before = _total(shares_now), _total(shares_before)
    middle = (total_now + total_before) / 2
    none = CaseShare(0.0, None)
    parts = tuple(
        _part(name, shares_now.get(name, none), shares_before.get(name, none), middle)
        for name in sorted({*shares_now, *shares_before}, key=lambda name: (name == OTHERS, name))
    )
    return MixSplit(
        difference=total_now - total_before,
        mix=sum(part.mix for part in parts),
        within=sum(part.within for part in parts),
        parts=parts,
    )


def _part(name: str, now: CaseShare, before: CaseShare, middle: float) -> MixPart:
    value_now = before.value if now.value is None else now.value
    value_before = now.value if before.value is None else before.value
    if value_now is None or value_before is None:
        return MixPart(name, 0.0, 0.0, now, before)
    return MixPart(
        name,
        mix=(now.weight - before.weight) * ((value_now + value_before) / 2 - middle),
        within=(now.weight + before.weight) / 2 * (value_now - value_before),
        now=now,
        before=before,
    )


def _shares(parts: Mapping[str, Evidence]) -> dict[str, CaseShare] | None:
    """Each part's share of the cases and its value; None without cases or with a bare value among them."""
    if any(isinstance(part, BareValue) for part in parts.values()):
        return None
    apart = {name: part for name, part in parts.items() if _cases(part)}
    everything = sum(_cases(part) for part in apart.values())
    return {name: CaseShare(_cases(part) / everything, part.estimate) for name, part in apart.items()} or None


def _cases(part: Evidence) -> float:
    """The weight of the part in a sum with others: the denominator of its ratio."""
    if isinstance(part, VisitSums):
        return part.possible
    return cases(part)


def _total(shares: Mapping[str, CaseShare]) -> float:
    return sum(share.weight * share.value for share in shares.values() if share.value is not None)
