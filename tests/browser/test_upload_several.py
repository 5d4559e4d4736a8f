"""Several files, several people, a file too large for the uploader, and no mouse: the upload page as people use it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from pages.frame import incoming
from tests.browser.conftest import Reading, StartServer
from tests.browser.reader import DESK, Look
from tests.browser.server import Server, product_copy
from tests.browser.test_upload import UPLOADER, bring, give_name, save

HEAD = "response_id,responded_at,unit,channel,nps,comment\n"
BIG_BYTES = 52_000_000
MOST_TABS = 60


def survey(file: Path, prefix: str, count: int, unit: str = "City/Guildhall", comment: str = "") -> Path:
    lines = [
        f"{prefix}-{at},2026-10-{at % 28 + 1:02d},{unit},phone,{(9, 10, 3)[at % 3]},{comment}" for at in range(count)
    ]
    file.write_text(HEAD + "\n".join(lines), encoding="utf-8")
    return file


@pytest.fixture
def own_server(tmp_path: Path, start_server: StartServer) -> Iterator[tuple[Server, Path]]:
    """A server of a copy of the product, and the folder in which it keeps files in progress."""
    root = product_copy(tmp_path / "product")
    with start_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path, root) as server:
        yield server, tmp_path / incoming.FOLDER_NAME


@pytest.mark.parametrize("look", [DESK, Look(390, "dark")], ids=str)
def test_several_files_are_looked_through_and_those_that_are_ready_saved_together(
    changing_server: Server, new_reader: Reading, tmp_path: Path, look: Look
) -> None:
    reader = new_reader(changing_server, look)
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    files = [
        survey(tmp_path / "north.csv", "N", 12),
        survey(tmp_path / "south.csv", "S", 9),
        survey(tmp_path / "new.csv", "W", 6, unit="City/Guildhal"),
        picture,
    ]
    page = bring(reader, *files)
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Two of four files are ready to save. One needs your eye and one cannot be saved.")
    expect(page.get_by_role("combobox", name="“City › Guildhal” is")).to_be_visible()
    reader.expect_to_fit()
    give_name(page)
    page.get_by_role("button", name="Save all 2 that are ready").click()
    expect(page.get_by_text("Two files are saved and counted.")).to_be_visible()
    reader.wait()
    receipt = page.get_by_role("region", name="What became of the rows of each file")
    expect(receipt.get_by_role("row").filter(has_text="north.csv")).to_contain_text(re.compile(r"12\s*0\s*0\s*0\s*12"))
    page.get_by_role("button", name="Take out").last.click()
    expect(heading).to_contain_text("6 responses are almost ready. One unit needs your eye.")
    reader.wait()
    page.get_by_role("combobox", name="“City › Guildhal” is").click()
    page.get_by_role("option", name="The same as City › Guildhall").click()
    expect(heading).to_have_text("6 responses are ready to save.")
    reader.wait()
    save(reader)
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_a_file_larger_than_the_uploader_takes_comes_in_pieces_is_saved_and_leaves_nothing_behind(
    own_server: tuple[Server, Path], new_reader: Reading, tmp_path: Path
) -> None:
    server, folder = own_server
    large = survey(tmp_path / "large.csv", "L", 2_600, comment="quick " * 3_400)
    assert large.stat().st_size > BIG_BYTES
    reader = new_reader(server)
    page = reader.open("/upload")
    page.locator("input#big").set_input_files(large)
    expect(page.get_by_role("heading", level=1)).to_have_text("2,600 responses are ready to save.")
    reader.wait()
    assert len(list(folder.iterdir())) == 1
    save(reader)
    expect(page.get_by_text("2,600 rows read: 2,600 saved.")).to_be_visible()
    assert not list(folder.iterdir())
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])


def test_a_big_file_that_is_given_up_is_deleted(
    own_server: tuple[Server, Path], new_reader: Reading, tmp_path: Path
) -> None:
    server, folder = own_server
    reader = new_reader(server)
    page = reader.open("/upload")
    page.locator("input#big").set_input_files(survey(tmp_path / "small.csv", "L", 9))
    expect(page.get_by_role("heading", level=1)).to_have_text("9 responses are ready to save.")
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A raw export is enough")
    assert not list(folder.iterdir())


def test_of_two_people_at_once_the_second_is_told_what_the_first_changed(
    changing_server: Server, new_reader: Reading, tmp_path: Path
) -> None:
    mine, theirs = survey(tmp_path / "mine.csv", "M", 30), survey(tmp_path / "theirs.csv", "M", 10)
    me, them = new_reader(changing_server), new_reader(changing_server)
    page = bring(me, mine)
    bring(them, theirs)
    save(them)
    give_name(page)
    page.get_by_role("button", name="Save 30 responses").click()
    expect(page.get_by_text("Somebody else changed the store while you looked.", exact=False)).to_be_visible()
    expect(page.get_by_text("New responses: 30 before, 20 now.", exact=False)).to_be_visible()
    me.wait()
    page.get_by_role("button", name="Save 20 responses").click()
    expect(page.get_by_text("20 responses are saved and counted.")).to_be_visible()
    expect(page.get_by_text("30 rows read: 20 saved and 10 there already.")).to_be_visible()


WORDS_OF_FOCUS = """() => {
    const element = document.activeElement;
    const labels = [...element.labels ?? []].map(label => label.innerText);
    const told = [element.innerText, element.getAttribute("aria-label"), ...labels];
    return ["BUTTON", "INPUT"].includes(element.tagName) ? told.join(" ") : "";
}"""


def tab_to(page: Page, name: str) -> None:
    """Press the tabulator until a control of that name has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if name in page.evaluate(WORDS_OF_FOCUS):
            return
    raise AssertionError(f"“{name}” cannot be reached by the keyboard")


def test_a_file_is_brought_saved_and_taken_back_by_keyboard_alone(
    changing_server: Server, new_reader: Reading, tmp_path: Path
) -> None:
    reader = new_reader(changing_server)
    page = reader.open("/upload")
    tab_to(page, "Upload")
    # The window in which files are chosen is the browser's own.
    page.get_by_test_id(UPLOADER).set_input_files(survey(tmp_path / "keys.csv", "K", 9))
    expect(page.get_by_role("heading", level=1)).to_have_text("9 responses are ready to save.")
    reader.wait()
    tab_to(page, "Your name, for the history")
    page.keyboard.type("K. Board")
    page.keyboard.press("Enter")
    reader.wait()
    tab_to(page, "Save 9 responses")
    page.keyboard.press("Enter")
    expect(page.get_by_text("9 responses are saved and counted.")).to_be_visible()
    page = reader.open("/uploads")
    tab_to(page, "Undo")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undo 9 responses from keys.csv?")).to_be_visible()
    reader.wait()
    tab_to(page, "Your name, for the history")
    page.keyboard.type("K. Board")
    page.keyboard.press("Enter")
    reader.wait()
    tab_to(page, "Undo upload")
    page.keyboard.press("Enter")
    expect(page.get_by_text("was undone. Every figure is as if")).to_be_visible()
