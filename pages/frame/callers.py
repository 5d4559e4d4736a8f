"""Who may speak to the server: only a browser that reached it by a name it is known under, and only for its own pages.

It stands before Streamlit's looser check, which lets every page of this computer in and asks the internet about others.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from starlette.datastructures import Headers
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from metrics.errors import BadValue

VARIABLE = "PLUMBLINE_HOSTS"
OWN_NAMES = ("localhost", "127.0.0.1", "[::1]")
USUAL_PORT = 80
_MOST_CHARACTERS = 2_000
_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,252})|\[[0-9a-f:.]{2,45}\]")
_SAID = "The server was not started."


def named_hosts(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The further hosts that PLUMBLINE_HOSTS names, such as “dashboard.example.org” or “localhost:9000”.

    Raises BadValue for anything that is no host, such as an address with https:// or a star.
    """
    text = environment.get(VARIABLE, "")[: _MOST_CHARACTERS + 1]
    if len(text) > _MOST_CHARACTERS:
        raise BadValue(f"{VARIABLE} is longer than {_MOST_CHARACTERS:,} characters. {_SAID}", not_done=None)
    hosts = tuple(host.lower() for host in text.replace(",", " ").split())
    for host in hosts:
        if not _is_host(host):
            raise BadValue(
                f"{VARIABLE} holds “{host[:80]}”, which is not the name of a host. Write names as a browser sends "
                f"them, with commas between them: dashboard.example.org, localhost:9000. {_SAID}",
                not_done=None,
            )
    return hosts


def hostnames(hosts: Iterable[str]) -> list[str]:
    """The hosts without their ports and brackets, as Streamlit's own list writes them."""
    return [_split(host)[0].strip("[]") for host in hosts]


class KnownCallers:
    """Middleware that answers only requests whose Host is one of the server's and whose Origin, if any, is that host.

    The server's hosts are this computer's names with the port that it listens on, and the `further` ones, as they are.
    """

    def __init__(self, app: ASGIApp, further: Iterable[str] = ()) -> None:
        self.app = app
        self.further = frozenset(further)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what may speak to the server; answer the rest with a sentence, and an unwanted connection with no."""
        refused = None if scope["type"] == "lifespan" else self._refusal(scope)
        if refused is None:
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            await refused(scope, receive, send)

    def _refusal(self, scope: Scope) -> PlainTextResponse | None:
        """The answer to a request that is not let in; None for one that is."""
        headers = Headers(scope=scope)
        hosts, origins = headers.getlist("host"), headers.getlist("origin")
        if len(hosts) != 1 or not self._is_own(hosts[0], (scope.get("server") or ("", None))[1]):
            return PlainTextResponse(
                "Plumbline does not answer under this name. Open it at the address that it was started for, or let "
                f"the person who looks after it add the name to {VARIABLE}.",
                status_code=421,
            )
        if origins and origins not in ([f"http://{hosts[0]}"], [f"https://{hosts[0]}"]):
            return PlainTextResponse(
                "This request came from a page that is not Plumbline's own, so it was not answered.", status_code=403
            )
        return None

    def _is_own(self, host: str, port: int | None) -> bool:
        name, said = _split(host)
        if name.lower() in OWN_NAMES and said == (str(port) if port != USUAL_PORT or said else ""):
            return True
        return host.lower() in self.further


def _is_host(host: str) -> bool:
    name, port = _split(host)
    is_port = not port or (port.isdecimal() and port.isascii() and 0 < int(port[:6]) < 65_536)
    return _NAME.fullmatch(name) is not None and is_port and host == (f"{name}:{port}" if port else name)


def _split(host: str) -> tuple[str, str]:
    """A host as its name and its port, "" without one; the colons of an address in brackets are its own."""
    head, bracket, tail = host.rpartition("]")
    name, _, port = tail.partition(":")
    return head + bracket + name, port
