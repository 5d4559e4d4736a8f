"""What browser tests stand on: a browser for each worker, servers over a full and an empty store, and readers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.browser.reader import DESK, PATIENCE, Look, Reader, chromium_with_a_profile, reader_in_a_window
from tests.browser.server import ROOT, Ports, Server, prepared_process, running_server
from tests.conftest import copy_store

Reading = Callable[..., Reader]
StartServer = Callable[..., AbstractContextManager[Server]]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder drives the browser."""
    here = f"{Path(__file__).parent}{os.sep}"
    for item in items:
        if str(item.path).startswith(here):
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser() -> Iterator[BrowserContext]:
    """Chromium, started once for each worker; what is expected of a page is waited for as long as the page itself."""
    expect.set_options(timeout=PATIENCE)
    with chromium_with_a_profile() as started:
        yield started


@pytest.fixture(scope="session")
def start_server() -> Iterator[StartServer]:
    """Starts a server over a store, with a folder for its log and, for a copy of the product, the root of that.

    Servers that follow one another have the same address where they can: the browser has loaded what it serves.
    """
    ports = Ports()
    with prepared_process() as prepared:

        @contextmanager
        def start(store_url: str, folder: Path, root: Path = ROOT) -> Iterator[Server]:
            with ports.borrowed() as port, running_server(store_url, folder, root, prepared=prepared, port=port) as own:
                yield own

        yield start


@pytest.fixture(scope="session")
def sample_server(
    sample_file: Path, tmp_path_factory: pytest.TempPathFactory, start_server: StartServer
) -> Iterator[Server]:
    """A server over a copy of the sample company, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("sample-server")
    copy_store(sample_file, folder / "plumbline.db")
    with start_server(f"sqlite:///{folder / 'plumbline.db'}", folder) as server:
        yield server


@pytest.fixture
def changing_server(sample_file: Path, tmp_path: Path, start_server: StartServer) -> Iterator[Server]:
    """A fresh server over the test's own copy of the sample company."""
    copy_store(sample_file, tmp_path / "plumbline.db")
    with start_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path) as server:
        yield server


@pytest.fixture
def empty_server(tmp_path: Path, start_server: StartServer) -> Iterator[Server]:
    """A fresh server that makes its own, empty store."""
    with start_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path) as server:
        yield server


@pytest.fixture
def new_reader(browser: BrowserContext) -> Iterator[Reading]:
    """Makes readers: `new_reader(server)` or `new_reader(server, look)`."""
    with ExitStack() as afterwards:

        def make(server: Server, look: Look = DESK) -> Reader:
            return afterwards.enter_context(reader_in_a_window(browser, server.url, look))

        yield make
