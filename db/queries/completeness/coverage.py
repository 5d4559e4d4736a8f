"""How far the dated answers and visits of a month reach, metric by metric, over the whole organisation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping

from sqlalchemy import Date, Integer, bindparam, or_, select
from sqlalchemy.orm import Session

from db.queries.evidence_query import EvidenceQuery
from db.queries.monthly_sums import items_of
from db.tables import WHOLE_ORGANISATION, ItemRow, MomentsRow, ObservationRow, ResponseRow, TallyRow, VisitRow
from metrics.comparison_periods import (
    DAYS_OF_A_RHYTHM,
    MONTHS_LOOKED_AT,
    SILENT_DAYS_ALLOWED,
    ends_early,
    silent_end,
    starts_late,
)
from metrics.periods import Month
from metrics.vocabulary import Span

# Asked for each report, so they are put together only once.
_FIRST, _LAST = (bindparam(name, type_=Date) for name in ("first", "last"))
_ITEMS = bindparam("items", type_=Integer, expanding=True)
_VISITS = select(VisitRow.visited_on).where(VisitRow.live, VisitRow.visited_on.between(_FIRST, _LAST))
_ANSWERS = (
    select(ResponseRow.answered_on)
    .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
    .where(ResponseRow.answered_on.between(_FIRST, _LAST), ObservationRow.live)
)
_DAYS_ANSWERED = _ANSWERS.where(ObservationRow.item_id.in_(_ITEMS)).distinct()
_DAYS_VISITED = _VISITS.distinct()
# Read backwards from the end, so that little is read.
_NEWEST_VISIT = _VISITS.order_by(VisitRow.visited_on.desc()).limit(1)
_NEWEST_ANSWER = (
    _ANSWERS.where(ObservationRow.item_id == ItemRow.id)
    .order_by(ResponseRow.answered_on.desc())
    .limit(1)
    .correlate(ItemRow)
    .scalar_subquery()
)
# Without sums there are no answers, and all days of the month would be read to find that out.
_WITH_SUMS = or_(
    *(
        select(sums.item_id)
        .where(sums.unit_id == WHOLE_ORGANISATION, sums.item_id == ItemRow.id, sums.month == _FIRST)
        .correlate(ItemRow)
        .exists()
        for sums in (TallyRow, MomentsRow)
    )
)
# Items without any answer by then may still have their first month.
_WITHOUT_SUMS_BEFORE = select(ItemRow.id).where(
    ItemRow.id.in_(_ITEMS),
    *(
        ~select(sums.item_id)
        .where(sums.unit_id == WHOLE_ORGANISATION, sums.item_id == ItemRow.id, sums.month < _FIRST)
        .correlate(ItemRow)
        .exists()
        for sums in (TallyRow, MomentsRow)
    ),
)
_NEWEST_ANSWERS = select(ItemRow.id, _NEWEST_ANSWER).where(ItemRow.id.in_(_ITEMS), _WITH_SUMS)


def early_ends(session: Session, asked: EvidenceQuery, month: Month, fewest_days: int = 2) -> dict[str, dt.date]:
    """The newest day with data of the metrics whose answers or visits stop before the end of `month`.

    Judged over all units and channels together: a small branch may well have no answer in a week. Figures of whole
    months, such as operations, have no days and never stop early; nor does what has data on fewer than `fewest_days`.
    """
    items = {id_: metric for id_, (metric, _) in items_of(session, asked).items()}
    visited = [metric.id for metric in asked.of_visits]
    newest = _newest(session, items, visited, month)
    silent = {metric for metric, day in newest.items() if silent_end(month, day) > SILENT_DAYS_ALLOWED}
    if not silent:
        return {}
    items = {id_: metric for id_, metric in items.items() if metric in silent}
    visited = [metric for metric in visited if metric in silent]
    before = [_newest(session, items, visited, month.plus(-back)) for back in range(1, MONTHS_LOOKED_AT + 1)]
    found = {}
    for metric in silent:
        own = [id_ for id_, asked_for in items.items() if asked_for == metric]
        earlier = [days[metric] for days in before if metric in days]
        days = _days(session, own, month)
        if len(days) >= fewest_days and ends_early(month, days, earlier):
            found[metric] = newest[metric]
    return found


def _newest(session: Session, items: Mapping[int, str], visited: Collection[str], month: Month) -> dict[str, dt.date]:
    """By metric the newest day with data in `month`: of answers to `items`, and of visits for the metrics `visited`."""
    within = {"first": month.first_day, "last": month.last_day}
    found: dict[str, dt.date] = {}
    rows = session.execute(_NEWEST_ANSWERS, within | {"items": list(items)}) if items else ()
    for item, day in rows:
        if day is not None:
            found[items[item]] = max(day, found.get(items[item], day))
    day = session.scalar(_NEWEST_VISIT, within) if visited else None
    return found if day is None else {**found, **dict.fromkeys(visited, day)}


def _days(session: Session, items: Collection[int], month: Month) -> list[dt.date]:
    """The days of `month` with answers to `items`; with visits where there are none."""
    within = {"first": month.first_day, "last": month.last_day}
    if items:
        return sorted(session.scalars(_DAYS_ANSWERED, within | {"items": list(items)}))
    return sorted(session.scalars(_DAYS_VISITED, within))


def reaches(session: Session, asked: EvidenceQuery, month: Month) -> dict[str, Span]:
    """From which to which day of `month`, which is over, there are data, for metrics of which they do not cover all.

    It is taken for whole where so few days have data that no rhythm can be seen.
    """
    starts, ends = late_starts(session, asked, month), early_ends(session, asked, month, DAYS_OF_A_RHYTHM)
    return {
        metric: Span(starts.get(metric, month.first_day), ends.get(metric, month.last_day)) for metric in starts | ends
    }


def late_starts(session: Session, asked: EvidenceQuery, month: Month) -> dict[str, dt.date]:
    """The oldest day with data of the metrics whose first month with answers is `month` and began within it.

    By the same rule as an early end: more silence than between any two days with answers, by more than a weekend.
    """
    within, by_metric = {"first": month.first_day}, defaultdict[str, list[int]](list)
    known = {id_: metric for id_, (metric, _) in items_of(session, asked).items()}
    for item in session.scalars(_WITHOUT_SUMS_BEFORE, within | {"items": list(known)}) if known else ():
        by_metric[known[item]].append(item)
    found = {}
    for metric, items in by_metric.items():
        days = _days(session, items, month)
        if sum(asked_for == metric for asked_for in known.values()) == len(items) and starts_late(month, days):
            found[metric] = days[0]
    return found
