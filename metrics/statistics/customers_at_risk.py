"""How many customers poor experiences may cost, from a survey and an assumption people made. Knows nobody's answers."""

from __future__ import annotations

from dataclasses import dataclass

from metrics.answers.evidence import ShareCounts
from metrics.statistics.intervals import value
from metrics.vocabulary import Value

_SHARE = (0.0, 100.0)


@dataclass(frozen=True, slots=True)
class Assumption:
    """What no survey tells: the per cent of unhappy customers who leave, and what one is `worth` a year, in money.

    `customers` is how many there are where nobody counts them; None: as counted, or what one is worth is not said.
    """

    leaving: float
    worth: float | None = None
    customers: float | None = None


@dataclass(frozen=True, slots=True)
class AtStake:
    """What an assumption comes to: the `share` of unhappy answers in per cent, the customers who would leave, money.

    Each with the 95 % interval of the answers alone, since an assumption has none; `money` a year is None where nobody
    says what a customer is worth.
    """

    unhappy: int
    share: Value
    leaving: Value
    money: Value | None


def at_stake(unhappy: int, answers: int, customers: float, assumed: Assumption) -> AtStake:
    """What is at stake if `answers` > 0, of which `unhappy`, speak for all `customers`.

    Customers × share × the part of them that leaves, and times what one is worth; the ends of the share's interval
    give the ends of both.

    **Source:** the share with Wilson's interval, as in `metrics.intervals`; the rest is multiplied by what people say.
    """
    share = value(ShareCounts(unhappy, answers), _SHARE)
    leaving = _times(share, customers * assumed.leaving / 100 / 100)
    money = None if assumed.worth is None else _times(leaving, assumed.worth)
    return AtStake(unhappy, share, leaving, money)


def _times(own: Value, factor: float) -> Value:
    low, middle, high = (None if end is None else end * factor for end in (own.low, own.estimate, own.high))
    return Value(middle, low, high, own.n)
