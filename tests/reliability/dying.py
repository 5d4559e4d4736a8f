"""Does one change to a store in a copy of itself that kills itself at a stated moment, again and again.

A program of its own: each line on its standard input is a trial as JSON ({"url", "deed", "way", "at"}), each line it
prints says how it went. Copying a process that has loaded everything takes milliseconds, starting a new one seconds.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import event

from db.store.engine import Store, open_store
from tests.reliability.deeds import DEEDS

STEP = "step"  # dies at the n-th moment before or after a statement that writes, or around a commit
WORK = "work"  # dies inside a statement, at the n-th two hundred instructions of SQLite's machine
BYTES = "bytes"  # dies by the write with which a file would grow beyond n bytes
INSTRUCTIONS = 200
READS = ("SELECT", "PRAGMA", "WITH", "SET")
STEPS = ("before_cursor_execute", "after_cursor_execute", "commit", "checkin")


@dataclass(frozen=True, slots=True)
class Death:
    """How a trial ended: `died` before the program's own end, `done` after the change was reported as made."""

    died: bool
    done: bool


class Dying:
    """The program, to be asked for trials."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.reliability.dying"]
        self._program = subprocess.Popen(
            command, cwd=Path(__file__).resolve().parents[2], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def trial(self, url: str, deed: str, way: str, at: int) -> Death:
        """Do the deed and die at moment `at` of that way."""
        assert self._program.stdin
        assert self._program.stdout
        self._program.stdin.write(json.dumps({"url": url, "deed": deed, "way": way, "at": at}) + "\n")
        self._program.stdin.flush()
        return Death(**json.loads(self._program.stdout.readline()))

    def close(self) -> None:
        """End the program."""
        self._program.communicate()


@contextmanager
def dying() -> Iterator[Dying]:
    """The program, for as long as the block lasts."""
    with closing(Dying()) as program:
        yield program


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _countdown(at: int) -> Callable[..., int]:
    left = at

    def counted(*_: Any, **__: Any) -> int:
        nonlocal left
        left -= 1
        if left <= 0:
            _die()
        return 0

    return counted


def _step(counted: Callable[[], int], *met: Any, **_: Any) -> None:
    """Count a moment, unless it is around a statement that only reads."""
    statement = met[2] if len(met) > 2 else ""
    if not (isinstance(statement, str) and statement.lstrip().upper().startswith(READS)):
        counted()


def _arm(store: Store, way: str, at: int) -> None:
    if way == STEP:
        counted = _countdown(at)
        for moment in STEPS:
            event.listen(store.engine, moment, partial(_step, counted))
    elif way == WORK:
        counted = _countdown(at)

        @event.listens_for(store.engine, "checkout")
        def _watch(connection: sqlite3.Connection, *_: object) -> None:
            connection.set_progress_handler(counted, INSTRUCTIONS)
    else:
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))


def _do(trial: dict[str, Any], told: int) -> None:
    """In the copy: the change, one byte to say that it is made, and the close of the store."""
    os.chdir("/")
    store = open_store(trial["url"])
    _arm(store, trial["way"], trial["at"])
    DEEDS[trial["deed"]](store)
    os.write(told, b"!")
    store.close()


def _tried(trial: dict[str, Any]) -> Death:
    hears, told = os.pipe()
    child = os.fork()
    if child == 0:
        ended = 1
        try:
            _do(trial, told)
            ended = 0
        finally:
            os._exit(ended)
    os.close(told)
    _, status = os.waitpid(child, 0)
    done = os.read(hears, 1) == b"!"
    os.close(hears)
    return Death(died=os.WIFSIGNALED(status), done=done)


def main() -> None:
    """Read trials until the input ends."""
    for line in sys.stdin:
        ended = _tried(json.loads(line))
        sys.stdout.write(json.dumps({"died": ended.died, "done": ended.done}) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
