"""What the leader writes for the board: commentary, decisions asked, and what unhappy customers are assumed to cost.

Each version is kept, and the last one counts.
"""

from __future__ import annotations

import math

from db.names import Units
from db.queries.editions import BoardText
from db.store.engine import Store, now
from db.tables import CommentaryRow, StakeRow
from metrics.errors import BadValue, NotDone
from metrics.periods import Month
from metrics.statistics.customers_at_risk import Assumption

LONGEST = 4000  # about one page; more would not fit beside the numbers
LONGEST_DECISIONS = 600  # a few short lines: a board decides what it can read in a minute
_CALLED = {
    BoardText.COMMENTARY: ("write commentary", "A commentary has", "the commentary", LONGEST),
    BoardText.DECISIONS: (
        "ask for decisions",
        "What the board is asked has",
        "what the board is asked",
        LONGEST_DECISIONS,
    ),
}


def write_commentary(
    store: Store, month: Month, text: str, *, by: str, unit: str = "", part: BoardText = BoardText.COMMENTARY
) -> None:
    """Keep what the leader wrote in a part of a month's pack; an empty text takes it off the pack again.

    Raises BadValue for a text that is too long or unsigned, NotFound for an unknown unit.
    """
    did, begins, called, longest = _CALLED[part]
    written = text.strip()
    if len(written) > longest:
        raise BadValue(
            f"{begins} at most {longest:,} letters, and this one has {len(written):,}. Shorten it.",
            not_done=NotDone.SAVED,
        )
    if not by.strip():
        raise BadValue(f"Say who writes {called}.", not_done=NotDone.SAVED)
    about = {"month": str(month), "unit": unit, "letters": len(written)}
    with store.changing(did, by=by, about=about) as session:
        unit_id = Units.of(session).found(unit)
        session.add(
            CommentaryRow(
                month=month.first_day, unit_id=unit_id, part=part.value, text=written, written_by=by, written_at=now()
            )
        )


def save_assumption(store: Store, since: Month, assumed: Assumption | None, *, by: str) -> None:
    """Assume this from a month on; None: nothing is estimated from then on. What was published stays as it is.

    Raises BadValue for impossible numbers, or without a signature.
    """
    if not by.strip():
        raise BadValue("Say who assumes this.", not_done=NotDone.SAVED)
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
        raise BadValue(
            "How many unhappy customers leave is more than 0 and at most 100 per cent.", not_done=NotDone.SAVED
        )
    for number, called in ((assumed.worth, "What a customer is worth"), (assumed.customers, "The number of customers")):
        if number is not None and not 0 < number < math.inf:
            raise BadValue(f"{called} is more than 0, or left empty where it is not known.", not_done=NotDone.SAVED)
