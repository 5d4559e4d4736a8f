"""A byte turned over in the store's file is never silent, and never a mistake of the product's own."""

from tests.reliability.flips import outcomes


def test_a_byte_turned_over_is_seen_or_changes_nothing() -> None:
    (found,) = outcomes("sqlite", short=True)
    assert found.injected > 0
    assert found.held, found
