"""“Which branches stand out?”: the lowest units against what chance allows for their number of answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from markupsafe import Markup

from db.reports.unit_comparison import UnitComparison
from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.statistics.intervals import within
from metrics.units.comparison import CLAIM, ComparedUnit, Funnel
from metrics.units.funnel import ACTION_LEVEL, FEWEST_TO_STAND_APART, WARNING_LEVEL, Centre, limits
from metrics.vocabulary import Better, Value
from pages.figures.funnel import FunnelDot, FunnelLimits, funnel_figure
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.labels import FUNNELS
from pages.parts import html
from pages.parts.html import TableCell, TableRow
from pages.parts.metric.few_units import few_units
from pages.parts.metric_cells import folded_table, link_to

CURVE_POINTS = 48


def unit_funnel(card: Scorecard, found: UnitComparison) -> Markup:
    """The section with sentence, figure and table; empty for a unit without others below it."""
    if not found.compared:
        return Markup()
    shown = [unit for unit in found.compared if unit.value is not None]
    names = called([unit.name for unit in shown])
    if len(shown) < FEWEST_TO_STAND_APART:
        inside = few_units(card.metric, found, names, _not_shown(found))
        table = _table(card, found, shown, [], names) if found.pairs else ""
        return html.section("How do the branches compare?", *inside, table, classes="thin")
    outside = standing_apart(shown, card.metric)
    said = finding(card.metric, found, [names[unit.name] for unit in outside])
    figure = "" if found.centre is None else _figure(card.metric, found, found.centre, shown, outside, names, said)
    table = _table(card, found, shown, outside, names)
    whole = (html.paragraph("finding", said), html.drawing(figure), _where_to(card, outside, names), table)
    return html.section("Which branches stand out?", *whole, classes="thin")


def called(paths: Sequence[str]) -> dict[str, str]:
    """What each unit is called: the last name of its path, with the one above it where others are called the same."""
    last = [path.rpartition("/")[2] for path in paths]
    return {
        path: name if last.count(name) == 1 else " › ".join(path.split("/")[-2:])
        for path, name in zip(paths, last, strict=True)
    }


def standing_apart(shown: Sequence[ComparedUnit], metric: Metric) -> list[ComparedUnit]:
    """The units that may be named: beyond the 99.8 % limits, surviving among all, with answers enough; worst first."""
    named = [
        unit
        for unit in shown
        if unit.ranked and unit.funnel in (Funnel.ABOVE, Funnel.BELOW) and unit.q is not None and unit.q <= CLAIM
    ]
    best_last = 1 if metric.better is Better.HIGHER else -1
    return sorted(named, key=lambda unit: best_last * (unit.shrunk or 0.0))


def finding(metric: Metric, found: UnitComparison, outside: Sequence[str]) -> str:
    """Who stands out (`outside`, by name), that no other is ranked, how to read the band, how many are hidden."""
    when = f"{numbers.begun(numbers.span_label(found.span))} together."
    if found.centre is None:
        return f"There is no margin to say whether branches differ by more than chance, so none is named. {when}"
    explains = f"number of {metric.cases} explains"
    if found.centre.between:
        explains = f"number of {metric.cases} and the usual spread of branches explain"
    if outside:
        verb, their = ("is", "its") if len(outside) == 1 else ("are", "their")
        said = f"{numbers.listed(outside)} {verb} outside what {their} {explains}. The others "
    else:
        said = f"No branch is outside what its {explains}. They "
    said += (
        f"differ by no more than usual, so they are not ranked. "
        f"Band {numbers.share(ACTION_LEVEL, 1)}, dots {numbers.share(WARNING_LEVEL)}. {when}"
    )
    return said + _wider(found, found.centre) + _not_shown(found)


def _wider(found: UnitComparison, middle: Centre) -> str:
    """Why the band is wider than answers alone make it; empty where it is not."""
    if middle.possible:
        count = numbers.in_words(sum(bool(unit.n) for unit in found.compared))
        return f" With only {count} branches, how far they usually differ is partly assumed; the band has room for it."
    return " The band is wider, because they differ by more than their answers explain." if middle.between else ""


def _not_shown(found: UnitComparison) -> str:
    hidden = sum(unit.value is None and bool(unit.n) for unit in found.compared)
    if not hidden:
        return ""
    verb, their = ("has", "is") if hidden == 1 else ("have", "are")
    return f" {numbers.in_words(hidden).capitalize()} {verb} too few answers and {their} not shown."


def _figure(
    metric: Metric,
    found: UnitComparison,
    middle: Centre,
    shown: Sequence[ComparedUnit],
    outside: Sequence[ComparedUnit],
    names: Mapping[str, str],
    said: str,
) -> str:
    counts = [unit.n or 0.0 for unit in shown]
    room = 0.06 * (max(counts) - min(counts)) or 1.0
    low, high = max(min(counts) - room, 1.0), max(counts) + room
    curve = [_limits(metric, middle, low + (high - low) * point / (CURVE_POINTS - 1)) for point in range(CURVE_POINTS)]
    dots = [_dot(unit, metric, middle, names[unit.name] if unit in outside else "") for unit in shown]
    counted = f"{metric.cases}, {numbers.span_label(found.span)}"
    return funnel_figure(
        dots,
        curve,
        middle.value,
        lambda level: numbers.bare_standard(metric, level),
        lambda n: numbers.plain(n, 0),
        counted,
        f"Funnel. {said}",
    )


def _limits(metric: Metric, middle: Centre, n: float) -> FunnelLimits:
    low, high = within(limits(middle, n, WARNING_LEVEL), metric.bounds)
    lower, upper = within(limits(middle, n, ACTION_LEVEL), metric.bounds)
    return FunnelLimits(n, lower, low, high, upper)


def _dot(unit: ComparedUnit, metric: Metric, middle: Centre, name: str) -> FunnelDot:
    assert unit.n is not None
    assert unit.value is not None
    if not name:
        return FunnelDot(unit.n, unit.value)
    above = unit.value > middle.value
    better = above == (metric.better is Better.HIGHER)
    text = f"{name} {numbers.value(metric, unit.value)}"
    return FunnelDot(unit.n, unit.value, text, Sense.BETTER if better else Sense.WORSE, above)


def _where_to(card: Scorecard, outside: Sequence[ComparedUnit], names: Mapping[str, str]) -> Markup:
    """Links to the pages of the units that stand out."""
    links = [
        html.link(
            link_to("metric", replace(card.scope, unit=unit.name), metric=card.metric.id),
            names[unit.name],
        )
        for unit in outside
    ]
    return html.paragraph("choices", "Look closer: ", html.between(", ", links)) if links else Markup()


def _table(
    card: Scorecard,
    found: UnitComparison,
    shown: Sequence[ComparedUnit],
    outside: Sequence[ComparedUnit],
    names: Mapping[str, str],
) -> Markup:
    """Those that stand out first, in the order of their smoothed values; then the others by name."""
    others = sorted((unit for unit in shown if unit not in outside), key=lambda unit: names[unit.name].casefold())
    judged = found.centre is not None and not found.pairs
    rows = [_row(card.metric, unit, names[unit.name], judged=judged) for unit in [*outside, *others]]
    headings = ["Branch", "Value", "Margin", card.metric.cases.capitalize()]
    headings += ["Among the others", "Smoothed"] if judged else []
    note = ""
    if judged:
        note = (
            "Smoothed: small samples are pulled towards the average. Only branches that stand out are ranked, by this "
            "value; the others are listed by name."
        )
    return folded_table(f"{card.metric.name} by branch, {numbers.span_label(found.span)}", headings, rows, note)


def _row(metric: Metric, unit: ComparedUnit, name: str, *, judged: bool) -> TableRow:
    assert unit.value is not None
    margin = numbers.margin(metric, Value(unit.value, unit.low, unit.high, unit.n))
    counted = TableCell(numbers.plain(round(unit.n or 0), 0), "quiet")
    cells: list[str | TableCell] = [name, numbers.value(metric, unit.value), TableCell(margin, "quiet"), counted]
    if judged:
        shrunk = "" if unit.shrunk is None else numbers.value(metric, unit.shrunk)
        cells += [FUNNELS[unit.funnel] if unit.ranked else f"few {metric.cases}", TableCell(shrunk, "quiet")]
    return TableRow(cells)
