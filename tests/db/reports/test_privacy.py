"""How few answers are shown is the organisation's to settle, in one place for every question asked of the store."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.changes.settings import hide_below
from db.reports.breakdowns import By, breakdowns
from db.reports.score_distribution import score_distribution
from db.reports.scorecards import reports
from db.reports.unit_comparison import compare_units, find_priority_units
from db.store.engine import Store
from metrics.catalogue import metric
from metrics.units.comparison import Funnel
from metrics.vocabulary import ChangeWord, Verdict
from tests.db.looks import OCTOBER, card, imported, in_month, net, scope, standard, taken_apart


def seven_in_leeds(store: Store) -> None:
    for month in (OCTOBER, OCTOBER.previous, OCTOBER.plus(-12)):
        rows = in_month(month, net(5, 1, 7), unit="North/Leeds", channel="phone")
        rows += in_month(month, net(30, 10, 60), unit="North/York", channel="web")
        rows += in_month(month, net(30, 10, 60), unit="North/Hull", channel="web")
        imported(store, *rows, name=str(month))
    standard(store, "nps", 0)


def test_seven_answers_are_shown_where_five_are_enough(store: Store) -> None:
    seven_in_leeds(store)
    assert card(store, "nps", scope("North/Leeds")).value.estimate is not None
    with store.reading() as session:
        assert score_distribution(session, scope("North/Leeds"), metric("nps")) is not None


@pytest.mark.slow
def test_seven_answers_are_hidden_everywhere_where_ten_are_asked_for(store: Store) -> None:
    seven_in_leeds(store)
    hide_below(store, 10, 30, by="Ann")
    own = card(store, "nps", scope("North/Leeds"))
    assert (own.value.estimate, own.value.n, own.verdict) == (None, 7, Verdict.TOO_FEW_ANSWERS)
    assert own.month_on_month.word is own.year_on_year.word is ChangeWord.TOO_FEW_ANSWERS
    assert {point.value.estimate for point in own.series} == {None}
    for by in By:
        named = {each["name"]: each["value"] for each in taken_apart(store, "nps", by, scope("North"))["compared"]}
        assert named.get("North/Leeds", named.get("phone")) is None
        # Of the two others the smaller goes too, for what is left of the total would tell.
        assert sum(value is None for value in named.values()) == 2
    with store.reading() as session:
        assert score_distribution(session, scope("North/Leeds"), metric("nps")) is None
        beside = compare_units(session, scope("North"), metric("nps"))
        assert {each.name: each.funnel for each in beside.compared}["North/Leeds"] is Funnel.INSIDE  # 14 in two months
        parts = reports(session, scope(), ["North/Leeds", "North/York", "North/Hull"], ["nps"])
    assert [parts[unit].scorecards[0].value.estimate is None for unit in parts] == [True, False, True]


def test_side_by_side_months_with_too_few_answers_count_together(store: Store) -> None:
    seven_in_leeds(store)
    imported(store, *in_month(OCTOBER.plus(-2), net(10, 0, 12), unit="North/Leeds"), name="august")
    hide_below(store, 10, 30, by="Ann")
    with store.reading() as session:
        beside = compare_units(session, scope("North"), metric("nps"))
    assert {each.name: each.n for each in beside.compared}["North/Leeds"] == 12 + 7 + 7


@pytest.mark.slow
def test_how_many_answers_are_few_is_settled_too(store: Store) -> None:
    rows = []
    for branch, now in (("Leeds", 0), ("York", 40), ("Hull", 40), ("Ripon", 40)):
        for back in range(15):
            scores = net(40, 2, 60) if back > 2 else net(now, 42 - now, 60)
            rows += in_month(OCTOBER.plus(-back), scores, unit=f"North/{branch}")
    imported(store, *rows)

    def ranked_and_looked_at() -> tuple[set[bool], int]:
        with store.reading() as session:
            beside = compare_units(session, scope("North"), metric("nps"))
            return {each.ranked for each in beside.compared}, len(find_priority_units(session, scope()).places)

    assert ranked_and_looked_at()[0] == {True}
    assert ranked_and_looked_at()[1] > 0
    hide_below(store, 5, 200, by="Ann")
    assert ranked_and_looked_at() == ({False}, 0)


def test_a_reader_cannot_ask_for_more_than_is_settled(store: Store) -> None:
    seven_in_leeds(store)
    hide_below(store, 10, 30, by="Ann")
    asked = replace(scope("North/Leeds"), smallest_n=1)
    with store.reading() as session:
        (own,) = reports(session, asked, ["North/Leeds"], ["nps"])["North/Leeds"].scorecards
        found = breakdowns(session, replace(asked, unit="North"), [metric("nps")], By.UNITS)["nps"]
    assert own.value.estimate is None
    assert {each.name: each.value for each in found.compared}["North/Leeds"] is None
