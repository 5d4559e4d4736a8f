"""What one rerun of the landing page costs the server, against an empty page under the same frame in the same server.

`python -m benchmarks.landing_rerun` (or `make bench`) prints a table and ends with 1 where the promise is broken.
CPU time of the whole server process is counted, so a busy machine changes little; the two pages take turns.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from db.sample import load_sample
from db.store import open_store
from tests.browser.server import Server, product_copy, running_server

PROMISE = 4.0  # times an empty page
EMPTY_PAGE = '"""An empty page."""\n'
EMPTY, LANDING = "board", ""  # in the copy that is measured, the board page is empty


@dataclass(slots=True)
class Session:
    """A reader's session, spoken to as the browser does."""

    connection: ClientConnection
    page: str

    def rerun(self) -> None:
        """Ask for one run of the page and take in everything the server sends for it."""
        asked = BackMsg()
        asked.rerun_script.page_name = self.page
        self.connection.send(asked.SerializeToString())
        while True:
            message = self.connection.recv(timeout=60, decode=False)
            assert b"Something went wrong inside" not in message, "the page could not be finished"
            told = ForwardMsg.FromString(message)
            if told.WhichOneof("type") == "script_finished":
                assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return


@contextmanager
def session(server: Server, page: str) -> Iterator[Session]:
    """A session on `page` that has run it a few times, so that what is kept is kept."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        opened = Session(connection, page)
        for _ in range(5):
            opened.rerun()
        yield opened


def cpu_of_reruns(process: psutil.Process, person: Session, reruns: int) -> float:
    """Milliseconds of the server's CPU for one rerun, on average over `reruns`."""
    before = process.cpu_times()
    for _ in range(reruns):
        person.rerun()
    after = process.cpu_times()
    return 1000 * (after.user + after.system - before.user - before.system) / reruns


@contextmanager
def measured_server() -> Iterator[Server]:
    """The product over the sample company, with its board page made empty."""
    with tempfile.TemporaryDirectory() as folder:
        root = product_copy(Path(folder) / "product")
        (root / "pages" / f"{EMPTY}.py").write_text(EMPTY_PAGE, encoding="utf-8")
        url = f"sqlite:///{folder}/plumbline.db"
        with closing(open_store(url)) as store:
            load_sample(store, by="the benchmark")
        with running_server(url, Path(folder), root) as server:
            yield server


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promise holds."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--reruns", type=int, default=30)
    chosen = options.parse_args()
    empty: list[float] = []
    landing: list[float] = []
    with measured_server() as server, session(server, EMPTY) as nothing, session(server, LANDING) as leader:
        process = psutil.Process(server.process.pid)
        for _ in range(chosen.rounds):
            empty.append(cpu_of_reruns(process, nothing, chosen.reruns))
            landing.append(cpu_of_reruns(process, leader, chosen.reruns))
    ratio = statistics.median(landing) / statistics.median(empty)
    print("server CPU of one rerun, ms   median    low   high")
    for name, values in (("an empty page", empty), ("the landing page", landing)):
        print(f"{name:<28} {statistics.median(values):7.1f} {min(values):6.1f} {max(values):6.1f}")
    print(f"ratio {ratio:.2f}; promised: under {PROMISE:g}")
    return 0 if ratio < PROMISE else 1


if __name__ == "__main__":
    sys.exit(main())
