"""A metric that is added to the catalogue, and nowhere else, is imported, reported and put into words."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.test_architecture import ROOT

FRIENDLINESS = """
    Metric(
        id="friendliness",
        name="Friendliness",
        family=Family.CUSTOMERS_SAY,
        formula=TopBox(),
        better=Better.HIGHER,
        measured_in=MeasuredIn.PERCENT,
        promise="They were kind.",
        why="Kindness costs nothing.",
        definition="Share choosing 4 or 5 of 5.",
        numerator="answers of 4 or 5",
        denominator="all answers",
        improved="more customers found us friendly",
        worsened="fewer customers found us friendly",
        headings=("how friendly",),
        source="Invented for this test",
    ),
)
"""
SCRIPT = """
from db.reports.scorecards import report
from db.store.engine import open_store
from manage import main
from metrics.periods import Month
from metrics.vocabulary import Scope
from pages.language.sentences import headline

assert main(["import", "friendly.csv", "--json"]) == 0
assert main(["report", "--json"]) == 0
with open_store().reading() as session:
    found = report(session, Scope(Month(2026, 10)))
print(headline(found.scorecards, found.scope))
"""


@pytest.mark.slow
def test_a_metric_of_the_catalogue_alone_is_imported_reported_and_put_into_words(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "metrics", tmp_path / "metrics", ignore=shutil.ignore_patterns("__pycache__"))
    for layer in ("db", "pages", "manage.py", "app.py"):
        (tmp_path / layer).symlink_to(ROOT / layer)
    surveys = tmp_path / "metrics" / "catalogue" / "surveys.py"
    text = surveys.read_text(encoding="utf-8")
    assert text.endswith("\n)\n")
    surveys.write_text(text.removesuffix("\n)\n") + FRIENDLINESS, encoding="utf-8")
    rows = [f"2026-{month:02}-{day:02},{score}" for month, score in ((9, 1), (10, 5)) for day in range(1, 29)]
    (tmp_path / "friendly.csv").write_text("\n".join(["responded_at,How friendly?", *rows]), encoding="utf-8")

    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path), "DATABASE_URL": f"sqlite:///{tmp_path}/plumbline.db"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.returncode == 0, ran.stdout + ran.stderr
    printed, decoder = ran.stdout, json.JSONDecoder()
    imported, end = decoder.raw_decode(printed)
    reported, _ = decoder.raw_decode(printed[end:].lstrip())
    assert imported["saved"] == len(rows)
    assert [(card["metric"], card["value"], card["n"]) for card in reported["scorecards"]] == [
        ("friendliness", 100, 28)
    ]
    assert "ore customers found us friendly" in printed.splitlines()[-1]
