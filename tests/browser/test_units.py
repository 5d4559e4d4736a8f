"""What a person does and sees on the Units and Organisation pages, in a real browser."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Reading
from tests.browser.reader import Reader
from tests.browser.server import Server

TABLE = "document.querySelector('.scroller.units')"


def choose(person: Reader, label: str, written: str) -> None:
    """Choose from a list by typing, as keyboard readers do."""
    field = person.page.get_by_role("combobox", name=label, exact=True)
    field.click()
    field.fill(written)
    person.page.get_by_role("option", name=written, exact=True).click()
    expect(field).to_have_value(written)
    person.wait()


def test_a_unit_is_found_sorted_and_opened(sample_server: Server, new_reader: Reading) -> None:
    person: Reader = new_reader(sample_server)
    page = person.open("/units")
    page.get_by_placeholder("Find a unit").fill("lane")
    page.keyboard.press("Enter")
    names = page.locator("table.units tbody th > a")
    expect(names).to_have_text(["Bell Lane", "Orchard Lane"])
    expect(page).to_have_url(re.compile("find=lane"))
    person.wait()
    choose(person, "Sort", "By Net Promoter Score")
    expect(names).to_have_text(["Orchard Lane", "Bell Lane"])
    person.wait()
    names.first.click()
    expect(page).to_have_url(re.compile(r"/team\?.*Orchard"))
    page = person.open("/units?sort=nps&levels=lowest")
    page.get_by_role("row").filter(has_text="Saltmarsh").get_by_role("link", name=re.compile("52.5")).click()
    expect(page).to_have_url(re.compile(r"/metric\?.*unit=Harbour%2FSaltmarsh"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("Satisfaction is 52.5")


def test_a_region_is_opened_from_its_row(sample_server: Server, new_reader: Reading) -> None:
    person: Reader = new_reader(sample_server)
    page = person.open("/units?levels=direct")
    expect(page.locator("table.units tbody tr")).to_have_count(5)
    page.get_by_role("link", name="6 below").click()
    expect(page.locator("table.units tbody tr")).to_have_count(7)
    expect(page.get_by_role("rowheader", name="Breakwater")).to_be_visible()


def test_a_person_adds_renames_moves_and_merges_units_and_removes_the_sample(
    changing_server: Server, new_reader: Reading
) -> None:
    person: Reader = new_reader(changing_server)
    page = person.open("/organisation")
    page.get_by_label("Your name, for the history").fill("Ann Example")
    page.get_by_label("Name of the new unit").fill("Quay Two")
    page.get_by_role("button", name="Add unit").click()
    expect(page.get_by_text("Added: Quay Two.")).to_be_visible()
    person.wait()
    page.get_by_text("Rename or move", exact=True).click()
    choose(person, "Unit", "City › Bell Lane")
    expect(page.get_by_label("Name", exact=True)).to_have_value("Bell Lane")
    page.get_by_label("Name", exact=True).fill("Bell Yard")
    choose(person, "Under", "Vale")
    page.get_by_role("button", name="Preview change").click()
    expect(page.get_by_text("City no longer counts it, Vale counts it from its first month.")).to_be_visible()
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("City › Bell Lane is now Vale › Bell Yard.")).to_be_visible()
    person.wait()
    page.get_by_text("Merge", exact=True).click()
    choose(person, "Unit to merge", "Harbour › Breakwater")
    choose(person, "Into", "Harbour › Quayside")
    page.get_by_role("button", name="Preview change").click()
    page.get_by_role("button", name="Confirm change").click()
    expect(page.get_by_text("Harbour › Breakwater is now merged into Harbour › Quayside.")).to_be_visible()
    person.open("/units?find=bell")
    expect(page.locator("table.units tbody th > a")).to_have_text(["Bell Yard"])
    person.open("/units?find=breakwater")
    expect(page.get_by_text("No unit has this name.")).to_be_visible()
    page = person.open("/organisation")
    page.get_by_label("Your name, for the history").fill("Ann Example")
    page.get_by_role("button", name="Remove the sample company").click()
    page.get_by_role("button", name="Remove sample").click()
    expect(page.get_by_text("The sample company is removed.")).to_be_visible()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your organisation has 1 unit on 1 level.")
    person.open("/units")
    expect(page.get_by_text("No data yet.")).to_be_visible()
    assert not person.exceptions


def test_every_metric_fits_on_a_desk_and_every_row_is_printed(sample_server: Server, new_reader: Reading) -> None:
    person = new_reader(sample_server)
    page = person.open("/units")
    table = page.locator(".scroller.units")
    headings = page.locator("table.units thead tr").last.locator("th")
    expect(headings).to_have_count(20)  # the unit, what it missed, 18 metrics
    expect(table).to_be_visible()
    person.until(f"{TABLE}.scrollWidth === {TABLE}.clientWidth")
    page.emulate_media(media="print")
    expect(page.locator(".st-key-unit_choices")).to_be_hidden()
    person.until(f"{TABLE}.scrollHeight === {TABLE}.clientHeight")
    page.emulate_media(media="screen")
    page = person.open("/metric?metric=nps")
    page.emulate_media(media="print")
    expect(page.locator(".st-key-chart_narrow")).to_be_hidden()
    person.wait()
    assert len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))) == 3
