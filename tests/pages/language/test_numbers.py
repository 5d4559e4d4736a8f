"""How numbers, margins, dates and counts are written."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.periods import Month
from metrics.vocabulary import MeasuredIn, Span, Value
from pages.language import numbers

THIN = numbers.THIN


@pytest.mark.parametrize(
    ("metric", "estimate", "written"),
    [
        ("nps", 45.46, "45.5"),
        ("nps", -3.0, "−3.0"),
        ("nps", -0.01, "0.0"),
        ("csat", 88.6, f"88.6{THIN}%"),
        ("csat", 100.0, f"100.0{THIN}%"),
        ("ces", 5.7, "5.70"),
        ("transfers", 0.321, "0.32"),
        ("average_ticket", 149.4, "£149"),
        ("average_ticket", 1499.6, "£1,500"),
        ("average_ticket", 12.34, "£12.3"),
        ("referrals", 3.42, "3.4"),
    ],
)
def test_a_value_carries_its_sign_and_few_decimals(metric: str, estimate: float, written: str) -> None:
    assert numbers.value(CATALOGUE[metric], estimate) == written


@given(st.sampled_from(METRICS), st.floats(-1e6, 1e6))
def test_no_value_has_more_than_one_decimal_unless_its_whole_range_is_small(metric: Metric, estimate: float) -> None:
    allowed = 2 if metric.id in ("ces", "transfers", "visit_frequency") else 1
    written = numbers.value(metric, estimate)
    decimals = re.search(r"\.(\d+)", written)
    assert len(decimals[1] if decimals else "") <= allowed
    assert "-" not in written
    assert "nan" not in written.lower()


@given(st.sampled_from(METRICS), st.floats(0, 100, allow_nan=False), st.floats(0, 30), st.floats(0, 30))
def test_plus_minus_stands_only_where_the_interval_lies_evenly_to_the_digits_shown(
    metric: Metric, estimate: float, below: float, above: float
) -> None:
    shown = Value(estimate, estimate - below, estimate + above, 100)
    margin = numbers.margin(metric, shown)
    places = numbers.decimals(metric, estimate)
    down, up = (numbers.plain(side, places) for side in (estimate - (estimate - below), (estimate + above) - estimate))
    if down == up:
        assert margin == f"±{up}" or (float(up.replace(",", "")) == 0 and margin.startswith("under ±"))
    else:
        assert " to " in margin
        assert "±" not in margin


def test_an_uneven_margin_is_a_range() -> None:
    assert numbers.margin(CATALOGUE["critical_failures"], Value(8.7, 3.43, 20.32, 46)) == "3.4 to 20.3"


def test_a_margin_too_small_for_its_digits_is_not_called_nothing() -> None:
    assert numbers.margin(CATALOGUE["retention"], Value(98.72, 98.69, 98.75, 495_169)) == "under ±0.1"


def test_no_interval_gives_no_margin() -> None:
    assert numbers.margin(CATALOGUE["average_ticket"], Value(149.0, None, None, 9731)) == ""


@pytest.mark.parametrize(
    ("metric", "difference", "size", "written"),
    [
        ("nps", 2.6, 45.0, "+2.6"),
        ("nps", -2.34, 45.0, "−2.3"),
        ("nps", 0.04, 45.0, "0"),
        ("nps", -0.04, 45.0, "0"),
        ("transfers", -0.02, 0.32, "−0.02"),
        ("average_ticket", 1.2, 149.0, "+£1"),
        ("average_ticket", -11.0, 408.0, "−£11"),
    ],
)
def test_a_difference_has_its_sign_in_front(metric: str, difference: float, size: float, written: str) -> None:
    assert numbers.step(CATALOGUE[metric], difference, size) == written


@pytest.mark.parametrize(
    ("metric", "standard", "written"),
    [
        ("nps", 45.0, f"≥{THIN}45"),
        ("csat", 85.0, f"≥{THIN}85{THIN}%"),
        ("retention", 98.5, f"≥{THIN}98.5{THIN}%"),
        ("transfers", 0.35, f"≤{THIN}0.35"),
        ("average_contract", 395.0, f"≥{THIN}£395"),
        ("ces", 5.5, f"≥{THIN}5.5"),
    ],
)
def test_a_standard_has_its_direction_and_the_number_as_a_person_wrote_it(
    metric: str, standard: float, written: str
) -> None:
    assert numbers.standard(CATALOGUE[metric], standard) == written


@pytest.mark.parametrize(
    ("number", "cases", "written"),
    [
        (1130, "answers", "1,130 answers"),
        (1, "answers", "1 answer"),
        (1, "renewals due", "1 renewal due"),
        (1, "checklist lines", "1 checklist line"),
        (1378.0, "renewals due", "1,378 renewals due"),
        (0, "visits", "0 visits"),
        (None, "answers", ""),
    ],
)
def test_counts_agree_with_their_noun(number: float | None, cases: str, written: str) -> None:
    assert numbers.count(number, cases) == written


def test_every_metric_counts_in_a_noun_that_has_a_singular() -> None:
    assert all(numbers.one_of(metric.cases) != metric.cases for metric in METRICS)


def test_every_measure_is_written_with_its_own_sign_or_words() -> None:
    assert {metric.measured_in for metric in METRICS} == set(MeasuredIn)


@pytest.mark.parametrize(
    ("first", "last", "label", "tight"),
    [
        (dt.date(2026, 9, 1), dt.date(2026, 9, 30), "Sept 2026", "Sept"),
        (dt.date(2025, 10, 1), dt.date(2025, 10, 31), "Oct 2025", "Oct 25"),
        (dt.date(2026, 10, 1), dt.date(2026, 10, 12), "1–12 Oct 2026", "1–12 Oct 2026"),
        (dt.date(2026, 7, 1), dt.date(2026, 9, 30), "Jul 2026 to Sept 2026", "Jul 2026 to Sept 2026"),
    ],
)
def test_a_compared_period_names_its_days(first: dt.date, last: dt.date, label: str, tight: str) -> None:
    assert numbers.span_label(Span(first, last)) == label
    assert numbers.tight_span_label(Span(first, last), Month(2026, 10)) == tight


def test_a_range_of_days_is_written_out() -> None:
    october = Month(2026, 10)
    assert numbers.span(Span(october.first_day, october.last_day)) == "1 to 31 October 2026"
    assert numbers.span(Span(dt.date(2026, 8, 1), october.last_day)) == "1 August to 31 October 2026"


def test_words_are_listed_as_in_a_sentence() -> None:
    assert numbers.listed([]) == ""
    assert numbers.listed(["a"]) == "a"
    assert numbers.listed(["a", "b", "c"]) == "a, b and c"


def test_files_have_the_size_people_say() -> None:
    assert numbers.size_of_file(200) == f"1{THIN}kB"
    assert numbers.size_of_file(247_600) == f"0.2{THIN}MB"
