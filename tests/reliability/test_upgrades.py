"""The short form of upgrades that meet and of those that are broken off."""

from __future__ import annotations

import pytest

from tests.reliability.upgrades import outcomes


@pytest.mark.slow
def test_nothing_is_lost_by_upgrades_that_meet_or_are_broken_off() -> None:
    found = outcomes("sqlite", short=True)
    assert all(outcome.injected for outcome in found)
    assert [outcome for outcome in found if not outcome.held] == []
