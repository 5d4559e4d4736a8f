"""“How do the channels compare?”: each channel's value with its margin, and which differ from the rest."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from db.reports.breakdowns import Breakdown
from metrics.scorecard import Scorecard
from metrics.units.comparison import AgainstRest, ComparedUnit
from metrics.vocabulary import Better, Value
from pages.figures.palette import Sense
from pages.figures.ranges import Range, ranges_figure
from pages.language import numbers
from pages.parts import html
from pages.parts.html import TableCell, TableRow
from pages.parts.metric_cells import folded_table

FEWEST = 2


def channel_comparison(card: Scorecard, found: Breakdown) -> Markup:
    """The section with sentence, figure and table, the busiest channel first; empty with fewer than two to show."""
    shown = [each for each in found.compared if each.value is not None]
    shown.sort(key=lambda each: (-(each.n or 0), each.name))
    if len(shown) < FEWEST or card.scope.channel is not None:
        return Markup()
    said = finding(card, found)
    apart = farthest(found)
    parts = [_range(card, each, apart if apart is not None and apart.name == each.name else None) for each in shown]
    total = card.value.estimate
    words = "" if total is None else f"all {numbers.value(card.metric, total)}"
    figure = html.drawing(ranges_figure(parts, total, words, f"By channel. {said}"))
    inside = (html.paragraph("finding", said), figure, _table(card, shown))
    return html.section("How do the channels compare?", *inside, classes="thin")


def farthest(found: Breakdown) -> AgainstRest | None:
    """The channel farthest from the rest by more than chance; the others then differ from a rest that holds it."""
    apart = [each for each in found.apart if each.is_apart]
    return max(apart, key=lambda each: abs(each.difference.estimate or 0.0), default=None)


def finding(card: Scorecard, found: Breakdown) -> str:
    """Which channel lies apart from the rest by more than chance, or that none does, and how many are hidden."""
    metric, when = card.metric, numbers.begun(numbers.span_label(card.spans.now))
    apart = farthest(found)
    if all(each.q is None for each in found.apart):
        said = "There is no margin, so it is not known whether the channels differ by more than chance."
    elif apart is not None:
        said = f"{_told(card, apart)}: more than chance."
        said = said[:1].upper() + said[1:]
    else:
        said = "The channels do not differ by more than chance."
    margins = (
        f" Lines are the 95{numbers.THIN}% margins." if any(each.low is not None for each in found.compared) else ""
    )
    hidden = sum(each.value is None and bool(each.n) for each in found.compared)
    few = f" {numbers.in_words(hidden).capitalize()} with too few {metric.cases} not shown." if hidden else ""
    return f"{said} {when}.{margins}{few}"


def _told(card: Scorecard, each: AgainstRest) -> str:
    gap = each.difference.estimate or 0.0
    step = numbers.step(card.metric, abs(gap), card.value.estimate).lstrip("+")
    return f"{each.name} is {step} {'above' if gap > 0 else 'below'} the rest"


def _range(card: Scorecard, each: ComparedUnit, apart: AgainstRest | None) -> Range:
    assert each.value is not None
    sense = Sense.NEITHER
    if apart is not None:
        above = (apart.difference.estimate or 0.0) > 0
        sense = Sense.BETTER if above == (card.metric.better is Better.HIGHER) else Sense.WORSE
    return Range(each.name, each.value, each.low, each.high, numbers.value(card.metric, each.value), sense)


def _table(card: Scorecard, shown: Sequence[ComparedUnit]) -> Markup:
    metric = card.metric
    rows = [
        TableRow(
            [
                each.name,
                numbers.value(metric, each.value or 0.0),
                TableCell(numbers.margin(metric, Value(each.value, each.low, each.high, each.n)), "quiet"),
                TableCell(numbers.plain(round(each.n or 0), 0), "quiet"),
            ]
        )
        for each in shown
    ]
    headings = ("Channel", "Value", "Margin", metric.cases.capitalize())
    return folded_table(f"{metric.name} by channel, {numbers.span_label(card.spans.now)}", headings, rows)
