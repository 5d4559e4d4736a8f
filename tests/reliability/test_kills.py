"""A program killed while it changes a store costs nothing; the counted moments are really met."""

from __future__ import annotations

import pytest

from tests.reliability.kills import outcomes


@pytest.mark.slow
def test_a_program_killed_while_it_changes_a_store_costs_nothing(database: str) -> None:
    found = outcomes(database, short=True)
    assert [outcome for outcome in found if not outcome.held] == []
    assert [outcome for outcome in found if not outcome.injected] == []
    assert {"import", "undo", "standard", "publish"} == {outcome.harm.split()[0] for outcome in found}
