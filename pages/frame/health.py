"""Whether the server works: it asks the store. For monitoring; knows no page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.queries.settings import revision
from db.store.engine import Store
from metrics.errors import StoreTrouble


def health_route(store: Store) -> Route:
    """`/healthz`: 200 with the store's revision, or 503 with a sentence when the store cannot be asked."""

    # Not async: Starlette then runs it in a thread, so that a slow store does not block other readers.
    def healthz(_request: Request) -> JSONResponse:
        try:
            with store.reading() as session:
                return JSONResponse({"status": "ok", "revision": revision(session)})
        except StoreTrouble as trouble:
            return JSONResponse({"status": "unavailable", "message": str(trouble)}, status_code=503)

    return Route("/healthz", healthz, methods=["GET"])
