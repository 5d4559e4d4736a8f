"""Erasing one person's answers on the history page."""

from __future__ import annotations

import pytest

from db.changes import ErasedCounts, save_upload
from pages.parts import cached_queries
from pages.parts.history.erase_form import said
from tests.db.looks import figure
from tests.db.readings import answer, reading
from tests.pages.conftest import Page


@pytest.mark.slow
def test_a_persons_answers_are_erased_only_with_a_name_and_a_yes(page: Page) -> None:
    rows = [answer(line, 10, id_=f"R{line}", comment="Kind") for line in range(2, 9)]
    save_upload(cached_queries.store(), reading(rows), by="Ann")
    run = page("uploads")
    run.text_input(key="erase_response").input("R2")
    run.button[-1].click().run()
    assert "Give your name" in run.error[0].value
    run.text_input(key="erase_by").input("Ann")
    run.button[-1].click().run()
    assert "cannot be undone" in run.error[0].value
    assert figure(cached_queries.store(), "nps")[1] == 7
    run.checkbox(key="erase_meant").check()
    run.button[-1].click().run()
    assert run.success[0].value == "Erased permanently: 1 response, 1 score and 1 comment."
    assert figure(cached_queries.store(), "nps")[1] == 6
    run.button[-1].click().run()
    assert "no answers with this response id" in run.error[0].value


def test_what_was_erased_is_counted_in_words() -> None:
    assert said(ErasedCounts(2, 3, 1)) == "Erased permanently: 2 responses, 3 scores and 1 comment."
