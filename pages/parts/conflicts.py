"""Rows that contradict what was saved before: which of the two counts is asked, but only where it arises."""

from __future__ import annotations

import streamlit as st

from db.changes import Receipt
from db.law import OnConflict
from pages.parts import intake

RULES = {
    OnConflict.FIRST: "Keep what was saved before; leave these rows out",
    OnConflict.NEWEST: "Keep whichever of the two is dated later",
    OnConflict.CORRECT: "This file corrects what was saved before",
}


def ask_rule(receipt: Receipt, before: str, key: str) -> str:
    """The rule for rows that contradict others; the usual one, unasked, where none does."""
    if not receipt.conflicts and before == OnConflict.FIRST:
        return OnConflict.FIRST.value
    with st.container(border=True, key="conflicts"):
        st.markdown(intake.contradictions(receipt.conflicts, OnConflict(before)), unsafe_allow_html=True)
        chosen: OnConflict = st.radio(
            "Which of the two counts?", list(RULES), key=f"{key}_rule", format_func=RULES.__getitem__
        )
    return chosen.value
