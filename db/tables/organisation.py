"""Whose store this is: the organisation, its units and channels, its standards, and who changed what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Row ids count in 64 bits; SQLite counts them by itself only when they are called INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")

# Rows that are always asked for by their whole key lie in its order, which in SQLite spares them an index beside it.
IN_KEY_ORDER = {"sqlite_with_rowid": False}

WHOLE_ORGANISATION = 1  # the id of the unit at the top of the tree
NOT_SAID = 1  # the id of the channel of facts that name none


class Base(DeclarativeBase):
    """All tables of the store."""


class StoreRow(Base):
    """The one row about the store itself: how often it was changed, and whose it is."""

    __tablename__ = "store"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(200))
    fiscal_year_start: Mapped[int]


class UnitRow(Base):
    """A part of the organisation. `path` is as written, `key` is how it is found again; the top's is empty."""

    __tablename__ = "units"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(2000))
    key: Mapped[str] = mapped_column(String(2000), unique=True)
    upload_id: Mapped[int | None] = mapped_column(index=True)


class ChannelRow(Base):
    """A way in which customers meet the organisation; the one called "" stands for facts that name none."""

    __tablename__ = "channels"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class StandardRow(Base):
    """The number a metric must reach at a unit from a month on. The last one set for a month counts; none is erased."""

    __tablename__ = "standards"
    __table_args__ = (Index("ix_standards_metric", "metric", "unit_id", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    since: Mapped[dt.date]
    value: Mapped[float]
    owner: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[dt.datetime]


class AuditRow(Base):
    """Who changed what, when; each line is sealed with the hash of the one before."""

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(200))
    did: Mapped[str] = mapped_column(String(50))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
