"""Scales whose top no one used, low satisfaction, and numbers that a question calls no answer."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from db.formats import MoreToSay, Options, Question, Reason, Source, inspect, mapping_for
from db.formats.columns.topics import legend
from metrics.vocabulary import Scale
from pages.command_line.question_words import sentence
from tests.db.formats.made_files import result

SATISFIED = "How satisfied are you?"


def file(heading: str, cells: Sequence[object]) -> str:
    return f'id,date,"{heading}"\n' + "".join(f'r{i},2025-03-01,"{cell}"\n' for i, cell in enumerate(cells))


def asked(content: str) -> Question:
    with pytest.raises(MoreToSay) as more:
        mapping_for(inspect(Source.of_bytes("file.csv", content.encode())))
    (question,) = more.value.questions
    return question


@pytest.mark.parametrize(
    ("cells", "ends"),
    [([1, 2, 3, 4] * 5, "1-4"), ([1, 2, 3] * 4, "1-3"), ([6, 5, 4, 2, 1] * 4, "1-6")],
)
@pytest.mark.parametrize("heading", [SATISFIED, "Overall satisfaction"])
def test_a_scale_whose_top_no_one_used_is_asked_about_with_both_ends(heading: str, cells: list[int], ends: str) -> None:
    content = file(heading, cells).replace("id,date", "response_id,responded_at")
    question = asked(content)
    assert f"#3=score:csat:{ends}" in [choice.map for choice in question.choices[:2]]
    assert f"#3=score:csat:{ends}" in sentence(question)
    assert result(content, f"#3=score:csat:{ends}").scores == cells


def test_a_few_answers_are_no_evidence_that_the_scale_ends_there() -> None:
    assert inspect(Source.of_bytes("file.csv", file(SATISFIED, [4, 3, 4, 2, 3, 4]).encode())).questions == ()


def test_low_satisfaction_is_offered_in_both_directions_as_it_is_first() -> None:
    question = asked(file("satisfaction", [1, 1, 2, 2, 5] * 6))
    assert [choice.map for choice in question.choices[:2]] == ["#3=score:csat:1-5", "#3=score:csat:1-5:reversed"]


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (SATISFIED, ["1 - Very dissatisfied", "2 - Dissatisfied", "1 - Very dissatisfied", "5 - Very satisfied"] * 6),
        (SATISFIED, ["1 (Sehr unzufrieden)", "2 (Unzufrieden)", "1 (Sehr unzufrieden)", "5 (Sehr zufrieden)"] * 6),
        (f"{SATISFIED} 1 = very dissatisfied, 5 = very satisfied", [1, 2, 1, 5] * 6),
    ],
)
def test_no_direction_is_offered_against_words_that_say_which_end_is_good(heading: str, cells: list[object]) -> None:
    assert result(file(heading, cells)).scores == [1, 2, 1, 5] * 6


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        (f"{SATISFIED} 0 = not applicable, 1 = very dissatisfied, 5 = very satisfied", [0, 1, 3, 5, 4] * 6),
        (f"{SATISFIED} (1 = very dissatisfied; 5 = very satisfied; 9 = don't know)", [9, 1, 3, 5, 4] * 6),
        ("Zufriedenheit: 1 = sehr unzufrieden, 5 = sehr zufrieden, 6 = keine Angabe", [6, 1, 3, 5, 4] * 6),
        ("How satisfied are you, from 1 to 5?", ["0 - Not applicable", 1, 3, 5, 4] * 6),
    ],
)
def test_a_number_that_stands_for_no_answer_is_none(heading: str, cells: list[object]) -> None:
    found = result(file(heading, cells))
    assert found.scores == [1, 3, 5, 4] * 6
    assert (found.refused, found.blank) == (0, 6)


def test_a_person_may_say_that_such_a_number_is_on_the_scale() -> None:
    heading = f"{SATISFIED} 0 = not applicable, 1 = very dissatisfied, 5 = very satisfied"
    content = file(heading, [0, 5])
    assert result(content, options=Options(maps=("#3=score:csat:0-5",))).scores == [0, 5]


@pytest.mark.parametrize(
    ("heading", "scale"),
    [
        ("Satisfaction (max 5)", Scale(1, 5)),
        ("Satisfaction out of 10", Scale(1, 10)),
        ("Satisfaction /10", Scale(1, 10)),
        ("Zufriedenheit (von 5 Punkten)", Scale(1, 5)),
        ("Satisfaction sur 10", Scale(1, 10)),
        ("How likely are you to recommend us, out of 10?", Scale(0, 10)),
        ("Open 24/7", None),
        ("Visit on 12/10", None),
        ("Top 10", None),
        ("(" * 40_000 + "/1", None),
    ],
)
def test_the_top_at_the_end_of_a_question_is_that_of_its_scale(heading: str, scale: Scale | None) -> None:
    assert legend(heading).scale == scale


def test_a_top_that_nobody_chose_is_not_asked_about_where_the_heading_says_it() -> None:
    rows = "".join(f"2026-10-{day:02},{day % 4 + 1},{'Mill' if day % 2 else 'Quay'}\n" for day in range(1, 29))
    assert inspect(Source.of_bytes("f.csv", f"Date,Satisfaction (max 5),Shop\n{rows}".encode())).questions == ()
    zero = inspect(Source.of_bytes("f.csv", f"Date,Satisfaction out of 5,Shop\n{rows.replace(',1,', ',0,')}".encode()))
    assert zero.suggestions[1].scale == Scale(0, 5)


def test_ratings_from_0_to_100_are_named_with_the_way_to_bring_them() -> None:
    rows = "".join(f"2026-10-{day:02},{3 * day + 7},{'Mill' if day % 2 else 'Quay'}\n" for day in range(1, 29))
    (question,) = inspect(Source.of_bytes("f.csv", f"Date,Overall satisfaction,Shop\n{rows}".encode())).questions
    assert (question.reason, question.columns[0].index, question.choices) == (Reason.LONG_SCALE, 2, ())
    assert "Bring a column" in sentence(question)
