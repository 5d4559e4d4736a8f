"""The texts of the page about standards: each metric with its promise and the steps of its standard; benchmarks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from markupsafe import Markup

from db.time_limits import TimeLimits
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.improvements import StandardStep
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Standard
from pages.language import numbers
from pages.parts import html
from pages.parts.html import RowGroup, TableCell, TableColumn, TableRow

PERCENTS = (10, 25, 50, 75, 90)
POINTS = [f"{percent}{numbers.THIN}%" for percent in PERCENTS]


def opening(standards: Sequence[Standard]) -> Markup:
    """How many metrics have a standard, and what one is."""
    having = len({standard.metric for standard in standards})
    verb = "has" if having == 1 else "have"
    title = f"{numbers.in_words(having).capitalize()} of {len(METRICS)} metrics {verb} a standard."
    lead = (
        "A standard is a number, the month from which it is valid, and a person who owns it. Words such as “promptly” "
        "cannot be met or missed. Earlier months keep the standard of their time."
    )
    return html.headline(title if having else "No standard has been set yet.", lead)


def standards_table(standards: Sequence[Standard], limits: TimeLimits, now: Month, organisation: str) -> Markup:
    """Every metric by family with its promise, the standards in force and the steps before and after."""
    groups = [
        RowGroup(family, [_row(limits.named(metric, now), standards, limits, now, organisation) for metric in own])
        for family, own in groupby(METRICS, key=lambda metric: metric.family)
    ]
    columns = (
        TableColumn("Metric, and what we want customers to say"),
        TableColumn("Standard now"),
        TableColumn("Owner", "quiet"),
        TableColumn("Earlier and later", "quiet"),
    )
    table = html.table("Every metric and its standard", columns, groups, classes="plain standards", is_cards=True)
    return html.section("Standards", table)


def _row(metric: Metric, standards: Sequence[Standard], limits: TimeLimits, now: Month, organisation: str) -> TableRow:
    own = [standard for standard in standards if standard.metric == metric.id]
    units = sorted({standard.unit for standard in own})
    in_force = {unit: _newest([one for one in own if one.unit == unit and one.since <= now]) for unit in units}
    now_lines = [_now(metric, one, organisation) for one in in_force.values() if one is not None]
    owners = list(dict.fromkeys(one.owner for one in in_force.values() if one is not None and one.owner))
    other = sorted((one for one in own if one not in in_force.values()), key=lambda one: one.since, reverse=True)
    steps = [_step(metric, one, now, organisation) for one in other] + _times(metric, limits)
    return TableRow(
        [
            html.joined(metric.name, html.small(f"“{metric.promise}”")),
            _lines(now_lines) or html.span("quiet", "No standard"),
            html.between(html.BR, owners),
            _lines(steps),
        ]
    )


def _newest(found: Sequence[Standard]) -> Standard | None:
    return max(found, key=lambda standard: standard.since, default=None)


def _lines(lines: Sequence[str]) -> Markup:
    return html.bullets(lines, "steps-of") if lines else Markup()


def _now(metric: Metric, standard: Standard, organisation: str) -> Markup:
    where = f"{_where(standard.unit, organisation)}, " if standard.unit else ""
    since = f" {where}since {numbers.short_month(standard.since)}"
    reason = html.small(standard.reason) if standard.reason else ""
    return html.joined(html.bold(numbers.standard(metric, standard.value)), since, reason)


def _step(metric: Metric, standard: Standard, now: Month, organisation: str) -> str:
    """A standard that is over, or one that starts later."""
    where = f" {_where(standard.unit, organisation)}" if standard.unit else ""
    later = "" if standard.since <= now else "later: "
    return f"{later}{numbers.standard(metric, standard.value)}{where} from {numbers.short_month(standard.since)}"


def _times(metric: Metric, limits: TimeLimits) -> list[str]:
    """Every limit of time that was set for the metric, the newest first."""
    if not isinstance(metric.formula, WithinLimit):
        return []
    set_ = [limit for limit in limits.every if limit.metric == metric.id]
    written = [(replace(metric.formula, limit=limit.value).words, limit.since) for limit in reversed(set_)]
    return [f"within {words} from {numbers.short_month(since)}" for words, since in written]


def _where(unit: str, organisation: str) -> str:
    return unit.replace("/", " › ") or organisation or "everywhere"


def history_table(steps: Sequence[StandardStep], limits: TimeLimits, organisation: str) -> Markup:
    """Every time a standard was set or deleted, the newest first, folded until asked for; its headings sort."""
    if not steps:
        return Markup()
    columns = [
        TableColumn("When", "fit light", sorts=True, sorted="descending"),
        TableColumn("Metric", sorts=True),
        TableColumn("What"),
        *(TableColumn(heading, sorts=True) for heading in ("Owner", "Reason", "By")),
    ]
    rows = [_history_row(step, limits, organisation) for step in reversed(steps)]
    search = "Search the changes" if len(rows) > html.SEARCHED_FROM else ""
    caption = "All changes to standards"
    return html.folded(caption, html.working_table(caption, columns, rows, search=search))


def _history_row(step: StandardStep, limits: TimeLimits, organisation: str) -> TableRow:
    metric = limits.named(CATALOGUE[step.metric], step.since)
    did = "deleted:" if step.is_withdrawal else "set:"
    where = f" {_where(step.unit, organisation)}" if step.unit else ""
    what = f"{did} {numbers.standard(metric, step.value)}{where} from {numbers.short_month(step.since)}"
    at = step.at.replace(tzinfo=dt.UTC)
    when = TableCell(numbers.moment(at), sort=at.isoformat())
    return TableRow([when, metric.name, what, step.owner, step.reason, step.by])


def named(standard: Standard, limits: TimeLimits) -> str:
    """A standard in one line of plain text, as a choice names it; its metric as it was called when it began."""
    metric = limits.named(CATALOGUE[standard.metric], standard.since)
    where = f", {standard.unit.replace('/', ' › ')}" if standard.unit else ""
    number = numbers.standard(metric, standard.value)
    return f"{metric.name} {number}{where}, from {numbers.short_month(standard.since)}"


def benchmarks_table(found: Sequence[Benchmark]) -> Markup:
    """The newest figure of each metric, source and peers, with those before it; how to get some where there is none."""
    if not found:
        return html.section("Benchmarks", html.note("None yet. Add one, or upload a file of them."))
    columns = [
        TableColumn("Metric", sorts=True),
        TableColumn("Published by", sorts=True),
        TableColumn("Newest", "fit", sorts=True),
        TableColumn("Value", "fit"),
        TableColumn(f"Peers at {numbers.listed(POINTS)}", "quiet"),
        TableColumn("Earlier", "quiet fit"),
    ]
    rows = [_benchmark(own) for own in _alike(found)]
    search = "Search the benchmarks" if len(rows) > html.SEARCHED_FROM else ""
    return html.section(
        "Benchmarks",
        html.working_table("Benchmarks", columns, rows, search=search),
        html.note("Each can be undone in the ", html.link("/uploads", "history"), "."),
    )


def _alike(found: Sequence[Benchmark]) -> list[list[Benchmark]]:
    """The benchmarks by metric, source and peers, in the order of the catalogue; the newest first in each."""
    order = {id_: place for place, id_ in enumerate(CATALOGUE)}
    groups: dict[tuple[str, str, str], list[Benchmark]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.month, reverse=True):
        groups[one.metric, one.source, one.peers].append(one)
    return [groups[key] for key in sorted(groups, key=lambda key: (order[key[0]], key))]


def _benchmark(own: Sequence[Benchmark]) -> TableRow:
    newest, *before = own
    metric = CATALOGUE[newest.metric]
    n = f", n{numbers.THIN}{numbers.plain(newest.n, 0)}" if newest.n is not None else ""
    points = " · ".join(
        numbers.value(metric, newest.percentiles[percent]) if percent in newest.percentiles else "not given"
        for percent in PERCENTS
    )
    return TableRow(
        [
            metric.name,
            TableCell(html.joined(newest.source, html.small(f"{newest.peers}{n}")), sort=newest.source),
            TableCell(numbers.short_month(newest.month), sort=str(newest.month)),
            _value(metric, newest),
            points if newest.percentiles else "not given",
            html.between(html.BR, (_earlier(metric, one) for one in before)),
        ]
    )


def _earlier(metric: Metric, one: Benchmark) -> str:
    return f"{_value(metric, one)} in {numbers.short_month(one.month)}"


def _value(metric: Metric, one: Benchmark) -> str:
    """The published value, else the median of the peers."""
    if one.value is not None:
        return numbers.value(metric, one.value)
    return f"median {numbers.value(metric, one.percentiles[50])}" if 50 in one.percentiles else "not given"
