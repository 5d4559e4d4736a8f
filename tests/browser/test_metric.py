"""The metric page and the definitions in a real browser: theme, phone, files to take along, places to jump to."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page, expect

from pages.figures.palette import DARK, LIGHT
from tests.browser.conftest import Reading
from tests.browser.reader import Look
from tests.browser.server import Server

PHONE = Look(390, "light")
FILES = {
    "Download PNG chart": ("png", b"\x89PNG"),
    "Download SVG chart": ("svg", b"<svg "),
    "Download CSV table": ("csv", b"\xef\xbb\xbfPeriod,"),
    "Download Excel table": ("xlsx", b"PK"),
}
STROKES = """[...document.querySelectorAll('.st-key-chart_wide .scatterlayer path.js-line')]
    .map(line => getComputedStyle(line).stroke)"""

LEFT_EDGES = "[...document.querySelectorAll('.strip > div')].map(fact => Math.round(fact.getBoundingClientRect().x))"


def rgb(colour: str) -> str:
    return f"rgb({', '.join(str(int(colour[at : at + 2], 16)) for at in (1, 3, 5))})"


def choose_theme(page: Page, name: str) -> None:
    page.get_by_test_id("stMainMenu").get_by_role("button").click()
    page.get_by_test_id(f"stMainMenuItem-theme-{name}").click()


def test_figures_follow_at_once_when_the_reader_switches_the_theme(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps")
    reader.until(f"{STROKES}.includes('{rgb(LIGHT.ink)}')")
    choose_theme(page, "Dark")
    reader.until(f"{STROKES}.includes('{rgb(DARK.ink)}') && !{STROKES}.includes('{rgb(LIGHT.ink)}')")


def test_chart_and_table_can_be_taken_along(sample_server: Server, new_reader: Reading, tmp_path: Path) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=nps&unit=City")
    for label, (ending, begins) in FILES.items():
        with page.expect_download() as taken:
            page.get_by_role("button", name=label).click()
        assert taken.value.suggested_filename == f"nps-city-2026-10.{ending}"
        taken.value.save_as(tmp_path / "taken")
        assert (tmp_path / "taken").read_bytes().startswith(begins)
        reader.wait()
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_a_phone_shows_a_year_and_a_month_and_nothing_runs_out_of_the_window(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server, PHONE)
    page = reader.open("/metric?metric=nps")
    reader.expect_to_fit()
    expect(page.get_by_role("heading", name="13 months against")).to_be_visible()
    expect(page.locator(".st-key-chart_wide")).to_be_hidden()
    expect(page.locator(".st-key-chart_narrow .js-plotly-plot")).to_be_visible()
    reader.until(f"{LEFT_EDGES}.every(at => [16, 195].includes(at)) && new Set({LEFT_EDGES}).size === 2")
    scroller = page.get_by_role("region", name="by month")
    scroller.focus()
    expect(scroller).to_be_focused()
    reader.until("document.activeElement.scrollWidth > document.activeElement.clientWidth")


def test_what_people_changed_stands_in_the_chart(sample_server: Server, new_reader: Reading) -> None:
    page = new_reader(sample_server).open("/metric?metric=nps")
    chart = page.locator(".st-key-chart_wide")
    expect(chart).to_contain_text("Call-back promise, Mar 2026")
    expect(chart).to_contain_text("≥\u202f45 from Jan 2026")


def test_a_leader_restarts_the_usual_range_and_sees_it_step(changing_server: Server, new_reader: Reading) -> None:
    reader = new_reader(changing_server)
    page = reader.open("/metric?metric=nps")
    band = page.locator(".st-key-chart_wide .scatterlayer .fills path.js-fill").first
    expect(band).to_be_attached()
    before = band.get_attribute("d") or ""
    page.get_by_text("The service changed in").click()
    page.get_by_label("Your name, for the history").fill("M. Hale")
    page.keyboard.press("Tab")
    reader.wait()
    page.get_by_role("combobox", name="Month of the change").click()
    page.keyboard.type("March 2026")
    expect(page.get_by_role("option")).to_have_text(["March 2026"])
    page.keyboard.press("Enter")
    page.get_by_label("What changed").fill("Call-back promise")
    page.get_by_role("button", name="Restart the usual range").click()
    expect(page.get_by_text("The usual range restarts in March 2026.")).to_be_visible()
    reader.wait()
    expect(page.locator(".st-key-chart_wide")).to_contain_text("usual range recalculated")
    reader.expect_text("provisional")
    expect(band).not_to_have_attribute("d", before)
    page.get_by_role("button", name="Undo March 2026").click()
    expect(page.get_by_text("no longer restarts in March 2026")).to_be_visible()


def test_a_metric_page_leads_to_its_definition(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open("/metric?metric=retention")
    page.get_by_role("link", name="How to read it, with all definitions").click()
    heading = page.get_by_role("heading", name="Retention", exact=True)
    expect(heading).to_be_in_viewport()
    reader.wait()
    page.get_by_role("link", name="Frequency of visits", exact=True).click()
    expect(page.get_by_role("heading", name="Frequency of visits")).to_be_in_viewport()
