"""The limits of time on the command line: set from a month on, listed beside the standards, refused where wrong."""

from __future__ import annotations

import pytest

from tests.command_line.running import Run


def test_a_limit_is_set_from_a_month_on_and_listed_with_the_standards(run_sqlite: Run) -> None:
    run_sqlite("standard", "hold_time", "80", "--from", "2026-01")
    ran = run_sqlite("standard", "hold_time", "--limit", "90", "--from", "2026-04", "--by", "Ann", "--json")
    assert ran.code == 0
    assert [(each["metric"], each["value"], each.get("limit"), each["from"]) for each in ran.json] == [
        ("hold_time", 80, None, "2026-01"),
        ("hold_time", None, 90, "2026-04"),
    ]
    listed = run_sqlite("standard", "--list").out
    assert "Time limits" in listed
    assert "Answered within 90 seconds" in listed


def test_without_limits_only_the_standards_are_listed(run_sqlite: Run) -> None:
    assert "Limits" not in run_sqlite("standard", "--list").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nps", "--limit", "90", "--from", "2026-04"), "hold_time"),
        (("hold_time", "--limit", "soon", "--from", "2026-04"), "is not a number"),
        (("hold_time", "--limit", "0", "--from", "2026-04"), "above 0"),
        (("hold_time", "80", "--limit", "90", "--from", "2026-04"), "set separately from a standard"),
        (("hold_time", "--limit", "90", "--from", "2026-04", "--unit", "North"), "whole organisation"),
        (("hold_time", "--limit", "90"), "from which month"),
    ],
)
def test_a_limit_that_cannot_stand_is_refused(run_sqlite: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run_sqlite("standard", *arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert len(ran.err.splitlines()) == 1
