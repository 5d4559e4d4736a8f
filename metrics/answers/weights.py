"""Answers that count more or less than once, so that a sample resembles everybody it stands for. Knows no formula.

Evidence of weighted answers keeps its plain counts, by which n is shown and small groups are hidden, and beside them
the same sums over the weights. One conversion, `effective`, makes of both what intervals and tests calculate with.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Generic, NamedTuple, Protocol, TypeVar

from metrics.answers.respondents import Repeats, census_factor, share_worth

# Weights are counted in whole steps, so that their sums stay exact and an undo takes back just what was added.
STEPS_PER_WEIGHT = 10_000
_NOT_SUMS = {"per", "times", "weights", "repeats", "population"}


class CountedEvidence(Protocol):
    """Evidence that adds up."""

    @property
    def n(self) -> float | None: ...


Counted = TypeVar("Counted", bound=CountedEvidence)


@dataclass(frozen=True, slots=True)
class WeightSums(Generic[Counted]):
    """What evidence would be if each answer counted as often as its weight says, in steps, and Σ weight² over all n.

    `squares` is in steps squared. An answer without a weight weighs 1.
    """

    sums: Counted
    squares: float


class WeightTally(NamedTuple):
    """Of the answers with one score those with a weight: how many, the sum of their weights and of the squares."""

    n: int
    weight: int
    squares: int


def added_weights(one: Any, other: Any) -> Any:  # noqa: ANN401 - two pieces of evidence of one kind, either weighted
    """The weight sums of two pieces of evidence together; None where neither is weighted."""
    if one.weights is None and other.weights is None:
        return None
    left, right = _weights_of(one), _weights_of(other)
    return WeightSums(left.sums + right.sums, left.squares + right.squares)


def _weights_of(evidence: Any) -> WeightSums[Any]:  # noqa: ANN401 - any kind of evidence that may be weighted
    if evidence.weights is not None:
        found: WeightSums[Any] = evidence.weights
        return found
    return WeightSums(multiplied(evidence, STEPS_PER_WEIGHT), STEPS_PER_WEIGHT**2 * evidence.n)


def multiplied(evidence: Counted, factor: float) -> Counted:
    """The evidence with each of its sums times `factor`; of weighted evidence those of its weights too."""
    changed: dict[str, Any] = {
        field.name: factor * getattr(evidence, field.name)
        for field in fields(evidence)  # type: ignore[arg-type]  # evidence is always a dataclass
        if field.name not in _NOT_SUMS
    }
    weights: WeightSums[Any] | None = getattr(evidence, "weights", None)
    if weights is not None:
        changed["weights"] = WeightSums(multiplied(weights.sums, factor), factor * weights.squares)
    repeats: Repeats | None = getattr(evidence, "repeats", None)
    if repeats is not None:
        changed["repeats"] = repeats.times(factor)
    return replace(evidence, **changed)  # type: ignore[type-var]  # likewise


def effective(evidence: Counted) -> Counted:
    """The evidence as so many equal, independent answers of a large population as its answers are worth.

    In the weighted proportions: (Σw)²/Σw² for weights, fewer where people answered several times, more where few of a
    known population are left out. Evidence without any of it is returned as it is. n and counts may be fractional.

    **Source:** Kish, Survey Sampling, 1965, 8.2 and 11.7: the effective sample size n/(1 + relvariance of the weights),
    and the product of the effects of weights and of clusters.
    """
    own, population = _of_single_answers(evidence), getattr(evidence, "population", None)
    if population is None:
        return own
    return _plain(own, census_factor(population, _people(evidence)))


def _of_single_answers(evidence: Counted) -> Counted:
    """The evidence as so many equal answers of different people as its answers are worth."""
    weights: WeightSums[Counted] | None = getattr(evidence, "weights", None)
    repeats: Repeats | None = getattr(evidence, "repeats", None)
    if weights is None and repeats is None:
        return evidence
    counted: Any = evidence
    worth = 1.0 if repeats is None else share_worth(repeats, counted.n, counted.total, counted.squares)
    if weights is None:
        return _plain(evidence, worth)
    return _plain(weights.sums, worth * (weights.sums.n or 0) / weights.squares)


def _plain(evidence: Counted, factor: float) -> Counted:
    """The sums of the evidence times `factor`, without what says how much they are worth."""
    found: Any = multiplied(evidence, factor)
    left_out = {name: None for name in ("weights", "repeats", "population") if hasattr(found, name)}
    return replace(found, **left_out)  # type: ignore[no-any-return]  # of the evidence's own kind


def _people(evidence: CountedEvidence) -> float:
    repeats: Repeats | None = getattr(evidence, "repeats", None)
    return (evidence.n or 0.0) - (0.0 if repeats is None else repeats.fewer)


def effective_n(evidence: CountedEvidence) -> float | None:
    """How many equal answers of different people weighted and repeated ones are worth; None where there are none."""
    if getattr(evidence, "weights", None) is None and getattr(evidence, "repeats", None) is None:
        return None
    return _of_single_answers(evidence).n


def cases(evidence: CountedEvidence) -> float:
    """The cases by which evidence counts in a sum with others: the sum of weights, or n where nothing is weighted."""
    weights: WeightSums[CountedEvidence] | None = getattr(evidence, "weights", None)
    return (evidence.n or 0.0) if weights is None else (weights.sums.n or 0) / STEPS_PER_WEIGHT


def heavy_tally(tally: Mapping[int, int], weighted: Mapping[int, WeightTally]) -> tuple[dict[int, int], int]:
    """The sum of weights of each score, in steps, and the sum of all squares; `tally` counts all answers.

    Answers that are not among the `weighted` ones weigh 1.
    """
    heavy = {score: n * STEPS_PER_WEIGHT for score, n in tally.items()}
    squares = STEPS_PER_WEIGHT**2 * sum(tally.values())
    for score, (n, weight, square) in weighted.items():
        heavy[score] = heavy.get(score, 0) + weight - n * STEPS_PER_WEIGHT
        squares += square - n * STEPS_PER_WEIGHT**2
    return heavy, squares
