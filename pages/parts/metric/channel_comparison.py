"""“How do the channels compare?”: each channel's value with its margin, and which stand apart; HTML in one line."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from db.reports.breakdowns import Breakdown
from metrics.scorecard import Scorecard
from metrics.units.comparison import AgainstRest, ComparedUnit
from metrics.vocabulary import Better, Value
from pages.figures.palette import Sense
from pages.figures.ranges import Range, ranges_figure
from pages.language import numbers
from pages.parts import metric_cells

HEADING = '<section class="section thin"><h2>How do the channels compare?</h2>'
FEWEST = 2


def channel_comparison(card: Scorecard, found: Breakdown) -> str:
    """The section with sentence, figure and table, the busiest channel first; empty with fewer than two to show."""
    shown = [each for each in found.compared if each.value is not None]
    shown.sort(key=lambda each: (-(each.n or 0), each.name))
    if len(shown) < FEWEST or card.scope.channel is not None:
        return ""
    said = finding(card, found)
    apart = farthest(found)
    parts = [_range(card, each, apart if apart is not None and apart.name == each.name else None) for each in shown]
    total = card.value.estimate
    words = "" if total is None else f"all {numbers.value(card.metric, total)}"
    figure = ranges_figure(parts, total, words, f"By channel. {said}")
    return metric_cells.joined(
        (f'{HEADING}<p class="finding">{escape(said)}</p>', figure, _table(card, shown), "</section>")
    )


def farthest(found: Breakdown) -> AgainstRest | None:
    """The channel farthest from the rest by more than chance; the others then differ from a rest that holds it."""
    apart = [each for each in found.apart if each.is_apart]
    return max(apart, key=lambda each: abs(each.difference.estimate or 0.0), default=None)


def finding(card: Scorecard, found: Breakdown) -> str:
    """Which channel lies apart from the rest by more than chance, or that none does, and how many are hidden."""
    metric, when = card.metric, numbers.begun(numbers.span_label(card.spans.now))
    apart = farthest(found)
    if all(each.q is None for each in found.apart):
        said = "Nothing says whether the channels differ by more than chance."
    elif apart is not None:
        said = f"{_told(card, apart)}: more than chance explains."
        said = said[:1].upper() + said[1:]
    else:
        said = "The channels differ by no more than chance explains."
    margins = (
        f" Lines are the 95{numbers.THIN}% margins." if any(each.low is not None for each in found.compared) else ""
    )
    hidden = sum(each.value is None and bool(each.n) for each in found.compared)
    few = f" {numbers.in_words(hidden).capitalize()} with too few {metric.cases} not shown." if hidden else ""
    return f"{said} {when}.{margins}{few}"


def _told(card: Scorecard, each: AgainstRest) -> str:
    gap = each.difference.estimate or 0.0
    step = numbers.step(card.metric, abs(gap), card.value.estimate).lstrip("+")
    return f"{each.name} lies {step} {'above' if gap > 0 else 'below'} the rest"


def _range(card: Scorecard, each: ComparedUnit, apart: AgainstRest | None) -> Range:
    assert each.value is not None
    sense = Sense.NEITHER
    if apart is not None:
        above = (apart.difference.estimate or 0.0) > 0
        sense = Sense.BETTER if above == (card.metric.better is Better.HIGHER) else Sense.WORSE
    return Range(each.name, each.value, each.low, each.high, numbers.value(card.metric, each.value), sense)


def _table(card: Scorecard, shown: Sequence[ComparedUnit]) -> str:
    metric = card.metric
    rows = "".join(
        f'<tr><th scope="row">{escape(each.name)}</th>'
        f'<td class="number">{numbers.value(metric, each.value or 0.0)}</td>'
        f'<td class="number quiet">{numbers.margin(metric, Value(each.value, each.low, each.high, each.n))}</td>'
        f'<td class="number quiet">{numbers.plain(round(each.n or 0), 0)}</td></tr>'
        for each in shown
    )
    headings = ("Channel", "Value", "Margin", metric.cases.capitalize())
    return metric_cells.folded_table(f"{metric.name} by channel, {numbers.span_label(card.spans.now)}", headings, rows)
