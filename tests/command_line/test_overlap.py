"""Import of files without response ids that come again: what the terminal says, and the three ways."""

from __future__ import annotations

from pathlib import Path

from tests.command_line.running import Run, nps, written

HEADINGS = "Timestamp,Branch,How likely are you to recommend us?"
MAPS = ("--map", "Branch=unit", "--map", "#3=score:nps")


def rows(n: int, first: int = 10) -> list[str]:
    return [f"2025-03-{1 + at // 4:02} {9 + at % 4:02}:{at % 60:02}:31,Leeds,{10 if at else first}" for at in range(n)]


def test_an_export_that_comes_again_adds_what_is_new_and_says_so(run: Run, tmp_path: Path) -> None:
    march = written(tmp_path, "march.csv", *rows(20), headings=HEADINGS)
    said = run("import", march, *MAPS).out
    assert "1 unit was added: Leeds" in " ".join(said.split())
    more = written(tmp_path, "more.csv", *rows(24, first=2), headings=HEADINGS)
    document = run("import", more, *MAPS, "--dry-run", "--json").json
    assert document["overlap"] == {"rows": 24, "saved_before": 19, "differ": 1, "new": 4, "uploads": [1]}
    assert (document["saved"], document["duplicates"], document["refused"]) == (4, 19, 1)
    ran = run("import", more, *MAPS)
    words = " ".join(ran.out.split())
    assert "19 of 24 rows are already saved, 1 differs, 4 are new" in words
    assert "first `undo 2`, then import it with --on-overlap replace=1" in words
    assert nps(run)["n"] == 24


def test_a_file_takes_the_place_of_an_upload_or_counts_in_whole(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "march.csv", *rows(20), headings=HEADINGS), *MAPS)
    more = written(tmp_path, "more.csv", *rows(24, first=2), headings=HEADINGS)
    replaced = run("import", more, *MAPS, "--on-overlap", "replace=1", "--json").json
    assert (replaced["saved"], replaced["overlap"]) == (24, None)
    assert nps(run)["n"] == 24
    again = written(tmp_path, "again.csv", *rows(20), headings=HEADINGS)
    assert run("import", again, *MAPS, "--on-overlap", "count", "--json").json["saved"] == 20
    assert nps(run)["n"] == 44
    assert run("import", again, *MAPS, "--on-overlap", "replace=7").refused("no upload 7")
    assert run("import", again, *MAPS, "--on-overlap", "sum").refused("replace=N")


def test_a_column_of_respondents_is_taken_and_not_shown(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", *(f"{row},K-{at}" for at, row in enumerate(rows(5))), headings=f"{HEADINGS},Card")
    ran = run("import", file, *MAPS, "--respondent", "Card")
    assert ran.code == 0, ran.err
    assert "K-1" not in ran.out
    assert run("import", file, "--mapping", "x", "--respondent", "Card").refused("--respondent")
