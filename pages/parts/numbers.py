"""How numbers, dates and months are written. Knows units of measurement, never what a number is good for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from metrics.catalogue.metric import Metric
from metrics.periods import MONTH_NAMES, Month
from metrics.vocabulary import Better, Difference, MeasuredIn, Span, Value

THIN = "\u202f"
MINUS = "\u2212"
CURRENCY = "£"
SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# One decimal is enough, but for figures so small that it would hide every difference: 0.32 transfers, 5.70 of 7.
DECIMALS = {
    MeasuredIn.NPS_POINTS: 1,
    MeasuredIn.PERCENT: 1,
    MeasuredIn.OUT_OF_7: 2,
    MeasuredIn.PER_CONTACT: 2,
    MeasuredIn.MONEY: 1,
    MeasuredIn.PER_100_CUSTOMERS: 1,
    MeasuredIn.VISITS_A_MONTH: 2,
}
# What stands in grey behind a metric's name because its numbers carry no sign of their unit.
UNIT_WORDS = {
    MeasuredIn.NPS_POINTS: "",
    MeasuredIn.PERCENT: "",
    MeasuredIn.OUT_OF_7: "out of 7",
    MeasuredIn.PER_CONTACT: "",
    MeasuredIn.MONEY: "",
    MeasuredIn.PER_100_CUSTOMERS: "per 100 customers",
    MeasuredIn.VISITS_A_MONTH: "a month",
}


def plain(number: float, decimals: int) -> str:
    """A number with its thousands apart and a true minus sign; never “−0”."""
    text = f"{number:,.{decimals}f}"
    if text.startswith("-"):
        text = text[1:] if not text.strip("-0.,") else MINUS + text[1:]
    return text


def decimals(metric: Metric, size: float | None) -> int:
    """How many decimals the metric is written with; money of 100 and more has none. `size` is its usual size."""
    if metric.measured_in is MeasuredIn.MONEY and (size is None or abs(size) >= 100):
        return 0
    return DECIMALS[metric.measured_in]


def with_unit(metric: Metric, text: str) -> str:
    """A written number with the metric's sign: “88.6 %”, “£149”, “−£3”."""
    if metric.measured_in is MeasuredIn.PERCENT:
        return f"{text}{THIN}%"
    if metric.measured_in is MeasuredIn.MONEY:
        return _signed_money(text)
    return text


def _signed_money(text: str) -> str:
    sign = text[0] if text[:1] in (MINUS, "+") else ""
    return f"{sign}{CURRENCY}{text.removeprefix(sign)}"


def value(metric: Metric, estimate: float) -> str:
    """A value of the metric with its sign: “45.5”, “88.6 %”, “5.70”, “£149”."""
    return with_unit(metric, plain(estimate, decimals(metric, estimate)))


def is_even(metric: Metric, shown: Value) -> bool:
    """Whether the interval lies evenly about the value to the digits shown, so that “±” would be true."""
    if shown.estimate is None or shown.low is None or shown.high is None:
        return False
    places = decimals(metric, shown.estimate)
    return plain(shown.high - shown.estimate, places) == plain(shown.estimate - shown.low, places)


def margin(metric: Metric, shown: Value) -> str:
    """The 95 % margin: “±4.4” where it lies evenly, else the range “3.4 to 20.3”; empty where there is none."""
    if shown.estimate is None or shown.low is None or shown.high is None:
        return ""
    places = decimals(metric, shown.estimate)
    if is_even(metric, shown):
        return f"±{plain(shown.high - shown.estimate, places)}"
    return f"{plain(shown.low, places)} to {plain(shown.high, places)}"


def step(metric: Metric, difference: float, size: float | None) -> str:
    """A difference with its sign in front: “+2.6”, “−£3”; “0” where nothing is left of it at the digits shown."""
    text = plain(difference, decimals(metric, size))
    if not text.strip(MINUS + "0.,"):
        return "0"
    if difference > 0:
        text = f"+{text}"
    return _signed_money(text) if metric.measured_in is MeasuredIn.MONEY else text


