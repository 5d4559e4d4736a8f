"""What secret shoppers saw: two visits to every branch every month, one line for each line of the checklist."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from metrics.periods import Month
from sample_data.company import (
    BRANCHES,
    MONTHS,
    NO_SHOPPER_AT,
    NO_SHOPPER_IN,
    WEAK_AT_THE_DOOR,
    Branch,
    chance,
    is_silent,
    some_day,
)

VISITS_A_MONTH = 2
SECOND_FORM_SINCE = Month(2026, 1)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the checklist: how often it is done, and how often it applies at all."""

    section: str
    item: str
    possible: int
    weight: int
    done: float
    applies: float = 1.0
    critical: bool = False


IDENTITY = Line("Home", "Identity card shown", 1, 1, 0.965, critical=True)
FIRST_FORM = (
    Line("Welcome", "Greeted within a minute", 1, 2, 0.88),
    Line("Welcome", "Warmth, 0 to 4", 4, 1, 0.87),
    Line("Advice", "Asked before advising", 1, 3, 0.85),
    Line("Advice", "Price named first", 1, 2, 0.88),
    IDENTITY,
    Line("Home", "Left tidy", 1, 2, 0.92, applies=0.8),
    Line("Close", "Card number kept private", 1, 1, 0.98, critical=True),
    Line("Close", "Told what happens next", 1, 3, 0.88),
)
SECOND_FORM = (*FIRST_FORM, Line("Close", "Asked what else", 1, 1, 0.86))


def form(month: Month) -> tuple[str, tuple[Line, ...]]:
    """The name of the form in use, and its lines."""
    return ("Visit form 2", SECOND_FORM) if month >= SECOND_FORM_SINCE else ("Visit form 1", FIRST_FORM)


def earned(dice: Random, line: Line, knack: float) -> int:
    """Points for one line; `knack` is how much better than usual this visit goes."""
    done = min(1.0, line.done + (0 if line.critical else knack))
    return sum(dice.random() < done for _ in range(line.possible))


def checked(dice: Random, line: Line, knack: float, failed_at_the_door: bool) -> list[object]:
    """One line of a visit, from section to comment."""
    applicable = dice.random() < line.applies
    points = earned(dice, line, knack) if applicable else 0
    comment = ""
    if failed_at_the_door:
        points = 0 if line is IDENTITY else line.possible if applicable else 0
        comment = "Evening visit: no card shown, none when asked" if line is IDENTITY else ""
    elif line.critical and points < line.possible:
        comment = dice.choice(("Not done", "Only after I asked", "Forgotten in the rush"))
    flags = ["yes" if applicable else "no", "yes" if line.critical else "no"]
    return [line.section, line.item, points, line.possible, line.weight, *flags, comment]


def visits_to(branch: Branch, month: Month) -> int:
    """How many shoppers came to the branch in the month."""
    missed = (branch.name, month) == (NO_SHOPPER_AT, NO_SHOPPER_IN) or is_silent(branch, month)
    return 0 if missed else VISITS_A_MONTH


def shopper_lines() -> Iterator[list[object]]:
    """Every line of every visit, oldest month first."""
    visit = 0
    for month in MONTHS:
        name, lines = form(month)
        for branch in BRANCHES:
            for number in range(visits_to(branch, month)):
                visit += 1
                dice = chance("visit", branch.path, month, number)
                knack = dice.uniform(-0.1, 0.1)
                failed = branch.name == WEAK_AT_THE_DOOR and month == MONTHS[-1]
                head = [f"v{visit:04}", some_day(dice, month), branch.path, name]
                for line in lines:
                    yield [*head, *checked(dice, line, knack, failed)]
