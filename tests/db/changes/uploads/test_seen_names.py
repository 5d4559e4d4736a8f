"""Response ids that came before are known again, however few bits are left for them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.changes.uploads.seen_names import SeenNames

BLOCKS = st.lists(st.sets(st.text(max_size=3), max_size=20), max_size=8)


@given(BLOCKS, st.integers(0, 30), st.integers(3, 12))
def test_no_id_that_came_before_is_taken_for_a_new_one(blocks: list[set[str]], most_kept: int, bits: int) -> None:
    seen, before = SeenNames(most_kept, bits), set[str]()
    for names in blocks:
        found = seen.add(names)
        assert names & before <= found <= names
        before |= names


@pytest.mark.parametrize("most_kept", [10, 1_000_000])
def test_nearly_all_new_ids_are_taken_for_new_ones(most_kept: int) -> None:
    seen = SeenNames(most_kept)
    assert seen.add({f"a{n}" for n in range(1_000)}) == set()
    assert len(seen.add({f"b{n}" for n in range(1_000)})) < 20
    assert len(seen.add({f"a{n}" for n in range(1_000)})) == 1_000
    seen.clear()
    assert seen.add({"a1"}) == set()
