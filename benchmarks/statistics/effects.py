"""How often an effect is claimed where nothing acted, how often the interval holds, and how often an effect is found.

`python -m benchmarks.statistics.effects` (or `make statistics`) simulates companies, hands their answers to the
product's own functions, prints a table and ends with 1 where a rate is beyond what docs/STATISTICS.md states.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.seeds import ROOM, add_seed, seeded
from metrics.answers.evidence import NetCounts, total
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, months_between
from metrics.statistics.difference_in_differences import (
    LONGEST,
    Compared,
    Effect,
    EffectWord,
    effect,
    first_said,
    looks,
    windows,
    year_earlier,
)
from metrics.statistics.unit_changes import Unit

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]

NPS = CATALOGUE["nps"]
FIRST = Month(2024, 1)
PAST = 24  # months before the start
BEGAN = FIRST.plus(PAST).first_day
UNITS = 24
SCORE = 30.0
EXTREMES = 0.7  # promoters and detractors together; single answers scatter by about 78 points
COMPANIES = 150


@dataclass(frozen=True, slots=True)
class Company:
    """The true score and the answers asked for of each unit, channel and month, and which units are treated."""

    scores: Numbers
    answers: Counts
    treated: Sequence[int]

    @property
    def months(self) -> int:
        return int(self.scores.shape[2])


def steady(units: int = UNITS, after: int = 6, answers: int = 100, treated: int = 1, score: float = SCORE) -> Company:
    """Every unit has the same score and the same answers, in one channel, for `PAST` months and those `after`."""
    shape = (units, 1, PAST + after)
    return Company(np.full(shape, score), np.full(shape, answers), range(treated))


def wandering(company: Company, rng: np.random.Generator, spread: float, memory: float) -> Company:
    """Each unit's true score wanders by itself about its level: autoregressive with lag-one correlation `memory`."""
    units, _, months = company.scores.shape
    steps = rng.standard_normal((units, months)) * spread
    for month in range(1, months):
        steps[:, month] = memory * steps[:, month - 1] + np.sqrt(1 - memory**2) * steps[:, month]
    return replace(company, scores=company.scores + steps[:, None, :])


def shifted(company: Company, units: Sequence[int], by: float, from_month: int) -> Company:
    """The score of `units` moves by `by` from a month on."""
    scores = company.scores.copy()
    scores[list(units), :, from_month:] += by
    return replace(company, scores=scores)


def answering(company: Company, units: Sequence[int], times: float, from_month: int = PAST) -> Company:
    """`units` send `times` as many answers from a month on; 0: they close."""
    answers = company.answers.copy()
    answers[list(units), :, from_month:] = np.round(answers[list(units), :, from_month:] * times)
    return replace(company, answers=answers)


def scored(company: Company, units: Sequence[int], score: float) -> Company:
    """`units` have another level."""
    scores = company.scores.copy()
    scores[list(units)] = score
    return replace(company, scores=scores)


def drawn(company: Company, rng: np.random.Generator) -> tuple[Counts, Counts, Counts]:
    """Promoters, detractors and answers by unit, channel and month."""
    net = np.clip(company.scores / 100, -EXTREMES, EXTREMES)
    promoters, detractors = (EXTREMES + net) / 2, (EXTREMES - net) / 2
    first = rng.binomial(company.answers, promoters)
    return first, rng.binomial(company.answers - first, detractors / (1 - promoters)), company.answers


def units_of(company: Company, rng: np.random.Generator) -> list[Unit]:
    """The answers as the product's evidence."""
    promoters, detractors, answers = (part.tolist() for part in drawn(company, rng))
    months = months_between(FIRST, FIRST.plus(company.months - 1))
    return [
        [
            {
                month: NetCounts(*counts)
                for month, *counts in zip(
                    months, *(part[unit][channel] for part in (promoters, detractors, answers)), strict=True
                )
                if counts[2]
            }
            for channel in range(company.scores.shape[1])
        ]
        for unit in range(company.scores.shape[0])
    ]


