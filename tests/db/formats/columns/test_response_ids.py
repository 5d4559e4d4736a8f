"""Which column is taken for the responses' ids: the one that never repeats, by what its heading names."""

from __future__ import annotations

import pytest

from db.formats import Inspection, Role, Source, inspect
from tests.db.formats.made_files import result


def file(headings: str, *columns: list[str]) -> str:
    cells = enumerate(zip(*columns, strict=True))
    rows = ("\t".join([*given, f"2025-03-{1 + i % 28:02}", str(i % 11)]) for i, given in cells)
    return "\n".join([f"{headings}\tdate\tnps", *rows]) + "\n"


def roles(content: str) -> dict[str, Role]:
    found: Inspection = inspect(Source.of_bytes("file.tsv", content.encode()))
    return {column.name: column.role for column in found.columns}


UNIQUE = [f"x{i:03}" for i in range(20)]
TWICE = [f"t{i // 2:03}" for i in range(20)]


@pytest.mark.parametrize(
    "heading", ["survey_id", "SurveyID", "Review Id", "entryId", "Interview-Nummer", "Numéro de réponse", "回答番号"]
)
def test_an_id_that_never_repeats_is_the_responses_own_in_any_language(heading: str) -> None:
    found = roles(file(f"{heading}\tTicket ID", UNIQUE, TWICE))
    assert (found[heading], found["Ticket ID"]) == (Role.RESPONSE_ID, Role.IGNORED)


def test_the_heading_that_says_response_wins_over_another_unique_one() -> None:
    assert roles(file("Ticket ID\tResponse ID", UNIQUE, UNIQUE))["Response ID"] is Role.RESPONSE_ID
    assert roles(file("Order Number\tSurvey ID", UNIQUE, UNIQUE))["Survey ID"] is Role.RESPONSE_ID


def test_the_number_of_a_customer_is_none_of_a_response() -> None:
    assert roles(file("Customer ID", UNIQUE))["Customer ID"] is Role.IGNORED


def test_rows_of_a_ticket_that_comes_again_are_all_saved() -> None:
    assert len(result(file("Ticket ID", TWICE).replace("\t", ",")).scores) == 20


def test_the_id_of_a_comment_is_no_comment_however_long_it_is() -> None:
    found = roles(file("Comment ID", [f"comment-of-a-customer-{i}" for i in range(20)]))
    assert found["Comment ID"] is Role.RESPONSE_ID


def test_what_only_counts_the_rows_of_one_file_is_no_id() -> None:
    assert roles(file("Entry No", [str(i) for i in range(20)]))["Entry No"] is not Role.RESPONSE_ID
