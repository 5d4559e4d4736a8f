"""Every command: its help, what it refuses, and several at once."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from db.store.engine import Store
from tests.command_line.running import COMMANDS, Run, lines, nps, process, runner, written
from tests.conftest import LONGEST, ROOT


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run_first: Run, tmp_path: Path, command: str) -> None:
    ran = run_first(command, "--help")
    assert (ran.code, ran.err) == (0, "")
    assert f"manage.py {command}" in ran.out
    assert not (tmp_path / "new").exists()


def test_without_a_command_all_of_them_are_listed(run_first: Run) -> None:
    ran = run_first()
    assert ran.code == 0
    assert all(f"  {command} " in ran.out for command in COMMANDS)


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("frob",),
        ("report", "--colour", "red"),
        ("report", "--months", "0"),
        ("report", "--months", "many"),
        ("report", "--period", "week"),
        ("report", "--by", "weather"),
        ("report", "--audience", "nobody"),
        ("undo", "first"),
        ("undo",),
        ("import",),
        ("import", "x.csv", "--on-conflict", "last"),
        ("import", "x.csv", "--new-units", "perhaps"),
        ("import", "x.csv", "--kind", "novel"),
        ("import", "x.csv", "--date-order", "backwards"),
        ("import", "x.csv", "--month", "2025-13"),
        ("import", "x.csv"),
        ("inspect", "x.csv"),
        ("report", "--metric", "nsp"),
        ("report", "--unit", "Nowhere"),
        ("report", "--channel", "fax"),
        ("report", "--month", "13/2025"),
        ("report", "--month", "2025-13"),
        ("report", "--to-day", "2025-02-30"),
        ("report", "--month", "2025-02", "--to-day", "2025-03-01"),
        ("undo", "7"),
        ("standard",),
        ("standard", "nps", "45"),
        ("standard", "nps", "45", "--from", "soon"),
        ("standard", "promptness", "45", "--from", "2025-01"),
        ("standard", "nps", "45", "--from", "2025-01", "--unit", "Nowhere"),
        *(("standard", "csat", value, "--from", "2025-01") for value in ("promptly", "nan", "inf", "", "1,000", "101")),
        ("standard", "csat", "-1", "--from", "2025-01"),
        ("backup", "/dev/null/backup.db"),
        ("restore", "nowhere.db"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    untouched: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: Sequence[str]
) -> None:
    run = runner(untouched, monkeypatch, capsys)
    ran = run(*arguments)
    assert ran.refused(), ran
    assert ran.out == ""
    assert run("report", "--json").json["revision"] == 0


NOWHERE = "postgresql://ann:secret@127.0.0.1:1/plumbline"


@pytest.mark.parametrize(
    ("url", "arguments"),
    [
        *((url, ("report",)) for url in (NOWHERE, "mysql://host/store", "rubbish", "sqlite:////dev/null/no/s.db")),
        *((NOWHERE, (command,)) for command in ("init", "uploads", "verify")),
        *((NOWHERE, arguments) for arguments in (("undo", "1"), ("standard", "--list"), ("backup", "b.db"))),
    ],
)
def test_a_store_that_cannot_be_reached_or_made_is_said_in_one_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, arguments: Sequence[str]
) -> None:
    ran = runner(url, monkeypatch, capsys)(*arguments)
    assert ran.refused(), ran
    assert "secret" not in ran.err


def test_init_makes_the_store_with_its_folder_and_is_safe_to_repeat(run_first: Run, tmp_path: Path) -> None:
    first = run_first("init", "--json")
    assert (first.code, first.json["newest_month"]) == (0, None)
    assert (tmp_path / "new" / "plumbline.db").exists()
    assert run_first("init", "--json").json == first.json


def test_a_first_import_makes_the_store(run_first: Run, tmp_path: Path) -> None:
    assert run_first("import", written(tmp_path, "a.csv", lines([10, 9, 0]))).code == 0
    assert nps(run_first)["n"] == 3


@pytest.mark.slow
def test_the_sample_company_is_loaded_into_an_empty_store_only(
    sample_copy: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run = runner(sample_copy.url, monkeypatch, capsys)
    before = run("report", "--json").json["revision"]
    ran = run("init", "--sample", "--json")
    assert ran.code == 0
    assert "not loaded" in ran.err
    assert ran.json["newest_month"] == run("report", "--json").json["month"]
    assert run("report", "--json").json["revision"] == before


@pytest.mark.slow
def test_two_processes_that_make_the_same_store_at_once_both_succeed(tmp_path: Path) -> None:
    running = [process(f"sqlite:///{tmp_path / 'new' / 'plumbline.db'}", "init", "--json") for _ in range(3)]
    ended = [each.communicate(timeout=LONGEST) for each in running]
    assert [each.returncode for each in running] == [0, 0, 0], ended


def test_inspecting_a_file_loads_no_store() -> None:
    told = "import sys, manage; manage.entrance('inspect'); print([*{'sqlalchemy', 'db.changes'} & set(sys.modules)])"
    ran = subprocess.run([sys.executable, "-c", told], cwd=ROOT, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
