"""Trouble around a store is called by its name and costs nothing."""

from __future__ import annotations

import pytest

from tests.reliability.faults import outcomes


@pytest.mark.slow
def test_trouble_around_a_store_is_named_and_costs_nothing(database: str) -> None:
    found = outcomes(database, short=True)
    assert [outcome for outcome in found if not outcome.held] == []
    assert [outcome for outcome in found if not outcome.injected] == []
