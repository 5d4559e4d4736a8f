"""Charts of events that are rare: how many cases lie between two of them (g), and how many days (t).

A share of each month says little where most months have none. What lies between two events is judged instead.

**Source:** Benneyan, “Number-between g-type statistical quality control charts”, Health Care Management Science 4,
2001, with limits by probability; t chart: Nelson, “A control chart for parts-per-million nonconforming items”, Journal
of Quality Technology 26, 1994, as in Montgomery, Introduction to Statistical Quality Control, 7.3.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import fmean

from metrics.spc.control_limits import FULL_LENGTH, LIMIT_FACTOR
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Limits, LimitsMethod

# From so few gaps between events up limits are calculated, as months need so many values.
FEWEST_GAPS = 6
# So many gaps in a row on one side of the middle stand out (Provost and Murray, The Health Care Data Guide, 2011).
RUN = 8
# How often a gap of an unchanged process is longer than the limit. At 1 in 200 up to a tenth of three-year charts have
# one; three sigma, 1 in 55, would mark up to 44 in 100, the usual 1 in 741 would find half as many improvements.
BEYOND = 0.005
# Events are rare if there is less than one a month, and at most one in ten cases.
MOST_A_MONTH, MOST_OF_CASES = 1.0, 0.1
# Times between events, raised to this power, are nearly normal.
NELSON = 1 / 3.6


@dataclass(frozen=True, slots=True)
class CountedDay:
    """How many cases there were on a day, and how many of them were events."""

    day: dt.date
    cases: int
    events: int


@dataclass(frozen=True, slots=True)
class Gap:
    """What lies before an event on `day`: cases that were none, and days, since the event before."""

    day: dt.date
    cases: int
    days: int


@dataclass(frozen=True, slots=True)
class RareEvents:
    """The gaps between events in order, and what has passed since the newest: `since`, the day it is counted to.

    `limits` are of the cases between events (method g), `day_limits` of the days (method t); both may be passed on the
    way up only, if their lower limit is 0. `signals` has one item for each gap, with the one since the newest event
    last; of that a long one stands out at once, a short one only when it ends.
    """

    gaps: tuple[Gap, ...]
    since: Gap
    limits: Limits
    day_limits: Limits
    signals: tuple[Signal | None, ...]

    @property
    def newest(self) -> Signal | None:
        """What stands out now: the gap since the newest event, or the run that reaches it."""
        return self.signals[-1] or (self.signals[-2] if self.since.cases <= self.limits.mean else None)


def are_rare(events: float, cases: float, months: int) -> bool:
    """Whether `events` in so many `cases` and `months` are so rare that what lies between them is judged."""
    return events > FEWEST_GAPS and events < MOST_A_MONTH * months and events <= MOST_OF_CASES * cases


def rare_events(days: Iterable[CountedDay]) -> RareEvents | None:
    """The chart of the days in order, of which each has cases; None with fewer than six gaps, or without cases between.

    Within a day, the order of which is not known, events come after the other cases.
    """
    gaps, since = _gaps(days)
    if since is None or len(gaps) < FEWEST_GAPS:
        return None
    limits = g_limits([gap.cases for gap in gaps])
    if limits is None:
        return None
    signals = _signals([*(gap.cases for gap in gaps), since.cases], limits)
    return RareEvents(tuple(gaps), since, limits, t_limits([gap.days for gap in gaps]), signals)


def g_limits(cases: Sequence[int]) -> Limits | None:
    """The middle and the upper limit of the cases between events; None where there are none in between.

    The middle is the median of the geometric distribution, so that runs about it can be judged; its lower limit is 0.
    """
    mean, n = fmean(cases), len(cases)
    if mean == 0:
        return None
    chance = (n - 1) / n / (mean + 1)
    middle, upper = (max(0.0, math.log(part) / math.log1p(-chance) - 1) for part in (0.5, BEYOND))
    return Limits(middle, 0.0, upper, n < FULL_LENGTH, LimitsMethod.G)


def t_limits(days: Sequence[float]) -> Limits:
    """The middle and limits of the days between events: those of an XmR chart of their powers, turned back."""
    powers = [own**NELSON for own in days]
    mean = fmean(powers)
    reach = LIMIT_FACTOR * fmean(abs(b - a) for a, b in pairwise(powers))
    middle, lower, upper = (max(0.0, own) ** (1 / NELSON) for own in (mean, mean - reach, mean + reach))
    return Limits(middle, lower, upper, len(days) < FULL_LENGTH, LimitsMethod.T)


def _gaps(days: Iterable[CountedDay]) -> tuple[list[Gap], Gap | None]:
    """The gaps between events, and the one since the newest event; none without an event.

    What came before the first event is no gap: how long it was is not known.
    """
    found: list[Gap] = []
    newest: dt.date | None = None
    between, last = 0, None
    for own in days:
        last = own.day
        between += own.cases - own.events
        for _ in range(own.events):
            if newest is not None:
                found.append(Gap(own.day, between, (own.day - newest).days))
            newest, between = own.day, 0
    if newest is None or last is None:
        return [], None
    return found, Gap(last, between, (last - newest).days)


def _signals(cases: Sequence[int], limits: Limits) -> tuple[Signal | None, ...]:
    """The signal of each gap, of which the last has not ended: it can only count as a long one."""
    sides = [1 if own > limits.mean else -1 for own in cases]
    ended = len(cases) - (sides[-1] < 0)
    found: list[Signal | None] = [Signal.ABOVE_LIMIT if own > limits.upper else None for own in cases]
    for first in range(ended - RUN + 1):
        run = sides[first : first + RUN]
        if len(set(run)) == 1:
            signal = Signal.RUN_ABOVE if run[0] > 0 else Signal.RUN_BELOW
            found[first : first + RUN] = [own or signal for own in found[first : first + RUN]]
    return tuple(found)
