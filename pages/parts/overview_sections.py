"""The sections that the landing page and the team pages share: counts, changes, what is being done, the legend.

HTML in one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from db.reports.initiative_effects import Improvements, InitiativeEffect
from metrics.improvements import KeptAction
from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope
from pages.figures.icons import verdict_icon
from pages.figures.palette import Sense
from pages.language import labels, numbers
from pages.language.initiative_effects import SENSES, lateness, places, when_it_ran
from pages.language.significance import RealChange, counts
from pages.parts import metric_cells
from pages.parts.cached_queries import Known
from pages.parts.metric_cells import effect_html

# As many as stand on the landing page; the rest is one click away.
INITIATIVES_NAMED, ACTIONS_NAMED = 2, 4


def improvements_section(doing: Improvements, scope: Scope, today: dt.date) -> str:
    """The landing page's section: initiatives with their effects, then the actions that are due first."""
    items = [_initiative(judged) for judged in doing.initiatives[:INITIATIVES_NAMED]]
    items += [_action(kept, today) for kept in doing.actions[:ACTIONS_NAMED]]
    if not items:
        items = ['<li class="quiet">No initiative and no open action yet.</li>']
    return (
        f'<section class="section"><h2>What we are doing</h2><ul class="list">{"".join(items)}</ul>'
        f'<p class="note">{_more(doing, scope)}</p></section>'
    )


def _initiative(judged: InitiativeEffect) -> str:
    """One initiative with its plainest effect; how many more metrics it is meant to move."""
    said = judged.kept.initiative
    first, *rest = sorted(judged.effects, key=lambda effect: effect.word not in SENSES)
    more = f"{when_it_ran(said)}; {numbers.count(len(rest), 'more metrics')}" if rest else when_it_ran(said)
    link = '<a href="/initiatives" target="_self">'
    where = f'<span class="quiet">{escape(places(said.units))}</span>'
    return f"<li>{link}{escape(said.name)}</a> {where}<br>{effect_html(first, more)}</li>"


def _action(kept: KeptAction, today: dt.date) -> str:
    said, how = kept.action, lateness(kept, today)
    owner = escape(said.owner.partition(",")[0])
    if how.sense is not Sense.WORSE:
        return f'<li><b>{escape(said.what)}</b><br><span class="quiet">{owner}, {how.words}</span></li>'
    due = f"was due {numbers.short_day(said.due)}"
    late = f'<b class="worse">{how.words}</b> <span class="quiet">{owner}, {due}</span>'
    return f"<li><b>{escape(said.what)}</b><br>{late}</li>"


def _more(doing: Improvements, scope: Scope) -> str:
    unit = "" if not scope.unit else " here"
    still_open = len(doing.actions)
    actions = (
        f"All {still_open} open actions{unit}"
        if still_open > ACTIONS_NAMED
        else "Actions"
        if still_open
        else "Enter one"
    )
    initiatives = len(doing.initiatives)
    all_initiatives = f"All {initiatives} initiatives{unit}" if initiatives > INITIATIVES_NAMED else "Initiatives"
    return (
        f'<a href="{metric_cells.link_to("actions", scope)}" target="_self">{actions}</a> · '
        f'<a href="{metric_cells.link_to("initiatives", scope)}" target="_self">{all_initiatives}</a>'
    )


# As many as a reader takes in at a glance; the table has the rest.
CHANGES_NAMED = 5


def counts_line(cards: Sequence[Scorecard], about_it: str) -> str:
    """How many were missed, too close to call, met: worst first, each with its icon."""
    counted = "".join(
        f"<li>{verdict_icon(verdict)}<b>{number}</b> {labels.VERDICTS[verdict].lower()}</li>"
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
    told = labels.change_text(change, metric)
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    link = metric_cells.link_to("metric", real.card.scope, metric=metric.id)
    return (
        f'<li><a href="{link}" target="_self">{escape(metric.name)}</a><br><b class="{real.sense}">'
        f"{metric_cells.arrow(told.arrow)}{before} to {now}</b> {labels.WITHIN[real.before]}</li>"
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
