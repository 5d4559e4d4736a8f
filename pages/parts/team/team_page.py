"""One team's page: its metrics in the board's words, praise, what to improve, and what it is doing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from db.queries.comments import Comment
from db.queries.settings import Unit
from db.reports.initiative_effects import Improvements
from db.reports.scorecards import Report
from metrics.vocabulary import Scope
from pages.language.comment_selection import where_and_when, worth_reading
from pages.language.sentences import headline
from pages.parts import html
from pages.parts.cached_queries import Known
from pages.parts.metric_cells import link_to
from pages.parts.metric_table import metric_table
from pages.parts.overview_sections import about, changes, closing, counts_line, improvements_section, with_rail


@dataclass(frozen=True, slots=True)
class TeamComments:
    """What was written in `period` by those who were happy and by those who were not; None where too few answered."""

    period: str
    praise: Sequence[Comment]
    complaints: Sequence[Comment]


def team_page(report: Report, known: Known, heard: TeamComments | None, doing: Improvements, today: dt.date) -> Markup:
    """Everything below the filter bar."""
    cards, scope = report.scorecards, report.scope
    answer = headline(cards, scope)
    title = f"{team(scope)}: {answer[:1].lower()}{answer[1:]}"
    if not cards:
        return html.headline(title, "Choose another month or team above.")
    return html.joined(
        html.headline(title),
        counts_line(cards, about(scope, known)),
        with_rail(
            metric_table(cards, scope),
            said(heard),
            changes(cards),
            improvements_section(doing, scope, today),
        ),
        closing(any(card.standing for card in cards)),
    )


def team(scope: Scope) -> str:
    """What a team is called: the last name of its path."""
    return scope.unit.rpartition("/")[2]


def said(heard: TeamComments | None) -> Markup:
    """Praise first, then what to improve; a sentence where nothing may or can be read."""
    if heard is None:
        too_few = html.paragraph("finding", "Too few answered to show what they wrote.")
        return html.section("What customers wrote", too_few)
    none = html.paragraph("finding quiet", f"Nothing in the {heard.period}.")
    return html.joined(
        html.section("Praise", _quotes(heard.praise) or none),
        html.section("What to improve", _quotes(heard.complaints) or none),
    )


def _quotes(found: Sequence[Comment]) -> Markup:
    items = [
        html.joined(f"“{' '.join(one.text.split())}”", html.small(where_and_when(one))) for one in worth_reading(found)
    ]
    return html.bullets(items) if items else Markup()


def teams_to_choose(units: Sequence[Unit], scope: Scope) -> Markup:
    """Every team as a link, under the unit above it; before one is chosen."""
    parents = {unit.path.rpartition("/")[0] for unit in units}
    below: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.path not in parents:
            below.setdefault(unit.path.rpartition("/")[0], []).append(unit)
    sections = (
        html.section(
            parent.replace("/", " › ") or "Teams",
            html.bullets(html.link(link_to("team", replace(scope, unit=unit.path)), unit.name) for unit in own),
            classes="thin",
        )
        for parent, own in below.items()
    )
    lead = "A team’s page says what its customers said, in the same words as the board’s."
    return html.joined(html.headline("Which team?", lead), html.tag("div", *sections, classes="teams"))
