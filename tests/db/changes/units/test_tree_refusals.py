"""What cannot be done to the tree of units: each is refused in a sentence and changes nothing."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from db.changes.units.tree import add_unit, merge_units, move_unit, name_unit, part_again
from db.store.engine import Store
from metrics.errors import BadValue, NotFound
from tests.db.looks import all_rows, assert_adds_up
from tests.db.reports.test_unit_matrix import two_regions
from tests.filled_stores import Filled

REFUSED: dict[str, tuple[Callable[[Store], object], str]] = {
    "below itself": (lambda s: move_unit(s, "North", "North/York", "N", by="Ann"), "cannot be moved below itself"),
    "into itself": (lambda s: move_unit(s, "North", "North", "N", by="Ann"), "cannot be moved below itself"),
    "a taken name": (lambda s: move_unit(s, "North/York", "North", "leeds", by="Ann"), "North/Leeds already"),
    "no name": (lambda s: move_unit(s, "North/York", "North", " ", by="Ann"), "from 1 to 200 characters"),
    "a slash": (lambda s: add_unit(s, "North", "a/b", by="Ann"), "no “/”"),
    "a long name": (lambda s: add_unit(s, "North", "x" * 201, by="Ann"), "from 1 to 200 characters"),
    "the whole": (lambda s: move_unit(s, "", "North", "All", by="Ann"), "whole organisation"),
    "itself": (lambda s: merge_units(s, "North", "North", by="Ann"), "cannot be merged"),
    "its own branch": (lambda s: merge_units(s, "North", "North/York", by="Ann"), "lies below North"),
    "not merged": (lambda s: part_again(s, "North", by="Ann"), "not merged"),
    "a known name": (lambda s: name_unit(s, "North/Leeds", "South", by="Ann"), "already a name of North/Leeds"),
    "a former name": (lambda s: add_unit(s, "", "Old", by="Ann"), "Files know West as “Old” too"),
    "merged already": (lambda s: move_unit(s, "East", "South", "East", by="Ann"), "was merged into West"),
    "two of one name": (lambda s: merge_units(s, "Other", "North", by="Ann"), "North/Leeds already"),
}


def changed_regions(store: Store) -> None:
    """Both regions, and units beside them of which one was moved and one merged."""
    two_regions(store)
    for path in ("East", "Old", "Other"):
        add_unit(store, "", path, by="Ann")
    add_unit(store, "Other", "Leeds", by="Ann")
    move_unit(store, "Old", "", "West", by="Ann")
    merge_units(store, "East", "West", by="Ann")


@pytest.mark.slow
@pytest.mark.parametrize("refused", REFUSED)
def test_what_cannot_be_done_is_refused_in_a_sentence_and_changes_nothing(
    store: Store, filled: Filled, refused: str
) -> None:
    filled(store, changed_regions)
    before = all_rows(store)
    change, sentence = REFUSED[refused]
    with pytest.raises(BadValue, match=sentence) as wrong:
        change(store)
    assert str(wrong.value).endswith("Nothing was changed.")
    assert all_rows(store) == before
    assert_adds_up(store)


def test_a_unit_nobody_knows_cannot_be_moved(store: Store) -> None:
    with pytest.raises(NotFound, match="no unit called “Nowhere”"):
        move_unit(store, "Nowhere", "", "N", by="Ann")
