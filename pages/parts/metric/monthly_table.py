"""The months of a metric's chart as a table, on screen and for a file: the same rows, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from metrics.answers.evidence import CompleteCounts, NetCounts, ShareCounts, VisitShare
from metrics.answers.weights import STEPS_PER_WEIGHT
from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Point, Scorecard
from metrics.verdicts import waits
from metrics.vocabulary import Standard
from pages.language import labels, numbers
from pages.language.chart_series import band_words, month_bands
from pages.packs.workbook.table_file import TableFile
from pages.parts import html, metric_cells
from pages.parts.html import TableCell, TableColumn, TableRow
from pages.parts.metric.chart_captions import MONTHS, PIECES, drawn, point_name


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column of the table: its heading, and what a month has in it, as text and as a number where it is one."""

    heading: str
    cell: Callable[[Point], tuple[str, float | None]]


def months_table(card: Scorecard) -> Markup:
    """The chart as a table, newest first, in a box the keyboard reaches; its headings sort."""
    shown, parts, metric = drawn(card), parts_of(card), card.metric
    has_margin = any(point.value.low is not None for point in card.series)
    bands = month_bands(card)
    has_range = any(band is not None for band in bands)
    columns = [
        TableColumn(
            "Month" if PIECES[card.scope.period] == MONTHS else "Period", "fit", sorts=True, sorted="descending"
        ),
        TableColumn(metric.name, "number", sorts=True),
        *([TableColumn("Margin", "number quiet")] if has_margin else []),
        *(TableColumn(part.heading, "number quiet", sorts=True) for part in parts),
        TableColumn(metric.cases.capitalize(), "number quiet", sorts=True),
        *([TableColumn("Usual range", "number quiet")] if has_range else []),
        TableColumn("Standard", "number quiet", sorts=True),
        TableColumn("Verdict", "fit", sorts=True),
        TableColumn("Pattern"),
    ]
    rows = [
        _row(card, point, parts, pattern, has_margin=has_margin, usual=band_words(metric, band) if has_range else None)
        for point, pattern, band in zip(reversed(card.series), reversed(shown.patterns), reversed(bands), strict=True)
    ]
    table = html.working_table(f"{metric.name} by month", columns, rows, scrolls="tall")
    return html.section("Data by month", table, classes="thin")


def parts_of(card: Scorecard) -> tuple[MonthColumn, ...]:
    """The columns of what was counted, none where values came without their counts; of weighted answers their worth."""
    counts = _counts_of(card)
    if all(point.value.n_effective is None for point in card.series):
        return counts
    if any(getattr(point.evidence, "weights", None) is not None for point in card.series):
        counts = tuple(MonthColumn(f"{part.heading}, by weight", part.cell) for part in counts)
    return (*counts, MonthColumn("Effective n", _worth))


def _worth(point: Point) -> tuple[str, float | None]:
    """How many equal answers a month's weighted or repeated ones are worth."""
    worth = point.value.n_effective
    return ("", None) if worth is None else (numbers.plain(worth, 1), worth)


def _counts_of(card: Scorecard) -> tuple[MonthColumn, ...]:
    kinds = {type(point.evidence) for point in card.series if point.value.estimate is not None}
    if kinds == {NetCounts}:
        return (
            MonthColumn("9 or 10", lambda point: _counted(point, "promoters")),
            MonthColumn("0 to 6", lambda point: _counted(point, "detractors")),
        )
    if kinds and kinds <= {ShareCounts, VisitShare}:
        return (MonthColumn("Numerator", lambda point: _counted(point, "hits")),)
    if kinds == {CompleteCounts}:
        return (MonthColumn(numbers.begun(card.metric.numerator), lambda point: _counted(point, "numerator")),)
    return ()


def _counted(point: Point, part: str) -> tuple[str, float | None]:
    """A count behind a point's value, or a sum of weights; empty where the value is hidden."""
    if point.value.estimate is None or not hasattr(point.evidence, part):
        return "", None
    weights = getattr(point.evidence, "weights", None)
    if weights is not None:
        heavy = float(getattr(weights.sums, part)) / STEPS_PER_WEIGHT
        return numbers.plain(heavy, 1), heavy
    number = float(getattr(point.evidence, part))
    return numbers.plain(round(number), 0), number


