"""Recorded facts: uploads with their responses, counted results, visits, operational figures and benchmarks.

Facts name the upload they came in, so an upload can be undone, and have a `live` mark: a duplicate or superseded fact
is kept, not live, and becomes live when the fact it yielded to is undone.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.organisation import IN_KEY_ORDER, Base, BigId


class ItemRow(Base):
    """What was asked: a metric on a scale (both ends None: measured) of an audience."""

    __tablename__ = "items"
    __table_args__ = (UniqueConstraint("metric", "low", "high", "audience"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(100))
    low: Mapped[int | None]
    high: Mapped[int | None]
    audience: Mapped[str] = mapped_column(String(20))


class SourceRow(Base):
    """The source of response ids: an id is unique only within its source."""

    __tablename__ = "sources"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class UploadRow(Base):
    """A file that was saved, and what became of its rows. An undone upload stays in the history.

    The ids of its responses are consecutive, so the first and the last cover them all (both None: it had none).
    `same_answers_as` are earlier uploads of other sources that hold the same answers, known by moment and scores.
    """

    __tablename__ = "uploads"
    id: Mapped[int] = mapped_column(primary_key=True)
    file: Mapped[str] = mapped_column(String(500))
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    format: Mapped[str] = mapped_column(String(50))
    source: Mapped[str] = mapped_column(String(200))
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)
    on_conflict: Mapped[str] = mapped_column(String(20))
    on_overlap: Mapped[str] = mapped_column(String(20), server_default="new")
    same_answers_as: Mapped[list[int]] = mapped_column(JSON, server_default="[]")
    by: Mapped[str] = mapped_column(String(200))
    saved_at: Mapped[dt.datetime]
    read: Mapped[int]
    saved: Mapped[int]
    duplicates: Mapped[int]
    refused: Mapped[int]
    blank: Mapped[int]
    months: Mapped[list[str]] = mapped_column(JSON)
    newest_day: Mapped[dt.date | None]
    first_response: Mapped[int | None] = mapped_column(BigId)
    last_response: Mapped[int | None] = mapped_column(BigId)
    notes: Mapped[list[str]] = mapped_column(JSON)
    undone_at: Mapped[dt.datetime | None]
    undone_by: Mapped[str | None] = mapped_column(String(200))


class MappingRow(Base):
    """A mapping saved under a name, for later files with the same headings."""

    __tablename__ = "mappings"
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    mapping: Mapped[dict[str, Any]] = mapped_column(JSON)


RESPONSES_BY_ID = Index("ix_responses_known_as", "source_id", "external_id")
RESPONSES_BY_DAY = Index("ix_responses_days", "answered_on", "unit_id", "channel_id")
# Responses with an id have no occasion, so that they cost nothing here.
HAS_OCCASION = text("occasion IS NOT NULL")
RESPONSES_BY_OCCASION = Index(
    "ix_responses_occasion", "occasion", sqlite_where=HAS_OCCASION, postgresql_where=HAS_OCCASION
)


class ResponseRow(Base):
    """A survey answered, or one line of it: when, where and through which channel. `answered_on` None: month only.

    Without a response id `occasion` says by what it is known again: above 0 the minute in which it was given, below 0
    source and day where no time was written. `second` is the second within the minute, `wording` a hash of the comment.
    `respondent` is a keyed hash of who answered, `weight` how much the answers count, in steps of 1/10,000 (None: 1).
    """

    __tablename__ = "responses"
    __table_args__ = (
        RESPONSES_BY_ID,
        RESPONSES_BY_DAY,
        RESPONSES_BY_OCCASION,
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"))
    line: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    external_id: Mapped[str | None] = mapped_column(String(200))
    month: Mapped[dt.date]
    answered_on: Mapped[dt.date | None]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    occasion: Mapped[int | None] = mapped_column(BigInteger)
    second: Mapped[float | None]
    wording: Mapped[int | None] = mapped_column(BigInteger)
    respondent: Mapped[str | None] = mapped_column(String(64))
    weight: Mapped[int | None] = mapped_column(BigInteger)


class ObservationRow(Base):
    """A score given to an item in a response."""

    __tablename__ = "observations"
    __table_args__ = IN_KEY_ORDER
    response_id: Mapped[int] = mapped_column(BigId, ForeignKey("responses.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    score: Mapped[float]
    live: Mapped[bool]


class CommentRow(Base):
    """A comment written beside the scores."""

    __tablename__ = "comments"
    response_id: Mapped[int] = mapped_column(BigId, ForeignKey("responses.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)


class ErasureRow(Base):
    """A response id whose answers a person asked to erase: its hash, so that no later file brings them back."""

    __tablename__ = "erasures"
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"), primary_key=True)
    name_sha256: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[dt.datetime]


class FormVersionRow(Base):
    """A version of a checklist: its items with points, weights and critical marks. A changed form is a new version."""

    __tablename__ = "form_versions"
    __table_args__ = (UniqueConstraint("form", "sha256"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    form: Mapped[str] = mapped_column(String(200))
    sha256: Mapped[str] = mapped_column(String(64))
    checklist: Mapped[list[dict[str, Any]]] = mapped_column(JSON)


class VisitRow(Base):
    """A shopper visit. `earned` and `possible` are weighted points in steps of 1/10,000 over the applicable items."""

    __tablename__ = "shopper_visits"
    __table_args__ = (
        Index("ix_shopper_visits_known_as", "source_id", "external_id"),
        Index("ix_shopper_visits_days", "visited_on", "unit_id", "channel_id"),
    )
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    line: Mapped[int]
    lines: Mapped[int]
    source_id: Mapped[int] = mapped_column(ForeignKey("sources.id"))
    external_id: Mapped[str] = mapped_column(String(200))
    month: Mapped[dt.date]
    visited_on: Mapped[dt.date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    form_version_id: Mapped[int] = mapped_column(ForeignKey("form_versions.id"))
    answers_sha256: Mapped[str] = mapped_column(String(64))
    earned: Mapped[int] = mapped_column(BigInteger)
    possible: Mapped[int] = mapped_column(BigInteger)
    critical_failed: Mapped[bool]
    live: Mapped[bool]


class ChecklistAnswerRow(Base):
    """What a shopper recorded for one item of the form, by its place on the form."""

    __tablename__ = "checklist_answers"
    __table_args__ = IN_KEY_ORDER
    visit_id: Mapped[int] = mapped_column(BigId, ForeignKey("shopper_visits.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True)
    earned: Mapped[float]
    applicable: Mapped[bool]
    comment: Mapped[str] = mapped_column(Text)


class OperationRow(Base):
    """An operational figure of a unit and month: numerator and denominator, or a bare value."""

    __tablename__ = "operations"
    __table_args__ = (Index("ix_operations_known_as", "metric", "month", "unit_id", "channel_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    line: Mapped[int]
    metric: Mapped[str] = mapped_column(String(100))
    month: Mapped[dt.date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    value: Mapped[float | None]
    live: Mapped[bool]


class CountedResultRow(Base):
    """A survey result that came counted, for a unit, channel and month: one of `counts` and sums.

    `counts` maps each score of the item (as text) to how many gave it. Of a mean, `total` and `squares` are the sums
    of its n scores and of their squares, in hundredths and their squares; they are None where there are counts.
    """

    __tablename__ = "counted_results"
    __table_args__ = (Index("ix_counted_results_known_as", "month", "unit_id"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    line: Mapped[int]
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"))
    month: Mapped[dt.date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"))
    n: Mapped[int] = mapped_column(BigInteger)
    counts: Mapped[dict[str, int]] = mapped_column(JSON)
    total: Mapped[int | None] = mapped_column(BigInteger)
    squares: Mapped[int | None] = mapped_column(BigInteger)
    live: Mapped[bool]


class BenchmarkRow(Base):
    """Someone else's published value of a metric; `percentiles` maps 10, 25, 50, 75, 90 to values."""

    __tablename__ = "benchmarks"
    __table_args__ = (Index("ix_benchmarks_known_as", "metric", "month"),)
    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    upload_id: Mapped[int] = mapped_column(ForeignKey("uploads.id"), index=True)
    line: Mapped[int]
    metric: Mapped[str] = mapped_column(String(100))
    month: Mapped[dt.date]
    source: Mapped[str] = mapped_column(String(300))
    peers: Mapped[str] = mapped_column(String(300))
    value: Mapped[float | None]
    percentiles: Mapped[dict[str, float]] = mapped_column(JSON)
    n: Mapped[int | None]
    live: Mapped[bool]
