"""What the frame does around a page: it shows a bug as a number, never its traceback."""

from __future__ import annotations

import re
from pathlib import Path

from tests.browser.conftest import Reading, StartServer
from tests.browser.server import product_copy


def test_a_bug_is_shown_as_a_number_and_logged_under_it(
    new_reader: Reading, tmp_path: Path, start_server: StartServer
) -> None:
    root = product_copy(tmp_path / "product")
    (root / "pages" / "board.py").write_text('raise RuntimeError("Not for readers")\n')
    with start_server(f"sqlite:///{tmp_path / 'plumbline.db'}", tmp_path, root) as server:
        reader = new_reader(server)
        reader.open("/board")
        reader.expect_text(re.compile("the number [0-9a-f]{6}"))
        said = reader.text()
        log = server.log.read_text(encoding="utf-8")
    number = re.search(r"the number ([0-9a-f]{6})", said)
    assert number
    assert f"Bug {number[1]}: RuntimeError: Not for readers" in log
    assert "Not for readers" not in said
    assert "Traceback" not in said
