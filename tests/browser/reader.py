"""A reader in front of a real browser: opens pages, waits until they stand still, and notices what went wrong."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Request,
    expect,
    sync_playwright,
)

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
LOCALE, TIME_ZONE = "en-GB", "Europe/London"
# All that a site may keep but the cache of what it sent.
WHAT_PAGES_REMEMBER = "cookies,file_systems,indexeddb,local_storage,service_workers,cache_storage"
PATIENCE = 120_000  # milliseconds; states come when they come: a very busy machine takes 10 seconds for a first page

Scheme = Literal["light", "dark"]


@dataclass(frozen=True, slots=True)
class Look:
    """How a reader looks at a page: the width of the window in pixels, and light or dark."""

    width: int
    scheme: Scheme

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


PAPER = {"light": "rgb(255, 255, 255)", "dark": "rgb(21, 24, 28)"}
LOOKS = tuple(Look(width, scheme) for width in (1440, 390) for scheme in ("light", "dark"))
DESK = LOOKS[0]


@dataclass  # without slots: Playwright ties listeners to their object
class Reader:
    """One person's window, and what went wrong in it.

    `refused` gathers what the content policy blocked, `outside` requests to other hosts, `exceptions` failed scripts.
    """

    context: BrowserContext
    page: Page
    home: str
    refused: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    exceptions: list[str] = field(default_factory=list)

    def listen(self) -> None:
        """Begin to notice what goes wrong."""
        self.page.on("console", self._on_console)
        self.page.on("request", self._on_request)
        self.page.on("pageerror", lambda error: self.exceptions.append(str(error)))

    def open(self, path: str = "/") -> Page:
        """Go to `path` of the dashboard and wait until the page stands still."""
        self.page.goto(self.home + path)
        self.wait()
        return self.page

    def wait(self) -> None:
        """Wait until the server's script has run and everything it sent is drawn."""
        self.page.locator('[data-testid="stApp"][data-test-script-state="notRunning"]').wait_for()
        self.page.wait_for_function(STANDS_STILL)

    def take_look(self, look: Look) -> None:
        """Set the width and the theme in which the next page is opened."""
        self.page.set_viewport_size({"width": look.width, "height": 900})
        self.page.emulate_media(color_scheme=look.scheme)

    def change_look(self, look: Look) -> None:
        """Look at the open page in another width and theme, and wait until it is drawn so.

        The browser reports a change of the system's theme with its next frame only, and the page is drawn in the new
        colours a moment later.
        """
        self.take_look(look)
        expect(self.page.locator(".stApp")).to_have_css("background-color", PAPER[look.scheme])
        self.wait()

    def expect_text(self, *texts: str | re.Pattern[str]) -> None:
        """Wait until all these texts are on the page, as a person reads it."""
        for text in texts:
            expect(self.page.locator("body")).to_contain_text(text, use_inner_text=True)

    def expect_no_text(self, text: str | re.Pattern[str]) -> None:
        """Fail unless the page is without this text; to be asked of a page that is known to be drawn."""
        expect(self.page.locator("body")).not_to_contain_text(text, use_inner_text=True)

    def text(self) -> str:
        """What is on the page now, as a person reads it; to be asked of a page that is known to be drawn."""
        return self.page.inner_text("body")

    def expect_to_fit(self) -> None:
        """Wait until the page is no wider than the window, so that nobody has to scroll sideways."""
        self.until(f"Math.max(document.documentElement.scrollWidth, {MAIN}.scrollWidth) <= window.innerWidth")

    def until(self, condition: str) -> None:
        """Wait until `condition`, JavaScript, is true on the page. Raises AssertionError where it stays false."""
        try:
            self.page.wait_for_function(f"() => {condition}")
        except Error as never:
            raise AssertionError(f"never true on {self.page.url}: {condition}") from never

    def photograph(self, file: Path) -> None:
        """Put a picture of the whole page, not only of what the window shows, into `file`."""
        window = self.page.viewport_size
        assert window
        height = max(window["height"], int(self.page.evaluate(f"{MAIN}.scrollHeight")))
        self.page.set_viewport_size({"width": window["width"], "height": height})
        self.wait()
        self.page.screenshot(path=file)
        self.page.set_viewport_size(window)

    def _on_console(self, message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            self.refused.append(message.text)

    def _on_request(self, request: Request) -> None:
        if not request.url.startswith((self.home, "data:", "blob:", self.home.replace("http", "ws", 1))):
            self.outside.append(request.url)


# The part of Streamlit's page that scrolls.
MAIN = """document.querySelector('[data-testid="stMain"]')"""

# Nothing waits to be drawn, nothing is left over from the run before, and no colour or place is on its way to another.
STANDS_STILL = """() =>
    document.querySelector('[data-testid="stApp"]')?.dataset.testScriptState === "notRunning"
    && document.querySelector('[data-testid="stSkeleton"], [data-stale="true"], .react-aria-Skeleton') === null
    && document.querySelector('[data-testid="stMainBlockContainer"]')?.innerText.trim() !== ""
    && [...document.querySelectorAll('.js-plotly-plot')].every(plot => plot.querySelector('.main-svg'))
    && document.getAnimations().every(
        moving => moving.playState !== "running" || moving.effect?.getComputedTiming().endTime === Infinity)
"""


def chromium_path() -> str:
    """Where Chromium is; a test that needs it fails without it, it is not skipped."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    raise AssertionError("Chromium was not found. Install it (on Debian: sudo apt-get install chromium).")


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser, without a window, without talking to anybody but the dashboard."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path(), args=list(CHROMIUM_FLAGS))
        yield browser
        browser.close()


@contextmanager
def chromium_with_a_profile() -> Iterator[BrowserContext]:
    """The browser as a person has it: what it has loaded and compiled once it keeps for all its windows.

    In a fresh profile a page takes 6 CPU seconds to open, in this one 2.
    """
    with sync_playwright() as playwright, TemporaryDirectory(prefix="plumbline-profile-") as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=chromium_path(), args=list(CHROMIUM_FLAGS), locale=LOCALE, timezone_id=TIME_ZONE
        )
        context.set_default_timeout(PATIENCE)
        yield context
        context.close()


@contextmanager
def reader(browser: Browser, home: str, look: Look = DESK) -> Iterator[Reader]:
    """A reader with a fresh profile on the dashboard at `home`."""
    context = browser.new_context(
        viewport={"width": look.width, "height": 900},
        color_scheme=look.scheme,
        locale=LOCALE,
        timezone_id=TIME_ZONE,
    )
    context.set_default_timeout(PATIENCE)
    person = Reader(context, context.new_page(), home)
    person.listen()
    yield person
    context.close()


@contextmanager
def reader_in_a_window(context: BrowserContext, home: str, look: Look = DESK) -> Iterator[Reader]:
    """A reader with a window of their own on the dashboard at `home`; the profile forgets them afterwards."""
    person = Reader(context, context.new_page(), home)
    person.take_look(look)
    person.listen()
    yield person
    remembered = context.new_cdp_session(person.page)
    remembered.send("Storage.clearDataForOrigin", {"origin": home, "storageTypes": WHAT_PAGES_REMEMBER})
    person.page.close()
    context.clear_cookies()
    context.clear_permissions()
