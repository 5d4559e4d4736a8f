"""Who answered: a person chooses on the page whether a column is kept as a code, or nothing of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.formats import Source, inspect
from db.formats.recognise.respondents import respondent_columns
from db.tables import ResponseRow
from pages.parts import cached_queries
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save

ROWS = "date,nps,Customer no,Mail\n" + "".join(
    f"2026-10-{at:02},{at % 11},K-{at % 3},k{at % 3}@example.org\n" for at in range(1, 13)
)


def hashes() -> set[str | None]:
    with cached_queries.store().reading() as session:
        return set(session.scalars(select(ResponseRow.respondent)))


@pytest.mark.parametrize(
    ("headings", "cells", "found"),
    [
        ("Customer ID", "C-1", (3,)),
        ("Kundennummer", "4711", (3,)),
        ("E-mail", "a@example.org", (3,)),
        ("Site", "Quay", ()),
        ("IP", "10.0.0.1", ()),
    ],
)
def test_ids_of_people_and_their_addresses_may_say_who_answered(
    headings: str, cells: str, found: tuple[int, ...]
) -> None:
    text = f"date,nps,{headings}\n" + f"2026-10-01,9,{cells}\n2026-10-02,8,{cells}\n"
    assert respondent_columns(inspect(Source.of_bytes("file.csv", text.encode()))) == found


@pytest.mark.slow
def test_a_column_is_kept_as_a_code_once_a_person_chooses_it(page: Page) -> None:
    run = bring(page("upload"), "answers.csv", ROWS.encode())
    (choice,) = [own for own in run.selectbox if own.label == "Know the same person again by"]
    assert choice.options == ["Customer no", "Mail"]
    save(choice.set_value(3).run())
    assert len(hashes()) == 3


@pytest.mark.slow
def test_nothing_of_it_is_kept_otherwise(page: Page) -> None:
    run = bring(page("upload"), "answers.csv", ROWS.encode())
    assert "12 responses are ready to save." in said(run)
    save(run)
    assert hashes() == {None}
