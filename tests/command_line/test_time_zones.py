"""A time zone for a file: moments with an offset count on the day they had there."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.command_line.running import Run, written

HEADINGS = "response_id,responded_at,nps"


def test_a_zone_moves_answers_to_its_own_day_and_a_kept_mapping_keeps_it(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "1.csv", "a,2025-01-31T23:30:00Z,9", "b,2025-01-31T22:30:00Z,9", headings=HEADINGS)
    zone = ("--time-zone", "Europe/Berlin")
    assert run("import", file, *zone, "--save-mapping", "m", "--json").json["months"] == ["2025-01", "2025-02"]
    later = written(tmp_path, "2.csv", "c,2025-03-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", later, "--mapping", "m", "--json").json["months"] == ["2025-04"]
    unsaid = written(tmp_path, "3.csv", "d,2025-05-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", unsaid, "--source", "other", "--map", "#3=score:nps", "--json").json["months"] == ["2025-05"]


def test_an_unknown_zone_is_a_sentence_and_nothing_is_saved(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "moments.csv", "a,2025-01-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", file, "--time-zone", "Middle-earth").refused("no time zone called “Middle-earth”")
    assert run("uploads", "--json").json == []


def test_the_zone_of_the_organisation_holds_for_files_that_name_none(run: Run, tmp_path: Path) -> None:
    assert run("settings", "--time-zone", "Europe/Berlin", "--json").json["time_zone"] == "Europe/Berlin"
    file = written(tmp_path, "1.csv", "a,2025-01-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", file, "--save-mapping", "m", "--json").json["months"] == ["2025-02"]
    other = written(tmp_path, "2.csv", "b,2025-01-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", other, "--time-zone", "UTC", "--json").json["months"] == ["2025-01"]
    assert run("settings", "--time-zone", "none", "--json").json["time_zone"] is None
    later = written(tmp_path, "3.csv", "c,2025-03-31T23:30:00Z,9", headings=HEADINGS)
    assert run("import", later, "--mapping", "m", "--json").json["months"] == ["2025-03"]
    assert run("settings", "--time-zone", "Mars").refused("no time zone called “Mars”")


NAMELESS = "Timestamp,How likely are you to recommend us?"
START = dt.datetime(2025, 3, 30, 20, 0, 7, tzinfo=dt.UTC)  # the clocks go forward in the night before
BERLIN = ZoneInfo("Europe/Berlin")


def moments(written_as: str, zone: dt.tzinfo, days: int = 0) -> list[str]:
    """Thirty answers at odd minutes, each with its moment in a zone."""
    at = [START - dt.timedelta(days=days) + dt.timedelta(minutes=41 * n) for n in range(30)]
    return [f"{moment.astimezone(zone).strftime(written_as)},{7 * n % 11}" for n, moment in enumerate(at)]


def test_the_same_answers_in_another_zone_are_known_again(run: Run, tmp_path: Path) -> None:
    run("settings", "--time-zone", "Europe/Berlin")
    for at, rows in enumerate(
        (
            moments("%Y-%m-%dT%H:%M:%SZ", dt.UTC),
            moments("%Y-%m-%d %H:%M:%S", BERLIN),
            moments("%Y-%m-%dT%H:%M:%S%z", BERLIN),
        )
    ):
        told = run("import", written(tmp_path, f"{at}.csv", *rows, headings=NAMELESS), "--json").json
        assert (told["saved"], told["duplicates"]) == ((0, 30) if at else (30, 0))


def test_the_same_answers_some_hours_apart_are_refused_until_somebody_says_what_they_are(
    run: Run, tmp_path: Path
) -> None:
    rows = moments("%Y-%m-%dT%H:%M:%SZ", dt.UTC)
    assert run("import", written(tmp_path, "utc.csv", *rows, headings=NAMELESS)).code == 0
    there = written(tmp_path, "there.csv", *moments("%Y-%m-%d %H:%M:%S", BERLIN), headings=NAMELESS)
    refused = run("import", there)
    assert refused.refused("the same answers 2 hours apart", "--on-overlap replace=1", "count")
    assert run("import", there, "--on-overlap", "replace=1", "--json").json["saved"] == 30
    assert run("import", there).refused("was imported before")
    assert run("undo", 2).code == 0
    over_the_change = moments("%Y-%m-%d %H:%M:%S", BERLIN, days=1)  # some one hour apart, the others two
    before = moments("%Y-%m-%dT%H:%M:%SZ", dt.UTC, days=1)
    assert run("import", written(tmp_path, "before.csv", *before, headings=NAMELESS)).code == 0
    file = written(tmp_path, "over.csv", *over_the_change, headings=NAMELESS)
    assert run("import", file).refused("apart")
    assert run("import", file, "--on-overlap", "count", "--json").json["saved"] == 30
    assert run("verify").code == 0


def test_other_answers_of_the_same_days_are_no_shifted_ones(run: Run, tmp_path: Path) -> None:
    rows = moments("%Y-%m-%dT%H:%M:%SZ", dt.UTC)
    assert run("import", written(tmp_path, "a.csv", *rows, headings=NAMELESS)).code == 0
    others = [
        f"{moment.partition(',')[0]},{5 * n % 11}" for n, moment in enumerate(moments("%Y-%m-%d %H:%M:%S", BERLIN))
    ]
    assert run("import", written(tmp_path, "b.csv", *others, headings=NAMELESS), "--json").json["saved"] == 30


def test_settings_say_which_answers_count(run: Run) -> None:
    assert run("settings", "--json").json["answers"] == "all"
    assert run("settings", "--answers", "newest", "--json").json["answers"] == "newest"
    assert "newest" in run("settings").out
    assert run("settings", "--answers", "all", "--json").json["answers"] == "all"
