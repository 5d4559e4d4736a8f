"""How often control charts mark a stable service, miss a real fall, or promise what does not come.

`python -m benchmarks.statistics.charts` (or `make statistics`) simulates months of a service, hands them to the
product's own functions, prints a table and ends with 1 where a rate is beyond what docs/STATISTICS.md states.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.effects import EXTREMES
from benchmarks.statistics.seeds import ROOM, add_seed, seeded
from metrics.answers.evidence import NetCounts
from metrics.periods import Month
from metrics.spc.control_chart import ControlChart, control_chart
from metrics.spc.level_shift import clear_shift
from metrics.statistics.difference import difference, word
from metrics.statistics.seasonality import calendar_season
from metrics.vocabulary import Assurance, Better, ChangeWord

Numbers = NDArray[np.float64]
Sizes = Callable[[np.random.Generator, int], Numbers]

SERVICES = 1000
MONTHS = 36
FIRST = Month(2024, 1)
LEVEL = 30.0
STEADY = np.zeros(12)
THIN = 60


def same(n: int) -> Sizes:
    """So many answers every month."""
    return lambda _, months: np.full(months, float(n))


def uneven(rng: np.random.Generator, months: int) -> Numbers:
    """From 20 to 1,000 answers, evenly on the logarithmic scale."""
    return np.asarray(np.round(np.exp(rng.uniform(math.log(20), math.log(1000), months))), dtype=np.float64)


def sixths(_: np.random.Generator, months: int) -> Numbers:
    """1,000 answers, and 20 in each sixth month."""
    found = np.full(months, 1000.0)
    found[5::6] = 20
    return found


def dwindled(_: np.random.Generator, months: int) -> Numbers:
    """1,000 answers for two years, then 20."""
    return np.where(np.arange(months) < 24, 1000.0, 20.0)


def near(n: int) -> Sizes:
    """Within a third of so many answers."""
    return lambda rng, months: np.round(rng.uniform(n * 2 / 3, n * 4 / 3, months))


@dataclass(frozen=True, slots=True)
class Service:
    """A service's months: answers in each, how far its true score wanders (points, lag-one correlation), its season.

    It has moved by `moved` points in the newest `since` months.
    """

    sizes: Sizes
    wander: float = 0.0
    memory: float = 0.0
    season: Numbers | None = None
    moved: float = 0.0
    since: int = 0

    def drawn(self, rng: np.random.Generator, months: int = MONTHS) -> list[NetCounts]:
        """Promoters, detractors and answers of each month."""
        sizes = self.sizes(rng, months)
        score = LEVEL + self._wandered(rng, months)
        if self.season is not None:
            score += np.resize(self.season, months)
        if self.since:
            score[-self.since :] += self.moved
        net = np.clip(score / 100, -EXTREMES, EXTREMES)
        up, down = (EXTREMES + net) / 2, (EXTREMES - net) / 2
        promoters = rng.binomial(sizes.astype(np.int64), up)
        detractors = rng.binomial(sizes.astype(np.int64) - promoters, down / (1 - up))
        return [NetCounts(*row) for row in zip(promoters.tolist(), detractors.tolist(), sizes.tolist(), strict=True)]

    def _wandered(self, rng: np.random.Generator, months: int) -> Numbers:
        steps = rng.standard_normal(months) * self.wander
        for month in range(1, months):
            steps[month] = self.memory * steps[month - 1] + math.sqrt(1 - self.memory**2) * steps[month]
        return steps


def chart(answers: Sequence[NetCounts], *, by_answers: bool = True, standard: float | None = None) -> ControlChart:
    """The product's chart of months; `by_answers` False: the same limits for all, as before."""
    values = [each.estimate for each in answers]
    sizes = [each.n for each in answers] if by_answers else []
    months = [FIRST.plus(at) for at in range(len(values))]
    found = calendar_season(dict(zip(months, values, strict=True)), dict(zip(months, sizes, strict=False)))
    season = [found[month.number - 1] for month in months] if found and by_answers else []
    return control_chart(values, better=Better.HIGHER, standard=standard, sizes=sizes, season=season)


