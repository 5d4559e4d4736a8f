"""Stores for commands to run on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from db.store.engine import Store
from tests.command_line.running import Run, runner


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an empty store of its own, on SQLite and again on PostgreSQL."""
    return runner(store.engine.url.render_as_string(hide_password=False), monkeypatch, capsys)


@pytest.fixture
def run_sqlite(
    empty_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Runs a command on an empty SQLite store."""
    (tmp_path / "store").mkdir()
    own = shutil.copy(empty_file, tmp_path / "store" / "plumbline.db")
    return runner(f"sqlite:///{own}", monkeypatch, capsys)


@pytest.fixture
def run_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command where there is no store yet, nor its folder `new`."""
    return runner(f"sqlite:///{tmp_path / 'new' / 'plumbline.db'}", monkeypatch, capsys)


@pytest.fixture(scope="module")
def untouched(empty_file: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty store for commands that are refused."""
    own = shutil.copy(empty_file, tmp_path_factory.mktemp("untouched") / "plumbline.db")
    return f"sqlite:///{own}"
