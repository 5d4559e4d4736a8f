"""Where the server may be reached. Until there is a sign-in, only from the machine it runs on."""

from __future__ import annotations

import ipaddress

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from metrics.errors import BadValue


def is_loopback(address: str) -> bool:
    """Whether `address` (a name or IP address) can be reached from this machine only."""
    if address == "localhost":
        return True
    try:
        found = ipaddress.ip_address(address.strip("[]"))
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


def refuse_other_than_loopback(address: str | None) -> None:
    """Raise BadValue unless the server listens on this machine only; None means every address."""
    if address is None or not is_loopback(address):
        raise BadValue(
            f"Plumbline has no sign-in yet, so it listens on 127.0.0.1 only, not on {address or 'every address'}. "
            "Remove the setting server.address (in STREAMLIT_SERVER_ADDRESS, --server.address or "
            ".streamlit/config.toml). The server was not started.",
            not_done=None,
        )


class LoopbackOnly:
    """Middleware for when another program than Streamlit opened the door: what came in by it is refused."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what arrived at an address of this machine alone."""
        if scope["type"] == "lifespan" or is_loopback((scope.get("server") or ("", None))[0]):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
        else:
            answer = PlainTextResponse("Plumbline has no sign-in yet and answers on 127.0.0.1 only.", status_code=403)
            await answer(scope, receive, send)
