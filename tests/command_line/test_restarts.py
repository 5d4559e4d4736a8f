"""The command about restarts of the usual range: adding, listing and undoing one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.running import Run, lines, written


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """The command line over some months of NPS."""
    rows = [lines([10, 9, 3, 8, 10], month=f"2026-0{month}", unit="North", at=f"M{month}-") for month in range(1, 10)]
    assert run("import", written(tmp_path, "nps.csv", *rows)).code == 0
    return run


def test_a_restart_is_added_listed_seen_in_the_report_and_undone(filled: Run) -> None:
    added = filled("restarts", "add", "nps", "--from", "2026-04", "--reason", "New desk", "--by", "Ann", "--json").json
    assert added == [{"id": 1, "metric": "nps", "unit": "", "from": "2026-04", "reason": "New desk", "by": "Ann"}]
    assert "New desk" in filled("restarts").out
    report = filled("report", "--metric", "nps", "--month", "2026-09", "--json").json
    assert report["scorecards"][0]["rebases"] == [{"month": "2026-04", "reason": "New desk"}]
    assert filled("restarts", "undo", "1", "--json").json == []
    report = filled("report", "--metric", "nps", "--month", "2026-09", "--json").json
    assert report["scorecards"][0]["rebases"] == []


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "nps", "--from", "2026-04"), "The command is incomplete: restarts add METRIC"),
        (("add", "nothing", "--from", "2026-04", "--reason", "New desk"), "nothing"),
        (("undo", "first"), "by its number"),
        (("undo", "7"), "There is no restart 7 to undo"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(filled: Run, arguments: tuple[str, ...], says: str) -> None:
    assert filled("restarts", *arguments).refused(says)
