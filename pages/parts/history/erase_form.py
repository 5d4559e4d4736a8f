"""The form that erases one person's answers by their response id, at that person's request."""

from __future__ import annotations

import streamlit as st

from db.changes import ErasedCounts, erase_answers
from metrics.errors import PlumblineError
from pages.language import numbers
from pages.parts import cached_queries
from pages.parts.errors import show
from pages.parts.forms import MISSING

EXPLAINED = (
    "Anyone who answered may ask to be forgotten. All answers and comments with this response id are erased, from "
    "every file, and no later file brings them back. This cannot be undone. The history says that it was done, but not "
    "what was erased. Backups made before still contain it."
)


def erase_form() -> None:
    """Response id, source where it matters, name, and a confirmation."""
    if "erased" in st.session_state:
        st.success(st.session_state.pop("erased"))
    with st.expander("Erase one person’s answers"), st.form("erase", border=False):
        st.write(EXPLAINED)
        left, right = st.columns(2)
        response = left.text_input("Response id", key="erase_response", max_chars=200)
        source = right.text_input("Source, where several know this id", key="erase_source", max_chars=200)
        name = left.text_input("Your name, for the history", st.session_state.get("name_of_reader", ""), key="erase_by")
        is_meant = right.checkbox("Yes, erase all of it permanently", key="erase_meant")
        if st.form_submit_button("Erase answers"):
            _erase(response, source, " ".join(name.split()), is_meant=is_meant)


def _erase(response: str, source: str, by: str, *, is_meant: bool) -> None:
    if not by:
        st.error(MISSING)
    elif not is_meant:
        st.error("Tick the box to confirm, because this cannot be undone. Nothing was changed.")
    else:
        try:
            erased = erase_answers(cached_queries.store(), response, by=by, source=source)
        except PlumblineError as trouble:
            show(trouble)
        else:
            st.session_state["erased"] = said(erased)
            st.rerun()


def said(erased: ErasedCounts) -> str:
    """What was erased, in a sentence."""
    counts = ((erased.responses, "responses"), (erased.scores, "scores"), (erased.comments, "comments"))
    return f"Erased permanently: {numbers.listed([numbers.count(n, what) for n, what in counts])}."
