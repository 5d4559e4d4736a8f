"""What becomes of hostile files: read or refused with a sentence, in little time and memory, the store unharmed."""

from __future__ import annotations

import multiprocessing
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from benchmarks.exports import EXPORTS, HOSTILE, Hostile, unseen
from db.changes.uploads.import_files import ImportOrder, UploadChoices, import_file
from db.formats import Options
from db.formats.recognise.choose_sheet import source_of
from db.queries.settings import revision
from db.queries.uploads import uploads
from db.store.engine import open_store
from metrics.errors import PlumblineError
from pages.command_line import question_words

MOST_SECONDS = 10.0
MOST_MEGABYTES = 350.0  # beside the 150 that Python and its libraries hold before they see a file
PROCESS = Path("/proc/self")


@dataclass(frozen=True, slots=True)
class HostileOutcome:
    """What became of a hostile file, and what of that is not as it should be ("" for nothing)."""

    name: str
    found: str
    wrong: str
    seconds: float
    megabytes: float

    @property
    def is_slow(self) -> bool:
        """Whether it took longer than promised; for the report, since a test may run on a busy machine."""
        return self.seconds > MOST_SECONDS


def hostile_outcomes() -> Iterator[HostileOutcome]:
    """Each hostile file imported in a process of its own, so that its memory can be told."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(1, mp_context=context, max_tasks_per_child=1) as processes:
        yield from processes.map(outcome, HOSTILE)


def outcome(one: Hostile) -> HostileOutcome:
    """What becomes of one hostile file in an empty store."""
    before_it = forget_peak()
    began = time.monotonic()
    sentence, counts = "", None
    with tempfile.TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/store.db")) as store:
        with store.reading() as session:
            before = revision(session)
        try:
            order = ImportOrder("report", UploadChoices(Options(maps=one.maps, date_order=one.date_order)))
            file = source_of(EXPORTS / "adversarial" / one.file)
            receipt = import_file(store, file, order, unseen)
            counts = (receipt.saved, receipt.duplicates, receipt.refused, receipt.blank)
        except PlumblineError as refusal:
            sentence = question_words.refusal(refusal)
        with store.reading() as session:
            unharmed = revision(session) == before and not uploads(session)
    seconds = time.monotonic() - began
    megabytes = held("VmHWM") - before_it
    wrong = [
        f"held {megabytes:.0f} MB" if megabytes > MOST_MEGABYTES else "",
        f"{counts or sentence}" if counts != one.counts or one.refusal not in sentence else "",
        "changed the store" if sentence and not unharmed else "",
    ]
    said = one.file if one.date_order is None else f"{one.file}, {one.date_order}"
    found = sentence or "saved {}, duplicates {}, refused {}, blank {}".format(*(counts or ()))
    return HostileOutcome(
        said,
        f"{seconds:.1f} s, {megabytes:.0f} MB: {found[:110]}",
        "; ".join(text for text in wrong if text),
        seconds,
        megabytes,
    )


def forget_peak() -> float:
    """Reset this process's peak memory; gives the MB it holds now. Linux only."""
    (PROCESS / "clear_refs").write_text("5", encoding="ascii")
    return held("VmRSS")


def held(name: str) -> float:
    """MB of this process's memory by the kernel's name for it: VmRSS now, VmHWM at most."""
    lines = (PROCESS / "status").read_text(encoding="ascii").splitlines()
    (line,) = (line for line in lines if line.startswith(f"{name}:"))
    return int(line.split()[1]) / 1024