def marks(answers: Sequence[NetCounts]) -> dict[str, float]:
    """What is marked of a service's months."""
    found, plain = chart(answers), chart(answers, by_answers=False)
    beyond = [own is not None and own.value[0] == "limit" for own in found.signals]
    thin = [own for own, month in zip(beyond, answers, strict=True) if month.n <= THIN]
    return {
        "limit": any(beyond),
        "thin": sum(thin) / len(thin) if thin else math.nan,
        "any": any(found.signals),
        "newest": found.signals[-1] is not None,
        "before: limit": any(own is not None and own.value[0] == "limit" for own in plain.signals),
        "season": bool(found.season),
    }


def newest_found(answers: Sequence[NetCounts]) -> dict[str, float]:
    """Whether the newest month is beyond a limit, now and with the same limits for all months."""
    found, plain = (chart(answers, by_answers=own).signals[-1] for own in (True, False))
    return {"found": found is not None and found.value[0] == "limit", "before: found": plain is not None}


def offered(answers: Sequence[NetCounts]) -> dict[str, float]:
    """Whether a restart is offered at the end, and at any of twelve monthly looks."""
    values, sizes = [each.estimate for each in answers], [each.n for each in answers]
    looks = [clear_shift(values[:end], sizes[:end]) is not None for end in range(len(values) - 11, len(values) + 1)]
    return {"offered": looks[-1], "at any of 12 looks": any(looks)}


