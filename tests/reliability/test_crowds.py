"""Programs that use one store at once lose nothing and read no half state."""

from __future__ import annotations

import pytest

from tests.reliability.crowds import outcomes


@pytest.mark.slow
def test_a_crowd_in_one_store_loses_nothing(database: str) -> None:
    (crowd,) = outcomes(database, short=True)
    assert crowd.held, crowd
    assert crowd.injected >= 2 * 4 + 4
