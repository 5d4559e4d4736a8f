"""The landing page's text: headline, counts, table and, beside it, where to look, what changed, what is being done."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.queries.missing_units import MissingInputs
from db.reports.initiative_effects import Improvements
from db.reports.scorecards import Report
from db.reports.unit_comparison import PriorityUnits
from metrics.scorecard import Scorecard
from pages.language import numbers
from pages.language.sentences import headline
from pages.language.significance import is_loud, real_changes
from pages.parts import html
from pages.parts.cached_queries import Known
from pages.parts.html import bold, span
from pages.parts.landing.data_coverage import data_coverage
from pages.parts.landing.priority_units import priority_units
from pages.parts.metric_table import metric_table
from pages.parts.overview_sections import about, changes, closing, counts_line, improvements_section, with_rail


@dataclass(frozen=True, slots=True)
class SideColumn:
    """What stands beside the table: branches to look at, what is being done as of `today`, what the month lacks."""

    looked: PriorityUnits | None = None
    doing: Improvements | None = None
    gaps: MissingInputs | None = None
    today: dt.date | None = None


def overview(report: Report, known: Known, beside: SideColumn | None = None) -> Markup:
    """Everything below the filter bar, as one line of HTML."""
    cards, scope, more = report.scorecards, report.scope, beside or SideColumn()
    title = headline(cards, scope)
    if not cards:
        return html.headline(title, "Choose another month, unit or channel above.")
    places = "" if more.looked is None else priority_units(more.looked.places, scope, more.looked.span)
    doing = ""
    if more.doing is not None and more.today is not None:
        doing = improvements_section(more.doing, scope, more.today)
    rail = (places, changes(cards), doing, data_coverage(known.freshness, scope, more.gaps, cards))
    return html.joined(
        html.headline(title),
        counts_line(cards, about(scope, known)),
        with_rail(html.joined(all_on_request(cards), metric_table(cards, scope)), *rail),
        closing(any(card.standing for card in cards)),
    )


def all_on_request(cards: Sequence[Scorecard]) -> Markup:
    """On a phone: how many metrics ask for a look, and the way to all of them; empty where all do, or none is there."""
    claimed = real_changes(cards)
    loud, every = sum(is_loud(card, claimed) for card in cards), len(cards)
    if loud == every:
        return Markup()
    asking = f"None of {every} metrics was missed or changed. "
    if loud:
        verb = "was" if loud == 1 else "were"
        asking = f"{numbers.in_words(loud).capitalize()} of {every} metrics {verb} missed or changed. "
    fewer = span("fewer", asking, bold(f"Show all {every}"))
    all_of_them = span("every", f"All {every} metrics. ", bold("Show only those missed or changed"))
    return html.folded(html.joined(fewer, all_of_them), classes="all-metrics")
