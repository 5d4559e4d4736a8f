"""What a pack's files cost: the first PDF of a fresh process and its memory, later ones, slides, workbook, team pages.

`python -m benchmarks.packs` (or `make bench`) prints a table and ends with 1 where a promise is broken. No two packs
are alike, so that nothing is helped by having been made before. Seconds are of this process's CPU; those of the team
pages, which several processes make, are by the clock.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial

from pages.packs.pack import ON_THE_SHEET, ChartPoint, Pack, Row
from pages.packs.pdf.pdf import pdf
from pages.packs.slides.slides import pptx
from pages.packs.team_files import team_files
from pages.packs.workbook.workbook import xlsx
from pages.packs.zip_files import zipped
from tests.pages.packs.company import full_pack, team_pack

TEAMS = 200
SECONDS, TEAM_SECONDS, MEGABYTES = 1.0, 30.0, 300.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What was promised of something, in which unit, and what each try cost."""

    name: str
    unit: str
    promise: float
    costs: Sequence[float]

    @property
    def kept(self) -> bool:
        return statistics.median(self.costs) < self.promise

    def __str__(self) -> str:
        middle, low, high = statistics.median(self.costs), min(self.costs), max(self.costs)
        return f"{self.name:<34} {middle:8.2f} {low:8.2f} {high:8.2f}  {self.unit:<3} under {self.promise:g}"


def board_pack(number: int) -> Pack:
    """Twelve metrics, three charts; another one for each number."""
    pack = full_pack()
    rows = tuple(_moved(row, number) for row in pack.rows[:ON_THE_SHEET])
    charts = tuple(
        replace(chart, points=tuple(_later(point, number) for point in chart.points)) for chart in pack.charts
    )
    return replace(pack, rows=rows, charts=charts, definitions=pack.definitions[:ON_THE_SHEET], revision=number)


def unit_pack(number: int) -> Pack:
    """A team's page; another one for each number."""
    pack = team_pack(f"Unit {number}")
    return replace(pack, rows=tuple(_moved(row, number) for row in pack.rows), revision=number)


def _moved(row: Row, number: int) -> Row:
    return replace(row, series=tuple(_later(point, number) for point in row.series))


def _later(point: ChartPoint, number: int) -> ChartPoint:
    """The month with a value of its own for each pack."""
    own = point.value
    if own.number is None:
        return point
    return replace(point, value=replace(own, number=own.number * (1 + 0.001 * ((point.month.month * number) % 17))))


def seconds(work: Callable[[], object]) -> float:
    """How much processor time something took, so that other work on the machine does not count."""
    before = time.process_time()
    work()
    return time.process_time() - before


def by_the_clock(work: Callable[[], object]) -> float:
    """How long somebody waited for something."""
    before = time.perf_counter()
    work()
    return time.perf_counter() - before


def megabytes() -> float:
    """The most memory this process has held so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def team_pages(teams: int) -> None:
    """A page for each team, zipped, telling on the way how far it is."""
    files = []
    for number, file in enumerate(team_files(map(unit_pack, range(teams))), start=1):
        files.append(file)
        print(f"\r{number} of {teams} team pages", end="", file=sys.stderr)
    print(file=sys.stderr)
    zipped(files)


def measured(rounds: int, teams: int) -> list[Measured]:
    """Every cost, the first PDF's first, since what follows finds fonts and templates read."""
    first = seconds(lambda: pdf(board_pack(0)))
    held = megabytes()
    makers: tuple[tuple[str, Callable[[Pack], bytes]], ...] = (("PDF", pdf), ("PowerPoint", pptx), ("Excel", xlsx))
    packs = [board_pack(number) for number in range(1, rounds + 1)]
    later = [
        Measured(f"{name} of 12 metrics", "s", SECONDS, [seconds(partial(make, pack)) for pack in packs])
        for name, make in makers
    ]
    waited = by_the_clock(lambda: team_pages(teams))
    return [
        Measured("the first PDF of a process", "s", SECONDS, [first]),
        Measured("most memory until then", "MB", MEGABYTES, [held]),
        *later,
        Measured(f"{teams} team pages, zipped", "s", TEAM_SECONDS * teams / TEAMS, [waited]),
    ]


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promises hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--teams", type=int, default=TEAMS)
    chosen = options.parse_args()
    found = measured(chosen.rounds, chosen.teams)
    print(f"{'':<34} {'median':>8} {'low':>8} {'high':>8}       promised")
    for one in found:
        print(one)
    return 0 if all(one.kept for one in found) else 1


if __name__ == "__main__":
    sys.exit(main())
