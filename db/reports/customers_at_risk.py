"""Customers at risk in a month: the assumption in force, and the answers and customers it is applied to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.standards import assumption
from db.reports.score_distribution import ScoreDistribution, score_distribution
from db.reports.scorecards import Report
from metrics.answers.evidence import ShareCounts
from metrics.answers.satisfaction_bands import bounds
from metrics.answers.weights import WeightSums, heavy_tally
from metrics.catalogue import Metric, metric
from metrics.scorecard import Scorecard
from metrics.statistics.customers_at_risk import Assumption, AtStake, at_stake
from metrics.vocabulary import Scale, Scope

# The question that shows who is unhappy: the first of these with enough answers.
ASKED = ("nps", "csat")
# The metrics whose denominator is the number of customers, the most reliable first.
COUNTED = ("retention", "visit_frequency", "referrals")


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """How many customers there are, and what was counted (“”: the leader's own number)."""

    number: float
    words: str


@dataclass(frozen=True, slots=True)
class UnhappyShare:
    """Which question shows who is unhappy: scores up to `highest` on `scale`, and how many gave them.

    `weights` are the sums of their weights, where answers count by any.
    """

    metric: Metric
    scale: Scale
    highest: int
    answers: int
    unhappy: int
    weights: WeightSums[ShareCounts] | None = None


@dataclass(frozen=True, slots=True)
class CustomersAtRisk:
    """An assumption and the estimate from it; no estimate without answers or customers (None)."""

    assumption: Assumption
    asked: UnhappyShare | None
    customers: CustomerCount | None
    estimate: AtStake | None


def customers_at_risk(session: Session, report: Report) -> CustomersAtRisk | None:
    """The customers at risk in a report's month at its unit; None without an assumption.

    The leader's own number of customers is for the whole organisation, so a unit uses the counted number.
    """
    kept, scope = assumption(session, report.scope.month), report.scope
    if kept is None or kept.assumption is None:
        return None
    given = None if scope.unit else kept.assumption.customers
    there = CustomerCount(given, "") if given is not None else counted(report.scorecards)
    asked = _unhappy(session, scope)
    estimate = None
    if asked is not None and there is not None:
        estimate = at_stake(asked.unhappy, asked.answers, there.number, kept.assumption, asked.weights)
    return CustomersAtRisk(kept.assumption, asked, there, estimate)


def counted(cards: Sequence[Scorecard]) -> CustomerCount | None:
    """How many customers there are by the month's own figures; None if no metric counts them."""
    by_id = {card.metric.id: card for card in cards}
    found = (by_id[name] for name in COUNTED if name in by_id)
    return next(
        (
            CustomerCount(card.value.n, card.metric.denominator)
            for card in found
            if card.value.estimate and card.value.n
        ),
        None,
    )


def _unhappy(session: Session, scope: Scope) -> UnhappyShare | None:
    """The unhappy share by the first question with enough answers in the month."""
    for name in ASKED:
        found = score_distribution(session, scope, metric(name))
        if found is not None:
            highest, _ = bounds(found.scale)
            low = sum(count for score, count in found.now.items() if score <= highest)
            return UnhappyShare(metric(name), found.scale, highest, found.n, low, _weights(found, highest))
    return None


def _weights(found: ScoreDistribution, highest: int) -> WeightSums[ShareCounts] | None:
    """The weights of the unhappy among those of all answers; None where none has one."""
    if not found.weights:
        return None
    heavy, squares = heavy_tally(found.now, found.weights)
    low = sum(weight for score, weight in heavy.items() if score <= highest)
    return WeightSums(ShareCounts(low, sum(heavy.values())), squares)
