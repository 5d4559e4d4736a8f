"""Who Harbour & Vale are: their branches, months, channels, and the things that happened to them. Knows no file."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from random import Random

from metrics.periods import Month, months_between

SEED = "Harbour & Vale 60"
MONTHS = months_between(Month(2023, 11), Month(2026, 10))


@dataclass(frozen=True, slots=True)
class Branch:
    """A branch: `answers` customers answer its survey in a usual month, out of `customers` it looks after."""

    region: str
    name: str
    answers: int
    customers: int

    @property
    def path(self) -> str:
        """The unit as every file names it."""
        return f"{self.region}/{self.name}"


CUSTOMERS_FOR_EACH_ANSWER = 36
SIZES = {
    "Harbour": {
        "Saltmarsh": 66,
        "Pier Street": 58,
        "Gull Rock": 3,
        "Lighthouse Road": 47,
        "Quayside": 70,
        "Breakwater": 39,
    },
    "Vale": {"Thornley": 33, "Millbrook": 52, "Highgarth": 44, "Orchard Lane": 59, "Long Meadow": 28},
    "City": {
        "Castle Row": 55,
        "Market Cross": 82,
        "Bell Lane": 41,
        "Guildhall": 67,
        "Station Road": 74,
        "Abbey Gate": 36,
        "Northgate": 49,
        "Weaver Street": 30,
    },
    "Moor": {"Fenwick": 45, "Stonebridge": 57, "Heather Hill": 26, "Tarn End": 35, "Blackmoor": 53},
}
SMALLEST = "Gull Rock"  # 3 answers every month, though it looks after some 200 customers
BRANCHES = [
    Branch(region, name, answers, 210 if name == SMALLEST else answers * CUSTOMERS_FOR_EACH_ANSWER)
    for region, branches in SIZES.items()
    for name, answers in branches.items()
]

# What happened. README.md tells each as a story; tests/test_sample_company.py finds each in the store.
FALLEN, FELL_IN = "Saltmarsh", Month(2026, 8)
CALL_BACK_REGION, CALL_BACK_SINCE = "City", Month(2026, 3)
ONLINE_FORM_WITHDRAWN = Month(2026, 7)
SHARED_NOTES_SINCE = Month(2026, 2)
SILENT_BRANCH, SILENT_IN = "Fenwick", Month(2025, 6)
NO_SHOPPER_AT, NO_SHOPPER_IN = "Highgarth", Month(2026, 10)
STAFF_ASKED_LATE = Month(2026, 10)
WEAK_AT_THE_DOOR = "Pier Street"
REPEAT_BUSINESS_LAGS = 2  # months by which re-signing follows satisfaction

USUAL_CHANNELS = {"online": 0.42, "branch counter": 0.24, "home visit": 0.16, "phone": 0.18}
CHANNELS_WITHOUT_FORM = {"online": 0.24, "branch counter": 0.24, "home visit": 0.16, "phone": 0.36}
BUSY = {1: 1.02, 2: 0.97, 3: 1.05, 4: 1.01, 5: 1.01, 6: 0.98, 7: 0.96, 8: 0.92, 9: 0.98, 10: 1.0, 11: 1.02, 12: 0.94}


def chance(*about: object) -> Random:
    """The dice for one thing, the same on every run and untouched by what is thrown for any other thing."""
    return Random("/".join([SEED, *map(str, about)]))


def is_silent(branch: Branch, month: Month) -> bool:
    """Whether the branch sent nothing at all: it was closed by a flood."""
    return (branch.name, month) == (SILENT_BRANCH, SILENT_IN)


def has_fallen(branch: Branch, month: Month) -> bool:
    """Whether this is the branch whose counter lost its people, and they are gone."""
    return branch.name == FALLEN and month >= FELL_IN


def calls_back(branch: Branch, month: Month) -> bool:
    """Whether the branch promises to call back within two hours."""
    return branch.region == CALL_BACK_REGION and month >= CALL_BACK_SINCE


def channels(month: Month) -> dict[str, float]:
    """The share of customers served through each channel."""
    return CHANNELS_WITHOUT_FORM if month >= ONLINE_FORM_WITHDRAWN else USUAL_CHANNELS


def mood(month: Month) -> float:
    """Points of satisfaction by which all branches alike stand above or below their usual level.

    Two waves whose lengths share nothing with a year, so that it looks neither seasonal nor like a trend.
    """
    when = month - MONTHS[0]
    return 2.2 * math.sin(2 * math.pi * (when + 5.2) / 9.4) + 1.7 * math.sin(2 * math.pi * (when + 1.2) / 5.3)


def satisfaction_moved(branch: Branch, month: Month) -> float:
    """Points by which the branch's true satisfaction stands away from the usual level."""
    return mood(month) - (33 if has_fallen(branch, month) else 0)


def some_day(dice: Random, month: Month) -> dt.date:
    """A day of the month; Sundays are rare."""
    while True:
        day = dt.date(month.year, month.number, dice.randint(1, month.last_day.day))
        if day.weekday() < 6 or dice.random() < 0.25:
            return day


def hits(dice: Random, cases: int, share: float) -> int:
    """How many of `cases` come out yes when each does with chance `share`."""
    if cases < 200:
        return sum(dice.random() < share for _ in range(cases))
    drawn = dice.gauss(cases * share, math.sqrt(cases * share * (1 - share)))
    return min(cases, max(0, round(drawn)))
