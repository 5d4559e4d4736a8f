"""The texts of the page about standards: each metric with its promise and the steps of its standard; benchmarks.

HTML in one line, what people typed is escaped.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from db.time_limits import TimeLimits
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.improvements import StandardStep
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Standard
from pages.language import numbers
from pages.parts import metric_cells

PERCENTS = (10, 25, 50, 75, 90)
POINTS = [f"{percent}{numbers.THIN}%" for percent in PERCENTS]


def opening(standards: Sequence[Standard]) -> str:
    """How many metrics have a standard, and what one is."""
    having = len({standard.metric for standard in standards})
    title = f"{numbers.in_words(having).capitalize()} of {len(METRICS)} metrics have a standard."
    if having == 1:
        title = f"One of {len(METRICS)} metrics has a standard."
    if not having:
        title = "No standard has been set yet."
    lead = (
        "A standard is a number, the month from which it holds, and somebody who owns it. Words such as “promptly” "
        "cannot be met or missed. Months before keep the standard of their time."
    )
    return f'<h1 class="headline">{title}</h1><p class="lead">{lead}</p>'


def standards_table(standards: Sequence[Standard], limits: TimeLimits, now: Month, organisation: str) -> str:
    """Every metric by family with its promise, the standards in force and the steps before and after."""
    rows = ""
    for family, own in groupby(METRICS, key=lambda metric: metric.family):
        rows += f'<tr class="family"><th scope="rowgroup" colspan="4">{escape(family)}</th></tr>'
        rows += "".join(_row(limits.named(metric, now), standards, limits, now, organisation) for metric in own)
    headings = ("Metric, and what we want customers to say", "Standard now", "Owner", "Before, and to come")
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    return metric_cells.joined(
        (
            '<section class="section"><h2>Standards</h2><table class="plain standards"><caption>Every metric and its '
            f"standard</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></section>",
        )
    )


def _row(metric: Metric, standards: Sequence[Standard], limits: TimeLimits, now: Month, organisation: str) -> str:
    own = [standard for standard in standards if standard.metric == metric.id]
    units = sorted({standard.unit for standard in own})
    in_force = {unit: _newest([one for one in own if one.unit == unit and one.since <= now]) for unit in units}
    now_lines = [_now(metric, one, organisation) for one in in_force.values() if one is not None]
    owners = list(dict.fromkeys(one.owner for one in in_force.values() if one is not None and one.owner))
    other = sorted((one for one in own if one not in in_force.values()), key=lambda one: one.since, reverse=True)
    steps = [_step(metric, one, now, organisation) for one in other] + _times(metric, limits)
    promise = metric_cells.small(f"“{escape(metric.promise)}”")
    return (
        f'<tr><th scope="row">{escape(metric.name)}{promise}</th>'
        f"<td>{_lines(now_lines) or '<span class=quiet>No standard</span>'}</td>"
        f'<td class="quiet">{"<br>".join(map(escape, owners))}</td><td class="quiet">{_lines(steps)}</td></tr>'
    )


def _newest(found: Sequence[Standard]) -> Standard | None:
    return max(found, key=lambda standard: standard.since, default=None)


def _lines(lines: Sequence[str]) -> str:
    return f'<ul class="steps-of">{"".join(f"<li>{line}</li>" for line in lines)}</ul>' if lines else ""


def _now(metric: Metric, standard: Standard, organisation: str) -> str:
    where = f"{_where(standard.unit, organisation)}, " if standard.unit else ""
    reason = metric_cells.small(escape(standard.reason)) if standard.reason else ""
    number = numbers.standard(metric, standard.value)
    return f"<b>{number}</b> {where}since {numbers.short_month(standard.since)}{reason}"


def _step(metric: Metric, standard: Standard, now: Month, organisation: str) -> str:
    """A step that is over, or one that is yet to come."""
    where = f" {_where(standard.unit, organisation)}" if standard.unit else ""
    to_come = "" if standard.since <= now else "to come: "
    return f"{to_come}{numbers.standard(metric, standard.value)}{where} from {numbers.short_month(standard.since)}"


def _times(metric: Metric, limits: TimeLimits) -> list[str]:
    """Every limit of time that was set for the metric, the newest first."""
    if not isinstance(metric.formula, WithinLimit):
        return []
    set_ = [limit for limit in limits.every if limit.metric == metric.id]
    written = [(replace(metric.formula, limit=limit.value).words, limit.since) for limit in reversed(set_)]
    return [f"within {words} from {numbers.short_month(since)}" for words, since in written]


def _where(unit: str, organisation: str) -> str:
    return escape(unit.replace("/", " › ") or organisation or "everywhere")


def history_table(steps: Sequence[StandardStep], limits: TimeLimits, organisation: str) -> str:
    """Every time a standard was set or taken back, the newest first, folded until asked for."""
    rows = "".join(_history_row(step, limits, organisation) for step in reversed(steps))
    if not rows:
        return ""
    headings = ("When", "Metric", "What", "Owner", "Reason", "By")
    head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
    caption = "Every time a standard was set or taken back"
    return metric_cells.joined(
        (
            f'<details class="folded"><summary>{caption}</summary>',
            f'<div class="scroller" tabindex="0" role="region" aria-label="{caption}"><table class="plain">',
            f"<caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div></details>",
        )
    )


def _history_row(step: StandardStep, limits: TimeLimits, organisation: str) -> str:
    metric = limits.named(CATALOGUE[step.metric], step.since)
    did = "taken back:" if step.is_withdrawal else "set:"
    where = f" {_where(step.unit, organisation)}" if step.unit else ""
    what = f"{did} {numbers.standard(metric, step.value)}{where} from {numbers.short_month(step.since)}"
    texts = (what, escape(step.owner), escape(step.reason), escape(step.by))
    inside = "".join(f"<td>{text}</td>" for text in texts)
    when = numbers.moment(step.at.replace(tzinfo=dt.UTC))
    return f'<tr><th scope="row" class="fit">{when}</th><td>{escape(metric.name)}</td>{inside}</tr>'


def named(standard: Standard, limits: TimeLimits) -> str:
    """A standard in one line of plain text, as a choice names it; its metric as it was called when it began."""
    metric = limits.named(CATALOGUE[standard.metric], standard.since)
    where = f", {standard.unit.replace('/', ' › ')}" if standard.unit else ""
    number = numbers.standard(metric, standard.value)
    return f"{metric.name} {number}{where}, from {numbers.short_month(standard.since)}"


def benchmarks_table(found: Sequence[Benchmark]) -> str:
    """The newest figure of each metric, source and peers, with those before it; how to get some where there is none."""
    if not found:
        inside = '<p class="note">None yet. Type one in, or upload a file of them.</p>'
    else:
        rows = "".join(_benchmark(own) for own in _alike(found))
        headings = ("Metric", "Published by", "Newest", "Value", f"Peers at {numbers.listed(POINTS)}", "Before that")
        head = "".join(f'<th scope="col">{heading}</th>' for heading in headings)
        inside = (
            '<div class="scroller" tabindex="0" role="region" aria-label="Benchmarks"><table class="plain"><caption>'
            f"Benchmarks</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>"
            '<p class="note">Each can be taken back in the <a href="/uploads" target="_self">history</a>.</p>'
        )
    return f'<section class="section"><h2>Benchmarks</h2>{inside}</section>'


def _alike(found: Sequence[Benchmark]) -> list[list[Benchmark]]:
    """The benchmarks by metric, source and peers, in the order of the catalogue; the newest first in each."""
    order = {id_: place for place, id_ in enumerate(CATALOGUE)}
    groups: dict[tuple[str, str, str], list[Benchmark]] = defaultdict(list)
    for one in sorted(found, key=lambda one: one.month, reverse=True):
        groups[one.metric, one.source, one.peers].append(one)
    return [groups[key] for key in sorted(groups, key=lambda key: (order[key[0]], key))]


def _benchmark(own: Sequence[Benchmark]) -> str:
    newest, *before = own
    metric = CATALOGUE[newest.metric]
    n = f", n{numbers.THIN}{numbers.plain(newest.n, 0)}" if newest.n is not None else ""
    points = " · ".join(
        numbers.value(metric, newest.percentiles[percent]) if percent in newest.percentiles else "not given"
        for percent in PERCENTS
    )
    earlier = "<br>".join(_earlier(metric, one) for one in before)
    return (
        f'<tr><th scope="row">{escape(metric.name)}</th>'
        f"<td>{escape(newest.source)}{metric_cells.small(escape(newest.peers) + n)}</td>"
        f'<td class="fit">{numbers.short_month(newest.month)}</td><td class="fit">{_value(metric, newest)}</td>'
        f'<td class="quiet">{points if newest.percentiles else "not given"}</td>'
        f'<td class="quiet fit">{earlier}</td></tr>'
    )


def _earlier(metric: Metric, one: Benchmark) -> str:
    return f"{_value(metric, one)} in {numbers.short_month(one.month)}"


def _value(metric: Metric, one: Benchmark) -> str:
    """The published value, else the median of the peers."""
    if one.value is not None:
        return numbers.value(metric, one.value)
    return f"median {numbers.value(metric, one.percentiles[50])}" if 50 in one.percentiles else "not given"
