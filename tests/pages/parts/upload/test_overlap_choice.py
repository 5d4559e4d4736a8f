"""The choice for rows that were saved before: what the page says, and what each of the three ways saves."""

from __future__ import annotations

import pytest

from db.changes.uploads.save_context import OverlapCounts
from db.queries.uploads import uploads
from pages.parts import cached_queries
from pages.parts.upload import overlap_choice
from tests.pages.conftest import Page
from tests.pages.test_upload import bring, said, save


def export(n: int) -> bytes:
    rows = [f"2026-10-{1 + at // 4:02} {9 + at % 4:02}:15:31,10" for at in range(n)]
    return "\n".join(["responded_at,nps", *rows, ""]).encode()


def test_counts_are_said_in_singular_and_plural() -> None:
    one = OverlapCounts(2, 1, 1, 0, ((3, "a.csv"),))
    assert "1 of 2 rows is already saved, 1 differs, 0 are new." in overlap_choice.overlap_found(one)
    assert overlap_choice.choices(one) == {
        "new": "Add only what is new: 0 rows",
        "replace=3": "Replace upload 3 (a.csv): undo it and save the 2 rows of this file",
        "count": "Count all 2 rows: they are other people's answers",
    }


@pytest.mark.slow
@pytest.mark.parametrize(("way", "saved"), [("new", 4), ("replace=1", 12), ("count", 12)])
def test_each_way_saves_what_it_says(page: Page, way: str, saved: int) -> None:
    run = page("upload")
    save(bring(run, "first.csv", export(8)))
    bring(run, "all.csv", export(12))
    assert "8 of 12 rows are already saved, 0 differ, 4 are new." in said(run)
    (radio,) = [one for one in run.radio if one.label == "What should become of them?"]
    radio.set_value(way).run()
    assert [one.value for one in run.radio if one.label == "What should become of them?"] == [way]
    save(run)
    with cached_queries.store().reading() as session:
        newest, first = uploads(session)
    assert (newest.saved, first.undone_at is not None) == (saved, way == "replace=1")


def test_a_file_of_new_rows_is_not_asked_about(page: Page) -> None:
    run = page("upload")
    bring(run, "first.csv", export(8))
    assert not [one for one in run.radio if one.label == "What should become of them?"]
