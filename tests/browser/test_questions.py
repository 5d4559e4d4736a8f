"""The metric page's three questions as a person follows them: a table on request, other parts, longer periods."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Reading
from tests.browser.server import Server
from tests.browser.what_stands import QUESTIONS, question


def test_each_figure_opens_as_a_table(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps&month=2026-10")
    for asked in QUESTIONS:
        section = question(page, asked)
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
