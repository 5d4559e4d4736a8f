"""The organisation's settings, its units and channels, how many people units have, and the revision of the store."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields, replace

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from db.names import Units
from db.tables import (
    NOT_SAID,
    WHOLE_ORGANISATION,
    AuditRow,
    ChannelRow,
    ItemRow,
    PopulationRow,
    StoreRow,
    TallyRow,
    UnitRow,
)
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Audience, Scope

TIME_ZONE = "time_zone"  # kept beside what is chosen for the board


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as readers see it; `depth` 1 is directly under the whole organisation.

    `closed_from` is the month in which it, or a unit above it, closes.
    """

    id: int
    path: str
    name: str
    depth: int
    closed_from: Month | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """Whose store it is, and its settings; `week_start` counts from Monday, 0, `fiscal_year_start` from 1.

    With `newest_only` only each respondent's newest answer of a month counts. `time_zone` is the one on whose days
    moments with an offset count, "" for the day as it is written.
    `board` has the ids of `metrics` and `pinned` charts the leader chose for the board's sheet; empty: the default.
    """

    organisation: str
    fiscal_year_start: int
    week_start: int
    locale: str
    currency: str
    smallest_n: int
    few_n: int
    is_sample: bool
    board: Mapping[str, list[str]]
    newest_only: bool = False
    time_zone: str = ""


def settings(session: Session) -> Settings:
    """The settings of the store."""
    row = session.scalars(select(StoreRow)).one()
    columns = {setting.name: getattr(row, setting.name) for setting in fields(Settings) if setting.name != TIME_ZONE}
    board = {name: chosen for name, chosen in row.board.items() if name != TIME_ZONE}
    return Settings(**{**columns, "board": board, TIME_ZONE: row.board.get(TIME_ZONE, "")})


def time_zone(session: Session) -> str:
    """The organisation's own time zone; "" where moments count on the day that is written."""
    return str(session.scalars(select(StoreRow.board)).one().get(TIME_ZONE, ""))


def revision(session: Session) -> int:
    """How often the store was changed; every cached figure is valid for one revision only."""
    return session.scalars(select(StoreRow.revision)).one()


def state(session: Session) -> tuple[int, str]:
    """The revision and the seal of the newest audit line: together they never come again with other figures.

    A revision alone could, where another store takes the place of this one.
    """
    newest = select(AuditRow.seal).order_by(AuditRow.id.desc()).limit(1).scalar_subquery()
    revision_, seal = session.execute(select(StoreRow.revision, newest)).one()
    return revision_, seal or ""


def fiscal_year_start(session: Session) -> int:
    """The month (1-12) in which the organisation's fiscal years begin."""
    return session.scalars(select(StoreRow.fiscal_year_start)).one()


def with_settings(session: Session, scope: Scope) -> Scope:
    """The scope with the organisation's own settings: fiscal year, and how few answers are shown."""
    found = settings(session)
    return replace(scope, fiscal_year_start=found.fiscal_year_start, smallest_n=found.smallest_n, few_n=found.few_n)


def organisation(session: Session) -> str:
    """Whose store this is."""
    return session.scalars(select(StoreRow.organisation)).one()


def units(session: Session) -> list[Unit]:
    """Every unit below the whole organisation, by path, without merged ones."""
    tree, found = Units.of(session), []
    for id_ in tree.parents.keys() - {WHOLE_ORGANISATION}:
        path, closed = tree.paths[id_], tree.closed_since(id_)
        name, depth = path.rpartition("/")[2], path.count("/") + 1
        found.append(Unit(id_, path, name, depth, Month.of(closed) if closed else None))
    return sorted(found, key=lambda unit: unit.path)


def channels(session: Session) -> list[str]:
    """The names of the channels, in order."""
    return sorted(channel_ids(session))


def channel_ids(session: Session) -> dict[str, int]:
    """The ids of the channels by name."""
    known = session.execute(select(ChannelRow.name, ChannelRow.id).where(ChannelRow.id != NOT_SAID))
    return dict(known.all())


def channels_in(session: Session, scope: Scope) -> list[int] | None:
    """The id of the scope's channel, alone in a list; None for all channels together. Raises NotFound."""
    return None if scope.channel is None else [channel_id(session, scope.channel)]


def channel_id(session: Session, name: str) -> int:
    """The id of the channel called `name`, in any case. Raises NotFound."""
    by_name = {found.casefold(): (found, id_) for found, id_ in channel_ids(session).items()}
    if name.casefold() not in by_name:
        names = ", ".join(sorted(found for found, _ in by_name.values())) or "none yet"
        raise NotFound(f"There is no channel called “{name}”. Known are: {names}.")
    return by_name[name.casefold()][1]


def asked_of_both(session: Session) -> bool:
    """Whether any metric was asked of both customers and staff, so that a reader can choose between them."""
    answered = select(TallyRow.item_id).where(TallyRow.unit_id == WHOLE_ORGANISATION).distinct()
    question = select(ItemRow.metric).where(ItemRow.id.in_(answered)).group_by(ItemRow.metric)
    return session.scalars(question.having(func.count(ItemRow.audience.distinct()) > 1)).first() is not None


@dataclass(frozen=True, slots=True)
class Population:
    """The people of a unit ("" is the whole organisation) from a month on, as somebody entered them; 0: not known."""

    unit: str
    audience: Audience
    people: int
    since: Month
    set_by: str = ""


def populations(session: Session) -> list[Population]:
    """Every population that was entered, in the order of unit, audience and month; of two for a month the later."""
    rows = select(PopulationRow, UnitRow.path).join(UnitRow, UnitRow.id == PopulationRow.unit_id)
    found: dict[tuple[str, str, dt.date], Population] = {}
    for row, path in session.execute(rows.order_by(PopulationRow.id)):
        own = Population(path, Audience(row.audience), row.people, Month.of(row.since), row.set_by)
        found[path, row.audience, row.since] = own
    return [found[key] for key in sorted(found)]


class PopulationsOfUnits:
    """The populations in force at some units, by month."""

    def __init__(self, session: Session, units: Collection[int]) -> None:
        self._steps: dict[tuple[int, str], dict[dt.date, int]] = defaultdict(dict)
        rows = select(PopulationRow).where(PopulationRow.unit_id.in_(units)).order_by(PopulationRow.id)
        for row in session.scalars(rows):
            self._steps[row.unit_id, row.audience][row.since] = row.people

    def __bool__(self) -> bool:
        return bool(self._steps)

    def at(self, unit: int, audience: Audience, day: dt.date) -> int | None:
        """How many people the unit has in the month of `day`; None where it was not entered, or is 0."""
        steps = self._steps.get((unit, audience.value), {})
        since = max((first for first in steps if first <= day), default=None)
        return (steps[since] or None) if since is not None else None
