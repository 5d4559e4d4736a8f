"""The landing page's text: headline, counts, table and, beside it, where to look, what changed, what is being done.

HTML in one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from db.effects import Doing
from db.leaves import Looked
from db.missing import Gaps
from db.scorecards import Report
from metrics.scorecard import Scorecard
from pages.figures.icons import verdict_icon
from pages.parts import cells, numbers, wording
from pages.parts.claims import RealChange, counts, is_loud, real_changes
from pages.parts.data import Known
from pages.parts.doing import what_we_are_doing
from pages.parts.sentences import headline
from pages.parts.stands_on import stands_on
from pages.parts.table import metric_table
from pages.parts.where_to_look import where_to_look

# As many as a reader takes in at a glance; the table has the rest.
CHANGES_NAMED = 5


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the table: branches to look at, what is being done as of `today`, what the month lacks."""

    looked: Looked | None = None
    doing: Doing | None = None
    gaps: Gaps | None = None
    today: dt.date | None = None


def overview(report: Report, known: Known, beside: Beside | None = None) -> str:
    """Everything below the filter bar, as one line of HTML."""
    cards, scope, more = report.scorecards, report.scope, beside or Beside()
    places = "" if more.looked is None else where_to_look(more.looked.places, scope, more.looked.span)
    doing = ""
    if more.doing is not None and more.today is not None:
        doing = what_we_are_doing(more.doing, scope, more.today)
    top = f'<h1 class="headline">{escape(headline(cards, scope))}</h1>'
    if not cards:
        return cells.joined((top, '<p class="lead">Choose another month, unit or channel above.</p>'))
    return cells.joined(
        (
            top,
            counts_line(cards, about(cards[0], known)),
            f'<div class="with-rail"><div>{all_on_request(cards)}{metric_table(cards, scope)}</div>',
            f'<div class="rail">{places}{changes(real_changes(cards))}{doing}',
            f"{stands_on(known.freshness, scope, more.gaps)}</div></div>",
            closing(any(card.standing for card in cards)),
        )
    )


def all_on_request(cards: Sequence[Scorecard]) -> str:
    """On a phone: how many metrics ask for a look, and the way to all of them; empty where all do, or none is there."""
    claimed = real_changes(cards)
    loud, every = sum(is_loud(card, claimed) for card in cards), len(cards)
    if loud == every:
        return ""
    asking = (
        f"{numbers.in_words(loud).capitalize()} of {every} metrics {'was' if loud == 1 else 'were'} missed or moved."
    )
    if not loud:
        asking = f"None of {every} metrics was missed or moved."
    return (
        f'<details class="all-metrics"><summary><span class="fewer">{asking} <b>Show all {every}</b></span>'
        f'<span class="every">All {every} metrics. <b>Show only what was missed or moved</b></span></summary></details>'
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
    """One change: the metric, from where to where, against when. How many it stands on says the table."""
    metric, change = real.card.metric, real.change
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    told = wording.told(change, metric)
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    link = cells.link_to("metric", real.card.scope, metric=metric.id)
    return (
        f'<li><a href="{link}" target="_self">{escape(metric.name)}</a><br><b class="{real.sense}">'
        f"{cells.arrow(told.arrow)}{before} to {now}</b> {wording.WITHIN[real.before]}</li>"
    )


def closing(with_peers: bool) -> str:
    """The legend of one line and when the page was worked out."""
    peers = " Peers: grey is the best quarter, the tick their median." if with_peers else ""
    legend = (
        f"▲ ▼ a change that holds at 95{numbers.THIN}% among all that were tested here. "
        "Grey band: the usual range of the process. Dashed line: the standard then in force. "
        f"Coloured dots and lines: months outside the usual pattern.{peers} Each row has its own scale, from "
        "the lowest to the highest it shows; point at it to read both."
    )
    worked_out = numbers.moment(dt.datetime.now(dt.UTC))
    return f'<div class="closing"><span>{legend}</span><span>Worked out {worked_out}</span></div>'
