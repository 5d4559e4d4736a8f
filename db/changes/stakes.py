"""Saying what is assumed of unhappy customers, from a month on: on it stands what the pack says is at stake."""

from __future__ import annotations

import math

from db.store import Store, now
from db.tables import StakeRow
from metrics.at_stake import Assumption
from metrics.errors import BadValue
from metrics.periods import Month


def assume(store: Store, since: Month, assumed: Assumption | None, *, by: str) -> None:
    """Assume this from a month on; None: nothing is estimated from then on. What was published stays as it is.

    Raises BadValue for numbers that cannot be, or where nobody signs.
    """
    if not by.strip():
        raise BadValue("Say who assumes this. Nothing was saved.")
    if assumed is not None:
        _check(assumed)
    about = {
        "since": str(since),
        "leaving": assumed.leaving if assumed else None,
        "worth": assumed.worth if assumed else None,
        "customers": assumed.customers if assumed else None,
    }
    with store.changing("assume what is at stake", by=by, about=about) as session:
        row = StakeRow(since=since.first_day, assumed_by=by, assumed_at=now())
        if assumed is not None:
            row.leaving, row.worth, row.customers = assumed.leaving, assumed.worth, assumed.customers
        session.add(row)


def _check(assumed: Assumption) -> None:
    if not 0 < assumed.leaving <= 100:
        raise BadValue("How many unhappy customers leave is more than 0 and at most 100 per cent. Nothing was saved.")
    for number, called in ((assumed.worth, "What a customer is worth"), (assumed.customers, "The number of customers")):
        if number is not None and not 0 < number < math.inf:
            raise BadValue(f"{called} is more than 0, or left empty where it is not known. Nothing was saved.")
