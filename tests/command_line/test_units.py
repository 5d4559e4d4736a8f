"""The command about the tree of units."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.command_line.running import Run

CSV = "response_id,responded_at,metric,score,unit\n" + "".join(
    f"r{at},2026-10-05,nps,{at % 11},{unit}\n" for at, unit in enumerate(["North/Leeds", "North/York", "South"] * 6)
)


@pytest.fixture
def filled(run: Run, tmp_path: Path) -> Run:
    """A store with three units that have answers."""
    (tmp_path / "answers.csv").write_text(CSV, encoding="utf-8")
    assert run("import", str(tmp_path / "answers.csv")).code == 0
    return run


def listed(run: Run, *arguments: str) -> dict[str, dict[str, object]]:
    ran = run("units", *arguments, "--json")
    assert ran.code == 0, ran.err
    return {each["unit"]: each for each in json.loads(ran.out)}


@pytest.mark.slow
def test_the_tree_is_changed_and_listed(filled: Run) -> None:
    assert list(listed(filled)) == ["North", "North/Leeds", "North/York", "South"]
    assert "South/Hove" in listed(filled, "add", "South/Hove")
    assert "South/Leeds" in listed(filled, "move", "North/Leeds", "South")
    assert "Leeds" in listed(filled, "move", "South/Leeds")
    assert listed(filled, "rename", "North/York", "Jorvik")["North/Jorvik"]["names"] == ["North/York"]
    merged = listed(filled, "merge", "Leeds", "North/Jorvik")
    assert "Leeds" not in merged
    assert "Leeds" in listed(filled, "part", "Leeds")
    assert listed(filled, "close", "South", "--from", "2026-12")["South"]["closed_from"] == "2026-12"
    assert listed(filled, "reopen", "South")["South"]["closed_from"] is None
    assert listed(filled, "name", "South", "Branch 7")["South"]["names"] == ["Branch 7"]
    assert listed(filled, "forget", "Branch 7")["South"]["names"] == []
    assert filled("verify").code == 0


def test_how_many_people_a_unit_has_is_entered_from_a_month_on(filled: Run) -> None:
    found = listed(filled, "people", "South", "--people", "60", "--from", "2026-09")
    assert found["South"]["people"] == [{"audience": "staff", "people": 60, "from": "2026-09"}]
    assert found["North"]["people"] == []
    whole = listed(filled, "people", "", "--people", "900", "--from", "2026-09", "--audience", "customers")
    assert whole[""]["people"] == [{"audience": "customers", "people": 900, "from": "2026-09"}]
    assert "60 staff from 2026-09" in filled("units").out
    refused = filled("units", "people", "South", "--people", "-3", "--from", "2026-09")
    assert refused.code == 2
    assert "Nothing was changed." in refused.err


def test_people_read_it_as_a_table(filled: Run) -> None:
    ran = filled("units")
    assert ran.code == 0
    assert "North/Leeds" in ran.out
    assert "Files know it as" in ran.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("merge", "South"), "The command is incomplete: units merge UNIT INTO. Nothing was changed."),
        (
            ("people", "South"),
            "The command is incomplete: units people UNIT --people NUMBER --from YYYY-MM. Nothing was changed.",
        ),
        (("close", "South"), "The command is incomplete: units close UNIT --from YYYY-MM. Nothing was changed."),
        (("move", "Nowhere", "South"), "There is no unit called “Nowhere”."),
        (("rename", "North/York", "Leeds"), "There is a unit called North/Leeds already."),
        (("close", "South", "--from", "soon"), "soon"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(filled: Run, arguments: tuple[str, ...], says: str) -> None:
    ran = filled("units", *arguments)
    assert ran.code == 2
    assert says in ran.err
    assert "Traceback" not in ran.err
