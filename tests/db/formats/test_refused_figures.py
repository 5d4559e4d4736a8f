"""Tables of averages and percentages, refused with an offer; of counts; and answers that look a little like them."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest

from db.formats import Inspection, Source, inspect
from metrics.vocabulary import Kind
from tests.db.formats.made_files import refusal

Row = Sequence[object]
Rows = Sequence[Row]
ANSWERS = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]


def text(rows: Rows) -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made).writerows(rows)
    return made.getvalue().encode()


def month(i: int) -> str:
    return f"2025-{1 + i % 9:02}"


TABLES: dict[str, Rows] = {
    "values of a metric by month": [["Month", "NPS"], *([month(i), 30 + i] for i in range(9))],
    "averages with how many answered": [
        ["Month", "Branch", "CSAT", "Responses"],
        *([month(i), "Quay", f"4.{i % 10}", 100 + i] for i in range(20)),
    ],
    "values that could be answers": [["Month", "NPS", "Responses"], *([month(i), 1 + i, 90 + i] for i in range(9))],
    "shares side by side": [["Question", *ANSWERS], *([f"Q{i}", "30%", "20%", f"{i}%", "3%", "2%"] for i in range(9))],
    "weighted shares of each answer": [
        ["ObjectId", "Mode", "Category", "weighted_percent"],
        *([i, "Bus", ANSWERS[i % 5], f"0.{10 + i}"] for i in range(60)),
    ],
    "counts by day": [
        ["created_date", "borough", "complaint_type", "num_complaints"],
        *([f"2025-09-{1 + i:02}", "Quay", "Noise", 100 + i] for i in range(28)),
    ],
    "figures of services": [
        ["Department", "Service name", "Transactions per year", "Satisfaction rate", "Digital take-up"],
        *(["D", f"S{i}", 10_000 + 37 * i, f"0.{70 + i}", f"0.{60 + i}"] for i in range(25)),
    ],
    "a pivot table": [
        ["Average of Satisfaction", "Column Labels", "", ""],
        ["Row Labels", "Phone", "Web", "Grand Total"],
        *([month(i), 4.1, 3.9, 4.0] for i in range(9)),
    ],
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_of_figures_is_refused_and_another_kind_offered(name: str) -> None:
    sentence = refusal(text(TABLES[name]))
    assert sentence.startswith("This is a table of ")
    assert "an operations file (month, unit, metric, numerator, denominator) or a benchmarks file" in sentence


COUNTED: dict[str, Rows] = {
    "percentages with their sign": [
        ["Month", "Team", "CSAT %", "Number of responses"],
        *([month(i), "A", f"8{i % 10}%", 50 + i] for i in range(20)),
    ],
    "promoters and detractors": [
        ["Branch", "Promoters", "Passives", "Detractors"],
        *([f"B{i}", 5 + i % 4, 2 + i % 3, i % 3] for i in range(20)),
    ],
    "answers side by side": [["Department", *ANSWERS], *([f"D{i}", 30 + i, 20, 5, i % 4, i % 2] for i in range(15))],
    "how often each score stands": [["Score", "Count"], *([i, 7 * i + 3] for i in range(11))],
    "how often each answer stands": [["Answer", "Responses"], *([one, 120 - 20 * i] for i, one in enumerate(ANSWERS))],
}


@pytest.mark.parametrize("name", COUNTED)
def test_a_table_of_counts_that_give_a_figure_is_read_as_counted_results(name: str) -> None:
    found = inspect(Source.of_bytes("file.csv", text(COUNTED[name])))
    assert (found.refused, found.kind) == (None, Kind.COUNTED)


def test_a_summary_that_says_at_its_right_how_many_answered_is_known_as_one() -> None:
    above: Rows = [["Our survey 2025", "", "", ""], ["Q1. Useful?", "", "", ""], ["Answer Choices", 1, 2, "Total"]]
    found = inspect(Source.of_bytes("file.csv", text([*above, [1, 0, 4, 4], ["", "", "Answered", 4]])))
    assert found.refused is not None
    assert (found.format, "a summary of answers" in found.refused) == ("surveymonkey", True)


SINGLE_ANSWERS: dict[str, Rows] = {
    "a counter of lines": [["n", "Date", "How satisfied are you?"], *([i, month(i), 1 + i % 5] for i in range(1, 31))],
    "ticks of words": [
        ["id", "date", *ANSWERS],
        *([f"r{i}", "2025-09-13", *(int(i % 5 == k) for k in range(5))] for i in range(30)),
    ],
    "an amount beside a comment": [
        ["Date", "Total spent", "Number of items", "Comments"],
        *(["2025-09-13", 20 + i, 100 + i, f"The shop was clean and bright {i}"] for i in range(30)),
    ],
    "an amount beside a rating": [
        ["Response ID", "Date", "Order value", "How satisfied are you?"],
        *([f"r{i}", "2025-09-13", f"{20 + i}.99", 1 + i % 5] for i in range(30)),
    ],
}


@pytest.mark.parametrize("name", SINGLE_ANSWERS)
def test_a_file_of_single_answers_is_never_refused_for_its_numbers(name: str) -> None:
    assert inspect(Source.of_bytes("file.csv", text(SINGLE_ANSWERS[name]))).refused is None


def book(**sheets: Rows) -> Inspection:
    made = openpyxl.Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, rows in sheets.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    made.save(content)
    return inspect(Source.of_bytes("file.xlsx", content.getvalue()))


def test_the_sheet_of_answers_is_read_though_one_of_figures_is_longer() -> None:
    answers: Rows = [["Date", "NPS"], *(["2025-09-13", 9 - i % 4] for i in range(12))]
    found = book(
        Cover=[["Our report"]],
        Summary=[*TABLES["values that could be answers"], *TABLES["values of a metric by month"]],
        Answers=answers,
    )
    assert (found.refused, found.rows, found.kind) == (None, 12, Kind.SURVEY)
