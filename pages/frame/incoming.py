"""The way in for files too large for Streamlit's uploader: taken in pieces, kept on disk until saved or given up.

A file is known by a token that only the browser that sent it has. Knows no format and no store.
"""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import IO
from urllib.parse import urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from streamlit.web.server.starlette.starlette_app_utils import validate_xsrf_token
from streamlit.web.server.starlette.starlette_server_config import XSRF_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import is_host_allowed

from db.store.places import open_privately, own_folder, store_folder

ADDRESS = "incoming"
FOLDER_NAME = "uploads-in-progress"
WRITTEN_AT_ONCE = 1 << 20  # bytes gathered before they go to disk
FORGOTTEN_AFTER = 12 * 3600  # seconds after which an unsaved file is deleted
_TOKEN = re.compile(r"[0-9a-f]{32}")

Room = Callable[[Path], int]


class TooLarge(Exception):
    """More was sent than there is room for."""


def room(folder: Path) -> int:
    """How many bytes a file may have: a third of what is free, since the store must hold its answers as well."""
    return shutil.disk_usage(folder).free // 3


def incoming_folder() -> Path:
    """Where files on their way in are kept: beside the store, on the disk that must hold their answers as well."""
    return store_folder() / FOLDER_NAME


def received_file(token: str, folder: Path | None = None) -> Path | None:
    """The file that was received under `token`, or None where there is none."""
    file = (folder or incoming_folder()) / token
    return file if _TOKEN.fullmatch(token) and file.is_file() else None


def forget(token: str, folder: Path | None = None) -> None:
    """Delete what was received under `token`, if anything was."""
    if _TOKEN.fullmatch(token):
        ((folder or incoming_folder()) / token).unlink(missing_ok=True)


def forget_old(folder: Path | None = None) -> None:
    """Delete abandoned files: those not used for half a day."""
    for file in (folder or incoming_folder()).glob("*"):
        try:
            if time.time() - file.stat().st_mtime > FORGOTTEN_AFTER:
                file.unlink()
        except FileNotFoundError:
            continue  # another server of the same store was quicker


def incoming_route(room: Room = room) -> Route:
    """`POST /incoming`: takes a file as the body of the request and answers with its token, or says why not."""

    async def incoming(request: Request) -> JSONResponse:
        if not (_is_from_here(request) and _has_token(request)):
            return _refused(403, "This request did not come from Plumbline's own page. Load the page again.")
        folder = incoming_folder()
        try:
            own_folder(folder)
        except OSError as wrong:
            return _not_kept(wrong)
        forget_old(folder)
        most = room(folder)
        if int(request.headers.get("content-length") or 0) > most:
            return _no_room(most)
        token = secrets.token_hex(16)
        try:
            size = await _kept(request, folder / f"{token}.part", most)
        except TooLarge:
            return _no_room(most)
        except ClientDisconnect:
            return _refused(400, "The connection broke. Nothing was kept.")
        except OSError as wrong:
            return _not_kept(wrong)
        (folder / f"{token}.part").rename(folder / token)
        return JSONResponse({"token": token, "size": size})

    return Route(f"/{ADDRESS}", incoming, methods=["POST"])


async def _kept(request: Request, file: Path, most: int) -> int:
    """Write the body of the request into `file`, piece by piece; its size. Nothing is left where that fails."""
    size = 0
    gathered = bytearray()
    try:
        with open(file, "xb", opener=open_privately) as opened:
            async for piece in request.stream():
                size = _within(most, size + len(piece))
                gathered += piece
                if len(gathered) >= WRITTEN_AT_ONCE:
                    await _write(opened, gathered)
            await _write(opened, gathered)
    except BaseException:  # also where the server is stopped in the middle
        file.unlink(missing_ok=True)
        raise
    return size


def _within(most: int, size: int) -> int:
    if size > most:
        raise TooLarge
    return size


async def _write(opened: IO[bytes], gathered: bytearray) -> None:
    """Write in a thread, so that a slow disk does not block other readers."""
    await run_in_threadpool(opened.write, bytes(gathered))
    gathered.clear()


def _is_from_here(request: Request) -> bool:
    """Whether a page of this very address sent the request, and the address is one that this server has."""
    origin, host = urlsplit(request.headers.get("origin", "")), request.headers.get("host")
    return bool(origin.netloc) and origin.netloc == host and is_host_allowed(host)


def _has_token(request: Request) -> bool:
    """Whether the request repeats the token of its cookie, which no page from elsewhere can read."""
    return validate_xsrf_token(request.headers.get("x-xsrftoken"), request.cookies.get(XSRF_COOKIE_NAME))


def _no_room(most: int) -> JSONResponse:
    return _refused(
        413,
        f"The disk has room for a file of {most / 1e6:,.0f} MB at most, so this one was not taken. "
        "Free some space on the server, or split the file.",
    )


def _not_kept(wrong: OSError) -> JSONResponse:
    return _refused(507, f"The file cannot be kept on the server ({wrong.strerror}). Nothing was kept of it.")


def _refused(status: int, message: str) -> JSONResponse:
    return JSONResponse({"message": message}, status_code=status)
