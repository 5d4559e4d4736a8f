"""Months read as quarters and as rolling periods: the same answers, added up, and no range where neighbours overlap."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from metrics.answers.evidence import NetCounts
from metrics.catalogue import CATALOGUE
from metrics.period_rollup import in_longer_periods
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import ChartReset, Scope, Standard, Verdict

OCTOBER = Month(2026, 10)


def card(
    period: PeriodKind,
    months: int = 30,
    month: Month = OCTOBER,
    fiscal_year_start: int = 1,
    rebases: Sequence[ChartReset] = (),
) -> Scorecard:
    scope = Scope(month, period=period, fiscal_year_start=fiscal_year_start)
    history = {each: NetCounts(50 + each.number, 10, 100) for each in months_between(month.plus(1 - months), month)}
    standards = [Standard("nps", 30, Month(2020, 1)), Standard("nps", 90, Month(2026, 4))]
    return scorecard(CATALOGUE["nps"], scope, history, standards, rebases=rebases)


def test_quarters_add_up_their_months_and_the_newest_ends_with_the_month_looked_at() -> None:
    found = in_longer_periods(card(PeriodKind.QUARTER, months=8))
    assert [str(point.month) for point in found.series] == ["2026-03", "2026-06", "2026-09", "2026-10"]
    assert [point.value.n for point in found.series] == [100, 300, 300, 100]
    assert found.series[1].evidence == NetCounts(50 + 4 + 50 + 5 + 50 + 6, 30, 300)
    assert found.series[-1].value == found.value


def test_quarters_begin_as_fiscal_years_do() -> None:
    found = in_longer_periods(card(PeriodKind.QUARTER, months=7, fiscal_year_start=2))
    assert [str(point.month) for point in found.series] == ["2026-04", "2026-07", "2026-10"]


def test_rolling_periods_begin_where_they_are_whole_and_have_no_usual_range() -> None:
    found = in_longer_periods(card(PeriodKind.ROLLING12, months=14))
    assert [str(point.month) for point in found.series] == ["2026-08", "2026-09", "2026-10"]
    assert [point.value.n for point in found.series] == [1200] * 3
    assert found.series[-1].value == found.value
    assert found.chart.limits is None
    assert len(found.chart.limits_by_row) == len(found.chart.signals) == 3


def test_a_period_is_judged_by_the_standards_in_force_in_its_months() -> None:
    found = in_longer_periods(card(PeriodKind.ROLLING3))
    verdicts = {str(point.month): (point.standard, point.verdict) for point in found.series}
    asked = [verdicts[month] for month in ("2026-03", "2026-04", "2026-06")]
    assert asked == [(30, Verdict.MET), (50, Verdict.TOO_CLOSE_TO_CALL), (90, Verdict.MISSED)]


def test_a_new_beginning_falls_on_the_quarter_that_holds_it() -> None:
    anew = (ChartReset(Month(2026, 5), "New booking system"),)
    found = in_longer_periods(card(PeriodKind.QUARTER, rebases=anew))
    second = found.chart.segments[1]
    assert found.series[second.first].month == Month(2026, 6)


@pytest.mark.parametrize("period", [PeriodKind.MONTH, PeriodKind.YEAR_TO_DATE])
def test_months_and_years_to_date_stay_by_months(period: PeriodKind) -> None:
    plain = card(period)
    assert in_longer_periods(plain) is plain


@pytest.mark.parametrize("period", list(PeriodKind))
def test_nothing_at_all_stays_nothing(period: PeriodKind) -> None:
    empty = scorecard(CATALOGUE["nps"], Scope(OCTOBER, period=period), {}, [])
    assert in_longer_periods(empty).series == ()


def test_fewer_months_than_a_rolling_period_give_no_points() -> None:
    found = in_longer_periods(card(PeriodKind.ROLLING12, months=5))
    assert (found.series, found.chart.limits_by_row) == ((), ())
