"""Charts that begin anew: for exactly one unit and metric, with a reason, and taken back without a trace in figures."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from db.changes import set_rebase, withdraw_rebase
from db.queries.chart_resets import chart_resets_at
from db.store.engine import Store
from db.tables import AuditRow
from metrics.errors import BadValue, NotFound
from metrics.periods import Month
from metrics.vocabulary import ChartReset
from tests.db.looks import OCTOBER, assert_adds_up, card, document, everything, imported, in_month, scope

MARCH = Month(2026, 3)


def two_services(store: Store) -> None:
    """Twenty months in which the score jumps in March 2026, at Leeds."""
    rows = []
    for back in range(20):
        month = OCTOBER.plus(-back)
        high = 8 if month >= MARCH else 2
        scores = [10] * (high + back % 2) + [0] * (10 - high - back % 2)
        rows += in_month(month, scores, unit="North/Leeds")
    imported(store, *rows)


def test_the_usual_range_begins_anew_in_the_month_a_person_named(store: Store) -> None:
    two_services(store)
    before = card(store, "nps")
    set_rebase(store, "nps", "", MARCH, "New booking system", by="Ann")
    found = card(store, "nps")
    assert found.rebases == (ChartReset(MARCH, "New booking system"),)
    assert [(own.first, own.end) for own in found.chart.segments] == [(0, 12), (12, 20)]
    assert found.chart.limits is not None
    assert found.chart.limits.trial
    assert before.chart.limits is not None
    assert found.chart.limits.lower > before.chart.limits.lower
    assert document(store, "nps")["rebases"] == [{"month": "2026-03", "reason": "New booking system"}]
    assert_adds_up(store)


def test_only_the_chart_of_that_unit_and_metric_changes_and_no_comparison(store: Store) -> None:
    two_services(store)
    before, leeds = card(store, "nps"), card(store, "nps", scope("North/Leeds"))
    set_rebase(store, "nps", "", MARCH, "New booking system", by="Ann")
    assert card(store, "nps", scope("North/Leeds")) == leeds
    after = card(store, "nps")
    assert (after.month_on_month, after.year_on_year, after.value) == (
        before.month_on_month,
        before.year_on_year,
        before.value,
    )


def test_a_rebase_taken_back_leaves_every_figure_as_it_was(store: Store) -> None:
    two_services(store)
    before = everything(store)
    kept = set_rebase(store, "nps", "", MARCH, "New booking system", by="Ann")
    assert everything(store) != before
    withdraw_rebase(store, kept, by="Ann")
    assert everything(store) == before
    with store.reading() as session:
        assert chart_resets_at(session, "", "nps") == []
        last = session.scalars(select(AuditRow).order_by(AuditRow.id.desc())).first()
        assert last is not None
        assert (last.did, last.by, last.about["month"]) == ("withdraw rebase", "Ann", "2026-03")
    with pytest.raises(NotFound, match="Nothing was changed"):
        withdraw_rebase(store, kept, by="Ann")


def test_a_rebase_in_a_month_without_a_chart_does_no_harm(store: Store) -> None:
    two_services(store)
    before = card(store, "nps").chart
    set_rebase(store, "nps", "", OCTOBER.plus(3), "To come", by="Ann")
    set_rebase(store, "nps", "", Month(2020, 1), "Long ago", by="Ann")
    assert card(store, "nps").chart == before
    assert card(store, "nps").rebases == ()


def test_a_rebase_needs_a_reason_and_stands_once_in_a_month(store: Store) -> None:
    two_services(store)
    with pytest.raises(BadValue, match="what has been different"):
        set_rebase(store, "nps", "", MARCH, "  ", by="Ann")
    set_rebase(store, "nps", "", MARCH, "New booking system", by="Ann")
    with pytest.raises(BadValue, match="already"):
        set_rebase(store, "nps", "", MARCH, "Another", by="Ann")
    with pytest.raises(NotFound):
        set_rebase(store, "nps", "South", MARCH, "New booking system", by="Ann")
    with store.reading() as session:
        (only,) = chart_resets_at(session, "", "nps")
    assert (only.rebase.reason, only.set_by) == ("New booking system", "Ann")
