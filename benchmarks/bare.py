"""A bare Streamlit page with a table of the landing page's size: the peer of what the landing page costs.

It is a script of its own in a server of its own, with Streamlit's usual settings except those that would reach outside.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.browser.server import Server, free_port, wait_until_healthy

SCRIPT = '''"""A table and nothing else."""
from pathlib import Path

import streamlit as st

st.markdown(Path(__file__).with_name("table.html").read_text(encoding="utf-8"), unsafe_allow_html=True)
'''
HEALTH = "/_stcore/health"


def table_in(html: str) -> str:
    """The metric table of the landing page's HTML, as it stands."""
    found = re.search(r"<table[^>]*scorecards.*?</table>", html, re.DOTALL)
    assert found is not None, "the landing page shows its table"
    return found[0]


@contextmanager
def bare_server(folder: Path, table: str) -> Iterator[Server]:
    """A server in `folder` whose one page is the table."""
    (folder / "bare.py").write_text(SCRIPT, encoding="utf-8")
    (folder / "table.html").write_text(table, encoding="utf-8")
    port, log = free_port(), folder / "bare.log"
    settings = ["--server.headless", "true", "--browser.gatherUsageStats", "false", "--server.address", "127.0.0.1"]
    with log.open("wb") as written:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", "bare.py", "--server.port", str(port), *settings],
            cwd=folder,
            env=dict(os.environ),
            stdout=written,
            stderr=subprocess.STDOUT,
        )
    server = Server(f"http://127.0.0.1:{port}", process, log)
    try:
        wait_until_healthy(server, HEALTH)
        yield server
    finally:
        process.terminate()
        process.wait(20)
