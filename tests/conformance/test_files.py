"""Files of an ordinary month, kind by kind: what is asked about each, what is saved, its figures, and an exact undo.

Each folder beside this module that has a `cases.toml` holds the files of one kind. A case names its `file` and may give
`options` of the import, the `kind`, some `roles` by heading, the kinds of `questions` that are open without options,
the counts of rows, `figures` and further files to import `then`.
"""

from __future__ import annotations

import shutil
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import Run, runner
from tests.conftest import MakeStore

HERE = Path(__file__).resolve().parent
COUNTS = ("saved", "duplicates", "refused", "blank")
Case = Mapping[str, Any]


def cases() -> Iterator[tuple[Path, Case]]:
    """Every case with the folder of its files."""
    for table in sorted(HERE.glob("*/cases.toml")):
        for case in tomllib.loads(table.read_text(encoding="utf-8"))["case"]:
            yield table.parent, case


def as_parameters() -> Iterator[Any]:
    """Every case; make quick goes without all but the first of each kind."""
    kinds: set[Path] = set()
    for folder, case in cases():
        marks = [pytest.mark.slow] if folder in kinds else []
        yield pytest.param(folder, case, id=f"{folder.name}-{case['name']}", marks=marks)
        kinds.add(folder)


ALL = list(as_parameters())
FIRST_OF_EACH = list({one.values[0]: one for one in reversed(ALL)}.values())


@pytest.mark.parametrize(("folder", "case"), ALL)
def test_a_file_gives_its_figures_and_leaves_none_once_undone(
    folder: Path,
    case: Case,
    empty_file: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    own = shutil.copy(empty_file, tmp_path / "plumbline.db")
    walk(runner(f"sqlite:///{own}", monkeypatch, capsys), folder, case)


@pytest.mark.parametrize(("folder", "case"), FIRST_OF_EACH)
def test_a_kind_is_the_same_on_postgresql(
    folder: Path,
    case: Case,
    postgresql_store: MakeStore,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with ExitStack() as afterwards:
        store = postgresql_store(f"conformance_{folder.name}", afterwards)
        url = store.engine.url.render_as_string(hide_password=False)
        walk(runner(url, monkeypatch, capsys), folder, case)


def walk(run: Run, folder: Path, case: Case) -> None:
    """Inspect the case's file, import it and those that follow, compare the figures, and take everything back."""
    check_inspection(run, folder, case)
    if case.get("questions"):
        assert run("import", folder / case["file"], "--json").code == 2
        assert not run("uploads", "--json").json
    if not case.get("imported", True):
        return
    before, uploads = [], []
    for step in (case, *case.get("then", ())):
        before.append(figures(run))
        uploads.append(imported(run, folder, step))
    for wanted in case.get("figures", ()):
        check_figure(run, wanted)
    for upload, then in reversed(list(zip(uploads, before, strict=True))):
        if upload is not None:
            assert run("undo", upload).code == 0
        assert figures(run) == then
    assert run("verify").code == 0


def check_inspection(run: Run, folder: Path, case: Case) -> None:
    found = run("inspect", folder / case["file"], *case.get("inspect", ()), "--json").json
    if not case.get("refused_as"):
        assert [one["kind"] for one in found["asks"]] == case.get("questions", []), found["questions"]
    roles = {column["name"]: column["role"] for column in found["columns"]}
    assert {name: roles[name] for name in case.get("roles", {})} == case.get("roles", {})
    if "asked" in case:
        assert found["asks"][0]["columns"][0] == case["asked"]
    for name in ("kind", "format", "encoding"):
        if name in case:
            assert found[name] == case[name]


def imported(run: Run, folder: Path, step: Case) -> int | None:
    """The upload that a step makes; None where it is not done, as its `code` says."""
    ran = run("import", folder / step["file"], *step.get("options", ()), "--json")
    if step.get("code") == 2:
        assert ran.code == 2
        return None
    assert ran.code in (0, 1), ran.err
    told = ran.json
    assert {name: told[name] for name in COUNTS if name in step} == {
        name: step[name] for name in COUNTS if name in step
    }
    assert "note" not in step or any(step["note"] in note for note in told["notes"])
    assert told["read"] == sum(told[name] for name in COUNTS)
    return int(told["upload"])


def figures(run: Run) -> Sequence[Any]:
    """Every scorecard of the newest month with data."""
    cards: Sequence[Any] = run("report", "--json").json["scorecards"]
    return cards


def check_figure(run: Run, wanted: Case) -> None:
    options = [f"--{name}={wanted[name]}" for name in ("month", "unit", "channel") if name in wanted]
    cards = {card["metric"]: card for card in run("report", *options, "--json").json["scorecards"]}
    card = cards.get(wanted["metric"], {"value": None, "n": 0})
    assert "n" not in wanted or card["n"] == wanted["n"]
    if "value" in wanted:
        assert card["value"] == pytest.approx(wanted["value"], abs=1e-6)
