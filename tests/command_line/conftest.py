"""Stores for commands to run on."""

from __future__ import annotations

from pathlib import Path

import pytest

from db.store.engine import Store, open_store
from tests.command_line.running import Run, runner


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an empty store of its own, on SQLite and again on PostgreSQL."""
    return runner(store.engine.url.render_as_string(hide_password=False), monkeypatch, capsys)


@pytest.fixture
def run_sqlite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an SQLite store that the first command makes."""
    return runner(f"sqlite:///{tmp_path / 'store' / 'plumbline.db'}", monkeypatch, capsys)


@pytest.fixture(scope="module")
def untouched(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty store for commands that are refused."""
    url = f"sqlite:///{tmp_path_factory.mktemp('untouched') / 'plumbline.db'}"
    open_store(url).close()
    return url
