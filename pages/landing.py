"""The Customer Experience Leader's page: every key metric against its standard, and what really changed."""

import streamlit as st

from pages.frame.roles import Role, needs
from pages.parts import data
from pages.parts.empty import show_empty
from pages.parts.filters import filter_bar
from pages.parts.overview import overview
from pages.parts.problems import told_once

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)

with told_once():
    known = data.known()
    if known.is_empty:
        show_empty()
    else:
        scope = filter_bar("landing", known)
        page = data.text("landing", scope, lambda report: overview(report, known, data.places(scope)))
        st.markdown(page, unsafe_allow_html=True)
