"""One team's page as HTML in one line: its metrics in the board's words, praise, what to hear, and what it is doing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape

from db.queries.comments import Comment
from db.queries.settings import Unit
from db.reports.initiative_effects import Improvements
from db.reports.scorecards import Report
from metrics.vocabulary import Scope
from pages.language.comment_selection import where_and_when, worth_reading
from pages.language.sentences import headline
from pages.language.significance import real_changes
from pages.parts import metric_cells
from pages.parts.cached_queries import Known
from pages.parts.metric_table import metric_table
from pages.parts.overview_sections import about, changes, closing, counts_line, improvements_section


@dataclass(frozen=True, slots=True)
class TeamComments:
    """What was written in `period` by those who were happy and by those who were not; None where too few answered."""

    period: str
    praise: Sequence[Comment]
    complaints: Sequence[Comment]


def team_page(report: Report, known: Known, heard: TeamComments | None, doing: Improvements, today: dt.date) -> str:
    """Everything below the filter bar."""
    cards, scope = report.scorecards, report.scope
    answer = headline(cards, scope)
    top = f'<h1 class="headline">{escape(team(scope))}: {escape(answer[:1].lower() + answer[1:])}</h1>'
    if not cards:
        return metric_cells.joined((top, '<p class="lead">Choose another month or team above.</p>'))
    return metric_cells.joined(
        (
            top,
            counts_line(cards, about(cards[0], known)),
            f'<div class="with-rail"><div>{metric_table(cards, scope)}</div>',
            f'<div class="rail">{said(heard)}{changes(real_changes(cards))}',
            f"{improvements_section(doing, scope, today)}</div></div>{closing(any(card.standing for card in cards))}",
        )
    )


def team(scope: Scope) -> str:
    """What a team is called: the last name of its path."""
    return scope.unit.rpartition("/")[2]


def said(heard: TeamComments | None) -> str:
    """Praise first, then what to hear; a sentence where nothing may or can be read."""
    if heard is None:
        return _section("What customers wrote", '<p class="finding">Too few answered to show what they wrote.</p>')
    nobody = f'<p class="finding quiet">Nothing in the {escape(heard.period)}.</p>'
    return _section("Praise", _quotes(heard.praise) or nobody) + _section(
        "To hear", _quotes(heard.complaints) or nobody
    )


def _section(heading: str, below: str) -> str:
    return f'<section class="section"><h2>{heading}</h2>{below}</section>'


def _quotes(found: Sequence[Comment]) -> str:
    items = "".join(
        f"<li>“{escape(' '.join(one.text.split()))}”{metric_cells.small(escape(where_and_when(one)))}</li>"
        for one in worth_reading(found)
    )
    return f'<ul class="list">{items}</ul>' if items else ""


def teams_to_choose(units: Sequence[Unit], scope: Scope) -> str:
    """Every team as a link, under the unit above it; before one is chosen."""
    parents = {unit.path.rpartition("/")[0] for unit in units}
    below: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.path not in parents:
            below.setdefault(unit.path.rpartition("/")[0], []).append(unit)
    sections = "".join(
        f'<section class="section thin"><h2>{escape(parent.replace("/", " › ") or "Teams")}</h2>'
        f'<ul class="list">{"".join(_link(unit, scope) for unit in own)}</ul></section>'
        for parent, own in below.items()
    )
    lead = '<p class="lead">A team’s page says what its customers said, in the same words as the board’s.</p>'
    return f'<h1 class="headline">Which team?</h1>{lead}<div class="teams">{sections}</div>'


def _link(unit: Unit, scope: Scope) -> str:
    address = metric_cells.link_to("team", replace(scope, unit=unit.path))
    return f'<li><a href="{address}" target="_self">{escape(unit.name)}</a></li>'
