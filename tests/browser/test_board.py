"""What happens to a published pack when late data come in: the live page says so, and the pack stays as it was."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Reading
from tests.browser.server import ROOT, Server
from tests.command_line.running import lines, written

KINDS = ("PDF", "PowerPoint", "Excel")


def downloaded(page: Page, folder: Path) -> dict[str, bytes]:
    """Every file that the page offers, as it came."""
    found = {}
    folder.mkdir()
    for kind in KINDS:
        with page.expect_download() as came:
            page.get_by_role("button", name=kind, exact=True).click()
        came.value.save_as(folder / came.value.suggested_filename)
        found[came.value.suggested_filename] = (folder / came.value.suggested_filename).read_bytes()
    return found


def test_a_published_pack_stays_byte_by_byte_while_the_live_page_says_what_moved(
    changing_server: Server, new_reader: Reading, tmp_path: Path
) -> None:
    reader = new_reader(changing_server)
    page = reader.open("/board")
    expect(page.locator(".sheet .top")).to_contain_text("Draft, not yet published")
    page.get_by_role("textbox", name="Your name, for the history").fill("M. Hale")
    page.get_by_role("textbox", name="Your name, for the history").press("Tab")
    page.get_by_role("textbox", name="Commentary on October 2026").fill("We answered the phone too late.")
    page.get_by_role("textbox", name="Commentary on October 2026").press("Tab")
    page.get_by_role("button", name="Save commentary").click()
    expect(page.locator(".sheet").get_by_text("We answered the phone too late.")).to_be_visible()
    page.get_by_role("button", name="Publish October 2026…").click()
    expect(page.get_by_text("Publish October 2026 as edition 1?")).to_be_visible()
    page.get_by_role("button", name="Publish edition 1").click()
    expect(page.locator(".sheet .top")).to_contain_text("Edition 1, published by M. Hale")
    expect(page).to_have_url(re.compile(r"/board\?edition=1-[0-9a-f]{8}$"))
    reader.wait()
    link = page.url.removeprefix(reader.home)
    sheet = page.locator(".sheet").inner_text()
    files = downloaded(page, tmp_path / "first")
    assert [name.rsplit(".")[-1] for name in files] == ["pdf", "pptx", "xlsx"]
    for content in files.values():
        reader.expect_text(hashlib.sha256(content).hexdigest())

    late = written(tmp_path, "late_october.csv", lines([0] * 300, month="2026-10", at="LATE"))
    store = next(tmp_path.glob("plumbline.db"))
    subprocess.run(
        [sys.executable, "manage.py", "import", late, "--by", "A. Clerk"],
        cwd=ROOT,
        env={"PATH": "", "DATABASE_URL": f"sqlite:///{store}"},
        check=True,
        capture_output=True,
    )

    page = reader.open("/board")
    box = page.locator(".restated")
    expect(box.get_by_role("heading", name="Restated since edition 1")).to_be_visible()
    expect(box).to_contain_text(re.compile("Net Promoter Score.* then, .* now"))
    expect(box).to_contain_text("late_october.csv (300 responses), was saved by A. Clerk")
    assert page.locator(".sheet").inner_text() != sheet

    stranger = new_reader(changing_server)
    page = stranger.open(link)
    assert page.locator(".sheet").inner_text() == sheet
    expect(page.get_by_role("heading", name="Restated since edition 1")).to_have_count(0)
    assert downloaded(page, tmp_path / "later") == files
    for person in (reader, stranger):
        assert not person.refused + person.outside + person.exceptions
