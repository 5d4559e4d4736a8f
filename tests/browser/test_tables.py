"""Tables to work with: headings sort by click and by keyboard, one box searches, and a button in a row is heard."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, Route, expect

from tests.browser.conftest import Reading
from tests.browser.server import Server

FIGURE = 2  # the second cell of a month is its value


def numbers(table: Locator) -> list[float]:
    """The values of the column that the months' table is sorted by, as the cells say."""
    cells = table.locator(f"tbody tr > :nth-child({FIGURE})").all()
    return [float(cell.get_attribute("data-sort") or "nan") for cell in cells]


def heading(page: Page, name: str) -> Locator:
    return page.get_by_role("columnheader", name=name)


def test_a_heading_sorts_the_months_by_value_and_says_which_way(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps&month=2026-08")
    table = page.get_by_role("table", name="Net Promoter Score by month")
    assert numbers(table) != sorted(numbers(table))
    expect(heading(page, "Month").first).to_have_attribute("aria-sort", "descending")
    heading(page, "Net Promoter Score").get_by_role("button").click()
    expect(heading(page, "Net Promoter Score")).to_have_attribute("aria-sort", "ascending")
    expect(table.locator("th[aria-sort]")).to_have_count(1)
    assert numbers(table) == sorted(numbers(table))
    heading(page, "Net Promoter Score").get_by_role("button").focus()
    page.keyboard.press("Enter")
    expect(heading(page, "Net Promoter Score")).to_have_attribute("aria-sort", "descending")
    assert numbers(table) == sorted(numbers(table), reverse=True)
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_the_history_is_searched_by_any_words_of_a_row(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/uploads")
    rows = page.locator("table.cards tbody tr:visible")
    expect(rows).to_have_count(14)
    box = page.get_by_role("searchbox", name="Search the history")
    box.fill("OPERATIONS 2025")
    expect(rows).to_have_count(1)
    expect(rows.first).to_contain_text("operations_2025.csv")
    expect(page.get_by_text("1 of 14 rows")).to_be_visible()
    box.fill("nothing like it")
    expect(rows).to_have_count(0)
    box.fill("")
    expect(rows).to_have_count(14)
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_a_button_in_a_row_asks_above_the_table(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/uploads")
    page.get_by_role("button", name="Undo staff.csv").click()
    asked = page.locator(".st-key-ask_undo")
    expect(asked).to_contain_text("from staff.csv?")
    asked.get_by_role("button", name="Cancel").click()
    expect(asked).to_be_hidden()


def test_nothing_typed_or_pressed_before_the_script_has_come_is_lost(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.page
    held: list[Route] = []
    page.route("**/script.js*", lambda route: held.append(route), times=1)
    with page.expect_request("**/script.js*"):
        page.goto(f"{reader.home}/uploads")
    button = page.get_by_role("button", name="Undo staff.csv", include_hidden=True)
    expect(button).to_be_attached()
    expect(button).to_be_hidden()
    expect(page.get_by_role("columnheader", name="Saved").get_by_role("button")).to_have_css("pointer-events", "none")
    page.get_by_role("searchbox", name="Search the history").fill("staff")
    expect(page.locator("table.cards tbody tr:visible")).to_have_count(14)
    (script,) = held
    script.continue_()
    expect(page.locator("table.cards tbody tr:visible")).to_have_count(1)
    button.click()
    expect(page.locator(".st-key-ask_undo")).to_contain_text("from staff.csv?")
