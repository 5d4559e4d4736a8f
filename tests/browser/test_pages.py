"""What a person reads on every page, wide and narrow, light and dark, with the sample company and with nothing."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from metrics.catalogue import METRICS
from tests.browser.conftest import Reading
from tests.browser.reader import Look
from tests.browser.server import Server

PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}
MEASURING = ("/", "/metric", "/board")


def background(page: Page) -> str:
    colour: str = page.eval_on_selector(".stApp", "app => getComputedStyle(app).backgroundColor")
    return colour


def test_the_landing_page_answers_what_was_met_missed_and_changed(
    sample_server: Server, new_reader: Reading, look: Look
) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/")
    expect(page.get_by_role("heading", level=1)).to_contain_text("standards were met in October 2026.")
    expect(page.locator(".counts")).to_contain_text("missed")
    if look.width < 640:  # a phone shows first what was missed or moved
        page.locator(".all-metrics summary").click()
    table = page.get_by_role("table", name="Every key metric against its standard")
    expect(table.get_by_role("rowheader")).to_have_count(len(METRICS) + 5)
    for metric in METRICS:
        expect(table.get_by_role("link", name=metric.name, exact=True)).to_be_visible()
        expect(table).to_contain_text(metric.promise)
    assert table.locator("svg.spark").count() == len(METRICS)
    assert background(page) == PAPER[look.scheme]
    assert reader.width_of_page() <= look.width
    text = reader.text()
    for word in ("What really changed", "What this stands on", "Too close to call", "too few answers"):
        assert word in text
    for word in ("None", "NaN", "null", "Traceback"):
        assert word not in text


def test_a_row_of_the_landing_page_leads_to_its_metric_for_the_same_scope(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?month=2026-08")
    page.get_by_role("link", name="Answered within 60 seconds", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Answered within 60 seconds stands at")
    reader.wait()
    assert "metric=hold_time" in page.url
    assert "month=2026-08" in page.url
    assert "August 2026" in reader.text()


def test_what_is_looked_at_survives_a_change_of_page_by_the_names_at_the_top(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/?month=2026-08")
    page.get_by_role("link", name="Board").click()
    expect(page.locator(".sheet")).to_contain_text("Customer service report to the board · August 2026")
    reader.wait()
    assert "month=2026-08" in page.url


def test_choosing_a_period_changes_the_page_and_its_address(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/")
    page.get_by_role("combobox", name="Period").click()
    page.keyboard.type("March 2026")
    expect(page.get_by_role("option")).to_have_text(["March 2026"])
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("in March 2026")
    reader.wait()
    assert "month=2026-03" in page.url
    page.reload()
    reader.wait()
    expect(page.get_by_role("heading", level=1)).to_contain_text("in March 2026")


def test_the_metric_page_shows_a_chart_its_sentence_and_its_table(
    sample_server: Server, new_reader: Reading, look: Look
) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/metric?metric=nps")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Net Promoter Score stands at")
    charts = page.locator(".js-plotly-plot").locator("visible=true")
    expect(charts).to_have_count(1)
    expect(page.locator("p.finding").first).to_contain_text("The usual range is")
    expect(page.get_by_role("region", name="Every month as a table").get_by_role("row")).to_have_count(37)
    text = reader.text()
    for word in ("Has it changed?", "no real change", "Where does this come from?", "95 %, adjusted Wald", "≥"):
        assert word in text
    assert reader.width_of_page() <= look.width


def test_the_chart_is_named_for_those_who_do_not_see_it(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps")
    expect(page.get_by_label("Control chart of Net Promoter Score, 36 months.", exact=False)).to_be_visible()


def test_the_months_can_be_scrolled_by_keyboard(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps")
    region = page.get_by_role("region", name="Every month as a table")
    region.focus()
    page.keyboard.press("End")
    page.wait_for_function("() => document.querySelector('.scroller.tall').scrollTop > 0")


def test_the_board_sheet_says_the_month_in_numbers(sample_server: Server, new_reader: Reading, look: Look) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/board")
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("Harbour & Vale · Customer service report to the board · October 2026")
    expect(sheet).to_contain_text("The month in numbers")
    expect(sheet.get_by_role("table", name="The key metrics for the board")).to_be_visible()
    assert reader.width_of_page() <= look.width


def test_upload_and_history_open(sample_server: Server, new_reader: Reading, look: Look) -> None:
    reader = new_reader(sample_server, look)
    page = reader.open("/upload")
    expect(page.get_by_role("heading", level=1)).to_have_text("A raw export is enough: Plumbline finds the scores.")
    expect(page.get_by_text("Files saved before")).to_be_visible()
    assert reader.width_of_page() <= look.width
    page = reader.open("/uploads")
    expect(page.get_by_role("heading", level=1)).to_contain_text("files count now. Each can be taken back.")
    expect(page.get_by_role("button", name="Undo").first).to_be_visible()
    assert reader.width_of_page() <= look.width


def test_an_empty_store_says_what_to_do_next(empty_server: Server, new_reader: Reading) -> None:
    for look in (Look(1440, "light"), Look(390, "dark")):
        reader = new_reader(empty_server, look)
        for path in MEASURING:
            page = reader.open(path)
            expect(page.get_by_role("heading", level=1)).to_have_text(
                "Nothing has been measured yet. One file is enough to begin."
            )
            expect(page.get_by_text("Three steps to the first reading")).to_be_visible()
            expect(page.get_by_text("“I would send a friend to them.”")).to_be_visible()
            assert not page.locator(".js-plotly-plot").count()
            assert reader.width_of_page() <= look.width
        page = reader.open("/uploads")
        expect(page.get_by_role("heading", level=1)).to_have_text("No file has been saved yet.")
    page = reader.open("/")
    page.get_by_role("button", name="Upload a first file").click()
    expect(page.get_by_text("No export at hand?")).to_be_visible()


def test_one_button_shows_the_sample_company(empty_server: Server, new_reader: Reading) -> None:
    page = new_reader(empty_server).open("/")
    page.get_by_role("button", name="Look round with sample data").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("standards were met in October 2026", timeout=120_000)


@pytest.mark.parametrize("path", ["/?month=%3Cscript%3E", "/metric?metric=%27&unit=..%2F..", "/board?month=9999-99"])
def test_a_strange_address_falls_back_to_the_usual_view(sample_server: Server, new_reader: Reading, path: str) -> None:
    reader = new_reader(sample_server)
    reader.open(path)
    assert "Something went wrong" not in reader.text()
    assert "October 2026" in reader.text()
