"""The controls that need a script: they work under the content policy, without a mouse, and fetch nothing."""

from __future__ import annotations

from tests.browser.conftest import Reading
from tests.browser.server import Server

PAGE = "/metric?metric=nps&month=2026-08"
# A busy machine may not look while the button says "Copied": it says so for a few seconds only. So its names are kept.
REMEMBER_NAMES = """button => {
    window.names = [];
    const keep = () => window.names.push(button.innerText.trim());
    new MutationObserver(keep).observe(button, {childList: true, characterData: true, subtree: true});
}"""


def test_the_address_of_a_page_is_copied(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    reader.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = reader.open(PAGE)
    page.get_by_role("button", name="Copy link").evaluate(REMEMBER_NAMES)
    page.get_by_role("button", name="Copy link").click()
    reader.until("window.names.join() === 'Copied,Copy link'")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith(f"{reader.home}/metric?")
    assert "month=2026-08" in copied
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_the_address_is_copied_where_the_browser_offers_no_clipboard(
    sample_server: Server, new_reader: Reading
) -> None:
    reader = new_reader(sample_server)
    page = reader.open(PAGE)
    page.evaluate("Object.defineProperty(navigator, 'clipboard', {value: undefined})")
    page.get_by_role("button", name="Copy link").evaluate(REMEMBER_NAMES)
    page.get_by_role("button", name="Copy link").click()
    reader.until("window.names.join() === 'Copied,Copy link'")
    assert page.evaluate("document.querySelectorAll('body > textarea').length") == 0


def test_the_print_window_is_opened_by_keyboard(sample_server: Server, new_reader: Reading) -> None:
    reader = new_reader(sample_server)
    page = reader.open(PAGE)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print").focus()
    page.keyboard.press("Enter")
    reader.until("window.printed === true")
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])
