"""What every metric is, how it is calculated, and how to read the numbers; generated from the catalogue."""

import streamlit as st

from metrics.periods import Month
from pages.frame.roles import UserRole, needs
from pages.parts import browser_script, cached_queries, html
from pages.parts.definitions.glossary import contents, glossary
from pages.parts.definitions.reading_guide import reading_guide
from pages.parts.errors import show_errors

needs(UserRole.LEADER, UserRole.BOARD, UserRole.STAFF, UserRole.TEAM_LEADER, UserRole.ADMINISTRATOR)

TITLE = html.headline(
    "What is measured, and how to read it",
    "Every metric with its definition, what is counted, what is left out, and the standard in force. Then the rules "
    "for reading the numbers, the same on every page.",
)

with show_errors():
    known = cached_queries.known()
    month = known.newest_whole
    metrics = list(cached_queries.metrics_in(month or Month.of(cached_queries.today())).values())
    st.markdown(html.joined(TITLE, contents(metrics)), unsafe_allow_html=True)
    st.markdown(glossary(metrics, cached_queries.standards(), month), unsafe_allow_html=True)
    st.markdown(reading_guide(cached_queries.settings()), unsafe_allow_html=True)
    browser_script.go_to_place()
