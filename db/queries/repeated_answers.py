"""What people who answered several times add to the scatter of evidence: of whole months as kept, of days as counted.

Who answers in several months counts as one person in each of them: months are added up as if of different people.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.monthly_sums import Items, Months
from db.tables import EVERY_CHANNEL, RepeatSumsRow, ResponseRow
from db.totals.newest_answers import counting_in
from db.totals.repeats import REPEAT_SUMS, knows_respondents, repeat_sums
from metrics.answers.respondents import Repeats
from metrics.vocabulary import Scale, Span

RepeatsByCell = Mapping[tuple[Place, str, Scale, dt.date], Repeats]  # by place, metric, scale and first day
RepeatsByPlace = Mapping[tuple[Place, str, Scale], Repeats]


def repeats_of_months(session: Session, asked: EvidenceQuery, months: Months, items: Items) -> RepeatsByCell:
    """The repeated answers of each month, or of each span of months that is added up."""
    on_scale = _on_scale(items)
    if not on_scale or not knows_respondents(session):
        return {}
    row: Any = RepeatSumsRow  # it has the columns by which the tables of sums are asked
    channels = (EVERY_CHANNEL,) if asked.channels is None else asked.channels
    cell = (row.unit_id, row.channel_id, row.item_id, months.period(row, ()))
    added = [func.sum(getattr(row, name)) for name in REPEAT_SUMS[1]]
    where = (row.unit_id.in_(asked.units), row.item_id.in_(on_scale), row.channel_id.in_(channels))
    question = select(*cell, *added).where(*where, *months.conditions(row)).group_by(*cell)
    return {
        (_place(asked, unit, channel), *on_scale[item], day): Repeats(*map(int, sums))
        for unit, channel, item, day, *sums in session.connection().execute(question)
    }


def repeats_in(session: Session, asked: EvidenceQuery, span: Span, items: Items) -> RepeatsByPlace:
    """The repeated answers of the days of `span`."""
    on_scale = _on_scale(items)
    if not on_scale or not knows_respondents(session):
        return {}
    wanted, known = set(asked.units), dict[int, list[int]]()

    def upwards(unit: int) -> list[int]:
        if unit not in known:
            known[unit] = [above for above in asked.tree.upwards(unit) if above in wanted]
        return known[unit]

    where = (*counting_in(session, span), ResponseRow.answered_on.between(span.first, span.last))
    channels = {EVERY_CHANNEL} if asked.channels is None else set(asked.channels)
    return {
        (_place(asked, unit, channel), *on_scale[item]): Repeats(*sums)
        for (unit, channel, item, _), sums in repeat_sums(session, where, upwards).items()
        if channel in channels and item in on_scale
    }


def _on_scale(items: Items) -> dict[int, tuple[str, Scale]]:
    return {id_: (metric, scale) for id_, (metric, scale) in items.items() if scale is not None}


def _place(asked: EvidenceQuery, unit: int, channel: int) -> Place:
    return unit, None if asked.channels is None else channel
