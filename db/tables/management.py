"""What people decide and do about the figures: standards, limits, recalculated charts, initiatives and actions."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.organisation import Base


class StandardRow(Base):
    """The number a metric must reach at a unit from a month on; the last one set for a month counts."""

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


class PopulationRow(Base):
    """How many people a unit has in all from a month on, of staff or customers; 0: not known any more."""

    __tablename__ = "populations"
    id: Mapped[int] = mapped_column(primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)
    audience: Mapped[str] = mapped_column(String(20))
    since: Mapped[dt.date]
    people: Mapped[int] = mapped_column(BigInteger)
    set_by: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[dt.datetime]


class LimitRow(Base):
    """The seconds or days within which a metric counts a case as in time, from a month on. The last one set counts."""

    __tablename__ = "limits"
    __table_args__ = (Index("ix_limits_metric", "metric", "since"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(100))
    since: Mapped[dt.date]
    value: Mapped[float]
    set_by: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[dt.datetime]


class RebaseRow(Base):
    """A person restarted a control chart's limits in a month, because the service changed."""

    __tablename__ = "rebases"
    __table_args__ = (Index("ix_rebases_metric", "metric", "unit_id"),)
    id: Mapped[int] = mapped_column(primary_key=True)
    metric: Mapped[str] = mapped_column(String(100))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    month: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(Text)
    set_by: Mapped[str] = mapped_column(String(200))
    set_at: Mapped[dt.datetime]
    withdrawn_by: Mapped[str | None] = mapped_column(String(200))
    withdrawn_at: Mapped[dt.datetime | None]


class InitiativeRow(Base):
    """A dated change people made, in the units of InitiativeUnitRow, meant to move `metrics` (ids)."""

    __tablename__ = "initiatives"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text)
    began: Mapped[dt.date]
    ended: Mapped[dt.date | None]
    owner: Mapped[str] = mapped_column(String(200))
    metrics: Mapped[list[str]] = mapped_column(JSON)
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[dt.datetime]
    withdrawn_at: Mapped[dt.datetime | None]


class InitiativeUnitRow(Base):
    """A unit in which an initiative takes place, with all below it."""

    __tablename__ = "initiative_units"
    initiative_id: Mapped[int] = mapped_column(ForeignKey("initiatives.id"), primary_key=True)
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)


class ActionRow(Base):
    """Who does what by when, about which metric and unit; `closed_on` and `outcome` say how it ended."""

    __tablename__ = "actions"
    id: Mapped[int] = mapped_column(primary_key=True)
    what: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(200))
    due: Mapped[dt.date]
    metric: Mapped[str | None] = mapped_column(String(100))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    initiative_id: Mapped[int | None] = mapped_column(ForeignKey("initiatives.id"))
    state: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[str] = mapped_column(Text)
    closed_on: Mapped[dt.date | None]
    entered_by: Mapped[str] = mapped_column(String(200))
    entered_at: Mapped[dt.datetime]
