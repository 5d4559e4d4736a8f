"""Setting a standard: a number a metric must reach at a unit, from a month on."""

from __future__ import annotations

import math

from db.store import Store, now
from db.tables import StandardRow
from db.units import Units
from metrics.catalogue import metric
from metrics.errors import BadValue
from metrics.vocabulary import Standard


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
        "unit": standard.unit,
        "owner": standard.owner,
        "reason": standard.reason,
    }
    with store.changing("set standard", by=by, about=about) as session:
        session.add(
            StandardRow(
                metric=measured.id,
                unit_id=Units.of(session).found(standard.unit),
                since=standard.since.first_day,
                value=standard.value,
                owner=standard.owner,
                reason=standard.reason,
                set_by=by,
                set_at=now(),
            )
        )
