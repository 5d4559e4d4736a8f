"""Setting a standard, a number a metric must reach at a unit from a month on, and taking one back."""

from __future__ import annotations

import math
from typing import Any

from sqlalchemy import select

from db.changes.written import shortened
from db.formats.numbers import number
from db.store import Store, now
from db.tables import StandardRow
from db.units import Units, plain_path
from metrics.catalogue import metric
from metrics.errors import BadValue, NotFound
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
            f"“{text.strip()}” is not a number, and a standard must be one: “within 3 hours”, never “promptly”. "
            "Nothing was changed."
            if text.strip()
            else "A standard is a number, such as 85. Nothing was changed."
        )
    return found


def set_standard(store: Store, standard: Standard, *, by: str) -> None:
    """Set a standard. One set later for the same metric, unit and month counts instead; earlier months keep theirs.

    Raises NotFound for an unknown metric or unit, BadValue for a number the metric can never have.
    """
    measured = metric(standard.metric)
    low, high = measured.bounds
    if not math.isfinite(standard.value):
        raise BadValue("A standard is a number, such as 85. Nothing was changed.")
    if (low is not None and standard.value < low) or (high is not None and standard.value > high):
        ends = " ".join(f"{word} {end:g}" for word, end in (("from", low), ("to", high)) if end is not None)
        raise BadValue(
            f"{measured.name} goes {ends}, so {standard.value:g} cannot be its standard. Nothing was changed."
        )
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
    """Take back the standard of a metric that a unit had from a month on; what was in force before holds again.

    It counts as never set; the audit keeps that it was, and who took it back. Raises NotFound where there is none.
    """
    measured = metric(name)
    about: dict[str, Any] = {"metric": measured.id, "since": str(since), "unit": plain_path(unit)}
    with store.changing("withdraw standard", by=by, about=about) as session:
        here = (StandardRow.unit_id == Units.of(session).found(unit), StandardRow.since == since.first_day)
        rows = session.scalars(select(StandardRow).where(StandardRow.metric == measured.id, *here)).all()
        if not rows:
            where = plain_path(unit) or "the whole organisation"
            raise NotFound(f"{measured.name} has no standard from {since} on at {where}. Nothing was changed.")
        about |= {"value": rows[-1].value, "owner": rows[-1].owner, "reason": rows[-1].reason}
        for row in rows:
            session.delete(row)
