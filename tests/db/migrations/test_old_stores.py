"""A small store of every layout there has been opens, adds up, and reports what the newest one reports.

`layouts/NAME.sql` holds each as the version of that layout made it from the same files: answers on two metrics,
operations, visits, a standard, and an upload that was undone. A new layout adds its file: `sqlite3 STORE .dump`.
"""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from db.maintenance.integrity import differences
from db.migrations import known_layouts, newest_layout
from db.store.engine import open_store
from tests.command_line.running import Run, runner

LAYOUTS = Path(__file__).parent / "layouts"
HELD = sorted(file.stem for file in LAYOUTS.glob("*.sql"))
RESPONSES = 18
MONTHS = ("2025-03", "2025-02")
METRICS = {"nps", "csat", "retention", "shopper_score", "critical_failures"}


def made_of(layout: str, file: Path) -> str:
    """A store of this layout in a new file; gives its address."""
    with closing(sqlite3.connect(file)) as made, made:
        made.executescript((LAYOUTS / f"{layout}.sql").read_text(encoding="utf-8"))
    return f"sqlite:///{file}"


def reported(run: Run) -> list[list[dict[str, Any]]]:
    return [run("report", "--json", "--month", month, "--by", "units").json["scorecards"] for month in MONTHS]


@pytest.mark.slow
@pytest.mark.parametrize("layout", HELD)
def test_a_store_of_every_layout_reports_what_the_newest_does(
    layout: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    address, newest = made_of(layout, tmp_path / "old.db"), made_of(max(HELD), tmp_path / "new.db")
    with closing(open_store(address)) as upgraded, upgraded.reading() as session:
        assert differences(session) == []
    old, new = (reported(runner(url, monkeypatch, capsys)) for url in (address, newest))
    assert json.dumps(old) == json.dumps(new)
    assert {card["metric"] for card in new[0]} == METRICS
    with closing(sqlite3.connect(tmp_path / "old.db")) as opened:
        assert opened.execute("SELECT version_num FROM alembic_version").fetchone() == (newest_layout(),)
        assert opened.execute("SELECT count(*) FROM responses").fetchone() == (RESPONSES,)


def test_every_layout_before_the_newest_has_a_store() -> None:
    assert known_layouts() - {newest_layout()} <= set(HELD)
