"""Weights on the command line: asked about, used or left out, and printed by `import` and `report`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.command_line.running import Run, written

HEADINGS = "id,date,How satisfied are you?,weight"
CELLS = ("5,0.5", "4,2", "2,1.5", "1,1", "5,1", "3,2")  # fours and fives weigh 3.5 of 8; Σw² 12.5

COPIED = ("--map", "“#4=weight”")  # with the quotation marks of the sentence that says it


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    lines = [f"R{line},2026-10-{line:02},{cells}" for line, cells in enumerate(CELLS, 1)]
    return written(tmp_path, "weighted.csv", *lines, headings=HEADINGS)


def imported_by(run: Run, file: Path, *options: str) -> Callable[[str], object]:
    """Import a file; gives what the report then says of satisfaction."""
    assert run("import", file, *options).code == 0
    (card,) = run("report", "--month", "2026-10", "--metric", "csat", "--json").json["scorecards"]
    said: Callable[[str], object] = card.get
    return said


def test_a_column_of_weights_is_asked_about(run_sqlite: Run, survey: Path) -> None:
    found = run_sqlite("inspect", survey, "--json")
    assert found.code == 1
    (asked,) = found.json["asks"]
    assert asked == {
        "kind": "weight",
        "columns": ["weight"],
        "metric": None,
        "scale": None,
        "choices": [
            {"label": "Weight, by which it counts", "map": "#4=weight"},
            {"label": "Left out", "map": "#4=ignored"},
        ],
    }
    assert run_sqlite("import", survey).refused(
        "“weight” (column #4) looks like a weight", "“#4=weight”", "“#4=ignored”"
    )


@pytest.mark.parametrize(
    "options", [("--weight", "weight"), ("--map", "weight=weight"), ("--map", "#4=weight"), COPIED]
)
def test_the_report_prints_what_weighted_answers_are_worth(run: Run, survey: Path, options: tuple[str, str]) -> None:
    found = imported_by(run, survey, *options)
    assert found("value") == pytest.approx(100 * 3.5 / 8)
    assert (found("n"), found("n_effective")) == (6, pytest.approx(64 / 12.5))
    assert found("design_effect") == pytest.approx(6 * 12.5 / 64)
    assert run("verify").code == 0
    assert run("undo", "1").code == 0
    assert run("verify").code == 0


def test_the_import_says_it_to_people_and_scripts(run_sqlite: Run, survey: Path) -> None:
    worth = "6 weighted answers are worth 5.1 equal ones (design effect 1.17)."
    assert worth in run_sqlite("import", survey, "--weight", "weight", "--dry-run").out
    assert worth in run_sqlite("import", survey, "--weight", "weight", "--json").json["notes"][0]


def test_weights_that_are_left_out_are_named(run_sqlite: Run, survey: Path) -> None:
    (note,) = run_sqlite("import", survey, "--map", "weight=ignored", "--dry-run", "--json").json["notes"]
    assert note == "“weight” (column 4) looks like a weight of each answer. It was left out: each counts once."
    found = imported_by(run_sqlite, survey, "--map", "weight=ignored")
    assert (found("value"), found("n"), found("n_effective")) == (50, 6, None)


def test_a_kept_mapping_keeps_the_weights(run_sqlite: Run, survey: Path) -> None:
    assert run_sqlite("import", survey, "--weight", "weight", "--save-mapping", "visits").code == 0
    later = written(survey.parent, "later.csv", "R9,2026-11-02,5,0.5", "R8,2026-11-02,1,1.5", headings=HEADINGS)
    assert "2 weighted answers" in run_sqlite("import", later, "--json").json["notes"][-1]
    assert run_sqlite("import", later, "--mapping", "visits", "--weight", "weight").refused("--weight")


def test_weights_that_cannot_be_meant_are_refused(run_sqlite: Run, survey: Path) -> None:
    lines = [f"R{line},2026-10-{line:02},5,{1000 + line}.5" for line in range(1, 9)]
    heavy = written(survey.parent, "heavy.csv", *lines, headings=HEADINGS)
    assert run_sqlite("import", heavy, "--weight", "weight").refused("average 1,005", "Divide the weights")
