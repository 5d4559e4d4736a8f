"""What the board receives: the leader's words and assumptions, the frozen editions, and who they were sent to."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.organisation import Base


class CommentaryRow(Base):
    """What the leader wrote about a month; the latest text for a unit, month and part of the pack counts."""

    __tablename__ = "commentaries"
    __table_args__ = (Index("ix_commentaries_month", "month", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[dt.date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    part: Mapped[str] = mapped_column(String(20), server_default="commentary")
    text: Mapped[str] = mapped_column(Text)
    written_by: Mapped[str] = mapped_column(String(200))
    written_at: Mapped[dt.datetime]


class StakeRow(Base):
    """What the leader assumes about unhappy customers from a month on; the latest up to a month counts.

    `leaving` is a percentage (None: no estimate from then on); `worth` is money per year.
    """

    __tablename__ = "stakes"
    id: Mapped[int] = mapped_column(primary_key=True)
    since: Mapped[dt.date]
    leaving: Mapped[float | None]
    worth: Mapped[float | None]
    customers: Mapped[float | None]
    assumed_by: Mapped[str] = mapped_column(String(200))
    assumed_at: Mapped[dt.datetime]


class EditionRow(Base):
    """A published pack: its numbers and words, sealed by the hash of its content. Never changed."""

    __tablename__ = "editions"
    __table_args__ = (UniqueConstraint("month", "unit_id", "edition"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    month: Mapped[dt.date]
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    edition: Mapped[int]
    published_by: Mapped[str] = mapped_column(String(200))
    published_at: Mapped[dt.datetime]
    revision: Mapped[int]
    last_upload: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    pack: Mapped[dict[str, Any]] = mapped_column(JSON)


class EditionFileRow(Base):
    """A file of an edition, byte by byte as it was published."""

    __tablename__ = "edition_files"
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    sha256: Mapped[str] = mapped_column(String(64))
    content: Mapped[bytes] = mapped_column(LargeBinary)


class BoardMemberRow(Base):
    """A person who receives packs."""

    __tablename__ = "board_members"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(320), unique=True)
    added_by: Mapped[str] = mapped_column(String(200))
    added_at: Mapped[dt.datetime]
    removed_at: Mapped[dt.datetime | None]


class SendingRow(Base):
    """An attempt to send an edition to an address; `trouble` is empty if it succeeded."""

    __tablename__ = "sendings"
    __table_args__ = (Index("ix_sendings_edition", "edition_id", "address"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id"))
    address: Mapped[str] = mapped_column(String(320))
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(200))
    trouble: Mapped[str] = mapped_column(Text)
