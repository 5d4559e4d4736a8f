"""What customers and staff answered: one line for each response. Knows no metric and no file."""

from __future__ import annotations

import datetime as dt
from bisect import bisect
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from random import Random
from statistics import NormalDist

from metrics.periods import Month
from sample_data.comments import customer_comment, staff_comment
from sample_data.company import (
    BRANCHES,
    BUSY,
    MONTHS,
    SMALLEST,
    STAFF_ASKED_LATE,
    Branch,
    calls_back,
    chance,
    channels,
    has_fallen,
    is_silent,
    satisfaction_moved,
    some_day,
)

NORMAL = NormalDist()
COMMENTED = 0.12
COMMON = 0.7  # how much of every answer is one and the same experience


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its scores, how often each is given, the figure made of them, and how often it is answered."""

    name: str
    scores: Sequence[int]
    usual: Sequence[float]
    figure: Callable[[Sequence[float]], float]
    answered: float

    def bounds(self) -> list[float]:
        """Where a standard normal mood passes from one score to the next."""
        total = sum(self.usual)
        return [NORMAL.inv_cdf(below / total) for below in list(accumulate(self.usual))[:-1]]

    def shares(self, shift: float) -> list[float]:
        """The share of each score, in percent, when everyone's mood is `shift` better than usual."""
        below = [0.0, *(100 * NORMAL.cdf(bound - shift) for bound in self.bounds()), 100.0]
        return [high - low for low, high in pairwise(below)]


def net(shares: Sequence[float]) -> float:
    """Promoters minus detractors."""
    return sum(shares[9:]) - sum(shares[:7])


def top_two(shares: Sequence[float]) -> float:
    """The two best scores."""
    return sum(shares[-2:])


def mean(shares: Sequence[float]) -> float:
    """The mean on a scale from 1."""
    return sum(score * share for score, share in enumerate(shares, start=1)) / 100


NPS = Question("nps", range(11), (1.4, 0.6, 0.8, 1.0, 1.2, 4.0, 4.8, 8.0, 14.2, 28.0, 36.0), net, 0.982)
CSAT = Question("csat", range(1, 6), (1.7, 2.4, 5.7, 34.2, 56.0), top_two, 0.90)
CES = Question("ces", range(1, 8), (0.7, 1.1, 2.0, 4.2, 12.0, 32.0, 48.0), mean, 0.84)
PROMISES = Question("promises_kept", range(2), (7.4, 92.6), lambda shares: shares[1], 0.89)
ENPS = Question("enps", range(11), (2.5, 1, 1.5, 2, 2.5, 9.5, 8, 13, 17, 22, 21), net, 1)
CUSTOMERS_ASKED = (NPS, CSAT, CES, PROMISES)


@cache
def shift_that_moves(question: Question, points: float) -> float:
    """How much better everyone's mood must be for the question's figure to stand `points` above its usual value."""
    wanted = question.figure(question.shares(0)) + points
    low, high = -4.0, 4.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        low, high = (middle, high) if question.figure(question.shares(middle)) < wanted else (low, middle)
    return low


@cache
def bounds(question: Question, points: float) -> tuple[float, ...]:
    """Where moods pass from one score to the next when the figure stands `points` above its usual value."""
    shift = shift_that_moves(question, points) if points else 0.0
    return tuple(bound - shift for bound in question.bounds())


def points_moved(question: Question, branch: Branch, month: Month, channel: str) -> float:
    """How far the true figure stands from its usual value here; everything else in the answers is chance."""
    by_phone = channel == "phone"
    if question is NPS:
        return 11 * calls_back(branch, month) - 20 * by_phone - 35 * has_fallen(branch, month)
    if question is CSAT:
        return satisfaction_moved(branch, month)
    return -1.25 * by_phone if question is CES else 0


def answer(question: Question, points: float, experience: float, dice: Random) -> int:
    """One score: partly the experience that all answers of the response share, partly its own."""
    own = COMMON * experience + (1 - COMMON**2) ** 0.5 * dice.gauss(0, 1)
    return question.scores[bisect(bounds(question, points), own)]


def response(dice: Random, branch: Branch, month: Month) -> list[object]:
    """One customer's line without its id: day, unit, channel, four scores (some left out), comment."""
    mix = channels(month)
    channel = dice.choices(list(mix), list(mix.values()))[0]
    experience = dice.gauss(0, 1)
    scores = [
        answer(question, points_moved(question, branch, month, channel), experience, dice)
        for question in CUSTOMERS_ASKED
    ]
    given: list[object] = [
        score if dice.random() < question.answered else ""
        for question, score in zip(CUSTOMERS_ASKED, scores, strict=True)
    ]
    if all(score == "" for score in given):
        given[0] = scores[0]
    likes_it = scores[1] >= 4 and scores[0] >= 7
    comment = (
        customer_comment(Random(dice.random()), branch, month, channel, likes_it) if dice.random() < COMMENTED else ""
    )
    return [some_day(dice, month), branch.path, channel, *given, comment]


def answers_in(branch: Branch, month: Month) -> int:
    """How many customers of the branch answered in the month."""
    if is_silent(branch, month):
        return 0
    if branch.name == SMALLEST:
        return 3
    return round(branch.answers * BUSY[month.number] * chance("how many", branch.path, month).uniform(0.93, 1.07))


def numbered(prefix: str, lines: list[list[object]], start: int) -> Iterator[list[object]]:
    """The lines by day, each with its response id in front."""
    for number, line in enumerate(sorted(lines, key=by_day), start=start):
        yield [f"{prefix}{number:05}", *line]


def by_day(line: list[object]) -> dt.date:
    """The day a line begins with."""
    day = line[0]
    assert isinstance(day, dt.date)
    return day


def customer_lines() -> Iterator[list[object]]:
    """Every line of the customer survey, oldest first."""
    start = 1
    for month in MONTHS:
        lines = []
        for branch in BRANCHES:
            dice = chance("survey 47", branch.path, month)
            lines += [response(dice, branch, month) for _ in range(answers_in(branch, month))]
        yield from numbered("r", lines, start)
        start += len(lines)


def staff_day(dice: Random, month: Month) -> dt.date:
    """A day on which staff were asked; in the last month the survey opened on the 29th."""
    if month == STAFF_ASKED_LATE:
        return dt.date(month.year, month.number, dice.randint(29, 30))
    return some_day(dice, month)


def staff_lines() -> Iterator[list[object]]:
    """Every line of the staff survey, oldest first: a third of the staff is asked each month."""
    start = 1
    for month in MONTHS:
        dice = chance("staff", month)
        asked = [branch for branch in BRANCHES if branch.name != SMALLEST and not is_silent(branch, month)]
        weights = [branch.customers for branch in asked]
        count = 4 if month == STAFF_ASKED_LATE else dice.randint(68, 82)
        lines: list[list[object]] = []
        for branch in dice.choices(asked, weights, k=count):
            score = answer(ENPS, 0, dice.gauss(0, 1), dice)
            comment = staff_comment(Random(dice.random()), likes_it=score >= 8) if dice.random() < COMMENTED else ""
            lines.append([staff_day(dice, month), branch.path, score, comment])
        yield from numbered("s", lines, start)
        start += len(lines)
