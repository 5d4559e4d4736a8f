"""The choice for a file whose rows were saved before: add what is new, replace an upload, or count all of them."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from db.changes import Receipt
from db.changes.uploads.overlap_rules import OnOverlap
from db.changes.uploads.save import REPLACE
from db.changes.uploads.save_context import OverlapCounts
from pages.language import numbers
from pages.parts import html
from pages.parts.errors import plain
from pages.parts.upload import column_review

LONGEST_FILE = 60


def ask_overlap(receipt: Receipt, before: str, key: str) -> str:
    """The rule for rows that are already saved; `new`, unasked, where none is.

    What was found under `new` is kept, since counting all or replacing finds nothing to compare.
    """
    kept = f"{key}_overlap_found"
    if before == OnOverlap.NEW:
        st.session_state[kept] = receipt.overlap
    found: OverlapCounts | None = st.session_state.get(kept)
    if found is None:
        return OnOverlap.NEW.value
    words = choices(found)
    with st.container(border=True, key="overlap"):
        st.markdown(overlap_found(found), unsafe_allow_html=True)
        chosen: str = st.radio(
            "What should become of them?",
            list(words),
            key=f"{key}_overlap",
            format_func=lambda rule: plain(words[rule]),
        )
    return chosen


def overlap_found(found: OverlapCounts) -> Markup:
    """How many rows are already saved, differ or are new, as a question."""
    known = f"{numbers.plain(found.known, 0)} of {numbers.count(found.rows, 'rows')}"
    is_saved = "is" if found.known == 1 else "are"
    differ = "differs" if found.differing == 1 else "differ"
    told = (
        f" {known} {is_saved} already saved, {numbers.plain(found.differing, 0)} {differ}, "
        f"{numbers.plain(found.new, 0)} {'is' if found.new == 1 else 'are'} new."
    )
    return html.tag("div", column_review.to_check(is_decided=False), told, classes="doubt")


def choices(found: OverlapCounts) -> dict[str, str]:
    """The three ways and what each saves, by their rule; the upload with most of the rows is the one to replace."""
    upload, file = found.uploads[0]
    rows = numbers.count(found.rows, "rows")
    return {
        OnOverlap.NEW.value: f"Add only what is new: {numbers.count(found.new, 'rows')}",
        f"{REPLACE}{upload}": f"Replace upload {upload} ({column_review.cut(file, LONGEST_FILE)}): "
        f"undo it and save the {rows} of this file",
        OnOverlap.COUNT.value: f"Count all {rows}: they are other people's answers",
    }
