"""A process that has loaded what every server loads, 4 CPU seconds, and makes a server of itself when it is asked.

Run as a script; it reads one request a line on standard input and writes one answer a line, both JSON:
`{"start": [arguments of streamlit], "root": …, "log": …, "environment": {…}}` answers the number of a process,
`{"poll": number}` how that process ended, null while it runs, and `{"stop": number}` ends it.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

ROOT = str(Path(__file__).resolve().parents[2])
PRODUCT = ("app", "db", "metrics", "pages", "sample_data")
# What Streamlit and SQLAlchemy load only when a server starts.
LIBRARIES = (
    "alembic.command",
    "sqlalchemy.dialects.postgresql.psycopg",
    "sqlalchemy.dialects.sqlite.pysqlite",
    "streamlit.web.cli",
    "streamlit.web.server.starlette.starlette_server",
)
GRACE = 10  # seconds in which a server may close what it has open
LIVING: set[int] = set()  # the servers


def main() -> None:
    """Load, then answer until standard input ends; whoever asked is gone then, and so are the servers."""
    sys.path.insert(0, ROOT)
    warm_up = importlib.import_module("pages.frame.warm_up")
    for name in (*LIBRARIES, *warm_up.HEAVY, *warm_up._shared_modules()):
        importlib.import_module(name)
    gc.collect()
    gc.freeze()  # otherwise each server copies all memory with its first collection
    for line in sys.stdin:
        sys.stdout.write(json.dumps(answer(json.loads(line))) + "\n")
        sys.stdout.flush()
    for number in list(LIVING):
        stop(number)


def answer(request: dict[str, Any]) -> int | None:
    """Do what is asked; the number of a new process, or how one ended."""
    if "start" in request:
        number = os.fork()
        if number == 0:
            become_a_server(**request)
        LIVING.add(number)
        return number
    if "stop" in request:
        return stop(request["stop"])
    return ended(request["poll"])


def become_a_server(start: list[str], root: str, log: str, environment: dict[str, str]) -> None:
    """Do in this process what `python -m streamlit` does in the folder `root`; never returns."""
    written = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((nothing, 0), (written, 1), (written, 2)):
        os.dup2(ours, theirs)
    os.chdir(root)
    os.environ.clear()
    os.environ.update(environment)
    if root != ROOT:
        forget_the_product()
        sys.path[0] = root
    sys.argv = ["streamlit", *start]
    code = 1
    try:
        importlib.import_module("streamlit.web.cli").main(prog_name="streamlit")
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def forget_the_product() -> None:
    """Leave only libraries loaded: a copy of the product loads its own modules."""
    for name in [name for name in sys.modules if name.split(".")[0] in PRODUCT]:
        del sys.modules[name]


def stop(number: int) -> int | None:
    """Ask a process to end, and end it where it does not."""
    deadline = time.monotonic() + GRACE
    with contextlib.suppress(ProcessLookupError):
        os.kill(number, signal.SIGTERM)
    while time.monotonic() < deadline:
        code = ended(number)
        if code is not None:
            return code
        time.sleep(0.02)
    LIVING.discard(number)
    os.kill(number, signal.SIGKILL)
    return os.waitstatus_to_exitcode(os.waitpid(number, 0)[1])


def ended(number: int) -> int | None:
    """How a process ended, None while it runs; 0 where that was asked before."""
    if number not in LIVING:
        return 0
    found, status = os.waitpid(number, os.WNOHANG)
    if not found:
        return None
    LIVING.discard(number)
    return os.waitstatus_to_exitcode(status)


if __name__ == "__main__":
    main()
