"""A scope taken apart by units and channels, and what must not be told by subtraction."""

from __future__ import annotations

import datetime as dt
import itertools
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.formats.rows.blocks import Answer
from db.reports.breakdowns import REST, By
from db.store.engine import Store
from metrics.periods import PeriodKind
from metrics.statistics.mix_effect import OTHERS
from metrics.vocabulary import SMALLEST_N
from tests.conftest import NewStore
from tests.db.looks import document, imported, scope, taken_apart
from tests.db.readings import answer, operation, visit

_ids = itertools.count(1)


def answers(n: int, score: int, unit: str = "", channel: str = "", month: int = 10, day: int = 5) -> list[Answer]:
    """N customers who all gave one score."""
    on = dt.date(2026, month, day)
    return [answer(next(_ids), score, unit=unit, channel=channel, day=on) for _ in range(n)]


def compared(found: dict[str, Any]) -> dict[str, tuple[Any, Any, str]]:
    return {part["name"]: (part["value"], part["n"], part["funnel"]) for part in found["compared"]}


def test_the_parts_of_a_change_add_up_to_the_change_of_the_total(store: Store) -> None:
    imported(store, *answers(30, 10, "North", month=9), *answers(10, 0, "South", month=9))
    imported(store, *answers(20, 10, "North"), *answers(15, 0, "South"), *answers(5, 8), name="october.csv")
    mix = taken_apart(store, "nps", By.UNITS)["mix"]
    change = document(store, "nps")["month_on_month"]["difference"]
    assert mix["difference"] == pytest.approx(change, abs=1e-9)
    assert mix["mix"] + mix["within"] == pytest.approx(change, abs=1e-9)
    assert sum(part["mix"] + part["within"] for part in mix["parts"]) == pytest.approx(change, abs=1e-9)
    assert [part["name"] for part in mix["parts"]] == ["North", REST, "South"]
    assert mix["within"] == pytest.approx(0, abs=1e-9)


def test_channels_are_parts_too(store: Store) -> None:
    imported(store, *answers(10, 10, channel="phone"), *answers(20, 0, channel="online"))
    found = compared(taken_apart(store, "nps", By.CHANNELS))
    assert {name: part[:2] for name, part in found.items()} == {"phone": (100, 10), "online": (-100, 20)}


def test_of_one_channel_only_that_channel_is_a_part(store: Store) -> None:
    imported(store, *answers(10, 10, channel="phone"), *answers(20, 0, channel="online"))
    assert set(compared(taken_apart(store, "nps", By.CHANNELS, scope(channel="Phone")))) == {"phone"}


def test_units_of_one_channel_are_compared_by_that_channel_alone(store: Store) -> None:
    imported(store, *answers(10, 10, "North", "phone"), *answers(20, 0, "North", "online"), *answers(9, 0, "South"))
    found = compared(taken_apart(store, "nps", By.UNITS, scope(channel="phone")))
    assert {name: part[:2] for name, part in found.items()} == {"North": (100, 10)}


def test_only_the_units_directly_below_are_parts(store: Store) -> None:
    imported(store, *answers(10, 10, "North/Leeds"), *answers(20, 0, "North/York"), *answers(9, 0, "South"))
    assert set(compared(taken_apart(store, "nps", By.UNITS))) == {"North", "South"}
    assert set(compared(taken_apart(store, "nps", By.UNITS, scope("North")))) == {"North/Leeds", "North/York"}
    assert compared(taken_apart(store, "nps", By.UNITS, scope("North/Leeds"))) == {}


def test_the_comparison_follows_the_period(store: Store) -> None:
    imported(store, *answers(10, 0, "North", month=8), *answers(10, 10, "North"), *answers(20, 10, "South", month=9))
    found = compared(taken_apart(store, "nps", By.UNITS, scope(period=PeriodKind.ROLLING3)))
    assert {name: part[:2] for name, part in found.items()} == {"North": (0, 20), "South": (100, 20)}


def test_a_running_month_is_taken_apart_by_its_days(store: Store) -> None:
    imported(store, *answers(6, 10, "North"), *answers(9, 0, "North", day=20), *answers(8, 0, "South"))
    imported(store, *answers(7, 0, "North", month=9), *answers(5, 10, "South", month=9, day=6), name="september.csv")
    until = scope(to_day=dt.date(2026, 10, 5))
    found = taken_apart(store, "nps", By.UNITS, until)
    assert {name: part[:2] for name, part in compared(found).items()} == {"North": (100, 6), "South": (-100, 8)}
    assert found["mix"]["difference"] == pytest.approx(document(store, "nps", until)["month_on_month"]["difference"])


