"""Control charts agree with the reference package, case by case."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.spc import answer

ROOT = Path(__file__).resolve().parents[2]
CASES = ROOT / "../shared/data/spc/spc_reference_shared.jsonl"


def case(values: list[float | None], dates: list[str] | None = None, **options: Any) -> dict[str, Any]:
    settings = {
        "improvement_direction": "increase",
        "target": None,
        "rebase": None,
        "fix_after_n_points": None,
        "screen_outliers": True,
    }
    dates = dates or [f"{2020 + row // 12}-{row % 12 + 1:02}-01" for row in range(len(values))]
    return {"id": "own", "options": {**settings, **options}, "dates": dates, "values": values}


def agree(expected: Any, found: Any, largest: float) -> bool:
    """Numbers within 1e-9 of the larger of the expected and the largest value; all else exactly."""
    if isinstance(expected, dict):
        return expected.keys() == found.keys() and all(agree(expected[key], found[key], largest) for key in expected)
    if isinstance(expected, list):
        return len(expected) == len(found) and all(agree(*pair, largest) for pair in zip(expected, found, strict=True))
    if isinstance(expected, bool | str | None) or isinstance(found, bool | str | None):
        return type(expected) is type(found) and bool(expected == found)
    return bool(abs(expected - found) <= 1e-9 * max(abs(expected), largest))


def wanted(line: dict[str, Any]) -> dict[str, Any]:
    if "partial" in line:
        return {"id": line["id"], "partial": line["partial"]}
    return {key: line[key] for key in ("id", "expect", "summary", "error") if key in line}


@pytest.mark.slow
@pytest.mark.skipif(not CASES.exists(), reason="the reference cases lie beside the project")
def test_every_case_of_the_reference_is_answered_as_the_reference_does() -> None:
    lines = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    differing = [
        line["id"]
        for line in lines
        if not agree(wanted(line), answer(line), max((abs(v) for v in line["values"] if v is not None), default=0.0))
    ]
    assert len(lines) == 539
    assert differing == []


def test_the_command_answers_each_line_with_a_line() -> None:
    cases = "\n".join(json.dumps(each) for each in (case([42]), case([1, 2], improvement_direction="higher")))
    run = subprocess.run(
        [sys.executable, "-m", "tests.conformance.spc"],
        input=cases,
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    first, second = (json.loads(line) for line in run.stdout.splitlines())
    assert first["summary"]["variation"] == "common_cause"
    assert second == {"id": "own", "error": "bad_improvement_direction"}


def test_a_date_that_stands_twice_is_an_error() -> None:
    assert answer(case([1, 2], dates=["2020-01-01", "2020-01-01"])) == {"id": "own", "error": "duplicate_dates"}


def test_a_baseline_of_eleven_points_is_an_error() -> None:
    error = {"id": "own", "error": "fix_after_n_points_below_12"}
    assert answer(case([1, 2], fix_after_n_points=11)) == error
    assert "expect" in answer(case([1, 2], fix_after_n_points=12))


def test_a_gap_where_the_reference_stops_leaves_the_limits_and_places() -> None:
    result = answer(case([1, 2, 3, None, 4, 5, 6]))
    assert set(result) == {"id", "partial"}
    assert result["partial"]["mean"] == [3.5] * 7
    assert result["partial"]["relative_to_mean"] == [-1, -1, -1, None, 1, 1, 1]
    assert "special_cause_type" not in result["partial"]


def test_a_gap_beside_an_up_and_a_down_is_no_trend_and_no_trouble() -> None:
    assert "expect" in answer(case([1, 2, 1, None, 4, 5, 6]))


def test_rows_out_of_order_are_sorted_and_given_back() -> None:
    result = answer(case([2, 1], dates=["2020-02-01", "2020-01-01"]))
    assert result["expect"]["dates"] == ["2020-01-01", "2020-02-01"]
    assert result["expect"]["values"] == [1, 2]


def test_a_rebase_on_the_first_row_only_counts_the_group() -> None:
    result = answer(case([1, 2, 3], rebase=["2020-01-01"]))
    assert result["expect"]["rebase_group"] == [1, 1, 1]
    assert [group["rebase_group"] for group in result["summary"]["groups"]] == [1]


def test_a_rebase_on_no_row_changes_nothing() -> None:
    assert answer(case([1, 2, 3], rebase=["2020-01-15"])) == answer(case([1, 2, 3]))
