"""The uploads: the history, which months have data, and how far each kind of input reaches."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select, union
from sqlalchemy.orm import Session

from db.tables import WHOLE_ORGANISATION, MomentsRow, OperationTotalRow, TallyRow, UploadRow, VisitSumsRow
from metrics.periods import Month
from metrics.vocabulary import Kind


@dataclass(frozen=True, slots=True)
class Upload:
    """A line of the upload history. Moments are in UTC."""

    id: int
    file: str
    kind: Kind
    format: str
    by: str
    saved_at: dt.datetime
    read: int
    saved: int
    duplicates: int
    refused: int
    blank: int
    months: tuple[Month, ...]
    notes: tuple[str, ...]
    undone_at: dt.datetime | None
    undone_by: str | None


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far one kind of input reaches: the newest day where days are known, else the newest month."""

    kind: Kind
    newest_day: dt.date | None
    newest_month: Month


def months_with_data(session: Session) -> list[Month]:
    """Every month with data, oldest first."""
    kept: tuple[type[TallyRow | MomentsRow | VisitSumsRow], ...] = (TallyRow, MomentsRow, VisitSumsRow)
    found = [select(table.month).where(table.unit_id == WHOLE_ORGANISATION) for table in kept]
    together = union(*found, select(OperationTotalRow.month))
    return sorted(Month.of(month) for month in session.scalars(together))


def is_empty(session: Session) -> bool:
    """Whether the store has no data yet."""
    return not months_with_data(session)


def newest_whole_month(session: Session, today: dt.date) -> Month | None:
    """The newest month with data that is over; the running month when there is no other; None in an empty store."""
    months = months_with_data(session)
    over = [month for month in months if month < Month.of(today)]
    return max(over or months, default=None)


def uploads(session: Session) -> list[Upload]:
    """The history of uploads, newest first."""
    return [
        Upload(
            id=row.id,
            file=row.file,
            kind=Kind(row.kind),
            format=row.format,
            by=row.by,
            saved_at=row.saved_at,
            read=row.read,
            saved=row.saved,
            duplicates=row.duplicates,
            refused=row.refused,
            blank=row.blank,
            months=tuple(Month.parse(month) for month in row.months),
            notes=tuple(row.notes),
            undone_at=row.undone_at,
            undone_by=row.undone_by,
        )
        for row in session.scalars(select(UploadRow).order_by(UploadRow.id.desc()))
    ]


def freshness(session: Session) -> list[Freshness]:
    """How far each kind of input reaches, in the order of the kinds; kinds without live uploads are left out."""
    newest: dict[Kind, Freshness] = {}
    for upload in session.scalars(select(UploadRow).where(UploadRow.undone_at.is_(None))):
        if not upload.months:
            continue
        kind, known = Kind(upload.kind), newest.get(Kind(upload.kind))
        month = Month.parse(max(upload.months))
        days = [day for day in (upload.newest_day, known.newest_day if known else None) if day]
        newest[kind] = Freshness(kind, max(days, default=None), max(month, known.newest_month) if known else month)
    return [newest[kind] for kind in Kind if kind in newest]


def uploads_behind(session: Session, metric_kinds: Sequence[Kind], month: Month) -> int:
    """How many live uploads of these kinds have rows of this month."""
    live = select(UploadRow.months).where(
        UploadRow.undone_at.is_(None), UploadRow.kind.in_([kind.value for kind in metric_kinds])
    )
    return sum(str(month) in months for months in session.scalars(live))
