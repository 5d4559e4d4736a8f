"""Stored sums over live facts, for each unit and all above it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import BigInteger, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from db.tables.organisation import IN_KEY_ORDER, Base, BigId

EVERY_CHANNEL = 0  # in the place of a channel's id: all of them together


class TallyRow(Base):
    """How many live answers gave each score, for an item, unit (with all below it), channel and month."""

    __tablename__ = "tallies"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(BigInteger)


class WeightSumsRow(Base):
    """Of the live answers in a tally those with a weight: how many, and the sums of weights and of their squares.

    Weights are in steps of 1/10,000. Answers without a weight weigh 1 and are not here.
    """

    __tablename__ = "weight_sums"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    score: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    n: Mapped[int] = mapped_column(BigInteger)
    weight: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)


class RepeatSumsRow(Base):
    """What people who answered an item several times in a month add to its scatter; see metrics/answers/respondents.py.

    `channel_id` is a channel, or `EVERY_CHANNEL` for the answers of all channels together. In whole steps of what an
    answer adds to the metric's sum; units hold all below them. Empty without such people.
    """

    __tablename__ = "repeat_sums"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    fewer: Mapped[int] = mapped_column(BigInteger)
    pairs: Mapped[int] = mapped_column(BigInteger)
    products: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)


class SetAsideRow(Base):
    """A live answer that does not count, since its respondent gave a newer one in the month; empty unless set so.

    It refers to an observation without a foreign key, which would cost every undo a look.
    """

    __tablename__ = "set_aside"
    __table_args__ = IN_KEY_ORDER
    response_id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=False)
    item_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MomentsRow(Base):
    """Measured answers (seconds, days, counts) in hundredths: count, sum, sum of squares, and how many within limit."""

    __tablename__ = "moments"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("items.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
    total: Mapped[int] = mapped_column(BigInteger)
    squares: Mapped[int] = mapped_column(BigInteger)
    within: Mapped[int] = mapped_column(BigInteger)


class VisitSumsRow(Base):
    """Live shopper visits of a unit (with all below it), channel and month: the sums the score and its margin need."""

    __tablename__ = "visit_sums"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    n: Mapped[int] = mapped_column(BigInteger)
    earned: Mapped[int] = mapped_column(BigInteger)
    possible: Mapped[int] = mapped_column(BigInteger)
    earned_squares: Mapped[int] = mapped_column(BigInteger)
    products: Mapped[int] = mapped_column(BigInteger)
    possible_squares: Mapped[int] = mapped_column(BigInteger)
    critical_failures: Mapped[int] = mapped_column(BigInteger)


class OperationTotalRow(Base):
    """The operational figure that counts for a unit, channel (NOT_SAID: all) and month: own, else children's sum."""

    __tablename__ = "operation_totals"
    __table_args__ = IN_KEY_ORDER
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"), primary_key=True)
    metric: Mapped[str] = mapped_column(String(100), primary_key=True)
    month: Mapped[dt.date] = mapped_column(primary_key=True)
    channel_id: Mapped[int] = mapped_column(ForeignKey("channels.id"), primary_key=True)
    numerator: Mapped[float | None]
    denominator: Mapped[float | None]
    value: Mapped[float | None]