def claimed(answers: Sequence[NetCounts]) -> dict[str, float]:
    """Whether the newest month is said to differ from the one before: by the test, and by test and process."""
    said = word(difference(answers[-1], answers[-2], (-100.0, 100.0)))
    signal = chart(answers).signals[-1]
    real = said in (ChangeWord.ROSE, ChangeWord.FELL)
    agrees = signal is not None and signal.points_up == (said is ChangeWord.ROSE)
    return {"by the test": real, "by both": real and agrees}


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of service, what is measured of it, and which rates (in %) are stated at most and at least."""

    name: str
    service: Service
    measured: Callable[[Sequence[NetCounts]], dict[str, float]]
    most: dict[str, float]
    least: dict[str, float]
    months: int = MONTHS

    def rates(self, services: int, seed: str) -> dict[str, float]:
        """The measured rates in %."""
        rng = seeded(self.name, seed)
        found = [self.measured(self.service.drawn(rng, self.months)) for _ in range(services)]
        return {
            key: 100 * float(np.mean([own[key] for own in found if not math.isnan(own[key])] or [math.nan]))
            for key in found[0]
        }


def promised(distance: float, months: int) -> Callable[[Sequence[NetCounts]], dict[str, float]]:
    """Whether a standard so many standard deviations below the level is said to be met almost every month.

    If it is, whether one of the next twelve months misses it; the answers are of `months` and twelve more.
    """

    def measured(answers: Sequence[NetCounts]) -> dict[str, float]:
        sigma = 100 * math.sqrt((EXTREMES - (LEVEL / 100) ** 2) / answers[0].n)
        standard = LEVEL - distance * sigma
        said = chart(answers[:months], standard=standard).assurance is Assurance.CONSISTENT_PASS
        misses = any(each.estimate < standard for each in answers[months:])
        return {"said": said, "then missed": misses if said else math.nan}

    return measured


WAVE = 8 * np.sin(2 * np.pi * (np.arange(12) + 0.5) / 12)
NONE: dict[str, float] = {}
MARKED = {"limit": 10.0, "thin": 0.6}
CASES = (
    Case("stable, 200 answers", Service(same(200)), marks, {"limit": 14}, NONE),
    Case("stable, 20 answers", Service(same(20)), marks, {"limit": 14}, NONE),
    Case("stable, 130 to 270", Service(near(200)), marks, MARKED, NONE),
    Case("stable, 20 to 1,000", Service(uneven), marks, MARKED, NONE),
    Case("stable, 1,000 and each sixth month 20", Service(sixths), marks, MARKED, NONE),
    Case("stable, two years of 1,000, then 20", Service(dwindled), marks, MARKED, NONE),
    Case("wander sd 4, 130 to 270", Service(near(200), 4), marks, MARKED, NONE),
    Case("wander sd 4, 20 to 1,000", Service(uneven, 4), marks, {"limit": 28, "thin": 0.6}, NONE),
    Case("wander sd 4, each sixth month 20", Service(sixths, 4), marks, {"limit": 25, "thin": 0.6}, NONE),
    Case("wander sd 8, rho .5, 13,000 to 27,000", Service(near(20_000), 8, 0.5), marks, {"limit": 75}, NONE),
    Case("season of ± 8, 130 to 270", Service(near(200), season=WAVE), marks, {"limit": 20, "any": 50}, {"season": 70}),
    Case("no season, 60 months", Service(near(200)), marks, {"season": 2.5}, NONE, 60),
    Case("fell by 15 this month, 141 answers", Service(same(141), moved=-15, since=1), newest_found, NONE, NONE),
    Case("fell by 15 this month, 20 to 1,000", Service(uneven, moved=-15, since=1), newest_found, NONE, {"found": 30}),
    Case("restart: stable, 200", Service(same(200)), offered, {"at any of 12 looks": 2}, NONE),
    Case("restart: stable, 20 to 1,000", Service(uneven), offered, {"at any of 12 looks": 2}, NONE),
    Case("restart: wander sd 8, rho .5", Service(same(200), 8, 0.5), offered, {"offered": 12}, NONE),
    Case("restart: 11 lower for 10 months", Service(same(200), moved=-11, since=10), offered, NONE, {"offered": 60}),
    Case("restart: 11 lower for 6 months", Service(same(200), moved=-11, since=6), offered, NONE, {"offered": 50}),
    Case("changed? stable, 1,000", Service(near(1000)), claimed, {"by both": 2}, NONE),
    Case("changed? wander sd 4, 1,000", Service(near(1000), 4), claimed, {"by both": 3}, NONE),
    Case("changed? wander sd 4, 5,000", Service(near(5000), 4), claimed, {"by both": 3}, NONE),
    Case("changed? fell by 15, 1,000", Service(near(1000), moved=-15, since=1), claimed, NONE, {"by both": 90}),
    *(
        Case(
            f"met almost every month? standard {far} sd away, {of} months",
            Service(same(300)),
            promised(far, of),
            NONE,
            NONE,
            of + 12,
        )
        for of in (36, 8)
        for far in (2.0, 2.5, 3.0, 3.5)
    ),
)


def beyond(case: Case, found: dict[str, float], services: int) -> list[str]:
    """What is stated and not kept, by more than chance in so many services."""
    wrong = []
    for stated, sign in ((case.most, 1), (case.least, -1)):
        for key, rate in stated.items():
            room = ROOM * math.sqrt(rate / 100 * (1 - rate / 100) / services)
            if sign * (found[key] - rate) > room:
                wrong.append(f"{key} {found[key]:.1f}, stated {rate:g}")
    return wrong


def main() -> int:
    """Simulate, print the rates, and say whether every one is within what is stated."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--only", default="", help="kinds whose name has this in it")
    add_seed(asked)
    given = asked.parse_args()
    broken = 0
    print("control charts, in %")
    for case in (case for case in CASES if given.only in case.name):
        found = case.rates(SERVICES, given.seed)
        wrong = beyond(case, found, SERVICES)
        rates = ", ".join(f"{key} {rate:.1f}" for key, rate in found.items() if not math.isnan(rate))
        print(f"{case.name:58}{rates}  {'BEYOND: ' if wrong else ''}{'; '.join(wrong)}", flush=True)
        broken += bool(wrong)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
