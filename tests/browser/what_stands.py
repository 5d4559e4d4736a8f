"""What a person reads on a page in every look: with the sample company, and with nothing measured yet.

Each check is given a reader before the open page, and the look it has just been given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from playwright.sync_api import Locator, Page, expect

from metrics.catalogue import METRICS
from tests.browser.reader import Look, Reader

Check = Callable[[Reader, Look], None]
PHONE = 640  # pixels; narrower, pages show less at first: what was missed or moved, a year and a month
PICTURES = (
    """[...document.querySelectorAll(".questions .section svg.figure")].map(own => own.getBoundingClientRect())"""
)
QUESTIONS = {
    "Why did the total change in a year?": "From Oct 2025 to Oct 2026",
    "How are the answers spread?": "Oct 2026",
    "Which branches stand out?": "Funnel",
}


def title(page: Page) -> Locator:
    """The sentence at the top."""
    return page.get_by_role("heading", level=1)


def question(page: Page, asked: str) -> Locator:
    """The section of the metric page that answers this question."""
    return page.locator(".questions .section").filter(has=page.get_by_role("heading", name=asked))


def landing(reader: Reader, look: Look) -> None:
    """What was met, missed and changed; where to look, what is being done, and what the month lacks."""
    page = reader.page
    expect(title(page)).to_contain_text("standards were met in October 2026.")
    expect(page.locator(".counts")).to_contain_text("missed")
    if look.width < PHONE and not page.locator(".all-metrics[open]").count():
        page.locator(".all-metrics summary").click()
    table = page.get_by_role("table", name="Every key metric against its standard")
    expect(table.get_by_role("rowheader")).to_have_count(len(METRICS) + 5)
    expect(table.locator("svg.spark")).to_have_count(len(METRICS))
    names, said = table.get_by_role("link").all_inner_texts(), table.inner_text()
    for metric in METRICS:
        assert metric.name in names
        assert metric.promise in said
    reader.expect_text("What really changed", "Data behind this page", "Too close to call", "too few answers")
    places = page.locator(".section").filter(has=page.get_by_role("heading", name="Where to look"))
    expect(places.get_by_role("listitem")).to_have_count(2)
    expect(places).to_contain_text("more than it and the other branches usually change")
    rail = page.locator(".rail")
    expect(rail).to_contain_text("Net Promoter Score rose 7.3 points more than in the 16 other units")
    expect(rail).to_contain_text("days late L. Brandt, was due 4 Nov 2026")
    expect(rail).to_contain_text("Highgarth sent no shopper visits in October 2026.")
    actions = page.get_by_role("link", name="All 8 open actions")
    expect(actions).to_have_attribute("href", re.compile("/actions"))
    for name in ("Copy link", "Print"):
        expect(page.get_by_role("button", name=name)).to_be_visible()


def metric(reader: Reader, look: Look) -> None:
    """A chart with its sentence and its table, and the three questions side by side or below each other."""
    page = reader.page
    expect(title(page)).to_contain_text("Net Promoter Score is")
    expect(page.locator(".js-plotly-plot").locator("visible=true")).to_have_count(1)
    months = 36 if look.width >= PHONE else 13
    expect(page.get_by_label(f"Control chart of Net Promoter Score, {months} months.", exact=False)).to_be_visible()
    expect(page.locator("p.finding").first).to_contain_text("The usual range is")
    expect(page.get_by_role("region", name="Net Promoter Score by month").get_by_role("row")).to_have_count(37)
    reader.expect_text("Has it changed?", "no real change", "Where does this come from?", "95 %, adjusted Wald", "≥")
    for asked, begins in QUESTIONS.items():
        picture = question(page, asked).locator("svg.figure")
        expect(picture).to_be_visible()
        expect(picture).to_have_attribute("aria-label", re.compile(f"^{begins}"))
        expect(question(page, asked).locator("p.finding")).not_to_be_empty()
    columns = 3 if look.width > 1280 else 1
    reader.until(
        f"(boxes => new Set(boxes.map(box => Math.round(box.x))).size === {columns}"
        f" && boxes.every(box => box.width <= {look.width}))({PICTURES})"
    )
    expect(page.locator(".questions")).to_contain_text(
        "Saltmarsh is outside what its number of answers and the usual spread of branches explain."
    )


def units(reader: Reader, _look: Look) -> None:
    """How many units missed a standard, and each one's verdicts."""
    page = reader.page
    expect(title(page)).to_contain_text("units missed a standard in October 2026.")
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader", name="Saltmarsh"))
    expect(row.get_by_role("link", name=re.compile("Missed 0.0"))).to_be_visible()


def board(reader: Reader, _look: Look) -> None:
    """The sheet: the month in numbers, a table, three charts, and the pages behind it on request."""
    page = reader.page
    sheet = page.locator(".sheet")
    expect(sheet).to_contain_text("Harbour & Vale · Customer service report to the board · October 2026")
    expect(sheet).to_contain_text("The month in numbers")
    expect(sheet.get_by_role("table", name="The key metrics for the board")).to_be_visible()
    expect(sheet.locator("svg.picture")).to_have_count(3)
    behind = page.get_by_role("heading", name="Definitions", exact=True)
    if not behind.is_visible():
        page.get_by_text("The pages behind the sheet").click()
    expect(behind).to_be_visible()


def upload(reader: Reader, _look: Look) -> None:
    """What is enough, and what was saved before."""
    expect(title(reader.page)).to_have_text("A raw export is enough: Plumbline finds the scores.")
    expect(reader.page.get_by_text("Files saved before")).to_be_visible()


def uploads(reader: Reader, _look: Look) -> None:
    """How many files count, each with a way back."""
    expect(title(reader.page)).to_contain_text("files in use; each can be undone.")
    expect(reader.page.get_by_role("button", name="Undo").first).to_be_visible()


def organisation(reader: Reader, _look: Look) -> None:
    """Whose store it is, and that the sample company can go."""
    expect(title(reader.page)).to_have_text("Harbour & Vale has 28 units on 2 levels.")
    expect(reader.page.get_by_role("button", name="Remove the sample company")).to_be_visible()


def nothing_measured(reader: Reader, _look: Look) -> None:
    """What to do next, and the shape of what is to come."""
    page = reader.page
    expect(title(page)).to_have_text("No data yet. One file is enough to start.")
    expect(page.get_by_text("Three steps to your first results")).to_be_visible()
    expect(page.get_by_text("“I would send a friend to them.”")).to_be_visible()
    expect(page.locator(".js-plotly-plot")).to_have_count(0)


def nothing_saved(reader: Reader, _look: Look) -> None:
    """That the history is empty."""
    expect(title(reader.page)).to_have_text("No files have been saved yet.")


ON_THE_SAMPLE: Mapping[str, Check] = {
    "landing": landing,
    "metric": metric,
    "units": units,
    "board": board,
    "upload": upload,
    "uploads": uploads,
    "organisation": organisation,
}
ON_NOTHING: Mapping[str, Check] = {
    "landing": nothing_measured,
    "metric": nothing_measured,
    "board": nothing_measured,
    "uploads": nothing_saved,
}