def test_a_unit_s_own_operations_are_not_split_over_children_they_do_not_come_from(store: Store) -> None:
    for month in ("2026-09", "2026-10"):
        rows = [
            operation(2, "retention", 30, 140, unit="North", month=month),
            operation(3, "retention", 90, 100, unit="North/Leeds", month=month),
        ]
        imported(store, *rows, name=f"{month}.csv")
    found = taken_apart(store, "retention", By.UNITS, scope("North"))
    assert found["mix"] is None
    assert compared(found) == {"North/Leeds": (90, 100, "inside")}


def test_visits_are_never_hidden(store: Store) -> None:
    imported(store, visit(2, "v1", [10, 0], unit="North"), visit(4, "v2", [10, 10], unit="South"))
    for metric, north in (("shopper_score", 50), ("critical_failures", 100)):
        assert compared(taken_apart(store, metric, By.UNITS))["North"][:2] == (north, 1)


# --- what must not be told -------------------------------------------------------------------------------------------


def test_while_the_hidden_together_are_too_few_the_smallest_shown_sibling_is_hidden_too(store: Store) -> None:
    imported(store, *answers(3, 0, "A"), *answers(8, 10, "B"), *answers(7, 10, "C"), *answers(20, 10, "D"))
    found = compared(taken_apart(store, "nps", By.UNITS))
    assert found["A"] == (None, 3, "too_few_answers")
    assert found["C"] == (None, 7, "too_few_answers")
    assert found["B"][0] == found["D"][0] == 100
    assert document(store, "nps")["n"] == 38


def test_two_hidden_siblings_with_enough_answers_together_hide_nobody_else(store: Store) -> None:
    imported(store, *answers(3, 0, "A"), *answers(2, 10, "B"), *answers(7, 10, "C"))
    assert compared(taken_apart(store, "nps", By.UNITS))["C"][:2] == (100, 7)


def test_a_sibling_is_hidden_even_where_the_parent_has_answers_of_its_own(store: Store) -> None:
    imported(store, *answers(3, 0, "A"), *answers(7, 10, "B"), *answers(9, 10, "C"), *answers(30, 10))
    found = compared(taken_apart(store, "nps", By.UNITS))
    assert (found["A"][0], found["B"][0], found["C"][0]) == (None, None, 100)


def test_a_few_answers_under_no_unit_are_not_told_by_the_units_that_have_one(store: Store) -> None:
    imported(store, *answers(3, 0), *answers(7, 10, "B"), *answers(9, 10, "C"))
    found = compared(taken_apart(store, "nps", By.UNITS))
    assert (found["B"][0], found["C"][0]) == (None, 100)


def test_a_total_that_is_hidden_is_not_told_by_its_change(store: Store) -> None:
    imported(store, *answers(20, 10, "North", month=9), *answers(3, 0, "North"))
    assert document(store, "nps")["month_on_month"]["difference"] is None
    assert taken_apart(store, "nps", By.UNITS)["mix"] is None


def test_a_single_hidden_unit_is_no_part_of_the_split(store: Store) -> None:
    imported(store, *answers(9, 10, "A", month=9), *answers(9, 10, month=9))
    imported(store, *answers(3, 0, "A"), *answers(9, 10), name="october.csv")
    assert [part["name"] for part in taken_apart(store, "nps", By.UNITS)["mix"]["parts"]] == [OTHERS]


sizes = st.dictionaries(st.sampled_from(["", "A", "B", "C", "D"]), st.integers(0, 9), min_size=1)


@pytest.mark.slow
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(now=sizes, before=sizes)
def test_no_difference_of_shown_figures_stands_for_fewer_than_the_smallest_n(
    new_store: NewStore, now: dict[str, int], before: dict[str, int]
) -> None:
    store = new_store()
    rows = [row for unit, n in now.items() for row in answers(n, 9, unit)]
    rows += [row for unit, n in before.items() for row in answers(n, 3, unit, month=9)]
    if not rows:
        return
    imported(store, *rows)
    total = document(store, "nps")
    found = taken_apart(store, "nps", By.UNITS)
    shown = {name: n for name, (value, n, _) in compared(found).items() if value is not None}
    assert all(n >= SMALLEST_N for n in shown.values())
    left = total["n"] - sum(shown.values())
    assert total["value"] is None or left == 0 or left >= SMALLEST_N or not shown
    if found["mix"] is not None:
        apart = {part["name"] for part in found["mix"]["parts"]} - {OTHERS}
        for sides in (now, before):
            by_name = {unit or REST: n for unit, n in sides.items() if n}
            assert all(by_name.get(name, SMALLEST_N) >= SMALLEST_N for name in apart)
            others = sum(n for name, n in by_name.items() if name not in apart)
            assert others == 0 or others >= SMALLEST_N
