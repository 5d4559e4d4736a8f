"""What is offered to a person and never taken by itself: yes and no, what tells answers apart, ticks of choices."""

from __future__ import annotations

import pytest

from db.formats import Inspection, MoreToSay, Options, Source, inspect, mapping_for
from db.formats.rows.blocks import Answer
from metrics.vocabulary import Scale
from pages.command_line.question_words import sentence
from tests.db.formats.made_files import result


def inspected(content: str) -> Inspection:
    return inspect(Source.of_bytes("file.csv", content.encode()))


def questions(content: str) -> tuple[str, ...]:
    with pytest.raises(MoreToSay) as asked:
        mapping_for(inspected(content))
    return tuple(map(sentence, asked.value.questions))


@pytest.mark.parametrize(
    ("heading", "cells", "example"),
    [
        ("Timely response?", ["Yes", "No", "Yes"], "score:promises_kept"),
        ("Was your problem solved at the first contact?", ["1", "0", "1"], "score:first_contact_resolution"),
        ("Waren Sie mit uns zufrieden?", ["Ja", "Nein", "Ja"], "score:METRIC"),
        ("question_1", ["1", "1", "1"], "score:METRIC"),
    ],
)
def test_yes_and_no_about_service_are_offered_as_scores_and_asked_about(
    heading: str, cells: list[str], example: str
) -> None:
    text = f"responded_at;{heading}\n" + "".join(f"2025-03-01;{cell}\n" for cell in cells)
    (column,) = [column for column in inspected(text).columns if column.role == "score"]
    assert column.scale == Scale(0, 1)
    assert any(example in question for question in questions(text))


def test_yes_and_no_about_anything_else_are_no_scores() -> None:
    text = "responded_at;nps;Do you own a car?\n2025-03-01;9;Yes\n2025-03-02;3;No\n"
    assert [column.role for column in inspected(text).columns] == ["responded_at", "score", "ignored"]


def test_what_tells_answers_apart_is_offered_as_the_unit_and_used_only_when_a_person_says_so() -> None:
    rows = "".join(f"2025-03-{1 + i % 28:02},9,{'North' if i % 2 else 'South'},Tea\n" for i in range(30))
    text = "responded_at,nps,Which region do you live in?,Product\n" + rows
    assert [column.role for column in inspected(text).columns] == ["responded_at", "score", "unit", "unit"]
    assert {row.unit for row in result(text).rows if isinstance(row, Answer)} == {""}
    mapped = result(text, "#3=unit", "nps=score:nps").rows
    assert {row.unit for row in mapped if isinstance(row, Answer)} == {"North", "South"}


def test_ticks_of_one_choice_are_no_comment_however_few_people_ticked_it() -> None:
    choice = "We use something that takes long to say"
    text = f"Respondent ID,End Date,Which do you use?,\n,,This one,{choice}\nr1,2025-03-01,This one,{choice}\n"
    assert [column.role for column in inspected(text).columns][2:] == ["ignored", "ignored"]


def test_a_survey_type_that_names_one_metric_says_what_the_scores_count_for() -> None:
    text = "Response ID,Survey type,Score,Comment,Created at,Permalink\n1,nps,9,ok,2025-03-01,x\n"
    assert result(text).scores == [9]
    assert any("#3" in question for question in questions(text.replace("nps", "ces")))


@pytest.mark.parametrize(
    "labels",
    [
        "1 - Very satisfied|2 - Satisfied|4 - Dissatisfied",
        "1 (Sehr zufrieden)|3 (Teils/teils)|5 (Sehr unzufrieden)",
        "Very good (1)|Very poor (5)",
    ],
)
def test_numbers_whose_words_run_down_are_asked_about_and_turned_round(labels: str) -> None:
    cells = labels.split("|")
    text = "responded_at;How satisfied are you?\n" + "".join(f"2025-03-01;{cell}\n" for cell in cells)
    (asked,) = questions(text)
    assert "#2=score:csat:1-5:reversed" in asked
    assert result(text, "#2=score:csat:1-5:reversed").scores == [
        6 - int("".join(filter(str.isdigit, c))) for c in cells
    ]
    mapping = mapping_for(inspected(text), Options(maps=("#2=score:csat",)))
    assert any("the lowest is the best" in note for note in mapping.notes)


def test_numbers_whose_words_run_up_are_read_as_they_are() -> None:
    text = "responded_at;csat\n" + "".join(
        f"2025-03-01;{cell}\n" for cell in ("5 - Very satisfied", "4 - Satisfied", "1 - Very dissatisfied")
    )
    assert inspected(text).questions == ()
    assert result(text).scores == [5, 4, 1]


def test_school_grades_of_which_1_is_the_best_are_asked_about() -> None:
    text = "responded_at;Zufriedenheit als Schulnote von 1 bis 6\n" + "".join(
        f"2025-03-01;{1 + i % 6}\n" for i in range(12)
    )
    assert any(":reversed" in question for question in questions(text))


def test_a_column_that_may_be_the_unit_is_named_where_answers_would_have_none() -> None:
    rows = "".join(f"R{at},2025-01-{at % 28 + 1:02},9,{'Mill' if at % 2 else 'Quay'}\n" for at in range(30))
    found = inspect(
        Source.of_bytes("file.csv", f"response_id,responded_at,nps,Which branch did you visit?\n{rows}".encode())
    )
    (note,) = mapping_for(found).notes
    assert "“Which branch did you visit?” (column 4) may be the unit" in note
    for said in (Options(maps=("#4=unit",)), Options(maps=("#4=ignored",)), Options(unit="Mill")):
        assert mapping_for(found, said).notes == ()
