"""Standards and reports on the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.command_line.running import Run, lines, nps, written


def test_standards_are_set_and_listed_below_nought_too(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([10] * 60 + [0] * 60, unit="North")))
    ran = run("standard", "nps", "-12.5", "--from", "2025-01", "--owner", "Ann", "--reason", "A start", "--json")
    assert ran.code == 0, ran.err
    run("standard", "nps", "90", "--from", "2025-02", "--unit", "north")
    assert run("standard", "--list", "--json").json == [
        {"metric": "nps", "unit": "", "value": -12.5, "from": "2025-01", "owner": "Ann", "reason": "A start"},
        {"metric": "nps", "unit": "North", "value": 90, "from": "2025-02", "owner": "", "reason": ""},
    ]
    assert "-12.5" in run("standard", "--list").out
    assert (nps(run)["standard"], nps(run)["standard_since"], nps(run)["verdict"]) == (
        -12.5,
        "2025-01",
        "too_close_to_call",
    )
    assert nps(run, "--unit", "North")["verdict"] == "missed"


def test_a_report_has_every_field_that_is_promised(run: Run, tmp_path: Path) -> None:
    months = [f"2025-{month:02}" for month in range(1, 9)]
    run(
        "import",
        written(tmp_path, "a.csv", *(lines([10, 8] * 9, month=month, unit="North", at=month) for month in months)),
    )
    found = run("report", "--json", "--by", "units", "--months", "3").json
    assert set(found) >= {"month", "unit", "channel", "revision", "scorecards"}
    assert (found["month"], found["unit"], found["channel"], found["revision"]) == ("2025-08", "", None, 1)
    (card,) = found["scorecards"]
    assert set(card) >= {"metric", "name", "better", "measured_in", "value", "low", "high", "n", "standard"}
    assert set(card) >= {"standard_since", "verdict", "month_on_month", "year_on_year", "variation", "assurance"}
    assert set(card) >= {"limits", "benchmark", "months_met", "seasonal", "series", "mix", "compared"}
    assert (card["name"], card["better"]) == ("Net Promoter Score", "higher")
    change = {"value", "from", "n", "difference", "low", "high", "p", "word", "compared"}
    assert set(card["month_on_month"]) >= change
    assert set(card["year_on_year"]) >= change
    assert [set(point) for point in card["series"]] == [{"month", "value", "low", "high", "n"}] * 3
    assert set(card["mix"]) >= {"difference", "mix", "within", "parts"}
    assert set(card["compared"][0]) >= {"name", "value", "n", "low", "high", "funnel", "shrunk", "q"}


def test_an_empty_store_says_so(run: Run) -> None:
    ran = run("report", "--json")
    assert (ran.code, ran.json["month"], ran.json["scorecards"]) == (0, None, [])
    assert ran.err.count("\n") == 1
    assert "Nothing has been measured yet" in ran.err
    assert run("report").code == 0
    assert run("report", "--by", "channels", "--json").json["scorecards"] == []
    assert run("report", "--unit", "Nowhere").refused("Nowhere")
    (card,) = run("report", "--json", "--metric", "csat").json["scorecards"]
    assert card["verdict"] == "no_data"


@pytest.mark.slow
@pytest.mark.parametrize("scores", [[7], [10] * 9, [0, 10] * 20], ids=["one", "equal", "mixed"])
@pytest.mark.parametrize(
    "arguments",
    [(), ("--by", "units"), ("--by", "channels", "--period", "rolling12"), ("--to-day", "2025-03-20", "--by", "units")],
    ids=" ".join,
)
def test_reports_for_people_and_scripts_come_from_any_store(
    run_sqlite: Run, tmp_path: Path, scores: list[int], arguments: Sequence[str]
) -> None:
    run_sqlite("import", written(tmp_path, "a.csv", lines(scores, unit="North")))
    assert run_sqlite("report", *arguments, "--json").json["month"] == "2025-03"
    shown = run_sqlite("report", *arguments)
    assert (shown.code, shown.err) == (0, "")
    assert "Net Promoter Score" in shown.out
    assert not {"None", "nan", "null"} & set(shown.out.split())


def test_the_audience_of_a_file_and_of_a_report(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([5] * 9, metric="csat")), "--audience", "staff")
    assert run("report", "--json", "--metric", "csat").json["scorecards"][0]["n"] == 0
    assert run("report", "--json", "--audience", "staff").json["scorecards"][0]["n"] == 9


def test_a_fall_that_comes_every_year_is_called_usual_as_on_the_landing_page(run_sqlite: Run, tmp_path: Path) -> None:
    months = [f"{year}-{month:02}" for year in (2023, 2024, 2025) for month in range(1, 13)]
    rows = [f"{month},North,first_contact_resolution,{600 if month[5:] == '10' else 800},1000" for month in months]
    file = written(tmp_path, "calls.csv", *rows, headings="month,unit,metric,numerator,denominator")
    assert run_sqlite("import", file).code == 0
    asked = ("report", "--month", "2025-10", "--metric", "first_contact_resolution")
    assert "usual for October" in run_sqlite(*asked).out
    assert run_sqlite(*asked, "--json").json["scorecards"][0]["month_on_month"]["word"] == "fell"
