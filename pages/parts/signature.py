"""Who is at work: until there is a sign-in, the name a reader gives before saving or undoing."""

from __future__ import annotations

import streamlit as st

LONGEST_NAME = 80
MISSING = "Give your name first; it goes into the history beside what you did. Nothing was changed."


def kept_name() -> str:
    """The name the reader gave before, without asking; empty until given."""
    typed = st.session_state.get("signature", st.session_state.get("name_of_reader", ""))
    return " ".join(str(typed).split())


def signature(*, width: int = 260) -> str:
    """Ask for the reader's name and keep it for the session; empty until given."""
    name: str = st.text_input(
        "Your name, for the history",
        value=st.session_state.get("name_of_reader", ""),
        max_chars=LONGEST_NAME,
        key="signature",
        width=width,
        placeholder="First and last name",
    )
    st.session_state["name_of_reader"] = " ".join(name.split())
    return str(st.session_state["name_of_reader"])
