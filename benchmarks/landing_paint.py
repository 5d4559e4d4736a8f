"""How long the landing page's table takes to stand in a real browser, against the same table on a bare page."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserContext

from tests.browser.reader import Look, reader
from tests.browser.server import Server

# Notes when the table is in the page and two frames have been drawn since.
WATCH = """
const seen = () => document.querySelector('table.scorecards tbody tr');
const note = () => requestAnimationFrame(() => requestAnimationFrame(() => { window.tableStood = performance.now(); }));
const watch = new MutationObserver(() => { if (seen()) { watch.disconnect(); note(); } });
watch.observe(document, {childList: true, subtree: true});
"""
DESK = Look(1440, "light")


@dataclass(frozen=True, slots=True)
class Painted:
    """Milliseconds until the table stood, in the order measured, and what was asked of other hosts meanwhile."""

    landing: list[float]
    bare: list[float]
    outside: list[str]


def painted(browser: Browser, landing: Server, bare: Server, rounds: int) -> Painted:
    """Open both pages in turn; the first round, which fills the browser's cache, is left out."""
    found = Painted([], [], [])
    with reader(browser, landing.url, DESK) as one, reader(browser, bare.url, DESK) as other:
        for context in (one.context, other.context):
            context.add_init_script(WATCH)
        for turn in range(rounds + 1):
            times = _stood(one.context, landing.url, found.outside), _stood(other.context, bare.url, [])
            if turn:
                found.landing.append(times[0])
                found.bare.append(times[1])
    return found


def _stood(context: BrowserContext, url: str, outside: list[str]) -> float:
    page = context.new_page()
    known = (url, url.replace("http", "ws", 1), "data:", "blob:")
    page.on("request", lambda asked: None if asked.url.startswith(known) else outside.append(asked.url))
    page.goto(url)
    stood = float(page.wait_for_function("() => window.tableStood").json_value())
    page.close()
    return stood
