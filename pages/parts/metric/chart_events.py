"""What people changed that a chart should show: initiatives, restarts of the usual range, time limits."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from db.queries.initiatives_and_actions import is_below
from metrics.improvements import Initiative, KeptInitiative
from metrics.periods import Month
from metrics.scorecard import Scorecard
from metrics.vocabulary import ChartReset, TimeLimit
from pages.figures.events import ChartEvent
from pages.language import numbers

NAMED_UNITS = 2
RESTARTED = "usual range recalculated"


def events(card: Scorecard, initiatives: Sequence[KeptInitiative]) -> tuple[ChartEvent, ...]:
    """The initiatives meant to move the metric in or about the scope's unit, and what else changed its series."""
    met = [each.initiative for each in initiatives if _concerns(each.initiative, card)]
    found = [
        *(_begun(each, card.scope.unit) for each in met),
        *(_restarted(each) for each in card.rebases),
        *(_counted_by(card, each) for each in card.time_limits),
    ]
    ordered = sorted(found, key=lambda own: (own.month, own.words.casefold(), -own.share))
    same = groupby(ordered, key=lambda own: (own.month, own.words.casefold()))
    return tuple(_joined(list(group)) for _, group in same)


def _concerns(initiative: Initiative, card: Scorecard) -> bool:
    if initiative.metrics and card.metric.id not in initiative.metrics:
        return False
    unit = card.scope.unit
    return any(is_below(each, unit) or is_below(unit, each) for each in initiative.units)


def _begun(initiative: Initiative, unit: str) -> ChartEvent:
    month = Month.of(initiative.began)
    share = (initiative.began.day - 1) / month.last_day.day
    return ChartEvent(month, f"{initiative.name}, {numbers.short_month(month)}", _where(initiative, unit), share=share)


def _where(initiative: Initiative, unit: str) -> str:
    """The units below the one looked at in which it takes place; empty where that is all of it."""
    if any(is_below(unit, each) for each in initiative.units):
        return ""
    inside = [each.rpartition("/")[2] for each in initiative.units if is_below(each, unit)]
    if len(inside) <= NAMED_UNITS:
        return f"in {numbers.listed(inside)}"
    return f"in {len(inside)} units"


def _restarted(rebase: ChartReset) -> ChartEvent:
    return ChartEvent(rebase.month, f"{rebase.reason}, {numbers.short_month(rebase.month)}", RESTARTED)


def _counted_by(card: Scorecard, limit: TimeLimit) -> ChartEvent:
    words = card.metric.limited_to(limit.value).limit_words
    return ChartEvent(limit.since, f"limit {words} from {numbers.short_month(limit.since)}", by_people=False)


def _joined(same: Sequence[ChartEvent]) -> ChartEvent:
    """Events of one month and the same words as one."""
    first = same[0]
    below = dict.fromkeys(own.below for own in same if own.below)
    return ChartEvent(first.month, first.words, "; ".join(below), any(own.by_people for own in same), first.share)
