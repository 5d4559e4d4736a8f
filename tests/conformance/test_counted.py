"""Files of counted results and of comments alone: each imported on both databases, its figures right, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from db.names import Units
from db.queries.comments import CommentFilter, comments
from db.store.engine import Store
from metrics.periods import Month
from metrics.vocabulary import Audience, Scope
from tests.command_line.running import Run, runner

FOLDER = Path(__file__).with_name("counted")


@pytest.fixture
def run(store: Store, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command on an empty store of its own, on SQLite and again on PostgreSQL."""
    return runner(store.engine.url.render_as_string(hide_password=False), monkeypatch, capsys)


@dataclass(frozen=True, slots=True)
class Case:
    """A file, what is said of it, how many of its rows count and are left out, and the figures it must give.

    A figure is metric, month and unit, then value and n.
    """

    file: str
    saved: int
    figures: tuple[tuple[str, str, str, float, int], ...]
    said: tuple[str, ...] = ()
    blank: int = 0


CASES = (
    Case(
        "nps_groups_by_month_and_branch.csv",
        6,
        (
            ("nps", "2025-01", "Harbour", 100 * 40 / 87, 87),
            ("nps", "2025-01", "", 100 * 52 / 157, 157),
            ("nps", "2025-03", "Old Town", 100 * 14 / 72, 72),
        ),
    ),
    Case("nps_groups_german.csv", 4, (("nps", "2025-02", "Hafen", 100 * 37 / 94, 94),)),
    Case(
        "nps_percentages.csv",
        3,
        (("nps", "2025-01", "Harbour", 100 * 40 / 87, 87), ("nps", "2025-02", "Harbour", 47.0, 2140)),
    ),
    Case("daily_groups.csv", 18, (("nps", "2025-01", "Harbour", 100 * 99 / 153, 153),)),
    Case("groups_row_by_row.csv", 6, (("nps", "2025-01", "Old Town", 100 * 40 / 87, 87),)),
    Case("top_box_and_n.csv", 6, (("csat", "2025-02", "Harbour", 90.0, 90), ("csat", "2025-02", "", 85.0, 160))),
    Case("top_box_share_and_n.csv", 3, (("csat", "2025-01", "Old Town", 100 * 55 / 70, 70),)),
    Case(
        "percentages_without_whole_counts.csv",
        2,
        (("csat", "2025-01", "Harbour", 100 * 74.21 / 87, 87), ("csat", "2025-01", "Old Town", 79.0, 2140)),
    ),
    Case("count_for_each_score.csv", 6, (("nps", "2025-01", "Harbour", 100 * 40 / 87, 87),)),
    Case("scores_row_by_row.csv", 44, (("nps", "2025-02", "Old Town", 100 * 40 / 87, 87),)),
    Case("stars_side_by_side.csv", 2, (("csat", "2025-01", "", 100 * 80 / 112, 112),), blank=1),
    Case("words_side_by_side.csv", 2, (("csat", "2025-01", "Front desk", 100 * 50 / 60, 60),)),
    Case(
        "nps_and_n.csv",
        6,
        (
            ("nps", "2025-01", "Harbour", 42.0, 120),
            ("nps", "2025-01", "", (42.0 * 120 + 28.5 * 80) / 200, 200),
            ("nps", "2025-02", "Old Town", -4.0, 75),
        ),
    ),
    Case("mean_and_n.csv", 4, (("ces", "2025-01", "", (5.4 * 60 + 4.9 * 40) / 100, 100),)),
    Case(
        "mean_deviation_and_n.csv",
        3,
        (("ces", "2025-01", "Harbour", 5.41, 87), ("ces", "2025-01", "", (5.41 * 87 + 5.02 * 64) / 151, 151)),
    ),
)


def card(run: Run, metric: str, month: str, unit: str) -> dict[str, Any]:
    where = ["--unit", unit] if unit else []
    (found,) = run("report", "--json", "--metric", metric, "--month", month, *where).json["scorecards"]
    return dict(found)


def state(run: Run) -> Any:
    """Everything that a report says, and that the store verifies clean."""
    assert run("verify").code == 0
    found = run("report", "--json", "--month", "2025-03").json
    del found["revision"]
    return found


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.file)
def test_a_file_of_counted_results_is_read_and_undone_exactly(run: Run, case: Case) -> None:
    before = state(run)
    file = FOLDER / case.file
    looked_at = run("inspect", file, "--json").json
    assert (looked_at["kind"], looked_at["refused"]) == ("counted", None)
    assert bool(looked_at["questions"]) == bool(case.said)
    ran = run("import", file, *case.said, "--json")
    assert ran.code == 0, ran.err
    counts = ran.json
    assert (counts["saved"], counts["blank"], counts["refused"]) == (case.saved, case.blank, 0)
    for metric, month, unit, value, n in case.figures:
        found = card(run, metric, month, unit)
        assert found["n"] == n
        assert found["value"] == pytest.approx(value)
        assert found["low"] < found["value"] < found["high"]
    assert state(run) != before
    assert run("import", file, *case.said).refused("was imported before")
    assert run("undo", counts["upload"]).code == 0
    assert state(run) == before


