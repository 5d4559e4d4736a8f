"""Many answers counted as arrays give the very tallies that they give one by one."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from db.names import Units
from db.time_limits import TimeLimits
from db.totals.counted_cells import CountedCells
from db.totals.tallies import TallyDelta, cells_upwards
from metrics.vocabulary import Audience, Item, Scale

WHOLE, NORTH, SOUTH, LEEDS, YORK = 1, 2, 3, 4, 5
NPS = Item("nps", Scale(0, 10), Audience.CUSTOMERS)
MONTHS = st.dates(dt.date(1990, 1, 1), dt.date(2026, 12, 1)).map(lambda day: day.replace(day=1))
KEYS = st.tuples(
    st.sampled_from([WHOLE, NORTH, SOUTH, LEEDS, YORK]),
    st.integers(1, 3),
    MONTHS,
    st.integers(0, 2),
    st.integers(0, 100).map(float),
)
COUNTED = st.lists(st.tuples(KEYS, st.integers(-2, 3)), min_size=1, max_size=40)


def units() -> Units:
    """A whole with two parts, one with a unit below it, into which another was merged."""
    parents = {WHOLE: None, NORTH: WHOLE, SOUTH: WHOLE, LEEDS: NORTH}
    return Units(cast("Session", None), parents=parents, merged={YORK: LEEDS})


def one_by_one(cells: list[tuple[Any, int]]) -> TallyDelta:
    delta = TallyDelta(TimeLimits({}))
    for key, n in cells:
        delta.score(key, NPS, n)
    return delta


@given(COUNTED, COUNTED)
def test_arrays_and_single_answers_come_to_the_same_rows(many: list[Any], few: list[Any]) -> None:
    delta = one_by_one(few)
    delta.many = CountedCells()
    for part in (many[:20], many[20:]):
        assert not part or delta.many.add(list(zip(*[key for key, _ in part], strict=True)), [n for _, n in part])
    (expected, *_), (found, *_) = (cells_upwards(one, units()) for one in (one_by_one(few + many), delta))
    assert list(found) == list(expected)


@pytest.mark.parametrize("score", [-1.0, 5_000.0])
def test_what_is_too_large_for_the_arrays_is_counted_one_by_one(score: float) -> None:
    key = (LEEDS, 1, dt.date(2026, 10, 1), 0)
    delta = one_by_one([((*key, score), 2)])
    delta.many = CountedCells()
    assert not delta.many.add([[part] for part in (*key, score)])
    assert delta.many.add([[part] for part in (*key, 7)])
    (found, *_), (expected, *_) = (
        cells_upwards(one, units()) for one in (delta, one_by_one([((*key, score), 2), ((*key, 7.0), 1)]))
    )
    assert list(found) == list(expected)
    assert len(list(found)) == 6


def test_an_upload_of_thousands_of_answers_is_counted_by_arrays() -> None:
    delta = TallyDelta(TimeLimits({}))
    columns: list[list[Any]] = [
        [LEEDS] * 6_000,
        [1] * 6_000,
        [dt.date(2026, 10, 1)] * 6_000,
        [0] * 6_000,
        [9.0, 10.0] * 3_000,
    ]
    delta.columns(columns, {1: NPS})
    assert not delta.tallies
    rows, *_ = cells_upwards(delta, units())
    assert list(rows) == [(unit, 1, "2026-10-01", 0, score, 3_000) for unit in (1, 2, 4) for score in (9, 10)]


def test_items_and_months_that_came_to_nothing_are_touched_all_the_same() -> None:
    cells = CountedCells()
    october, november = dt.date(2026, 10, 1), dt.date(2026, 11, 1)
    assert cells.add([[1, 1, 2], [7, 7, 8], [october, october, november], [3, 3, 0], [10, 10, 9]], [1, -1, 4])
    assert cells.touched() == {(7, "2026-10-01"), (8, "2026-11-01")}
    assert CountedCells().touched() == set()
