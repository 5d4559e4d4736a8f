"""How a person goes from page to page: by rows, names and addresses, and what stays chosen on the way."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reading
from tests.browser.server import Server


def test_a_row_of_the_landing_page_leads_to_its_metric_for_the_same_scope(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?month=2026-08")
    page.get_by_role("link", name="Answered within 60 seconds", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answered within 60 seconds is")
    expect(page).to_have_url(re.compile(r"metric=hold_time"))
    expect(page).to_have_url(re.compile(r"month=2026-08"))
    reader.expect_text("August 2026")


def test_what_is_looked_at_survives_a_change_of_page_by_the_names_at_the_top(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?month=2026-08")
    page.get_by_role("link", name="Board").click()
    expect(page.locator(".sheet")).to_contain_text("Customer service report to the board · August 2026")
    expect(page).to_have_url(re.compile(r"/board\?.*month=2026-08"))


def test_choosing_a_period_changes_the_page_and_its_address(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/")
    page.get_by_role("combobox", name="Period").click()
    page.keyboard.type("March 2026")
    expect(page.get_by_role("option")).to_have_text(["March 2026"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("in March 2026")
    expect(page).to_have_url(re.compile("month=2026-03"))
    reader.wait()
    page.reload()
    reader.wait()
    expect(page.get_by_role("heading", level=1)).to_contain_text("in March 2026")


def test_the_months_can_be_scrolled_by_keyboard(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps")
    region = page.get_by_role("region", name="by month")
    region.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.scroller.tall').scrollTop > 0")


def test_one_button_leads_to_the_first_file_and_one_shows_the_sample_company(
    empty_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(empty_server)
    page = reader.open("/")
    page.get_by_role("button", name="Upload a first file").click()
    expect(page.get_by_text("Templates")).to_be_visible()
    page = reader.open("/")
    page.get_by_role("button", name="Explore the sample").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("standards were met in October 2026")


@pytest.mark.parametrize("path", ["/?month=%3Cscript%3E", "/metric?metric=%27&unit=..%2F..", "/board?month=9999-99"])
def test_a_strange_address_falls_back_to_the_usual_view(sample_server: Server, new_reader: Reading, path: str) -> None:
    reader = new_reader(sample_server)
    reader.open(path)
    reader.expect_text("October 2026")
    reader.expect_no_text("Something went wrong")