def test_history_as_counts_and_answers_since_give_year_on_year(run: Run, tmp_path: Path) -> None:
    assert run("import", FOLDER / "nps_groups_by_month_and_branch.csv").code == 0
    rows = [f"R{at},2026-01-{at % 28 + 1:02},{10 if at % 4 else 3},Harbour" for at in range(60)]
    answers = tmp_path / "answers.csv"
    answers.write_text("\n".join(["response_id,responded_at,nps,unit", *rows]))
    assert run("import", answers).code == 0
    change = card(run, "nps", "2026-01", "Harbour")["year_on_year"]
    assert (change["n"], change["from"]) == (87, pytest.approx(100 * 40 / 87))
    assert change["word"] in ("no_real_change", "rose", "fell")


def test_what_is_counted_already_is_refused_with_the_ways_out(run: Run, tmp_path: Path) -> None:
    run("import", FOLDER / "nps_groups_by_month_and_branch.csv")
    rows = [f"R{at},2025-01-{at % 28 + 1:02},10,Harbour" for at in range(20)]
    answers = tmp_path / "answers.csv"
    answers.write_text("\n".join(["response_id,responded_at,nps,unit", *rows]))
    ran = run("import", answers)
    assert ran.refused("Upload 1", "counted results", "--on-overlap replace=1", "--on-overlap count")
    assert run("import", answers, "--on-overlap", "count").code == 0
    assert card(run, "nps", "2025-01", "Harbour")["n"] == 107


def test_a_corrected_count_is_a_conflict_until_a_rule_settles_it(run: Run, tmp_path: Path) -> None:
    file = FOLDER / "nps_groups_by_month_and_branch.csv"
    run("import", file)
    corrected = tmp_path / "corrected.csv"
    corrected.write_text(
        file.read_text().replace("2025-01,Harbour,52,23,12,46.0,87", "2025-01,Harbour,50,25,12,43.7,87")
    )
    first = run("import", corrected, "--json")
    assert (first.code, first.json["duplicates"], first.json["refused"]) == (1, 5, 1)
    assert run("import", corrected, "--on-conflict", "correct").code == 0
    assert card(run, "nps", "2025-01", "Harbour")["value"] == pytest.approx(100 * 38 / 87)


def test_comments_alone_enter_as_comments_and_are_undone_exactly(run: Run, store: Store, tmp_path: Path) -> None:
    before = state(run)
    file = FOLDER / "comments_only.csv"
    assert run("inspect", file, "--json").json["questions"] == []
    ran = run("import", file, "--json")
    assert (ran.code, ran.json["kind"], ran.json["saved"], ran.json["months"]) == (
        0,
        "survey",
        4,
        ["2025-01", "2025-02"],
    )
    assert written_in(store, "2025-01", "Harbour") == ["The queue at the counter was long but the people were kind"]
    assert len(written_in(store, "2025-02")) == 2
    assert state(run) == before
    more = tmp_path / "more.csv"
    more.write_text(file.read_text() + "2025-02-05,Harbour,The new chairs in the hall are a relief\n")
    again = run("import", more, "--json").json
    assert (again["saved"], again["duplicates"]) == (1, 4)
    assert len(written_in(store, "2025-02")) == 3
    run("undo", again["upload"])
    assert len(written_in(store, "2025-02")) == 2
    run("undo", ran.json["upload"])
    assert written_in(store, "2025-02") == []
    assert state(run) == before


def test_comments_of_staff_alone_stay_with_the_staff(run: Run, store: Store) -> None:
    assert run("import", FOLDER / "comments_only.csv", "--audience", "staff").code == 0
    assert written_in(store, "2025-01") == []
    assert len(written_in(store, "2025-01", audience=Audience.STAFF)) == 2


def written_in(store: Store, month: str, unit: str = "", audience: Audience | None = None) -> list[str]:
    with store.reading() as session:
        units = Units.of(session)
        scope = Scope(Month.parse(month), unit if units.known(unit) is not None else "", audience=audience)
        found = comments(session, scope, CommentFilter(), 100)
    assert all(one.scores == () and one.mood is None for one in found)
    return [one.text for one in found]
