"""What importing a long file from the command line costs, against `pandas.read_csv` and `to_sql` of the same file.

`python -m benchmarks.import_speed` (or `make bench`) prints a table and ends with 1 where the promise is broken. Ours
checks every row, keeps tallies and can be undone; theirs does none of it. Each run is a whole command with a new SQLite
store, its start included. They take turns, in one order and then the other, and are compared round by round, so that
other work on the machine meets all of them; how much of it there was is printed too. Processor time (that of the second
process, in which ours reads ahead, included) depends less on that work than the time by the clock.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing, nullcontext
from pathlib import Path

from db.changes import undo_upload
from db.changes.uploads.import_files import ImportOrder, import_file
from db.formats.recognise.choose_sheet import source_of
from db.store.engine import open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED_GENERATOR = ROOT.parent / "shared" / "bench" / "gen.py"
PROMISE = 1.0  # times as fast as pandas
MOST_MEGABYTES = 500
SMALL_UPLOAD = 50_000  # rows of the uploads that are undone
UNDONE = {"a month": 1, "three years": 36}  # what those rows are of, and how many months that is
ASKED = {"nps": (0, 10), "csat": (1, 5), "ces": (1, 7)}
Run = dict[str, float]


def ours(file: Path, _folder: Path) -> list[str]:
    """The command that imports the file."""
    return [sys.executable, "manage.py", "import", str(file), "--by", "the benchmark"]


def theirs(file: Path, folder: Path) -> list[str]:
    """A command that puts the same file into a table as it stands."""
    address = f"sqlite:///{folder / 'theirs.db'}"
    put = f"read_csv({str(file)!r}).to_sql('responses', create_engine({address!r}), index=False)"
    return [sys.executable, "-c", f"from pandas import read_csv; from sqlalchemy import create_engine; {put}"]


RUNS: dict[str, Callable[[Path, Path], list[str]]] = {"ours": ours, "pandas": theirs}


def undone(files: Sequence[Path], folder: Path) -> list[float]:
    """Import each file into the store of `ours` and take it back; how many seconds of processor time that took."""
    times = []
    with closing(open_store(address_in(folder))) as store:
        for file in files:
            receipt = import_file(store, source_of(file), ImportOrder(by="the benchmark"), progress=_unseen)
            assert receipt.upload is not None, "the benchmark's own file can be imported"
            began = time.process_time()
            undo_upload(store, receipt.upload, by="the benchmark")
            times.append(time.process_time() - began)
    return times


def address_in(folder: Path) -> str:
    """The store that `ours` imports into."""
    return f"sqlite:///{folder / 'ours.db'}"


def _unseen(_file: str, _rows: int) -> nullcontext[Callable[[int], None]]:
    return nullcontext(lambda _done: None)


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
    """One whole command: seconds by the clock and of all its processes, and the peak of its largest one in MB."""
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder)
        began = time.perf_counter()
        command = subprocess.Popen(
            RUNS[name](file, into),
            cwd=ROOT,
            env={**os.environ, "DATABASE_URL": address_in(into)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, status, used = os.wait4(command.pid, 0)
        wall = time.perf_counter() - began
        assert os.waitstatus_to_exitcode(status) in (0, 1), f"{name} could not save the file"  # 1: rows were refused
        found = {"wall": wall, "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1024}
        if name == "ours":
            small = [str(file.with_name(f"{months}.csv")) for months in UNDONE.values()]
            asked = [sys.executable, "-m", "benchmarks.import_speed", "--undo", folder, *small]
            times = json.loads(subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout)
            found |= {f"undo {months}": cpu for months, cpu in zip(UNDONE.values(), times, strict=True)}
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
    print(f"{rows:,} rows    wall s     CPU s  peak MB   as fast as pandas by the clock (each round)   by CPU")
    middle = {}
    for name, found in runs.items():
        part = middle[name] = {key: statistics.median(run[key] for run in found) for key in found[0]}
        for key in ("wall", "cpu"):
            compared = [other[key] / run[key] for run, other in zip(found, runs["pandas"], strict=True)]
            part[f"{key} ratio"] = statistics.median(compared)
        each = ", ".join(f"{other['wall'] / run['wall']:.2f}" for run, other in zip(found, runs["pandas"], strict=True))
        ratios = f"{part['wall ratio']:.2f} ({each})   {part['cpu ratio']:.2f}"
        print(f"{name:<12} {part['wall']:8.2f} {part['cpu']:9.2f} {part['peak']:8.0f}   {ratios}")
    for what, months in UNDONE.items():
        seconds = middle["ours"][f"undo {months}"]
        print(f"undo of {SMALL_UPLOAD:,} rows of {what} with their tallies: {seconds:.2f} s of CPU")
    print(f"promised: {PROMISE:g} times as fast as pandas in at most {MOST_MEGABYTES} MB")
    print(f"work waiting for a processor before the first run: {busy:.1f} on {os.cpu_count()} processors")
    kept = middle["ours"]["wall ratio"] >= PROMISE and middle["ours"]["peak"] < MOST_MEGABYTES
    return 0 if kept else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--undo"]:
        into, *small = map(Path, sys.argv[2:])
        print(json.dumps(undone(small, into)))
        sys.exit()
    sys.exit(main())
