"""Points of one question over several columns, days that are no days of answering, and sheets left unread."""

from __future__ import annotations

import io

import openpyxl
import pytest

from db.formats import Inspection, QuestionKind, Source, inspect, mapping_for
from metrics.errors import BadValue
from metrics.vocabulary import Scale
from tests.db.formats.made_files import asks, result

RECOMMEND = "How likely are you to recommend us to a friend?"


def points(question: str, choices: list[str], chosen: list[int]) -> str:
    """A SurveyMonkey file in which the answer `chosen` (from 0) of each person is ticked."""
    above = ["Respondent ID", "End Date", question, *[""] * (len(choices) - 1)]
    rows = [["", "", *choices]]
    for i, place in enumerate(chosen):
        ticks = ["x" if k == place else "" for k in range(len(choices))]
        rows.append([f"1187945{i:05}", f"2025-03-{1 + i % 28:02}", *ticks])
    return "\n".join(";".join(row) for row in [above, *rows]) + "\n"


@pytest.mark.parametrize(
    ("question", "choices", "scores"),
    [
        ("How satisfied are you?", ["5 - Very satisfied", "4", "3", "2", "1 - Very dissatisfied"], [5, 1, 3]),
        ("How satisfied are you?", ["1 (Bad)", "2", "3", "4", "5 (Good)"], [1, 5, 3]),
        (RECOMMEND, ["Not at all likely - 0", *map(str, range(1, 10)), "Extremely likely - 10"], [0, 10, 5]),
    ],
)
def test_points_with_labels_or_from_high_to_low_are_one_question(
    question: str, choices: list[str], scores: list[int]
) -> None:
    chosen = [0, len(choices) - 1, len(choices) // 2]
    assert result(points(question, choices, chosen)).scores == scores


def test_one_point_of_a_question_cannot_be_mapped_alone() -> None:
    choices = ["Not at all likely - 0", *map(str, range(1, 10)), "Extremely likely - 10"]
    with pytest.raises(BadValue, match="one point of a question that reaches over columns 3 to 13"):
        result(points(RECOMMEND, choices, [0, 10]), "#3=score:nps")


@pytest.mark.parametrize("heading", ["Order date", "Invitation sent", "Contract start", "Geburtstag", "Date d'achat"])
def test_a_day_of_something_else_is_asked_about(heading: str) -> None:
    found = inspect(Source.of_bytes("file.csv", f"nps,{heading}\n9,2025-03-01\n8,2025-03-02\n".encode()))
    with asks("when people answered"):
        mapping_for(found)


def test_numbers_under_a_bare_question_are_offered_as_ratings_and_never_taken() -> None:
    rows = "".join(f"2025-03-{1 + i % 28:02},{1 + i % 5},{i % 11}\n" for i in range(30))
    found = inspect(Source.of_bytes("file.csv", f"date,q1,Question 2\n{rows}".encode()))
    assert [(column.role.value, column.scale) for column in found.columns[1:]] == [
        ("score", Scale(1, 5)),
        ("score", Scale(0, 10)),
    ]
    with asks("such as --map “#2=score:csat:1-5”"):
        mapping_for(found)


def test_words_of_happiness_are_a_scale() -> None:
    words = ["Very happy", "Happy", "Neutral", "Unhappy", "Very unhappy"]
    rows = "".join(f"2025-03-01,{word}\n" for word in words)
    assert result(f"date,How happy are you with us?\n{rows}", "#2=score:csat").scores == [5, 4, 3, 2, 1]


def months(*names: str) -> Inspection:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for length, name in enumerate(names, 3):
        sheet = book.create_sheet(name)
        sheet.append(["Response ID", "Date", "NPS"])
        for i in range(length):
            sheet.append([f"{name}{i}", "2025-03-01", 9])
    made = io.BytesIO()
    book.save(made)
    return inspect(Source.of_bytes("file.xlsx", made.getvalue()))


def test_sheets_of_the_same_headings_that_were_not_read_are_named() -> None:
    found = months("January", "February", "March")
    assert found.rows == 5
    assert any("“January”, “February”. Choose each of these sheets to read it as well." in note for note in found.notes)


@pytest.mark.parametrize(
    "heading", ["Rating", "Bewertung", "Nota", "Punteggio", "Beoordeling", "تقييم", "How was your visit?"]
)
def test_a_rating_of_nothing_named_is_asked_about_in_any_language(heading: str) -> None:
    rows = "".join(f"2025-03-01,{1 + i % 5}\n" for i in range(20))
    found = inspect(Source.of_bytes("file.csv", f"date,{heading}\n{rows}".encode()))
    assert (found.columns[1].role.value, found.columns[1].scale) == ("score", Scale(1, 5))
    assert found.questions


def test_a_file_of_two_encodings_is_read_in_the_one_that_most_of_it_is_in() -> None:
    lines = [b"date,nps,comment\n", *["2025-03-01,9,tr\u00e8s bien\n".encode()] * 30, *[b"2025-03-01,8,pr\xeat\n"] * 4]
    found = inspect(Source.of_bytes("file.csv", b"".join(lines)))
    assert (found.encoding, found.columns[2].samples) == ("utf-8", ("très bien", "pr\ufffdt"))
    assert any("not UTF-8" in note for note in found.notes)


def test_a_file_of_very_many_ratings_asks_one_question() -> None:
    headings = ",".join(f"How satisfied are you with thing {i}?" for i in range(400))
    content = f"date,{headings}\n" + ("2025-03-01" + ",5" * 400 + "\n") * 20
    found = inspect(Source.of_bytes("file.csv", content.encode()))
    (asked,) = found.questions
    assert (asked.kind, len(asked.columns), len(asked.choices), asked.more) == (QuestionKind.SAME_ITEM, 12, 12, 388)
