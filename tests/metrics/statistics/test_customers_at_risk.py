"""What poor experiences may cost: customers and money at stake, with the range of the answers they stand on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.statistics.customers_at_risk import Assumption, at_stake
from metrics.statistics.intervals import wilson


def test_a_worked_example_by_hand() -> None:
    """16 of 100 unhappy, 10,000 customers, a quarter of the unhappy leave: 400 customers, at £50 a year £20,000."""
    found = at_stake(16, 100, 10_000, Assumption(25, 50))
    low, high = wilson(16, 100)
    assert found.share.estimate == 16
    assert found.leaving.estimate == pytest.approx(400)
    assert (found.leaving.low, found.leaving.high) == pytest.approx((2_500 * low, 2_500 * high))
    assert found.money is not None
    assert found.money.estimate == pytest.approx(20_000)
    assert (found.money.low, found.money.high) == pytest.approx((125_000 * low, 125_000 * high))
    assert found.leaving.n == found.money.n == 100


def test_nobody_unhappy_still_leaves_the_doubt_of_few_answers() -> None:
    found = at_stake(0, 20, 1_000, Assumption(50))
    assert (found.leaving.estimate, found.leaving.low) == (0, 0)
    assert found.leaving.high is not None
    assert found.leaving.high > 50
    assert found.money is None, "nobody said what a customer is worth"


@given(
    st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))),
    st.floats(1, 1e6),
    st.floats(0.1, 100),
    st.floats(0.01, 1e6),
)
def test_the_estimate_lies_in_its_range_and_no_more_leave_than_there_are(
    counts: tuple[int, int], customers: float, leaving: float, worth: float
) -> None:
    found = at_stake(*counts, customers, Assumption(leaving, worth))
    for own, most in ((found.leaving, customers), (found.money, customers * worth)):
        assert own is not None
        assert own.low is not None
        assert own.estimate is not None
        assert own.high is not None
        assert 0 <= own.low <= own.estimate * (1 + 1e-9)
        assert own.estimate <= own.high * (1 + 1e-9) <= most * (1 + 1e-8)
