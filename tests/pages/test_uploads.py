"""The history of uploads without a browser: a table that sorts and can be searched, and undo once asked."""

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


def test_a_row_says_what_was_saved_and_by_whom_and_can_be_sorted_by_when() -> None:
    row, gone = upload("<b>.csv", month="2025-02"), upload("old.csv", undone_by="Bo")
    text = upload_history.table([row, gone])
    assert "&lt;b&gt;.csv" in text
    assert 'data-sort="2026-11-03T16:40:00+00:00"' in text
    assert 'data-sort="2025-02"' in text
    assert text.count("data-press=") == 1
    assert '<tr role="row" class="undone">' in text


def test_the_title_says_how_many_files_are_in_use() -> None:
    row, gone = upload("new.csv"), upload("old.csv", undone_by="Bo")
    assert "One file in use; each can be undone." in upload_history.opening([row, gone])
    assert "No file is in use: all that were saved are undone." in upload_history.opening([gone])


def many(count: int) -> None:
    for at in range(count):
        imported(cached_queries.store(), answer(2, 9, id_=f"R{at}"), name=f"file {at:02d}.csv")


def undo_buttons(run: AppTest) -> int:
    return sum(text.value.count('data-press="undo ') for text in run.markdown)


def searches(run: AppTest) -> int:
    return sum('type="search"' in text.value for text in run.markdown)


@pytest.mark.slow
def test_many_uploads_are_in_one_table_that_can_be_searched(page: Page) -> None:
    many(12)
    run = page("uploads")
    assert undo_buttons(run) == 12
    assert searches(run) == 1


@pytest.mark.slow
def test_a_file_is_undone_once_a_person_says_so_and_stays_greyed(page: Page) -> None:
    many(2)
    run = page("uploads")
    assert searches(run) == 0
    run.session_state["to_undo"] = uploads_now()[0].id
    run.run()
    assert "Undo 1 response from file 01.csv?" in said(run)
    assert all(one.undone_at is None for one in uploads_now())
    run.text_input(key="signature").input("A. Tester")
    next(button for button in run.button if button.label == "Undo upload").click().run()
    assert any("was undone" in one.value for one in run.success)
    assert undo_buttons(run) == 1
    assert any('class="undone"' in one.value for one in run.markdown)


def uploads_now() -> list[Upload]:
    with cached_queries.store().reading() as session:
        return uploads(session)
