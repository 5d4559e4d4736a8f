"""Verify, backup and restore."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from tests.command_line.running import HEADINGS, Run, lines, written


def test_verify_names_what_does_not_add_up(run_sqlite: Run, tmp_path: Path) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines([10] * 5)))
    with closing(sqlite3.connect(tmp_path / "store" / "plumbline.db")) as store, store:
        store.execute("UPDATE tallies SET n = n + 1")
    ran = run_sqlite("verify", "--json")
    assert (ran.code, ran.json["ok"]) == (1, False)
    assert "tallies" in ran.json["differences"][0]
    assert "tallies" in run_sqlite("verify").out


def test_a_backup_put_back_is_the_store_as_it_was(run_sqlite: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", lines([10] * 5))
    run_sqlite("import", file)
    before = run_sqlite("report", "--json").json
    made = run_sqlite("backup", tmp_path / "kept.db", "--json")
    assert made.json["bytes"] == (tmp_path / "kept.db").stat().st_size
    assert made.json["revision"] == 1
    run_sqlite("undo", "1")
    assert run_sqlite("restore", tmp_path / "kept.db").refused("--replace")
    restored = run_sqlite("restore", tmp_path / "kept.db", "--replace", "--json")
    assert restored.code == 0, restored.err
    after = run_sqlite("report", "--json").json
    assert after["scorecards"] == before["scorecards"]
    assert after["revision"] == restored.json["revision"] == 3
    assert run_sqlite("verify").code == 0
    assert run_sqlite("import", file).refused("imported before")


def test_a_backup_never_writes_over_a_file_nor_a_restore_takes_anything_else(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", lines([10] * 5))
    assert run("backup", file).refused()
    assert run("restore", file).refused()
    assert file.read_text(encoding="utf-8").startswith(HEADINGS)
    assert not list(tmp_path.glob("*.unfinished"))
