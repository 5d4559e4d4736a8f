"""What importing a long file costs, against `pandas.read_csv` and `to_sql` through SQLAlchemy of the same file.

`python -m benchmarks.import_speed` (or `make bench`) prints a table and ends with 1 where the promise is broken. Ours
checks every row, keeps tallies and can be taken back; theirs does none of it. Each run is a process of its own with a
new SQLite store; the two take turns. Starting Python and its libraries is not counted.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import closing, nullcontext
from pathlib import Path

import pandas as pd
from sqlalchemy import create_engine

from db.changes import undo_upload
from db.importing import Order, import_file, source_of
from db.store import open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED_GENERATOR = ROOT.parent / "shared" / "bench" / "gen.py"
PROMISE = 1.0  # times as fast as pandas
MOST_MEGABYTES = 700
SMALL_UPLOAD = 50_000  # rows of the upload that is taken back
ASKED = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
Run = dict[str, float]


def ours(file: Path, small: Path, folder: Path) -> Run:
    """Import `file`, then `small`, and take `small` back."""
    with closing(open_store(f"sqlite:///{folder / 'ours.db'}")) as store:

        def imported(path: Path) -> int | None:
            receipt = import_file(store, source_of(path), Order(by="the benchmark"), progress=_unseen)
            return receipt.upload

        result = _measured(lambda: imported(file))
        upload = imported(small)
        assert upload is not None, "the benchmark's own file can be imported"
        result["undo"] = _measured(lambda: undo_upload(store, upload, by="the benchmark"))["wall"]
    return result


def theirs(file: Path, _small: Path, folder: Path) -> Run:
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


def write_rows(file: Path, rows: int, prefix: str) -> None:
    """A plain long file of `rows` answers: the shared generator's where it is at hand, else simpler ones."""
    if SHARED_GENERATOR.exists():
        subprocess.run([sys.executable, SHARED_GENERATOR, str(rows), str(file), "--prefix", prefix], check=True)
        return
    chance, first = random.Random(7), dt.datetime(2023, 11, 1)  # noqa: S311, DTZ001  # a file of made-up answers
    with file.open("w", newline="", encoding="utf-8") as out:
        written = csv.writer(out)
        written.writerow(["response_id", "responded_at", "metric", "score", "unit", "channel", "comment"])
        for number in range(rows):
            asked, (low, high) = chance.choice(list(ASKED.items()))
            at = first + dt.timedelta(seconds=chance.randrange(3 * 365 * 86_400))
            area = chance.randrange(40)
            unit = f"Region {area // 8 + 1}/Area {area + 1}/Site {chance.randrange(5) + 1}"
            comment = "Friendly, but the wait was “too long”" if chance.random() < 0.2 else ""
            score, channel = chance.randint(low, high), chance.choice(["web", "phone"])
            written.writerow([f"{prefix}{number:09d}", f"{at:%Y-%m-%d %H:%M:%S}", asked, score, unit, channel, comment])


def run_alone(name: str, file: Path, small: Path) -> Run:
    """One run in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        asked = [sys.executable, "-m", "benchmarks.import_speed", "--run", name, str(file), str(small), folder]
        done = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True)
    found: Run = json.loads(done.stdout)
    return found


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promise holds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("rows", type=int, nargs="?", default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    runs: dict[str, list[Run]] = {name: [] for name in RUNS}
    with tempfile.TemporaryDirectory() as folder:
        file, small = Path(folder) / "long.csv", Path(folder) / "small.csv"
        write_rows(file, chosen.rows, "R")
        write_rows(small, SMALL_UPLOAD, "U")
        for _ in range(chosen.rounds):
            for name, found in runs.items():
                found.append(run_alone(name, file, small))
    return report(chosen.rows, runs)


def report(rows: int, runs: dict[str, list[Run]]) -> int:
    """Print what was measured; 1 where it is slower or larger than promised."""
    middle = {
        name: {part: statistics.median(run[part] for run in found) for part in found[0]} for name, found in runs.items()
    }
    print(f"{rows:,} rows              wall s  own CPU s  all CPU s  peak MB")
    for name, found in middle.items():
        print(f"{name:<22} {found['wall']:8.2f} {found['own']:10.2f} {found['cpu']:10.2f} {found['peak']:8.0f}")
    ratios = {part: middle["pandas"][part] / middle["ours"][part] for part in ("wall", "own", "cpu")}
    print(
        "as fast as pandas      " + " ".join(f"{ratio:9.2f}" for ratio in ratios.values()), f"; promised: {PROMISE:g}"
    )
    print(f"undo of {SMALL_UPLOAD:,} rows with their tallies: {middle['ours']['undo']:.2f} s")
    return 0 if ratios["wall"] >= PROMISE and middle["ours"]["peak"] < MOST_MEGABYTES else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--run"]:
        name, *paths = sys.argv[2:]
        print(json.dumps(RUNS[name](*map(Path, paths))))
        sys.exit()
    sys.exit(main())
