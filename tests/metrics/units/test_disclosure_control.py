"""What is hidden stays hidden, also from those who can subtract."""

from __future__ import annotations

from itertools import combinations
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from metrics.periods import Month
from metrics.units.disclosure_control import closed_blocks, hidden_children, hidden_in_tree


def test_a_group_of_four_is_hidden_and_takes_the_next_smallest_with_it() -> None:
    assert hidden_children({"A": 4, "B": 30, "C": 9}, 5) == {"A", "C"}


def test_two_small_groups_that_make_five_together_hide_each_other() -> None:
    assert hidden_children({"A": 4, "B": 1, "C": 9}, 5) == {"A", "B"}


def test_no_group_is_hidden_where_all_have_answers_enough_or_none() -> None:
    assert hidden_children({"A": 5, "B": 0, "C": 9}, 5) == frozenset()


def test_a_group_without_answers_hides_nobody() -> None:
    assert hidden_children({"A": 0, "B": 3, "C": 9}, 5) == {"B", "C"}


def test_of_two_equally_small_groups_the_first_by_name_is_hidden() -> None:
    assert hidden_children({"B": 9, "C": 9, "A": 1}, 5) == {"A", "B"}


def test_answers_that_belong_to_no_child_are_not_told_by_subtraction() -> None:
    assert hidden_children({"A": 20, "B": 30}, 5, elsewhere=2) == {"A"}
    assert hidden_children({"A": 20, "B": 30}, 5, elsewhere=5) == frozenset()


def test_under_a_hidden_unit_enough_is_hidden_that_the_rest_does_not_add_up_to_it() -> None:
    assert hidden_children({"A": 20, "B": 30}, 5, total_is_hidden=True) == {"A"}
    counts = {"": 100, "North": 90, "South": 7, "South/A": 7, "East": 3, "East/B": 3, "East/C": 0, "North/D": 90}
    assert hidden_in_tree(counts, 5) == {"East", "East/B", "South", "South/A"}


def test_a_whole_organisation_with_four_answers_is_hidden_all_through() -> None:
    assert hidden_in_tree({"": 4, "North": 4, "North/Leeds": 4}, 5) == {"", "North", "North/Leeds"}


def test_a_unit_alone_in_its_region_is_shown_when_it_has_answers_enough() -> None:
    assert hidden_in_tree({"": 20, "North": 8, "North/Leeds": 8, "South": 12}, 5) == frozenset()


def test_the_answers_of_a_parent_itself_are_kept_from_subtraction() -> None:
    assert hidden_in_tree({"North": 43, "North/Leeds": 20, "North/York": 21}, 5) == {"North/Leeds"}


def test_a_level_that_is_not_counted_is_skipped() -> None:
    assert hidden_in_tree({"": 30, "North/Leeds": 4, "North/York": 26}, 5) == {"North/Leeds", "North/York"}


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 12), min_size=1), st.integers(1, 8))
def test_no_total_less_shown_children_leaves_a_few_answers(counts: dict[str, int], smallest_n: int) -> None:
    hidden = hidden_children(counts, smallest_n)
    total = sum(counts.values())
    if total < smallest_n:
        return
    shown = [count for name, count in counts.items() if name not in hidden]
    for size in range(len(shown) + 1):
        for taken in combinations(shown, size):
            left = total - sum(taken)
            assert left == 0 or left >= smallest_n
            assert size == 0 or sum(taken) == 0 or sum(taken) >= smallest_n


@given(st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 12), min_size=1), st.integers(1, 8), st.randoms())
def test_the_order_of_the_children_does_not_matter(counts: dict[str, int], smallest_n: int, chance: Random) -> None:
    turned = list(counts.items())
    chance.shuffle(turned)
    assert hidden_children(dict(turned), smallest_n) == hidden_children(counts, smallest_n)


paths = [f"{region}/{branch}" for region in "NSE" for branch in "abc"]


@given(st.dictionaries(st.sampled_from([*"NSE", *paths]), st.integers(0, 9), min_size=1), st.integers(1, 6))
def test_in_a_tree_no_shown_figures_leave_a_few_answers(own: dict[str, int], smallest_n: int) -> None:
    names = {"", *own, *(path.partition("/")[0] for path in own)}
    counts = {
        name: sum(n for path, n in own.items() if f"/{path}/".startswith(f"/{name}/" if name else "/"))
        for name in names
    }
    hidden = hidden_in_tree(counts, smallest_n)
    for parent in names - hidden:
        assert counts[parent] == 0 or counts[parent] >= smallest_n
        below = [name for name in names if name != parent and name.rpartition("/")[0] == parent]
        shown = [counts[name] for name in below if name not in hidden]
        assert not 0 < counts[parent] - sum(shown) < smallest_n
    for parent in hidden:
        below = [name for name in names if name != parent and name.rpartition("/")[0] == parent]
        unseen = sum(counts[name] for name in below if name in hidden)
        assert unseen >= min(smallest_n, sum(counts[name] for name in below))


JANUARY = Month(2026, 1)


def in_months(*hidden: dict[str, float]) -> dict[Month, dict[str, float]]:
    return {JANUARY.plus(at): found for at, found in enumerate(hidden) if found}


def test_small_months_are_added_up_once_each_sibling_has_enough() -> None:
    first, second, third = (JANUARY.plus(at) for at in range(3))
    assert closed_blocks(in_months({"A": 2}, {"A": 2}, {"A": 1}, {"A": 4}), 1) == {
        (month, "A"): (first, third) for month in (first, second, third)
    }
    found = closed_blocks(in_months({"A": 3, "B": 3}, {"A": 3}, {"B": 3}), 1)
    assert set(found) == {(first, "A"), (second, "A"), (first, "B"), (third, "B")}
    assert set(found.values()) == {(first, third)}
    assert closed_blocks(in_months({"A": 3, "B": 3}, {"A": 3}), 1) == {}


def test_blocks_begin_with_the_fiscal_year() -> None:
    assert closed_blocks(in_months({}, {}, {"A": 3}, {"A": 3}), 4) == {}
    assert len(closed_blocks(in_months({}, {}, {"A": 3}, {"A": 3}), 1)) == 2


def test_who_hides_another_counts_where_it_does_so_in_every_month() -> None:
    first, second = JANUARY, JANUARY.plus(1)
    assert closed_blocks(in_months({"A": 3, "Big": 20}, {"A": 3, "Big": 20}), 1)[first, "Big"] == (first, second)
    found = closed_blocks(in_months({"A": 3, "Big": 20}, {"A": 3, "Other": 20}), 1)
    assert set(found) == {(first, "A"), (second, "A")}
