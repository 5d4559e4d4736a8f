"""How far the dated answers and visits of a month reach, metric by metric, over the whole organisation."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Date, Integer, Select, bindparam, select
from sqlalchemy.orm import Session

from db.queries.evidence_query import EvidenceQuery
from db.queries.monthly_sums import items_of
from db.tables import ObservationRow, ResponseRow, VisitRow
from metrics.comparison_periods import MONTHS_LOOKED_AT, SILENT_DAYS_ALLOWED, ends_early, silent_end
from metrics.periods import Month

# By their ids the items that answer a metric; None for one that visits give.
Items = Collection[int] | None


# Asked for each metric of each report, so they are put together only once.
_FIRST, _LAST = (bindparam(name, type_=Date) for name in ("first", "last"))
_ITEMS = bindparam("items", type_=Integer, expanding=True)
_VISITS = select(VisitRow.visited_on).where(VisitRow.live, VisitRow.visited_on.between(_FIRST, _LAST))
_ANSWERS = (
    select(ResponseRow.answered_on)
    .join(ObservationRow, ObservationRow.response_id == ResponseRow.id)
    .where(ResponseRow.answered_on.between(_FIRST, _LAST))
    .where(ObservationRow.live, ObservationRow.item_id.in_(_ITEMS))
)
# Read backwards from the end, so that little is read.
_NEWEST_VISIT = _VISITS.order_by(VisitRow.visited_on.desc()).limit(1)
_NEWEST_ANSWER = _ANSWERS.order_by(ResponseRow.answered_on.desc()).limit(1)


def early_ends(session: Session, asked: EvidenceQuery, month: Month) -> dict[str, dt.date]:
    """The newest day with data of the metrics whose answers or visits stop before the end of `month`.

    Judged over all units and channels together: a small branch may well have no answer in a week. Figures of whole
    months, such as operations, have no days and never stop early.
    """
    found: dict[str, dt.date] = {}
    for metric, items in _dated(session, asked).items():
        newest = _newest(session, items, month)
        if newest is None or silent_end(month, newest) <= SILENT_DAYS_ALLOWED:
            continue
        earlier = [_newest(session, items, month.plus(-back)) for back in range(1, MONTHS_LOOKED_AT + 1)]
        days = set(session.scalars(*_asked(_VISITS, _ANSWERS, items, month)))
        if ends_early(month, sorted(days), [day for day in earlier if day is not None]):
            found[metric] = newest
    return found


def _dated(session: Session, asked: EvidenceQuery) -> dict[str, Items]:
    answered = defaultdict[str, list[int]](list)
    for id_, (metric, _) in items_of(session, asked).items():
        answered[metric].append(id_)
    return {**answered, **dict.fromkeys(metric.id for metric in asked.of_visits)}


def _newest(session: Session, items: Items, month: Month) -> dt.date | None:
    newest: dt.date | None = session.scalar(*_asked(_NEWEST_VISIT, _NEWEST_ANSWER, items, month))
    return newest


def _asked(visits: Select[Any], answers: Select[Any], items: Items, month: Month) -> tuple[Select[Any], dict[str, Any]]:
    """The question for the days of `items` in `month`, with what it asks for."""
    within: dict[str, Any] = {"first": month.first_day, "last": month.last_day}
    return (visits, within) if items is None else (answers, within | {"items": items})
