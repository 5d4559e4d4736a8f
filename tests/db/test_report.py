"""What a report promises, from facts in the store to the fields that `report --json` prints."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import pytest

from db.changes import save_upload, undo_upload
from db.formats.rows import Answer, BenchmarkLine
from db.scorecards import report
from db.store import Store
from metrics.errors import NotFound
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, Item, Scale
from tests.db.looks import OCTOBER, assert_adds_up, document, everything, figure, imported, scope, standard
from tests.db.readings import answer, operation, reading, visit

CES = Item("ces", Scale(1, 7), Audience.CUSTOMERS)
_lines = itertools.count(2)


def in_month(month: Month, scores: Sequence[int], **where: Any) -> list[Answer]:
    """Answers to the recommend question in one month."""
    return [answer(next(_lines), score, day=month.day(15), **where) for score in scores]


def asked(item: Item, scores: Sequence[int], month: Month = OCTOBER, **where: Any) -> list[Answer]:
    """Answers to one item in one month."""
    rows = [answer(next(_lines), day=month.day(15), **where) for _ in scores]
    return [row._replace(scores=((item, float(score)),)) for row, score in zip(rows, scores, strict=True)]


def net(promoters: int, detractors: int, n: int) -> list[int]:
    """Scores with so many promoters and detractors among n."""
    return [10] * promoters + [0] * detractors + [8] * (n - promoters - detractors)


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
    assert (ease["high"], document(store, "ces", scope(month=OCTOBER.previous))["low"]) == (7, 1)
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


def test_verdicts_come_in_their_order(store: Store) -> None:
    def verdict(metric: str, unit: str) -> Any:
        return document(store, metric, scope(unit))["verdict"]

    imported(store, *in_month(OCTOBER, [10] * 3, unit="Few"), *in_month(OCTOBER.previous, [10] * 9, unit="Gone"))
    imported(store, *in_month(OCTOBER, [10] * 40, unit="High"), *in_month(OCTOBER, [0] * 40, unit="Low"), name="b.csv")
    imported(store, *in_month(OCTOBER, net(20, 10, 30), unit="Near"), name="c.csv")
    assert [verdict("nps", unit) for unit in ("Gone", "Few", "High")] == ["no_data", "too_few_answers", "no_standard"]
    standard(store, "nps", 40)
    found = [verdict("nps", unit) for unit in ("Gone", "Few", "High", "Low", "Near")]
    assert found == ["no_data", "too_few_answers", "met", "missed", "too_close_to_call"]


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


# --- series, charts, benchmarks --------------------------------------------------------------------------------------


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


# --- periods ---------------------------------------------------------------------------------------------------------


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


# --- the law, seen from the report -----------------------------------------------------------------------------------


def test_a_report_after_import_and_undo_is_the_one_before(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 9, unit="North", channel="phone"))
    imported(store, operation(2, "retention", 9, 10), name="operations.csv")
    standard(store, "nps", 20)
    before = everything(store)
    undone = imported(store, *in_month(OCTOBER, [0] * 9, unit="South", channel="fax"), name="b.csv").upload
    assert everything(store) != before
    assert undone is not None
    undo_upload(store, undone, by="Ann")
    assert everything(store) == before
    assert_adds_up(store)


def test_a_unit_nobody_speaks_of_any_more_is_gone_in_whatever_order_its_uploads_are_undone(store: Store) -> None:
    first = imported(store, *in_month(OCTOBER, [10] * 5, unit="North/Leeds")).upload
    second = imported(store, *in_month(OCTOBER, [0] * 5, unit="North/Leeds"), name="b.csv").upload
    assert first is not None
    assert second is not None
    undo_upload(store, first, by="Ann")
    assert figure(store, "nps", scope("North/Leeds")) == (-100, 5)
    undo_upload(store, second, by="Ann")
    with store.reading() as session, pytest.raises(NotFound):
        report(session, scope("North"))


def test_a_report_sees_one_state_of_the_store(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5))
    with store.reading() as session:
        before = report(session, scope(), ["nps"])
        imported(store, *in_month(OCTOBER, [0] * 5), name="meanwhile.csv")
        after = report(session, scope(), ["nps"])
    assert (after.revision, after.scorecards[0].value) == (before.revision, before.scorecards[0].value)
    assert figure(store, "nps")[1] == 10


def test_files_without_ids_that_overlap_are_warned_of(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5), name="first.csv")
    note = imported(store, *in_month(OCTOBER, [0] * 5), name="again.csv").notes
    assert len(note) == 1
    assert "no response ids" in note[0]
    assert "upload 1 (first.csv)" in note[0]
    assert "2026-10" in note[0]


def test_files_with_ids_other_months_or_other_sources_are_not_warned_of(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 5), name="first.csv")
    assert imported(store, *in_month(OCTOBER.previous, [0]), name="earlier.csv").notes == ()
    assert imported(store, answer(2, 9, id_="R1"), name="ids.csv").notes == ()
    other = reading(in_month(OCTOBER, [1]), "other.csv", source="elsewhere")
    assert save_upload(store, other, by="Ann").notes == ()
