"""The Customer Experience Leader's page: every key metric against its standard, and what really changed."""

import streamlit as st

from db.effects import doing
from db.missing import gaps
from db.scorecards import Report
from pages.frame.roles import Role, needs
from pages.parts import data
from pages.parts.empty import show_empty
from pages.parts.filters import filter_bar
from pages.parts.overview import Beside, overview
from pages.parts.overview_sections import INITIATIVES_NAMED
from pages.parts.problems import told_once

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)


def written(report: Report) -> str:
    """The page's text for the scorecards of a scope, with what stands beside them."""
    scope = report.scope
    lacking = data.ask(gaps, scope.month, scope.unit)
    beside = Beside(data.places(scope), data.ask(doing, scope, INITIATIVES_NAMED), lacking, data.today())
    return overview(report, data.known(), beside)


with told_once():
    known = data.known()
    if known.is_empty:
        show_empty()
    else:
        scope = filter_bar("landing", known)
        st.markdown(data.text("landing", scope, written), unsafe_allow_html=True)
