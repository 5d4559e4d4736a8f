"""What the branches counted: calls, complaints, contracts, tickets, training; a numerator and a denominator a month."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random

from metrics.periods import Month
from sample_data.company import (
    BRANCHES,
    BUSY,
    MONTHS,
    REPEAT_BUSINESS_LAGS,
    SHARED_NOTES_SINCE,
    Branch,
    chance,
    hits,
    is_silent,
    satisfaction_moved,
)

# % of calls answered in time, by month of the year: every autumn, when the heating is switched on, the queue is long.
ANSWERED = {
    1: 79.8,
    2: 80.6,
    3: 81.3,
    4: 81.6,
    5: 81.8,
    6: 81.8,
    7: 81.7,
    8: 81.6,
    9: 81.4,
    10: 77.4,
    11: 78.2,
    12: 79.1,
}
RESIGNED_FOR_A_POINT = 1.2  # points of re-signing for each point of satisfaction, two months later

Level = Callable[[Branch, Month], float]


@dataclass(frozen=True, slots=True)
class Count:
    """A metric counted: cases a month for each customer, and the true level, in percent or for each case."""

    metric: str
    cases: float
    level: Level
    numerator: Callable[[Random, int, float], int]


def share_of(dice: Random, cases: int, level: float) -> int:
    """Cases that come out yes, out of all; `level` in percent."""
    return hits(dice, cases, level / 100)


def events(dice: Random, cases: int, level: float) -> int:
    """Things that happen `level` times a case, none knowing of another."""
    return max(0, round(dice.gauss(cases * level, math.sqrt(cases * level))))


def hours(dice: Random, cases: int, level: float) -> int:
    """Hours out of all hours; `level` in percent. They come as whole courses, so unevenly."""
    return min(cases, max(0, round(cases * level / 100 + dice.gauss(0, 0.9 * math.sqrt(cases)))))


def money(spread: float) -> Callable[[Random, int, float], int]:
    """Amounts that lie about `level`, each on its own, with that standard deviation; their sum in whole pounds."""
    return lambda dice, cases, level: round(cases * level + dice.gauss(0, spread * math.sqrt(cases)))


def since_shared_notes(before: float, after: float) -> Level:
    """A level that changed in all branches when case notes were shared between them."""
    return lambda _branch, month: after if month >= SHARED_NOTES_SINCE else before


def steady(level: float) -> Level:
    """A level that is everywhere and always the same."""
    return lambda _branch, _month: level


def resigned(branch: Branch, month: Month) -> float:
    """% of due contracts renewed: what satisfaction was two months before, at this branch."""
    return max(5.0, 71.6 + RESIGNED_FOR_A_POINT * satisfaction_moved(branch, month.plus(-REPEAT_BUSINESS_LAGS)))


COUNTS = (
    Count("first_contact_resolution", 0.155, since_shared_notes(74.1, 77.0), share_of),
    Count("hold_time", 0.26, lambda _branch, month: ANSWERED[month.number], share_of),
    Count("complaint_resolution", 0.0033, steady(93.0), share_of),
    Count("transfers", 0.306, since_shared_notes(0.342, 0.321), events),
    Count("retention", 1.0, since_shared_notes(98.5, 98.74), share_of),
    Count("resign_rate", 0.0333, resigned, share_of),
    Count("average_ticket", 0.235, lambda _branch, month: 144 + 0.13 * (month - MONTHS[0]), money(110)),
    Count("average_contract", 0.0292, steady(414), money(160)),
    Count("referrals", 1.05, steady(0.034), events),
    Count("visit_frequency", 1.006, steady(1.31), events),
    Count("soft_skills_share", 0.0337, steady(25.0), hours),
)


def operations_lines() -> Iterator[list[object]]:
    """Every count of every branch, oldest month first."""
    for month in MONTHS:
        for branch in BRANCHES:
            if is_silent(branch, month):
                continue
            for count in COUNTS:
                dice = chance(count.metric, branch.path, month)
                cases = round(branch.customers * count.cases * dice.uniform(0.96, 1.04) * BUSY[month.number] ** 0.5)
                numerator = count.numerator(dice, cases, count.level(branch, month))
                yield [month, branch.path, count.metric, numerator, cases]
