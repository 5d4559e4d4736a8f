"""What the leader lays before the board: the decisions asked of it, and the assumption behind what is at stake."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from db.changes.commentary import LONGEST_DECISIONS, write_commentary
from db.changes.stakes import assume
from db.editions import Part, commentaries
from db.scorecards import Report
from db.stakes import assumption, counted
from metrics.at_stake import Assumption
from metrics.vocabulary import Scope
from pages.language import locale, numbers
from pages.parts import data
from pages.parts.edition_words import assumed_by, history
from pages.parts.editions import LookedAt
from pages.parts.problems import told_once
from pages.parts.signature import MISSING

ROWS_TALL = 110  # pixels; a few short lines
LEAVING = "Of unhappy customers, so many leave within a year, %"


def decisions(looked_at: LookedAt, name: str) -> None:
    """What the board is asked to decide of the month, a line for each decision."""
    month = numbers.month_name(looked_at.month)
    with data.store().reading() as session:
        written = commentaries(session, looked_at.month, looked_at.unit, Part.DECISIONS)
    unwritten = "Nothing is asked yet. What you write stands on the sheet, one decision in each line."
    st.markdown(f"<h2>For the board to decide</h2>{history(written, unwritten)}", unsafe_allow_html=True)
    text = st.text_area(
        f"What the board is asked to decide in {month}",
        written[0].text if written else "",
        height=ROWS_TALL,
        max_chars=LONGEST_DECISIONS,
        key=f"decisions_{looked_at.month}_{looked_at.unit}_{len(written)}",
        label_visibility="collapsed",
        placeholder="Extend the call-back promise to all branches from January: £64,000 a year.",
    )
    if st.button("Save what is asked", key="save_decisions"):

        def save() -> None:
            write_commentary(data.store(), looked_at.month, text, by=name, unit=looked_at.unit, part=Part.DECISIONS)

        _done(name, save, "What the board is asked was saved; it stands on the sheet.")


def at_stake(looked_at: LookedAt, name: str) -> None:
    """What is assumed of unhappy customers from this month on; the sheet says what it comes to, with its range."""
    with data.store().reading() as session:
        kept = assumption(session, looked_at.month)
    now = kept.assumption if kept else None
    with st.expander("Say what is at stake", key="at_stake"):
        st.markdown(assumed_by(kept), unsafe_allow_html=True)
        known = data.text("customers counted", Scope(looked_at.month), _counted)
        month = looked_at.month
        leaving = _number(LEAVING, f"leaving_{month}", now.leaving if now else None, 100.0)
        worth = _number(
            f"What one customer is worth a year, {''.join(locale.money_signs()).strip()}; empty: no money is named",
            f"worth_{month}",
            now.worth if now else None,
        )
        customers = _number(
            f"How many customers there are; empty: {known or 'not known, so there is no estimate'}",
            f"customers_{month}",
            now.customers if now else None,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            saved = st.button("Save the assumption", key="save_stake")
            off = now is not None and st.button("Leave it off the pack", key="no_stake", type="tertiary")
        if saved and leaving is None:
            st.error("Say how many of them leave; without it nothing can be estimated. Nothing was saved.")
        elif saved and leaving is not None:
            given = Assumption(leaving, worth, customers)
            _done(name, lambda: assume(data.store(), looked_at.month, given, by=name), "The assumption was saved.")
        elif off:
            _done(name, lambda: assume(data.store(), looked_at.month, None, by=name), "Nothing is estimated any more.")


def _counted(report: Report) -> str:
    """How many customers the month's own figures count: “41,654 customers at the start …”; empty: not known."""
    there = counted(report.scorecards)
    return f"{numbers.plain(there.number, 0)} {there.words}" if there else ""


def _number(label: str, key: str, value: float | None, most: float | None = None) -> float | None:
    """A number that may be left empty."""
    typed: float | None = st.number_input(
        label, min_value=0.0, max_value=most, value=value, format="%.12g", step=None, key=f"stake_{key}"
    )
    return typed


def _done(name: str, save: Callable[[], None], said: str) -> None:
    """Save under a name and show the page anew, or ask for the name."""
    if not name:
        st.error(MISSING)
        return
    with told_once():
        save()
    st.session_state["board_done"] = said
    st.rerun()
