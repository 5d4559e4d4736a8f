"""Addresses deeper than one step. No page lies there; where Streamlit would answer with an empty one we say so."""

from __future__ import annotations

from starlette.responses import HTMLResponse
from starlette.types import ASGIApp, Receive, Scope, Send

# The first steps under which Streamlit serves its own files and connections.
STREAMLITS_OWN = ("_stcore", "app", "auth", "component", "media", "static")

NOT_FOUND = (
    '<!doctype html><html lang="en"><meta name="viewport" content="width=device-width">'
    '<title>Page not found – Plumbline</title><p>Page not found. <a href="{start}">Go to the overview</a></p></html>'
)


class DeepPaths:
    """Middleware that answers “page not found” where no page can be. `base` is the path under which Plumbline lies."""

    def __init__(self, app: ASGIApp, base: str = "") -> None:
        self.app = app
        self.base = f"/{base.strip('/')}/" if base.strip("/") else "/"

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass on what can be a page or belongs to Streamlit; answer the rest."""
        if scope["type"] == "http" and self._is_too_deep(scope["path"]):
            answer = HTMLResponse(NOT_FOUND.format(start=self.base), status_code=404)
            await answer(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_too_deep(self, path: str) -> bool:
        first, _, rest = path.removeprefix(self.base).strip("/").partition("/")
        return bool(rest) and first not in STREAMLITS_OWN
