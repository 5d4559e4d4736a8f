"""The history of uploads without a browser: found by its words, shown so many at a time, taken back once asked."""

from __future__ import annotations

import datetime as dt

import pytest
from streamlit.testing.v1 import AppTest

from db.queries.uploads import Upload, uploads
from metrics.periods import Month
from metrics.vocabulary import Kind
from pages.parts import cached_queries
from pages.parts.history import upload_history
from tests.db.looks import imported
from tests.db.readings import answer
from tests.pages.conftest import Page
from tests.pages.test_upload import said


def upload(file: str, by: str = "Ann", month: str = "2026-10", undone_by: str | None = None) -> Upload:
    then = dt.datetime(2026, 11, 3, 16, 40, tzinfo=dt.UTC)
    gone = then if undone_by else None
    return Upload(1, file, Kind.SURVEY, "plain", by, then, 9, 9, 0, 0, 0, (Month.parse(month),), (), gone, undone_by)


KEPT = [upload("october.csv"), upload("phones.xlsx", by="J. Marsh"), upload("old.csv", month="2025-02", undone_by="Bo")]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("", ["october.csv", "phones.xlsx", "old.csv"]),
        ("OCT 2026", ["october.csv", "phones.xlsx"]),
        ("marsh", ["phones.xlsx"]),
        ("undone bo", ["old.csv"]),
        ("survey feb", ["old.csv"]),
        ("nothing like it", []),
    ],
)
def test_a_file_is_found_by_any_words_of_its_line(asked: str, found: list[str]) -> None:
    assert [one.file for one in upload_history.matching(KEPT, asked)] == found


def many(count: int) -> None:
    for at in range(count):
        imported(cached_queries.store(), answer(2, 9), name=f"file {at:02d}.csv")


def undo_buttons(run: AppTest) -> int:
    return sum(button.label.startswith("Undo *") for button in run.button)


def test_many_uploads_are_shown_so_many_at_a_time_and_can_be_searched(page: Page) -> None:
    many(30)
    run = page("uploads")
    assert undo_buttons(run) == 25
    next(button for button in run.button if button.label == "Show 5 more").click().run()
    assert undo_buttons(run) == 30
    run.text_input(key="search_uploads").input("file 07.csv").run()
    assert undo_buttons(run) == 1
    assert "1 of 30 files." in said(run)
    run.text_input(key="search_uploads").input("elsewhere").run()
    assert "No file has these words in its line." in said(run)


def test_a_file_is_taken_back_once_a_person_says_so_and_stays_greyed(page: Page) -> None:
    many(2)
    run = page("uploads")
    assert not [own for own in run.text_input if own.key == "search_uploads"]
    next(button for button in run.button if button.label.startswith("Undo *")).click().run()
    assert "Take back 1 response from file 01.csv?" in said(run)
    with cached_queries.store().reading() as session:
        assert all(one.undone_at is None for one in uploads(session))
    run.text_input(key="signature").input("A. Tester")
    next(button for button in run.button if button.label == "Undo it").click().run()
    assert "file 01.csv was taken back" in said(run) or any("was taken back" in one.value for one in run.success)
    assert undo_buttons(run) == 1
    assert any("history quiet" in one.value for one in run.markdown)
