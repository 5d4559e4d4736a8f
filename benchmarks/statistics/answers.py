"""How often margins, verdicts, changes and chances are wrong where answers are few, lopsided, repeated or nearly all.

`python -m benchmarks.statistics.answers` (or `make statistics`) draws answers, hands them to the product's own
functions, prints a table and ends with 1 where a rate is beyond what docs/STATISTICS.md states.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.seeds import ROOM, add_seed, seeded
from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts
from metrics.answers.respondents import Repeats
from metrics.periods import Month
from metrics.statistics.difference import difference, word
from metrics.statistics.intervals import Bounds, value
from metrics.verdicts import verdict, waits
from metrics.vocabulary import Better, ChangeWord, Standard, Verdict
from metrics.year_chance import MOST, chance_of_year

Rng = np.random.Generator
Scores = NDArray[np.int64]
NPS: Bounds = (-100.0, 100.0)
SHARE: Bounds = (0.0, 100.0)
EASE: Bounds = (1.0, 7.0)
DRAWS = 2000
YEARS = 1500
PROMOTERS, DETRACTORS = 0.5, 0.2


@dataclass(frozen=True, slots=True)
class Rate:
    """How often something happens, in %, of so many draws (0: counted exactly), and what is stated of it."""

    name: str
    found: float
    draws: int
    most: float = 100
    least: float = 0

    @property
    def is_kept(self) -> bool:
        """Whether the rate is within what is stated, by more than chance in so many draws."""
        return self.least - self._room(self.least) <= self.found <= self.most + self._room(self.most)

    def _room(self, stated: float) -> float:
        return ROOM * math.sqrt(stated / 100 * (1 - stated / 100) / self.draws) if self.draws else 1e-9


def judged(evidence: Evidence, bounds: Bounds, standard: float) -> tuple[Verdict, bool]:
    """The verdict on evidence where higher is better, and whether it waits."""
    stated = Standard("", standard, Month(2026, 1))
    found = verdict(value(evidence, bounds), evidence, stated, Better.HIGHER)
    return found, waits(found, evidence, stated, Better.HIGHER)


# Shares of the answers 1 to 7 to a question of ease.
EASES = {
    "60 % sevens": (0.02, 0.02, 0.03, 0.05, 0.1, 0.18, 0.6),
    "60 % sevens, the rest even": (*[0.4 / 6] * 6, 0.6),
    "75 % sevens": (0.02, 0.01, 0.02, 0.03, 0.05, 0.12, 0.75),
    "90 % sevens": (0.005, 0.005, 0.005, 0.01, 0.025, 0.05, 0.9),
    "90 % sevens, the rest even": (*[0.1 / 6] * 6, 0.9),
    "in the middle": (0.05, 0.1, 0.2, 0.3, 0.2, 0.1, 0.05),
}


def means(rng: Rng) -> Iterator[Rate]:
    """Ease exactly at its standard: how often it is called met, and missed."""
    points = np.arange(1, 8)
    for name, shares in EASES.items():
        for n in (10, 20, 30, 60, 100, 300):
            drawn = rng.multinomial(n, shares, DRAWS)
            sums = zip((drawn @ points).tolist(), (drawn @ points**2).tolist(), strict=True)
            said = [judged(ScoreSums(n, *each), EASE, float(np.dot(shares, points)))[0] for each in sums]
            for which, most in ((Verdict.MET, 4.5), (Verdict.MISSED, 3.5)):
                yield Rate(f"ease, {name}, n {n}: {which.value}", 100 * said.count(which) / DRAWS, DRAWS, most)


def few_shares() -> Iterator[Rate]:
    """Satisfaction exactly at its standard, counted over every number of hits: how often a miss is named."""
    for n in (5, 6, 8, 10, 15, 20, 30):
        for share in (0.8, 0.9, 0.95, 0.97):
            named = sum(
                math.comb(n, hits) * share**hits * (1 - share) ** (n - hits)
                for hits in range(n + 1)
                if judged(ShareCounts(hits, n), SHARE, 100 * share) == (Verdict.MISSED, False)
            )
            yield Rate(f"share at a standard of {100 * share:.0f}, n {n}: missed is named", 100 * named, 0, 5)


def few_net_scores() -> Iterator[Rate]:
    """NPS exactly at its standard, counted over every number of promoters and detractors."""
    for n in (5, 7, 10, 15):
        for promoters, detractors in ((0.85, 0.05), (0.6, 0.05), (0.5, 0.2)):
            named = 0.0
            for up in range(n + 1):
                for down in range(n + 1 - up):
                    if judged(NetCounts(up, down, n), NPS, 100 * (promoters - detractors)) != (Verdict.MISSED, False):
                        continue
                    ways = math.comb(n, up) * math.comb(n - up, down)
                    rest = (1 - promoters - detractors) ** (n - up - down)
                    named += ways * promoters**up * detractors**down * rest
            name = f"NPS of {100 * promoters:.0f} - {100 * detractors:.0f}, n {n}: missed is named"
            yield Rate(name, 100 * named, 0, 5)


def populations(rng: Rng) -> Iterator[Rate]:
    """Staff of whom most answer: how often the margin holds the score of all of them."""
    for people, n in ((60, 50), (60, 30), (200, 150), (30, 25)):
        promoters, detractors = round(0.4 * people), round(0.3 * people)
        truth = 100 * (promoters - detractors) / people
        drawn = rng.multivariate_hypergeometric([promoters, detractors, people - promoters - detractors], n, DRAWS)
        ends = [value(NetCounts(up, down, n, population=people), NPS) for up, down, _ in drawn.tolist()]
        held = sum(each.low is not None and each.high is not None and each.low <= truth <= each.high for each in ends)
        yield Rate(f"{n} of {people} members of staff: the margin holds", 100 * held / DRAWS, DRAWS, 99.5, 92)


def repeated(people: int, times: int, agreement: float, rng: Rng) -> tuple[NetCounts, NetCounts]:
    """A month of people who answer so many times, as the product knows it and as independent answers."""
    chances = [PROMOTERS, DETRACTORS, 1 - PROMOTERS - DETRACTORS]
    own, usual = (rng.choice([1, -1, 0], (people, wide), p=chances) for wide in (times, 1))
    answers = np.where(rng.random((people, times)) < math.sqrt(agreement), usual, own)
    sums, n = answers.sum(1), people * times
    squares = int((sums**2).sum() - (answers**2).sum())
    several = Repeats(people * (times - 1), n * (times - 1), int(sums.sum()) * (times - 1), squares)
    counts = int((answers == 1).sum()), int((answers == -1).sum()), n
    return NetCounts(*counts, repeats=several), NetCounts(*counts)


def repeats(rng: Rng) -> Iterator[Rate]:
    """Months without a change, at their standard: how often they are said to differ, and how often it is judged."""
    truth = 100 * (PROMOTERS - DETRACTORS)
    for people, times in ((100, 2), (60, 3), (40, 5), (20, 10)):
        for agreement in (0.0, 0.5, 0.9):
            months = [repeated(people, times, agreement, rng) for _ in range(DRAWS)]
            for which, most in ((0, 6.5), (1, 100)):
                pairs = [(months[at][which], months[at - 1][which]) for at in range(0, DRAWS, 2)]
                changed = sum(word(difference(*pair, NPS)) is not ChangeWord.NO_REAL_CHANGE for pair in pairs)
                off = sum(judged(each[which], NPS, truth)[0] is not Verdict.TOO_CLOSE_TO_CALL for each in months)
                name = f"{people} people × {times}, agreement {agreement:g}{', as if independent' if which else ''}"
                yield Rate(f"{name}: rose or fell", 200 * changed / DRAWS, DRAWS // 2, most)
                yield Rate(f"{name}: met or missed", 100 * off / DRAWS, DRAWS, most)


def year(level: float, spread: float, memory: float, n: int, rng: Rng) -> list[Evidence | None]:
    """Twelve months of n answers whose score wanders about `level`."""
    steps = rng.standard_normal(12) * spread
    for month in range(1, 12):
        steps[month] = memory * steps[month - 1] + math.sqrt(1 - memory**2) * steps[month]
    found: list[Evidence | None] = []
    for score in np.clip((level + steps) / 100, -0.85, 0.85).tolist():
        up, down, _ = rng.multinomial(n, [0.45 + score / 2, 0.45 - score / 2, 0.1]).tolist()
        found.append(NetCounts(up, down, n))
    return found


def chances(rng: Rng) -> Iterator[Rate]:
    """Years of many levels about a standard of 45: how often what is said comes true."""
    for spread, memory, n, months in (
        (0, 0, 400, 9),
        (4, 0, 400, 9),
        (4, 0.6, 400, 9),
        (4, 0.8, 400, 9),
        (4, 0.6, 100, 3),
    ):
        said: list[tuple[float, bool]] = []
        for _ in range(YEARS):
            level = float(rng.uniform(33, 57))
            chance = chance_of_year(
                year(level, spread, memory, n, rng), months, Standard("", 45, Month(2026, 1)), Better.HIGHER, NPS
            )
            if chance is not None:
                said.append((chance, level >= 45))
        name = f"months wander by {spread}, rho {memory:g}, n {n}, {months} months of the year"
        for words, low, high, least in (("at least 95", MOST, 2.0, 95), ("70 to 94", 0.7, MOST, 65)):
            came = [true for chance, true in said if low <= chance < high]
            yield Rate(f"{name}: “{words}” comes true", 100 * sum(came) / len(came), len(came), 100, least)


def without_seed(drawn: Callable[[], Iterator[Rate]]) -> Callable[[Rng], Iterator[Rate]]:
    """A part that counts exactly, in the place of one that draws."""
    return lambda _: drawn()


PARTS: dict[str, Callable[[Rng], Iterator[Rate]]] = {
    "means near an end of their scale": means,
    "few answers, shares": without_seed(few_shares),
    "few answers, net scores": without_seed(few_net_scores),
    "people of a known number": populations,
    "people who answer several times": repeats,
    "the chance to meet the standard": chances,
}


def main() -> int:
    """Draw, print the table, and say whether every rate is within what is stated."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_seed(asked)
    given = asked.parse_args()
    broken = 0
    for part, rates in PARTS.items():
        print(f"{part}, in %", flush=True)
        for rate in rates(seeded(part, given.seed)):
            said = "" if rate.is_kept else f"  stated {rate.least:g} to {rate.most:g}"
            print(f"  {rate.name:92}{rate.found:7.1f}{said}", flush=True)
            broken += not rate.is_kept
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
