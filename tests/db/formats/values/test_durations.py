"""How long something took, in any way that a phone system or a person writes it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats.values.durations import TimeUnit, clock_in, converted, seconds_in, unit_named
from db.formats.values.scores import ScoreReader


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("14 min", 840),
        ("14min.", 840),
        ("1 h 30 min", 5400),
        ("1h30m", 5400),
        ("2 hours and 5 minutes", 7500),
        ("1,5 Stunden", 5400),
        ("45 s", 45),
        ("3 Tage", 259_200),
        ("0:14:00", 840),
        ("1:02:03", 3723),
        ("00:00:09.5", 9.5),
        ("1 day, 2:00:00", 93_600),
        ("1.02:00:00", 93_600),
        ("PT1M30S", 90),
        ("P2D", 172_800),
    ],
)
def test_a_cell_that_says_its_units_is_read(text: str, seconds: float) -> None:
    assert seconds_in(text) == seconds


@pytest.mark.parametrize(
    "text", ["", "90", "4:30", "min", "14 apples", "14 min ago", "1:75:00", "P", "PT", "1" * 99 + " s"]
)
def test_what_says_no_unit_is_left(text: str) -> None:
    assert seconds_in(text) is None


def test_a_short_clock_is_read_by_the_unit_of_its_column() -> None:
    assert (clock_in("4:30", TimeUnit.MINUTES), clock_in("4:30", TimeUnit.SECONDS)) == (270, 270)
    assert clock_in("4:30", TimeUnit.HOURS) == 16_200
    assert clock_in("4:99", TimeUnit.HOURS) is None


@pytest.mark.parametrize(
    ("heading", "unit"),
    [
        ("Speed of Answer (seconds)", TimeUnit.SECONDS),
        ("Wait [min]", TimeUnit.MINUTES),
        ("Minutes to answer", TimeUnit.MINUTES),
        ("Wartezeit in Sekunden", TimeUnit.SECONDS),
        ("hold_time_s", TimeUnit.SECONDS),
        ("Talk time (mm:ss)", TimeUnit.MINUTES),
        ("Dauer (h)", TimeUnit.HOURS),
        ("Tage bis zur Lösung", TimeUnit.DAYS),
        ("Answered within 60 seconds", None),
        ("Hours and minutes", None),
        ("Min wait", None),
        ("Hold time", None),
        ("", None),
    ],
)
def test_the_unit_that_a_heading_names(heading: str, unit: TimeUnit | None) -> None:
    assert unit_named(heading) is unit


def test_a_long_heading_takes_no_time() -> None:
    assert unit_named("[" * 80_000) is None
    assert unit_named("( in " * 20_000) is None


@given(st.integers(0, 10_000_000), st.sampled_from(TimeUnit))
def test_a_limit_holds_for_what_was_converted_as_for_what_it_was(seconds: int, unit: TimeUnit) -> None:
    limit = 5
    assert (converted(seconds, unit) <= limit) == (seconds <= limit * unit.in_seconds)


def test_times_are_kept_in_the_metrics_own_unit() -> None:
    reader = ScoreReader(None, own=TimeUnit.SECONDS, unit=TimeUnit.MINUTES)
    assert [reader.read(text) for text in ("1", "0,5", "2:30", "45 s", "0:01:00", "")] == [60, 30, 150, 45, 60, None]
    assert "below 0" in str(reader.read("-1"))
    assert "not a plain number" in str(reader.read("soon"))
    days = ScoreReader(None, own=TimeUnit.DAYS)
    assert [days.read(text) for text in ("2", "36 h", "1.257")] == [2, 1.5, 1.26]
