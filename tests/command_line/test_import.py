"""Import, undo and uploads: exit codes, the one document, and what is said of files that were not saved."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.command_line.running import Run, lines, nps, written


def test_a_file_is_imported_reported_listed_and_taken_back(run: Run, tmp_path: Path) -> None:
    empty = run("report", "--json", "--month", "2025-03").json
    file = written(tmp_path, "march.csv", lines([10] * 7 + [0] * 3, unit="North/Leeds"))
    ran = run("import", file, "--json", "--by", "Ann")
    assert (ran.code, ran.err) == (0, "")
    receipt = ran.json
    assert {name: receipt[name] for name in ("file", "upload", "kind", "read", "saved", "duplicates")} == {
        "file": "march.csv",
        "upload": 1,
        "kind": "survey",
        "read": 10,
        "saved": 10,
        "duplicates": 0,
    }
    assert (receipt["refused"], receipt["blank"], receipt["months"], receipt["problems"]) == (0, 0, ["2025-03"], [])
    found = nps(run, "--unit", "north/leeds")
    assert (found["value"], found["n"]) == (40, 10)
    assert run("verify", "--json").json == {"ok": True, "differences": [], "notes": []}
    (upload,) = run("uploads", "--json").json
    assert (upload["by"], upload["undone_at"], upload["saved"]) == ("Ann", None, 10)
    undone = run("undo", "1", "--json", "--by", "Bob")
    assert (undone.code, undone.json) == (0, {"upload": 1, "undone": True})
    after = run("report", "--json", "--month", "2025-03").json
    assert after | {"revision": 0} == empty
    assert after["revision"] == 2
    assert run("verify").code == 0
    assert run("uploads", "--json").json[0]["undone_by"] == "Bob"
    assert run("undo", "1").refused("already undone")


def test_refused_rows_are_counted_and_all_of_them_written_to_a_file(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "bad.csv", lines([11] * 1100 + [9, ""]))
    asked = run("import", file, "--map", "score=score", "--json")
    assert (asked.code, asked.json["asks"][0]["kind"]) == (2, "unreadable")
    assert run("uploads", "--json").json == []
    insisting = ("--accept-partial", "--json", "--problems", tmp_path / "problems.csv")
    ran = run("import", file, "--map", "score=score", *insisting)
    assert ran.code == 1
    receipt = ran.json
    assert (receipt["read"], receipt["saved"], receipt["refused"], receipt["blank"]) == (1102, 1, 1100, 1)
    assert len(receipt["problems"]) == 1000
    first = receipt["problems"][0]
    assert (first["line"], first["column"], first["value"]) == (2, "score", "11")
    assert first["message"].endswith(".")
    with (tmp_path / "problems.csv").open(encoding="utf-8-sig", newline="") as rows:
        problems = list(csv.DictReader(rows))
    assert len(problems) == 1100
    assert (problems[-1]["line"], problems[-1]["value"]) == ("1101", "11")


def test_where_no_row_can_be_saved_nothing_is_changed(run: Run, tmp_path: Path) -> None:
    ran = run("import", written(tmp_path, "bad.csv", lines([11, 12])), "--map", "score=score", "--json")
    assert ran.refused("bad.csv", "No row")
    assert (ran.json["upload"], ran.json["saved"], ran.json["refused"]) == (None, 0, 2)
    assert run("uploads", "--json").json == []
    assert run("report", "--json").json["revision"] == 0


def test_problems_that_cannot_be_written_stop_the_import_before_it_begins(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "march.csv", lines([10] * 5))
    assert run("import", file, "--problems", tmp_path / "no" / "folder.csv").refused("problems")
    assert run("uploads", "--json").json == []


def test_a_dry_run_says_what_would_come_and_changes_nothing(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "march.csv", lines([10] * 5, unit="North"))
    ran = run("import", file, "--dry-run", "--json", "--save-mapping", "march")
    assert (ran.code, ran.json["upload"], ran.json["saved"], ran.json["new_units"]) == (0, None, 5, ["North"])
    assert run("report", "--json").json["revision"] == 0
    assert run("import", file, "--mapping", "march").refused("no mapping called")


def test_the_same_content_is_refused_under_any_name(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "march.csv", lines([10] * 5)))
    ran = run("import", written(tmp_path, "copy.csv", lines([10] * 5)), "--json")
    assert ran.refused("imported before", "upload 1")
    assert (ran.json["file"], ran.json["upload"]) == ("copy.csv", None)


def test_of_several_files_the_good_ones_are_saved_and_each_bad_one_is_named(run: Run, tmp_path: Path) -> None:
    good = written(tmp_path, "a.csv", lines([10] * 5))
    empty = tmp_path / "b.csv"
    empty.write_text("")
    more = written(tmp_path, "c.csv", lines([10] * 5, month="2025-02", at="S"))
    ran = run("import", good, empty, tmp_path / "d.csv", more, "--json")
    assert ran.code == 2
    assert [document["file"] for document in ran.json] == ["a.csv", "b.csv", "d.csv", "c.csv"]
    assert [document["upload"] for document in ran.json] == [1, None, None, 2]
    assert ran.json[1]["refused"] in ran.err
    assert [line.split()[0] for line in ran.err.splitlines()] == ["b.csv:", "There"]
    assert len(run("uploads", "--json").json) == 2


def test_a_folder_means_its_files(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    (folder / "older").mkdir(parents=True)
    written(folder, "b.csv", lines([10] * 5))
    written(folder, "a.csv", lines([0] * 5, month="2025-02", at="S"))
    written(folder, ".hidden.csv", lines([0] * 5, month="2025-01"))
    ran = run("import", folder, "--json")
    assert ran.code == 0
    assert [document["file"] for document in ran.json] == ["a.csv", "b.csv"]
    assert run("import", folder / "older").refused("no file in the folder")


def test_a_kept_mapping_is_used_with_what_is_said_besides(run: Run, tmp_path: Path) -> None:
    headings = "Ref,When,How likely,Wish"
    first = written(tmp_path, "a.csv", *(f"{n},0{n}.03.2025,{n + 4},x" for n in range(1, 7)), headings=headings)
    wishes = ["--map", "Ref=response_id", "--map", "When=responded_at", "--map", "#3=score:nps:0-10"]
    wishes += ["--map", "Wish=ignored", "--date-order", "day_first"]
    kept = run("import", first, *wishes, "--save-mapping", "branch", "--json")
    assert (kept.code, kept.json["saved"]) == (0, 6), kept.err
    rows = [*(f"{n},0{n}.04.2025,9,x" for n in range(7, 9)), "1,01.03.2025,5,x"]
    second = written(tmp_path, "b.csv", *rows, headings=headings)
    ran = run("import", second, "--mapping", "branch", "--unit", "North", "--channel", "phone", "--json")
    assert (ran.json["saved"], ran.json["refused"]) == (2, 1)
    assert "Response 1 says" in ran.json["problems"][0]["message"]
    assert nps(run, "--unit", "North", "--channel", "phone", "--month", "2025-04")["n"] == 2
    third = written(tmp_path, "c.csv", "1,01.05.2025,5,x", headings=headings)
    assert run("import", third, "--mapping", "branch", "--source", "elsewhere", "--json").json["saved"] == 1
    assert run("import", third, "--mapping", "branch", "--map", "#3=score:csat").refused("--map")
    assert run("import", third, "--mapping", "shop").refused("branch")


def test_a_month_said_once_is_not_kept_in_a_mapping(run: Run, tmp_path: Path) -> None:
    headings = "How likely are you to recommend us?"
    first = written(tmp_path, "a.csv", *["9"] * 5, headings=headings)
    assert run("import", first, "--map", "#1=score:nps", "--month", "2025-03", "--save-mapping", "m").code == 0
    second = written(tmp_path, "b.csv", *["8"] * 5, headings=headings)
    assert run("import", second, "--mapping", "m").refused("--month")
    assert run("import", second, "--mapping", "m", "--month", "2025-04", "--json").json["months"] == ["2025-04"]


def test_what_is_left_to_ask_is_asked_and_nothing_is_saved(run: Run, tmp_path: Path) -> None:
    rows = [f"R{day},0{day}/0{day + 1}/2025,9" for day in range(1, 8)]
    file = written(tmp_path, "dates.csv", *rows, headings="response_id,responded_at,nps")
    found = run("inspect", file, "--json")
    assert (found.code, found.json["date_order"]) == (1, "ambiguous")
    ran = run("import", file, "--json")
    assert ran.code == 2
    assert ran.json["questions"] == found.json["questions"]
    assert run("uploads", "--json").json == []
    assert run("import", file, "--date-order", "day_first", "--json").json["months"] == [
        f"2025-0{month}" for month in range(2, 9)
    ]


def test_a_column_that_would_be_left_out_is_named_with_the_map_that_uses_it(run_sqlite: Run, tmp_path: Path) -> None:
    rows = [f"R{day},2025-04-{day:02},9,{('Hill', 'Mill')[day % 2]}" for day in range(1, 29)]
    file = written(tmp_path, "asked.csv", *rows, headings="response_id,responded_at,nps,Which branch did you visit?")
    said = " ".join(run_sqlite("inspect", file).out.split())
    assert "Left out, since it is not sure what it holds: “Which branch did you visit?” (column #4)." in said
    assert "To use it, say what it holds, such as with --map “#4=unit”." in said
    used = written(tmp_path, "used.csv", *rows, headings="response_id,responded_at,nps,unit")
    assert "Left out" not in run_sqlite("inspect", used).out


def test_what_a_person_says_of_conflicts_and_units_is_done(run: Run, tmp_path: Path) -> None:
    run("import", written(tmp_path, "a.csv", lines([10] * 5, unit="North")))
    wrong = written(tmp_path, "b.csv", lines([0] * 5, unit="Nroth", at="S"))
    assert run("import", wrong, "--new-units", "refuse").code == 2
    again = written(tmp_path, "c.csv", lines([0] * 5, unit="North"))
    assert run("import", again, "--dry-run", "--json").json["refused"] == 5
    assert run("import", again, "--on-conflict", "correct", "--json").json["saved"] == 5
    assert (nps(run)["value"], nps(run)["n"]) == (-100, 5)


def test_all_kinds_of_input_come_in_by_their_headings(run: Run, tmp_path: Path) -> None:
    visits = [f"V{n},2025-03-0{n},North,Visit,Door,{item},{n % 2},1,1,yes,no," for n in (1, 2) for item in "ab"]
    shopper = "visit_id,visited_at,unit,form,section,item,earned,possible,weight,applicable,critical,comment"
    files = [
        written(tmp_path, "visits.csv", *visits, headings=shopper),
        written(
            tmp_path, "ops.csv", "2025-03,North,retention,9,10", headings="month,unit,metric,numerator,denominator"
        ),
        written(tmp_path, "peers.csv", "nps,2025-03,Panel,chains,40", headings="metric,month,source,peers,value"),
    ]
    ran = run("import", *files, "--json")
    assert ran.code == 0, ran.err
    assert [document["kind"] for document in ran.json] == ["shopper", "operations", "benchmarks"]
    cards = {card["metric"]: card["value"] for card in run("report", "--json", "--month", "2025-03").json["scorecards"]}
    assert cards == {"shopper_score": 50, "critical_failures": 0, "retention": 90}


def test_personal_columns_are_nowhere_in_the_store(run_sqlite: Run, tmp_path: Path) -> None:
    headings = "response_id,responded_at,nps,Email Address,IP Address,comment"
    rows = [f"R{n},2025-03-0{n},9,ann{n}@example.org,203.0.113.{n},All well" for n in range(1, 8)]
    ran = run_sqlite("import", written(tmp_path, "a.csv", *rows, headings=headings), "--json", "--save-mapping", "m")
    assert ran.json["saved"] == 7
    kept = b"".join(file.read_bytes() for file in (tmp_path / "store").iterdir())
    assert b"All well" in kept
    assert b"example.org" not in kept
    assert b"203.0.113" not in kept


def test_what_a_file_says_is_printed_as_it_stands(run_sqlite: Run, tmp_path: Path) -> None:
    headings = "response_id,responded_at,nps,[/bold] :smile:"
    file = written(tmp_path, "[red]a.csv", "R1,2025-03-01,9,x", "R2,2025-03-01,[/x],y", headings=headings)
    assert "[/bold] :smile:" in run_sqlite("inspect", file).out
    ran = run_sqlite("import", file)
    assert ran.code == 1
    assert "[red]a.csv" in ran.out
    assert "[/x]" in ran.out
    assert "[red]a.csv" in run_sqlite("uploads").out


def test_measured_answers_beyond_all_sense_are_refused_by_row(run: Run, tmp_path: Path) -> None:
    rows = lines([30, 45, 999_999_999_999, 70, 20, 1_000_000], metric="hold_time")
    ran = run("import", written(tmp_path, "waits.csv", rows), "--map", "score=score", "--json")
    assert (ran.json["saved"], ran.json["refused"]) == (5, 1)
    assert "1,000,000" in ran.json["problems"][0]["message"]
    assert run("verify").code == 0


def test_one_persons_answers_are_erased_and_stay_out(run: Run, tmp_path: Path) -> None:
    file = written(tmp_path, "a.csv", lines([10] * 5 + [0]))
    run("import", file)
    person = file.read_text(encoding="utf-8").splitlines()[-1].split(",")[0]
    ran = run("erase", person, "--json")
    assert (ran.code, ran.json) == (0, {"responses": 1, "scores": 1, "comments": 0})
    assert run("report", "--metric", "nps", "--json").json["scorecards"][0]["value"] == 100
    assert run("erase", person).refused("no answers with this response id")
    run("undo", "1")
    assert run("import", file, "--json").json["refused"] == 1
    assert run("verify").code == 0


def test_amounts_in_another_currency_are_said_and_those_in_the_own_are_not(run: Run, tmp_path: Path) -> None:
    for sign, has_note in (("€", True), ("£", False), ("", False)):
        rows = f'2026-09,Leeds,"{sign}41,000.50",2000', f'2026-09,York,"{sign}39,000.50",1900'
        file = written(tmp_path, "till.csv", *rows, headings="Month,Branch,Revenue,Transactions")
        told = run("import", file, "--dry-run", "--json").json
        assert told["saved"] == 2
        assert any("Amounts are written in EUR" in note for note in told["notes"]) == has_note
