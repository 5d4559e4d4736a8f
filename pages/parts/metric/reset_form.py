"""“The service changed in …”: where a leader restarts the usual range, takes up an offer to do so, and undoes that."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from markupsafe import Markup

from db.changes import set_rebase, withdraw_rebase
from db.changes.standards import LONGEST_REASON
from db.queries.chart_resets import KeptChartReset, chart_resets_at
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.series_chart import OfferedReset, offered_reset
from pages.frame.roles import UserRole, may_see
from pages.language import numbers
from pages.parts import cached_queries, html
from pages.parts.errors import show_errors
from pages.parts.forms import MISSING, signature

EXPLAINED = (
    "A usual range is calculated from months in which the service worked the same way. If it changed, restart the "
    "range in the month of that change; earlier months keep theirs. This applies to this chart only."
)
# Measured over a year of monthly looks at a stable service: docs/STATISTICS.md.
OFFERED_BY_CHANCE = "Of a stable service about 1 in 100 gets such an offer within a year."


def reset_form(card: Scorecard) -> None:
    """What was entered for this chart, each with an undo, and a form to enter another; for leaders."""
    entered = cached_queries.ask(chart_resets_at, card.scope.unit, card.metric.id)
    if not may_see(UserRole.LEADER) or len(card.series) < 2:
        return
    if "restart_done" in st.session_state:
        st.success(st.session_state.pop("restart_done"))
    offer = _offer(card)
    with st.expander("The service changed in …", expanded=bool(entered or offer), key="restart"):
        st.markdown(html.joined(html.note(EXPLAINED), _listed(entered)), unsafe_allow_html=True)
        name = signature()
        _take_back(entered, name)
        if offer is not None:
            _take_up(card, offer, name)
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


def _offer(card: Scorecard) -> OfferedReset | None:
    """Where the months clearly moved to another level; none for a running month or a single channel."""
    is_running = card.scope.to_day not in (None, card.scope.month.last_day)
    return None if is_running or card.scope.channel is not None else offered_reset(card.series, card.chart)


def offer_note(card: Scorecard) -> Markup:
    """One line beneath the chart, for who may take the offer up: that and where a restart is offered."""
    offer = _offer(card) if card.scope.period is PeriodKind.MONTH and may_see(UserRole.LEADER) else None
    if offer is None:
        return Markup()
    return html.note(
        f"The months moved clearly in {numbers.month_name(offer.month)}; below, under “The service changed in …”, you "
        "can restart the usual range there."
    )


def offer_words(card: Scorecard, offer: OfferedReset) -> str:
    """What the offer rests on: “about 41.2 before March 2026, about 33.0 since”."""
    before, since = _levels(card, offer)
    season = ", the season aside" if card.chart.plain is not None else ""
    return f"about {before} before {numbers.month_name(offer.month)}, about {since} since{season}"


def _levels(card: Scorecard, offer: OfferedReset) -> tuple[str, str]:
    return numbers.value(card.metric, offer.before), numbers.value(card.metric, offer.since)


def _take_up(card: Scorecard, offer: OfferedReset, name: str) -> None:
    """The offer with its one click; the reason that is kept is what the months show."""
    month, levels = numbers.month_name(offer.month), offer_words(card, offer)
    st.markdown(
        html.note(
            f"The months moved clearly: {levels}. If the service changed then, later months are better judged by a "
            f"range of their own. {OFFERED_BY_CHANCE}"
        ),
        unsafe_allow_html=True,
    )
    if not st.button(f"Restart from {month}", key="take_up", icon=":material/restart_alt:"):
        return
    if not name:
        st.error(MISSING)
        return
    with show_errors():
        before, since = _levels(card, offer)
        reason = f"New level: {since}, {before} before"
        set_rebase(cached_queries.store(), card.metric.id, card.scope.unit, offer.month, reason, by=name)
    st.session_state["restart_done"] = f"The usual range restarts in {month}."
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
