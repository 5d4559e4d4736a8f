"""A person brings a raw export: it is recognised, saved, seen on the landing page, undone, and nothing is left."""

from __future__ import annotations

import csv
import io
import json
import re
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.browser.conftest import Reading
from tests.browser.reader import Reader
from tests.browser.server import ROOT, Server

OWN_EXPORT = ROOT / "sample_data" / "raw" / "google_forms_october.tsv"
UPLOADER = "stFileUploaderDropzoneInput"


def bring(reader: Reader, *files: Path) -> Page:
    """Open the upload page, choose files, and wait until it is said whether they are ready."""
    page = reader.open("/upload")
    page.get_by_test_id(UPLOADER).set_input_files(files)
    expect(page.get_by_role("heading", level=1)).to_contain_text("ready to save.")
    reader.wait()
    return page


def give_name(page: Page) -> None:
    page.get_by_label("Your name, for the history").fill("A. Tester")


def save(reader: Reader) -> None:
    """Give a name and save."""
    page = reader.page
    give_name(page)
    page.get_by_role("button", name=re.compile("^.*Save ")).click()
    expect(page.get_by_text("saved and counted.")).to_be_visible()
    reader.wait()


def undo_newest(reader: Reader) -> None:
    """Undo the newest upload."""
    page = reader.open("/uploads")
    page.get_by_role("button", name="Undo").first.click()
    asked = page.locator(".st-key-ask_undo")
    asked.get_by_label("Your name, for the history").fill("A. Tester")
    asked.get_by_role("button", name="Undo upload").click()
    expect(page.get_by_text("was undone. Every figure is as if")).to_be_visible()
    reader.wait()


def figures(reader: Reader, month: str) -> str:
    """What the landing page says for a month, but for when it was calculated."""
    page = reader.open(f"/?month={month}")
    return re.sub(r"Calculated .*", "", page.locator(".stMarkdown").last.inner_text())


def downloaded(page: Page, button: str) -> list[list[str]]:
    """The rows of the file that a button gives."""
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def test_a_real_spanish_export_is_counted_as_its_makers_count_it(
    empty_server: Server, new_reader: Reading, shared_data: Path
) -> None:
    exports = shared_data / "data" / "exports"
    truth = json.loads((exports / "truth.json").read_text(encoding="utf-8"))["google_forms/learning_r_es.tsv"]
    nps = next(own for own in truth["scores"].values() if own["kind"] == "nps")["months"]["2018-12"]
    reader = new_reader(empty_server)
    bring(reader, exports / "google_forms" / "learning_r_es.tsv")
    give_name(reader.page)
    reader.page.get_by_role("button", name=re.compile("^.*Save ")).click()
    reader.expect_text("To save them as they are, save once more.")
    save(reader)
    page = reader.open("/?month=2018-12")
    row = page.get_by_role("row").filter(has_text="Net Promoter Score")
    expect(row.locator("td.value b")).to_have_text(f"{nps['nps']:.1f}")
    expect(row.locator("td.value")).to_contain_text(f"{nps['n']} answers")
    undo_newest(reader)
    page = reader.open("/")
    expect(page.get_by_role("heading", level=1)).to_have_text("No data yet. One file is enough to start.")


def test_rows_that_cannot_be_read_are_mended_brought_again_and_both_files_taken_back(
    changing_server: Server, new_reader: Reading, tmp_path: Path
) -> None:
    reader = new_reader(changing_server)
    before = figures(reader, "2026-10")
    page = bring(reader, OWN_EXPORT)
    expect(page.get_by_text("3 rows cannot be read")).to_be_visible()
    expect(page.get_by_text("What will change")).to_be_visible()
    assert "@" not in page.locator(".stMarkdown").filter(has_text="Email address").last.inner_text()
    rows = downloaded(page, "Download these 3 rows")
    assert rows[0][-1] == "Why this row was left out"
    assert [row[-1][-1] for row in rows[1:]] == [".", ".", "."]
    assert not any("@" in cell for row in rows for cell in row)
    save(reader)
    mended = tmp_path / "mended.csv"
    as_it_should = {"11": "10", "quite": "4", "10/32/2026 9:14:05": "10/22/2026 9:14:05"}
    with mended.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([as_it_should.get(cell, cell) for cell in row] for row in rows)
    page = bring(reader, mended)
    expect(page.get_by_role("heading", level=1)).to_have_text("3 responses are ready to save.")
    save(reader)
    expect(page.get_by_text("3 rows read: 3 saved.")).to_be_visible()
    assert figures(reader, "2026-10") != before
    undo_newest(reader)
    undo_newest(reader)
    expect(reader.page.locator("tr.undone").first).to_be_visible()
    assert figures(reader, "2026-10") == before


def test_a_file_that_is_no_table_ends_in_a_sentence(empty_server: Server, new_reader: Reading, tmp_path: Path) -> None:
    picture = tmp_path / "picture.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
    reader = new_reader(empty_server)
    page = reader.open("/upload")
    page.get_by_test_id(UPLOADER).set_input_files(picture)
    expect(page.get_by_role("heading", level=1)).to_have_text("This file cannot be read as it is.")
    reader.expect_no_text("Something went wrong")
    page.get_by_role("button", name="Choose another file").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("A raw export is enough")
