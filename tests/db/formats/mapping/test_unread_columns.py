"""A mapped column of which much cannot be read is asked about before anything is saved, and a person may insist."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.formats import MoreToSay, Options, Question, Reason, Source, inspect, mapping_for, read
from db.formats.mapping.resolve import questions_left
from db.formats.mapping.unread_columns import unread_words
from metrics.vocabulary import Kind
from pages.command_line.question_words import sentence
from pages.language.questions import statement
from tests.db.formats.made_files import result, survey

TEN = [str(1 + i % 10) for i in range(40)]


def asked(text: str, *maps: str, options: Options | None = None) -> Question:
    with pytest.raises(MoreToSay) as more:
        result(text, options=options or Options(maps=maps))
    (question,) = more.value.questions
    return question


def test_a_scale_too_short_is_asked_about_with_the_one_that_fits_first() -> None:
    question = asked(survey(TEN, "Ratings"), "Ratings=score:csat:1-5")
    assert (question.reason, question.counts) == (Reason.UNREAD_OTHER_SCALE, (20, 40))
    assert question.choices[0].map == "#3=score:csat:1-10"
    assert "20 of 40 filled cells in “Ratings” (column #3)" in sentence(question)
    assert "such as “6”, “7”, “8”" in sentence(question)
    assert "--accept-partial" in sentence(question)
    assert "--" not in statement(question)
    for choice in question.choices[:-1]:
        assert result(survey(TEN, "Ratings"), choice.map).refused == 0


def test_a_person_may_insist() -> None:
    options = Options(maps=("Ratings=score:csat:1-5",), accept_partial=True)
    found = result(survey(TEN, "Ratings"), options=options)
    assert (len(found.scores), found.refused) == (20, 20)


def test_a_few_slips_are_refused_by_row_as_before() -> None:
    found = result(survey(["5", "4", "3", "5", "6"] * 4, "Ratings"), "Ratings=score:csat:1-5")
    assert (len(found.scores), found.refused) == (16, 4)
    assert result(survey(["9", "11", "8", "x"], "nps")).refused == 2


def test_averages_are_no_answers_and_no_better_map_is_offered() -> None:
    question = asked(survey(["4.5", "3.2", "5", "4", "3,9"] * 5, "Shop rating"), "#3=score:csat")
    assert question.reason is Reason.UNREAD_AVERAGES
    assert [choice.map for choice in question.choices] == ["#3=ignored"]


def test_words_at_the_ends_are_asked_about_and_named() -> None:
    cells = ["Ghastly", "2", "3", "4", "Splendid"] * 5
    question = asked(survey(cells, "Visit"), "#3=score:csat")
    assert question.reason is Reason.UNREAD_WORDS
    assert question.example == "“Ghastly”, “Splendid”"
    assert "words(WORD=1,…)" in sentence(question)
    assert result(survey(cells, "Visit"), "#3=score:csat:words(Ghastly=1,Splendid=5)").refused == 0


def test_words_without_a_score_are_named_in_their_order() -> None:
    found = inspect(Source.of_bytes("file.csv", survey(["Ghastly", "2", "4.5", "n/a", "Fab"], "Visit").encode()))
    mapping = mapping_for(found, Options(maps=("#3=score:csat",), accept_partial=True))
    assert found.evidence is not None
    assert unread_words(mapping.columns[-1], found.evidence.columns[2]) == ["Ghastly", "Fab"]


def test_blank_cells_and_words_for_no_answer_are_not_filled() -> None:
    assert result(survey(["5", "", "n/a", "", "4", "5", "3", "4"], "Rate"), "#3=score:csat").refused == 0


def test_dates_in_the_other_order_are_asked_about_with_the_order_that_fits() -> None:
    days = "".join(f"{day}/03/2025,{day % 11}\n" for day in range(8, 28))
    question = asked(f"responded_at,nps\n{days}", options=Options(date_order="month_first"))
    assert question.reason is Reason.UNREAD_OTHER_ORDER
    assert question.choices[0].map == "#1=responded_at:day_first"
    assert result(f"responded_at,nps\n{days}", question.choices[0].map).refused == 0


def test_what_only_later_rows_show_is_asked_when_they_are_read() -> None:
    text = survey(TEN, "Ratings")
    source = Source.of_bytes("file.csv", text.encode())
    mapping = mapping_for(inspect(source), Options(maps=("#3=score:csat:1-5",), accept_partial=True))
    with pytest.raises(MoreToSay) as more:
        list(read(source, replace(mapping, accept_partial=False)).blocks())
    (question,) = more.value.questions
    assert (question.columns[0].name, question.counts) == ("Ratings", (20, 40))


def test_values_of_operations_that_are_mostly_no_values_are_asked_about() -> None:
    rows = [f"2025-{1 + i:02},retention,{'about half' if i % 2 else 97}" for i in range(12)]
    text = "\n".join(["month,metric,value", *rows]) + "\n"
    assert inspect(Source.of_bytes("f", text.encode())).kind is Kind.OPERATIONS
    question = asked(text, options=Options())
    assert list(question.counts) == [6, 12]
    assert "“about half”" in sentence(question)
    assert result(text, options=Options(accept_partial=True)).refused == 6


def test_an_inspection_tells_what_only_deciding_shows() -> None:
    dates = "responded_at,nps\n" + "".join(f"2025-03-0{day},9\n" for day in range(1, 10)) + "in spring,9\n" * 3
    (question,) = questions_left(inspect(Source.of_bytes("file.csv", dates.encode())))
    assert question.reason is Reason.UNREAD_DATES
    assert questions_left(inspect(Source.of_bytes("file.csv", survey(["9"]).encode()))) == ()


def test_that_a_person_insisted_is_not_kept_for_the_next_file() -> None:
    source = Source.of_bytes("file.csv", survey(TEN, "Ratings").encode())
    mapping = mapping_for(inspect(source), Options(maps=("#3=score:csat:1-5",), accept_partial=True))
    assert mapping.accept_partial
    assert "accept_partial" not in mapping.as_json()
