"""How many customers poor service may cost, from a survey and an assumption. Knows no single answers."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.answers.evidence import ShareCounts
from metrics.answers.weights import WeightSums
from metrics.statistics.intervals import value
from metrics.vocabulary import Value

_SHARE = (0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What a survey cannot show: the percentage of unhappy customers who leave, and what one is `worth` per year.

    `customers` is their number if no metric counts them. None: as counted (`customers`), or not stated (`worth`).
    """

    leaving: float
    worth: float | None = None
    customers: float | None = None


@dataclass(frozen=True, slots=True)
class AtStake:
    """The estimate from an assumption: the `share` (%) of unhappy answers, the customers who would leave, the money.

    Each has the 95 % interval of the answers only, since an assumption has none; `money` per year is None
    without a worth.
    """

    unhappy: int
    share: Value
    leaving: Value
    money: Value | None


def at_stake(
    unhappy: int,
    answers: int,
    customers: float,
    assumed: Assumption,
    weights: WeightSums[ShareCounts] | None = None,
) -> AtStake:
    """The estimate if `answers` > 0, `unhappy` among them, represent all `customers`.

    Customers × share × the part of them that leaves, and times what one is worth; the ends of the share's interval
    give the ends of both. Where answers have `weights`, the share is the weighted one.

    **Source:** the share with Wilson's interval, as in `metrics.statistics.intervals`; the rest multiplies it by
    the assumption.
    """
    share = value(ShareCounts(unhappy, answers, weights), _SHARE)
    leaving = _times(share, customers * assumed.leaving / 100 / 100)
    money = None if assumed.worth is None else _times(leaving, assumed.worth)
    return AtStake(unhappy, share, leaving, money)


def _times(own: Value, factor: float) -> Value:
    low, middle, high = (None if end is None else end * factor for end in (own.low, own.estimate, own.high))
    return Value(middle, low, high, own.n)
