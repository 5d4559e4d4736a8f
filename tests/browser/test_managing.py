"""What a leader does on the landing page and on the pages of standards, actions and initiatives, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Reading
from tests.browser.reader import PAPER, Look, Reader
from tests.browser.server import Server

PHONE = Look(390, "light")


def row_of(page: Page, metric: str) -> Locator:
    return page.locator(".scorecards tr", has=page.get_by_role("link", name=metric, exact=True))


def test_a_phone_shows_first_what_was_missed_or_moved_and_all_on_request(
    sample_server: Server, new_reader: Reading
) -> None:
    page = new_reader(sample_server, PHONE).open("/")
    rows = page.locator(".scorecards tbody tr:not(.family)")
    shown = [row for row in rows.all() if row.is_visible()]
    words = re.compile(r"Missed|rose: |fell: ")
    assert 0 < len(shown) < rows.count()
    assert all(words.search(row.inner_text()) for row in shown)
    summary = page.locator(".all-metrics summary")
    summary.focus()
    page.keyboard.press("Enter")
    expect(summary).to_contain_text("Show only those missed or changed")
    expect(rows.locator("visible=true")).to_have_count(rows.count())


def test_a_verdict_says_why_when_it_is_opened_by_keyboard(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/")
    why = page.locator("tr", has=page.get_by_role("link", name="Promises kept", exact=True)).locator("details.why")
    reason = why.locator(".reason")
    expect(reason).to_be_hidden()
    why.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(reason).to_be_visible()
    expect(reason).to_contain_text("below the standard of 95")
    title = why.locator("summary").get_attribute("title")
    assert title
    assert reason.inner_text().startswith(title)


def test_a_trend_says_its_range_when_it_is_pointed_at(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/")
    said = re.compile(r"^24 months, lowest 4\d\.\d, highest 5\d\.\d")
    expect(page.locator(".scorecards .range").first).to_have_attribute("title", said)


def test_the_landing_page_prints_on_two_sheets_in_ink_without_its_controls(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server, Look(1440, "dark"))
    page = reader.open("/")
    expect(page.locator(".stApp")).to_have_css("background-color", PAPER["dark"])
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator(".st-key-filters")).to_be_hidden()
    expect(page.locator(".stAppHeader")).to_be_hidden()
    expect(page.locator(".stApp")).to_have_css("background-color", PAPER["light"])
    expect(page.locator("h1.headline")).to_have_css("color", "rgb(29, 33, 38)")
    reader.wait()
    sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) == 2


def test_a_standard_set_by_hand_is_what_the_landing_page_judges_by(
    changing_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(changing_server)
    page = reader.open("/standards")
    write(page, "Your name, for the history", "A. Tester")
    choose(reader, "Metric", "Average ticket")
    choose(reader, "Valid from", "October 2026")
    write(page, "Value to reach", "promptly")
    page.get_by_role("button", name="Save standard").click()
    expect(page.get_by_role("alert")).to_contain_text("“promptly” is not a number, and a standard must be one")
    write(page, "Value to reach", "£150")
    page.get_by_role("button", name="Save standard").click()
    expect(page.get_by_role("status")).to_contain_text("Set: Average ticket ≥")
    reader.wait()
    reader.open("/")
    judged = re.compile(r"Missed\s+standard ≥\s£150")
    expect(row_of(page, "Average ticket")).to_contain_text(judged, use_inner_text=True)


def test_an_action_is_entered_and_done_on_a_phone(changing_server: Server, new_reader: Reading) -> None:
    reader = new_reader(changing_server, PHONE)
    page = reader.open("/actions")
    write(page, "Your name, for the history", "A. Tester")
    write(page, "Action", "Ring everybody <b>back</b>")
    write(page, "Owner", "M. Hale")
    page.get_by_role("button", name="Add action").click()
    expect(page.get_by_role("status")).to_contain_text("Added: Ring everybody <b>back</b>, M. Hale, by")
    reader.wait()
    line = page.locator('[class*="st-key-deed_"]', has_text="Ring everybody <b>back</b>")
    line.get_by_role("button", name="Change or close").click()
    write(page, "Outcome", "They were glad")
    page.get_by_role("button", name="Mark as done").click()
    expect(page.get_by_role("status")).to_contain_text("Done: Ring everybody <b>back</b>.")
    reader.wait()
    expect(page.locator(".st-key-closed_deeds")).to_contain_text("They were glad")
    reader.expect_to_fit()


def test_an_initiative_changed_by_hand_is_judged_again(changing_server: Server, new_reader: Reading) -> None:
    reader = new_reader(changing_server)
    page = reader.open("/initiatives")
    line = page.locator('[class*="st-key-deed_"]', has_text="Call-back promise")
    line.get_by_role("button", name="Change").click()
    form = page.locator('[class*="st-key-open_deed_"]')
    day = form.get_by_test_id("stDateInput").first.get_by_role("spinbutton").first
    expect(day).to_be_visible()
    reader.wait()
    write(page, "Your name, for the history", "A. Tester")
    form.get_by_role("button", name="Delete initiative").click()
    expect(page.get_by_role("status")).to_contain_text("Deleted: Call-back promise.")
    expect(page.get_by_role("heading", level=1)).to_contain_text("None of two initiatives has an effect to see yet.")


def write(page: Page, label: str, text: str) -> None:
    """Write into a field as a person does, and leave it."""
    field = page.get_by_role("textbox", name=label, exact=True)
    field.fill(text)
    field.press("Tab")


def choose(reader: Reader, label: str, option: str) -> None:
    """Choose from a list by typing."""
    page = reader.page
    page.get_by_role("combobox", name=label, exact=True).first.click()
    page.keyboard.type(option)
    expect(page.get_by_role("option")).to_have_text([option])
    page.keyboard.press("Enter")
