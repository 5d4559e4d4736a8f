"""The tree of units with every metric's verdict at each of them, and what a unit carries with it when it moves.

Asks for evidence of one period only and hands it to metrics; hides what too few answered, and what the rest would tell.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.limits import Limits
from db.parts import NOW, Question, asked
from db.queries import Unit, as_settled, channel_id, standards, units
from db.tables import (
    WHOLE_ORGANISATION,
    MomentsRow,
    OperationRow,
    TallyRow,
    UnitNameRow,
    VisitSumsRow,
)
from db.tree_days import evidence_of_days
from db.units import Units
from metrics.catalogue import METRICS, Metric
from metrics.comparison import spans
from metrics.disclosure import hidden_in_tree
from metrics.evidence import Evidence, VisitShare, VisitSums
from metrics.fairness import compare
from metrics.judgement import in_force, shown, standards_in_line, verdict
from metrics.vocabulary import Scope, Span, Standard, Value, Verdict

NOTHING = Value(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class Column:
    """A metric at every unit, in the units' order; `order` is what a unit is ranked by, None where it is not ranked.

    `standards` are the numbers in force, None where there is none.
    """

    metric: Metric
    values: tuple[Value, ...]
    verdicts: tuple[Verdict, ...]
    standards: tuple[float | None, ...]
    order: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Tree:
    """Every unit, the whole organisation ("") first and each after the one above it, and the metrics with data."""

    scope: Scope
    span: Span
    units: tuple[Unit, ...]
    columns: tuple[Column, ...]


WHOLE = Unit(WHOLE_ORGANISATION, "", "", 0)


def tree(session: Session, scope: Scope) -> Tree:
    """Every unit's value and verdict for each metric in the scope's period, whatever the scope's own unit."""
    scope = replace(as_settled(session, scope), unit="")
    order = (WHOLE, *sorted(units(session), key=lambda unit: unit.path.casefold().split("/")))
    limits = Limits.of(session)
    metrics = [limits.named(metric, scope.month) for metric in METRICS]
    found = _evidence(session, scope, order, metrics)
    set_ = defaultdict(list)
    for standard in standards(session):
        set_[standard.metric].append(standard)
    columns = [_column(metric, scope, order, found[metric.id], set_[metric.id]) for metric in metrics]
    return Tree(scope, spans(scope).now, order, tuple(column for column in columns if column is not None))


def _evidence(
    session: Session, scope: Scope, order: Sequence[Unit], metrics: Sequence[Metric]
) -> Mapping[str, Mapping[str, Evidence]]:
    """The evidence of each metric by the paths of the units that have some."""
    channel = None if scope.channel is None else channel_id(session, scope.channel)
    stretch = spans(scope)
    tree_now = Units.of(session)
    if not stretch.are_whole_months:
        return evidence_of_days(session, scope, stretch.now, tree_now, metrics, channel)
    stretch = replace(stretch, before=stretch.now)  # nothing else is asked for
    question = Question(session, scope, tree_now, metrics, stretch)
    found = asked(question, {unit.path: (unit.id, channel) for unit in order})
    return {metric.id: found[metric.id, NOW] for metric in metrics}


def _column(
    metric: Metric,
    scope: Scope,
    order: Sequence[Unit],
    found: Mapping[str, Evidence],
    set_: Sequence[Standard],
) -> Column | None:
    if not found:
        return None
    hidden = _hidden(found, scope.smallest_n)
    values, verdicts, numbers = [], [], []
    for unit in order:
        evidence = found.get(unit.path)
        value = NOTHING if evidence is None else shown(evidence, metric.bounds, scope.smallest_n)
        if unit.path in hidden:
            value = Value(None, None, None, value.n)
        standard = in_force(standards_in_line(set_, unit.path), scope.month) if set_ else None
        values.append(value)
        verdicts.append(verdict(value, evidence, standard, metric.better))
        numbers.append(None if standard is None else standard.value)
    ranks = _ranks(metric, scope, order, found, hidden)
    return Column(metric, tuple(values), tuple(verdicts), tuple(numbers), tuple(ranks.get(unit.path) for unit in order))


def _hidden(found: Mapping[str, Evidence], smallest_n: int) -> frozenset[str]:
    """The units that must not be shown; visits are nobody's answers and are never hidden."""
    if any(isinstance(part, VisitSums | VisitShare) for part in found.values()):
        return frozenset()
    return hidden_in_tree({path: part.n for path, part in found.items() if part.n is not None}, smallest_n)


def _ranks(
    metric: Metric, scope: Scope, order: Sequence[Unit], found: Mapping[str, Evidence], hidden: frozenset[str]
) -> dict[str, float]:
    """What units with answers enough are ranked by: their values drawn together with others of the same level."""
    levels: dict[int, dict[str, Evidence]] = defaultdict(dict)
    for unit in order:
        if unit.path in found:
            levels[unit.depth][unit.path] = found[unit.path]
    ranks = {}
    for level in levels.values():
        beside = compare(level, bounds=metric.bounds, smallest_n=scope.smallest_n, few_n=scope.few_n, hidden=hidden)
        for one in beside:
            by = one.shrunk if one.ranked else None if one.shrunk is not None else one.value
            if by is not None:
                ranks[one.name] = by
    return ranks


@dataclass(frozen=True, slots=True)
class Load:
    """What a unit carries with it: the units from it downwards, answers, visits and operational figures that count."""

    units: int
    answers: int
    visits: int
    figures: int


def load(session: Session, path: str) -> Load:
    """What would move with a unit. Raises NotFound."""
    known = Units.of(session)
    unit = known.found(path)
    counted = [
        int(session.scalar(select(func.coalesce(func.sum(table.n), 0)).where(table.unit_id == unit)) or 0)
        for table in (TallyRow, MomentsRow, VisitSumsRow)
    ]
    given = select(func.count()).where(OperationRow.unit_id.in_(known.downwards(unit)), OperationRow.live)
    return Load(len(known.branches(unit)), counted[0] + counted[1], counted[2], int(session.scalar(given) or 0))


@dataclass(frozen=True, slots=True)
class Alias:
    """Another name by which files know the unit at `path`; a merged unit is one too."""

    written: str
    path: str
    is_merged: bool


def other_names(session: Session) -> list[Alias]:
    """Every other name of a unit, by unit and name."""
    known = Units.of(session)
    found = [
        Alias(row.path, known.paths[known.counted_at(row.unit_id)], is_merged=False)
        for row in session.scalars(select(UnitNameRow))
    ]
    found += [Alias(known.paths[unit], known.paths[known.counted_at(unit)], is_merged=True) for unit in known.merged]
    return sorted(found, key=lambda alias: (alias.path.casefold(), alias.written.casefold()))
