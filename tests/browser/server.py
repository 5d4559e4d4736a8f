"""Starts the real server for a test, as a person would, and stops it again. Knows no page."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from tests.conftest import LONGEST

ROOT = Path(__file__).resolve().parent.parent.parent


class Process(Protocol):
    """What a test asks of the process of a server."""

    @property
    def pid(self) -> int:
        """Its number."""

    def poll(self) -> int | None:
        """How it ended, None while it runs."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard: where it is, its process and where it writes its log."""

    url: str
    process: Process
    log: Path


@dataclass(frozen=True, slots=True)
class Prepared:
    """The process of `prepared.py`, from which servers are made that need not load their libraries."""

    process: subprocess.Popen[str]

    def ask(self, **request: object) -> int | None:
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        number: int | None = json.loads(self.process.stdout.readline())
        return number


@dataclass(frozen=True, slots=True)
class PreparedProcess:
    """A server made from the prepared process, by its number."""

    prepared: Prepared
    pid: int

    def poll(self) -> int | None:
        return self.prepared.ask(poll=self.pid)


@contextmanager
def prepared_process() -> Iterator[Prepared | None]:
    """The prepared process; None on systems whose libraries do not bear a fork, where each server starts by itself."""
    if sys.platform != "linux":
        yield None
        return
    script = Path(__file__).with_name("prepared.py")
    with subprocess.Popen(
        [sys.executable, "-P", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        yield Prepared(process)
        assert process.stdin
        process.stdin.close()


@contextmanager
def running_server(
    store_url: str, folder: Path, root: Path = ROOT, *, prepared: Prepared | None = None, port: int | None = None
) -> Iterator[Server]:
    """The dashboard under `root` over the store at `store_url`, on `port` or a free one; its log goes into `folder`."""
    port, log = port or free_port(), folder / "server.log"
    arguments = ["run", str(root / "app.py"), "--server.port", str(port)]
    environment = {**os.environ, "DATABASE_URL": store_url}
    with ExitStack() as afterwards:
        process: Process
        if prepared is None:
            written = afterwards.enter_context(log.open("wb"))
            command = [sys.executable, "-m", "streamlit", *arguments]
            process = subprocess.Popen(command, cwd=root, env=environment, stdout=written, stderr=subprocess.STDOUT)
            afterwards.callback(_stop, process)
        else:
            number = prepared.ask(start=arguments, root=str(root), log=str(log), environment=environment)
            assert number
            process = PreparedProcess(prepared, number)
            afterwards.callback(prepared.ask, stop=number)
        server = Server(f"http://127.0.0.1:{port}", process, log)
        wait_until_healthy(server)
        yield server


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def product_copy(root: Path) -> Path:
    """A copy of the product under `root`, for a test to spoil and then to start."""
    for name in ("metrics", "db", "pages", "sample_data", ".streamlit"):
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "app.py", root)
    return root


def free_port() -> int:
    """A port on which nobody listens just now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Whether this port is free; connections that are still closing do no harm."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


@dataclass(frozen=True, slots=True)
class Ports:
    """Ports that servers had before, for later ones."""

    had: list[int] = field(default_factory=list)

    @contextmanager
    def borrowed(self) -> Iterator[int]:
        """A free port, where possible one that a server had before."""
        before = self.had.pop() if self.had else 0
        port = before if before and is_free(before) else free_port()
        yield port
        self.had.append(port)


def wait_until_healthy(server: Server, path: str = "/healthz") -> None:
    """Wait until the server says at `path` that it is well; a test fails where it ends or takes too long."""
    deadline = time.monotonic() + LONGEST
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}{path}", timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{server.log.read_text(encoding='utf-8', errors='replace')}")
