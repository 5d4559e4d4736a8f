"""What a reader sees of our own mistakes: a number to name, never a traceback. The log has the rest under it."""

from __future__ import annotations

import logging
import secrets

import streamlit as st

from pages.language.memory import NOT_ENOUGH, ran_out_of_memory

LOG = logging.getLogger("plumbline")


def show_number(bug: Exception) -> bool:
    """Log `bug` under a new number and show that number in its place; True tells Streamlit to show nothing itself."""
    if ran_out_of_memory(bug):
        st.error(NOT_ENOUGH)
        return True
    number = secrets.token_hex(3)
    # Streamlit has just logged the traceback; this line ties the number to it.
    LOG.error("Bug %s: %s: %s", number, type(bug).__name__, bug)
    st.error(
        "Something went wrong inside Plumbline, so this page is incomplete. Load it again. If that does not help, "
        f"give the number {number} to the person who looks after Plumbline; the log has the details."
    )
    return True
