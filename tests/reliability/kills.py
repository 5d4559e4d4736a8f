"""Programs that are killed while they change a store: at each statement, around each commit, inside writes.

The moments are counted, not left to chance: most kills at random moments land before anything was written.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from sqlalchemy.engine import make_url

from db.store.engine import open_store
from metrics.errors import PlumblineError
from tests.postgresql import contents, replace_contents
from tests.reliability.deeds import DEEDS, State, faults_of, fill, state
from tests.reliability.dying import BYTES, STEP, WORK, Dying, dying
from tests.reliability.outcomes import Outcome
from tests.reliability.stores import scratch_stores

PROOF = "opens, verify clean, as before or as after; every fifth done again: as after"
WHAT = {
    STEP: "before and after each write and commit",
    WORK: "inside statements",
    BYTES: "inside writes to the store's files",
}
MOST = 2_000  # moments of one deed; none has as many
# In the short form: one deed killed in each way, the others once.
SHORT = {STEP: (2, 7), WORK: (5,), BYTES: (9 * 4_096 + 100, 40 * 4_096 + 100)}
SHORT_OTHERS = (3,)
PAGE = 4_096
AGAIN = 5  # after every fifth death the deed is done again
Renew = Callable[[], None]


@dataclass
class Count:
    """What came of one deed killed in one way."""

    injected: int = 0
    lost: int = 0
    own_mistakes: int = 0
    ends: set[str] = field(default_factory=set)


def outcomes(database: str, short: bool) -> list[Outcome]:
    """What kills cost: import, undo, standard and publication, on one database."""
    with ExitStack() as stack:
        url = stack.enter_context(scratch_stores(database))()
        with closing(open_store(url)) as store:
            fill(store)
        renew = _renewed(url, stack)
        program = stack.enter_context(dying())
        return [
            _killed(database, url, renew, program, deed, way, short)
            for deed in DEEDS
            for way in _ways(database, deed, short)
        ]


def _renewed(url: str, stack: ExitStack) -> Renew:
    """What gives the store back its contents of now."""
    address = make_url(url)
    if address.get_backend_name() == "sqlite":
        file = Path(str(address.database))
        kept = file.with_name("kept.db")
        shutil.copyfile(file, kept)
        return lambda: _put_back(kept, file)
    plain = address.set(drivername="postgresql").render_as_string(hide_password=False)
    connection = stack.enter_context(psycopg.connect(plain, autocommit=True))
    filled = contents(connection)

    def renew() -> None:
        _alone(connection)
        replace_contents(connection, filled)

    return renew


def _put_back(kept: Path, file: Path) -> None:
    for beside in ("-wal", "-shm"):
        file.with_name(file.name + beside).unlink(missing_ok=True)
    shutil.copyfile(kept, file)


def _alone(connection: psycopg.Connection) -> None:
    """Wait until the server has noticed that killed programs are gone."""
    connection.execute(
        "SELECT pg_terminate_backend(pid, 60000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )


def _killed(database: str, url: str, renew: Renew, program: Dying, deed: str, way: str, short: bool) -> Outcome:
    renew()
    before, after = _seen(url), _unkilled(url, deed)
    count = Count()
    for at in _moments(deed, way, short):
        renew()
        death = program.trial(url, deed, way, at)
        if not death.died:
            if way == STEP:
                break
            continue
        count.injected += 1
        _judge(count, url, deed, before, after, done=death.done)
    ends = " and ".join(sorted(count.ends))
    proof = f"{PROOF} ({ends})" if ends else PROOF
    return Outcome(f"{deed} killed {WHAT[way]}", database, count.injected, count.lost, 0, count.own_mistakes, proof)


def _ways(database: str, deed: str, short: bool) -> tuple[str, ...]:
    return (STEP,) if database == "postgresql" or (short and deed != "import") else (STEP, WORK, BYTES)


def _moments(deed: str, way: str, short: bool) -> Sequence[int]:
    """When to die: at every step; at every two hundredth instruction; at every second page that a file grows by."""
    if short:
        return SHORT[way] if deed == "import" else SHORT_OTHERS
    return {STEP: range(1, MOST), WORK: range(1, 60), BYTES: range(9 * PAGE + 100, 120 * PAGE, 2 * PAGE)}[way]


def _judge(count: Count, url: str, deed: str, before: State, after: State, *, done: bool) -> None:
    try:
        found = _seen(url)
        if found == before and not done:
            count.ends.add("before")
            if count.injected % AGAIN == 1:
                count.lost += _unkilled(url, deed) != after
        else:
            count.ends.add("after")
            count.lost += found != after
    except PlumblineError:
        count.lost += 1
    except Exception:  # noqa: BLE001  # any other exception is a mistake of the product's own, which is what is counted
        count.own_mistakes += 1


def _seen(url: str) -> State:
    """The state of a store that opens and adds up. Raises PlumblineError otherwise."""
    with closing(open_store(url)) as store:
        if found := faults_of(store):
            raise PlumblineError(found[0])
        return state(store)


def _unkilled(url: str, deed: str) -> State:
    with closing(open_store(url)) as store:
        DEEDS[deed](store)
    return _seen(url)
