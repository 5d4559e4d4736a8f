"""The landing page's text: headline, counts, table and, beside it, where to look, what changed, what is being done.

HTML in one line.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from db.queries.missing_units import MissingInputs
from db.reports.initiative_effects import Improvements
from db.reports.scorecards import Report
from db.reports.unit_comparison import PriorityUnits
from metrics.scorecard import Scorecard
from pages.language import numbers
from pages.language.sentences import headline
from pages.language.significance import is_loud, real_changes
from pages.parts import metric_cells
from pages.parts.cached_queries import Known
from pages.parts.landing.data_coverage import data_coverage
from pages.parts.landing.priority_units import priority_units
from pages.parts.metric_table import metric_table
from pages.parts.overview_sections import about, changes, closing, counts_line, improvements_section


@dataclass(frozen=True, slots=True)
class SideColumn:
    """What stands beside the table: branches to look at, what is being done as of `today`, what the month lacks."""

    looked: PriorityUnits | None = None
    doing: Improvements | None = None
    gaps: MissingInputs | None = None
    today: dt.date | None = None


def overview(report: Report, known: Known, beside: SideColumn | None = None) -> str:
    """Everything below the filter bar, as one line of HTML."""
    cards, scope, more = report.scorecards, report.scope, beside or SideColumn()
    places = "" if more.looked is None else priority_units(more.looked.places, scope, more.looked.span)
    doing = ""
    if more.doing is not None and more.today is not None:
        doing = improvements_section(more.doing, scope, more.today)
    top = f'<h1 class="headline">{escape(headline(cards, scope))}</h1>'
    if not cards:
        return metric_cells.joined((top, '<p class="lead">Choose another month, unit or channel above.</p>'))
    return metric_cells.joined(
        (
            top,
            counts_line(cards, about(cards[0], known)),
            f'<div class="with-rail"><div>{all_on_request(cards)}{metric_table(cards, scope)}</div>',
            f'<div class="rail">{places}{changes(real_changes(cards))}{doing}',
            f"{data_coverage(known.freshness, scope, more.gaps)}</div></div>",
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
