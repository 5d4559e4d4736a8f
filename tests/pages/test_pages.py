"""Every page says what it should on an empty store and on the sample company, and its address what is looked at."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.queries.uploads import is_empty
from db.reports.scorecards import report
from metrics.periods import Month
from metrics.vocabulary import Scope
from pages.frame.navigation import LISTED
from pages.language import numbers
from pages.language.sentences import headline, metric_headline
from pages.parts import cached_queries
from tests.pages.conftest import Page

NAMES = [page.file for page in LISTED]
MEASURING = ("landing", "metric", "board")


def said(run: AppTest) -> str:
    """Everything a page says, without its markup."""
    assert not run.exception, run.exception
    return re.sub(r"<[^>]+>", " ", " ".join(text.value for text in run.markdown))


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_on_an_empty_store_and_says_what_to_do(page: Page, name: str) -> None:
    text = said(page(name))
    if name in MEASURING:
        assert "No data yet. One file is enough to start." in text
    else:
        assert text.strip()


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("name", NAMES)
def test_every_page_opens_on_the_sample_company(page: Page, name: str) -> None:
    text = said(page(name))
    assert "No data yet" not in text
    assert len(text) > 200


@pytest.mark.slow
def test_the_sample_company_can_be_loaded_from_an_empty_page(page: Page) -> None:
    run = page("landing")
    next(button for button in run.button if "sample" in button.label).click().run()
    with cached_queries.store().reading() as session:
        assert not is_empty(session)
    assert "standards were met in October 2026" in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_the_landing_page_says_the_headline_of_its_scorecards(page: Page) -> None:
    run = page("landing", month="2026-08")
    scope = Scope(Month(2026, 8))
    with cached_queries.store().reading() as session:
        cards = report(session, scope).scorecards
    assert headline(cards, scope) in said(run)
    for card in cards:
        if card.value.estimate is not None:
            assert numbers.value(card.metric, card.value.estimate) in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_link_shows_the_unit_and_channel_it_names(page: Page) -> None:
    known = page("landing")
    assert known.selectbox(key="choose_unit").value == ""
    unit, channel = cached_queries.known().units[1].path, cached_queries.known().channels[0]
    run = page("landing", unit=unit.upper(), channel=channel)
    assert run.selectbox(key="choose_unit").value == unit
    assert run.selectbox(key="choose_channel").value == channel
    assert unit.replace("/", " › ") in said(run).replace("&amp;", "&")


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
@pytest.mark.parametrize("asked", ["2019-01", "soon", "2026-13", ""])
def test_a_month_that_is_not_there_falls_back_to_the_newest(page: Page, asked: str) -> None:
    run = page("landing", month=asked, unit="Atlantis", channel="Pigeon post")
    assert run.selectbox(key="choose_month").value == Month(2026, 10)
    assert "month" not in run.query_params
    assert "unit" not in run.query_params


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_choosing_a_month_writes_it_into_the_address(page: Page) -> None:
    run = page("landing")
    run.selectbox(key="choose_month").select(Month(2026, 3)).run()
    assert run.query_params["month"] == "2026-03"
    assert "in March 2026" in said(run)


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_the_metric_page_shows_the_metric_of_its_address(page: Page) -> None:
    run = page("metric", metric="hold_time", month="2026-09")
    with cached_queries.store().reading() as session:
        card = report(session, Scope(Month(2026, 9)), ["hold_time"]).scorecards[0]
    assert metric_headline(card) in said(run)
    assert run.selectbox(key="choose_metric").value == "hold_time"
    assert "contacts answered within 60 seconds" in said(run)


@pytest.mark.usefixtures("sample")
def test_an_unknown_metric_falls_back_to_the_first(page: Page) -> None:
    assert page("metric", metric="happiness").selectbox(key="choose_metric").value == "nps"


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_undo_asks_once_wants_a_name_and_greys_the_row(page: Page) -> None:
    run = page("uploads")
    before = said(run)
    run = ask_to_undo(run)
    assert ASKED in said(run)
    run.button(key="undo_it").click().run()
    assert "Give your name first" in run.error[0].value
    run.text_input(key="signature").input("A. Tester")
    run.button(key="undo_it").click().run()
    assert "was undone" in run.success[0].value.replace("\\", "")
    assert "Undone" in said(run)
    assert "by A. Tester" in said(run)
    assert "Undone" not in before
    assert not can_undo(run)


@pytest.mark.usefixtures("sample")
def test_an_undo_can_be_thought_better_of(page: Page) -> None:
    run = ask_to_undo(page("uploads"))
    assert ASKED in said(run)
    run.button(key="keep_it").click().run()
    assert ASKED not in said(run)
    assert can_undo(run)


ASKED = "You can save the file again later."


def ask_to_undo(run: AppTest) -> AppTest:
    """The page after the reader pressed Undo in the table, which only a browser can."""
    run.session_state["to_undo"] = 3
    return run.run()


def can_undo(run: AppTest) -> bool:
    """Whether the row of the upload has its Undo."""
    return any('data-press="undo 3"' in text.value for text in run.markdown)
