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


def test_a_backup_of_either_database_reports_the_same_in_a_file(run: Run, run_sqlite: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([10] * 5, unit="North"), lines([3] * 6, unit="South", at="S")))
    before = run("report", "--json").json
    assert run("backup", tmp_path / "kept.db").code == 0
    assert run_sqlite("restore", tmp_path / "kept.db").code == 0
    assert run_sqlite("report", "--json").json == before | {"revision": before["revision"] + 1}
    assert run_sqlite("verify").code == 0
    said = run("restore", tmp_path / "kept.db", "--replace")
    assert said.code == 0, said.err
    assert "To go back to it: manage.py restore " in said.out
    assert run("report", "--json").json == before | {"revision": before["revision"] + 1}


def test_backups_under_dated_names(run_sqlite: Run, tmp_path: Path) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines([10] * 5)))
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "plumbline-2026-11-01T02-30-00Z.db").touch()
    made = run_sqlite("backup", "--to", tmp_path / "all", "--keep", "1", "--json").json
    assert made["deleted"] == [str(tmp_path / "all" / "plumbline-2026-11-01T02-30-00Z.db")]
    assert [str(own) for own in (tmp_path / "all").iterdir()] == [made["file"]]
    assert run_sqlite("backup").refused("--to")
    assert run_sqlite("backup", tmp_path / "b.db", "--keep", "3").refused("--keep")


def test_a_damaged_backup_is_refused_in_a_sentence(run_sqlite: Run, tmp_path: Path) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines([10] * 5)))
    run_sqlite("backup", tmp_path / "kept.db")
    with (tmp_path / "kept.db").open("r+b") as harmed:
        harmed.seek(100_000)
        harmed.write(b"X")
    assert run_sqlite("restore", tmp_path / "kept.db", "--replace").refused("is damaged", "Take another backup")
    assert run_sqlite("verify").code == 0


def test_a_backup_never_writes_over_a_file_nor_a_restore_takes_anything_else(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", lines([10] * 5))
    assert run("backup", file).refused()
    assert run("restore", file).refused()
    assert file.read_text(encoding="utf-8").startswith(HEADINGS)
    assert not list(tmp_path.glob("*.unfinished"))