@dataclass(frozen=True, slots=True)
class Reading:
    """What the product says of a metric after all months, and whether it said anything at any look."""

    effect: Effect
    ever: bool


def read(metrics: Sequence[list[Unit]], treated: Sequence[int], after: int) -> list[Reading]:
    """The effect on each metric of one initiative, all metrics judged together, each month looked at."""
    found = windows(BEGAN, FIRST.plus(PAST + after - 1), FIRST)
    compared = [_compared(units, treated) for units in metrics]
    if compared[0].all_took_part:
        found = year_earlier(found, FIRST)
    said = first_said([looks(NPS, found, each) for each in compared])
    return [Reading(effect(NPS, found, each, one), bool(one)) for each, one in zip(compared, said, strict=True)]


def _compared(units: list[Unit], treated: Sequence[int]) -> Compared:
    chosen = set(treated)
    return Compared(
        [units[at] for at in treated],
        [unit for at, unit in enumerate(units) if at not in chosen],
        len(chosen) == len(units),
    )


def _recent(unit: Unit, months: Sequence[Month]) -> float:
    whole = total([channel.get(month) for channel in unit for month in months])
    return math.nan if whole is None else whole.estimate


def worst(units: list[Unit]) -> list[int]:
    """The unit that scored lowest in the three months before the start, where a leader would act."""
    last = [FIRST.plus(PAST - back) for back in (1, 2, 3)]
    return [int(np.nanargmin([_recent(unit, last) for unit in units]))]


def fallen(units: list[Unit]) -> list[int]:
    """The unit that fell most to the three months before the start, from the three before those."""
    last, earlier = ([FIRST.plus(PAST - back) for back in backs] for backs in ((1, 2, 3), (4, 5, 6)))
    return [int(np.nanargmin([_recent(unit, last) - _recent(unit, earlier) for unit in units]))]


Vary = Callable[[Company, np.random.Generator], Company]


@dataclass(frozen=True, slots=True)
class Case:
    """A kind of company. `truth` is the effect there is; `most` the false claims (in %) that are stated at most.

    `vary` changes each company by chance. `choose` picks the treated units by their answers; None: the company's
    own. With `metrics` the initiative is to move so many. `holds` is how often (in %) the interval must hold the truth,
    None where it is about another level; `least` how often an effect must be found.
    """

    name: str
    company: Company
    after: int = 6
    truth: float = 0
    metrics: int = 1
    vary: Vary = lambda company, _: company
    choose: Callable[[list[Unit]], list[int]] | None = None
    most: float = 6
    holds: float | None = 93
    least: float | None = None

    @property
    def is_null(self) -> bool:
        return not self.truth


def uneven(company: Company, rng: np.random.Generator) -> Company:
    """Units differ in their level for good, by 6 points."""
    levels = rng.standard_normal((company.scores.shape[0], 1, 1)) * 6
    return replace(company, scores=company.scores + levels)


def wander(spread: float, memory: float = 0.6) -> Vary:
    """Each unit's months wander about its level."""
    return lambda company, rng: wandering(company, rng, spread, memory)


def opening() -> Company:
    """A large poor unit opens at the start, another opened half a year before it."""
    company = scored(answering(steady(), [23], 6), [23], -10)
    company.answers[23, :, :PAST] = 0
    company.answers[22, :, : PAST - 6] = 0
    return company


def closing() -> Company:
    """A large poor unit closes at the start."""
    return answering(scored(answering(steady(), [23], 6, 0), [23], -10), [23], 0)


def channels() -> Company:
    """Two channels, the second 30 points lower; in the treated unit it falls from 50 to 30 % of the answers."""
    shape = (UNITS, 2, PAST + 6)
    scores, answers = np.full(shape, 50.0), np.full(shape, 50)
    scores[:, 1] = 20
    answers[0, 0, PAST:], answers[0, 1, PAST:] = 70, 30
    return Company(scores, answers, (0,))


