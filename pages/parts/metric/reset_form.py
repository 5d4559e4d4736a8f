"""“The service is another one since …”: where a leader lets the usual range begin anew, and takes that back."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from db.changes import set_rebase, withdraw_rebase
from db.changes.standards import LONGEST_REASON
from db.queries.chart_resets import KeptChartReset, chart_resets_at
from metrics.scorecard import Scorecard
from pages.frame.roles import UserRole, may_see
from pages.language import numbers
from pages.parts import cached_queries
from pages.parts.errors import show_errors
from pages.parts.forms import MISSING, signature

EXPLAINED = (
    "A usual range is worked out from months of one and the same service. If people changed how the service works, "
    "let it begin anew in the month of that change; earlier months keep theirs. It holds for this chart alone."
)


def reset_form(card: Scorecard) -> None:
    """What was entered for this chart, each with a way back, and a form to enter another; for those who lead."""
    entered = cached_queries.ask(chart_resets_at, card.scope.unit, card.metric.id)
    if not may_see(UserRole.LEADER) or len(card.series) < 2:
        return
    if "anew_done" in st.session_state:
        st.success(st.session_state.pop("anew_done"))
    with st.expander("The service is another one since …", expanded=bool(entered), key="anew"):
        st.markdown(f'<p class="note">{EXPLAINED}</p>{_listed(entered)}', unsafe_allow_html=True)
        name = signature()
        _take_back(entered, name)
        _enter(card, name, len(entered))


def _listed(entered: Sequence[KeptChartReset]) -> str:
    lines = "".join(
        f"<li><b>{numbers.month_name(each.rebase.month)}</b> {escape(each.rebase.reason)}"
        f'<span class="small">entered by {escape(each.set_by)}, {numbers.moment(each.set_at)}</span></li>'
        for each in entered
    )
    return f'<ul class="list">{lines}</ul>' if lines else ""


def _take_back(entered: Sequence[KeptChartReset], name: str) -> None:
    for each in entered:
        month = numbers.month_name(each.rebase.month)
        if not st.button(f"Take {month} back", key=f"take_back_{each.id}", icon=":material/undo:"):
            continue
        if not name:
            st.error(MISSING)
            continue
        with show_errors():
            withdraw_rebase(cached_queries.store(), each.id, by=name)
        st.session_state["anew_done"] = f"The usual range no longer begins anew in {month}."
        st.rerun()


def _enter(card: Scorecard, name: str, entered: int) -> None:
    """The form; one that was sent gives way to an empty one."""
    months = [point.month for point in reversed(card.series[1:])]
    with st.form(f"anew_form_{entered}", border=False):
        month = st.selectbox("Since", months, format_func=numbers.month_name, width=220, key=f"anew_month_{entered}")
        reason = st.text_input(
            "What has been different",
            max_chars=LONGEST_REASON,
            key=f"anew_reason_{entered}",
            placeholder="New booking system",
        )
        pressed = st.form_submit_button("Let the usual range begin anew")
    if pressed and not name:
        st.error(MISSING)
    elif pressed:
        with show_errors():
            set_rebase(cached_queries.store(), card.metric.id, card.scope.unit, month, reason, by=name)
        st.session_state["anew_done"] = f"The usual range begins anew in {numbers.month_name(month)}."
        st.rerun()
