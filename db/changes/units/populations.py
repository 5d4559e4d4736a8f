"""How many people a unit has in all, entered with the month from which that holds."""

from __future__ import annotations

from db.names import Units, plain_path
from db.store.engine import Store, now
from db.tables import PopulationRow
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Audience

MOST_PEOPLE = 10_000_000_000


def set_population(store: Store, unit: str, audience: Audience, people: int, since: Month, *, by: str) -> None:
    """Say how many people of `audience` a unit ("" the whole organisation) has from a month on; 0: it is not known.

    The margin of what they answer is then of these people alone. One said later for the same month counts instead;
    earlier months keep theirs. Raises NotFound for an unknown unit, BadValue for a number that cannot be.
    """
    if not 0 <= people <= MOST_PEOPLE:
        raise BadValue(
            f"A unit has from 1 to {MOST_PEOPLE:,} people, or 0 if that is not known; {people:,} is neither."
        )
    about = {"unit": plain_path(unit), "audience": audience.value, "people": people, "since": str(since)}
    with store.changing("set population", by=by, about=about) as session:
        session.add(
            PopulationRow(
                unit_id=Units.of(session).found(unit),
                audience=audience.value,
                since=since.first_day,
                people=people,
                set_by=by,
                set_at=now(),
            )
        )
