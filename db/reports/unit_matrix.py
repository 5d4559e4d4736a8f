"""Every unit with its verdict on every metric for one period."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import span_evidence
from db.queries.evidence_query import EvidenceQuery
from db.queries.settings import Unit, channels_in, units, with_settings
from db.queries.standards import standards
from db.tables import WHOLE_ORGANISATION
from db.time_limits import TimeLimits
from metrics.answers.evidence import Evidence
from metrics.catalogue import METRICS, Metric
from metrics.catalogue import metric as metric_called
from metrics.comparison_periods import spans
from metrics.period_standards import MonthJudged, over_the_period, standard_parts
from metrics.periods import Month, PeriodKind, months_between
from metrics.statistics.small_samples import shown
from metrics.units.comparison import compare
from metrics.verdicts import standard_in_force, verdict, waits
from metrics.vocabulary import Scope, Span, Standard, Value, Verdict

NOTHING = Value(None, None, None, 0)


@dataclass(frozen=True, slots=True)
class MatrixColumn:
    """A metric at every unit, in the units' order; `standards` are the numbers in force, None where there is none.

    `waiting` are the places of verdicts that should wait for more answers.
    """

    metric: Metric
    values: tuple[Value, ...]
    verdicts: tuple[Verdict, ...]
    standards: tuple[float | None, ...]
    waiting: frozenset[int] = frozenset()

    def is_missed(self, place: int) -> bool:
        """Whether the unit at a place missed the standard by more than chance."""
        return self.verdicts[place] is Verdict.MISSED and place not in self.waiting


@dataclass(frozen=True, slots=True)
class UnitMatrix:
    """Every unit, the whole organisation ("") first and each after the one above it, and the metrics with data."""

    scope: Scope
    span: Span
    units: tuple[Unit, ...]
    columns: tuple[MatrixColumn, ...]


WHOLE = Unit(WHOLE_ORGANISATION, "", "", 0)


def unit_matrix(session: Session, scope: Scope) -> UnitMatrix:
    """Every unit's value and verdict for each metric in the scope's period; the scope's own unit is ignored."""
    scope = replace(with_settings(session, scope), unit="")
    order = (WHOLE, *sorted(units(session), key=lambda unit: unit.path.casefold().split("/")))
    limits = TimeLimits.of(session)
    metrics = [limits.named(metric, scope.month) for metric in METRICS]
    found = _evidence(session, scope, metrics)
    set_ = defaultdict(list)
    for standard in standards(session):
        set_[standard.metric].append(standard)
    in_line = _standards(session, scope, order, metrics, set_)
    columns = [_column(metric, scope, order, found[metric.id], in_line[metric.id]) for metric in metrics]
    return UnitMatrix(scope, spans(scope).now, order, tuple(column for column in columns if column is not None))


def unit_ranks(session: Session, scope: Scope, metric: str) -> dict[str, float]:
    """What units (paths) are ranked by for a metric: their values shrunk towards those of the same level.

    Units with few answers are not ranked; complete counts and bare values are ranked as they are.
    """
    scope = replace(with_settings(session, scope), unit="")
    own = metric_called(metric)
    found = _evidence(session, scope, [own])[own.id]
    levels = defaultdict[int, dict[str, Evidence]](dict)
    for path, evidence_ in found.items():
        levels[path.count("/") + bool(path)][path] = evidence_
    ranked = {}
    for level in levels.values():
        for one in compare(level, bounds=own.bounds, smallest_n=scope.smallest_n, few_n=scope.few_n):
            by = one.value if one.shrunk is None else one.shrunk if one.ranked else None
            if by is not None:
                ranked[one.name] = by
    return ranked


def _evidence(session: Session, scope: Scope, metrics: Sequence[Metric]) -> Mapping[str, Mapping[str, Evidence]]:
    """The evidence of each metric in the scope's period, at every unit (by its path) that has some."""
    tree, now = Units.of(session), spans(scope).now
    asked = EvidenceQuery(tree, metrics, list(tree.parents), channels_in(session, scope), scope.audience)
    found = span_evidence(session, asked, [now])
    return {
        metric: {tree.paths[unit]: sums[now] for (unit, _), sums in of_units.items() if now in sums}
        for metric, of_units in found.items()
    }


def _column(
    metric: Metric,
    scope: Scope,
    order: Sequence[Unit],
    found: Mapping[str, Evidence],
    in_line: Sequence[Standard | None],
) -> MatrixColumn | None:
    if not found:
        return None
    values, verdicts, waiting = [], [], set()
    for place, (unit, standard) in enumerate(zip(order, in_line, strict=True)):
        own = found.get(unit.path)
        value = NOTHING if own is None else shown(own, metric.bounds, scope.smallest_n)
        values.append(value)
        verdicts.append(verdict(value, own, standard, metric.better))
        if waits(verdicts[-1], own, standard, metric.better):
            waiting.add(place)
    numbers = tuple(None if standard is None else standard.value for standard in in_line)
    return MatrixColumn(metric, tuple(values), tuple(verdicts), numbers, frozenset(waiting))


def _standards(
    session: Session,
    scope: Scope,
    order: Sequence[Unit],
    metrics: Sequence[Metric],
    set_: Mapping[str, Sequence[Standard]],
) -> dict[str, list[Standard | None]]:
    """By metric the standard of each unit for the period; where it changed within it, weighted by the unit's cases."""
    months = _months_of(spans(scope).now)
    newest = {metric.id: _in_force(order, scope.month, set_.get(metric.id, ())) for metric in metrics}
    changed = [
        metric
        for metric in metrics
        if any(months[0] < standard.since <= months[-1] for standard in set_.get(metric.id, ()))
    ]
    if not changed:
        return newest
    by_month = [(month, _evidence(session, _alone(scope, month), changed)) for month in months]
    for metric in changed:
        lines = [_in_force(order, month, set_[metric.id]) for month in months]
        newest[metric.id] = [
            over_the_period(own, standard_parts(_judged(unit.path, at, metric.id, by_month, lines)))
            for at, (unit, own) in enumerate(zip(order, newest[metric.id], strict=True))
        ]
    return newest


def _judged(
    path: str,
    at: int,
    metric: str,
    by_month: Sequence[tuple[Month, Mapping[str, Mapping[str, Evidence]]]],
    lines: Sequence[Sequence[Standard | None]],
) -> Iterator[MonthJudged]:
    """The months of a unit, the one at that place of the order, with the standard in force and its evidence."""
    for (month, found), line in zip(by_month, lines, strict=True):
        standard = line[at]
        yield month, None if standard is None else standard.value, found[metric].get(path)


def _months_of(days: Span) -> list[Month]:
    return months_between(Month.of(days.first), Month.of(days.last))


def _alone(scope: Scope, month: Month) -> Scope:
    """A month of the period by itself."""
    return replace(scope, month=month, period=PeriodKind.MONTH, to_day=None)


def _in_force(order: Sequence[Unit], month: Month, set_: Sequence[Standard]) -> list[Standard | None]:
    """The standard that holds for each unit: its own, else that of the unit above it, which comes before it."""
    at = {standard.unit for standard in set_}
    line: dict[str, Standard | None] = {}
    for unit in order:
        own = standard_in_force(set_, unit.path, month) if unit.path in at else None
        line[unit.path] = own or line.get(unit.path.rpartition("/")[0])
    return [line[unit.path] for unit in order]
