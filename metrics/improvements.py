"""What people decide and do, as types: initiatives, and actions to close a gap. Knows no figures."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from metrics.periods import Month


class ActionState(StrEnum):
    """Whether an action is still to be done, was done, or was given up."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Action:
    """Who does what by when. `unit` "" is the whole organisation; `metric` None: about no metric in particular.

    `initiative` is the id of the initiative it belongs to, None if there is none.
    """

    what: str
    owner: str
    due: dt.date
    unit: str = ""
    metric: str | None = None
    initiative: int | None = None


@dataclass(frozen=True, slots=True)
class KeptAction:
    """An action as stored: its state, how it ended, and who entered it. The moment is in UTC."""

    id: int
    action: Action
    state: ActionState
    outcome: str
    closed_on: dt.date | None
    entered_by: str
    entered_at: dt.datetime

    def days_late(self, today: dt.date) -> int:
        """How many days it is (or was when it was closed) past its due day; 0 if it is in time."""
        return max(0, ((self.closed_on or today) - self.action.due).days)


@dataclass(frozen=True, slots=True)
class Initiative:
    """A dated change people made in `units` (paths; "" is the whole organisation), meant to move `metrics` (ids).

    `began` is its first day, `ended` its last (None: still running).
    """

    name: str
    began: dt.date
    units: tuple[str, ...]
    metrics: tuple[str, ...]
    owner: str
    description: str = ""
    ended: dt.date | None = None


@dataclass(frozen=True, slots=True)
class KeptInitiative:
    """An initiative as stored; a withdrawn one is kept but no effect is calculated. Moments are in UTC."""

    id: int
    initiative: Initiative
    entered_by: str
    entered_at: dt.datetime
    withdrawn_at: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class StandardStep:
    """A line of a standard's history: set to `value` from a month on, or withdrawn. The moment is in UTC."""

    metric: str
    unit: str
    since: Month
    value: float
    owner: str
    reason: str
    by: str
    at: dt.datetime
    is_withdrawal: bool = False
