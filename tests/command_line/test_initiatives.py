"""The command about initiatives: each with its effect as data and in words, and adding one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from metrics.periods import Month, months_between
from tests.command_line.running import Run, written

UNITS = ("North/A", "North/B", "South/C", "South/D", "South/E", "South/F")
MONTHS = months_between(Month(2025, 5), Month(2026, 10))
BEGAN = Month(2026, 6)


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """Six units of 20 answers a month at NPS 0; North/A rises to 100 in June 2026."""
    rows = [
        f"{month}-05,{9 if line % 2 or (unit == 'North/A' and month >= BEGAN) else 3},{unit}"
        for unit in UNITS
        for month in MONTHS
        for line in range(20)
    ]
    file = written(tmp_path, "answers.csv", *rows, headings="date,nps,unit")
    assert run("import", str(file), "--on-overlap", "count").code == 0
    return run


def listed(run: Run, *arguments: str) -> list[dict[str, Any]]:
    ran = run("initiatives", *arguments, "--json")
    assert ran.code == 0, ran.err
    found: list[dict[str, Any]] = ran.json
    return found


def added(run: Run, *more: str) -> list[dict[str, Any]]:
    return listed(run, "add", "Call back", "--metric", "nps", "--from", "2026-06-01", *more)


def test_an_initiative_is_added_and_its_effect_told(filled: Run) -> None:
    assert listed(filled) == []
    added(filled, "--unit", "North/A", "--owner", "M. Hale")
    (found,) = listed(filled, "list", "--month", "2026-10")
    assert (found["name"], found["units"], found["from"], found["to"]) == ("Call back", ["North/A"], "2026-06-01", None)
    (effect,) = found["effects"]
    assert (effect["metric"], effect["word"], effect["first_said"]) == ("nps", "rose", 3)
    assert effect["difference"] == pytest.approx(100)
    assert effect["low"] < 100 <= effect["high"]
    assert (effect["treated"], effect["untouched"], effect["months_before"], effect["months_after"]) == (1, 5, 10, 5)
    assert effect["left_out"] == ["2026-03", "2026-04", "2026-05"]
    assert effect["sentence"].startswith("Net Promoter Score rose 100.0 points more than in the 5 other units")


def test_nothing_is_said_too_soon_or_without_a_comparison(filled: Run) -> None:
    added(filled, "--unit", "North/A", "--unit", "South/C", "--to", "2026-12-31")
    added(filled)
    words = {
        month: [effect["word"] for each in listed(filled, "--month", month) for effect in each["effects"]]
        for month in ("2026-05", "2026-07", "2026-10")
    }
    assert words["2026-05"] == ["not_yet", "not_yet"]
    assert words["2026-07"] == ["not_yet", "not_yet"]
    assert words["2026-10"] == ["no_effect_seen", "rose"], "one of six units alone rose"


def test_people_read_the_effect_as_a_sentence(filled: Run) -> None:
    added(filled, "--unit", "North/A")
    ran = filled("initiatives")
    assert ran.code == 0
    assert "more than chance explains" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("add", "Call back", "--metric", "nps"), "The command is incomplete: initiatives add NAME"),
        (("add", "Call back", "--metric", "nps", "--from", "soon"), "is not a day"),
        (("add", "Call back", "--metric", "joy", "--from", "2026-06-01"), "joy"),
        (("add", "Call back", "--metric", "nps", "--unit", "Nowhere", "--from", "2026-06-01"), "Nowhere"),
    ],
)
def test_what_cannot_be_added_is_said(filled: Run, arguments: tuple[str, ...], says: str) -> None:
    assert filled("initiatives", *arguments).refused(says)
    assert listed(filled) == []
