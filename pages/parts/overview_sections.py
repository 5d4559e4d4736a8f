"""The sections that the landing page and the team pages share: counts, changes, what is being done, the legend."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from db.reports.initiative_effects import Improvements, InitiativeEffect
from metrics.comparison_periods import spans
from metrics.improvements import KeptAction
from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope
from pages.figures.icons import verdict_icon
from pages.figures.palette import Sense
from pages.language import labels, numbers
from pages.language.initiative_effects import lateness, places, when_it_ran
from pages.language.significance import NOTHING_TO_COMPARE, RealChange, counts, has_earlier, real_changes
from pages.parts import html
from pages.parts.cached_queries import Known
from pages.parts.html import BR, bold, drawing, link, span, tag
from pages.parts.metric_cells import effect_html, link_to, with_arrow

# As many as the landing page shows; the rest is one click away.
INITIATIVES_NAMED, ACTIONS_NAMED = 2, 4


def improvements_section(doing: Improvements, scope: Scope, today: dt.date) -> Markup:
    """The landing page's section: initiatives with their effects, then the actions that are due first."""
    items = [_initiative(judged) for judged in doing.initiatives[:INITIATIVES_NAMED]]
    items += [_action(kept, today) for kept in doing.actions[:ACTIONS_NAMED]]
    if not items:
        items = [tag("li", "No initiative and no open action yet.", classes="quiet")]
    return html.section("What we are doing", html.bullets(items), html.note(_more(doing, scope)))


def _initiative(judged: InitiativeEffect) -> Markup:
    """One initiative with its plainest effect; how many more metrics it is meant to move."""
    said = judged.kept.initiative
    first, *rest = sorted(judged.effects, key=lambda effect: effect.good is None)
    more = f"{when_it_ran(said)}; {numbers.count(len(rest), 'more metrics')}" if rest else when_it_ran(said)
    where = span("quiet", places(said.units))
    return html.joined(link("/initiatives", said.name), " ", where, BR, effect_html(first, more))


def _action(kept: KeptAction, today: dt.date) -> Markup:
    said, how = kept.action, lateness(kept, today)
    owner = said.owner.partition(",")[0]
    if how.sense is not Sense.WORSE:
        return html.joined(bold(said.what), BR, span("quiet", f"{owner}, {how.words}"))
    due = span("quiet", f"{owner}, was due {numbers.short_day(said.due)}")
    return html.joined(bold(said.what), BR, bold(how.words, classes="worse"), " ", due)


def _more(doing: Improvements, scope: Scope) -> Markup:
    unit = "" if not scope.unit else " here"
    still_open = len(doing.actions)
    actions = "Actions" if still_open else "Add an action"
    if still_open > ACTIONS_NAMED:
        actions = f"All {still_open} open actions{unit}"
    initiatives = len(doing.initiatives)
    all_initiatives = f"All {initiatives} initiatives{unit}" if initiatives > INITIATIVES_NAMED else "Initiatives"
    return html.between(
        " · ", (link(link_to("actions", scope), actions), link(link_to("initiatives", scope), all_initiatives))
    )


# As many as a reader takes in at a glance; the table has the rest.
CHANGES_NAMED = 5


def counts_line(cards: Sequence[Scorecard], about_it: str) -> Markup:
    """How many were missed, too close to call, met: worst first, each with its icon."""
    counted = [
        html.joined(drawing(verdict_icon(verdict)), bold(str(number)), f" {labels.VERDICTS[verdict].lower()}")
        for verdict, number in counts(cards).items()
    ]
    return html.bullets([*counted, tag("li", about_it, classes="about")], "counts")


def about(scope: Scope, known: Known) -> str:
    """Which days and which part of the organisation the page is about, and what the small figures are."""
    where = scope.unit.replace("/", " › ") or (f"all of {known.organisation}" if known.organisation else "everywhere")
    channel = f", {scope.channel}" if scope.channel else ""
    margin = f"Small figures beside a value are its 95{numbers.THIN}% margin."
    return f"{numbers.span(spans(scope).now)}, {where}{channel}. {margin}"


def changes(cards: Sequence[Scorecard]) -> Markup:
    """What really changed, the surest first; that nothing did where nothing did."""
    found = real_changes(cards)
    items = [_change(real) for real in found[:CHANGES_NAMED]]
    if not found:
        nothing = "Nothing beyond chance and the season." if has_earlier(cards) else NOTHING_TO_COMPARE
        items = [tag("li", nothing, classes="quiet")]
    more = len(found) - CHANGES_NAMED
    note = html.note(f"{numbers.count(more, 'more')} in the table.") if more > 0 else ""
    return html.section("What really changed", html.bullets(items), note)


def _change(real: RealChange) -> Markup:
    """One change: the metric, from where to where, against when. The table says how many answers it rests on."""
    metric, change = real.card.metric, real.change
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    told = labels.change_text(change, metric)
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    named = link(link_to("metric", real.card.scope, metric=metric.id), metric.name)
    step = bold(with_arrow(told.arrow, f"{before} to {now}"), classes=real.sense)
    return html.joined(named, BR, step, f" {labels.WITHIN[real.before]}")


def closing(with_peers: bool) -> Markup:
    """The legend of one line and when the page was calculated."""
    peers = " Peers: grey is the best quarter, the tick their median." if with_peers else ""
    legend = (
        f"▲ ▼ a change that is more than chance (95{numbers.THIN}%, adjusted for the number of tests). "
        "Grey band: the usual range of the process. Dashed line: the standard then in force. "
        f"Coloured dots and lines: months outside the usual pattern.{peers} Each row has its own scale, from "
        "the lowest to the highest it shows; point at it to read both."
    )
    calculated = f"Calculated {numbers.moment(dt.datetime.now(dt.UTC))}"
    return tag("div", tag("span", legend), tag("span", calculated), classes="closing")


def with_rail(table: str, *beside: str) -> Markup:
    """The table with the sections beside it, which go below it on a narrow screen."""
    return tag("div", tag("div", table), tag("div", *beside, classes="rail"), classes="with-rail")
