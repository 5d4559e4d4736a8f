"""Dated limits: what counts as in time is counted by the limit of the answer's own month, whatever came first."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.changes import set_limit, undo_upload
from db.formats.rows.blocks import Answer
from db.store.engine import Store
from db.time_limits import TimeLimits
from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue, NotFound
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Span, TimeLimit
from tests.db.looks import OCTOBER, assert_adds_up, card, document, everything, figure, imported, scope
from tests.db.readings import HOLD, answer

_lines = itertools.count(2)
SEPTEMBER = OCTOBER.previous


def held(month: Month, *seconds: float, day: int = 15, **where: Any) -> list[Answer]:
    """Calls of a month that were answered after so many seconds."""
    rows = [answer(next(_lines), day=month.day(day), **where) for _ in seconds]
    return [row._replace(scores=((HOLD, float(each)),)) for row, each in zip(rows, seconds, strict=True)]


def test_a_limit_counts_from_its_month_on_and_leaves_earlier_months_theirs(store: Store) -> None:
    imported(store, *held(SEPTEMBER, 10, 70, 80, 100, 200), *held(OCTOBER, 10, 70, 80, 100, 200))
    set_limit(store, "hold_time", 90, OCTOBER, by="Ann")
    assert figure(store, "hold_time", scope(month=SEPTEMBER)) == (20, 5)
    assert figure(store, "hold_time") == (60, 5)
    assert_adds_up(store)


def test_what_comes_in_later_is_counted_by_the_limit_of_its_month(store: Store) -> None:
    set_limit(store, "hold_time", 90, OCTOBER, by="Ann")
    imported(store, *held(SEPTEMBER, 10, 70, 80, 100, 200), *held(OCTOBER, 10, 70, 80, 100, 200), name="late.csv")
    assert figure(store, "hold_time", scope(month=SEPTEMBER)) == (20, 5)
    assert figure(store, "hold_time") == (60, 5)
    assert_adds_up(store)


def test_several_months_add_up_what_each_counted_by_its_own_limit(store: Store) -> None:
    imported(store, *held(SEPTEMBER, 10, 70, 80, 100, 200), *held(OCTOBER, 10, 70, 80, 100, 200))
    set_limit(store, "hold_time", 90, OCTOBER, by="Ann")
    assert figure(store, "hold_time", scope(period=PeriodKind.ROLLING3)) == (40, 10)


def test_a_running_quarter_counts_each_day_by_the_limit_of_its_month(store: Store) -> None:
    november = OCTOBER.plus(1)
    imported(store, *held(OCTOBER, 10, 70, 80, 100, 200), *held(november, 10, 70, 80, 100, 200, day=3))
    set_limit(store, "hold_time", 90, november, by="Ann")
    running = scope(month=november, period=PeriodKind.QUARTER, to_day=dt.date(2026, 11, 12))
    assert figure(store, "hold_time", running) == (40, 10)


def test_the_name_and_definition_say_the_limit_of_the_month_that_is_looked_at(store: Store) -> None:
    imported(store, *held(SEPTEMBER, *[10] * 5), *held(OCTOBER, *[10] * 5))
    set_limit(store, "hold_time", 90, OCTOBER, by="Ann")
    set_limit(store, "complaint_resolution", 1, OCTOBER, by="Ann")
    assert document(store, "hold_time")["name"] == "Answered within 90 seconds"
    assert document(store, "hold_time", scope(month=SEPTEMBER))["name"] == "Answered within 60 seconds"
    assert card(store, "hold_time").metric.definition == "Share of contacts answered within 90 seconds."
    assert card(store, "complaint_resolution").metric.name == "Complaints resolved in 1 day"


def test_of_two_limits_for_one_month_the_later_one_counts(store: Store) -> None:
    imported(store, *held(OCTOBER, 10, 70, 80, 100, 200))
    set_limit(store, "hold_time", 90, OCTOBER, by="Ann")
    set_limit(store, "hold_time", 150, OCTOBER, by="Ann")
    assert figure(store, "hold_time") == (80, 5)
    set_limit(store, "hold_time", 60, OCTOBER, by="Ann")
    assert figure(store, "hold_time") == (20, 5)
    assert_adds_up(store)


def test_a_limit_that_is_met_to_the_hundredth_is_in_time(store: Store) -> None:
    imported(store, *held(OCTOBER, 0.3, 0.3, 0.3, 0.31, 0.31))
    set_limit(store, "hold_time", 0.3, OCTOBER, by="Ann")
    assert figure(store, "hold_time") == (60, 5)


@pytest.mark.parametrize("value", [0, -5, float("nan"), float("inf")])
def test_a_limit_is_a_time(store: Store, value: float) -> None:
    with pytest.raises(BadValue, match=r"number of seconds above 0.*Nothing was changed"):
        set_limit(store, "hold_time", value, OCTOBER, by="Ann")


def test_only_metrics_that_count_time_have_a_limit(store: Store) -> None:
    with pytest.raises(BadValue, match="hold_time, complaint_resolution"):
        set_limit(store, "nps", 60, OCTOBER, by="Ann")
    with pytest.raises(NotFound):
        set_limit(store, "hold", 60, OCTOBER, by="Ann")


def test_days_are_cut_where_a_limit_changed_and_only_there() -> None:
    limits = TimeLimits({"hold_time": (TimeLimit("hold_time", 60, SEPTEMBER), TimeLimit("hold_time", 90, OCTOBER))})
    whole = Span(dt.date(2026, 8, 3), dt.date(2026, 11, 12))
    assert limits.steady(whole) == [
        Span(dt.date(2026, 8, 3), dt.date(2026, 9, 30)),
        Span(dt.date(2026, 10, 1), dt.date(2026, 11, 12)),
    ]
    october = Span(dt.date(2026, 10, 1), dt.date(2026, 10, 31))
    assert limits.steady(october) == [october]


def test_every_text_of_a_limited_metric_follows_its_limit() -> None:
    for metric, said in (("hold_time", "75 seconds"), ("complaint_resolution", "75 days")):
        limited = CATALOGUE[metric].limited_to(75)
        assert all(said in text for text in (limited.name, limited.definition, limited.numerator))
    assert CATALOGUE["nps"].limited_to(75) == CATALOGUE["nps"]


MONTHS = (SEPTEMBER.previous, SEPTEMBER, OCTOBER)
uploads = st.tuples(
    st.just("upload"),
    st.lists(st.tuples(st.sampled_from(MONTHS), st.sampled_from([30, 60, 75, 120])), min_size=1, max_size=6),
    st.booleans(),
)
limits_set = st.tuples(st.just("limit"), st.sampled_from([45, 60, 90]), st.sampled_from(MONTHS))


@pytest.mark.slow
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(steps=st.lists(uploads | limits_set, min_size=2, max_size=6), order=st.randoms(use_true_random=False))
def test_the_order_of_imports_undos_and_limits_never_matters(
    new_store: Callable[[], Store], steps: list[Any], order: Any
) -> None:
    # The last of several limits for one month counts, so only one for each month can stand in any order.
    named = {(kind, what if kind == "limit" else id(what)): None for kind, what, _ in steps}
    limits = {since: value for kind, value, since in steps if kind == "limit"}
    plan: list[tuple[str, Any, Any]] = [("limit", value, since) for since, value in limits.items()]
    plan += [(f"upload{at}", what, undone) for at, (kind, what, undone) in enumerate(steps) if kind == "upload"]
    assert named
    told = []
    for shuffled in (False, True):
        if shuffled:
            order.shuffle(plan)
        store = new_store()
        for name, what, more in plan:
            if name == "limit":
                set_limit(store, "hold_time", what, more, by="Ann")
                continue
            rows = [one for month, seconds in what for one in held(month, seconds, unit="North/Leeds")]
            upload = imported(store, *rows, name=name).upload
            if more:
                assert upload is not None
                undo_upload(store, upload, by="Ann")
        assert_adds_up(store)
        told.append(everything(store))
    assert told[0] == told[1]
