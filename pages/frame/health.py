"""Whether the server works: it asks the store. For monitoring; knows no page."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from db.queries.settings import revision
from db.store.engine import Store
from metrics.errors import StoreTrouble
from pages.frame.bugs import LOG

UNAVAILABLE = "The store cannot be asked just now. The server's log says why."


def health_route(store: Store) -> Route:
    """`/healthz`: 200 with the store's revision, or 503 with a sentence when it cannot be asked or is damaged.

    Where the store lies and what is wrong with it is for the log alone: anyone on this computer may ask here.
    """

    # Not async: Starlette then runs it in a thread, so that a slow store does not block other readers.
    def healthz(_request: Request) -> JSONResponse:
        try:
            store.check()
            with store.reading() as session:
                return JSONResponse({"status": "ok", "revision": revision(session)})
        except StoreTrouble as trouble:
            LOG.error("Health: %s", trouble)
            return JSONResponse({"status": "unavailable", "message": UNAVAILABLE}, status_code=503)

    return Route("/healthz", healthz, methods=["GET"])
