"""The Customer Experience Leader's page: every key metric against its standard, and what really changed."""

import streamlit as st

from db.queries.missing_units import missing_inputs
from db.reports.initiative_effects import improvements
from db.reports.scorecards import Report
from pages.frame.roles import UserRole, needs
from pages.parts import cached_queries
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import filter_bar
from pages.parts.landing.overview import SideColumn, overview
from pages.parts.overview_sections import INITIATIVES_NAMED

needs(UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)


def written(report: Report) -> str:
    """The page's text for the scorecards of a scope, with what stands beside them."""
    scope = report.scope
    lacking = cached_queries.ask(missing_inputs, scope.month, scope.unit)
    beside = SideColumn(
        cached_queries.priority_units(scope),
        cached_queries.ask(improvements, scope, INITIATIVES_NAMED),
        lacking,
        cached_queries.today(),
    )
    return overview(report, cached_queries.known(), beside)


with show_errors():
    known = cached_queries.known()
    if known.is_empty:
        show_empty()
    else:
        scope = filter_bar("landing", known)
        st.markdown(cached_queries.text("landing", scope, written), unsafe_allow_html=True)
