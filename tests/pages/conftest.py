"""What page tests stand on: a page run without a browser, over an empty store or a copy of the sample company."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest

from db.store.engine import open_store
from metrics.periods import Month
from pages.frame.navigation import PAGES
from pages.parts import cached_queries
from pages.publishing.publish import publish
from tests.conftest import LONGEST, copy_store

Page = Callable[..., AppTest]


@pytest.fixture(scope="session", autouse=True)
def _packages_scanned_once() -> Iterator[None]:
    """Streamlit looks through all installed packages for components for each page that a test makes; once will do."""
    found = manifest_scanner.scan_component_manifests()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", lambda: found)
        yield


@pytest.fixture
def page(empty_file: Path, tmp_path: Path) -> Iterator[Page]:
    """`page("landing", month="2026-10")` is that page run once, over the test's own store, empty if not filled."""
    if not (own := tmp_path / "plumbline.db").exists():
        shutil.copy(empty_file, own)

    def run(name: str, **asked: str) -> AppTest:
        test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=LONGEST)
        for key, value in asked.items():
            test.query_params[key] = value
        return test.run()

    yield run
    cached_queries.store().close()
    cached_queries._opened.cache_clear()


@pytest.fixture(scope="session")
def sample_to_read(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample company for all page tests that only read."""
    file = tmp_path_factory.mktemp("sample-to-read") / "plumbline.db"
    copy_store(sample_file, file)
    return file


@pytest.fixture
def sample(sample_to_read: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Shows the test the sample company, which it shares with other tests: what pages keep of it is computed once.

    A test that changes it fails; it takes `own_sample` instead.
    """
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{sample_to_read}")
    before = revision(sample_to_read)
    yield
    assert revision(sample_to_read) == before, "this test changes the sample company: let it use own_sample"


def revision(file: Path) -> int:
    """How often the store in this file was changed."""
    with closing(sqlite3.connect(file)) as store:
        found: int = store.execute("SELECT revision FROM store").fetchone()[0]
        return found


@pytest.fixture
def own_sample(sample_file: Path, tmp_path: Path) -> None:
    """Makes the test's own store a copy of the sample company, for the test to change as it likes."""
    copy_store(sample_file, tmp_path / "plumbline.db")


@pytest.fixture(scope="session")
def published_file(sample_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample company whose October is published as edition 1 by M. Hale. Only to be copied."""
    file = tmp_path_factory.mktemp("published-sample") / "plumbline.db"
    copy_store(sample_file, file)
    with closing(open_store(f"sqlite:///{file}")) as store:
        publish(store, Month(2026, 10), by="M. Hale")
    return file


@pytest.fixture
def published_sample(published_file: Path, tmp_path: Path) -> int:
    """Makes the test's own store a copy of that one, and gives the edition's id."""
    copy_store(published_file, tmp_path / "plumbline.db")
    return 1
