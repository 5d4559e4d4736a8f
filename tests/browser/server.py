"""Starts the real server for a test, as a person would, and stops it again. Knows no page."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import LONGEST

ROOT = Path(__file__).resolve().parent.parent.parent


@dataclass(frozen=True, slots=True)
class Server:
    """A running dashboard: where it is, its process and where it writes its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path


@contextmanager
def running_server(store_url: str, folder: Path, root: Path = ROOT) -> Iterator[Server]:
    """The dashboard under `root` on a free port over the store at `store_url`; its log goes into `folder`."""
    port, log = free_port(), folder / "server.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", str(root / "app.py"), "--server.port", str(port)],
            cwd=root,
            env={**os.environ, "DATABASE_URL": store_url},
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_healthy(server)
        yield server
    finally:
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
