"""What page tests stand on: a page run without a browser, over an empty store or a copy of the sample company."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from pages.frame.navigation import PAGES
from pages.parts import cached_queries
from tests.conftest import LONGEST, copy_store

Page = Callable[..., AppTest]


@pytest.fixture
def page() -> Iterator[Page]:
    """`page("landing", month="2026-10")` is that page run once, over the test's own store."""

    def run(name: str, **asked: str) -> AppTest:
        test = AppTest.from_file(str(PAGES / f"{name}.py"), default_timeout=LONGEST)
        for key, value in asked.items():
            test.query_params[key] = value
        return test.run()

    yield run
    cached_queries.store().close()
    cached_queries._opened.cache_clear()


@pytest.fixture
def sample(sample_file: Path, tmp_path: Path) -> None:
    """Makes the test's own store a copy of the sample company."""
    copy_store(sample_file, tmp_path / "plumbline.db")