def seasonal(after: int = 6) -> Company:
    """All units take part, and share a season of ± 4 points."""
    company = steady(UNITS, after, treated=UNITS)
    wave = 4 * np.sin(2 * np.pi * (np.arange(company.months) - PAST + 0.5) / 12)
    return replace(company, scores=company.scores + wave)


def poor(units: Sequence[int], times: float, company: Company | None = None) -> Company:
    """`units` score -10 and answer `times` as often from the start."""
    return answering(scored(steady() if company is None else company, units, -10), units, times)


def moved(by: float, back: int = 0, **made: int) -> Company:
    """The treated units' score moves so many months before the start."""
    company = steady(**made)
    return shifted(company, company.treated, by, PAST - back)


NULL = (
    Case("nothing changes", steady()),
    Case("nothing changes, 30 answers a month", steady(answers=30)),
    Case("nothing changes, 4 units", steady(units=4)),
    Case("five poor untouched units answer 2 ×", poor(range(19, 24), 2)),
    Case("three poor untouched units answer 5 ×", poor(range(21, 24), 5)),
    Case("the treated unit is poor and answers 5 ×", poor([0], 5)),
    Case(
        "the better of two treated units answers half as much again",
        answering(scored(steady(treated=2), [0], 60), [0], 1.5),
    ),
    Case("a large poor unit opens", opening()),
    Case("a large poor unit closes", closing()),
    Case("the treated unit's channels shift", channels()),
    Case("months wander: sd 3, rho .6, n 300", steady(answers=300), vary=wander(3)),
    Case("months wander: sd 3, rho 0, n 300", steady(answers=300), vary=wander(3, 0)),
    Case("months wander: sd 6, rho .6, n 30", steady(answers=30), vary=wander(6)),
    Case("months wander: sd 4, rho .6, n 100, 5 treated", steady(treated=5), vary=wander(4)),
    Case("months wander: sd 3, rho .6, n 300, 6 units", steady(units=6, answers=300), vary=wander(3)),
    Case("the worst of three months is chosen, equal units", steady(after=3), 3, choose=worst),
    Case("the worst of three months is chosen, uneven units", steady(after=3), 3, vary=uneven, choose=worst),
    Case("the worst is chosen, months wander, n 300", steady(answers=300), vary=wander(3), choose=worst, holds=None),
    Case("the unit that fell most is chosen", steady(after=3), 3, choose=fallen),
    Case("all take part: a season of ± 4, after 6", seasonal()),
    Case("all take part: a season of ± 4, after 3", seasonal(3), 3),
    Case("all take part: months wander, n 300", steady(answers=300, treated=UNITS), vary=wander(3)),
    Case("it fell by 15 four months before the start", moved(-15, 4), holds=None),
    Case("it fell by 15 two months before the start", moved(-15, 2), holds=None),
    Case("it fell by 15 one month before the start", moved(-15, 1), most=12, holds=None),
    Case("it rose by 10 two months before the start", moved(10, 2), most=50, holds=None),
    Case("12 monthly looks", steady(after=12), 12, most=10),
    Case("12 monthly looks, 3 metrics", steady(after=12), 12, metrics=3, most=10),
    Case(
        "12 monthly looks, 3 metrics, months wander",
        steady(after=12, answers=300),
        12,
        metrics=3,
        vary=wander(3),
        most=10,
    ),
)
REAL = (
    Case("+10, n 100, one unit, after 6", moved(10), truth=10, least=55),
    Case("+10, n 100, one unit, after 12", moved(10, after=12), 12, truth=10, least=72),
    Case("+5, n 300, one unit, after 6", moved(5, answers=300), truth=5, least=36),
    Case("+5, n 100, five units, after 6", moved(5, treated=5), truth=5, least=48),
    Case("-10, n 100, one unit, after 6", moved(-10), truth=-10, least=12),
    Case("+2, n 100, all units, after 6", moved(2, treated=UNITS), truth=2, least=36),
    Case("+10 in the worst, uneven units, after 6", steady(), truth=10, vary=uneven, choose=worst, least=52),
)


