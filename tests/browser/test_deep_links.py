"""A link to what is no listed page, as the very first request of a fresh server: said so, and nothing of it shown."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Reading, StartServer
from tests.browser.server import Server, product_copy


@pytest.fixture
def server_with_an_unlisted_page(tmp_path: Path, start_server: StartServer) -> Iterator[Server]:
    """A fresh server of a copy of the product whose pages folder holds a file that navigation does not list."""
    root = product_copy(tmp_path / "product")
    (root / "pages" / "unlisted.py").write_text('import streamlit as st\n\nst.write("Never to be seen")\n')
    with start_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path, root) as server:
        yield server


@pytest.mark.parametrize("path", ["/unlisted", "/navigation"])
def test_the_first_request_for_an_unlisted_page_finds_no_page(
    server_with_an_unlisted_page: Server, new_reader: Reading, path: str
) -> None:
    reader = new_reader(server_with_an_unlisted_page)
    reader.open(path)
    reader.page.get_by_role("dialog").get_by_text("Page not found").wait_for()
    reader.expect_no_text("Never to be seen")


def test_a_file_of_the_product_is_no_page(server_with_an_unlisted_page: Server, new_reader: Reading) -> None:
    reader = new_reader(server_with_an_unlisted_page)
    for path in ("/pages/unlisted", "/pages/unlisted.py", "/frame/navigation", "/landing/unlisted"):
        reader.page.goto(reader.home + path)
        expect(reader.page.locator("body")).to_have_text("Page not found. Go to the overview")
