"""The headers that tell a browser to run nothing but our own code. Streamlit sends none; knows no page."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

# What a browser could let a page do, and ours never does.
NEVER_USED = ("camera", "geolocation", "microphone", "payment", "usb", "serial", "bluetooth", "display-capture")
INLINE_SCRIPT = re.compile(r"<script>(.*?)</script>", re.DOTALL)


def content_security_policy(index_html: str) -> str:
    """What a page may load and run: our own files, and the inline scripts of Streamlit's index page by their hashes.

    Styles may be inline, since Streamlit writes them as it draws; pictures and fonts may be data.
    """
    hashes = "".join(f" '{_hash(script)}'" for script in INLINE_SCRIPT.findall(index_html))
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self'{hashes}",
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


def security_headers(index_html: Path) -> dict[str, str]:
    """Every header that goes with every answer of the server."""
    return {
        "content-security-policy": content_security_policy(index_html.read_text(encoding="utf-8")),
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
        "referrer-policy": "same-origin",
        "cross-origin-opener-policy": "same-origin",
        "cross-origin-resource-policy": "same-origin",
        "permissions-policy": ", ".join(f"{one}=()" for one in NEVER_USED),
    }


class SecurityHeaders:
    """Middleware that adds `headers` to every answer, in place of any of the same name."""

    def __init__(self, app: ASGIApp, headers: dict[str, str]) -> None:
        self.app = app
        self.headers = headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and put the headers on what comes back; websockets go through as they are."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(self.headers)
            await send(message)

        await self.app(scope, receive, send_with_headers)


def _hash(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
