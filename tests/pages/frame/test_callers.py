"""Who may speak to the server, told by Host and Origin alone: names as a request sends them, good and bad."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from starlette.types import Message, Receive, Scope, Send

from metrics.errors import BadValue
from pages.frame.callers import KnownCallers, hostnames, named_hosts

PORT = 8501


def answered(*headers: tuple[str, str], port: int = PORT, kind: str = "http") -> str:
    """What becomes of a request with these headers: “let in”, or what is sent back first."""
    seen: list[str] = []

    async def inner(_scope: Scope, _receive: Receive, _send: Send) -> None:
        seen.append("let in")

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        seen.append(f"{message['type']} {message.get('status', '')}".strip())

    async def request() -> None:
        sent = [(name.encode(), value.encode("latin-1")) for name, value in headers]
        scope: Scope = {"type": kind, "server": ("127.0.0.1", port), "headers": sent}
        await KnownCallers(inner, further=("dashboard.example.org", "localhost:9000"))(scope, receive, send)

    # In a thread of its own: where the browser's tests ran before, a loop is running in this one.
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: asyncio.run(request())).result()
    return seen[0]


@pytest.mark.parametrize(
    "host",
    ["127.0.0.1:8501", "localhost:8501", "LocalHost:8501", "[::1]:8501", "dashboard.example.org", "localhost:9000"],
)
def test_its_own_names_are_let_in_with_their_own_origin_or_none(host: str) -> None:
    assert answered(("host", host)) == "let in"
    assert answered(("host", host), ("origin", f"http://{host}")) == "let in"
    assert answered(("host", host), ("origin", f"https://{host}"), kind="websocket") == "let in"


@pytest.mark.parametrize(
    "host",
    [
        "",
        "evil.example",
        "evil.example:8501",
        "127.0.0.1",
        "127.0.0.1:",
        "127.0.0.1:8502",
        "127.0.0.1:08501",
        "127.0.0.1:8501:8501",
        "127.0.0.1:8501.evil.example",
        "127.0.0.1@evil.example:8501",
        "localhost.:8501",
        "localhost.evil.example:8501",
        "::1:8501",
        "0.0.0.0:8501",
        "dashboard.example.org:8501",
        "dashboard.example.org.evil.example",
        "sub.dashboard.example.org",
        "localhost:8501, evil.example",
    ],
)
def test_any_other_name_is_misdirected(host: str) -> None:
    assert answered(("host", host)) == "http.response.start 421"
    assert answered(("host", host), ("origin", f"http://{host}"), kind="websocket") == "websocket.close"


@pytest.mark.parametrize(
    "origin",
    [
        "",
        "null",
        "http://evil.example",
        "http://127.0.0.1",
        "http://127.0.0.1:9999",
        "http://localhost:8501",
        "http://127.0.0.1:8501/",
        "http://127.0.0.1:8501.evil.example",
        "http://user@127.0.0.1:8501",
        "file://127.0.0.1:8501",
        "HTTP://127.0.0.1:8501",
        "http://127.0.0.1:8501 http://evil.example",
    ],
)
def test_any_other_origin_is_refused(origin: str) -> None:
    own = ("host", "127.0.0.1:8501")
    assert answered(own, ("origin", origin)) == "http.response.start 403"
    assert answered(own, ("origin", origin), kind="websocket") == "websocket.close"


def test_two_hosts_or_origins_are_none() -> None:
    own, origin = ("host", "127.0.0.1:8501"), ("origin", "http://127.0.0.1:8501")
    assert answered(own, own) == "http.response.start 421"
    assert answered() == "http.response.start 421"
    assert answered(own, origin, ("origin", "http://evil.example")) == "http.response.start 403"


def test_at_the_usual_port_a_browser_names_none() -> None:
    assert answered(("host", "localhost"), port=80) == "let in"
    assert answered(("host", "localhost:80"), port=80) == "let in"
    assert answered(("host", "localhost:8501"), port=80) == "http.response.start 421"


def test_further_hosts_are_named_with_commas() -> None:
    found = named_hosts({"PLUMBLINE_HOSTS": " Dashboard.example.org, localhost:9000,[fd00::7]:443 "})
    assert found == ("dashboard.example.org", "localhost:9000", "[fd00::7]:443")
    assert hostnames(found) == ["dashboard.example.org", "localhost", "fd00::7"]
    assert named_hosts({}) == ()


@pytest.mark.parametrize(
    "text",
    [
        "https://x.example",
        "*",
        "*.example.org",
        "x.example/path",
        "a@b",
        "x:0",
        "x:65536",
        "x:",
        "x:y",
        "x" * 3000,
        "ä",
    ],
)
def test_what_is_no_host_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadValue, match=r"^PLUMBLINE_HOSTS .*The server was not started\.$"):
        named_hosts({"PLUMBLINE_HOSTS": text})
