"""A time zone for a file: moments with an offset count on the day they had there."""

from __future__ import annotations

from pathlib import Path

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
