"""How numbers, dates and months are written. Knows units of measurement, never what a number is good for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from metrics.catalogue.metric import Metric
from metrics.periods import Month
from metrics.vocabulary import Better, Difference, MeasuredIn, Span, Value
from pages.language import locale


def listed_months(found: Sequence[Month]) -> str:
    """Which months a file has rows of: “Oct 2026”, “Jan 2026 to Oct 2026”."""
    if not found:
        return "none"
    first, last = min(found), max(found)
    return short_month(last) if first == last else f"{short_month(first)} to {short_month(last)}"


THIN = "\u202f"
MONTHS_OF_A_YEAR = 12
SMALL_NUMBERS = ("none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

# One decimal is enough, except for figures so small that it would hide every difference: 0.32 transfers, 5.70 of 7.
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
    return locale.number(number, decimals)


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
        return locale.money(text)
    return text


def signs(metric: Metric) -> tuple[str, str]:
    """What stands before and behind the metric's numbers on an axis: ("£", ""), ("", " %")."""
    if metric.measured_in is MeasuredIn.MONEY:
        return locale.money_signs()
    return "", with_unit(metric, "")


def share(part: float, places: int = 0) -> str:
    """A part of the whole, 0 to 1, as a percentage: “41 %”."""
    return f"{plain(100 * part, places)}{THIN}%"


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
    """The 95 % margin: “±4.4” where it lies evenly, else the range “3.4 to 20.3”; empty where there is none.

    One too small for the digits shown is small and not nothing: “under ±0.1”.
    """
    if shown.estimate is None or shown.low is None or shown.high is None:
        return ""
    places = decimals(metric, shown.estimate)
    if is_even(metric, shown):
        wide = plain(shown.high - shown.estimate, places)
        is_nothing = not any(figure in wide for figure in "123456789")
        return f"under ±{plain(0.1**places, places)}" if is_nothing else f"±{wide}"
    return f"{plain(shown.low, places)} to {plain(shown.high, places)}"


def step(metric: Metric, difference: float, size: float | None) -> str:
    """A difference with its sign in front: “+2.6”, “−£3”; “0” where nothing is left of it at the digits shown."""
    text = plain(difference, decimals(metric, size))
    if not any(figure in text for figure in "123456789"):
        return "0"
    if difference > 0:
        text = f"+{text}"
    return locale.money(text) if metric.measured_in is MeasuredIn.MONEY else text


def points(metric: Metric) -> str:
    """What follows a difference of percentages or net scores, which is in points: “ points”; else empty."""
    return " points" if metric.measured_in in (MeasuredIn.PERCENT, MeasuredIn.NPS_POINTS) else ""


def step_range(metric: Metric, difference: Difference, size: float | None) -> str:
    """The ends of a difference's interval: “−7.1 to +5.2”; empty where there is none."""
    if difference.low is None or difference.high is None:
        return ""
    return f"{step(metric, difference.low, size)} to {step(metric, difference.high, size)}"


def bare_standard(metric: Metric, number: float) -> str:
    """The number of a standard as a person would write it, with its sign: “85 %”, “0.35”, “£395”."""
    text = plain(number, max(2, decimals(metric, number)))
    whole, point, fraction = text.partition(locale.decimal_sign())
    return with_unit(metric, f"{whole}{point}{fraction.rstrip('0')}".removesuffix(point) if point else text)


def standard(metric: Metric, number: float) -> str:
    """A standard with its direction: “≥ 85 %”."""
    sign = "≥" if metric.better is Better.HIGHER else "≤"
    return f"{sign}{THIN}{bare_standard(metric, number)}"


def count(number: float | None, cases: str) -> str:
    """How many there were: “1,130 answers”, “1 renewal due”; empty where there is no count."""
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


def begun(text: str) -> str:
    """Words as they begin a sentence: some countries write their months small."""
    return text[:1].upper() + text[1:]


def month_name(month: Month) -> str:
    """A month written out: “October 2026”."""
    return locale.month(month.first_day)


def month_alone(month: Month) -> str:
    """A month's name by itself: “October”."""
    return locale.month_alone(month.number)


def short_month(month: Month) -> str:
    """A month where room is scarce: “Oct 2026”."""
    return locale.month(month.first_day, short=True)


def day(date: dt.date) -> str:
    """A day written out: “12 November 2026”."""
    return locale.day(date)


def day_of(at: dt.datetime) -> str:
    """The day of a moment of the store (UTC) where the server stands, written out."""
    return day(at.replace(tzinfo=dt.UTC).astimezone().date())


def short_day(date: dt.date) -> str:
    """A day where room is scarce: “12 Nov 2026”."""
    return locale.day(date, short=True)


def moment(when: dt.datetime) -> str:
    """A moment in the server's own time zone: “3 Nov 2026, 16:40”."""
    here = when.astimezone()
    return f"{short_day(here.date())}, {locale.time(here)}"


def span(days: Span) -> str:
    """A range that names its days: “1 to 31 October 2026”, “1 August to 31 October 2026”."""
    first, last = days.first, days.last
    if first == last:
        return day(last)
    if first.year != last.year:
        return f"{day(first)} to {day(last)}"
    begins = _without_month(first, day(last)) if first.month == last.month else ""
    return f"{begins or locale.day_of_year(first)} to {day(last)}"


def _without_month(first: dt.date, last: str) -> str:
    """The first day's number as the last day is written; empty where that does not begin with its number."""
    number = last.split()[0]
    return f"{first.day}{number.lstrip('0123456789')}" if number[0].isdecimal() else ""


def span_label(days: Span) -> str:
    """A compared period as a column heading: “Sept 2026”, “Aug 2026 to Oct 2026”, “1–12 Oct 2026”."""
    first, last = Month.of(days.first), Month.of(days.last)
    if days.first == first.first_day and days.last == last.last_day:
        return short_month(last) if first == last else f"{short_month(first)} to {short_month(last)}"
    begins = _without_month(days.first, short_day(days.last)) if first == last else ""
    return f"{begins}–{short_day(days.last)}" if begins else f"{short_day(days.first)} to {short_day(days.last)}"


def tight_span_label(days: Span, beside: Month) -> str:
    """The same on a narrow card that already says `beside`: “Sept”, “Oct 25”."""
    label = span_label(days)
    month = Month.of(days.last)
    if label != short_month(month):
        return label
    alone = locale.short_month_alone(month.number)
    return alone if abs(beside - month) < MONTHS_OF_A_YEAR else f"{alone} {month.year % 100:02}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: “a”, “a and b”, “a, b and c”."""
    return " and ".join(filter(None, [", ".join(words[:-1]), words[-1]])) if words else ""


def size_of_file(size: int) -> str:
    """The size of a file as people say it: “12 kB”, “0.2 MB”."""
    return f"{max(1, round(size / 1000))}{THIN}kB" if size < 100_000 else f"{plain(size / 1_000_000, 1)}{THIN}MB"
