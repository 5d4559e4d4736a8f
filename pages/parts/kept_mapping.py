"""How a file is read again as one before it was, and how a person keeps what they said for the next one."""

from __future__ import annotations

import streamlit as st

from pages.parts.drafts import Draft
from pages.parts.problems import plain

LONGEST_NAME = 80


def is_followed(draft: Draft) -> bool:
    """Whether the file is read as it is remembered, unless a person has said otherwise."""
    return draft.remembered is not None and bool(st.session_state.get(f"{draft.id}_follows", True))


def follow(draft: Draft) -> bool:
    """Whether to read the file as it is remembered; said so, and left to the person. False where nothing is known."""
    known = draft.remembered
    if known is None:
        return False
    how = f"as {known.file} was, which has the same headings"
    if known.name:
        how = f"as “{known.name}”, which was kept for such files"
    chosen: bool = st.toggle(
        plain(f"Read it {how}"),
        value=True,
        key=f"{draft.id}_follows",
        help="Switch it off to say anew what each column holds.",
    )
    return chosen


def name_to_keep(draft: Draft) -> str:
    """The name under which what was said is kept for the next file; "" where it is not to be kept."""
    name: str = st.text_input(
        "Read such files like this next time, under the name",
        key=f"{draft.id}_name",
        max_chars=LONGEST_NAME,
        placeholder="Leave empty to be asked again, or name it: After-visit survey",
        help="Files with these headings are then read in the same way, without questions.",
    )
    return " ".join(name.split())
