"""One sheet for the board: customer service talked about like finance, with the same numbers as everywhere else."""

import streamlit as st

from metrics.vocabulary import Scope
from pages.frame.roles import Role, needs
from pages.parts import data
from pages.parts.empty import show_empty
from pages.parts.filters import month_choice
from pages.parts.problems import told_once
from pages.parts.sheet import sheet

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)

with told_once():
    known = data.known()
    if known.is_empty:
        show_empty()
    else:
        scope = Scope(month_choice("board", known))
        page = data.text("board", scope, lambda report: sheet(report, known))
        st.markdown(page, unsafe_allow_html=True)
