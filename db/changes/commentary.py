"""Writing the leader's commentary on a month: each version is kept, and the last one counts."""

from __future__ import annotations

from db.store import Store, now
from db.tables import CommentaryRow
from db.units import Units
from metrics.errors import BadValue
from metrics.periods import Month

LONGEST = 4000  # about one page; more would not fit beside the numbers


def write_commentary(store: Store, month: Month, text: str, *, by: str, unit: str = "") -> None:
    """Keep what the leader wrote about a month; an empty text takes the commentary off the pack again.

    Raises BadValue for a text that is too long or nobody signs, NotFound for an unknown unit.
    """
    written = text.strip()
    if len(written) > LONGEST:
        raise BadValue(
            f"A commentary has at most {LONGEST:,} letters, and this one has {len(written):,}. "
            "Shorten it. Nothing was saved."
        )
    if not by.strip():
        raise BadValue("Say who writes the commentary. Nothing was saved.")
    about = {"month": str(month), "unit": unit, "letters": len(written)}
    with store.changing("write commentary", by=by, about=about) as session:
        unit_id = Units.of(session).found(unit)
        session.add(
            CommentaryRow(month=month.first_day, unit_id=unit_id, text=written, written_by=by, written_at=now())
        )
