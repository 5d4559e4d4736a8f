"""Upgrades that meet: several processes open one old store at once, and upgrades that are broken off at a step.

Counted as lost is an answer that is gone, a store of another layout than the newest, or a copy that is not the old
store. PostgreSQL makes no copy, so nothing is tried there.
"""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from db.migrations import newest_layout
from tests.reliability.broken_off import BREAKING_OFF, PATIENCE
from tests.reliability.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[2]
LAYOUTS = ROOT / "tests" / "db" / "migrations" / "layouts"
ANSWERS = 18  # in each old store
OPENING = """
import sys
from db.store.engine import open_store
sys.stdin.readline()
open_store(sys.argv[1]).close()
"""
AT_ONCE = 3


@dataclass(slots=True)
class _Harm:
    injected: int = 0
    lost: int = 0
    own_mistakes: int = 0


def outcomes(database: str, short: bool) -> list[Outcome]:
    """What came of upgrades that met and of those that were broken off; SQLite only, where an upgrade makes a copy."""
    if database != "sqlite":
        return []
    layouts = [file for file in sorted(LAYOUTS.glob("*.sql")) if file.stem != newest_layout()]
    steps = (120, 300) if short else range(1, 900, 12)
    return [_at_once(layouts[-1:] if short else layouts * 5), _broken_off(layouts[-1:], steps)]


def old_store(layout: Path, file: Path) -> Path:
    """A store of an older layout in a new file."""
    with closing(sqlite3.connect(file)) as made, made:
        made.executescript(layout.read_text(encoding="utf-8"))
    return file


def is_whole(file: Path, layout: str) -> bool:
    """Whether the file is a store of this layout with every answer."""
    with closing(sqlite3.connect(file)) as opened:
        found = opened.execute("PRAGMA integrity_check").fetchall()
        (at,) = opened.execute("SELECT version_num FROM alembic_version").fetchone()
        (answers,) = opened.execute("SELECT count(*) FROM responses").fetchone()
    return found == [("ok",)] and at == layout and answers == ANSWERS


def _at_once(layouts: Sequence[Path]) -> Outcome:
    harm = _Harm()
    for layout in layouts:
        with tempfile.TemporaryDirectory(prefix="plumbline-upgrades-") as folder:
            file = old_store(layout, Path(folder) / "plumbline.db")
            ends = _opened_at_once(file)
            copies = list(Path(folder).glob("*.before-upgrade-*"))
            whole = len(copies) == 1 and is_whole(copies[0], layout.stem) and is_whole(file, newest_layout())
            harm.injected += 1
            harm.lost += not whole
            harm.own_mistakes += any(ends)
    proof = "store of the newest layout and one copy of the old one, each whole with every answer"
    return Outcome(f"{AT_ONCE} upgrades at once", "sqlite", harm.injected, harm.lost, 0, harm.own_mistakes, proof)


def _opened_at_once(file: Path) -> list[int]:
    command = [sys.executable, "-c", OPENING, f"sqlite:///{file}"]
    started = [subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, text=True) for _ in range(AT_ONCE)]
    for process in started:  # once all have been started, so that they meet
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.close()
    return [process.wait(PATIENCE) for process in started]


def _broken_off(layouts: Sequence[Path], steps: Sequence[int]) -> Outcome:
    harm = _Harm()
    for layout in layouts:
        for step in steps:
            with tempfile.TemporaryDirectory(prefix="plumbline-upgrades-") as folder:
                file = old_store(layout, Path(folder) / "plumbline.db")
                ended = _killed_at(step, file)
                if ended == 0:
                    break
                harm.injected += 1
                harm.own_mistakes += ended != -signal.SIGKILL
                harm.lost += not _survived(file, layout.stem)
    proof = "either layout whole with every answer; copies under their final name whole; opened again, upgraded"
    return Outcome("upgrades broken off", "sqlite", harm.injected, harm.lost, 0, harm.own_mistakes, proof)


def _killed_at(step: int, file: Path) -> int:
    command = [sys.executable, "-c", BREAKING_OFF + OPENING.replace("sys.stdin.readline()\n", "begin()\n")]
    return subprocess.run(
        [*command, f"sqlite:///{file}"], cwd=ROOT, env=os.environ | {"STEP": str(step)}, timeout=PATIENCE, check=False
    ).returncode


def _survived(file: Path, layout: str) -> bool:
    """Whether what is left is whole, and the next opening brings it to the newest layout."""
    beside = Path(f"{file}.looked-at")
    shutil.copyfile(file, beside)
    for ending in ("-wal", "-journal"):
        if Path(f"{file}{ending}").exists():
            shutil.copyfile(f"{file}{ending}", f"{beside}{ending}")
    either = is_whole(beside, layout) or is_whole(beside, newest_layout())
    subprocess.run([sys.executable, "-c", OPENING, f"sqlite:///{file}"], cwd=ROOT, input="go\n", text=True, check=True)
    copies = [own for own in file.parent.glob("*.before-upgrade-*") if not own.name.endswith(".unfinished")]
    kept = len(copies) == 1 and is_whole(copies[0], layout)
    return either and kept and is_whole(file, newest_layout())
