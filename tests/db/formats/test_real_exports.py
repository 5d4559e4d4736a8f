"""Real exports of every tool, kept beside the project: what a person maps is counted exactly, nothing is guessed."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from typing import Any

import pytest

from benchmarks.exports import COUNTED, EXPORTS, MARCH, Counted
from db.formats import FileMapping, Inspection, Options, Role, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from metrics.answers.evidence import NetCounts, ShareCounts
from metrics.catalogue import metric
from metrics.errors import FileRefused
from metrics.periods import Month
from tests.db.formats.made_files import asks

pytestmark = pytest.mark.skipif(not EXPORTS.exists(), reason="the shared exports are not beside this project")


def source(name: str) -> Source:
    return Source.of_path(EXPORTS / name)


def truth() -> dict[str, Any]:
    return json.loads((EXPORTS / "truth.json").read_text(encoding="utf-8"))


def answers(name: str, maps: tuple[str, ...], month: Month | None) -> tuple[list[Answer], Counter[str]]:
    mapping = _alone(inspect(source(name)), maps, month)
    rows: list[Answer] = []
    counts: Counter[str] = Counter()
    for block in read(source(name), mapping).blocks():
        rows += [row for row in block.rows if isinstance(row, Answer)]
        counts.update(read=block.read, refused=block.refused, blank=block.blank)
    return rows, counts


def _alone(found: Inspection, maps: tuple[str, ...], month: Month | None) -> FileMapping:
    """The mapping with the first map's score alone: other scores that are sure would be saved with it."""
    mapping = mapping_for(found, Options(maps=maps, month=month))
    metrics = {
        column.metric for text in maps for column in mapping.with_role(Role.SCORE) if f":{column.metric}" in text
    }
    others = [f"#{one.index}=ignored" for one in mapping.with_role(Role.SCORE) if one.metric not in metrics]
    return mapping_for(found, Options(maps=(*maps, *others), month=month)) if others else mapping


def check(expected: dict[str, Any], rows: list[Answer]) -> None:
    tally: Counter[int] = Counter()
    for row in rows:
        ((item, score),) = row.scores
        tally[int(score)] += 1
    assert sum(tally.values()) == expected["n"]
    if "distribution" in expected:
        assert {str(score): count for score, count in tally.items()} == expected["distribution"]
    if "mean" in expected:
        assert round(sum(score * count for score, count in tally.items()) / expected["n"], 4) == expected["mean"]
    assert item.scale is not None
    evidence = metric(item.metric).formula.of_tally(tally, item.scale)
    if expected.get("kind") == "nps" or "nps" in expected:
        assert isinstance(evidence, NetCounts)
        assert round(evidence.estimate, 4) == expected["nps"]
    elif "top2_pct" in expected or "pct_yes" in expected:
        assert isinstance(evidence, ShareCounts)
        assert round(evidence.estimate, 4) == expected.get("top2_pct", expected.get("pct_yes"))


@pytest.mark.slow
@pytest.mark.parametrize("one", COUNTED, ids=lambda one: f"{one.file} {one.score[:20]} {one.maps[0][:20]}")
def test_what_a_person_maps_is_counted_exactly(one: Counted) -> None:
    expected = truth()[one.file]["scores"][one.score]
    rows, counts = answers(one.file, one.maps, one.month)
    check(expected, rows)
    assert counts["refused"] == expected.get("n_invalid", 0)
    assert counts["blank"] == expected.get("n_blank", 0)
    assert counts["read"] == expected["n"] + expected.get("n_blank", 0)
    by_month: defaultdict[str, list[Answer]] = defaultdict(list)
    for row in rows:
        if row.day is not None:
            by_month[str(Month.of(row.day))].append(row)
    assert set(by_month) == set(expected.get("months", {}))
    for month_name, of_month in expected.get("months", {}).items():
        check(of_month, by_month[month_name])


def test_each_surgery_of_the_friends_and_family_test_is_counted_exactly() -> None:
    rows, _ = answers("nhs_fft/gp_fft_2023.csv", ("rating=score:csat", "surgery=unit"), None)
    expected = truth()["nhs_fft/gp_fft_2023.csv"]["by_surgery"]
    for surgery, of_surgery in expected.items():
        check(of_surgery, [row for row in rows if row.unit == surgery])


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    [
        "gov/ceg_transaction_tracker.xlsx",
        "gov/evl_channel_volumetrics.xls",
        "gov/evl_customer_satisfaction.xlsx",
        "gov/govuk_services.csv",
        "gov/hcahps_hospital_ratings.csv",
        "gov/mbta_passenger_survey.csv",
        "gov/montreal_bikes_latin1.csv",
        "gov/nyc311_monthly_trends.csv",
        "surveymonkey/cncf_cloud_native_2021_part1.xlsx",
        "surveymonkey/cncf_maintainer_2020_h2_summary.csv",
        "adversarial/01_empty.csv",
        "adversarial/02_header_only.csv",
        "adversarial/03_png_renamed.csv",
        "adversarial/09_zip_bomb.xlsx",
    ],
)
def test_tables_of_counts_and_things_that_are_no_table_are_refused_with_a_sentence(name: str) -> None:
    found = inspect(source(name))
    assert found.refused is not None
    assert found.refused.endswith(".")
    with pytest.raises(FileRefused):
        mapping_for(found, Options(maps=("#2=score:nps",), month=MARCH))


def test_a_recommend_question_from_1_to_10_is_asked_about_and_saved_with_a_note_when_a_person_says_so() -> None:
    found = inspect(source("surveymonkey/cncf_maintainer_2021_h2.csv"))
    with asks("not surely NPS"):
        mapping_for(found)
    mapping = mapping_for(found, Options(maps=("#24=score:nps:1-10",)))
    assert any("asked from 1 to 10, not from 0 to 10" in note for note in mapping.notes)


def test_responses_that_the_tool_marks_as_tests_are_left_out_as_blank() -> None:
    rows, counts = answers("qualtrics/no_basis_for_evaluation_insights.csv", ("Q1=score:csat:1-3",), None)
    assert (rows, counts["read"], counts["blank"], counts["refused"]) == ([], 15, 15, 0)
