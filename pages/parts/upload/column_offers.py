"""Columns that look like a unit, a channel or comments, each with a button that takes it as that."""

from __future__ import annotations

from collections.abc import Set

import streamlit as st

from db.formats import Choice, Inspection, Role
from pages.parts.errors import plain
from pages.parts.upload.column_review import both_ends

# More buttons than these would hide what must be answered; the others stand in the list of columns to change.
_MOST = 4
_WORDS = {Role.UNIT: "the unit", Role.CHANNEL: "the channel", Role.COMMENT: "comments"}
_LONGEST = 40


def offer(inspection: Inspection, asked: Set[int], key: str) -> None:
    """Draw a button for each column that is offered and about which nothing is asked."""
    decided = asked | set(st.session_state.get(f"{key}_others") or ())
    offered = [one for one in inspection.offers if one.first not in decided][:_MOST]
    if not offered:
        return
    with st.container(horizontal=True, key="offers"):
        for one in offered:
            name = both_ends(inspection.columns[one.first - 1].name, _LONGEST) or f"Column {one.first}"
            st.button(
                plain(f"Use “{name}” as {_WORDS[one.role]}"),
                key=f"{key}_{one.first}_offered",
                on_click=_take,
                args=(one, key),
            )


def _take(one: Choice, key: str) -> None:
    """Choose the column among those to change, and what it becomes, as a person would by hand."""
    chosen = st.session_state.get(f"{key}_others") or []
    st.session_state[f"{key}_others"] = [*(index for index in chosen if index != one.first), one.first]
    st.session_state[f"{key}_{one.first}"] = one.role.value
