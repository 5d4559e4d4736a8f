"""A month whose answers stop early is compared with the same days and never judged as a whole month."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from db.changes import save_upload
from db.changes.settings import count_newest_only
from db.formats.rows.blocks import Answer
from db.reports.breakdowns import By
from db.reports.scorecards import reports
from db.store.engine import Store
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, ChangeWord, Item, Scale, Span
from tests.db.looks import OCTOBER, asked, card, document, imported, in_month, scope, standard, taken_apart
from tests.db.readings import operation, reading, visit

SEPTEMBER = OCTOBER.previous
CSAT = Item("csat", Scale(1, 5), Audience.CUSTOMERS)


def daily(month: Month, score: int, first: int = 1, last: int = 31, **where: Any) -> list[Answer]:
    """Six answers a day from `first` to `last` of a month."""
    days = [month.day(day) for day in range(first, min(last, month.last_day.day) + 1)]
    return [row._replace(day=day) for day in days for row in in_month(month, [score] * 6, **where)]


@pytest.fixture
def half_sent(store: Store) -> Store:
    """NPS 100 until 10 September and 0 after; October, sent up to the 10th, is 100 as well."""
    imported(store, *daily(SEPTEMBER, 10, last=10), *daily(SEPTEMBER, 8, first=11), *daily(OCTOBER, 10, last=10))
    return store


def test_a_month_that_reaches_the_10th_is_compared_with_the_same_days(half_sent: Store) -> None:
    found = document(half_sent, "nps")
    assert (found["whole"], found["reaches"], found["value"], found["n"]) == (False, "2026-10-10", 100, 60)
    change = found["month_on_month"]
    assert (change["compared"], change["from"], change["word"]) == (["2026-09-01", "2026-09-10"], 100, "no_real_change")
    whole = document(half_sent, "nps", scope(month=SEPTEMBER))
    assert (whole["whole"], whole["reaches"], whole["n"]) == (True, "2026-09-30", 180)


def test_the_rest_of_the_month_makes_it_whole(half_sent: Store) -> None:
    imported(half_sent, *daily(OCTOBER, 10, first=11), name="rest.csv")
    found = document(half_sent, "nps")
    assert (found["whole"], found["month_on_month"]["word"]) == (True, "rose")
    assert found["month_on_month"]["compared"] == ["2026-09-01", "2026-09-30"]


def test_a_quarter_ends_where_its_answers_do(half_sent: Store) -> None:
    found = document(half_sent, "nps", scope(period=PeriodKind.ROLLING3))
    assert (found["reaches"], found["n"]) == ("2026-10-10", 240)
    assert found["month_on_month"]["compared"] == ["2026-05-01", "2026-07-10"]


def test_a_quarter_of_answers_on_two_scales_ends_where_they_do(store: Store) -> None:
    ease = [Item("ces", Scale(1, high), Audience.CUSTOMERS) for high in (5, 9)]
    for month, items in ((SEPTEMBER.previous, ease), (SEPTEMBER, ease[:1]), (OCTOBER, ease[:1])):
        days = range(1, 11 if month == OCTOBER else 31)
        rows = [row._replace(day=month.day(day)) for item in items for day in days for row in asked(item, [4], month)]
        imported(store, *rows, name=f"{month}.csv")
    found = document(store, "ces", scope(period=PeriodKind.ROLLING3))
    assert (found["reaches"], found["n"]) == ("2026-10-10", 100)


def test_each_metric_has_a_reach_of_its_own(half_sent: Store) -> None:
    for month in (SEPTEMBER, OCTOBER):
        rows = [row._replace(day=month.day(day)) for day in range(1, 31) for row in asked(CSAT, [5] * 6, month)]
        imported(half_sent, *rows, name=f"csat {month}.csv")
    assert not document(half_sent, "nps")["whole"]
    assert document(half_sent, "csat")["whole"]


def test_units_are_judged_by_the_reach_of_the_whole_organisation(half_sent: Store) -> None:
    imported(half_sent, *daily(OCTOBER, 0, last=5, unit="North"), name="north.csv")
    imported(half_sent, *daily(SEPTEMBER, 0, unit="North"), name="north before.csv")
    with half_sent.reading() as session:
        found = reports(session, scope(), ["", "North"], ["nps"])
    assert [own.scorecards[0].spans.now.last for own in found.values()] == [OCTOBER.day(10)] * 2


def test_a_mix_is_split_over_the_days_that_are_compared(half_sent: Store) -> None:
    before = taken_apart(half_sent, "nps", By.CHANNELS, card(half_sent, "nps").scope)
    assert before["mix"]["difference"] == 0


def test_a_visits_metric_ends_with_its_visits_and_operations_never(store: Store) -> None:
    for month, last in ((SEPTEMBER, 30), (OCTOBER, 12)):
        imported(
            store,
            *(visit(10 * day, f"{month} {day}", [10, 8], day=month.day(day)) for day in range(1, last + 1)),
            name=f"visits {month}.csv",
        )
        imported(store, operation(2, "retention", 90, 100, month=str(month)), name=f"operations {month}.csv")
    assert document(store, "shopper_score")["reaches"] == "2026-10-12"
    assert document(store, "retention")["whole"]


def test_answers_that_name_only_their_month_are_of_the_whole_month(half_sent: Store) -> None:
    undated = [row._replace(day=None) for row in in_month(OCTOBER, [10] * 3)]
    save_upload(half_sent, reading(undated, "undated.csv", month=OCTOBER), by="Ann")
    assert document(half_sent, "nps")["whole"]


def test_a_verdict_is_kept_and_the_chart_waits_for_the_whole_month(half_sent: Store) -> None:
    standard(half_sent, "nps", 50)
    found = card(half_sent, "nps")
    assert (found.verdict.value, found.ends_early, found.scope.to_day) == ("met", True, dt.date(2026, 10, 10))
    assert found.chart.variations[-1] == found.chart.variations[-2]


def test_of_one_person_the_newest_answer_of_the_days_compared_counts(store: Store) -> None:
    count_newest_only(store, on=True, by="Ann")
    for month, last in ((SEPTEMBER, 30), (OCTOBER, 10)):
        often = [row._replace(respondent=f"p{at % 6}") for at, row in enumerate(daily(month, 10, last=last))]
        imported(store, *often, name=f"{month}.csv")
    found = document(store, "nps")
    assert (found["reaches"], found["n"]) == ("2026-10-10", 6)
    assert found["month_on_month"]["from"] == 100


def test_an_earlier_month_that_was_never_completed_is_not_compared_as_a_whole(store: Store) -> None:
    for month, last in ((SEPTEMBER.plus(-2), 31), (SEPTEMBER.previous, 31), (SEPTEMBER, 10), (OCTOBER, 31)):
        imported(store, *daily(month, 10 if month == OCTOBER else 0, last=last), name=f"{month}.csv")
    change = document(store, "nps")["month_on_month"]
    assert (change["word"], change["claimed"], change["from"]) == ("rose", False, -100)
    own = card(store, "nps").month_on_month
    assert (own.word, own.difference.estimate) == (ChangeWord.INCOMPLETE, None)
    assert own.compared == Span(SEPTEMBER.first_day, SEPTEMBER.first_day.replace(day=10))
    assert document(store, "nps", scope(month=SEPTEMBER))["month_on_month"]["word"] == "no_real_change"
    quarter = card(store, "nps", scope(month=Month(2026, 12), period=PeriodKind.ROLLING3))
    assert f"{quarter.month_on_month.compared.last}" == "2026-09-10"


def test_the_first_month_ever_is_compared_for_the_days_it_has(store: Store) -> None:
    imported(store, *daily(SEPTEMBER, 0, first=20), *daily(OCTOBER, 10))
    change = card(store, "nps").month_on_month
    assert (change.word, f"{change.compared.first}") == (ChangeWord.INCOMPLETE, "2026-09-20")
    assert document(store, "nps")["month_on_month"]["claimed"] is False
    assert document(store, "nps")["whole"]


def test_answers_that_name_only_their_month_fill_an_earlier_one(store: Store) -> None:
    imported(store, *daily(SEPTEMBER, 0, first=20), *daily(OCTOBER, 10))
    undated = [row._replace(day=None) for row in in_month(SEPTEMBER, [0] * 3)]
    save_upload(store, reading(undated, "undated.csv", month=SEPTEMBER), by="Ann")
    assert document(store, "nps")["month_on_month"]["word"] == "rose"
