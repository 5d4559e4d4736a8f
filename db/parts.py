"""What several units or channels stand on, side by side, in a period and the one it is compared with.

Asks for evidence, by whole months or by days as the period needs; judges nothing.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.days import days
from db.histories import histories
from db.limits import Limits
from db.units import Units
from metrics.catalogue import Metric
from metrics.comparison import Spans
from metrics.evidence import Evidence
from metrics.periods import Month
from metrics.scorecard import from_months
from metrics.vocabulary import Scope

NOW, BEFORE = 0, 1
Place = tuple[int, int | None]  # unit, channel
Parts = Mapping[str, Evidence]
Found = dict[tuple[str, int], dict[str, Evidence]]  # by metric and period, of each place that has some


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every place; the periods compared are `now` and `before` of `stretch`."""

    session: Session
    scope: Scope
    units: Units
    metrics: Sequence[Metric]
    stretch: Spans

    def nothing_yet(self) -> Found:
        return {(metric.id, when): {} for metric in self.metrics for when in (NOW, BEFORE)}


def asked(question: Question, places: Mapping[str, Place]) -> Found:
    """By metric and period (NOW, BEFORE) the evidence of each place that has some, by its name."""
    ask = _by_months if question.stretch.are_whole_months else _by_days
    return ask(question, places)


def _by_days(question: Question, places: Mapping[str, Place]) -> Found:
    found, limits = question.nothing_yet(), Limits.of(question.session)
    for name, (unit, channel) in sorted(places.items()):
        for when, span in ((NOW, question.stretch.now), (BEFORE, question.stretch.before)):
            known = days(
                question.session, question.scope, span, question.units, unit, question.metrics, channel, limits
            )
            for metric, evidence in known.items():
                found[metric, when][name] = evidence
    return found


def _by_months(question: Question, places: Mapping[str, Place]) -> Found:
    found = question.nothing_yet()
    by_channel: dict[int | None, dict[int, str]] = {}
    for name, (unit, channel) in places.items():
        by_channel.setdefault(channel, {})[unit] = name
    since = Month.of(min(question.stretch.now.first, question.stretch.before.first))
    for channel, named in sorted(by_channel.items(), key=lambda each: each[0] or 0):
        known = histories(question.session, question.scope, list(named), question.metrics, channel, since).found
        for (unit, metric), history in sorted(known.items()):
            compared = from_months(history, question.stretch)
            for when, evidence in ((NOW, compared.now), (BEFORE, compared.before)):
                if evidence is not None:
                    found[metric, when][named[unit]] = evidence
    return {key: dict(sorted(parts.items())) for key, parts in found.items()}
