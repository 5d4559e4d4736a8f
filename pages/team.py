"""One unit's page for those who work there: its metrics in the board's words, praise, and what is being done."""

from dataclasses import replace

import streamlit as st

from db.queries.comments import CommentFilter, comment_counts, comments
from db.reports.initiative_effects import improvements
from db.reports.scorecards import Report
from metrics.answers.satisfaction_bands import Mood
from metrics.periods import PeriodKind
from metrics.vocabulary import Audience, Scope
from pages.frame.roles import UserRole, needs
from pages.language.sentences import period_name
from pages.parts import cached_queries
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import filter_bar
from pages.parts.team.team_page import TeamComments, team_page, teams_to_choose

needs(UserRole.LEADER, UserRole.TEAM_LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)

READ = 60  # comments of each mood are read, of which the best are shown


def heard(scope: Scope) -> TeamComments | None:
    """What customers wrote in the three months up to the scope's; None where too few answered."""
    longer = PeriodKind.ROLLING3 if scope.period is PeriodKind.MONTH else scope.period
    wide = replace(scope, period=longer, audience=Audience.CUSTOMERS)
    if cached_queries.ask(comment_counts, wide).answered < cached_queries.settings().smallest_n:
        return None
    praise, complaints = (
        cached_queries.ask(comments, wide, CommentFilter(mood=mood), READ) for mood in (Mood.HAPPY, Mood.UNHAPPY)
    )
    return TeamComments(period_name(wide).removeprefix("the "), praise, complaints)


def written(report: Report) -> str:
    """The page's text for the scorecards of a team."""
    scope = report.scope
    return team_page(
        report, cached_queries.known(), heard(scope), cached_queries.ask(improvements, scope), cached_queries.today()
    )


with show_errors():
    known = cached_queries.known()
    if known.is_empty:
        show_empty()
    else:
        scope = filter_bar("team", known)
        page = cached_queries.text("team", scope, written) if scope.unit else teams_to_choose(known.units, scope)
        st.markdown(page, unsafe_allow_html=True)
