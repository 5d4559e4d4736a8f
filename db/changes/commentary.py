"""Writing what the leader says of a month and asks the board: each version is kept, and the last one counts."""

from __future__ import annotations

from db.editions import Part
from db.store import Store, now
from db.tables import CommentaryRow
from db.units import Units
from metrics.errors import BadValue
from metrics.periods import Month

LONGEST = 4000  # about one page; more would not fit beside the numbers
LONGEST_DECISIONS = 600  # a few short lines: a board decides what it can read in a minute
_CALLED = {
    Part.COMMENTARY: ("write commentary", "A commentary has", "the commentary", LONGEST),
    Part.DECISIONS: ("ask for decisions", "What the board is asked has", "what the board is asked", LONGEST_DECISIONS),
}


def write_commentary(
    store: Store, month: Month, text: str, *, by: str, unit: str = "", part: Part = Part.COMMENTARY
) -> None:
    """Keep what the leader wrote in a part of a month's pack; an empty text takes it off the pack again.

    Raises BadValue for a text that is too long or nobody signs, NotFound for an unknown unit.
    """
    did, begins, called, longest = _CALLED[part]
    written = text.strip()
    if len(written) > longest:
        raise BadValue(
            f"{begins} at most {longest:,} letters, and this one has {len(written):,}. Shorten it. Nothing was saved."
        )
    if not by.strip():
        raise BadValue(f"Say who writes {called}. Nothing was saved.")
    about = {"month": str(month), "unit": unit, "letters": len(written)}
    with store.changing(did, by=by, about=about) as session:
        unit_id = Units.of(session).found(unit)
        session.add(
            CommentaryRow(
                month=month.first_day, unit_id=unit_id, part=part.value, text=written, written_by=by, written_at=now()
            )
        )