def step_range(metric: Metric, difference: Difference, size: float | None) -> str:
    """The ends of a difference's interval: “−7.1 to +5.2”; empty where there is none."""
    if difference.low is None or difference.high is None:
        return ""
    return f"{step(metric, difference.low, size)} to {step(metric, difference.high, size)}"


def bare_standard(metric: Metric, number: float) -> str:
    """The number of a standard as a person would write it, with its sign: “85 %”, “0.35”, “£395”."""
    text = plain(number, max(2, decimals(metric, number)))
    return with_unit(metric, text.rstrip("0").rstrip(".") if "." in text else text)


def standard(metric: Metric, number: float) -> str:
    """A standard with its direction: “≥ 85 %”."""
    sign = "≥" if metric.better is Better.HIGHER else "≤"
    return f"{sign}{THIN}{bare_standard(metric, number)}"


def count(number: float | None, cases: str) -> str:
    """How many there were: “1,130 answers”, “1 renewal due”; empty where nobody counted."""
    if number is None:
        return ""
    whole = round(number)
    return f"{plain(whole, 0)} {one_of(cases) if whole == 1 else cases}"


def one_of(cases: str) -> str:
    """The singular of what a metric counts: “answers” → “answer”, “renewals due” → “renewal due”."""
    first, space, rest = cases.partition(" ")
    return f"{first.removesuffix('s')}{space}{rest}" if first.endswith("s") else cases.removesuffix("s")


def in_words(number: int) -> str:
    """A whole number as it stands in a sentence: words up to nine, figures from 10."""
    return SMALL_NUMBERS[number] if 0 <= number < len(SMALL_NUMBERS) else plain(number, 0)


def month_name(month: Month) -> str:
    """A month written out: “October 2026”."""
    return f"{MONTH_NAMES[month.number - 1]} {month.year}"


def short_month(month: Month) -> str:
    """A month where room is scarce: “Oct 2026”."""
    return f"{MONTH_NAMES[month.number - 1][:3]} {month.year}"


def day(date: dt.date) -> str:
    """A day written out: “12 November 2026”."""
    return f"{date.day} {MONTH_NAMES[date.month - 1]} {date.year}"


def short_day(date: dt.date) -> str:
    """A day where room is scarce: “12 Nov 2026”."""
    return f"{date.day} {MONTH_NAMES[date.month - 1][:3]} {date.year}"


def moment(when: dt.datetime) -> str:
    """A moment in the server's own time zone: “3 Nov 2026, 16:40”."""
    here = when.astimezone()
    return f"{short_day(here.date())}, {here:%H:%M}"


def span(days: Span) -> str:
    """A range that names its days: “1 to 31 October 2026”, “1 August to 31 October 2026”."""
    first, last = days.first, days.last
    if (first.year, first.month) == (last.year, last.month):
        return day(last) if first == last else f"{first.day} to {day(last)}"
    if first.year == last.year:
        return f"{first.day} {MONTH_NAMES[first.month - 1]} to {day(last)}"
    return f"{day(first)} to {day(last)}"


def span_label(days: Span) -> str:
    """A compared period as a column heading: “Sep 2026”, “Aug 2026 to Oct 2026”, “1–12 Oct 2026”."""
    first, last = Month.of(days.first), Month.of(days.last)
    if days.first == first.first_day and days.last == last.last_day:
        return short_month(last) if first == last else f"{short_month(first)} to {short_month(last)}"
    if first == last:
        return f"{days.first.day}–{short_day(days.last)}"
    return f"{short_day(days.first)} to {short_day(days.last)}"


def tight_span_label(days: Span, beside: Month) -> str:
    """The same on a narrow card that already says `beside`: “Sep”, “Oct 25”."""
    label = span_label(days)
    month = Month.of(days.last)
    if label != short_month(month):
        return label
    return label[:3] if abs(beside - month) < len(MONTH_NAMES) else f"{label[:3]} {month.year % 100:02}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: “a”, “a and b”, “a, b and c”."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def size_of_file(size: int) -> str:
    """The size of a file as people say it: “12 kB”, “0.2 MB”."""
    return f"{max(1, round(size / 1000))}{THIN}kB" if size < 100_000 else f"{size / 1_000_000:.1f}{THIN}MB"
