"""What a survey type beside each answer says of the scores, and of the groups beside them."""

from __future__ import annotations

import csv
import io

import pytest

from db.formats import Source, inspect, mapping_for
from db.formats.recognise.inspect import Inspection
from db.formats.values.scores import whole_number
from metrics.vocabulary import Scale

HUBSPOT = ["Record ID", "Survey Name", "Survey Type", "Submission Timestamp", "Response", "Response Group"]


def hubspot(kind: str, scores: list[int], groups: list[str]) -> Inspection:
    rows = [
        [str(31000 + i), "Visit", kind, f"2026-09-{1 + i % 28:02} 10:15", str(score), groups[i % len(groups)]]
        for i, score in enumerate(scores)
    ]
    return made([HUBSPOT, *rows])


def made(rows: list[list[str]]) -> Inspection:
    written = io.StringIO(newline="")
    csv.writer(written).writerows(rows)
    return inspect(Source.of_bytes("export.csv", written.getvalue().encode()))


def scored(found: Inspection) -> list[tuple[str | None, Scale | None]]:
    return [(one.metric, one.scale) for one in mapping_for(found).columns if one.role == "score"]


@pytest.mark.parametrize(
    ("kind", "scores", "metric", "scale"),
    [
        ("CSAT", [1, 2, 3, 4, 5, 5], "csat", Scale(1, 5)),
        ("CSAT", [0, 2, 1, 2, 2, 2], "csat", Scale(0, 2)),
        ("Customer Satisfaction", [1, 2, 3, 4, 5, 5], "csat", Scale(1, 5)),
        ("CES", [7, 6, 1, 5, 6, 7], "ces", Scale(1, 7)),
        ("five_star", [1, 2, 4, 4, 3, 2], "csat", Scale(1, 5)),
        ("csat3", [1, 2, 3, 2, 3, 2], "csat", Scale(1, 3)),
        ("thumbs", [1, 0, 1, 1, 1, 0], "csat", Scale(0, 1)),
        ("Customer Loyalty", [9, 10, 3, 7, 8, 10], "nps", Scale(0, 10)),
    ],
)
def test_the_survey_type_says_what_the_scores_count_for(
    kind: str, scores: list[int], metric: str, scale: Scale
) -> None:
    found = hubspot(kind, scores, ["POSITIVE"])
    assert not found.questions
    assert scored(found) == [(metric, scale)]


def test_the_groups_of_a_satisfaction_survey_are_no_net_promoter_score() -> None:
    found = hubspot("CSAT", [0, 1, 2, 2, 1, 2], ["Detractor", "Passive", "Promoter", "Promoter", "Passive", "Promoter"])
    assert scored(found) == [("csat", Scale(0, 2))]


def test_groups_are_no_net_promoter_score_where_one_of_several_surveys_did_not_ask_to_recommend() -> None:
    rows = [
        [str(i), "Visit", ("NPS", "CSAT")[i % 2], f"2026-09-{i + 1:02} 10:15", str(score), "Promoter"]
        for i, score in enumerate([10, 2, 9, 2, 10, 2, 9, 2])
    ]
    found = made([HUBSPOT, *rows])
    assert found.questions
    assert not [one for one in found.suggestions if one.metric == "nps" and one.is_used]


def test_a_satisfaction_survey_whose_top_was_never_chosen_is_asked_about() -> None:
    found = hubspot("CSAT", [1, 2, 3, 3, 2] * 4, ["POSITIVE"])
    assert [question.kind for question in found.questions] == ["scale"]


@pytest.mark.parametrize(
    ("cell", "score"), [("Extremely likely - 10", 10), ("NOT AT ALL LIKELY - 0", 0), ("Good: 4", 4), ("A-5", None)]
)
def test_the_number_behind_a_label_is_its_score(cell: str, score: int | None) -> None:
    assert whole_number(cell) == score
