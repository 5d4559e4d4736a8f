"""What scorecards of many units cost, their fetch included, against the SQL that fetches the tallies they are made of.

`python -m benchmarks.scorecards` (or `make bench`) prints a table and ends with 1 where the promise is broken. Both
sides are asked of the same store in the same run, taking turns, and counted in CPU time of this process.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager

from sqlalchemy import Connection, Executable, event
from sqlalchemy.orm import Session

from db.changes import set_standard
from db.names import Names, Units
from db.queries.evidence import monthly_evidence
from db.queries.evidence_query import EvidenceQuery
from db.reports.scorecards import reports
from db.store.engine import Store, open_store
from db.time_limits import TimeLimits
from db.totals.tallies import TallyDelta
from metrics.catalogue import metric as metric_called
from metrics.periods import Month, months_between
from metrics.vocabulary import Item, Scope, Standard

PROMISE = 3.0  # times the SQL alone
UNITS = 2000
SIZES = (200, UNITS)
MONTHS = months_between(Month(2023, 11), Month(2026, 10))
CHANNELS = ("Counter", "Phone", "Web", "Chat")
ANSWERS = 30  # a month, for each unit and metric, on average
DRAWN = 400  # months of answers drawn for each metric; each unit's month is one of them
# For each metric how often each point of its scale is chosen, from the lowest on.
SCORES = {
    "nps": (2, 1, 1, 2, 2, 6, 6, 12, 20, 22, 26),
    "csat": (4, 6, 14, 40, 36),
    "ces": (2, 4, 6, 12, 24, 30, 22),
    "first_contact_resolution": (24, 76),
    "promises_kept": (15, 85),
}
STANDARDS = (
    Standard("nps", 35, Month(2023, 1)),
    Standard("nps", 40, Month(2026, 1)),
    Standard("nps", 45, Month(2025, 7), "Region 1/Area 1"),
    Standard("csat", 80, Month(2023, 1)),
    Standard("csat", 75, Month(2024, 4), "Region 2"),
    Standard("ces", 5.5, Month(2023, 1)),
    Standard("first_contact_resolution", 75, Month(2023, 1)),
    Standard("first_contact_resolution", 80, Month(2026, 1)),
)

CellOfAnswers = list[tuple[tuple[int, int], int]]  # ((channel, score), how many)


def path_of(number: int) -> str:
    """Where the unit of that number stands: ten regions of ten areas, twenty sites in each."""
    area = number // 20
    return f"Region {area // 10 + 1}/Area {area % 10 + 1}/Site {number % 20 + 1}"


def fill(store: Store, chance: random.Random) -> None:
    """Keep tallies as uploads would have left them, month by month, and set some dated standards."""
    with store.changing("filled", by="the benchmark", about={}) as session:
        units, names = Units.of(session), Names.of(session)
        ids = [units.made_for(path_of(number), None) for number in range(UNITS)]
        channels = [names.channel(name) for name in CHANNELS]
        asked = {names.item(_item(metric)): _drawn(metric, channels, chance) for metric in SCORES}
        for month in MONTHS:
            changes, day = TallyDelta(TimeLimits()), month.first_day
            for unit in ids:
                for item, drawn in asked.items():
                    for (channel, score), n in chance.choice(drawn):
                        changes.tallies[unit, item, day, channel, score] += n
            changes.carry_out(session, units)
    for standard in STANDARDS:
        set_standard(store, standard, by="the benchmark")


def _item(metric: str) -> Item:
    asked = metric_called(metric)
    return Item(metric, asked.formula.scale, asked.audience)


def _drawn(metric: str, channels: Sequence[int], chance: random.Random) -> list[CellOfAnswers]:
    scale = _item(metric).scale
    assert scale is not None, "these metrics are asked on a scale"
    points, weights = range(scale.low, scale.high + 1), SCORES[metric]
    months = []
    for _ in range(DRAWN):
        n = max(1, round(chance.gauss(ANSWERS, ANSWERS**0.5)))
        given = zip(chance.choices(channels, k=n), chance.choices(points, weights, k=n), strict=True)
        months.append(list(Counter(given).items()))
    return months


@contextmanager
def written_down(connection: Connection) -> Iterator[list[Executable]]:
    """The questions that are put to the store meanwhile."""
    asked: list[Executable] = []

    def note(_connection: Connection, question: Executable, *_rest: object) -> None:
        asked.append(question)

    event.listen(connection, "before_execute", note)
    try:
        yield asked
    finally:
        event.remove(connection, "before_execute", note)


def seconds(work: Callable[[], object]) -> float:
    """CPU time of this process for one go of `work`."""
    before = time.process_time()
    work()
    return time.process_time() - before


def measured(session: Session, size: int, rounds: int) -> tuple[list[float], list[float]]:
    """CPU seconds of the SQL alone and of the whole scorecards, for `size` units."""
    scope, paths = Scope(MONTHS[-1]), [path_of(number) for number in range(size)]
    units = Units.of(session)
    with written_down(session.connection()) as questions:
        ids, metrics = [units.found(path) for path in paths], [metric_called(id_) for id_ in SCORES]
        monthly_evidence(session, EvidenceQuery(units, metrics, ids), scope.month)

    def sql() -> None:
        for question in questions:
            deque(session.connection().execute(question), maxlen=0)

    alone, whole = [], []
    for _ in range(rounds):
        alone.append(seconds(sql))
        whole.append(seconds(lambda: reports(session, scope, paths, list(SCORES))))
    return alone, whole


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promise holds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=3)
    rounds = options.parse_args().rounds
    worst = 0.0
    with tempfile.TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/plumbline.db")) as store:
        fill(store, random.Random(36))  # noqa: S311  # chance that can be repeated, not a secret
        print(f"{len(SCORES)} metrics, {len(MONTHS)} months; CPU seconds, median of {rounds}")
        print(" units   SQL alone   scorecards with it   ratio")
        with store.reading() as session:
            for size in SIZES:
                alone, whole = (statistics.median(times) for times in measured(session, size, rounds))
                worst = max(worst, whole / alone)
                print(f"{size:6}   {alone:9.2f}   {whole:18.2f}   {whole / alone:5.2f}")
    print(f"worst ratio {worst:.2f}; promised: at most {PROMISE:g}")
    return 0 if worst <= PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
