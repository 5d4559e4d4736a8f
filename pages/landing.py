"""The Customer Experience Leader's page: every key metric against its standard, and what really changed."""

import streamlit as st

from db.queries.missing_units import gaps
from db.reports.initiative_effects import doing
from db.reports.scorecards import Report
from pages.frame.roles import Role, needs
from pages.parts import cached_queries
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import filter_bar
from pages.parts.landing.overview import Beside, overview
from pages.parts.overview_sections import INITIATIVES_NAMED

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)


def written(report: Report) -> str:
    """The page's text for the scorecards of a scope, with what stands beside them."""
    scope = report.scope
    lacking = cached_queries.ask(gaps, scope.month, scope.unit)
    beside = Beside(
        cached_queries.places(scope),
        cached_queries.ask(doing, scope, INITIATIVES_NAMED),
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
