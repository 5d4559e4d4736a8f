"""Which of the lowest units usually send data for a metric, and which of them have sent none for a month.

Finds rows by their keys: at two thousand units few are read.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Date, Executable, Integer, String, bindparam, or_, select, true
from sqlalchemy.orm import Session, aliased

from db.queries.evidence_query import EvidenceQuery
from db.queries.monthly_sums import items_of
from db.tables import ItemRow, MomentsRow, OperationTotalRow, TallyRow, UnitRow, VisitSumsRow
from metrics.periods import Month
from metrics.units_sent import MONTHS_BEFORE

Found = dict[str, set[int]]  # units by metric

# Asked for each report, so they are put together only once. The month itself is month 0, the one before it month 1.
_MONTHS = [bindparam(f"month_{back}", type_=Date) for back in range(MONTHS_BEFORE + 1)]
_UNITS, _ITEMS = (bindparam(name, type_=Integer, expanding=True) for name in ("units", "items"))
_METRICS = bindparam("metrics", type_=String, expanding=True)


def _answered(month: ColumnElement[Any]) -> ColumnElement[bool]:
    return or_(
        *(
            select(sums.unit_id)
            .where(sums.unit_id == UnitRow.id, sums.item_id == ItemRow.id, sums.month == month)
            .correlate(UnitRow, ItemRow)
            .exists()
            for sums in (TallyRow, MomentsRow)
        )
    )


def _visited(month: ColumnElement[Any]) -> ColumnElement[bool]:
    row = VisitSumsRow
    return select(row.unit_id).where(row.unit_id == UnitRow.id, row.month == month).correlate(UnitRow).exists()


def _given(month: ColumnElement[Any]) -> ColumnElement[bool]:
    row, other = OperationTotalRow, aliased(OperationTotalRow)
    same = (other.unit_id == row.unit_id, other.metric == row.metric, other.month == month)
    return select(other.unit_id).where(*same).correlate(row).exists()


_ANSWERED = (
    select(UnitRow.id, ItemRow.id)
    .join_from(UnitRow, ItemRow, true())
    .where(UnitRow.id.in_(_UNITS), ItemRow.id.in_(_ITEMS), *map(_answered, _MONTHS[1:]))
)
_VISITED = select(UnitRow.id).where(UnitRow.id.in_(_UNITS), *map(_visited, _MONTHS[1:]))
_GIVEN = (
    select(OperationTotalRow.unit_id, OperationTotalRow.metric)
    .where(OperationTotalRow.unit_id.in_(_UNITS), OperationTotalRow.metric.in_(_METRICS))
    .where(OperationTotalRow.month == _MONTHS[1], *map(_given, _MONTHS[2:]))
    .distinct()
)
_ANSWERED_BEFORE, _VISITED_BEFORE, _GIVEN_BEFORE = (
    _ANSWERED.where(~_answered(_MONTHS[0])),
    _VISITED.where(~_visited(_MONTHS[0])),
    _GIVEN.where(~_given(_MONTHS[0])),
)


def usual_units(session: Session, asked: EvidenceQuery, month: Month) -> Found:
    """By metric the lowest units, not closed by then, with data in each of the months before."""
    return _found(session, asked, month, _ANSWERED, _VISITED, _GIVEN)


def silent_units(session: Session, asked: EvidenceQuery, month: Month) -> Found:
    """Those of the usual units without any data in `month`, by metric."""
    return _found(session, asked, month, _ANSWERED_BEFORE, _VISITED_BEFORE, _GIVEN_BEFORE)


def _found(
    session: Session,
    asked: EvidenceQuery,
    month: Month,
    answered: Executable,
    visited: Executable,
    given: Executable,
) -> Found:
    units, by_visits = _lowest(asked, month), [metric.id for metric in asked.of_visits]
    if not units:
        return {}
    within = {f"month_{back}": month.plus(-back).first_day for back in range(MONTHS_BEFORE + 1)} | {"units": units}
    found: Found = defaultdict(set)
    if items := {id_: metric for id_, (metric, _) in items_of(session, asked).items()}:
        for unit, item in session.connection().execute(answered, within | {"items": list(items)}):
            found[items[item]].add(unit)
    for (unit,) in session.connection().execute(visited, within) if by_visits else ():
        for metric in by_visits:
            found[metric].add(unit)
    metrics = [metric.id for metric in asked.of_own_audience]
    for unit, metric in session.connection().execute(given, within | {"metrics": metrics}):
        found[metric].add(unit)
    return dict(found)


def _lowest(asked: EvidenceQuery, month: Month) -> list[int]:
    tree = asked.tree
    above = {parent for parent in tree.parents.values() if parent is not None}
    lowest = [unit for unit in tree.parents if unit not in above]
    if not tree.closed:
        return lowest
    return [unit for unit in lowest if (closed := tree.closed_since(unit)) is None or closed > month.first_day]
