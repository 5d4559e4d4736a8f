"""`manage.py verify`: what it says of a sound store, of a forged one, and of a seal on paper."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.command_line.running import Run


@pytest.fixture
def file(run_sqlite: Run, tmp_path: Path) -> Path:
    """The file of a store with a standard."""
    assert run_sqlite("standard", "nps", 40, "--from", "2026-10").code == 0
    return tmp_path / "store" / "plumbline.db"


def _sql(file: Path, statement: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(file)) as store, store:
        return store.execute(statement).fetchall()


def test_a_sound_store_knows_the_seal_that_a_pack_prints(run_sqlite: Run, file: Path) -> None:
    ((seal,),) = _sql(file, "SELECT substr(seal, 1, 16) FROM audit")
    run_sqlite("init", "--organisation", "Harbour")
    ran = run_sqlite("verify", "--seal", seal, "--json")
    assert (ran.code, ran.json) == (0, {"ok": True, "differences": [], "notes": []})
    strange = run_sqlite("verify", "--seal", f"ffff{seal}")
    assert strange.code == 1
    assert "is in no audit line" in strange.out


def test_a_forged_standard_is_named_with_what_to_do(run_sqlite: Run, file: Path) -> None:
    _sql(file, "UPDATE standards SET value = 1")
    ran = run_sqlite("verify")
    assert ran.code == 1
    assert "In the table standards, row 1 was changed" in ran.out
    assert "manage.py restore" in ran.out


@pytest.mark.usefixtures("file")
def test_without_the_key_that_is_said_and_changes_go_on(run_sqlite: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_KEY_FILE", f"{os.environ['PLUMBLINE_KEY_FILE']}.away")
    ran = run_sqlite("verify", "--json")
    assert (ran.code, ran.json["ok"]) == (0, True)
    assert "The key with which changes were signed is not beside the store." in ran.json["notes"][0]
    assert run_sqlite("standard", "nps", 45, "--from", "2026-11").code == 0
    monkeypatch.undo()


def test_changes_made_without_the_key_are_found_when_it_is_back(
    run_sqlite: Run, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = os.environ["PLUMBLINE_KEY_FILE"]
    monkeypatch.setenv("PLUMBLINE_KEY_FILE", f"{key}.away")
    run_sqlite("standard", "nps", 45, "--from", "2026-11")
    monkeypatch.setenv("PLUMBLINE_KEY_FILE", key)
    assert "The audit lines after line 1 are not signed" in run_sqlite("verify").out
    assert len(_sql(file, "SELECT id FROM audit")) == 2


def test_an_empty_file_in_the_place_of_a_store_is_not_begun_anew(run_sqlite: Run, file: Path) -> None:
    file.write_bytes(b"")
    for command in ("verify", "report", "init"):
        assert run_sqlite(command).refused("is damaged (it is empty)", "manage.py restore")
    assert file.read_bytes() == b""
