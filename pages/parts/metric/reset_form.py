"""“The service changed in …”: where a leader restarts the usual range, and undoes that."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from db.changes import set_rebase, withdraw_rebase
from db.changes.standards import LONGEST_REASON
from db.queries.chart_resets import KeptChartReset, chart_resets_at
from metrics.scorecard import Scorecard
from pages.frame.roles import UserRole, may_see
from pages.language import numbers
from pages.parts import cached_queries, html
from pages.parts.errors import show_errors
from pages.parts.forms import MISSING, signature

EXPLAINED = (
    "A usual range is calculated from months in which the service worked the same way. If it changed, restart the "
    "range in the month of that change; earlier months keep theirs. This applies to this chart only."
)


def reset_form(card: Scorecard) -> None:
    """What was entered for this chart, each with an undo, and a form to enter another; for leaders."""
    entered = cached_queries.ask(chart_resets_at, card.scope.unit, card.metric.id)
    if not may_see(UserRole.LEADER) or len(card.series) < 2:
        return
    if "restart_done" in st.session_state:
        st.success(st.session_state.pop("restart_done"))
    with st.expander("The service changed in …", expanded=bool(entered), key="restart"):
        st.markdown(html.joined(html.note(EXPLAINED), _listed(entered)), unsafe_allow_html=True)
        name = signature()
        _take_back(entered, name)
        _enter(card, name, len(entered))


def _listed(entered: Sequence[KeptChartReset]) -> Markup:
    lines = [
        html.joined(
            html.bold(numbers.month_name(each.rebase.month)),
            f" {each.rebase.reason}",
            html.small(f"entered by {each.set_by}, {numbers.moment(each.set_at)}"),
        )
        for each in entered
    ]
    return html.bullets(lines) if lines else Markup()


def _take_back(entered: Sequence[KeptChartReset], name: str) -> None:
    for each in entered:
        month = numbers.month_name(each.rebase.month)
        if not st.button(f"Undo {month}", key=f"take_back_{each.id}", icon=":material/undo:"):
            continue
        if not name:
            st.error(MISSING)
            continue
        with show_errors():
            withdraw_rebase(cached_queries.store(), each.id, by=name)
        st.session_state["restart_done"] = f"The usual range no longer restarts in {month}."
        st.rerun()


def _enter(card: Scorecard, name: str, entered: int) -> None:
    """The form; after sending, an empty one takes its place."""
    months = [point.month for point in reversed(card.series[1:])]
    with st.form(f"restart_form_{entered}", border=False):
        month = st.selectbox(
            "Month of the change", months, format_func=numbers.month_name, width=220, key=f"restart_month_{entered}"
        )
        reason = st.text_input(
            "What changed",
            max_chars=LONGEST_REASON,
            key=f"restart_reason_{entered}",
            placeholder="New booking system",
        )
        pressed = st.form_submit_button("Restart the usual range")
    if pressed and not name:
        st.error(MISSING)
    elif pressed:
        with show_errors():
            set_rebase(cached_queries.store(), card.metric.id, card.scope.unit, month, reason, by=name)
        st.session_state["restart_done"] = f"The usual range restarts in {numbers.month_name(month)}."
        st.rerun()
