"""The metric page as a leader uses it: longer periods, the limit of the month, new beginnings and their way back."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from db.changes import set_limit
from db.queries.chart_resets import chart_resets_at
from metrics.periods import Month
from pages.parts import cached_queries
from pages.parts.forms import MISSING
from tests.pages.conftest import Page

MARCH = Month(2025, 3)


def said(run: AppTest) -> str:
    assert not run.exception, run.exception
    return re.sub(r"<[^>]+>", " ", " ".join(text.value for text in run.markdown))


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_longer_periods_redraw_chart_and_table(page: Page) -> None:
    text = said(page("metric", metric="nps", period="quarter"))
    assert "13 quarters" in text
    assert "Jul 2026 to Sept 2026" in text
    assert "Trend, by month" in text
    text = said(page("metric", metric="nps", period="rolling12"))
    assert "25 periods of 12 months" in text
    assert "no usual range is drawn" in text


@pytest.mark.usefixtures("sample")
def test_the_page_names_the_uploads_behind_the_figure(page: Page) -> None:
    text = said(page("metric", metric="nps"))
    assert "From 1 upload with rows of October 2026" in text
    assert "survey_2026.csv" in text
    assert "How do the channels compare?" in text


@pytest.mark.usefixtures("sample")
def test_rare_failures_are_judged_by_what_lies_between_them(page: Page) -> None:
    text = said(page("metric", metric="critical_failures", unit="Vale", month="2026-10"))
    assert "How long between failures?" in text
    assert "17 failures so far; 60 visits and 187 days without one since 23 April 2026." in text
    assert "Failures are too rare for a usual range of months" in text
    assert "All values are equal" not in text
    everywhere = said(page("metric", metric="critical_failures", month="2026-10"))
    assert "How long between failures?" not in everywhere


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_the_name_everywhere_follows_the_limit_of_the_month(page: Page) -> None:
    set_limit(cached_queries.store(), "hold_time", 90, Month(2026, 9), by="Ann")
    run = page("metric", metric="hold_time", month="2026-10")
    assert "Answered within 90 seconds is" in said(run)
    assert "90 seconds since September 2026; each month uses its own limit" in said(run)
    assert "Answered within 90 seconds" in run.selectbox(key="choose_metric").options
    run = page("metric", metric="hold_time", month="2026-08")
    assert "Answered within 60 seconds is" in said(run)
    assert "Answered within 60 seconds" in run.selectbox(key="choose_metric").options


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_leader_restarts_the_usual_range_and_undoes_it(page: Page) -> None:
    run = page("metric", metric="nps", unit="Harbour")
    run.selectbox(key="restart_month_0").select(MARCH)
    run.text_input(key="restart_reason_0").input("New <b>phones</b>")
    (send,) = (button for button in run.button if button.label == "Restart the usual range")
    send.click().run()
    assert [error.value for error in run.error] == [MISSING]
    assert cached_queries.ask(chart_resets_at, "Harbour", "nps") == []
    run.text_input(key="signature").input("M. Hale")
    run.selectbox(key="restart_month_0").select(MARCH)
    run.text_input(key="restart_reason_0").input("New <b>phones</b>")
    (send,) = (button for button in run.button if button.label == "Restart the usual range")
    send.click().run()
    assert "restarts in March 2025" in run.success[0].value
    (kept,) = cached_queries.ask(chart_resets_at, "Harbour", "nps")
    assert (kept.rebase.month, kept.rebase.reason, kept.set_by) == (MARCH, "New <b>phones</b>", "M. Hale")
    markup = " ".join(text.value for text in run.markdown)
    assert "New &lt;b&gt;phones&lt;/b&gt;" in markup
    assert "New <b>phones</b>" not in markup
    (back,) = (button for button in run.button if button.label == "Undo March 2025")
    back.click().run()
    assert cached_queries.ask(chart_resets_at, "Harbour", "nps") == []
    assert "no longer restarts" in run.success[0].value


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_leader_takes_up_an_offered_restart_with_one_click_and_undoes_it(page: Page) -> None:
    run = page("metric", metric="first_contact_resolution")
    assert "The months moved clearly: about 74.1" in said(run)
    assert "The months moved clearly in February 2026; below" in said(run)
    run.button(key="take_up").click().run()
    assert [error.value for error in run.error] == [MISSING]
    run.text_input(key="signature").input("M. Hale").run()
    run.button(key="take_up").click().run()
    assert "restarts in February 2026" in run.success[0].value
    (kept,) = cached_queries.ask(chart_resets_at, "", "first_contact_resolution")
    assert kept.rebase.month == Month(2026, 2)
    assert kept.rebase.reason.startswith("New level: 76.9")
    assert not [button for button in run.button if button.key == "take_up"], "an accepted offer is not shown again"
    (back,) = (button for button in run.button if button.label == "Undo February 2026")
    back.click().run()
    assert [button for button in run.button if button.key == "take_up"]


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_new_beginning_without_a_reason_is_refused_in_a_sentence(page: Page) -> None:
    run = page("metric", metric="nps")
    run.text_input(key="signature").input("M. Hale").run()
    (send,) = (button for button in run.button if button.label == "Restart the usual range")
    send.click().run()
    assert "what has been different" in run.error[0].value.replace("\\", "")
    assert cached_queries.ask(chart_resets_at, "", "nps") == []


@pytest.mark.usefixtures("sample")
def test_what_can_be_taken_along_is_offered(page: Page) -> None:
    offered = {own.proto.label for own in page("metric", metric="nps").get("download_button")}
    assert offered == {"Download Excel table", "Download CSV table", "Download PNG chart", "Download SVG chart"}


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_points_of_shoppers_are_written_as_points(page: Page) -> None:
    text = said(page("metric", metric="shopper_score", month="2026-10"))
    found = re.search(r".*(?<![\d,])([\d,]+) points\s.*?([\d,]+) points in 46 visits", text)
    assert found is not None
    earned, possible = (int(number.replace(",", "")) for number in found.groups())
    assert round(100 * earned / possible, 1) == 89.1
    assert possible < 46 * 100 * 3


@pytest.mark.slow
@pytest.mark.usefixtures("sample")
def test_a_unit_that_hides_with_a_small_one_is_hidden_on_its_own_page_too(page: Page) -> None:
    text = said(page("metric", metric="nps", unit="Harbour/Breakwater"))
    assert "Too few answers" in text
    assert not re.search(r"\d of 9 or 10", text)
    region = said(page("metric", metric="nps", unit="Harbour"))
    assert re.search(r"\d of 9 or 10", region)
