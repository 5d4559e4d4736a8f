"""A line for each answer of a response: its opinions count by their question, what it said is its comment."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from db.formats import Options, Role, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from metrics.vocabulary import Kind

QUESTIONS = ("How likely are you to recommend us?", "How satisfied were you?", "Anything else?")
HEADINGS = ["Respondent", "Question", "Response", "Answered at", "Branch"]


def cells(i: int) -> tuple[object, ...]:
    return 10 - i % 4, ["Very satisfied", "Satisfied", "Dissatisfied"][i % 3], f"What person {i} said at length"


def line(i: int, question: int) -> list[object]:
    return [500 + i, QUESTIONS[question], cells(i)[question], f"2026-09-{1 + i % 28:02} 10:00", "Quay"]


def source(rows: Sequence[Sequence[object]]) -> Source:
    made = io.StringIO(newline="")
    csv.writer(made).writerows([HEADINGS, *rows])
    return Source.of_bytes("answers.csv", made.getvalue().encode())


def saved(rows: Sequence[Sequence[object]]) -> list[Answer]:
    file = source(rows)
    found = inspect(file)
    assert not found.questions
    blocks = read(file, mapping_for(found, Options())).blocks()
    return [row for block in blocks for row in block.rows if isinstance(row, Answer)]


def test_a_response_has_its_scores_and_what_it_said() -> None:
    found = saved([line(i, question) for i in range(20) for question in range(3)])

    assert len(found) == 20
    assert [(item.metric, score) for item, score in found[2].scores] == [("nps", 8), ("csat", 2)]
    assert found[2].comment == "What person 2 said at length"


def test_answers_sorted_by_question_give_the_same() -> None:
    by_person = [line(i, question) for i in range(400) for question in range(3)]
    by_question = [line(i, question) for question in range(3) for i in range(400)]

    assert [one.scores for one in saved(by_person)] == [one.scores for one in saved(by_question)]


def test_a_question_that_a_response_skipped_is_no_answer() -> None:
    rows = [line(i, question) for i in range(20) for question in range(3) if (i, question) != (4, 1)]

    assert [item.metric for item, _ in saved(rows)[4].scores] == ["nps"]


def test_two_answers_to_one_question_by_many_are_not_put_together() -> None:
    rows = [line(i % 10, question) for i in range(20) for question in range(3)]

    assert inspect(source(rows)).columns[1].name == "Question"


def test_questions_that_each_ask_a_metric_are_told_apart_by_their_column() -> None:
    found = inspect(source([line(i, question) for i in range(20) for question in range(2)]))

    assert found.columns[1].role is Role.METRIC
    assert found.rows == 40


def test_points_of_a_checklist_stay_visits() -> None:
    headings = ["Visit ID", "Visit date", "Store", "Question", "Answer", "Max points"]
    rows = [[i, "2026-09-01", "Quay", question, 1, 1] for i in range(9) for question in ("How satisfied?", "Clean?")]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([headings, *rows])

    assert inspect(Source.of_bytes("visits.csv", made.getvalue().encode())).kind is Kind.SHOPPER
