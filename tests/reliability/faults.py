"""Trouble around the store: a full disk, one that is only read, garbage in place of the store, a reader that dies."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from db.changes import save_upload
from db.formats.rows.blocks import Block
from db.formats.rows.read_ahead import read_in_subprocess
from db.maintenance.backup import back_up
from db.store.engine import Store, open_store
from metrics.errors import PlumblineError, StoreTrouble
from tests.db.readings import reading
from tests.reliability.deeds import DEEDS, State, answers, faults_of, fill, state
from tests.reliability.outcomes import Outcome
from tests.reliability.stores import scratch_stores
from tests.reliability.unwritable import no_permission, no_room

LEAST = 4_096  # bytes: no change fits
PROOF_OF_WRITING = "each change refused in a sentence that names it; the store reads, verifies and is as before"
GARBAGE: dict[str, Callable[[bytes], bytes]] = {
    "text": lambda _: b"This is no database.\n" * 400,
    "zeros": lambda kept: bytes(len(kept)),
    "first page lost": lambda kept: bytes(4_096) + kept[4_096:],
    "another program's header": lambda kept: b"PK\x03\x04" + kept[4:],
}


@dataclass(slots=True)
class Count:
    """What came of one fault."""

    injected: int = 0
    lost: int = 0
    silent: int = 0
    own_mistakes: int = 0

    def outcome(self, harm: str, database: str, proof: str) -> Outcome:
        """The line of the table."""
        return Outcome(harm, database, self.injected, self.lost, self.silent, self.own_mistakes, proof)


def outcomes(database: str, short: bool) -> list[Outcome]:
    """What each fault cost on one database. Disks and files are SQLite's; the reader's death is both's."""
    found = [_reader_dies(database, short)]
    if database == "sqlite":
        with scratch_stores(database) as new:
            found += [_full_disk(new(), short), _only_read(new()), _garbage(new())]
    return found


def _file(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def _refused(count: Count, does: Callable[[], object], says: str) -> None:
    """Count a deed that must be refused in a sentence with these words."""
    count.injected += 1
    try:
        does()
    except PlumblineError as trouble:
        count.silent += says not in str(trouble)
    except Exception:  # noqa: BLE001  # any other exception is a mistake of the product's own, which is what is counted
        count.own_mistakes += 1
    else:
        count.silent += 1


def _full_disk(url: str, short: bool) -> Outcome:
    """Every kind of change with no room, and with ever more; then the store is opened on the full disk."""
    count = Count()
    with closing(open_store(url)) as store:
        fill(store)
        before = state(store)
    for most in (LEAST,) if short else range(LEAST, 120_000, 16_384):
        for deed in DEEDS.values():
            _without_room(count, url, before, deed, most)
    return count.outcome("full disk", "sqlite", PROOF_OF_WRITING)


def _without_room(count: Count, url: str, before: State, deed: Callable[[Store], None], most: int) -> None:
    """One change where files grow to `most` bytes; one that fits is made, and taken back by copying the store back."""
    kept = _file(url).read_bytes()
    with closing(open_store(url)) as store:
        try:
            with no_room(most):
                deed(store)
        except StoreTrouble as trouble:
            count.injected += 1
            count.silent += "is full" not in str(trouble)
            count.lost += state(store) != before or bool(faults_of(store))
    if state_of(url) == before:
        with no_room(most):
            count.lost += not _reads_as(url, before)
    _file(url).write_bytes(kept)


def state_of(url: str) -> State:
    """The state of a store that no one has open."""
    with closing(open_store(url)) as store:
        return state(store)


def _reads_as(url: str, before: State) -> bool:
    with closing(open_store(url)) as store:
        return state(store) == before and not faults_of(store)


def _only_read(url: str) -> Outcome:
    count = Count()
    with closing(open_store(url)) as store:
        fill(store)
        before = state(store)
    beside = _file(url).parent.with_name(f"{_file(url).parent.name}-backup.db")
    with no_permission(_file(url).parent), closing(open_store(url)) as store:
        for deed in DEEDS.values():
            _refused(count, partial(deed, store), "can be read, but not changed")
        count.lost += state(store) != before or bool(faults_of(store))
        back_up(store, beside)
    count.lost += not _reads_as(f"sqlite:///{beside}", before) or not _reads_as(url, before)
    return count.outcome("store that may only be read", "sqlite", f"{PROOF_OF_WRITING}; backed up elsewhere")


def _garbage(url: str) -> Outcome:
    """Something else where the store was: it is refused, and not one byte of it is changed."""
    count = Count()
    with closing(open_store(url)) as store:
        fill(store)
    kept = _file(url).read_bytes()
    for made in GARBAGE.values():
        wrong = made(kept)
        _file(url).write_bytes(wrong)
        _refused(count, partial(_opened_and_closed, url), "store")
        count.lost += _file(url).read_bytes() != wrong
    return count.outcome("garbage in place of the store", "sqlite", "refused in a sentence; the file is left as it is")


def _opened_and_closed(url: str) -> None:
    open_store(url).close()


def _reader_dies(database: str, short: bool) -> Outcome:
    """The process that reads a long file is killed while the store saves what it has read so far."""
    count = Count()
    with scratch_stores(database) as new, closing(open_store(new())) as store:
        fill(store)
        before = state(store)
        for after in (1,) if short else (0, 1, 2, 3):
            whole = reading(answers(100, 7), "long.csv")
            dying = replace(whole, blocks=partial(read_in_subprocess, partial(_blocks_then_death, after)))
            _refused(count, partial(save_upload, store, dying, by="Bo"), "stopped before its end")
            count.lost += state(store) != before or bool(faults_of(store))
    return count.outcome("reader process killed", database, "the file is refused in a sentence; the store is as before")


def _blocks_then_death(blocks: int) -> Iterator[Block]:
    """In the process that reads: some blocks, then its end."""
    yield from list(reading(answers(100, 7), block=10).blocks())[:blocks]
    os.kill(os.getpid(), signal.SIGKILL)
