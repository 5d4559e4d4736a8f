"""The comments page: what it says, what it finds, and what it keeps to itself."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes import save_upload
from db.queries.comments import Comment, CommentCounts
from metrics.answers.satisfaction_bands import Mood
from metrics.periods import Month
from metrics.vocabulary import COMMENT, Audience, Item, Scale, Scope
from pages.parts import cached_queries
from pages.parts.comments import comment_list
from tests.db.readings import answer, reading
from tests.pages.conftest import Page
from tests.pages.test_pages import said


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_the_page_says_how_many_were_unhappy_and_what_put_them_off(page: Page) -> None:
    run = page("comments", month="2026-10")
    assert not run.exception
    text = said(run)
    assert "of the 138 customers who wrote in October 2026 were not happy" in text
    assert "1,148 answers, 138 of them with a comment" in text
    assert "Poor records" in text


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_comments_are_chosen_by_the_address(page: Page) -> None:
    text = said(page("comments", month="2026-10", words="no record", mood="unhappy"))
    assert "They had no record of my last visit." in text
    assert "Friendly and quick" not in text
    assert "No comment matches" in said(page("comments", month="2026-10", words="zebra"))


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_few_answers_keep_their_comments_to_themselves(page: Page) -> None:
    rows = [
        answer(line, 0, unit="Harbour/New hut", comment="Only I say this", day=dt.date(2026, 10, 3))
        for line in range(2, 6)
    ]
    save_upload(cached_queries.store(), reading(rows), by="Ann")
    text = said(page("comments", month="2026-10", unit="Harbour/New hut"))
    assert "Too few answered to show what they wrote" in text
    assert "Only I say this" not in text
    named = said(page("comments", month="2026-10", words="Only I say this"))
    assert "Only I say this" in named
    assert "New hut ·" not in named


def test_a_unit_with_too_few_answers_is_named_by_the_one_above() -> None:
    answered = {"North/Leeds": 3, "North/York": 9, "South": 2}
    assert comment_list.named_units(answered, 5) == {"North/Leeds": "North", "North/York": "North/York", "South": ""}


def test_what_people_typed_is_never_markup() -> None:
    scores = ((Item("promises_kept", Scale(0, 1), Audience.CUSTOMERS), 0.0),)
    one = Comment("<script>alert(1)</script>", None, Month(2026, 10), "A/<b>", "<i>", scores)
    shown = comment_list.listed([one], {"A/<b>": "A/<b>"}, with_scores=True)
    assert "<script>" not in shown
    assert "A › &lt;b&gt;" in shown
    assert "promises kept: no" in shown
    assert "promises kept: no" not in comment_list.listed([one], {}, with_scores=False)


def test_a_time_is_told_as_a_time_whatever_limit_holds() -> None:
    assert comment_list.score(Item("hold_time", None, Audience.CUSTOMERS), 75) == "answered after 75 seconds"
    assert comment_list.score(Item("complaint_resolution", None, Audience.CUSTOMERS), 1) == "resolved after 1 day"


def test_one_unhappy_customer_is_one() -> None:
    counts = {Mood.UNHAPPY: 1, Mood.HAPPY: 4}
    so_far = Scope(Month(2026, 11), to_day=dt.date(2026, 11, 12))
    assert comment_list.headline(CommentCounts(40, 5, counts, {}, 5), so_far) == (
        "1 of the 5 customers who wrote from 1 to 12 November 2026 was not happy."
    )
    assert comment_list.headline(CommentCounts(40, 1, {Mood.UNHAPPY: 1}, {}, 1), so_far).startswith(
        "The one customer who wrote"
    )
    assert "“Not happy”:" not in comment_list.opening(CommentCounts(15, 0, {Mood.UNHAPPY: 0}, {}, 0), so_far)


def test_comments_without_scores_are_counted_and_not_called_happy() -> None:
    scope = Scope(Month(2026, 5))
    found = CommentCounts(4, 4, dict.fromkeys(Mood, 0), {}, 4)
    assert comment_list.headline(found, scope) == "4 customers wrote in May 2026, without giving a score."


@pytest.mark.slow
def test_comments_alone_stand_on_the_page_of_an_otherwise_empty_store(page: Page) -> None:
    store = cached_queries.store()
    item = Item(COMMENT, None, Audience.CUSTOMERS)
    rows = [
        answer(line, unit="Harbour", comment=f"The hall was cold on visit {line}")._replace(scores=((item, 1.0),))
        for line in range(2, 9)
    ]
    save_upload(store, reading(rows), by="Ann")
    text = said(page("comments", month="2026-10"))
    assert "The hall was cold on visit 3" in text
    assert "7 customers wrote in October 2026" in text
