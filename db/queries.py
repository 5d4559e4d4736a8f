"""Every question asked of the store. Gives values of the field, never rows; changes nothing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace

from sqlalchemy import ColumnElement, func, select, union
from sqlalchemy.orm import Session

from db.tables import (
    NOT_SAID,
    WHOLE_ORGANISATION,
    BenchmarkRow,
    ChannelRow,
    ItemRow,
    MappingRow,
    MomentsRow,
    OperationTotalRow,
    StandardRow,
    StoreRow,
    TallyRow,
    UnitRow,
    UploadRow,
    VisitSumsRow,
)
from db.units import Units
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Kind, Scope, Standard


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as readers see it; `depth` 1 stands directly under the whole organisation.

    `closed_from` is the month from which it, or one above it, is closed.
    """

    id: int
    path: str
    name: str
    depth: int
    closed_from: Month | None = None


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
    """How far the data of one kind of input reach: the newest day where days are known, else the newest month."""

    kind: Kind
    newest_day: dt.date | None
    newest_month: Month


@dataclass(frozen=True, slots=True)
class Settings:
    """Whose store it is and how it is to be read; `week_start` counts from Monday, 0, `fiscal_year_start` from 1.

    `board` holds the ids of the `metrics` and `pinned` charts the leader chose for the board's sheet; empty: the usual.
    """

    organisation: str
    fiscal_year_start: int
    week_start: int
    locale: str
    currency: str
    smallest_n: int
    few_n: int
    is_sample: bool
    board: Mapping[str, list[str]]


def settings(session: Session) -> Settings:
    """The settings of the store."""
    row = session.scalars(select(StoreRow)).one()
    return Settings(*(getattr(row, setting.name) for setting in fields(Settings)))


def revision(session: Session) -> int:
    """How often the store was changed; every cached figure is only good for one revision."""
    return session.scalars(select(StoreRow.revision)).one()


def fiscal_year_start(session: Session) -> int:
    """The month (1-12) in which the organisation's fiscal years begin."""
    return session.scalars(select(StoreRow.fiscal_year_start)).one()


def as_settled(session: Session, scope: Scope) -> Scope:
    """The scope with what the organisation settled for all its readers: fiscal years, and how few answers are shown."""
    found = settings(session)
    return replace(scope, fiscal_year_start=found.fiscal_year_start, smallest_n=found.smallest_n, few_n=found.few_n)


def organisation(session: Session) -> str:
    """Whose store this is."""
    return session.scalars(select(StoreRow.organisation)).one()


def months_with_data(session: Session) -> list[Month]:
    """Every month for which anything is measured, oldest first."""
    kept: tuple[type[TallyRow | MomentsRow | VisitSumsRow], ...] = (TallyRow, MomentsRow, VisitSumsRow)
    found = [select(table.month).where(table.unit_id == WHOLE_ORGANISATION) for table in kept]
    together = union(*found, select(OperationTotalRow.month))
    return sorted(Month.of(month) for month in session.scalars(together))


def is_empty(session: Session) -> bool:
    """Whether nothing has been measured yet."""
    return not months_with_data(session)


def newest_whole_month(session: Session, today: dt.date) -> Month | None:
    """The newest month with data that is over; the running month when there is no other; None in an empty store."""
    months = months_with_data(session)
    over = [month for month in months if month < Month.of(today)]
    return max(over or months, default=None)


def units(session: Session) -> list[Unit]:
    """Every unit below the whole organisation, by path; merged ones are none any more."""
    tree, found = Units.of(session), []
    for id_ in tree.parents.keys() - {WHOLE_ORGANISATION}:
        path, closed = tree.paths[id_], tree.closed_since(id_)
        name, depth = path.rpartition("/")[2], path.count("/") + 1
        found.append(Unit(id_, path, name, depth, Month.of(closed) if closed else None))
    return sorted(found, key=lambda unit: unit.path)


def channels(session: Session) -> list[str]:
    """The channels by name."""
    return sorted(session.scalars(select(ChannelRow.name).where(ChannelRow.id != NOT_SAID)))


def channel_id(session: Session, name: str) -> int:
    """The id of the channel called `name`, in any case. Raises NotFound."""
    known = session.execute(select(ChannelRow.name, ChannelRow.id).where(ChannelRow.id != NOT_SAID))
    by_name = {found.casefold(): (found, id_) for found, id_ in known}
    if name.casefold() not in by_name:
        names = ", ".join(sorted(found for found, _ in by_name.values())) or "none yet"
        raise NotFound(f"There is no channel called “{name}”. Known are: {names}.")
    return by_name[name.casefold()][1]


def asked_of_both(session: Session) -> bool:
    """Whether any metric was asked of customers and of staff, so that a reader can choose between them."""
    answered = select(TallyRow.item_id).where(TallyRow.unit_id == WHOLE_ORGANISATION).distinct()
    question = select(ItemRow.metric).where(ItemRow.id.in_(answered)).group_by(ItemRow.metric)
    return session.scalars(question.having(func.count(ItemRow.audience.distinct()) > 1)).first() is not None


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


def standards(session: Session, metrics: Sequence[str] | None = None) -> list[Standard]:
    """The standards in the order of metric, unit and month; where one was set twice, the later one."""
    question = (
        select(StandardRow, UnitRow.path).join(UnitRow, UnitRow.id == StandardRow.unit_id).order_by(StandardRow.id)
    )
    found = {
        (row.metric, path, row.since): Standard(row.metric, row.value, Month.of(row.since), path, row.owner, row.reason)
        for row, path in session.execute(question)
        if metrics is None or row.metric in metrics
    }
    return [found[key] for key in sorted(found)]


def benchmarks(session: Session, metrics: Sequence[str] | None = None) -> list[Benchmark]:
    """The published benchmarks, oldest first."""
    wanted: list[ColumnElement[bool]] = [BenchmarkRow.live.is_(True)]
    if metrics is not None:
        wanted.append(BenchmarkRow.metric.in_(metrics))
    rows = session.scalars(select(BenchmarkRow).where(*wanted).order_by(BenchmarkRow.month, BenchmarkRow.id))
    return [
        Benchmark(
            metric=row.metric,
            month=Month.of(row.month),
            source=row.source,
            peers=row.peers,
            value=row.value,
            percentiles={int(percent): value for percent, value in row.percentiles.items()},
            n=row.n,
        )
        for row in rows
    ]


def saved_mapping(session: Session, name: str) -> MappingRow:
    """The mapping saved under `name`. Raises NotFound."""
    row = session.get(MappingRow, name)
    if row is None:
        known = ", ".join(sorted(session.scalars(select(MappingRow.name)))) or "none yet"
        raise NotFound(f"There is no mapping called “{name}”. Known are: {known}. Nothing was changed.")
    return row


def mapping_for_headings(session: Session, fingerprint: str) -> MappingRow | None:
    """The mapping saved for files with these headings, or None."""
    where = MappingRow.fingerprint == fingerprint
    return session.scalars(select(MappingRow).where(where).order_by(MappingRow.name)).first()


def kept_mappings(session: Session) -> list[MappingRow]:
    """Every saved mapping, by name."""
    return list(session.scalars(select(MappingRow).order_by(MappingRow.name)))


def uploads_behind(session: Session, metric_kinds: Sequence[Kind], month: Month) -> int:
    """How many live uploads of these kinds hold rows of this month."""
    live = select(UploadRow.months).where(
        UploadRow.undone_at.is_(None), UploadRow.kind.in_([kind.value for kind in metric_kinds])
    )
    return sum(str(month) in months for months in session.scalars(live))
