"""What is shown as the parts of a change adds up to the change as it is shown, and no part is off by two units."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as some

from metrics.answers.evidence import NetCounts
from metrics.catalogue import CATALOGUE
from metrics.statistics.mix_effect import mix_split
from pages.language.shown_sums import adding_up, rounded, shown_split

AMOUNTS = some.lists(some.floats(-80, 80), min_size=1, max_size=12)


@given(AMOUNTS, some.integers(0, 2))
def test_rounded_amounts_add_up_to_the_rounded_total(amounts: list[float], places: int) -> None:
    total = rounded(sum(amounts), places)
    shown = adding_up(amounts, total, places)
    assert rounded(sum(shown), places) == total
    assert all(abs(own - amount) < 10**-places * (1 + 1e-6) for own, amount in zip(shown, amounts, strict=True))


def test_units_that_are_missing_go_to_the_largest_remainders() -> None:
    assert adding_up([1.04, 1.04, 1.04], 3.1, 1) == [1.1, 1.0, 1.0]
    assert adding_up([0.26, 0.26, 0.48], 1.0, 1) == [0.3, 0.2, 0.5]
    assert adding_up([-0.26, 0.26], 0.0, 1) == [-0.3, 0.3]
    assert adding_up([], 0.0, 1) == []


SIZES = some.lists(
    some.tuples(some.integers(1, 90), some.integers(1, 90), some.integers(5, 90)), min_size=2, max_size=6
)


@given(SIZES)
def test_a_change_as_shown_is_the_sum_of_its_parts_as_shown(sizes: list[tuple[int, int, int]]) -> None:
    now = {f"unit {at}": NetCounts(min(a, n), 0, n) for at, (a, _, n) in enumerate(sizes)}
    before = {f"unit {at}": NetCounts(min(b, 2 * n), 0, 2 * n) for at, (_, b, n) in enumerate(sizes)}
    split = mix_split(now, before)
    assert split is not None
    totals = [
        100 * sum(each.promoters for each in own.values()) / sum(each.n for each in own.values())
        for own in (before, now)
    ]
    shown = shown_split(split, CATALOGUE["nps"], *totals)
    ends = [rounded(total, 1) for total in totals]
    assert rounded(ends[0] + shown.difference, 1) == ends[1]
    assert rounded(shown.within + shown.mix, 1) == shown.difference
    for half in ("within", "mix"):
        assert rounded(sum(getattr(part, half) for part in shown.parts), 1) == getattr(shown, half)
