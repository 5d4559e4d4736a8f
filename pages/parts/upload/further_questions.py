"""The controls for what choices leave open: columns that cannot be read as chosen, and words without a score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from db.formats import ColumnRole, Inspection, MoreToSay, Options, Question, QuestionKind, Reason, mapping_for
from db.formats.columns.profile import ColumnProfile
from db.formats.columns.roles import Role
from db.formats.mapping.unread_columns import unread_words
from db.formats.mapping.word_scores import HIGHEST, MOST_WORDS, written
from db.formats.values.scores import whole_number, word_key
from pages.language.questions import answer, statement
from pages.parts.errors import plain
from pages.parts.upload import column_review

PARTIAL, WORDS, OWN_UNITS = "partial", "words", "own_units"
_LABELS = {
    PARTIAL: "Only what can be read; the other rows are left out",
    WORDS: "Say what each word counts",
    OWN_UNITS: "Keep the units of the column; no unit for all rows",
}


def ask_further(inspection: Inspection, options: Options, key: str, place: DeltaGenerator) -> tuple[Options, int]:
    """Draw a control for each question that `options` still leave open; `key` keeps files apart.

    Gives the options with the answers, and how many of the questions have none.
    """
    asked = [
        one
        for one in _open(inspection, options)
        if one.choices and one.columns and one.kind is not QuestionKind.MISSING_ROLES  # several answers, not one
    ]
    unsaid = 0
    if asked:
        with place, st.container(border=True, key="further"):
            for question in asked:
                answered = _answer(inspection, options, question, key)
                unsaid += answered is None
                options = answered or options
    return options, unsaid


def ask_words(inspection: Inspection, options: Options, key: str, place: DeltaGenerator) -> Options:
    """Let a person say what the words of any score column count; the options with what was said."""
    given = {text.partition("=")[0] for text in options.maps if ":words(" in text}
    scores = [one for one in _scores(inspection, options) if f"#{one.index}" not in given]
    columns = {one.index: one for one in scores if _words(inspection, one.index)}
    if not columns:
        return options
    with place:
        chosen = st.multiselect(
            "Say what the words of a column count",
            list(columns),
            key=f"{key}_worded",
            format_func=lambda index: (
                column_review.both_ends(inspection.headings[index - 1].name, 60) or f"Column {index}"
            ),
            placeholder="Choose a column of words",
        )
        for index in chosen:
            numbers = _numbers(_words(inspection, index), columns[index].words, f"{key}_worded_{index}")
            if numbers is not None:
                options = _with_map(options, index, _worded(options, columns[index], numbers))
    return options


def ask_partial(key: str, trouble: MoreToSay | None = None) -> bool:
    """Whether what can be read is saved although much cannot: asked where `trouble` says so, and kept once said."""
    needed = trouble is not None and any(one.kind is QuestionKind.UNREADABLE for one in trouble.questions)
    if not needed and not st.session_state.get(f"{key}_partial"):
        return False
    return st.checkbox("Save only what can be read; leave the other rows out", key=f"{key}_partial")


def _open(inspection: Inspection, options: Options) -> Sequence[Question]:
    try:
        mapping_for(inspection, options)
    except MoreToSay as more:
        return more.questions
    return ()


def _scores(inspection: Inspection, options: Options) -> list[ColumnRole]:
    """The columns that are read as scores of one metric by themselves; none while anything is open."""
    try:
        mapping = mapping_for(inspection, replace(options, accept_partial=True))
    except MoreToSay:
        return []
    return [one for one in mapping.with_role(Role.SCORE) if one.metric and one.point is None and one.scale]


def _answer(inspection: Inspection, options: Options, question: Question, key: str) -> Options | None:
    """The options with what a person answers; None while nothing is said."""
    index = question.columns[0].index
    found = {choice.map: answer(question, choice) for choice in question.choices}
    if question.kind is QuestionKind.UNREADABLE:
        extra = (WORDS, PARTIAL) if question.reason is Reason.UNREAD_WORDS else (PARTIAL,)
        found = {**found, **{one: _LABELS[one] for one in extra}}
    if question.kind is QuestionKind.WHOSE_UNITS:
        found = {OWN_UNITS: _LABELS[OWN_UNITS], **found}
    left, right = st.columns([1.5, 1], vertical_alignment="center")
    name = column_review.both_ends(question.columns[0].name, 60) or f"Column {index}"
    chosen: str | None = right.selectbox(
        plain(f"{name} is read as"), list(found), index=None, key=f"{key}_further_{index}",
        format_func=lambda one: found[one], placeholder="Choose how it is read",
    )  # fmt: skip
    answered = _options_of(inspection, options, index, chosen, key)
    left.markdown(column_review.further(statement(question), is_decided=answered is not None), unsafe_allow_html=True)
    return answered


def _options_of(inspection: Inspection, options: Options, index: int, chosen: str | None, key: str) -> Options | None:
    if chosen == WORDS:
        return _by_words(inspection, options, index, key)
    if chosen == OWN_UNITS:
        return replace(options, unit="")
    if chosen == PARTIAL:
        return replace(options, accept_partial=True)
    return _with_map(options, index, chosen) if chosen else None


def _by_words(inspection: Inspection, options: Options, index: int, key: str) -> Options | None:
    (column,) = [one for one in _scores(inspection, options) if one.index == index]
    scores = _numbers(unread_words(column, _profile(inspection, index)), {}, f"{key}_words_{index}")
    return None if scores is None else _with_map(options, index, _worded(options, column, scores))


def _numbers(words: Sequence[str], known: Mapping[str, int], key: str) -> dict[str, int] | None:
    """A field for each word; None while one of them is empty."""
    found: dict[str, int | None] = {}
    with st.container(horizontal=True, key=key):
        for at, word in enumerate(words[:MOST_WORDS]):
            found[word] = st.number_input(
                plain(f"“{column_review.cut(word, 40)}” counts"), 0, HIGHEST, known.get(word_key(word)), 1,
                key=f"{key}_{at}", width=200,
            )  # fmt: skip
    given = {word: score for word, score in found.items() if score is not None}
    return given if len(given) == len(found) else None


def _words(inspection: Inspection, index: int) -> list[str]:
    """The words that a column holds, few enough to be numbered by hand."""
    texts = _profile(inspection, index).texts
    found = [text for text in texts if whole_number(text) is None and any(map(str.isalpha, text))]
    return found if len(found) <= MOST_WORDS // 4 else []


def _profile(inspection: Inspection, index: int) -> ColumnProfile:
    assert inspection.evidence is not None
    return inspection.evidence.columns[index - 1]


def _worded(options: Options, column: ColumnRole, scores: Mapping[str, int]) -> str:
    """The map of a column as it was said or suggested, with the scores of its words."""
    said = next((text for text in options.maps if text.startswith(f"#{column.index}=")), "")
    bare = said.removesuffix(":reversed") or f"#{column.index}=score:{column.metric}:{column.scale}"
    return f"{bare}:{written(scores)}" + (":reversed" if said.endswith(":reversed") else "")


def _with_map(options: Options, index: int, text: str) -> Options:
    others = [one for one in options.maps if one.partition("=")[0].partition("-")[0] != f"#{index}"]
    return replace(options, maps=(*others, text))
