"""What importing a long file costs, against `pandas.read_csv` and `to_sql` through SQLAlchemy of the same file.

`python -m benchmarks.import_speed` (or `make bench`) prints a table and ends with 1 where the promise is broken. Ours
checks every row, keeps tallies and can be undone; theirs does none of it. Each run is a process of its own with a
new SQLite store. They take turns, in one order and then the other, and are compared round by round, so that other work
on the machine meets all of them; how much of it there was is printed too. Starting Python and its libraries is not
counted, except the second process in which ours reads ahead.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from functools import partial
from pathlib import Path

import pandas as pd
from sqlalchemy import create_engine

from db.changes import undo_upload
from db.changes.uploads.import_files import ImportOrder, import_file, source_of
from db.store.engine import open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED_GENERATOR = ROOT.parent / "shared" / "bench" / "gen.py"
PROMISE = 1.0  # times as fast as pandas
MOST_MEGABYTES = 700
SMALL_UPLOAD = 50_000  # rows of the uploads that are undone
UNDONE = {"a month": 1, "three years": 36}  # what those rows are of, and how many months that is
ASKED = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
Run = dict[str, float]


def ours(file: Path, folder: Path) -> Run:
    """Import `file`, then each small upload, and take it back."""
    with closing(open_store(f"sqlite:///{folder / 'ours.db'}")) as store:

        def imported(path: Path) -> int | None:
            receipt = import_file(store, source_of(path), ImportOrder(by="the benchmark"), progress=_unseen)
            return receipt.upload

        result = _measured(lambda: imported(file))
        for months in UNDONE.values():
            upload = imported(file.with_name(f"{months}.csv"))
            assert upload is not None, "the benchmark's own file can be imported"
            undone = partial(undo_upload, store, upload, by="the benchmark")
            result[f"undo {months}"] = _measured(undone)["wall"]
    return result


def theirs(file: Path, folder: Path) -> Run:
    """Put the same file into a table as it stands."""
    engine = create_engine(f"sqlite:///{folder / 'theirs.db'}")
    return _measured(lambda: pd.read_csv(file).to_sql("responses", engine, index=False))


def _unseen(_file: str, _rows: int) -> nullcontext[Callable[[int], None]]:
    return nullcontext(lambda _done: None)


def _measured(work: Callable[[], object]) -> Run:
    """Seconds by the clock, of this process and of processes it starts, and the peak memory in MB so far."""
    began, own = time.perf_counter(), time.process_time()
    work()
    wall, own = time.perf_counter() - began, time.process_time() - own
    helpers = resource.getrusage(resource.RUSAGE_CHILDREN)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + helpers.ru_maxrss
    return {"wall": wall, "own": own, "cpu": own + helpers.ru_utime + helpers.ru_stime, "peak": peak / 1024}


RUNS = {"ours": ours, "pandas": theirs}


def write_rows(file: Path, rows: int, prefix: str, months: int = 36) -> None:
    """A plain long file of `rows` answers: the shared generator's where it is at hand, else simpler ones."""
    if SHARED_GENERATOR.exists():
        options = [str(rows), str(file), "--prefix", prefix, "--months", str(months)]
        subprocess.run([sys.executable, SHARED_GENERATOR, *options], check=True)
        return
    chance, days = random.Random(7), 30 * months  # noqa: S311  # a file of made-up answers
    first = dt.datetime(2026, 11, 1) - dt.timedelta(days=days)  # noqa: DTZ001
    with file.open("w", newline="", encoding="utf-8") as out:
        written = csv.writer(out)
        written.writerow(["response_id", "responded_at", "metric", "score", "unit", "channel", "comment"])
        for number in range(rows):
            asked, (low, high) = chance.choice(list(ASKED.items()))
            at = first + dt.timedelta(seconds=chance.randrange(days * 86_400))
            area = chance.randrange(40)
            unit = f"Region {area // 8 + 1}/Area {area + 1}/Site {chance.randrange(5) + 1}"
            comment = "Friendly, but the wait was “too long”" if chance.random() < 0.2 else ""
            score, channel = chance.randint(low, high), chance.choice(["web", "phone"])
            written.writerow([f"{prefix}{number:09d}", f"{at:%Y-%m-%d %H:%M:%S}", asked, score, unit, channel, comment])


def run_alone(name: str, file: Path) -> Run:
    """One run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "benchmarks.import_speed", "--run", name, str(file), folder]
        done = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    found: Run = json.loads(done.stdout)
    return found


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promise holds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", type=int, nargs="?", default=1_000_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    runs: dict[str, list[Run]] = {name: [] for name in RUNS}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "long.csv"
        write_rows(file, chosen.rows, "R")
        for months in UNDONE.values():
            write_rows(file.with_name(f"{months}.csv"), SMALL_UPLOAD, f"U{months}-", months)
        busy = os.getloadavg()[0]
        for number in range(chosen.rounds):
            for name in list(RUNS)[:: -1 if number % 2 else 1]:
                runs[name].append(run_alone(name, file))
    return report(chosen.rows, runs, busy)


def report(rows: int, runs: dict[str, list[Run]], busy: float) -> int:
    """Print what was measured; 1 where it is slower or larger than promised."""
    print(f"{rows:,} rows    wall s  own CPU s  all CPU s  peak MB   as fast as pandas (each round)")
    middle = {}
    for name, found in runs.items():
        part = middle[name] = {key: statistics.median(run[key] for run in found) for key in found[0]}
        compared = [other["wall"] / run["wall"] for run, other in zip(found, runs["pandas"], strict=True)]
        part["ratio"] = statistics.median(compared)
        each = f"{part['ratio']:.2f} ({', '.join(f'{ratio:.2f}' for ratio in compared)})"
        print(f"{name:<12} {part['wall']:8.2f} {part['own']:10.2f} {part['cpu']:10.2f} {part['peak']:8.0f}   {each}")
    for what, months in UNDONE.items():
        print(f"undo of {SMALL_UPLOAD:,} rows of {what} with their tallies: {middle['ours'][f'undo {months}']:.2f} s")
    print(f"promised: {PROMISE:g} times as fast as pandas in at most {MOST_MEGABYTES} MB")
    print(f"work waiting for a processor before the first run: {busy:.1f} on {os.cpu_count()} processors")
    kept = middle["ours"]["ratio"] >= PROMISE and middle["ours"]["peak"] < MOST_MEGABYTES
    return 0 if kept else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        name, *paths = sys.argv[2:]
        print(json.dumps(RUNS[name](*map(Path, paths))))
        sys.exit()
    sys.exit(main())
