"""Running months compared like for like, by the days of the answers themselves."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest

from db.changes import save_upload
from db.formats.rows.blocks import Answer
from db.store.engine import Store
from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import ChangeWord, Verdict
from tests.db.looks import assert_adds_up, card, document, figure, imported, scope, standard
from tests.db.readings import HOLD, answer, operation, reading, visit

_lines = itertools.count(2)


def on(day: dt.date, score: int, n: int = 5, unit: str = "", channel: str = "") -> list[Answer]:
    """N answers of one day."""
    return [answer(next(_lines), score, day=day, unit=unit, channel=channel) for _ in range(n)]


def test_a_running_month_is_held_against_the_same_days(store: Store) -> None:
    rows = [*on(dt.date(2026, 10, 12), 10), *on(dt.date(2026, 10, 13), 0)]
    rows += [*on(dt.date(2026, 9, 12), 0, 6), *on(dt.date(2026, 9, 13), 10, 9)]
    rows += [*on(dt.date(2025, 10, 1), 10, 7), *on(dt.date(2025, 10, 31), 0, 9)]
    imported(store, *rows)
    found = document(store, "nps", scope(to_day=dt.date(2026, 10, 12)))
    assert (found["value"], found["n"]) == (100, 5)
    assert (found["month_on_month"]["from"], found["month_on_month"]["n"]) == (-100, 6)
    assert found["month_on_month"]["compared"] == ["2026-09-01", "2026-09-12"]
    assert (found["year_on_year"]["from"], found["year_on_year"]["n"]) == (100, 7)
    assert found["year_on_year"]["compared"] == ["2025-10-01", "2025-10-12"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "before", "year_ago"),
    [
        (dt.date(2026, 3, 30), dt.date(2026, 2, 28), dt.date(2025, 3, 30)),
        (dt.date(2028, 3, 30), dt.date(2028, 2, 29), dt.date(2027, 3, 30)),
        (dt.date(2028, 2, 28), dt.date(2028, 1, 28), dt.date(2027, 2, 28)),
        (dt.date(2026, 3, 31), dt.date(2026, 2, 28), dt.date(2025, 3, 31)),
        (dt.date(2026, 2, 28), dt.date(2026, 1, 31), dt.date(2025, 2, 28)),
        (dt.date(2028, 2, 29), dt.date(2028, 1, 31), dt.date(2027, 2, 28)),
    ],
)
def test_short_months_end_where_they_end(store: Store, day: dt.date, before: dt.date, year_ago: dt.date) -> None:
    imported(store, *on(day, 10, 6), *on(before, 0, 7), *on(year_ago, 0, 8))
    found = document(store, "nps", scope(month=Month.of(day), to_day=day))
    assert (found["n"], found["month_on_month"]["n"], found["year_on_year"]["n"]) == (6, 7, 8)
    assert found["month_on_month"]["compared"][1] == before.isoformat()
    assert found["year_on_year"]["compared"][1] == year_ago.isoformat()


def test_answers_dated_only_by_their_month_join_whole_months_alone(store: Store) -> None:
    undated = [row._replace(day=None) for row in on(dt.date(2026, 10, 1), 0, 6)]
    save_upload(store, reading(undated, "undated.csv", month=Month(2026, 10)), by="Ann")
    imported(store, *on(dt.date(2026, 10, 5), 10))
    assert figure(store, "nps") == (pytest.approx(100 * (5 - 6) / 11), 11)
    assert figure(store, "nps", scope(to_day=dt.date(2026, 10, 30))) == (100, 5)
    assert figure(store, "nps", scope(to_day=dt.date(2026, 10, 31)))[1] == 11
    assert_adds_up(store)


def test_days_know_units_channels_scales_measures_and_visits(store: Store) -> None:
    day = dt.date(2026, 10, 5)
    imported(store, *on(day, 10, 5, "North/Leeds", "phone"), *on(day, 0, 6, "North", "online"), *on(day, 0, 7, "South"))
    waits = [answer(line, day=day, unit="North")._replace(scores=((HOLD, 30.0 * line),)) for line in range(1, 6)]
    imported(store, *waits, name="waits.csv")
    imported(
        store, visit(2, "v1", [10, 0], day=day, unit="North"), visit(4, "v2", [10, 10], day=day), name="visits.csv"
    )
    until = dt.date(2026, 10, 30)
    assert figure(store, "nps", scope("North", to_day=until)) == (pytest.approx(-100 / 11), 11)
    assert figure(store, "nps", scope("North", to_day=until, channel="Phone")) == (100, 5)
    assert figure(store, "nps", scope(to_day=until))[1] == 18
    assert figure(store, "hold_time", scope("North", to_day=until)) == (40, 5)
    assert figure(store, "shopper_score", scope("North", to_day=until)) == (50, 1)
    assert figure(store, "critical_failures", scope(to_day=until)) == (50, 2)
    assert figure(store, "nps", scope(to_day=dt.date(2026, 10, 4))) == (None, 0)


def test_operations_have_no_days_and_take_no_part(store: Store) -> None:
    imported(store, operation(2, "retention", 90, 100), operation(3, "retention", 80, 100, month="2026-09"))
    found = card(store, "retention", scope(to_day=dt.date(2026, 10, 12)))
    assert found.verdict is Verdict.NO_DATA
    assert found.month_on_month.word is ChangeWord.MISSING
    assert [point.month for point in found.series] == [Month(2026, 9), Month(2026, 10)]


def test_what_an_upload_superseded_counts_on_no_day(store: Store) -> None:
    day = dt.date(2026, 10, 5)
    imported(store, *(answer(line, 0, id_=f"R{line}", day=day) for line in range(6)))
    imported(
        store, *(answer(line, 10, id_=f"R{line}", day=day) for line in range(6)), name="b.csv", on_conflict="correct"
    )
    assert figure(store, "nps", scope(to_day=dt.date(2026, 10, 30))) == (100, 6)


@pytest.mark.parametrize(
    ("period", "first", "before"),
    [
        (PeriodKind.QUARTER, "2026-10-01", ["2026-07-01", "2026-08-12"]),
        (PeriodKind.ROLLING3, "2026-09-01", ["2026-06-01", "2026-08-12"]),
        (PeriodKind.ROLLING12, "2025-12-01", ["2024-12-01", "2025-11-12"]),
        (PeriodKind.YEAR_TO_DATE, "2026-01-01", ["2025-01-01", "2025-11-12"]),
    ],
)
def test_a_longer_period_ends_on_the_day_too(store: Store, period: PeriodKind, first: str, before: list[str]) -> None:
    ends = [dt.date.fromisoformat(day) for day in before]
    rows = [*on(dt.date.fromisoformat(first), 10), *on(dt.date(2026, 11, 12), 10), *on(dt.date(2026, 11, 13), 0, 9)]
    rows += [*on(ends[0], 0, 6), *on(ends[1], 0, 6), *on(ends[1] + dt.timedelta(days=1), 10, 9)]
    imported(store, *rows)
    found = document(store, "nps", scope(month=Month(2026, 11), period=period, to_day=dt.date(2026, 11, 12)))
    assert (found["value"], found["n"]) == (100, 10)
    assert found["month_on_month"]["compared"] == before
    assert (found["month_on_month"]["from"], found["month_on_month"]["n"]) == (-100, 12)


def test_a_day_of_another_month_is_refused(store: Store) -> None:
    with pytest.raises(BadValue, match="does not lie in 2026-10"):
        card(store, "nps", scope(to_day=dt.date(2026, 9, 30)))


def test_the_standard_and_the_series_go_on_in_a_running_month(store: Store) -> None:
    standard(store, "nps", 50, Month(2026, 9))
    imported(
        store, *on(dt.date(2026, 9, 20), 0, 9), *on(dt.date(2026, 10, 2), 10, 30), *on(dt.date(2026, 10, 20), 0, 40)
    )
    found = document(store, "nps", scope(to_day=dt.date(2026, 10, 12)))
    assert found["verdict"] == "met"
    assert [(point["month"], point["n"]) for point in found["series"]] == [("2026-09", 9), ("2026-10", 30)]
