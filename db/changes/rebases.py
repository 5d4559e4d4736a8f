"""Saying that the service is another one since a month, so that a unit's usual range begins anew; taking it back."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from db.store import Store, now
from db.tables import RebaseRow, UnitRow
from db.units import Units
from metrics.catalogue import CATALOGUE
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue, NotFound
from metrics.periods import Month

LONGEST_REASON = 300


def set_rebase(store: Store, metric: str, unit: str, month: Month, reason: str, *, by: str) -> int:
    """Let the chart of a metric at exactly this unit begin anew in a month; gives the id by which it is taken back.

    Raises NotFound for an unknown metric or unit, BadValue without a reason or where it begins anew there already.
    """
    measured, why = metric_called(metric), " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise BadValue(
            f"Say in a few words (at most {LONGEST_REASON} characters) what has been different since {month}; "
            "without a reason nobody will know why the usual range moved. Nothing was changed."
        )
    about: dict[str, Any] = {"metric": measured.id, "unit": unit, "month": str(month), "reason": why}
    with store.changing("set rebase", by=by, about=about) as session:
        place = {"metric": measured.id, "unit_id": Units.of(session).found(unit), "month": month.first_day}
        if session.scalar(select(RebaseRow.id).filter_by(**place).where(RebaseRow.withdrawn_at.is_(None))) is not None:
            raise BadValue(
                f"The usual range of {measured.name} begins anew in {month} already. "
                "Take that back first to give another reason. Nothing was changed."
            )
        row = RebaseRow(**place, reason=why, set_by=by, set_at=now())
        session.add(row)
        session.flush()
        about["rebase"] = row.id
        return row.id


def withdraw_rebase(store: Store, rebase: int, *, by: str) -> None:
    """Take a rebase back, so that the usual range is as if it had never been entered. Raises NotFound."""
    about: dict[str, Any] = {"rebase": rebase}
    with store.changing("withdraw rebase", by=by, about=about) as session:
        row = session.get(RebaseRow, rebase)
        if row is None or row.withdrawn_at is not None:
            raise NotFound(
                f"There is no new beginning {rebase} to take back; it may be gone already. Nothing was changed."
            )
        about |= {
            "metric": CATALOGUE[row.metric].id,
            "unit": session.scalar(select(UnitRow.path).where(UnitRow.id == row.unit_id)),
            "month": str(Month.of(row.month)),
        }
        row.withdrawn_by, row.withdrawn_at = by, now()
