"""What is at stake in a month: the assumption then in force with the answers and customers it is applied to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.queries.standards import assumption
from db.reports.score_distribution import score_distribution
from db.reports.scorecards import Report
from metrics.answers.satisfaction_bands import bounds
from metrics.catalogue import Metric, metric
from metrics.scorecard import Scorecard
from metrics.statistics.customers_at_risk import Assumption, AtStake, at_stake
from metrics.vocabulary import Scale, Scope

# Whom customers' own answers call unhappy: by the first of these that enough of them were asked.
ASKED = ("nps", "csat")
# Where the number of customers is counted, the surest first: as what these are divided by.
COUNTED = ("retention", "visit_frequency", "referrals")


@dataclass(frozen=True, slots=True)
class CustomerCount:
    """How many customers there are, and as what they were counted; “” where the leader says so."""

    number: float
    words: str


@dataclass(frozen=True, slots=True)
class UnhappyShare:
    """Which question tells who is unhappy: the `lowest` to the `highest` score of `scale`, and how many gave those."""

    metric: Metric
    scale: Scale
    highest: int
    answers: int
    unhappy: int


@dataclass(frozen=True, slots=True)
class CustomersAtRisk:
    """An assumption and what it comes to; without answers or customers (None) there is no estimate."""

    assumption: Assumption
    asked: UnhappyShare | None
    customers: CustomerCount | None
    estimate: AtStake | None


def customers_at_risk(session: Session, report: Report) -> CustomersAtRisk | None:
    """What is at stake at a report's month and unit; None where nothing is assumed.

    A number of customers that the leader gives is that of the whole organisation, so a unit goes by what is counted.
    """
    kept, scope = assumption(session, report.scope.month), report.scope
    if kept is None or kept.assumption is None:
        return None
    given = None if scope.unit else kept.assumption.customers
    there = CustomerCount(given, "") if given is not None else counted(report.scorecards)
    asked = _unhappy(session, scope)
    estimate = None
    if asked is not None and there is not None:
        estimate = at_stake(asked.unhappy, asked.answers, there.number, kept.assumption)
    return CustomersAtRisk(kept.assumption, asked, there, estimate)


def counted(cards: Sequence[Scorecard]) -> CustomerCount | None:
    """How many customers there are by the figures of the month itself; None where none says so."""
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
    """Who is unhappy by the first question that enough customers answered in the month."""
    for name in ASKED:
        found = score_distribution(session, scope, metric(name))
        if found is not None:
            highest, _ = bounds(found.scale)
            low = sum(count for score, count in found.now.items() if score <= highest)
            return UnhappyShare(metric(name), found.scale, highest, found.n, low)
    return None
