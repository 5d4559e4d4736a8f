"""The words about a metric's chart: its heading, its labels, and what it shows in a sentence or two."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from markupsafe import Markup

from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Point, Scorecard
from metrics.spc.control_limits import FULL_LENGTH
from pages.figures.chart_labels import Labels
from pages.figures.palette import Sense
from pages.figures.track import Band, Track
from pages.language import locale, numbers
from pages.language.chart_series import band_words, known_values, month_bands, newest_band, track
from pages.language.labels import VALUES_FOR_LIMITS, more
from pages.language.sentences import chart_sentence
from pages.parts import html

MONTHS = "months"
# The periods of the points of the chart; a year to date is drawn by its months.
PIECES = {
    PeriodKind.MONTH: MONTHS,
    PeriodKind.QUARTER: "quarters",
    PeriodKind.ROLLING3: "periods of 3 months",
    PeriodKind.ROLLING12: "periods of 12 months",
    PeriodKind.YEAR_TO_DATE: MONTHS,
}
OVERLAPPING = (PeriodKind.ROLLING3, PeriodKind.ROLLING12)


def drawn(card: Scorecard) -> Track:
    """The series of the scorecard as its chart draws it; of longer periods each with its name."""
    pieces = PIECES[card.scope.period]
    shown = replace(track(card), notes=tuple(map(partial(_pointed_at, card), card.series, month_bands(card))))
    if pieces == MONTHS:
        return shown
    patterns = tuple(pattern.replace(MONTHS, pieces) for pattern in shown.patterns)
    return replace(shown, patterns=patterns, names=tuple(point_name(card, point.month) for point in card.series))


def _pointed_at(card: Scorecard, point: Point, band: Band | None) -> str:
    """How many answers a point rests on, and its own usual range."""
    counted = numbers.count(point.value.n, card.metric.cases)
    usual = band_words(card.metric, band)
    return "<br>".join(filter(None, (counted, f"usual range {usual}" if usual else "")))


def point_name(card: Scorecard, last: Month) -> str:
    """The period of a point of the chart: “Oct 2026”, “Jul 2026 to Sept 2026”."""
    if PIECES[card.scope.period] == MONTHS:
        return numbers.short_month(last)
    is_newest = last == card.scope.month
    span = spans(replace(card.scope, month=last, to_day=card.scope.to_day if is_newest else None)).now
    return numbers.span_label(span)


def chart_heading(card: Scorecard, wide: int, narrow: int) -> Markup:
    """What the chart shows, and how to read its marks."""
    points, pieces = len(card.series), PIECES[card.scope.period]
    counted = (
        html.span("on-wide", numbers.count(min(points, wide), pieces)),
        html.span("on-narrow", numbers.count(min(points, narrow), pieces)),
    )
    banded, shown = newest_band(card) is not None, track(card)
    lines = ["the usual range"] if banded else []
    lines += ["the standard"] if any(point.standard is not None for point in card.series) else []
    against = f" against {numbers.listed(lines)}" if lines else ""
    marks = f"▲ ▼ {pieces} outside the usual pattern. Grey band: the usual range{_following(card)}." if banded else ""
    standard = " Dashed line: the standard." if "the standard" in lines else ""
    running = f" ◇ the period so far{', with its margin' if card.value.low is not None else ''}."
    so_far = "" if shown.so_far is None else running
    return html.joined(html.tag("h2", *counted, against), html.paragraph("above", marks, standard, so_far))


def _following(card: Scorecard) -> str:
    """What the usual range follows from month to month, if anything."""
    newest = card.chart.segments[-1]
    follows = [f"its {card.metric.cases}"] if newest.widths else []
    follows += ["the season"] if newest.season else []
    return f", which follows {numbers.listed(follows)}" if follows else ""


def nothing_drawn(card: Scorecard) -> str:
    """Why there is no chart: no data at all, or never enough at a time to show a value."""
    if not any(point.value.n for point in card.series):
        return "No data to draw yet."
    smallest = numbers.in_words(card.scope.smallest_n)
    return f"None of the {PIECES[card.scope.period]} has {smallest} {card.metric.cases}, so there is no line to draw."


def said(card: Scorecard) -> str:
    """What the chart shows, for those who cannot or do not want to read it."""
    if card.scope.period in OVERLAPPING:
        return (
            f"Each point covers {PIECES[card.scope.period].removeprefix('periods of ')} and shares most of them with "
            "the points beside it, so no usual range is drawn. Choose “Single month” to see what stands out."
        )
    return _quarters(card) if card.scope.period is PeriodKind.QUARTER else chart_sentence(card)


def _quarters(card: Scorecard) -> str:
    band, shown, values = newest_band(card), drawn(card), known_values(card)
    if band is None:
        missing = VALUES_FOR_LIMITS - values
        said_more = f"{more(missing, 'quarters')} until a usual range can be drawn."
        return said_more if missing > 0 else "All values are equal so far, so there is no usual range to draw."
    low, high = (numbers.value(card.metric, end) for end in (band.lower, band.upper))
    parts = [f"The usual range of a quarter is {low} to {high}."]
    newest = shown.values[-1]
    if newest is not None:
        where = "inside it" if band.lower <= newest <= band.upper else "above it" if newest > band.upper else "below it"
        parts.append(f"{numbers.begun(shown.names[-1])}, at {shown.written[-1]}, is {where}.")
    loud = [row for row, sense in enumerate(shown.senses) if sense is not Sense.NEITHER]
    if loud:
        verb, counted = ("stands" if len(loud) == 1 else "stand"), numbers.in_words(len(loud)).capitalize()
        newest_one = f"{shown.names[loud[-1]]}: {shown.patterns[loud[-1]]}"
        parts.append(f"{counted} of {numbers.count(values, 'quarters')} {verb} out, the newest {newest_one}.")
    else:
        parts.append("No quarter stands out.")
    if card.chart.limits is not None and card.chart.limits.trial:
        parts.append(f"The usual range is provisional until it has {FULL_LENGTH} quarters.")
    return " ".join(parts)


def labels(card: Scorecard) -> Labels:
    """The texts of the control chart that carry numbers."""
    band = newest_band(card)
    metric = card.metric
    before, after = numbers.signs(metric)
    texts: list[str | None] = []
    for point in card.series:
        is_named = point.standard is not None and _standard_begins(card, len(texts))
        texts.append(_standard_label(card, point, first=not texts) if is_named else None)
    return Labels(
        standards=tuple(texts),
        upper=f"usual range\nup to {numbers.value(metric, band.upper)}" if band else "",
        mean=f"mean {numbers.value(metric, band.mean)}" if band else "",
        lower=f"down to {numbers.value(metric, band.lower)}" if band else "",
        standard=f"standard {numbers.standard(metric, card.standard.value)}" if card.standard else "",
        tick_before=before,
        tick_after=after,
        separators=locale.separators(),
        month_names=locale.short_months(),
    )


def _standard_begins(card: Scorecard, at: int) -> bool:
    """Whether a level of the standard starts at that point; while a longer period moves over to it, it is a slope."""
    if at == 0:
        return True
    before, own, *after = (point.standard for point in card.series[at - 1 : at + 2])
    return own != before and (card.scope.period not in OVERLAPPING or own in after)


def _standard_label(card: Scorecard, point: Point, *, first: bool) -> str:
    assert point.standard is not None
    text = numbers.standard(card.metric, point.standard)
    return f"standard {text}" if first else f"{text} from {numbers.short_month(point.month)}"
