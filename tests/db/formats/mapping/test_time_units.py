"""Times are read in the unit that a person, the heading or the cells say; none is taken for granted."""

from __future__ import annotations

import pytest

from db.formats import FileMapping, MoreToSay, Options, QuestionKind, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from db.formats.values.durations import TimeUnit
from metrics.errors import BadValue
from pages.command_line.question_words import sentence
from pages.language.questions import label
from tests.db.formats.made_files import asks, result, survey

TIMES = ["1", "2", "0.5"]


def test_a_unit_that_nothing_says_is_asked_with_answers_that_work_as_written() -> None:
    text = survey(TIMES, "Wait")
    with pytest.raises(MoreToSay) as more:
        result(text, "#3=score:hold_time")
    (asked,) = more.value.questions
    assert asked.kind is QuestionKind.TIME_UNIT
    assert asked.choices[0].map == "#3=score:hold_time:seconds"
    assert label(asked.choices[1]) == "Answered within 60 seconds, in minutes"
    assert "#3=score:hold_time:seconds" in sentence(asked)
    assert [result(text, choice.map).scores[0] for choice in asked.choices[:-1]] == [1, 60, 3600, 86_400]


@pytest.mark.parametrize(
    ("heading", "cells", "scores"),
    [
        ("Wait (minutes)", TIMES, [60, 120, 30]),
        ("Wait in seconds", TIMES, [1, 2, 0.5]),
        ("Wait", ["14 min", "0:01:00", "90 s"], [840, 60, 90]),
        ("Wait (mm:ss)", ["1:30", "0:45", "12:00"], [90, 45, 720]),
        ("Wait (hours)", ["1:30", "2", "0:30"], [5400, 7200, 1800]),
    ],
)
def test_what_heading_or_cells_say_is_read(heading: str, cells: list[str], scores: list[float]) -> None:
    assert result(survey(cells, heading), "#3=score:hold_time").scores == scores


def test_a_unit_that_a_person_says_wins_over_the_heading() -> None:
    assert result(survey(TIMES, "Wait (seconds)"), "#3=score:hold_time:minutes").scores == [60, 120, 30]


def test_a_short_clock_under_a_heading_that_says_nothing_is_asked_about() -> None:
    with asks("nothing says in which unit"):
        result(survey(["1:30", "2:00"], "hold_time"))


def test_a_column_under_the_metrics_own_id_holds_its_own_unit() -> None:
    assert result(survey(["30", "90"], "hold_time")).scores == [30, 90]
    assert result(survey(["2", "7"], "complaint_resolution")).scores == [2, 7]


def test_a_sure_column_of_times_is_asked_about_by_inspect_too() -> None:
    found = inspect(Source.of_bytes("file.csv", survey(["30", "90"], "Hold Time").encode()))
    assert [one.kind for one in found.questions] == [QuestionKind.TIME_UNIT]


def test_the_unit_is_kept_with_the_mapping_and_older_mappings_have_none() -> None:
    found = inspect(Source.of_bytes("file.csv", survey(TIMES, "Wait").encode()))
    mapping = mapping_for(found, Options(maps=("#3=score:hold_time:minutes",)))
    kept = mapping.as_json()
    (block,) = read(Source.of_bytes("next.csv", survey(["3"], "Wait").encode()), FileMapping.from_json(kept)).blocks()
    assert [row.scores[0][1] for row in block.rows if isinstance(row, Answer)] == [180]
    assert FileMapping.from_json(kept).columns[-1].time_unit is TimeUnit.MINUTES
    del kept["columns"][-1]["time_unit"]
    assert FileMapping.from_json(kept).columns[-1].time_unit is None


def test_a_unit_of_time_belongs_to_times_alone() -> None:
    with pytest.raises(BadValue, match="not measured in time"):
        result(survey(TIMES, "Wait"), "#3=score:csat:minutes")
    with pytest.raises(BadValue, match="no scale"):
        result(survey(TIMES, "Wait"), "#3=score:hold_time:1-5")
