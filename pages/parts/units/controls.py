"""What the Units page asks beside the scope: levels, metrics, sorting, search and the part shown; by its address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from db.reports.unit_matrix import UnitMatrix
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Scope
from pages.language import numbers
from pages.parts import html
from pages.parts.filters import pick
from pages.parts.units.row_selection import LEVELS, MISSED_FIRST, ROWS_ON_A_PAGE, Levels, RowSelection, usual_levels

OWN = ("levels", "family", "sort", "order", "find", "part")
SORTS = {"": "By organisation", MISSED_FIRST: "Most standards missed first"}
ORDERS = ("worst", "best")
LONGEST_SEARCH = 100
Choice = TypeVar("Choice", bound=str)


def own_choices(wanted: Mapping[str, str]) -> dict[str, str]:
    """What is asked of this page: by the address, otherwise as it was left; "" where nothing is.

    It is forgotten here, so that only what is still chosen is remembered again.
    """
    left: dict[str, str] = st.session_state.get("looked_at", {})
    st.session_state["looked_at"] = {name: text for name, text in left.items() if name not in OWN}
    return {name: st.query_params.get(name) or wanted.get(name, "") for name in OWN}


def choices(tree: UnitMatrix, scope: Scope, own: Mapping[str, str]) -> RowSelection:
    """The row of what this page alone asks."""
    families = ["", *dict.fromkeys(column.metric.family for column in tree.columns)]
    sorts = [*SORTS, *(column.metric.id for column in tree.columns)]
    usual = usual_levels(tree, scope.unit)
    with st.container(horizontal=True, key="unit_choices"):
        now = _kept(Levels, own["levels"], usual)
        levels = pick("Levels", "levels", list(Levels), now, LEVELS.__getitem__, width=200)
        family = pick("Metrics", "family", families, _kept(families, own["family"], ""), _family_name, width=220)
        called = SORTS | {column.metric.id: f"By {column.metric.name}" for column in tree.columns}
        sort = pick("Sort", "sort", sorts, _kept(sorts, own["sort"], ""), called.__getitem__, width=300)
        order = ORDERS[0]
        if sort in CATALOGUE:
            order = pick("Order", "order", ORDERS, _kept(ORDERS, own["order"], order), _order_name, width=150)
        find = _search("Find a unit", "find", own["find"])
    return RowSelection(scope.unit, levels, find, sort, best_first=order != ORDERS[0], family=family)


def one_page(shown: Sequence[int], wanted: RowSelection, own: Mapping[str, str]) -> list[int]:
    """The rows of the part that is looked at, with the choice of another one; the first after any other choice."""
    parts = -(-len(shown) // ROWS_ON_A_PAGE)
    before = st.session_state.get("units_wanted", wanted)
    st.session_state["units_wanted"] = wanted
    if parts <= 1:
        return list(shown)
    asked_for = own["part"] if before == wanted else ""
    now = max(1, min(int(asked_for), parts)) if asked_for.isdecimal() else 1
    with st.container(horizontal=True, key="unit_parts", vertical_alignment="center"):
        names = {each: _rows_name(each, len(shown)) for each in range(1, parts + 1)}
        part = pick("Rows", "part", list(names), now, names.__getitem__, width=220)
        st.markdown(html.note(f"of {numbers.count(len(shown), 'units')}"), unsafe_allow_html=True)
    return list(shown[(part - 1) * ROWS_ON_A_PAGE : part * ROWS_ON_A_PAGE])


def _kept(options: Iterable[Choice], asked_for: str, usual: Choice) -> Choice:
    """The option that is asked for, in any case; the usual one where there is none such."""
    return next((option for option in options if option.casefold() == asked_for.casefold()), usual)


def _family_name(family: str) -> str:
    return family or "All metrics"


def _order_name(order: str) -> str:
    return f"{order.capitalize()} first"


def _rows_name(part: int, of: int) -> str:
    first, last = (part - 1) * ROWS_ON_A_PAGE + 1, min(part * ROWS_ON_A_PAGE, of)
    return f"Rows {numbers.plain(first, 0)} to {numbers.plain(last, 0)}"


def _search(label: str, name: str, now: str) -> str:
    """A field to search by; what is typed goes into the address."""
    key = f"choose_{name}"
    st.session_state[key] = now[:LONGEST_SEARCH]
    typed: str = st.text_input(
        label,
        key=key,
        label_visibility="collapsed",
        placeholder=label,
        max_chars=LONGEST_SEARCH,
        width=220,
        icon=":material/search:",
        on_change=_into_address,
        args=(name, key),
    )
    return typed


def _into_address(name: str, key: str) -> None:
    st.query_params[name] = str(st.session_state[key]).strip()
