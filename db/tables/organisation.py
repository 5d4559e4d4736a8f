"""Whose store this is: the organisation, its settings, units and channels, and who changed what."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, ForeignKey, Integer, String, false
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

# Row ids have 64 bits; SQLite numbers rows itself only if the type is called INTEGER.
BigId = BigInteger().with_variant(Integer, "sqlite")

# Rows that are always found by their whole key are stored in its order; in SQLite that saves a separate index.
IN_KEY_ORDER = {"sqlite_with_rowid": False}

WHOLE_ORGANISATION = 1  # the id of the unit at the top of the tree
NOT_SAID = 1  # the id of the channel for facts that name none


class Base(DeclarativeBase):
    """All tables of the store."""


class StoreRow(Base):
    """The one row about the store itself: how often it was changed, whose it is, and its settings.

    `week_start` counts from Monday, 0; `board` is what the leader chose for the board's sheet, with the organisation's
    `time_zone` beside it; `respondent_key` is the secret by which respondents are hashed, made when the first are
    saved. With `newest_only` only each respondent's newest answer of a month counts.
    """

    __tablename__ = "store"
    id: Mapped[int] = mapped_column(primary_key=True)
    revision: Mapped[int]
    organisation: Mapped[str] = mapped_column(String(200))
    fiscal_year_start: Mapped[int]
    week_start: Mapped[int] = mapped_column(server_default="0")
    locale: Mapped[str] = mapped_column(String(20), server_default="en_GB")
    currency: Mapped[str] = mapped_column(String(3), server_default="GBP")
    smallest_n: Mapped[int] = mapped_column(server_default="5")
    few_n: Mapped[int] = mapped_column(server_default="30")
    is_sample: Mapped[bool] = mapped_column(server_default=false())
    board: Mapped[dict[str, Any]] = mapped_column(JSON, server_default="{}")
    respondent_key: Mapped[str | None] = mapped_column(String(64))
    newest_only: Mapped[bool] = mapped_column(server_default=false())


class UnitRow(Base):
    """A part of the organisation. `path` is as people write it, `key` is used to find it; both are empty for the top.

    Facts of a merged unit keep their unit and are counted at `merged_into_id`.
    """

    __tablename__ = "units"
    id: Mapped[int] = mapped_column(primary_key=True)
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("units.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    path: Mapped[str] = mapped_column(String(2000))
    key: Mapped[str] = mapped_column(String(2000), unique=True)
    upload_id: Mapped[int | None] = mapped_column(index=True)
    closed_from: Mapped[dt.date | None]
    merged_into_id: Mapped[int | None]


class UnitNameRow(Base):
    """Another name that files use for a unit: an earlier one, or one a person added."""

    __tablename__ = "unit_names"
    key: Mapped[str] = mapped_column(String(2000), primary_key=True)
    path: Mapped[str] = mapped_column(String(2000))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), index=True)


class ChannelRow(Base):
    """A way in which customers meet the organisation; the one called "" is for facts that name none."""

    __tablename__ = "channels"
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)


class AuditRow(Base):
    """Who changed what, when; each line is sealed with the hash of the one before.

    `content` are the seals of what the change wrote (see SealRow), by table and part; None in lines of older versions.
    `signature` is made from the seal with a key that is not in the store.
    """

    __tablename__ = "audit"
    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[dt.datetime]
    by: Mapped[str] = mapped_column(String(200))
    did: Mapped[str] = mapped_column(String(50))
    about: Mapped[dict[str, Any]] = mapped_column(JSON)
    revision: Mapped[int]
    seal: Mapped[str] = mapped_column(String(64))
    content: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    signature: Mapped[str] = mapped_column(String(100), server_default="")


class SealRow(Base):
    """The hashes of the rows of a table as the last change left them: all (part 0), or the facts of an upload.

    `hashes` maps the key of a row, or the first and last id of several, to a hash; `last` is the highest id of facts.
    """

    __tablename__ = "seals"
    __table_args__ = IN_KEY_ORDER
    table_name: Mapped[str] = mapped_column(String(100), primary_key=True)
    part: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    last: Mapped[int] = mapped_column(BigInteger)
    hashes: Mapped[dict[str, str]] = mapped_column(JSON)
