"""The time changes are signed with: never before that of the change before, also when the clock was set back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.tables import AuditRow

CLOCK_SAID = "clock_said"  # in an audit line that was written while the clock was behind: the time it gave
USUAL_CORRECTION = dt.timedelta(minutes=2)  # so far back a clock is set to keep it right


def time_after(before: dt.datetime | None, moment: dt.datetime, about: dict[str, Any]) -> dt.datetime:
    """The time of a change made at `moment` that follows one at `before`: the later of the two.

    Where it is behind by more than a usual correction, `about` (of the change's audit line) keeps what the clock said.
    """
    if before is None or moment >= before:
        return moment
    if before - moment > USUAL_CORRECTION:
        about[CLOCK_SAID] = moment.isoformat()
    return before


def clock_behind(session: Session, moment: dt.datetime) -> list[str]:
    """A sentence where the clock, which says `moment` (UTC), is behind the newest change; else nothing."""
    last = session.scalar(select(AuditRow.at).order_by(AuditRow.id.desc()).limit(1))
    if last is None or last - moment <= USUAL_CORRECTION:
        return []
    return [
        f"The clock of this computer says {moment:%Y-%m-%d %H:%M} (UTC), but the newest change was made at "
        f"{last:%Y-%m-%d %H:%M}. Set the clock; until then changes are dated {last:%Y-%m-%d %H:%M}."
    ]


def clock_notes(session: Session) -> list[str]:
    """A sentence for each run of changes made while the clock was behind, oldest first: their times may be wrong."""
    notes: list[str] = []
    earlier: dt.datetime | None = None
    behind = False
    for row in session.scalars(select(AuditRow).order_by(AuditRow.id)):
        latest, was_behind = earlier or row.at, behind
        behind = CLOCK_SAID in row.about or row.at < latest - USUAL_CORRECTION
        if behind and not was_behind:
            said = str(row.about.get(CLOCK_SAID, row.at.isoformat())).replace("T", " ")
            notes.append(
                f"From audit line {row.id} on the clock was behind: it said {said} (UTC) "
                f"after {latest:%Y-%m-%d %H:%M}. The times of changes around it may be wrong."
            )
        earlier = max(latest, row.at)
    return notes
