"""How often the chart of rare events marks a stable service, and how often it finds that events became rarer.

`python -m benchmarks.statistics.rare_events` (or `make statistics`) draws shoppers' visits, hands them to the
product's own functions, prints a table and ends with 1 where a rate is beyond what docs/STATISTICS.md states.
"""

from __future__ import annotations

import argparse
import datetime as dt
import math
import sys
from dataclasses import dataclass

import numpy as np

from benchmarks.statistics.seeds import ROOM, add_seed, seeded
from metrics.spc.rare_events import CountedDay, RareEvents, are_rare, rare_events
from metrics.spc.special_causes import Signal

MONTHS, RECENT = 36, 12
SERVICES = 500
START = dt.date(2024, 1, 1)


@dataclass(frozen=True, slots=True)
class Case:
    """Visits a month and the share that fails, which is `times` as large in the last year.

    `limit` and `run` are the shares of charts (in %) with such a mark, stated at most; `found` at the end, at least.
    """

    visits: int
    share: float
    times: float = 1
    limit: float = 100
    run: float = 100
    found: float = 0

    @property
    def name(self) -> str:
        changed = "" if self.times == 1 else f", {self.times:g} × in the last year"
        return f"{self.visits} visits a month, {100 * self.share:g} % fail{changed}"


@dataclass(frozen=True, slots=True)
class Rates:
    """In %: services with a chart; of these charts with a gap beyond the limit, with a run, with a mark at the end."""

    drawn: float
    limit: float
    run: float
    newest: float


CASES = (
    Case(3, 0.1, limit=10, run=10),
    Case(10, 0.05, limit=10, run=10),
    Case(30, 0.02, limit=10, run=10),
    Case(100, 0.009, limit=10, run=10),
    Case(30, 0.02, 0.25, found=18),
    Case(30, 0.02, 0.1, found=40),
    Case(30, 0.012, 4, found=0),
)


def one_chart(case: Case, rng: np.random.Generator) -> RareEvents | None:
    """The chart of one service; None where its failures are too few, or are not rare."""
    share = np.full(case.visits * MONTHS, case.share)
    share[-case.visits * RECENT :] *= case.times
    failed = rng.random(len(share)) < share
    if not are_rare(int(failed.sum()), len(failed), MONTHS):
        return None
    days = (30.4 * np.arange(len(failed)) / case.visits).astype(int).tolist()
    return rare_events(
        CountedDay(START + dt.timedelta(days=day), 1, int(own)) for day, own in zip(days, failed.tolist(), strict=True)
    )


def rates(case: Case, services: int, seed: str) -> Rates:
    """What the product says of so many services."""
    rng = seeded(case.name, seed)
    charts = [found for _ in range(services) if (found := one_chart(case, rng)) is not None]
    marked = [
        (
            Signal.ABOVE_LIMIT in own.signals,
            any(signal in (Signal.RUN_ABOVE, Signal.RUN_BELOW) for signal in own.signals),
            own.newest is not None,
        )
        for own in charts
    ]
    return Rates(100 * len(charts) / services, *(100 * float(mean) for mean in np.mean(marked, axis=0)))


def beyond(case: Case, found: Rates) -> list[str]:
    """What is stated and not kept, by more than chance."""
    stated = ((found.limit, case.limit, 1), (found.run, case.run, 1), (found.newest, case.found, -1))
    drawn = max(1.0, found.drawn / 100 * SERVICES)
    return [
        f"{rate:.1f}, stated {limit:g}"
        for rate, limit, sign in stated
        if sign * (rate - limit) > ROOM * math.sqrt(limit / 100 * (1 - limit / 100) / drawn)
    ]


def main() -> int:
    """Simulate, print the table, and say whether every rate is within what is stated."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    add_seed(asked)
    given = asked.parse_args()
    broken = 0
    print(f"{'charts of rare events, in %':52}{'drawn':>8}{'limit':>8}{'run':>8}{'at the end':>12}")
    for case in CASES:
        found = rates(case, SERVICES, given.seed)
        wrong = beyond(case, found)
        numbers = f"{found.drawn:8.1f}{found.limit:8.1f}{found.run:8.1f}{found.newest:12.1f}"
        print(f"{case.name:52}{numbers}  {'; '.join(wrong)}", flush=True)
        broken += bool(wrong)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
