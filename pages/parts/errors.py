"""Trouble a reader can act on, shown once on a page as its own sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from db.formats import MoreToSay
from metrics.errors import PlumblineError
from pages.language.questions import statement

ANSWER_HERE = "Answer it with the controls on this page."


@contextmanager
def show_errors() -> Iterator[None]:
    """Show a PlumblineError raised within as its sentence and end the page; anything else is a bug and goes on."""
    try:
        yield
    except PlumblineError as trouble:
        show(trouble)
        st.stop()


def show(trouble: PlumblineError) -> None:
    """The trouble's sentence, or each of its questions, as plain text."""
    if isinstance(trouble, MoreToSay):
        for question in trouble.questions:
            st.warning(plain(f"{statement(question)} {ANSWER_HERE}"))
        return
    st.error(plain(str(trouble)))


def deed(what: str, to: str) -> str:
    """The label of a button that stands in each of many lines: what it does, and, for those who only hear it, to what.

    The stylesheet takes the words in italics out of sight.
    """
    return f"{what} *{plain(to)}*" if to.strip() else what


def plain(text: str) -> str:
    """Text as it stands, with nothing in it taken for Markdown or HTML."""
    return "".join(f"\\{sign}" if sign in "\\`*_{}[]<>()#+-.!|~$:&" else sign for sign in text)
