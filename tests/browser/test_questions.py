"""The metric page's three questions as a person follows them: a table on request, other parts, longer periods."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Reading
from tests.browser.server import Server
from tests.browser.what_stands import QUESTIONS, question


def test_each_figure_opens_as_a_table(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps&month=2026-10")
    for asked in QUESTIONS:
        section = question(page, asked)
        expect(section.get_by_role("table")).to_have_count(0)
        section.get_by_text("Show as a table").click()
        expect(section.get_by_role("table")).to_be_visible()
        expect(section.get_by_role("row").nth(4)).to_be_visible()


def test_a_total_can_be_taken_apart_otherwise_and_the_branch_named_can_be_gone_to(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps&month=2026-10")
    page.get_by_role("link", name="by unit").click()
    expect(page.locator(".questions")).to_contain_text("mix of units")
    expect(page).to_have_url(re.compile("by=units"))
    reader.wait()
    page.locator(".questions").get_by_role("link", name="Saltmarsh").click()
    expect(page).to_have_url(re.compile("unit=Harbour%2FSaltmarsh"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net Promoter Score is")


def test_a_longer_period_is_in_the_address_and_goes_with_the_reader(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?period=rolling12")
    expect(page.get_by_role("heading", level=1)).to_contain_text("in the 12 months to October 2026")
    page.get_by_role("link", name="Net Promoter Score", exact=True).click()
    expect(page).to_have_url(re.compile("/metric.*period=rolling12"))
    expect(page.locator(".strip")).to_contain_text("The 12 months to October 2026")
