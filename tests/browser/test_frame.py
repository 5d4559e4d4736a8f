"""What holds on every page: it works under the content policy, fetches nothing from elsewhere, shows no traceback."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pages.frame.navigation import LISTED
from tests.browser.conftest import Reading
from tests.browser.reader import Look
from tests.browser.server import Server, product_copy, running_server


@pytest.mark.parametrize("page", [page.file for page in LISTED])
def test_a_page_works_under_the_content_policy_and_talks_to_nobody_else(
    sample_server: Server, new_reader: Reading, look: Look, page: str
) -> None:
    reader = new_reader(sample_server, look)
    reader.open("/" if page == LISTED[0].file else f"/{page}")
    assert "Page not found" not in reader.text()
    assert (reader.refused, reader.outside, reader.exceptions) == ([], [], [])
    assert reader.width_of_page() <= look.width


def test_a_bug_is_shown_as_a_number_and_logged_under_it(new_reader: Reading, tmp_path: Path) -> None:
    root = product_copy(tmp_path / "product")
    (root / "pages" / "board.py").write_text('raise RuntimeError("Not for readers")\n')
    with running_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path, root) as server:
        reader = new_reader(server)
        reader.open("/board")
        said = reader.text()
        log = server.log.read_text(encoding="utf-8")
    number = re.search(r"the number ([0-9a-f]{6})", said)
    assert number
    assert f"Bug {number[1]}: RuntimeError: Not for readers" in log
    assert "Not for readers" not in said
    assert "Traceback" not in said
