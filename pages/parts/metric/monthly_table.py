"""The months of a metric's chart as a table, on screen and for a file: the same rows, the newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from html import escape

from metrics.answers.evidence import CompleteCounts, NetCounts, ShareCounts, VisitShare
from metrics.comparison_periods import spans
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Point, Scorecard
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.figures.palette import Sense
from pages.language import labels, numbers
from pages.packs.workbook.table_file import TableFile
from pages.parts import metric_cells
from pages.parts.metric.chart_captions import MONTHS, PIECES, drawn, point_name


@dataclass(frozen=True, slots=True)
class MonthColumn:
    """A column of the table: its heading, and what a month has in it, as text and as a number where it is one."""

    heading: str
    cell: Callable[[Point], tuple[str, float | None]]


def months_table(card: Scorecard) -> str:
    """The chart as a table, newest first, in a scroller the keyboard reaches."""
    shown, parts = drawn(card), parts_of(card)
    has_margin = any(point.value.low is not None for point in card.series)
    rows = "".join(
        _row(card, point, parts, pattern, has_margin=has_margin)
        for point, pattern in zip(reversed(card.series), reversed(shown.patterns), strict=True)
    )
    numbered = (
        card.metric.name,
        *(["Margin"] if has_margin else []),
        *(part.heading for part in parts),
        card.metric.cases.capitalize(),
    )
    period = "Month" if PIECES[card.scope.period] == MONTHS else "Period"
    headings = [(period, ""), *((text, "number") for text in (*numbered, "Standard")), ("Verdict", ""), ("Pattern", "")]
    head = "".join(f'<th scope="col" class="{kind}">{escape(text)}</th>' for text, kind in headings)
    return metric_cells.joined(
        (
            '<section class="section thin"><h2>The same as a table</h2>',
            '<div class="scroller tall" tabindex="0" role="region" aria-label="Every month as a table">',
            f'<table class="plain"><caption>{escape(card.metric.name)} by month</caption>',
            f"<thead><tr>{head}</tr></thead>",
            f"<tbody>{rows}</tbody></table></div></section>",
        )
    )


def parts_of(card: Scorecard) -> tuple[MonthColumn, ...]:
    """The columns of what was counted; none where values came without their counts."""
    kinds = {type(point.evidence) for point in card.series if point.evidence is not None}
    if kinds == {NetCounts}:
        return (
            MonthColumn("9 or 10", lambda point: _counted(point, "promoters")),
            MonthColumn("0 to 6", lambda point: _counted(point, "detractors")),
        )
    if kinds and kinds <= {ShareCounts, VisitShare}:
        return (MonthColumn("Counted on top", lambda point: _counted(point, "hits")),)
    if kinds == {CompleteCounts}:
        return (MonthColumn(numbers.begun(card.metric.numerator), lambda point: _counted(point, "numerator")),)
    return ()


def _counted(point: Point, part: str) -> tuple[str, float | None]:
    """A part of what a point stands on; nothing of it where its value is hidden."""
    if point.value.estimate is None or not hasattr(point.evidence, part):
        return "", None
    number = float(getattr(point.evidence, part))
    return numbers.plain(round(number), 0), number


def _row(card: Scorecard, point: Point, parts: Sequence[MonthColumn], pattern: str, *, has_margin: bool) -> str:
    metric, shown = card.metric, point.value
    value = '<span class="quiet">too few</span>' if shown.n else f'<span class="quiet">no {metric.cases}</span>'
    if shown.estimate is not None:
        value = f"<b>{numbers.value(metric, shown.estimate)}</b>"
    counted = "" if shown.n is None else numbers.plain(round(shown.n), 0)
    standard = "" if point.standard is None else numbers.standard(metric, point.standard)
    sense = Sense.WORSE if point.verdict is Verdict.MISSED else "loud"
    verdict = f'{verdict_icon(point.verdict)}<span class="{sense}">{labels.VERDICTS[point.verdict]}</span>'
    margin = [numbers.margin(metric, shown)] if has_margin else []
    quiet = [*margin, *(part.cell(point)[0] for part in parts), counted, standard]
    counts = "".join(f'<td class="number quiet">{text}</td>' for text in quiet)
    return (
        f'<tr><th scope="row" class="fit">{point_name(card, point.month)}</th><td class="number">{value}</td>{counts}'
        f'<td class="fit">{verdict}</td><td>{pattern if shown.estimate is not None else ""}</td></tr>'
    )


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
            labels.VERDICTS[point.verdict],
            pattern if point.value.estimate is not None else "",
        )
        for point, pattern in zip(reversed(card.series), reversed(shown.patterns), strict=True)
    ]
    about = [
        ("Metric", metric.name),
        ("Definition", metric.definition),
        ("Unit", card.scope.unit or "the whole organisation"),
        ("Channel", card.scope.channel or "all"),
        ("Low and high", "ends of the 95 % interval"),
    ]
    more = (numbers.begun(metric.cases), "Standard", "Verdict", "Pattern")
    return TableFile(metric.name, (*headings, *more), tuple(rows), tuple(about))


def _valued(card: Scorecard) -> str:
    return f"{card.metric.name} ({card.metric.measured_in.value})"


def _days(card: Scorecard, last: Month) -> tuple[str, str]:
    """First and last day of a point, as ISO dates."""
    period = PeriodKind.MONTH if PIECES[card.scope.period] == MONTHS else card.scope.period
    to_day = card.scope.to_day if last == card.scope.month else None
    span = spans(replace(card.scope, month=last, period=period, to_day=to_day)).now
    return span.first.isoformat(), span.last.isoformat()
