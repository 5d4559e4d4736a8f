"""The landing page's text: headline, counts, table, what really changed, what it stands on. HTML in one line."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from db.leaves import Looked
from db.queries import Freshness
from db.scorecards import Report
from metrics.scorecard import Scorecard
from metrics.vocabulary import Kind, Scope
from pages.figures.icons import verdict_icon
from pages.parts import cells, numbers, wording
from pages.parts.data import Known
from pages.parts.sentences import RealChange, counts, headline, real_changes
from pages.parts.table import metric_table
from pages.parts.where_to_look import where_to_look

# As many as a reader takes in at a glance; the table has the rest.
CHANGES_NAMED = 5


def overview(report: Report, known: Known, looked: Looked | None = None) -> str:
    """Everything below the filter bar, as one line of HTML; `looked` are the branches to look at, where there are."""
    cards = report.scorecards
    places = where_to_look(looked.places, report.scope, looked.span) if looked is not None else ""
    top = f'<h1 class="headline">{escape(headline(cards, report.scope))}</h1>'
    if not cards:
        return cells.joined((top, '<p class="lead">Choose another month, unit or channel above.</p>'))
    return cells.joined(
        (
            top,
            counts_line(cards, about(cards[0], known)),
            f'<div class="with-rail"><div>{metric_table(cards, report.scope)}</div>',
            f'<div class="rail">{places}{changes(real_changes(cards))}',
            f"{stands_on(known.freshness, report.scope)}</div></div>",
            closing(any(card.standing for card in cards)),
        )
    )


def counts_line(cards: Sequence[Scorecard], about_it: str) -> str:
    """How many were missed, too close to call, met: worst first, each with its icon."""
    counted = "".join(
        f"<li>{verdict_icon(verdict)}<b>{number}</b> {wording.VERDICTS[verdict].lower()}</li>"
        for verdict, number in counts(cards).items()
    )
    return f'<ul class="counts">{counted}<li class="about">{about_it}</li></ul>'


def about(card: Scorecard, known: Known) -> str:
    """Which days and which part of the organisation the page is about, and what the small figures are."""
    scope = card.scope
    where = scope.unit.replace("/", " › ") or (f"all of {known.organisation}" if known.organisation else "everywhere")
    channel = f", {scope.channel}" if scope.channel else ""
    margin = f"Small figures beside a value are its 95{numbers.THIN}% margin."
    return f"{numbers.span(card.spans.now)}, {escape(where)}{escape(channel)}. {margin}"


def changes(found: Sequence[RealChange]) -> str:
    """What really changed, the surest first; that nothing did where nothing did."""
    if not found:
        items = '<li class="quiet">Nothing that is beyond chance and the season.</li>'
    else:
        items = "".join(_change(real) for real in found[:CHANGES_NAMED])
    more = len(found) - CHANGES_NAMED
    note = f'<p class="note">{numbers.count(more, "more")} in the table.</p>' if more > 0 else ""
    return f'<section class="section"><h2>What really changed</h2><ul class="list">{items}</ul>{note}</section>'


def _change(real: RealChange) -> str:
    """One change: the metric, from where to where, against when, and how many it stands on."""
    metric, change = real.card.metric, real.change
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    told = wording.told(change, metric)
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    link = cells.link_to("metric", real.card.scope, metric=metric.id)
    counted = f"{numbers.count(change.now.n, metric.cases)}; {numbers.span_label(change.compared)}: "
    return (
        f'<li><a href="{link}" target="_self">{escape(metric.name)}</a><br><b class="{real.sense}">'
        f"{cells.arrow(told.arrow)}{before} to {now}</b> {wording.WITHIN[real.before]}"
        f"{cells.small(counted + numbers.plain(round(change.before.n or 0), 0))}</li>"
    )


def stands_on(freshness: Sequence[Freshness], scope: Scope) -> str:
    """How far each kind of input reaches; those that end before the month are named as such."""
    rows = "".join(
        f'<tr><th scope="row">{wording.KINDS[own.kind]}</th><td>{_reach(own)}</td></tr>' for own in freshness
    )
    late = [
        wording.KINDS[own.kind].lower()
        for own in freshness
        if own.kind is not Kind.BENCHMARKS and own.newest_month < scope.month
    ]
    note = f"No {numbers.listed(late)} for {numbers.month_name(scope.month)} yet. " if late else ""
    return (
        f'<section class="section"><h2>What this stands on</h2><table class="facts">{rows}</table>'
        f'<p class="note">{note}<a href="/uploads" target="_self">See the uploads</a></p></section>'
    )


def _reach(own: Freshness) -> str:
    if own.newest_day is not None:
        return f"to {numbers.short_day(own.newest_day)}"
    return f"to {numbers.short_month(own.newest_month)}"


def closing(with_peers: bool) -> str:
    """The legend of one line and when the page was worked out."""
    peers = " Peers: grey is the best quarter, the tick their median." if with_peers else ""
    legend = (
        "Grey band: the usual range of the process. Dashed line: the standard then in force. "
        f"Coloured dots: months outside the usual pattern.{peers} Each row has its own scale."
    )
    worked_out = numbers.moment(dt.datetime.now(dt.UTC))
    return f'<div class="closing"><span>{legend}</span><span>Worked out {worked_out}</span></div>'
