"""The choice for a file whose rows were saved before: add what is new, replace an upload, or count all of them."""

from __future__ import annotations

import streamlit as st
from markupsafe import Markup

from db.changes import Receipt
from db.changes.uploads.already_saved.overlap_rules import OnOverlap
from db.changes.uploads.save import REPLACE
from db.changes.uploads.save_context import OverlapCounts
from metrics.errors import CountedTwice
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


def ask_counted_twice(key: str, trouble: CountedTwice | None = None) -> str:
    """The rule for a file whose people are counted already, as `trouble` says; "" where none is needed or said.

    Once met, the question stays, since with its answer nothing is counted twice any more.
    """
    kept = f"{key}_twice"
    if trouble is not None:
        st.session_state[kept] = ways_to_count(trouble)
    words: dict[str, str] | None = st.session_state.get(kept)
    if words is None:
        return ""
    with st.container(border=True, key="counted_twice"):
        chosen: str | None = st.radio(
            "These people are counted already. Which should count?",
            list(words),
            index=None,
            key=f"{key}_twice_rule",
            format_func=lambda rule: plain(words[rule]),
        )
    return chosen or ""


def is_asked_twice(key: str) -> bool:
    """Whether the question is on the page already."""
    return f"{key}_twice" in st.session_state


def ways_to_count(found: CountedTwice) -> dict[str, str]:
    """The ways out and what each does, by their rule; the upload that has most of it is the one to replace."""
    replaced = {
        f"{REPLACE}{upload}": f"This file: undo upload {upload} ({column_review.cut(file, LONGEST_FILE)})"
        for upload, file in found.uploads[:1]
    }
    return {**replaced, OnOverlap.COUNT.value: "Both: they are other people"}


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
