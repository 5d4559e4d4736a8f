"""What holds on every page, full and empty, wide and narrow, light and dark.

It says what it should, works under the content policy, fetches nothing from elsewhere, fits the window, says no word of
a machine's, and axe-core finds nothing in it that keeps anybody out.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, expect

from pages.frame.navigation import LISTED
from tests.browser.conftest import Reading, StartServer
from tests.browser.reader import DESK, LOOKS, PAPER, Look, Reader, reader_in_a_window
from tests.browser.server import Server
from tests.browser.what_stands import ON_NOTHING, ON_THE_SAMPLE

# What axe-core finds in Streamlit's own frame, by rule: the part it is in. All of it can be read and used; upstream
# - names a drop zone that has the role of a presentation,
# - puts the menus of the navigation, on a narrow screen, as a block of its own into the list of pages.
OF_THE_FRAME = {
    "presentation-role-conflict": '[data-testid="stFileUploaderDropzone"]',
    "list": '[data-testid="stSidebarNavItems"]',
    "listitem": '[data-testid="stSidebarNavItems"]',
}
ONLY_WHAT_IS_WRONG = {"resultTypes": ["violations"]}  # to describe all that is well takes as long again
# Axe-core costs 1 to 7 seconds a look. Its rules ask about the width or about the colours, so two looks a page, which
# between them have both widths and both themes, and the other two on the same page of an empty store, miss little.
EXAMINED = {
    "sample": (Look(1440, "light"), Look(390, "dark")),
    "new_company": (Look(1440, "dark"), Look(390, "light")),
}
# Words that come from a machine, not from a person.
MACHINE_WORDS = re.compile(r"\b(?:nan|NaN|None(?! (?:yet|of|is)\b)|null|undefined|Traceback|N/A|inf)\b")


@pytest.fixture(scope="session")
def new_company_server(tmp_path_factory: pytest.TempPathFactory, start_server: StartServer) -> Iterator[Server]:
    """A server over an empty store, for tests that change nothing."""
    folder = tmp_path_factory.mktemp("new-company-server")
    with start_server(f"sqlite:///{folder / 'plumbline.db'}", folder) as server:
        yield server


@pytest.fixture(scope="module")
def walker_on(browser: BrowserContext) -> Iterator[Callable[[Server], Reader]]:
    """Gives the one reader of a server, who walks from page to page in one window; nothing is noticed so far."""
    walkers: dict[str, Reader] = {}
    with ExitStack() as afterwards:

        def walker(server: Server) -> Reader:
            if server.url not in walkers:
                walkers[server.url] = afterwards.enter_context(reader_in_a_window(browser, server.url))
            found = walkers[server.url]
            for noticed in (found.refused, found.outside, found.exceptions):
                noticed.clear()
            return found

        yield walker


@pytest.mark.parametrize("page", [page.file for page in LISTED])
@pytest.mark.parametrize("kind", ["sample", "new_company"])
def test_a_page_is_for_everybody(
    request: pytest.FixtureRequest, walker_on: Callable[[Server], Reader], kind: str, page: str
) -> None:
    server: Server = request.getfixturevalue(f"{kind}_server")
    check = (ON_THE_SAMPLE if kind == "sample" else ON_NOTHING).get(page)
    reader = walker_on(server)
    reader.take_look(DESK if kind == "sample" else LOOKS[-1])
    reader.open("/" if page == LISTED[0].file else f"/{page}")
    for look in LOOKS:
        reader.change_look(look)
        if check is not None:
            check(reader, look)
        expect(reader.page.locator(".stApp")).to_have_css("background-color", PAPER[look.scheme])
        reader.expect_to_fit()
        reader.wait()
        if look in EXAMINED[kind]:
            assert barriers(reader) == [], f"{page}, {kind}, {look}"
    said = reader.text()
    assert "Page not found" not in said
    assert MACHINE_WORDS.search(said) is None, MACHINE_WORDS.search(said)
    expect(reader.page.locator("h1").first).to_have_text(re.compile(r"\w"))
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def barriers(reader: Reader) -> list[str]:
    """What axe-core finds on the page but for what is known of the frame: the rule, and where."""
    found: dict[str, Any] = Axe().run(reader.page, options=ONLY_WHAT_IS_WRONG).response
    return [
        f"{violation['id']}: {node['html'][:200]}"
        for violation in found["violations"]
        for node in violation["nodes"]
        if not is_of_the_frame(reader, violation["id"], node["target"][0])
    ]


def is_of_the_frame(reader: Reader, rule: str, element: str) -> bool:
    """Whether this is known of Streamlit's own frame."""
    part = OF_THE_FRAME.get(rule)
    if part is None:
        return False
    within: bool = reader.page.evaluate("([at, part]) => !!document.querySelector(at)?.closest(part)", [element, part])
    return within


def test_a_barrier_would_be_found(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server, DESK)
    reader.open()
    reader.page.evaluate("""document.querySelector("h1").insertAdjacentHTML("afterend", "<img src='data:,'>")""")
    assert any(found.startswith("image-alt") for found in barriers(reader))


def test_what_is_to_stand_on_a_page_is_asked_of_one() -> None:
    assert {*ON_THE_SAMPLE, *ON_NOTHING} <= {page.file for page in LISTED}
