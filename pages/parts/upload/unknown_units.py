"""Unknown units in a file: new, or another name of a known one? Asked, never guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

import streamlit as st

from pages.parts.errors import plain
from pages.parts.upload import column_review

NEAREST = 3
LIKE_ENOUGH = 0.7
ROWS_AT_FIRST = 6  # names beyond these scroll, so that what follows stays near
AS_WRITTEN, UNDER, OUT, SAME = "as written", "under", "out", "same:"
TOP = "Directly under the whole organisation"
ALL_NEW, EACH, ALL_OUT = "All are new", "Decide one by one", "Leave all their rows out"


@dataclass(frozen=True, slots=True)
class UnitAnswers:
    """What was said of unknown names: what each means ("" leaves its rows out), and how many are still open."""

    units: Mapping[str, str]
    open: int


def ask_units(names: Sequence[str], known: Sequence[str], key: str) -> UnitAnswers:
    """Draw the question for `names` and gather what is said; `known` are the paths of the units there are."""
    if not names:
        return UnitAnswers({}, 0)
    with st.container(border=True, key="unknown_units"):
        above = st.container()
        answered = _answered(names, known, key)
        above.markdown(column_review.unknown_units(len(names), is_decided=not answered.open), unsafe_allow_html=True)
    return answered


def _answered(names: Sequence[str], known: Sequence[str], key: str) -> UnitAnswers:
    """Of one name what it means; of several first whether they can be answered together."""
    if len(names) == 1:
        return _one_by_one(names, known, key, rest_is_new=False)
    whole: str | None = st.radio(
        "What are they?", (ALL_NEW, EACH, ALL_OUT), index=None, key=f"{key}_units", horizontal=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if whole != EACH:
        st.markdown(column_review.unknown_names(names, nearest_words(names, known)), unsafe_allow_html=True)
        return _all(names, whole)
    rest = st.checkbox("The others, which I leave open, are new as written", key=f"{key}_rest")
    if len(names) <= ROWS_AT_FIRST:
        return _one_by_one(names, known, key, rest_is_new=rest)
    with st.container(height=420, border=False):
        return _one_by_one(names, known, key, rest_is_new=rest)


def _all(names: Sequence[str], whole: str | None) -> UnitAnswers:
    if whole is None:
        return UnitAnswers({}, len(names))
    return UnitAnswers({name: name if whole == ALL_NEW else "" for name in names}, 0)


def _one_by_one(names: Sequence[str], known: Sequence[str], key: str, *, rest_is_new: bool) -> UnitAnswers:
    found = {name: _meaning(name, known, f"{key}_unit_{name}") for name in names}
    if rest_is_new:
        found = {name: name if meaning is None else meaning for name, meaning in found.items()}
    said = {name: meaning for name, meaning in found.items() if meaning is not None}
    return UnitAnswers(said, len(names) - len(said))


def _meaning(name: str, known: Sequence[str], key: str) -> str | None:
    """What a name is said to mean: the path of a unit, "" to leave its rows out, None while nothing is said."""
    near = nearest(name, tuple(known))
    others = [path for path in known if path not in near]
    options = [*(f"{SAME}{path}" for path in near), AS_WRITTEN, UNDER, OUT, *(f"{SAME}{path}" for path in others)]
    left, right = st.columns(2, vertical_alignment="bottom")
    chosen: str | None = left.selectbox(
        plain(f"“{shown(name)}” is"),
        options,
        index=None,
        key=key,
        format_func=lambda option: _words(option, name),
        placeholder=f"Perhaps {shown(near[0])}?" if near else "New, or another name of a unit?",
    )
    if chosen == UNDER:
        parent: str | None = right.selectbox(
            plain(f"“{shown(name)}” lies under"), [TOP, *known], index=None, key=f"{key}_under", format_func=shown,
            placeholder="Choose where it belongs",
        )  # fmt: skip
        last = name.rsplit("/", 1)[-1]
        return None if parent is None else last if parent == TOP else f"{parent}/{last}"
    if chosen is None:
        return None
    return {AS_WRITTEN: name, OUT: ""}.get(chosen, chosen.removeprefix(SAME))


def _words(option: str, name: str) -> str:
    words = {
        AS_WRITTEN: f"New, as written: {shown(name)}",
        UNDER: "New, under a unit I choose",
        OUT: "Neither; leave its rows out",
    }
    return words.get(option) or f"The same as {shown(option.removeprefix(SAME))}"


def shown(path: str) -> str:
    """A unit's path as people read it."""
    return path.replace("/", " › ")


def nearest_words(names: Sequence[str], known: Sequence[str]) -> dict[str, str]:
    """For each name the path of the known unit that is written most like it, where one is like enough."""
    found = {name: nearest(name, tuple(known)) for name in names}
    return {name: near[0] for name, near in found.items() if near}


@lru_cache(maxsize=4096)
def nearest(name: str, known: tuple[str, ...]) -> tuple[str, ...]:
    """The known units whose spelling is closest to `name`, the closest first: their path, or the last part of it.

    **Source:** Ratcliff and Obershelp's similarity, as in `difflib`.
    """
    scored = sorted(((_likeness(name, path), path) for path in known), reverse=True)
    return tuple(path for score, path in scored[:NEAREST] if score >= LIKE_ENOUGH)


def _likeness(name: str, path: str) -> float:
    """From 0 to 1; how its own name is written tells more than where a unit lies."""
    whole = _ratio(name, path)
    own = _ratio(name.rsplit("/", 1)[-1], path.rsplit("/", 1)[-1])
    return max(whole, 0.95 * own)


def _ratio(one: str, other: str) -> float:
    match = SequenceMatcher(None, one.casefold(), other.casefold(), autojunk=False)
    return match.ratio() if match.quick_ratio() >= LIKE_ENOUGH else 0.0