@dataclass(frozen=True, slots=True)
class Rates:
    """In %: companies in which a metric is said to rise or fall at the end, or ever; how often the interval holds."""

    rose: float
    fell: float
    ever: float
    held: float


def rates(case: Case, companies: int, seed: str) -> Rates:
    """What the product says of so many companies of a kind."""
    rng = seeded(case.name, seed)
    found = np.array([_one(case, rng) for _ in range(companies)])
    return Rates(*(100 * float(mean) for mean in found.mean(axis=0)))


def _one(case: Case, rng: np.random.Generator) -> tuple[bool, bool, bool, float]:
    company = case.vary(case.company, rng)
    metrics = [units_of(company, rng)]
    metrics += [units_of(case.vary(case.company, rng), rng) for _ in range(case.metrics - 1)]
    treated = company.treated
    if case.choose is not None:
        treated = case.choose(metrics[0])
        if case.truth:
            # The units were chosen by their answers before the start, so these stay.
            metrics = [after_start(metrics[0], units_of(shifted(company, treated, case.truth, PAST), rng))]
    readings = read(metrics, treated, case.after)
    words = [reading.effect.word for reading in readings]
    held = [_holds(reading.effect, case.truth) for reading in readings]
    ever = any(reading.ever for reading in readings)
    return EffectWord.ROSE in words, EffectWord.FELL in words, ever, float(np.mean(held))


def after_start(before: list[Unit], after: list[Unit]) -> list[Unit]:
    """The months before the start of one, those since of the other."""
    start = FIRST.plus(PAST)
    return [
        [
            {month: (late if month >= start else early)[month] for month in early}
            for early, late in zip(first, second, strict=True)
        ]
        for first, second in zip(before, after, strict=True)
    ]


def _holds(found: Effect, truth: float) -> bool:
    low, high = found.size.low, found.size.high
    return low is None or high is None or low <= truth <= high


def beyond(case: Case, found: Rates, companies: int) -> list[str]:
    """What is stated and not kept, by more than chance in so many companies."""
    wrong = []
    room = {
        rate: ROOM * math.sqrt(rate / 100 * (1 - rate / 100) / companies) for rate in (case.most, 93, case.least or 0)
    }
    claimed = found.ever if case.metrics > 1 or case.after == LONGEST else found.rose + found.fell
    if case.is_null and claimed > case.most + room[case.most]:
        wrong.append(f"claims {claimed:.1f} > {case.most:g}")
    if case.holds is not None and found.held < case.holds - room[93]:
        wrong.append(f"held {found.held:.1f} < {case.holds:g}")
    power = found.rose if case.truth > 0 else found.fell
    if case.least is not None and power < case.least - room[case.least]:
        wrong.append(f"found {power:.1f} < {case.least:g}")
    return wrong


def main() -> int:
    """Simulate, print the table, and say whether every rate is within what is stated."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--companies", type=int, default=COMPANIES, help="of each kind")
    asked.add_argument("--only", default="", help="kinds whose name has this in it")
    add_seed(asked)
    given = asked.parse_args()
    broken = 0
    print(f"{'effects of initiatives, in %':62}{'rose':>7}{'fell':>7}{'ever':>7}{'held':>7}")
    for case in (*NULL, *REAL):
        if given.only in case.name:
            found = rates(case, given.companies, given.seed)
            wrong = beyond(case, found, given.companies)
            numbers = "".join(f"{rate:7.1f}" for rate in (found.rose, found.fell, found.ever, found.held))
            print(f"{case.name:62}{numbers}  {', '.join(wrong)}", flush=True)
            broken += bool(wrong)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
