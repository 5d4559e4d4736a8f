"""What a report promises of values, changes, verdicts and standards, from facts to the fields that are printed."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db.reports.scorecards import report
from db.store.engine import Store
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Audience, Item, Scale
from tests.db.looks import (
    OCTOBER,
    asked,
    assert_adds_up,
    document,
    everything,
    figure,
    imported,
    in_month,
    net,
    scope,
    standard,
)
from tests.db.readings import operation, visit

CES = Item("ces", Scale(1, 7), Audience.CUSTOMERS)


# --- values, intervals, changes --------------------------------------------------------------------------------------


def test_the_golden_nps_comes_out_of_the_store(store: Store) -> None:
    imported(store, *in_month(OCTOBER.previous, net(52, 12, 87)), *in_month(OCTOBER, net(53, 16, 94)))
    found = document(store, "nps")
    assert found["value"] == pytest.approx(39.36, abs=0.005)
    middle, half = (found["low"] + found["high"]) / 2, (found["high"] - found["low"]) / 2
    assert middle == pytest.approx(38.14, abs=0.005)
    assert half / 1.959963984540054 == pytest.approx(7.74, abs=0.005)
    change = found["month_on_month"]
    assert change["from"] == pytest.approx(45.98, abs=0.005)
    assert change["difference"] == pytest.approx(-6.62, abs=0.005)
    assert (change["low"] + change["high"]) / 2 == pytest.approx(-6.30, abs=0.005)
    assert change["p"] == pytest.approx(0.563, abs=0.0005)
    assert (change["n"], change["word"], change["compared"]) == (87, "no_real_change", ["2026-09-01", "2026-09-30"])


def test_intervals_are_cut_to_the_scale_and_differences_to_its_width(store: Store) -> None:
    imported(store, *asked(CES, [7, 7, 7, 7, 6]), *asked(CES, [1, 1, 1, 1, 7], OCTOBER.previous))
    imported(store, *in_month(OCTOBER, [10] * 5), *in_month(OCTOBER.previous, [0] * 5), name="nps.csv")
    ease, nps = document(store, "ces"), document(store, "nps")
    assert 6.8 < ease["high"] <= 7
    assert document(store, "ces", scope(month=OCTOBER.previous))["low"] >= 1
    assert ease["month_on_month"]["high"] == 6
    assert nps["high"] == 100
    assert nps["value"] == 100
    assert nps["month_on_month"]["difference"] == 200
    assert nps["month_on_month"]["high"] <= 200


def test_a_mean_of_equal_answers_has_no_margin_and_is_too_close_to_call(store: Store) -> None:
    standard(store, "ces", 5.5, OCTOBER.previous)
    imported(store, *asked(CES, [6] * 8), *asked(CES, [5] * 8, OCTOBER.previous))
    found = document(store, "ces")
    assert (found["value"], found["low"], found["high"], found["n"]) == (6, None, None, 8)
    assert found["verdict"] == "too_close_to_call"
    change = found["month_on_month"]
    assert (change["difference"], change["low"], change["high"], change["p"]) == (1, None, None, None)
    assert change["word"] == "no_margin"


def test_one_visit_has_no_margin_and_is_shown_all_the_same(store: Store) -> None:
    standard(store, "shopper_score", 90)
    imported(store, visit(2, "v1", [10, 5], day=dt.date(2026, 10, 5)))
    found = document(store, "shopper_score")
    assert (found["value"], found["low"], found["high"], found["n"]) == (75, None, None, 1)
    assert found["verdict"] == "too_close_to_call"
    assert document(store, "critical_failures")["value"] == 100


def test_scales_pool_only_once_each_is_boxed(store: Store) -> None:
    ten = Item("csat", Scale(1, 10), Audience.CUSTOMERS)
    five = Item("csat", Scale(1, 5), Audience.CUSTOMERS)
    imported(store, *asked(five, [5, 4, 3]), *asked(ten, [10, 9, 5]))
    assert figure(store, "csat") == (pytest.approx(100 * 4 / 6), 6)
    assert_adds_up(store)


@pytest.mark.slow
def test_an_empty_period_is_missing_before_it_is_too_few(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 3), *in_month(OCTOBER.a_year_earlier, [10] * 4))
    found = document(store, "nps")
    assert (found["month_on_month"]["word"], found["month_on_month"]["n"]) == ("missing", 0)
    assert found["year_on_year"]["word"] == "too_few_answers"
    for change in (found["month_on_month"], found["year_on_year"]):
        assert {change[name] for name in ("value", "from", "difference", "low", "high", "p")} == {None}


def test_each_metric_is_asked_of_its_own_audience_unless_said(store: Store) -> None:
    staff = Item("enps", Scale(0, 10), Audience.STAFF)
    staff_csat = Item("csat", Scale(1, 5), Audience.STAFF)
    imported(store, *asked(staff, [10] * 5), *asked(staff_csat, [5] * 6), *in_month(OCTOBER, [0] * 7))
    assert [card["metric"] for card in everything(store)["scorecards"]] == ["nps", "enps"]
    found = everything(store, scope(audience=Audience.STAFF))["scorecards"]
    assert [(card["metric"], card["n"]) for card in found] == [("csat", 6), ("enps", 5)]


# --- verdicts and standards ------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_verdicts_come_in_their_order(store: Store) -> None:
    def verdict(metric: str, unit: str) -> Any:
        return document(store, metric, scope(unit))["verdict"]

    # The three answers hide with the fewest of their siblings.
    imported(store, *in_month(OCTOBER, [5] * 10, unit="Next"))
    imported(store, *in_month(OCTOBER, [10] * 3, unit="Few"), *in_month(OCTOBER.previous, [10] * 9, unit="Gone"))
    imported(store, *in_month(OCTOBER, [10] * 40, unit="High"), *in_month(OCTOBER, [0] * 40, unit="Low"), name="b.csv")
    imported(store, *in_month(OCTOBER, net(20, 10, 30), unit="Near"), name="c.csv")
    assert [verdict("nps", unit) for unit in ("Gone", "Few", "High")] == ["no_data", "too_few_answers", "no_standard"]
    standard(store, "nps", 40)
    found = [verdict("nps", unit) for unit in ("Gone", "Few", "Next", "High", "Low", "Near")]
    assert found == ["no_data", "too_few_answers", "too_few_answers", "met", "missed", "too_close_to_call"]


@pytest.mark.parametrize(("top", "word"), [(35, "met"), (36, "missed"), (34, "met")])
def test_where_lower_is_better_a_value_equal_to_its_standard_meets_it(store: Store, top: int, word: str) -> None:
    standard(store, "transfers", 0.35)
    imported(store, operation(2, "transfers", top, 100))
    assert document(store, "transfers")["verdict"] == word


def test_a_unit_takes_its_own_standard_else_its_nearest_ancestor_s_under_a_channel_too(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 9, unit="North  East/Leeds/Counter", channel="phone"))
    imported(store, *in_month(OCTOBER, [10] * 9, unit="South"), name="south.csv")
    standard(store, "nps", 40, Month(2026, 1))
    standard(store, "nps", 50, Month(2026, 3), unit="north east")
    standard(store, "nps", 60, Month(2026, 9), unit="North East/Leeds")
    standard(store, "nps", 70, Month(2026, 11), unit="North East/Leeds/Counter")

    def in_force(unit: str, channel: str | None = None, month: Month = OCTOBER) -> tuple[Any, Any]:
        found = document(store, "nps", scope(unit, month, channel=channel))
        return found["standard"], found["standard_since"]

    assert in_force("") == in_force("South") == (40, "2026-01")
    assert in_force("North East") == in_force(" NORTH   EAST ") == (50, "2026-03")
    assert in_force("north  east/leeds/counter") == in_force("North East/Leeds/Counter", "Phone") == (60, "2026-09")
    assert in_force("North East/Leeds/Counter", month=Month(2026, 11)) == (70, "2026-11")


def test_past_months_keep_their_standard_and_the_last_twelve_are_counted(store: Store) -> None:
    months = [OCTOBER.plus(-step) for step in range(14)]
    imported(store, *(row for month in months for row in in_month(month, net(60, 0, 100))))
    standard(store, "nps", 20, Month(2020, 1))
    standard(store, "nps", 90, Month(2026, 8))
    assert document(store, "nps")["months_met"] == {"met": 9, "of": 12}
    assert document(store, "nps", scope(month=Month(2026, 7)))["standard"] == 20


def test_of_two_standards_for_one_month_the_later_counts(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 9))
    standard(store, "nps", 20)
    standard(store, "nps", 30)
    assert document(store, "nps")["standard"] == 30


# --- odd stores ------------------------------------------------------------------------------------------------------


def test_one_answer_alone_gives_a_report_without_a_figure(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [7]))
    found = document(store, "nps")
    assert (found["value"], found["n"], found["verdict"]) == (None, 1, "too_few_answers")
    assert (found["limits"], found["benchmark"], found["seasonal"], found["assurance"]) == (None, None, None, None)
    assert found["months_met"] == {"met": 0, "of": 0}


def test_one_month_alone_gives_a_value_without_a_comparison(store: Store) -> None:
    imported(store, *in_month(OCTOBER, net(5, 2, 9)))
    found = document(store, "nps")
    assert found["month_on_month"]["word"] == found["year_on_year"]["word"] == "missing"
    assert (found["limits"], found["variation"]) == (None, "common_cause")


def test_an_empty_store_gives_a_report_without_scorecards(store: Store) -> None:
    assert everything(store)["scorecards"] == []
    assert document(store, "nps")["verdict"] == "no_data"


@pytest.mark.parametrize(
    ("at", "metrics"), [(scope("Nowhere"), None), (scope(channel="fax"), None), (scope(), ["nsp"])]
)
def test_what_nobody_knows_is_said_so(store: Store, at: Any, metrics: list[str] | None) -> None:
    with store.reading() as session, pytest.raises(NotFound):
        report(session, at, metrics)


def test_a_metric_asked_for_twice_is_given_once(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 9))
    with store.reading() as session:
        assert len(report(session, scope(), ["nps", "NPS"]).scorecards) == 1
