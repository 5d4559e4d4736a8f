"""What every metric is, how it is worked out, and how the numbers are to be read; generated from the catalogue."""

import streamlit as st

from metrics.periods import Month
from pages.frame.roles import Role, needs
from pages.parts import data, script
from pages.parts.glossary import contents, glossary
from pages.parts.how_to_read import how_to_read
from pages.parts.problems import told_once

needs(Role.LEADER, Role.BOARD, Role.STAFF, Role.TEAM_LEADER, Role.ADMINISTRATOR)

TITLE = (
    '<h1 class="headline">What is measured, and how it is read</h1><p class="lead">Every metric in the words of its '
    "definition, with what is counted, what is left out, and the standard in force. Then the rules by which numbers "
    "are read, the same on every page.</p>"
)

with told_once():
    known = data.known()
    month = known.newest_whole
    metrics = list(data.metrics_in(month or Month.of(data.today())).values())
    st.markdown(TITLE + contents(metrics), unsafe_allow_html=True)
    st.markdown(glossary(metrics, data.standards(), month), unsafe_allow_html=True)
    st.markdown(how_to_read(data.settings()), unsafe_allow_html=True)
    script.go_to_place()
