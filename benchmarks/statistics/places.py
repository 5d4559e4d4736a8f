"""How often a unit is called odd, or a place to look, where nothing is; and how often one that is there is found.

`python -m benchmarks.statistics.places` (or `make statistics`) simulates companies, hands their answers to the
product's own functions, prints two tables and ends with 1 where a rate is beyond what docs/STATISTICS.md states.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.statistics.seeds import ROOM, add_seed, seeded
from metrics.answers.evidence import Evidence, NetCounts, ScoreSums, ShareCounts
from metrics.catalogue import CATALOGUE, Metric
from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.units.comparison import CLAIM, Funnel, compare
from metrics.units.priority_units import MovedUnits, YearApart, places
from metrics.units.unit_pairs import unit_pairs
from metrics.vocabulary import Scope

Numbers = NDArray[np.float64]
Counts = NDArray[np.int64]
Draw = Callable[[Numbers, Counts, np.random.Generator], list[Evidence]]

YEAR_AGO = spans(Scope(Month(2026, 10), period=PeriodKind.ROLLING3)).year_ago
NPS_SD = 78.0  # single answers scatter by so many points
UNEVEN = 0.4  # how much units differ in their answers, on a logarithmic scale
MEMORY = 0.6  # of a unit's months, where they wander
PAGES = 120
A_YEAR = 4  # in stretches of three months
SCORES, EASE = np.arange(1, 8), np.array([0.01, 0.02, 0.04, 0.08, 0.2, 0.3, 0.35])


def net(off: Numbers, n: Counts, rng: np.random.Generator) -> list[Evidence]:
    """Promoters and detractors, 45 net with 79 % at either end; `off` is in parts of the spread of single answers."""
    score = np.clip(0.45 + off * NPS_SD / 100, -0.75, 0.75)
    first = rng.binomial(n, (0.79 + score) / 2)
    second = rng.binomial(n - first, (0.79 - score) / 2 / (1 - (0.79 + score) / 2))
    return [NetCounts(*each) for each in zip(first.tolist(), second.tolist(), n.tolist(), strict=True)]


def share(of: float) -> Draw:
    """Hits, about one share."""

    def drawn(off: Numbers, n: Counts, rng: np.random.Generator) -> list[Evidence]:
        hits = rng.binomial(n, np.clip(of + off * math.sqrt(of * (1 - of)), 0.002, 0.998))
        return [ShareCounts(*each) for each in zip(hits.tolist(), n.tolist(), strict=True)]

    return drawn


def ease(off: Numbers, n: Counts, rng: np.random.Generator) -> list[Evidence]:
    """Scores of 1 to 7 with 35 % sevens, moved by leaning all chances towards one end."""
    found: list[Evidence] = []
    for lean, count in zip((0.8 * off).tolist(), n.tolist(), strict=True):
        chances = EASE * np.exp(lean * (SCORES - 5.74) / 1.29)
        given = rng.multinomial(count, chances / chances.sum())
        found.append(ScoreSums(count, int(given @ SCORES), int(given @ SCORES**2)))
    return found


METRICS: Mapping[str, Draw] = {
    "nps": net,
    "csat": share(0.88),
    "ces": ease,
    "first_contact_resolution": share(0.75),
    "critical_failures": share(0.07),
}


def answers(units: int, n: int, rng: np.random.Generator) -> Counts:
    """How many answers each unit has, about n and at least five."""
    drawn: Counts = np.maximum(5, np.round(n * np.exp(rng.normal(0, UNEVEN, units)))).astype(np.int64)
    return drawn


@dataclass(frozen=True, slots=True)
class Beside:
    """Units side by side on one metric: the true spread between them, and how far the first one is off for good.

    Both are in points of NPS, and for other metrics in the same part of the spread of single answers. `outside` (in %
    of the units) and `named` (in % of the pages) are stated at most where nothing is off, `found` at least.
    """

    metric: str
    units: int
    n: int
    spread: float
    off: float = 0
    outside: float = 0.3
    named: float = 5
    found: float | None = None

    @property
    def name(self) -> str:
        odd = f", one off by {self.off:g}" if self.off else ""
        return f"{self.metric}, {self.units} units, n {self.n:,}, true spread {self.spread:g}{odd}"


@dataclass(frozen=True, slots=True)
class Rates:
    """In %: units below and above, pages on which a unit is named, pages on which the one that is off is named."""

    below: float
    above: float
    named: float
    found: float


def side_by_side(case: Beside, pages: int, rng: np.random.Generator) -> Rates:
    """What the product says of so many pages; of two or three units a page names one where a pair differs."""
    bounds = CATALOGUE[case.metric].bounds
    below = above = named = found = 0
    for _ in range(pages):
        off = rng.normal(0, case.spread / NPS_SD, case.units)
        off[0] -= case.off / NPS_SD
        evidence = METRICS[case.metric](off, answers(case.units, case.n, rng), rng)
        units = {f"{at}": each for at, each in enumerate(evidence)}
        compared = compare(units, bounds=bounds)
        claimed = [each.name for each in compared if each.funnel in _OUT and each.q is not None and each.q <= CLAIM]
        if case.units < 4:
            claimed = [pair.low for pair in unit_pairs(units, bounds) if pair.differs]
        below += sum(each.funnel is Funnel.BELOW for each in compared)
        above += sum(each.funnel is Funnel.ABOVE for each in compared)
        named += bool(claimed)
        found += "0" in claimed
    each, page = 100 / pages / case.units, 100 / pages
    return Rates(below * each, above * each, named * page, found * page)


_OUT = (Funnel.BELOW, Funnel.ABOVE)


@dataclass(frozen=True, slots=True)
class Look:
    """A page with five metrics at each unit: how far their months wander, and how far one metric of one unit moved.

    n is that of three months. `history` is in months; `named` (in % of the pages) is stated at most, `found` at least.
    """

    units: int
    n: int
    wander: float
    off: float = 0
    history: int = 36
    named: float = 5
    found: float | None = None

    @property
    def name(self) -> str:
        moved = f", one moved by {self.off:g}" if self.off else ""
        years = "" if self.history == 36 else f", {self.history} months of history"
        return f"{self.units} units, n {self.n:,}, months wander by {self.wander:g}{moved}{years}"


def looked(case: Look, pages: int, rng: np.random.Generator) -> Rates:
    """What *Where to look* names on so many pages."""
    named = found = 0
    for _ in range(pages):
        years = {metric: _years(metric, case, rng, moved=metric == "nps") for metric in METRICS}
        moved = [MovedUnits(CATALOGUE[each], own[0], sorted(own[0].now)) for each, own in years.items()]
        claimed = {(place.unit, place.metric.id) for place in places(moved, YEAR_AGO, _earlier(years))}
        named += bool(claimed)
        found += ("0", "nps") in claimed
    return Rates(0, 0, 100 * named / pages, 100 * found / pages)


def _earlier(years: Mapping[str, list[YearApart]]) -> Callable[[Sequence[Metric]], dict[str, list[YearApart]]]:
    return lambda metrics: {metric.id: years[metric.id][1:] for metric in metrics}


def _years(metric: str, case: Look, rng: np.random.Generator, *, moved: bool) -> list[YearApart]:
    """The stretches of three months beside those a year earlier, the newest first."""
    months = rng.standard_normal((case.history, case.units)) * case.wander / NPS_SD
    for month in range(1, case.history):
        months[month] = MEMORY * months[month - 1] + math.sqrt(1 - MEMORY**2) * months[month]
    off = months.reshape(-1, 3, case.units).mean(axis=1)[::-1].copy()
    if moved:
        off[0, 0] -= case.off / NPS_SD
    n, draw = answers(case.units, case.n, rng), METRICS[metric]
    drawn = [{f"{at}": each for at, each in enumerate(draw(own, n, rng))} for own in off]
    return [YearApart(now, before) for now, before in zip(drawn, drawn[A_YEAR:], strict=False)]


NULL = tuple(
    Beside("nps", units, n, spread) for units in (5, 8, 24) for n in (10, 100, 1000, 5000) for spread in (0, 6)
)
ENDS = (
    Beside("ces", 8, 20, 0),
    Beside("ces", 24, 20, 0),
    Beside("csat", 8, 20, 0),
    Beside("csat", 8, 5000, 6),
    Beside("critical_failures", 8, 30, 0),
    Beside("nps", 24, 20, 0),
)
PAIRS = (Beside("nps", 2, 100, 0), Beside("nps", 3, 100, 0), Beside("csat", 3, 300, 0))
ODD = (
    Beside("nps", 3, 300, 0, 15, found=45),
    Beside("nps", 5, 1000, 0, 15, found=2),
    Beside("nps", 5, 5000, 0, 15, found=60),
    Beside("nps", 8, 1000, 0, 15, found=45),
    Beside("nps", 8, 5000, 0, 15, found=90),
    Beside("nps", 24, 1000, 0, 15, found=85),
    Beside("nps", 24, 1000, 6, 15, found=8),
)
STILL = (
    *(Look(units, 300, wander) for units in (3, 6, 24) for wander in (0, 2, 4)),
    *(Look(units, 3000, 4) for units in (3, 6, 24)),
    *(Look(units, 90, 4) for units in (3, 6)),
    *(Look(units, 300, 4, history=15) for units in (6, 24)),
)
MOVED = (
    Look(3, 300, 0, 25, found=30),
    Look(6, 300, 0, 25, found=45),
    Look(24, 300, 0, 25, found=45),
    Look(24, 300, 4, 25, found=25),
    Look(6, 3000, 4, 25, found=75),
    Look(24, 300, 0, 25, history=15, found=30),
)


def beyond(case: Beside | Look, found: Rates, pages: int) -> list[str]:
    """What is stated and not kept, by more than chance on so many pages."""
    wrong = []
    if isinstance(case, Beside) and not case.off:
        most, units = case.outside / 100, pages * case.units
        if found.below + found.above > case.outside + ROOM * math.sqrt(most * (1 - most) / units):
            wrong.append(f"outside {found.below + found.above:.2f} > {case.outside:g}")
    if not case.off and found.named > case.named + _room(case.named, pages):
        wrong.append(f"named {found.named:.1f} > {case.named:g}")
    if case.found is not None and found.found < case.found - _room(case.found, pages):
        wrong.append(f"found {found.found:.0f} < {case.found:g}")
    return wrong


def _room(rate: float, pages: int) -> float:
    return ROOM * math.sqrt(rate / 100 * (1 - rate / 100) / pages)


def main() -> int:
    """Simulate, print the tables, and say whether every rate is within what is stated."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--pages", type=int, default=PAGES, help="of each kind")
    asked.add_argument("--only", default="", help="kinds whose name has this in it")
    add_seed(asked)
    given = asked.parse_args()
    broken = 0
    print(f"{'units side by side, in %':62}{'below':>7}{'above':>7}{'named':>7}{'found':>7}")
    for case in (*NULL, *ENDS, *PAIRS, *ODD):
        if given.only in case.name:
            broken += _told(case, side_by_side(case, given.pages, seeded(case.name, given.seed)), given.pages)
    print(f"{'where to look, in % of pages with five metrics':62}{'':14}{'named':>7}{'found':>7}")
    for look in (*STILL, *MOVED):
        if given.only in look.name:
            broken += _told(look, looked(look, given.pages, seeded(look.name, given.seed)), given.pages)
    return 1 if broken else 0


def _told(case: Beside | Look, found: Rates, pages: int) -> bool:
    wrong = beyond(case, found, pages)
    ends = f"{found.below:7.2f}{found.above:7.2f}" if isinstance(case, Beside) else f"{'':14}"
    hit = f"{found.found:7.0f}" if case.off else f"{'':7}"
    print(f"{case.name:62}{ends}{found.named:7.1f}{hit}  {', '.join(wrong)}", flush=True)
    return bool(wrong)


if __name__ == "__main__":
    sys.exit(main())
