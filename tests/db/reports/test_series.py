"""What a report promises of series, charts, benchmarks and periods."""

from __future__ import annotations

import pytest

from db.formats.rows.blocks import BenchmarkLine
from db.store.engine import Store
from metrics.periods import Month, PeriodKind
from pages.parts.metric.summary import fact_strip
from pages.publishing.definitions import benchmarks
from tests.db.looks import (
    OCTOBER,
    card,
    document,
    imported,
    in_month,
    net,
    scope,
    standard,
)


def test_a_series_holds_the_last_months_and_starts_no_earlier_than_the_data(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5), *in_month(OCTOBER.plus(-3), [0] * 3), *in_month(OCTOBER.plus(1), [0]))
    found = document(store, "nps")["series"]
    assert [(point["month"], point["value"], point["n"]) for point in found] == [
        ("2026-07", None, 3),
        ("2026-08", None, 0),
        ("2026-09", None, 0),
        ("2026-10", 100, 5),
    ]
    assert [point["month"] for point in document(store, "nps", months=2)["series"]] == ["2026-09", "2026-10"]


@pytest.mark.slow
def test_charts_use_every_month_whatever_is_shown(store: Store) -> None:
    months = [OCTOBER.plus(-step) for step in range(20)]
    scores = [net(50 + (step * 7) % 5, 10, 100) for step in range(20)]
    imported(store, *(row for month, each in zip(months, scores, strict=True) for row in in_month(month, each)))
    found, few = document(store, "nps"), document(store, "nps", months=3)
    assert len(few["series"]) == 3
    assert few["limits"] == found["limits"]
    assert found["limits"]["mean"] == pytest.approx(sum(point["value"] for point in found["series"]) / 20)
    assert found["limits"]["trial"] is False


def test_limits_are_on_trial_below_thirteen_rows_missing_ones_counted(store: Store) -> None:
    known = [step for step in range(13) if step not in (3, 4)]
    rows = [row for step in known for row in in_month(OCTOBER.plus(-step), net(5 + step % 2, 1, 9))]
    rows += in_month(OCTOBER.plus(-4), [10] * 4)
    imported(store, *rows)
    assert document(store, "nps")["limits"]["trial"] is False
    assert document(store, "nps", scope(month=OCTOBER.previous))["limits"]["trial"] is True


def test_a_series_without_variation_has_no_limits_and_doubts_nothing(store: Store) -> None:
    standard(store, "nps", 40, Month(2020, 1))
    imported(store, *(row for step in range(15) for row in in_month(OCTOBER.plus(-step), [10] * 6)))
    found = document(store, "nps")
    assert (found["limits"], found["variation"], found["assurance"]) == (None, "common_cause", None)


def test_a_month_without_a_value_is_common_cause(store: Store) -> None:
    rows = [
        row
        for step in range(1, 15)
        for row in in_month(OCTOBER.plus(-step), net(8 + step % 2 if step > 1 else 0, 1, 10))
    ]
    imported(store, *rows, *in_month(OCTOBER, [10] * 4))
    assert document(store, "nps", scope(month=OCTOBER.previous))["variation"] == "concern_low"
    assert document(store, "nps")["variation"] == "common_cause"


def test_the_benchmark_is_the_newest_up_to_the_month_with_the_place_among_its_peers(store: Store) -> None:
    def line(month: str, median: float) -> BenchmarkLine:
        points = {25: median - 20, 50: median, 75: median + 20}
        return BenchmarkLine(2, "nps", Month.parse(month), "Institute", "all", median, points, 30)

    for month, median in (("2026-01", 30.0), ("2026-09", 40.0), ("2026-11", 60.0)):
        imported(store, line(month, median), name=f"{month}.csv")
    imported(store, *in_month(OCTOBER, net(50, 0, 100)), *in_month(Month(2026, 2), net(80, 0, 100)))
    found = document(store, "nps")["benchmark"]
    assert found == {"value": 40, "source": "Institute", "month": "2026-09", "percentile": pytest.approx(62.5)}
    assert document(store, "nps", scope(month=Month(2026, 2)))["benchmark"]["percentile"] is None
    assert document(store, "nps", scope(month=Month(2025, 12)))["benchmark"] is None


def test_benchmarks_of_two_sources_are_both_reachable(store: Store) -> None:
    def line(at: int, source: str, peers: str, month: str, median: float) -> BenchmarkLine:
        points = {25: median - 20, 50: median, 75: median + 20}
        return BenchmarkLine(at, "nps", Month.parse(month), source, peers, median, points, 30)

    imported(
        store,
        line(2, "Institute", "all", "2026-01", 30.0),
        line(3, "Institute", "all", "2026-09", 40.0),
        line(4, "Institute", "chains", "2026-08", 45.0),
        line(5, "Press", "all", "2026-09", 55.0),
        line(6, "Press", "all", "2026-11", 60.0),
    )
    imported(store, *in_month(OCTOBER, net(50, 0, 100)), name="answers.csv")
    found = document(store, "nps")
    assert [(own["source"], own["month"], own["value"]) for own in found["benchmarks"]] == [
        ("Institute", "2026-09", 40),
        ("Press", "2026-09", 55),
        ("Institute", "2026-08", 45),
    ]
    assert found["benchmark"] == found["benchmarks"][0]
    shown = card(store, "nps")
    assert [own.source for own in benchmarks(shown)] == ["Institute", "Press", "Institute"]
    assert all(name in fact_strip(shown) for name in ("chains", "Sept 2026", "Aug 2026"))


@pytest.mark.parametrize(
    ("period", "n", "before", "year_ago"),
    [
        (PeriodKind.MONTH, 1, "2026-07", "2025-08"),
        (PeriodKind.QUARTER, 2, "2026-04", "2025-07"),
        (PeriodKind.ROLLING3, 3, "2026-03", "2025-06"),
        (PeriodKind.ROLLING12, 12, "2024-09", "2024-09"),
        (PeriodKind.YEAR_TO_DATE, 8, "2025-01", "2025-01"),
    ],
)
def test_a_period_is_summed_and_held_against_the_one_before_and_a_year_earlier(
    store: Store, period: PeriodKind, n: int, before: str, year_ago: str
) -> None:
    august = Month(2026, 8)
    imported(store, *(row for step in range(36) for row in in_month(august.plus(-step), [10] * 5)))
    found = document(store, "nps", scope(month=august, period=period))
    assert found["n"] == 5 * n
    assert found["month_on_month"]["compared"][0] == f"{before}-01"
    assert found["month_on_month"]["n"] == 5 * n
    assert found["year_on_year"]["compared"][0] == f"{year_ago}-01"
    assert found["series"][-1]["n"] == 5
