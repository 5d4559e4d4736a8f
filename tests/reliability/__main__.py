"""Does every kind of harm to whole stores, counts what it cost, and prints the table of docs/RELIABILITY.md.

`make reliability`, or `python -m tests.reliability [--short] [--only KIND]… [--database DATABASE]…`. Exit code 1 if
anything was lost, went unnoticed or ended in a mistake of the product's own.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from pathlib import Path

from tests.reliability.outcomes import Outcome

KINDS = ("kills", "crowds", "faults", "flips", "forgeries", "restores", "upgrades")
DATABASES = ("sqlite", "postgresql")
HEADINGS = "| harm | database | injected | lost | silent | own mistakes | how proven |"
Outcomes = Callable[[str, bool], list[Outcome]]


def kinds_here(asked: Sequence[str] = ()) -> list[str]:
    """The kinds of harm that have a module here, or those of them that were asked for."""
    there = [kind for kind in KINDS if (Path(__file__).parent / f"{kind}.py").is_file()]
    return [kind for kind in there if not asked or kind in asked]


def done(kinds: Iterable[str], databases: Iterable[str], short: bool) -> Iterator[Outcome]:
    """What came of each kind of harm on each database."""
    for kind in kinds:
        outcomes: Outcomes = import_module(f"tests.reliability.{kind}").outcomes
        for database in databases:
            began = time.monotonic()
            yield from outcomes(database, short)
            sys.stderr.write(f"{kind}, {database}: {time.monotonic() - began:.0f} s\n")


def line(outcome: Outcome) -> str:
    """One line of the table; what did not hold is set in bold."""
    counts = (outcome.injected, outcome.lost, outcome.silent, outcome.own_mistakes)
    cells = [outcome.harm, outcome.database, *(f"{count:,}" for count in counts), outcome.proof]
    return f"| {' | '.join(cells)} |" if outcome.held else f"| **{cells[0]}** | {' | '.join(cells[1:])} |"


def main() -> int:
    """Do harm, print the table, and say whether all of it held."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--short", action="store_true", help="a few trials of each kind")
    asked.add_argument("--only", action="append", default=[], choices=kinds_here(), help="this kind of harm")
    asked.add_argument("--database", action="append", default=[], choices=DATABASES)
    given = asked.parse_args()
    sys.stdout.write(f"{HEADINGS}\n|---|---|---:|---:|---:|---:|---|\n")
    broken = 0
    for outcome in done(kinds_here(given.only), given.database or DATABASES, given.short):
        sys.stdout.write(f"{line(outcome)}\n")
        sys.stdout.flush()
        broken += not outcome.held
    sys.stderr.write(f"{broken} of the lines did not hold.\n" if broken else "Every line held.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
