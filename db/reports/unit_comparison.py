"""The units without units below them (branches, teams), side by side: which stand apart, and where to look first.

Asks for evidence of three months together and hands it to metrics; hides what too few answered, and what the totals
of the units above would tell.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.settings import channel_id, with_settings
from db.reports.breakdowns import BEFORE, NOW, Found, Parts, Question, evidence_of_places
from db.time_limits import TimeLimits
from metrics.answers.evidence import VisitShare, VisitSums
from metrics.catalogue import METRICS, Family, Metric
from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.units.comparison import ComparedUnit, compare
from metrics.units.disclosure_control import hidden_in_tree
from metrics.units.funnel import Centre, centre, sampled
from metrics.units.priority_units import MovedUnit, PriorityUnit, places
from metrics.vocabulary import Scope, Span

# What people say, what shoppers saw and how we responded: what a branch can do something about within weeks.
LOOKED_AT = (Family.CUSTOMERS_SAY, Family.SHOPPERS_SAW, Family.RESPONDED)


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """The lowest units below a scope over the days of `span`, and the middle of their funnel.

    `centre` is None where chance cannot be spoken of: complete counts, bare values, or nothing at all.
    """

    span: Span
    compared: tuple[ComparedUnit, ...]
    centre: Centre | None


def compare_units(session: Session, scope: Scope, metric: Metric) -> UnitComparison:
    """The lowest units below the scope's over its last three whole months together, so that each has more answers."""
    question = _question(session, scope, [metric])
    tree = _tree(question)
    found = evidence_of_places(question, tree.places)[metric.id, NOW]
    leaves = {path: found[path] for path in tree.leaves if path in found}
    samples = sampled(list(leaves.values()))
    return UnitComparison(
        question.stretch.now,
        compare(
            leaves,
            bounds=metric.bounds,
            smallest_n=question.scope.smallest_n,
            few_n=question.scope.few_n,
            hidden=_hidden(found, question.scope.smallest_n),
        ),
        centre(samples) if samples else None,
    )


@dataclass(frozen=True, slots=True)
class PriorityUnits:
    """Where to look first: the places found in the days of `span`, against the same days a year earlier."""

    span: Span
    places: tuple[PriorityUnit, ...]


def find_priority_units(session: Session, scope: Scope) -> PriorityUnits:
    """The lowest units below the scope's that moved otherwise than the rest, the surest first.

    Their last three whole months are held against the same months a year earlier.
    """
    limits = TimeLimits.of(session)
    metrics = [limits.named(metric, scope.month) for metric in METRICS if metric.family in LOOKED_AT]
    question = _question(session, scope, metrics)
    question = replace(question, stretch=replace(question.stretch, before=question.stretch.year_ago))
    tree = _tree(question)
    found = evidence_of_places(question, tree.places)
    asked_of = question.scope
    moved = _moved(found, metrics, tree.open_in(scope.month), asked_of)
    return PriorityUnits(
        question.stretch.now,
        places([*moved], question.stretch.before, asked_of.smallest_n, asked_of.few_n),
    )


def _moved(found: Found, metrics: Sequence[Metric], leaves: Iterable[str], scope: Scope) -> Iterable[MovedUnit]:
    whole = scope.unit
    for metric in metrics:
        now, before = found[metric.id, NOW], found[metric.id, BEFORE]
        if whole not in now or whole not in before:
            continue
        hidden = _hidden(now, scope.smallest_n) | _hidden(before, scope.smallest_n)
        for path in leaves:
            if path in now and path in before and path not in hidden:
                yield MovedUnit(path, metric, now[path], before[path], now[whole], before[whole])


def _question(session: Session, scope: Scope, metrics: Sequence[Metric]) -> Question:
    """Three whole months up to the scope's; a month that still runs is not one of them."""
    month = scope.month if scope.to_day in (None, scope.month.last_day) else scope.month.previous
    units = Units.of(session)
    three_months = replace(
        with_settings(session, scope),
        unit=units.paths[units.found(scope.unit)],
        month=month,
        period=PeriodKind.ROLLING3,
        to_day=None,
    )
    return Question(session, three_months, units, metrics, spans(three_months))


@dataclass(frozen=True, slots=True)
class _Tree:
    """Every unit from the scope's downwards by its path, and the paths of those that have none below."""

    places: Mapping[str, tuple[int, int | None]]
    leaves: tuple[str, ...]
    closed: Mapping[str, dt.date]

    def open_in(self, month: Month) -> list[str]:
        """Those of the lowest units that are not closed by then: where nobody works any more nobody need look."""
        return [path for path in self.leaves if self.closed.get(path, dt.date.max) > month.first_day]


def _tree(question: Question) -> _Tree:
    session, scope, units = question.session, question.scope, question.units
    top = units.found(scope.unit)
    channel = None if scope.channel is None else channel_id(session, scope.channel)
    below = units.branches(top)
    paths = {id_: units.paths[id_] for id_ in below}
    parents = {units.parents[id_] for id_ in below}
    leaves = sorted(paths[id_] for id_ in below if id_ not in parents and id_ != top)
    closed = {path: since for id_, path in paths.items() if (since := units.closed_since(id_))}
    return _Tree({path: (id_, channel) for id_, path in paths.items()}, tuple(leaves), closed)


def _hidden(found: Parts, smallest_n: int) -> frozenset[str]:
    """The units that must not be shown; visits are nobody's answers and are never hidden."""
    if any(isinstance(part, VisitSums | VisitShare) for part in found.values()):
        return frozenset()
    return hidden_in_tree({path: part.n for path, part in found.items() if part.n is not None}, smallest_n)
