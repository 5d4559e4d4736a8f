"""Whether a file's answers are to be known by who gave them: the column that says it, kept as a code or left out."""

from __future__ import annotations

from collections.abc import Set

import streamlit as st

from db.formats import Inspection, Role
from db.formats.recognise.respondents import respondent_columns
from pages.parts.upload.column_review import both_ends

_LONGEST = 60
_HELP = (
    "A code tells that two answers are one person's. It is made with a secret of this store, so that it cannot be "
    "turned back; the value itself is never kept."
)


def ask_respondent(inspection: Inspection, decided: Set[int], key: str) -> dict[int, str | None]:
    """Draw the choice where a column may say who answered; the role of the column that a person chooses.

    `decided` are columns that hold something else, `key` keeps files apart.
    """
    columns = [index for index in respondent_columns(inspection) if index not in decided]
    if not columns:
        return {}
    chosen: int | None = st.selectbox(
        "Know the same person again by",
        columns,
        index=None,
        key=f"{key}_respondent",
        format_func=lambda index: _named(inspection, index),
        placeholder="Not at all: who answered is left out",
        help=_HELP,
    )
    return {} if chosen is None else {chosen: Role.RESPONDENT.value}


def _named(inspection: Inspection, index: int) -> str:
    """A column by its heading, or by its place where it has none."""
    return both_ends(inspection.headings[index - 1].name, _LONGEST) or f"Column {index}"
