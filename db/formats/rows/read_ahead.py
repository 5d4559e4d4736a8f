"""Reading the next block of a long text file in a second process or thread while the last one is being saved.

Knows no store. The second process is a new Python, not a copy of this one, whose threads a copy would not survive. It
receives the way to read the file and sends back blocks of rows.
"""

from __future__ import annotations

import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import IO

from db.formats.recognise.inspect import Inspection
from db.formats.rows.blocks import Block, Reading
from metrics.errors import FileRefused, PlumblineError

LONG = 50_000  # rows; a shorter file is read before a second process has started
_PIPE = 1 << 20  # bytes, about one block, which can wait there while the next is made
_ROOT = Path(__file__).resolve().parents[3]


def read_ahead(reading: Reading, found: Inspection) -> Reading:
    """The same reading; the blocks of a long text come from a second process, or a thread where it is read as columns.

    Its blocks raise FileRefused where that process ends before the file does. A workbook would have to be opened
    twice, which takes longer than reading it.
    """
    if reading.in_columns:
        return replace(reading, blocks=partial(read_in_thread, reading.blocks))
    if found.encoding is None or found.rows < LONG or (os.cpu_count() or 1) < 2:
        return reading
    return replace(reading, blocks=partial(read_in_subprocess, reading.blocks))


def read_in_thread(blocks: Callable[[], Iterator[Block]]) -> Generator[Block, None, None]:
    """The blocks that `blocks` gives, each read while the one before is saved: databases and Arrow let others run."""
    left = blocks()
    with ThreadPoolExecutor(1) as reader:
        ahead = reader.submit(next, left, None)
        while (found := ahead.result()) is not None:
            ahead = reader.submit(next, left, None)
            yield found


def read_in_subprocess(blocks: Callable[[], Iterator[Block]]) -> Generator[Block, None, None]:
    """The blocks that `blocks`, which must be picklable, gives in a second process."""
    command, both = [sys.executable, "-m", "db.formats.rows.read_ahead"], subprocess.PIPE
    with subprocess.Popen(  # noqa: S603  # our own program
        command, cwd=_ROOT, stdin=both, stdout=both, bufsize=_PIPE, pipesize=_PIPE
    ) as maker:
        assert maker.stdin is not None
        assert maker.stdout is not None
        try:
            _send(blocks, maker.stdin)
            while (found := _received(maker.stdout)) is not None:
                yield found
        finally:
            maker.kill()


def _send(blocks: Callable[[], Iterator[Block]], there: IO[bytes]) -> None:
    try:
        with there:  # closed here even if no process reads, or it would be tried again
            pickle.dump(blocks, there)
    except BrokenPipeError as broken:
        raise _ended_early() from broken


def _received(there: IO[bytes]) -> Block | None:
    try:
        found: Block | PlumblineError | None = pickle.load(there)  # noqa: S301  # from our own process
    except (EOFError, pickle.UnpicklingError) as broken:
        raise _ended_early() from broken
    if isinstance(found, PlumblineError):
        raise found
    return found


def _ended_early() -> FileRefused:
    return FileRefused(
        "Reading the file stopped before its end, perhaps because the computer ran out of memory. Try it again."
    )


def _make(here: IO[bytes], there: IO[bytes]) -> None:
    """Send the blocks of the reading that arrives in `here`, then None."""
    gc.disable()
    try:
        for block in pickle.load(here)():  # noqa: S301  # from our own process
            pickle.dump(block, there, pickle.HIGHEST_PROTOCOL)
            there.flush()
        pickle.dump(None, there)
    except PlumblineError as trouble:
        pickle.dump(trouble, there)
    there.flush()


if __name__ == "__main__":
    try:
        _make(sys.stdin.buffer, sys.stdout.buffer)
    except (BrokenPipeError, EOFError, MemoryError):
        os._exit(1)  # who waited for the blocks is gone, or says itself that reading ended early
