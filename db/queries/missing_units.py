"""Missing inputs: units that sent data in each of the months before but not in this one, and rows that were refused.

Reads stored sums only, not single answers.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import ItemRow, MomentsRow, OperationTotalRow, TallyRow, UploadRow, VisitSumsRow
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind

# A unit counts as missing once it has sent data in this many months in a row.
MONTHS_BEFORE = 3
Source = tuple[Kind, Audience]
Seen = dict[Source, dict[int, set[dt.date]]]


@dataclass(frozen=True, slots=True)
class MissingUnit:
    """The units (paths) that sent nothing of a kind this month but did in each of the three months before."""

    kind: Kind
    audience: Audience
    units: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MissingInputs:
    """What a month lacks: units that sent nothing, and how many rows were refused in files with its answers."""

    missing: tuple[MissingUnit, ...]
    refused: dict[Kind, int]


def missing_inputs(session: Session, month: Month, unit: str = "") -> MissingInputs:
    """What a whole month lacks at a unit and below it. A kind that no unit has sent yet is left out."""
    units = Units.of(session)
    lowest = _lowest(units, units.found(unit), month.first_day)
    months = [month.plus(-back).first_day for back in range(MONTHS_BEFORE + 1)]
    seen = _seen(session, lowest, months)
    missing = [
        MissingUnit(kind, audience, paths)
        for (kind, audience), found in sorted(seen.items())
        if (paths := tuple(sorted(units.paths[unit] for unit in _silent(found, months))))
    ]
    return MissingInputs(tuple(missing), refused(session, month))


def refused(session: Session, month: Month) -> dict[Kind, int]:
    """How many rows were refused in live uploads with data of the month, by kind; kinds without any are left out."""
    question = select(UploadRow.kind, UploadRow.refused, UploadRow.months).where(UploadRow.undone_at.is_(None))
    counted: dict[Kind, int] = defaultdict(int)
    for kind, rows, months in session.execute(question.where(UploadRow.refused > 0)):
        if str(month) in months:
            counted[Kind(kind)] += rows
    return dict(counted)


def _lowest(units: Units, top: int, month: dt.date) -> list[int]:
    """The units that have none below them and are not closed by then."""
    below = units.branches(top)
    above = {units.parents[unit] for unit in below}
    return [unit for unit in below if unit not in above and (units.closed_since(unit) or dt.date.max) > month]


def _silent(found: dict[int, set[dt.date]], months: list[dt.date]) -> Iterable[int]:
    """Units that sent data in every month before and none in this one; empty where no unit sent any."""
    this, *before = months
    if not any(this in sent for sent in found.values()):
        return []
    return [unit for unit, sent in found.items() if this not in sent and sent.issuperset(before)]


def _seen(session: Session, units: list[int], months: list[dt.date]) -> Seen:
    """The months in which each unit sent data, by kind and audience."""
    seen: Seen = defaultdict(lambda: defaultdict(set))
    audiences = {id_: Audience(name) for id_, name in session.execute(select(ItemRow.id, ItemRow.audience))}
    for answers in (TallyRow, MomentsRow):  # means that came counted are among the moments
        given = select(answers.unit_id, answers.item_id, answers.month).where(answers.month.in_(months)).distinct()
        for unit, item, month in session.connection().execute(given):
            seen[Kind.SURVEY, audiences[item]][unit].add(month)
    for kind, table in ((Kind.SHOPPER, VisitSumsRow), (Kind.OPERATIONS, OperationTotalRow)):
        asked = select(table.unit_id, table.month).where(table.month.in_(months)).distinct()
        for unit, month in session.connection().execute(asked):
            seen[kind, Audience.CUSTOMERS][unit].add(month)
    wanted = set(units)
    return {source: {unit: sent for unit, sent in found.items() if unit in wanted} for source, found in seen.items()}
