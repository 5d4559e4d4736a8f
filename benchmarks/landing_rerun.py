"""What the landing page costs, against a bare Streamlit page with a table of the same size, in one run.

`python -m benchmarks.landing_rerun` (or `make bench`) prints a table and ends with 1 where a promise is broken: the
server's CPU of a rerun after a filter change, for a scope looked at before and for a new one; the bytes sent for it;
the time until the table stands in Chromium; and requests to other hosts, of which there must be none.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

import psutil
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from benchmarks.bare import bare_server, table_in
from benchmarks.landing_paint import painted
from db.maintenance.sample_company import load_sample
from db.store.engine import open_store
from tests.browser.reader import chromium
from tests.browser.server import Server, running_server

# Times the bare page; bytes; times the bare page.
KNOWN_SCOPE, NEW_SCOPE, BYTES, PAINT = 2.0, 10.0, 60_000, 1.3
LOOKED_AT = ("month=2026-09", "month=2026-08")
NEW = tuple(
    f"month={year}-{month:02}&unit={unit}"
    for unit, year, month in product(("City", "Vale", "Moor", "Harbour"), (2025, 2026), range(1, 11))
)


@dataclass(slots=True)
class Session:
    """A reader's session, spoken to as the browser does: what was sent once and may be kept is not sent again."""

    connection: ClientConnection
    process: psutil.Process
    kept: set[str] = field(default_factory=set)

    def rerun(self, query: str = "") -> tuple[int, str]:
        """Ask for one run of the page; how many bytes came, and the HTML among them."""
        asked = BackMsg()
        asked.rerun_script.query_string = query
        asked.rerun_script.cached_message_hashes.extend(self.kept)
        self.connection.send(asked.SerializeToString())
        sent, html = 0, ""
        while True:
            message = self.connection.recv(timeout=60, decode=False)
            sent += len(message)
            told = ForwardMsg.FromString(message)
            if told.hash and told.metadata.cacheable:
                self.kept.add(told.hash)
            html += told.delta.new_element.markdown.body
            if told.WhichOneof("type") == "script_finished":
                assert told.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return sent, html

    def cpu(self, queries: Sequence[str]) -> tuple[float, int]:
        """Milliseconds of the server's CPU for one rerun on average, and the most bytes sent for one."""
        before = self.process.cpu_times()
        most = max(self.rerun(query)[0] for query in queries)
        after = self.process.cpu_times()
        return 1000 * (after.user + after.system - before.user - before.system) / len(queries), most


@contextmanager
def session(server: Server) -> Iterator[Session]:
    """A session on the first page of a server that has run it a few times."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    with connect(address, subprotocols=["streamlit"], max_size=None) as connection:  # type: ignore[list-item]
        opened = Session(connection, psutil.Process(server.process.pid))
        for query in (*LOOKED_AT, "", *LOOKED_AT):
            opened.rerun(query)
        yield opened


@contextmanager
def both_servers() -> Iterator[tuple[Server, Server]]:
    """The product over the sample company, and the bare page with its landing page's table."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/plumbline.db"
        with closing(open_store(url)) as store:
            load_sample(store, by="the benchmark")
        with running_server(url, Path(folder)) as ours:
            with session(ours) as leader:
                leader.kept.clear()
                table = table_in(leader.rerun()[1])
            with bare_server(Path(folder), table) as bare:
                yield ours, bare


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the printed table: what was measured, in what, and the promise about its ratio or size."""

    name: str
    unit: str
    values: list[float]
    peer: list[float]
    promise: float

    @property
    def ratio(self) -> float:
        """Times the peer; the size itself where there is none."""
        middle = statistics.median(self.values)
        return middle / statistics.median(self.peer) if self.peer else middle

    @property
    def holds(self) -> bool:
        """Whether the promise is kept."""
        return self.ratio <= self.promise

    def __str__(self) -> str:
        middle, low, high = statistics.median(self.values), min(self.values), max(self.values)
        against = f"{self.ratio:.2f} x bare" if self.peer else ""
        kept = "" if self.promise == float("inf") else f"promised {self.promise:g}: {'yes' if self.holds else 'NO'}"
        return f"{self.name:<38}{middle:9.1f}{low:9.1f}{high:9.1f} {self.unit:<6}{against:<14}{kept}"


def reruns(ours: Server, bare: Server, rounds: int, times: int) -> list[Line]:
    """CPU and bytes of reruns; the pages take turns."""
    empty: list[float] = []
    known: list[float] = []
    new: list[float] = []
    sent: list[float] = []
    unseen = iter(NEW)
    with session(bare) as nothing, session(ours) as leader:
        for _ in range(rounds):
            empty.append(nothing.cpu([""] * times)[0])
            for queries, into in ((LOOKED_AT * (times // 2), known), ([next(unseen) for _ in range(10)], new)):
                cpu, most = leader.cpu(queries)
                into.append(cpu)
                sent.append(most)
    return [
        Line("CPU of a rerun, the bare page", "ms", empty, [], float("inf")),
        Line("CPU of a rerun, a scope known", "ms", known, empty, KNOWN_SCOPE),
        Line("CPU of a rerun, a new scope", "ms", new, empty, NEW_SCOPE),
        Line("bytes of a rerun, the most", "bytes", [max(sent)], [], BYTES),
    ]


def main() -> int:
    """Measure, print the table, and say by the exit code whether the promises hold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--reruns", type=int, default=20)
    chosen = options.parse_args()
    with both_servers() as (ours, bare):
        lines = reruns(ours, bare, min(chosen.rounds, len(NEW) // 10), chosen.reruns)
        with chromium() as browser:
            paint = painted(browser, ours, bare, chosen.rounds)
    lines += [
        Line("until the table stands, the bare page", "ms", paint.bare, [], float("inf")),
        Line("until the table stands, landing", "ms", paint.landing, paint.bare, PAINT),
        Line("requests to other hosts", "", [len(paint.outside)], [], 0),
    ]
    print(f"{'':<38}{'median':>9}{'low':>9}{'high':>9}")
    print("\n".join(map(str, lines)))
    return 0 if all(line.holds for line in lines) else 1


if __name__ == "__main__":
    sys.exit(main())