def _waits(card: Scorecard, point: Point) -> bool:
    """Whether so few answered in a month that its verdict may be chance."""
    if point.standard is None:
        return False
    standard = Standard(card.metric.id, point.standard, point.month)
    return waits(point.verdict, point.evidence, standard, card.metric.better)


def _verdict_words(card: Scorecard, point: Point) -> str:
    return f"{labels.VERDICTS[point.verdict]}{', may be chance' if _waits(card, point) else ''}"


def _row(
    card: Scorecard,
    point: Point,
    parts: Sequence[MonthColumn],
    pattern: str,
    *,
    has_margin: bool,
    usual: str | None,
) -> TableRow:
    """`usual` is the month's own usual range in words, None where the chart has none."""
    metric, shown = card.metric, point.value
    value = html.span("quiet", "too few" if shown.n else f"no {metric.cases}")
    if shown.estimate is not None:
        value = html.bold(numbers.value(metric, shown.estimate))
    cells = [
        TableCell(point_name(card, point.month), sort=str(point.month)),
        TableCell(value, sort=_sorted_by(shown.estimate)),
        *([TableCell(numbers.margin(metric, shown))] if has_margin else []),
        *(TableCell(text, sort=_sorted_by(number)) for text, number in (part.cell(point) for part in parts)),
        TableCell("" if shown.n is None else numbers.plain(round(shown.n), 0), sort=_sorted_by(shown.n)),
        *([TableCell(usual)] if usual is not None else []),
        TableCell(
            "" if point.standard is None else numbers.standard(metric, point.standard), sort=_sorted_by(point.standard)
        ),
        TableCell(metric_cells.judged(point.verdict, _verdict_words(card, point), waits=_waits(card, point))),
        TableCell(pattern if shown.estimate is not None else ""),
    ]
    return TableRow(cells)


def _sorted_by(number: float | None) -> str | float:
    return "" if number is None else number


def table_file(card: Scorecard) -> TableFile:
    """The same table as numbers, unrounded, with what it is about; for a file."""
    shown, parts, metric = drawn(card), parts_of(card), card.metric
    headings = ("Period", "First day", "Last day", _valued(card), "Low", "High", *(part.heading for part in parts))
    rows = [
        (
            point_name(card, point.month),
            *_days(card, point.month),
            point.value.estimate,
            point.value.low,
            point.value.high,
            *(part.cell(point)[1] for part in parts),
            point.value.n,
            point.standard,
            _verdict_words(card, point),
            pattern if point.value.estimate is not None else "",
            band.lower if band else None,
            band.upper if band else None,
        )
        for point, pattern, band in zip(
            reversed(card.series), reversed(shown.patterns), reversed(month_bands(card)), strict=True
        )
    ]
    about = [
        ("Metric", metric.name),
        ("Definition", metric.definition),
        ("Unit", card.scope.unit or "the whole organisation"),
        ("Channel", card.scope.channel or "all"),
        ("Low and high", "ends of the 95 % interval"),
    ]
    more = (numbers.begun(metric.cases), "Standard", "Verdict", "Pattern", "Usual range from", "Usual range to")
    return TableFile(metric.name, (*headings, *more), tuple(rows), tuple(about))


def _valued(card: Scorecard) -> str:
    return f"{card.metric.name} ({card.metric.measured_in.value})"


def _days(card: Scorecard, last: Month) -> tuple[str, str]:
    """First and last day of a point, as ISO dates."""
    period = PeriodKind.MONTH if PIECES[card.scope.period] == MONTHS else card.scope.period
    to_day = card.scope.to_day if last == card.scope.month else None
    span = spans(replace(card.scope, month=last, period=period, to_day=to_day)).now
    return span.first.isoformat(), span.last.isoformat()
