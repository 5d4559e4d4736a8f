"""The way in for big files, as a request meets it: only from our own page, only while there is room, never half."""

from __future__ import annotations

import json
import os
import socket
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.web.server.starlette.starlette_app_utils import generate_xsrf_token_string

from pages.frame import incoming
from tests.browser.server import Server, product_copy, running_server
from tests.conftest import LONGEST

pytestmark = pytest.mark.slow

OWN = generate_xsrf_token_string()


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the product; the store of its server lies beside it, not within."""
    return product_copy(tmp_path_factory.mktemp("incoming") / "product")


@pytest.fixture(scope="module")
def server(root: Path) -> Iterator[Server]:
    """A server of that copy."""
    with running_server(f"sqlite:///{root.parent / 'plumbline.db'}", root.parent, root) as started:
        yield started


def folder(root: Path) -> Path:
    return root.parent / incoming.FOLDER_NAME


def sent(server: Server, body: bytes, **changed: str | None) -> tuple[int, dict[str, str]]:
    """What the server answers to `body` from its own page, but for the headers that are `changed`."""
    headers = {"Origin": server.url, "X-Xsrftoken": OWN, "Cookie": f"_streamlit_xsrf={OWN}"}
    headers |= {name.replace("_", "-"): value for name, value in changed.items() if value is not None}
    for name in [name for name, value in changed.items() if value is None]:
        del headers[name.replace("_", "-")]
    request = urllib.request.Request(f"{server.url}/{incoming.ADDRESS}", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as refused:
        with refused:
            said = refused.read().decode()
            return refused.code, json.loads(said) if said.startswith("{") else {"message": said}


def test_a_file_from_our_own_page_arrives_whole_under_a_token(server: Server, root: Path) -> None:
    body = os.urandom(3_000_001)
    status, answer = sent(server, body)
    assert (status, int(answer["size"])) == (200, len(body))
    file = incoming.received_file(answer["token"], folder(root))
    assert file is not None
    assert file.read_bytes() == body
    assert not (root / "var").exists()  # it lies beside the store, not beside the code
    assert (file.parent.stat().st_mode & 0o777, file.stat().st_mode & 0o777) == (0o700, 0o600)
    incoming.forget(answer["token"], folder(root))
    assert incoming.received_file(answer["token"], folder(root)) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"Origin": None},
        {"Origin": "https://elsewhere.example"},
        {"X_Xsrftoken": None},
        {"X_Xsrftoken": generate_xsrf_token_string()},
        {"Cookie": None},
        {"Host": "elsewhere.example", "Origin": "http://elsewhere.example"},
    ],
    ids=["no origin", "another origin", "no token", "another token", "no cookie", "another host"],
)
def test_a_request_from_anywhere_else_is_refused(server: Server, root: Path, changed: dict[str, str | None]) -> None:
    before = sorted(folder(root).glob("*"))
    status, answer = sent(server, b"x" * 100, **changed)
    assert status == (421 if "Host" in changed else 403)
    assert "Plumbline" in answer["message"]
    assert sorted(folder(root).glob("*")) == before


def test_a_file_for_which_the_disk_has_no_room_is_refused_before_it_is_sent(server: Server) -> None:
    with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))) as line:
        head = f"POST /{incoming.ADDRESS} HTTP/1.1\r\nHost: {server.url[7:]}\r\nOrigin: {server.url}\r\n"
        head += f"X-Xsrftoken: {OWN}\r\nCookie: _streamlit_xsrf={OWN}\r\nContent-Length: {10**17}\r\n\r\n"
        line.sendall(head.encode())
        said = line.recv(65_536).decode()
    assert said.startswith("HTTP/1.1 413")
    if "\r\n\r\n{" in said:
        assert "Free some space on the server, or split the file." in said


def test_nothing_is_left_of_a_file_whose_connection_breaks(server: Server, root: Path) -> None:
    before = sorted(folder(root).glob("*"))
    with socket.create_connection(("127.0.0.1", int(server.url.rsplit(":", 1)[1]))) as line:
        head = f"POST /{incoming.ADDRESS} HTTP/1.1\r\nHost: {server.url[7:]}\r\nOrigin: {server.url}\r\n"
        head += f"X-Xsrftoken: {OWN}\r\nCookie: _streamlit_xsrf={OWN}\r\nContent-Length: 5000000\r\n\r\n"
        line.sendall(head.encode() + b"x" * 2_000_000)
    deadline = time.monotonic() + LONGEST
    while sorted(folder(root).glob("*")) != before and time.monotonic() < deadline:
        time.sleep(0.05)
    assert sorted(folder(root).glob("*")) == before


@pytest.mark.parametrize("token", ["", "..", "../secret", "x" * 32, "0" * 31, "0" * 33, "0" * 31 + "/"])
def test_only_a_token_names_a_file(tmp_path: Path, token: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "secret").write_text("not for anybody")
    (tmp_path / "in" / ("0" * 31)).write_text("no token")
    assert incoming.received_file(token, tmp_path / "in") is None
    incoming.forget(token, tmp_path / "in")
    assert (tmp_path / "secret").exists()


def test_files_that_were_given_up_are_forgotten_and_others_stay(tmp_path: Path) -> None:
    old, new = tmp_path / ("a" * 32), tmp_path / ("b" * 32)
    for file in (old, new):
        file.write_text("answers")
    long_ago = time.time() - incoming.FORGOTTEN_AFTER - 60
    os.utime(old, (long_ago, long_ago))
    incoming.forget_old(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [new.name]
    incoming.forget_old(tmp_path / "never made")
