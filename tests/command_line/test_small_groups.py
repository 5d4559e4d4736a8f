"""A small group is hidden by every report that is asked for it: as a unit, a channel, a month of a year or a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.command_line.running import Run, nps, written

YEAR = ("--period", "year_to_date")


def answers(month: str, unit: str, channel: str, promoters: int, detractors: int) -> list[str]:
    """Rows of a plain survey file, all of one unit and channel."""
    scores = [10] * promoters + [0] * detractors
    at = f"{month}{unit}{channel}"
    return [f"{at}{line},{month}-15,nps,{score},{unit},{channel}," for line, score in enumerate(scores)]


@pytest.fixture
def small_groups(run: Run, tmp_path: Path) -> Run:
    """In July one customer of South/E answers, and two of North/A by phone."""
    rows = []
    for month in ("2026-05", "2026-06", "2026-07"):
        rows += answers(month, "South/D", "web", 13, 27)
        rows += answers(month, "South/F", "web", 30, 20)
        rows += answers(month, "South/E", "web", *((0, 1) if month == "2026-07" else (17, 10)))
        rows += answers(month, "North/A", "web", 12, 8)
        rows += answers(month, "North/A", "phone", *((0, 2) if month == "2026-07" else (6, 6)))
        for branch in ("B", "C"):
            rows += answers(month, f"North/{branch}", "web", 15, 15) + answers(month, f"North/{branch}", "phone", 9, 11)
    assert run("import", written(tmp_path, "a.csv", *rows)).code == 0
    return run


def is_hidden(run: Run, *asked: object) -> bool:
    """Whether only the number of answers is given."""
    card = nps(run, *asked)
    hidden = (card["value"], card["low"], card["high"]) == (None, None, None) and card["n"] > 0
    assert hidden == (card["verdict"] == "too_few_answers")
    return hidden


def test_a_unit_that_hides_with_a_small_one_is_hidden_by_name(small_groups: Run) -> None:
    run = small_groups
    found = {unit: is_hidden(run, "--unit", f"South/{unit}") for unit in "DEF"}
    assert found == {"D": True, "E": True, "F": False}
    assert not is_hidden(run, "--unit", "South")
    assert nps(run, "--unit", "South/D")["n"] == 40
    assert nps(run, "--unit", "South/D")["month_on_month"]["word"] == "too_few_answers"


def test_a_channel_is_hidden_by_name_and_beside_the_others(small_groups: Run) -> None:
    run = small_groups
    assert is_hidden(run, "--unit", "North/A", "--channel", "phone")
    assert is_hidden(run, "--unit", "North/A", "--channel", "web")
    assert not is_hidden(run, "--unit", "North/A")
    beside = {each["name"]: each["value"] for each in nps(run, "--unit", "North/A", "--by", "channels")["compared"]}
    assert beside == {"phone": None, "web": None}


def test_no_channel_of_the_other_units_tells_what_is_left_for_the_hidden_one(small_groups: Run) -> None:
    run = small_groups
    assert not is_hidden(run, "--unit", "North", "--channel", "phone")
    hidden = {unit: is_hidden(run, "--unit", f"North/{unit}", "--channel", "phone") for unit in "ABC"}
    assert sum(hidden.values()) == 2
    (beside,) = (unit for unit in "BC" if hidden[unit])
    # Else all its answers less the other channel would be the hidden ones.
    assert is_hidden(run, "--unit", f"North/{beside}", "--channel", "web")
    assert not is_hidden(run, "--unit", f"North/{beside}")
    table = nps(run, "--unit", "North", "--channel", "phone", "--by", "units")["compared"]
    assert {each["name"][-1]: each["value"] is None for each in table} == hidden


def test_a_longer_period_counts_the_months_that_are_shown(small_groups: Run) -> None:
    run = small_groups
    card = nps(run, "--unit", "South/E", *YEAR)
    shown = [point for point in card["series"] if point["value"] is not None]
    assert [point["month"] for point in shown] == ["2026-05", "2026-06"]
    assert (card["n"], card["left_out"]) == (sum(point["n"] for point in shown), 1)
    assert card["value"] == pytest.approx(100 * 14 / 54)
    assert "left_out" not in nps(run, "--unit", "South/F", *YEAR)
    for period in ("quarter", "rolling3", "rolling12"):
        assert nps(run, "--unit", "South/E", "--period", period)["n"] in (0, 1, 54)
