"""Real exports through the command line: what a person maps is counted as its makers counted it, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.command_line.running import Run

EXPORTS = [
    ("google_forms/learning_r_es.tsv", [], "nps", "¿Qué tan probable es que recomiendes R ..."),
    ("surveymonkey/cncf_maintainer_2021_h2.csv", ["#24=score:nps:1-10"], "nps", "recommend 1-10"),
    ("surveymonkey/cncf_maintainer_2021_h2.csv", ["#23=score:csat:1-10"], "csat", "satisfied with support 1-10"),
    ("nhs_fft/gp_fft_2023.csv", ["rating=score:csat"], "csat", "rating"),
]
FIGURE = {"nps": "nps", "csat": "top2_pct"}


@pytest.mark.slow
@pytest.mark.parametrize(("file", "maps", "metric", "question"), EXPORTS)
def test_a_real_export_gives_its_makers_figures_and_leaves_nothing_when_undone(
    run: Run, shared_data: Path, file: str, maps: list[str], metric: str, question: str
) -> None:
    exports = shared_data / "data" / "exports"
    truth = json.loads((exports / "truth.json").read_text(encoding="utf-8"))[file]["scores"][question]
    mapped = [part for one in maps for part in ("--map", one)]
    assert run("import", exports / file, *mapped, "--json").code == 0
    (card,) = run("report", "--metric", metric, "--json").json["scorecards"]
    series = {point["month"]: point for point in card["series"]}
    assert {month: point["n"] for month, point in series.items() if point["n"]} == {
        month: month_truth["n"] for month, month_truth in _months(truth).items()
    }
    for month, month_truth in _months(truth).items():
        shown = series[month]["value"]
        assert shown == (pytest.approx(month_truth[FIGURE[metric]], abs=5e-5) if month_truth["n"] >= 5 else None)
    assert run("undo", 1).code == 0
    assert run("report", "--json").json["scorecards"] == []
    assert run("verify").code == 0


def _months(truth: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """The truth by month; an NPS month gives its answers by kind, not their number."""
    kinds = ("promoters", "passives", "detractors")
    return {month: {"n": sum(found.get(kind, 0) for kind in kinds)} | found for month, found in truth["months"].items()}
