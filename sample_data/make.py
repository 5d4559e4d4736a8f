"""Writes the sample company's files: `python -m sample_data.make` in the project's folder."""

from __future__ import annotations

import argparse
import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path

from sample_data.answers import CUSTOMERS_ASKED, customer_lines, staff_lines
from sample_data.counts import operations_lines
from sample_data.visits import shopper_lines

HERE = Path(__file__).parent
SURVEY = ["response_id", "responded_at", "unit", "channel", *(question.name for question in CUSTOMERS_ASKED), "comment"]
STAFF = ["response_id", "responded_at", "unit", "enps", "comment"]
SHOPPER = (
    "visit_id visited_at unit form section item earned possible weight applicable critical comment".split()  # noqa: SIM905
)
OPERATIONS = ["month", "unit", "metric", "numerator", "denominator"]

Lines = Iterable[Sequence[object]]


def by_year(kind: str, headings: list[str], lines: Lines, dated: int) -> Iterator[tuple[str, list[str], Lines]]:
    """One file for each year; `dated` is the column that begins with the year."""
    for year, of_year in groupby(lines, key=lambda line: str(line[dated])[:4]):
        yield f"{kind}_{year}.csv", headings, list(of_year)


def files() -> Iterator[tuple[str, list[str], Lines]]:
    """Each generated file: its name, headings and lines."""
    yield from by_year("survey", SURVEY, customer_lines(), dated=1)
    yield from by_year("shopper", SHOPPER, shopper_lines(), dated=1)
    yield from by_year("operations", OPERATIONS, operations_lines(), dated=0)
    yield "staff.csv", STAFF, staff_lines()


def write(folder: Path) -> list[Path]:
    """Write every generated file into `folder`, which must exist, and return their paths."""
    written = []
    for name, headings, lines in files():
        path = folder / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(headings)
            writer.writerows(lines)
        written.append(path)
    return written


def main() -> None:
    """Write the files where the command line says, else beside this module."""
    arguments = argparse.ArgumentParser(description="Write the sample company's files.")
    arguments.add_argument("--to", type=Path, default=HERE, help="the folder to write into (default: sample_data)")
    for path in write(arguments.parse_args().to):
        print(f"{path.name}: {path.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
