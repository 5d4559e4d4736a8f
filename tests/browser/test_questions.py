"""The metric page's three questions as a person reads them, wide and narrow: sentence, figure, table on request."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reading
from tests.browser.reader import Look
from tests.browser.server import Server

QUESTIONS = ("Why did the total move in a year?", "How are the answers spread?", "Which branches stand apart?")


def test_the_three_questions_are_answered_side_by_side_or_below_each_other(
    sample_server: Server, new_reader: Reading, look: Look
) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/metric?metric=nps&month=2026-10")
    places = []
    for question, figure in zip(QUESTIONS, ("From Oct 2025 to Oct 2026", "Oct 2026", "Funnel"), strict=True):
        section = page.locator(".questions .section").filter(has=page.get_by_role("heading", name=question))
        picture = section.locator("svg.figure")
        expect(picture).to_be_visible()
        assert (picture.get_attribute("aria-label") or "").startswith(figure)
        expect(section.locator("p.finding")).not_to_be_empty()
        box = picture.bounding_box()
        assert box
        assert box["width"] <= look.width
        places.append(box)
    lefts = {round(box["x"]) for box in places}
    assert len(lefts) == (3 if look.width > 1280 else 1)
    assert reader.width_of_page() <= look.width
    expect(page.locator(".questions")).to_contain_text("Saltmarsh is outside what its number of answers explains.")
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


@pytest.mark.parametrize("question", QUESTIONS)
def test_each_figure_opens_as_a_table(sample_server: Server, new_reader: Reading, question: str) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps&month=2026-10")
    section = page.locator(".questions .section").filter(has=page.get_by_role("heading", name=question))
    expect(section.get_by_role("table")).to_have_count(0)
    section.get_by_text("The same as a table").click()
    expect(section.get_by_role("table")).to_be_visible()
    assert section.get_by_role("row").count() > 4


def test_a_total_can_be_taken_apart_otherwise_and_the_branch_named_can_be_gone_to(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps&month=2026-10")
    page.get_by_role("link", name="by unit").click()
    reader.wait()
    expect(page.locator(".questions")).to_contain_text("mix of units")
    assert "by=units" in page.url
    page.locator(".questions").get_by_role("link", name="Saltmarsh").click()
    reader.wait()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net Promoter Score stands at")
    assert "unit=Harbour%2FSaltmarsh" in page.url


def test_a_longer_period_is_in_the_address_and_goes_with_the_reader(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?period=rolling12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("in the 12 months to October 2026")
    page.get_by_role("link", name="Net Promoter Score", exact=True).click()
    reader.wait()
    assert "period=rolling12" in page.url
    expect(page.locator(".strip")).to_contain_text("The 12 months to October 2026")


def test_the_landing_page_says_where_to_look(sample_server: Server, new_reader: Reading, look: Look) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/")
    box = page.locator(".section").filter(has=page.get_by_role("heading", name="Where to look"))
    expect(box.get_by_role("listitem")).to_have_count(2)
    expect(box).to_contain_text("too low to be chance")
    assert reader.width_of_page() <= look.width
