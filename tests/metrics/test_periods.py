"""Months, and which days are compared with which."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.comparison_periods import is_whole_months, months, spans
from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind, months_between, parse_day
from metrics.vocabulary import Scope, Span

all_months = st.builds(Month, st.integers(1900, 2200), st.integers(1, 12))
days = st.dates(dt.date(1900, 1, 1), dt.date(2200, 12, 31))
kinds = st.sampled_from(PeriodKind)
starts = st.integers(1, 12)


def _span(first: str, last: str) -> Span:
    return Span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))


def _compared(to_day: str) -> tuple[str, str, str]:
    """The three ranges of a running month, as texts."""
    day = dt.date.fromisoformat(to_day)
    found = spans(Scope(Month.of(day), to_day=day))
    return tuple(f"{span.first}..{span.last}" for span in (found.now, found.before, found.year_ago))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("text", "month"), [("2026-10", (2026, 10)), (" 2026-1 ", (2026, 1)), ("2026-10-31", (2026, 10))]
)
def test_a_month_is_read_as_it_is_written(text: str, month: tuple[int, int]) -> None:
    assert Month.parse(text) == Month(*month)


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "October", "", "26-10", "2026/10", "0000-01"])
def test_what_is_no_month_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(BadValue, match=r"is not a month; write it as 2026-10\."):
        Month.parse(text)


def test_a_day_is_read_as_it_is_written_and_anything_else_refused_with_a_sentence() -> None:
    assert parse_day(" 2026-11-12 ") == dt.date(2026, 11, 12)
    for text in ("2026-02-30", "12.11.2026", "2026-11", ""):
        with pytest.raises(BadValue, match=r"is not a day; write it as 2026-11-12\."):
            parse_day(text)


@given(all_months, st.integers(-600, 600))
def test_months_count_on_and_back(month: Month, steps: int) -> None:
    assert month.plus(steps) - month == steps
    assert month.plus(steps).plus(-steps) == month
    assert (month.plus(steps) > month) == (steps > 0)
    assert Month.parse(str(month)) == month


@given(all_months)
def test_months_join_without_a_gap(month: Month) -> None:
    assert month.previous.last_day + dt.timedelta(1) == month.first_day
    assert month.a_year_earlier == Month(month.year - 1, month.number)
    assert Month.of(month.last_day) == month


def test_months_between_hold_both_ends() -> None:
    assert months_between(Month(2025, 11), Month(2026, 2)) == [
        Month(2025, 11),
        Month(2025, 12),
        Month(2026, 1),
        Month(2026, 2),
    ]
    assert months_between(Month(2026, 2), Month(2026, 1)) == []


@given(days, st.integers(1, 31))
def test_a_day_too_late_for_a_month_is_its_last(day: dt.date, number: int) -> None:
    month = Month.of(day)
    assert month.day(day.day) == day
    assert month.day(number).day == min(number, month.last_day.day)


@pytest.mark.parametrize(
    ("month", "first", "year", "quarter"),
    [
        ("2026-10", 1, "2026-01", "2026-10"),
        ("2026-10", 4, "2026-04", "2026-10"),
        ("2026-03", 4, "2025-04", "2026-01"),
        ("2026-04", 4, "2026-04", "2026-04"),
        ("2026-01", 2, "2025-02", "2025-11"),
        ("2026-12", 9, "2026-09", "2026-12"),
    ],
)
def test_fiscal_years_and_quarters_begin_where_the_setting_says(
    month: str, first: int, year: str, quarter: str
) -> None:
    assert Month.parse(month).year_start(first) == Month.parse(year)
    assert Month.parse(month).quarter_start(first) == Month.parse(quarter)


@pytest.mark.parametrize("first", [0, 13])
def test_a_fiscal_year_begins_in_a_month_that_exists(first: int) -> None:
    with pytest.raises(BadValue, match="from 1 to 12"):
        Month(2026, 10).year_start(first)


@pytest.mark.parametrize(
    ("to_day", "now", "before", "year_ago"),
    [
        ("2026-11-12", "2026-11-01..2026-11-12", "2026-10-01..2026-10-12", "2025-11-01..2025-11-12"),
        ("2026-03-30", "2026-03-01..2026-03-30", "2026-02-01..2026-02-28", "2025-03-01..2025-03-30"),
        ("2026-03-31", "2026-03-01..2026-03-31", "2026-02-01..2026-02-28", "2025-03-01..2025-03-31"),
        ("2028-03-29", "2028-03-01..2028-03-29", "2028-02-01..2028-02-29", "2027-03-01..2027-03-29"),
        ("2026-02-28", "2026-02-01..2026-02-28", "2026-01-01..2026-01-31", "2025-02-01..2025-02-28"),
        ("2028-02-28", "2028-02-01..2028-02-28", "2028-01-01..2028-01-28", "2027-02-01..2027-02-28"),
        ("2028-02-29", "2028-02-01..2028-02-29", "2028-01-01..2028-01-31", "2027-02-01..2027-02-28"),
        ("2029-02-28", "2029-02-01..2029-02-28", "2029-01-01..2029-01-31", "2028-02-01..2028-02-29"),
        ("2026-04-30", "2026-04-01..2026-04-30", "2026-03-01..2026-03-31", "2025-04-01..2025-04-30"),
        ("2026-01-01", "2026-01-01..2026-01-01", "2025-12-01..2025-12-01", "2025-01-01..2025-01-01"),
    ],
)
def test_a_running_month_is_compared_with_the_same_days_and_a_finished_one_with_whole_months(
    to_day: str, now: str, before: str, year_ago: str
) -> None:
    assert _compared(to_day) == (now, before, year_ago)


@pytest.mark.parametrize(
    ("period", "fiscal", "now", "before", "year_ago"),
    [
        (PeriodKind.MONTH, 1, ("2026-05-01", "2026-05-31"), ("2026-04-01", "2026-04-30"), ("2025-05-01", "2025-05-31")),
        (
            PeriodKind.QUARTER,
            1,
            ("2026-04-01", "2026-05-31"),
            ("2026-01-01", "2026-02-28"),
            ("2025-04-01", "2025-05-31"),
        ),
        (
            PeriodKind.QUARTER,
            3,
            ("2026-03-01", "2026-05-31"),
            ("2025-12-01", "2026-02-28"),
            ("2025-03-01", "2025-05-31"),
        ),
        (
            PeriodKind.ROLLING3,
            1,
            ("2026-03-01", "2026-05-31"),
            ("2025-12-01", "2026-02-28"),
            ("2025-03-01", "2025-05-31"),
        ),
        (
            PeriodKind.ROLLING12,
            1,
            ("2025-06-01", "2026-05-31"),
            ("2024-06-01", "2025-05-31"),
            ("2024-06-01", "2025-05-31"),
        ),
        (
            PeriodKind.YEAR_TO_DATE,
            4,
            ("2026-04-01", "2026-05-31"),
            ("2025-04-01", "2025-05-31"),
            ("2025-04-01", "2025-05-31"),
        ),
    ],
)
def test_longer_periods_are_compared_with_the_same_part_of_the_one_before(
    period: PeriodKind, fiscal: int, now: tuple[str, str], before: tuple[str, str], year_ago: tuple[str, str]
) -> None:
    found = spans(Scope(Month(2026, 5), period=period, fiscal_year_start=fiscal))
    assert (found.now, found.before, found.year_ago) == (_span(*now), _span(*before), _span(*year_ago))
    assert found.are_whole_months


def test_a_longer_period_may_run_to_a_day_too() -> None:
    found = spans(Scope(Month(2026, 11), period=PeriodKind.QUARTER, to_day=dt.date(2026, 11, 12)))
    assert found.now == _span("2026-10-01", "2026-11-12")
    assert found.before == _span("2026-07-01", "2026-08-12")
    assert found.year_ago == _span("2025-10-01", "2025-11-12")
    assert not found.are_whole_months
    assert found.now_months == [Month(2026, 10)]


def test_a_day_outside_the_month_is_refused() -> None:
    with pytest.raises(BadValue, match="2026-11-12 does not lie in 2026-10"):
        spans(Scope(Month(2026, 10), to_day=dt.date(2026, 11, 12)))


@given(all_months, kinds, starts)
def test_whole_months_are_compared_with_as_many_whole_months(month: Month, period: PeriodKind, fiscal: int) -> None:
    found = spans(Scope(month, period=period, fiscal_year_start=fiscal))
    assert all(is_whole_months(span) for span in (found.now, found.before, found.year_ago))
    assert len(found.now_months) == len(found.before_months) == len(found.year_ago_months) >= 1
    assert found.now_months[-1] == month
    assert [each.a_year_earlier for each in found.now_months] == found.year_ago_months
    assert found.before.last < found.now.first


@given(days, kinds, starts)
def test_running_periods_are_compared_with_the_same_days_as_far_as_there_are_any(
    day: dt.date, period: PeriodKind, fiscal: int
) -> None:
    found = spans(Scope(Month.of(day), period=period, to_day=day, fiscal_year_start=fiscal))
    ends_with_month = day == Month.of(day).last_day
    assert found.now.last == day
    assert found.are_whole_months == ends_with_month
    for span in (found.before, found.year_ago):
        month = Month.of(span.last)
        assert span.first.day == 1
        assert span.last == (month.last_day if ends_with_month else month.day(day.day))
        assert month - Month.of(span.first) == Month.of(day) - Month.of(found.now.first)


@pytest.mark.parametrize(
    ("first", "last", "whole"),
    [
        ("2026-01-01", "2026-02-28", ["2026-01", "2026-02"]),
        ("2028-01-01", "2028-02-28", ["2028-01"]),
        ("2026-01-02", "2026-03-30", ["2026-02"]),
        ("2026-01-02", "2026-01-31", []),
        ("2026-01-01", "2026-01-30", []),
    ],
)
def test_a_span_lists_the_months_it_holds_whole(first: str, last: str, whole: list[str]) -> None:
    span = _span(first, last)
    assert [str(month) for month in months(span)] == whole
    assert is_whole_months(span) == (first.endswith("-01") and bool(whole) and whole[-1] == last[:7])
