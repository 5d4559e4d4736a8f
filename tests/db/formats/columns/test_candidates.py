"""What is asked where no column is surely a score or a date: real columns of the file, likeliest first."""

from __future__ import annotations

import pytest

from db.formats import Inspection, MoreToSay, Options, Question, QuestionKind, Source, inspect, mapping_for
from metrics.vocabulary import Scale
from pages.command_line.question_words import sentence
from pages.language.questions import answer


def inspected(content: str) -> Inspection:
    return inspect(Source.of_bytes("file.csv", content.encode()))


def rows(*columns: str) -> str:
    """Thirty lines with a date and, for each column, its cells in turn (written with bars)."""
    cells = [column.split("|") for column in columns]
    return "".join(
        f"2025-03-{1 + i % 28:02}," + ",".join(each[i % len(each)] for each in cells) + "\n" for i in range(30)
    )


def asked(content: str) -> Question:
    (question,) = inspected(content).questions
    return question


@pytest.mark.parametrize("heading", ["Arvosana", "Hodnocení", "点数", "Оценка", "Review Stars", "Betyg"])
def test_a_rating_is_named_by_its_heading_with_its_values_and_a_map_that_works(heading: str) -> None:
    content = f"date,Käyntejä,{heading}\n" + rows("10|4|3", "5|4|1")
    question = asked(content)
    assert (question.kind, question.columns[0].name, question.choices[0].map) == (
        QuestionKind.NO_SCORE,
        heading,
        "#3=score:csat:1-5",
    )
    assert f"“{heading}” (column #3: 5, 4, 1)" in sentence(question)
    assert mapping_for(inspected(content), Options(maps=(question.choices[0].map,))).columns[-1].scale == Scale(1, 5)


def test_answers_from_0_to_10_are_offered_as_nps_first() -> None:
    assert asked("date,Wertung\n" + rows("10|0|9|3")).choices[0].map == "#2=score:nps:0-10"


def test_no_column_is_named_that_holds_amounts_dates_or_persons() -> None:
    figures = rows("40|41|52", "4|5|3", "0:00:10|0:01:20", "70.5%|71.2%", "a@b.org|c@d.org|e@f.org")
    question = asked("date,Offered,Abandoned,Talk,Share,Mail\n" + figures)
    assert (question.columns, question.choices) == ((), ())
    assert "No column holds answers on a scale" in sentence(question)


def test_a_rating_in_words_that_are_not_known_is_named_with_its_words() -> None:
    question = asked("date,Overall quality\n" + rows("Horrible|OK|Splendid"))
    assert "words(Horrible=1,OK=2,Splendid=3)" in sentence(question)


def test_several_doubtful_columns_are_one_question_with_the_choices_of_each() -> None:
    content = "date,How satisfied are you?,How easy was it?\n" + rows("1|7|3|6", "10|3|4|1")
    question = asked(content)
    assert [choice.map.partition("=")[0] for choice in question.choices[:2]] == ["#2", "#3"]
    assert answer(question, question.choices[0]) == "How satisfied are you?: Satisfaction, 1 to 7"


def test_a_column_that_may_be_the_date_is_named() -> None:
    days = "".join(f"{name},{i % 11}\n" for i, name in enumerate(["2025-03-01", "soon", "2025-03-02", "2025-03-04"]))
    with pytest.raises(MoreToSay) as more:
        mapping_for(inspected(f"Besuch,nps\n{days}"))
    (question,) = more.value.questions
    assert question.kind is QuestionKind.NO_DATE
    assert [choice.map for choice in question.choices] == ["#1=responded_at"]


@pytest.mark.parametrize(("heading", "unit"), [("Days to resolve", "days"), ("Resolution time (hours)", "hours")])
def test_how_long_it_took_to_resolve_is_no_point_of_a_scale(heading: str, unit: str) -> None:
    content = f"date,{heading}\n" + rows("0|1|3|7|2")
    question = asked(content)
    assert [choice.map for choice in question.choices] == [f"#2=score:complaint_resolution:{unit}"]
    mapped = mapping_for(inspected(content), Options(maps=(question.choices[0].map,)))
    assert mapped.columns[-1].metric == "complaint_resolution"
