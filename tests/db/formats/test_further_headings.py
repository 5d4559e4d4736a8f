"""Headings and sentences of further tools and languages: what each column is suggested to hold."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest

from db.formats import Inspection, Source, inspect
from db.formats.columns.roles import Role
from metrics.vocabulary import Scale
from tests.db.formats.made_files import refusal, result

GOOD = ("Strongly agree", "Agree", "Somewhat agree")
MIDDLE = "Neither agree nor disagree"
AGREEMENT = (*GOOD, MIDDLE, "Somewhat disagree", "Disagree", "Strongly disagree")


def inspected(headings: str, *rows: str) -> Inspection:
    return inspect(Source.of_bytes("file.csv", "\n".join([headings, *rows]).encode()))


def roles(found: Inspection) -> list[str]:
    return [column.role.value for column in found.columns]


@pytest.mark.parametrize(
    "heading", ["Respons-ID", "Reactie ID", "ID da resposta", "ID risposta", "Response No", "Antwortnummer"]
)
def test_response_ids_are_known_by_the_headings_of_further_languages(heading: str) -> None:
    found = inspected(f"{heading},date,nps", *(f"{i},2025-03-{i:02},{i % 11}" for i in range(1, 25)))
    assert roles(found) == ["response_id", "responded_at", "score"]


@pytest.mark.parametrize(
    ("sent", "answered"), [("Sent", "Responded"), ("Survey sent", "Answered on"), ("Sent", "When"), ("Invited", "Day")]
)
def test_the_day_on_which_a_survey_was_sent_is_not_the_one_on_which_it_was_answered(sent: str, answered: str) -> None:
    found = inspected(f"id,{sent},{answered},nps", *(f"{i},2025-03-01,2025-03-{i:02},{i % 11}" for i in range(1, 25)))
    assert [column.name for column in found.columns if column.role is Role.RESPONDED_AT] == [answered]


def test_agreement_that_it_was_made_easy_is_the_customer_effort_score_on_seven_points() -> None:
    asked = "The company made it easy for me to handle my issue"
    found = inspected(f"id,date,{asked}", *(f"{i},2025-03-01,{AGREEMENT[i % 7]}" for i in range(70)))
    assert (found.columns[2].metric, found.columns[2].scale, found.questions) == ("ces", Scale(1, 7), ())


@pytest.mark.parametrize("asked", ["It is easy to find the car park", "The company made it easy for me"])
def test_other_agreement_that_something_is_easy_is_asked_about(asked: str) -> None:
    words = AGREEMENT if asked.startswith("It is") else ("Strongly agree", "Agree", MIDDLE, "Disagree")
    found = inspected(f"id,date,{asked}", *(f"{i},2025-03-01,{words[i % len(words)]}" for i in range(70)))
    assert (found.columns[2].metric, len(found.questions)) == ("ces", 1)


def test_headings_that_come_again_below_are_headings_and_their_later_line_is_refused() -> None:
    parts = [[f"{part}{i},2025-03-{i:02},{i % 11}" for i in range(1, 21)] for part in "ab"]
    content = "\n".join(["id,date,nps", *parts[0], "id,date,nps", *parts[1]])
    found = result(content)
    assert (len(found.scores), [problem.line for problem in found.problems]) == (40, [22])


def test_an_archive_is_refused_with_what_to_do_first() -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("answers.csv", "nps\n9\n")
    said = "This is a ZIP archive, not a table of answers. Unpack it and try again."
    assert refusal(content.getvalue()) == said
