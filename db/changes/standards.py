"""Setting and removing standards, time limits and restarts of a chart's limits, each valid from a month on."""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy import ColumnElement, and_, select

from db.changes.text_fields import shortened
from db.formats.values.numbers import number
from db.names import Units, plain_path
from db.store.engine import Store, now
from db.tables import ItemRow, LimitRow, ObservationRow, RebaseRow, ResponseRow, StandardRow, UnitRow
from db.time_limits import TimeLimits
from db.totals.tallies import TallyDelta, add_scores
from metrics.answers.formulas import STEPS_PER_POINT, WithinLimit
from metrics.catalogue import CATALOGUE, Metric, metric
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue, NotFound, quoted
from metrics.periods import Month
from metrics.vocabulary import Standard

_SIGNS = "%£$€ \u202f\u00a0"


def stated_number(text: str) -> float:
    """The number a person typed for a standard, with or without its sign: “85”, “85 %”, “£395”.

    Raises BadValue for words: a standard that is no number cannot be met or missed.
    """
    found = number(text.strip(_SIGNS))
    if found is None:
        raise BadValue(
            f"“{quoted(text.strip())}” is not a number, and a standard must be one: “within 3 hours”, never “promptly”."
            if text.strip()
            else "A standard is a number, such as 85."
        )
    return found


def set_standard(store: Store, standard: Standard, *, by: str) -> None:
    """Set a standard. One set later for the same metric, unit and month counts instead; earlier months keep theirs.

    Raises NotFound for an unknown metric or unit, BadValue for a number the metric can never have.
    """
    measured = metric(standard.metric)
    low, high = measured.bounds
    if not math.isfinite(standard.value):
        raise BadValue("A standard is a number, such as 85.")
    if (low is not None and standard.value < low) or (high is not None and standard.value > high):
        ends = " ".join(f"{word} {end:g}" for word, end in (("from", low), ("to", high)) if end is not None)
        raise BadValue(f"{measured.name} goes {ends}, so {standard.value:g} cannot be its standard.")
    about = {
        "metric": measured.id,
        "value": standard.value,
        "since": str(standard.since),
        "unit": plain_path(standard.unit),
        "owner": shortened(standard.owner, "Name the owner", longest=200),
        "reason": standard.reason,
    }
    with store.changing("set standard", by=by, about=about) as session:
        session.add(
            StandardRow(
                metric=measured.id,
                unit_id=Units.of(session).found(standard.unit),
                since=standard.since.first_day,
                value=standard.value,
                owner=" ".join(standard.owner.split()),
                reason=standard.reason,
                set_by=by,
                set_at=now(),
            )
        )


def withdraw_standard(store: Store, name: str, unit: str, since: Month, *, by: str) -> None:
    """Delete the standard of a metric that a unit had from a month on; what was in force before holds again.

    It counts as never set; the audit keeps that it was, and who took it back. Raises NotFound where there is none.
    """
    measured = metric(name)
    about: dict[str, Any] = {"metric": measured.id, "since": str(since), "unit": plain_path(unit)}
    with store.changing("withdraw standard", by=by, about=about) as session:
        here = (StandardRow.unit_id == Units.of(session).found(unit), StandardRow.since == since.first_day)
        rows = session.scalars(select(StandardRow).where(StandardRow.metric == measured.id, *here)).all()
        if not rows:
            where = plain_path(unit) or "the whole organisation"
            raise NotFound(f"{measured.name} has no standard from {since} on at {where}.")
        about |= {"value": rows[-1].value, "owner": rows[-1].owner, "reason": rows[-1].reason}
        for row in rows:
            session.delete(row)


def set_limit(store: Store, metric: str, value: float, since: Month, *, by: str) -> None:
    """Set the seconds or days of a metric from a month on; one set later for the same month counts instead.

    Answers of that month and the later ones are counted by it at once; earlier months keep theirs. Raises NotFound for
    an unknown metric, BadValue for one without a limit and for a limit that is no time.
    """
    measured = _with_limit(metric_called(metric))
    if not (math.isfinite(value) and value >= 1 / STEPS_PER_POINT):
        unit = measured.formula.unit if isinstance(measured.formula, WithinLimit) else ""
        raise BadValue(f"A limit is a number of {unit} above 0, not {value:g}.")
    about = {"metric": measured.id, "value": value, "since": str(since)}
    with store.changing("set limit", by=by, about=about) as session:
        kept, touched = TallyDelta(TimeLimits.of(session)), _measured(measured.id, since)
        add_scores(session, kept, touched, -1)
        session.add(LimitRow(metric=measured.id, since=since.first_day, value=value, set_by=by, set_at=now()))
        session.flush()
        kept.count_by(TimeLimits.of(session))
        add_scores(session, kept, touched, 1)
        kept.carry_out(session, Units.of(session))


def _with_limit(metric: Metric) -> Metric:
    if not isinstance(metric.formula, WithinLimit):
        known = ", ".join(each.id for each in CATALOGUE.values() if isinstance(each.formula, WithinLimit))
        raise BadValue(f"{metric.name} counts no seconds or days, so it has no limit. Metrics with one are: {known}.")
    return metric


def _measured(metric: str, since: Month) -> ColumnElement[bool]:
    """The measured answers to a metric from a month on."""
    items = select(ItemRow.id).where(ItemRow.metric == metric, ItemRow.low.is_(None))
    return and_(ObservationRow.item_id.in_(items), ResponseRow.month >= since.first_day)


LONGEST_REASON = 300


def set_rebase(store: Store, metric: str, unit: str, month: Month, reason: str, *, by: str) -> int:
    """Restart the limits of a metric's chart at exactly this unit in a month; gives the id by which it is undone.

    Raises NotFound for an unknown metric or unit, BadValue without a reason or where they are already restarted there.
    """
    measured, why = metric_called(metric), " ".join(reason.split())
    if not why or len(why) > LONGEST_REASON:
        raise BadValue(
            f"Say in a few words (at most {LONGEST_REASON} characters) what has been different since {month}; "
            "without a reason, later readers cannot know why the usual range moved."
        )
    about: dict[str, Any] = {"metric": measured.id, "unit": unit, "month": str(month), "reason": why}
    with store.changing("set rebase", by=by, about=about) as session:
        place = {"metric": measured.id, "unit_id": Units.of(session).found(unit), "month": month.first_day}
        if session.scalar(select(RebaseRow.id).filter_by(**place).where(RebaseRow.withdrawn_at.is_(None))) is not None:
            raise BadValue(
                f"The usual range of {measured.name} is already restarted in {month}. "
                "Undo that restart first to give another reason."
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
            raise NotFound(f"There is no restart {rebase} to undo; it may be gone already.")
        about |= {
            "metric": CATALOGUE[row.metric].id,
            "unit": session.scalar(select(UnitRow.path).where(UnitRow.id == row.unit_id)),
            "month": str(Month.of(row.month)),
        }
        row.withdrawn_by, row.withdrawn_at = by, now()
