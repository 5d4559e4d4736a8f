"""The board page's editor: commentary, decisions and what is at stake, then publishing."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from db.changes import choose_for_board
from db.changes.board.commentary import LONGEST, LONGEST_DECISIONS, save_assumption, write_commentary
from db.queries.editions import BoardText, commentaries, content_hash, next_number, with_content
from db.queries.settings import settings
from db.queries.standards import assumption
from db.reports.customers_at_risk import counted
from db.reports.scorecards import Report
from metrics.catalogue import CATALOGUE
from metrics.statistics.customers_at_risk import Assumption
from metrics.vocabulary import Scope
from pages.language import locale, numbers
from pages.packs.json_codec import plain
from pages.packs.pack import CHARTS, ON_THE_SHEET, Pack
from pages.parts import cached_queries, html
from pages.parts.board.edition_status import about_to_freeze, assumed_by, history
from pages.parts.board.editions import BoardView, drafted
from pages.parts.errors import show_errors
from pages.parts.forms import MISSING, signature
from pages.publishing.draft_commentary import draft_commentary as drafted_commentary
from pages.publishing.metric_selection import HOW_CHOSEN
from pages.publishing.publish import publish

ROWS_TALL = 260  # pixels; four short paragraphs
UNWRITTEN = "Not written yet. This draft says only what the numbers prove; edit it and save it."


def desk(looked_at: BoardView) -> None:
    """Name, commentary, choice and publishing, below the sheet."""
    if "board_done" in st.session_state:
        st.success(st.session_state.pop("board_done"))
    st.markdown(html.section("Before it goes to the board", classes="thin"), unsafe_allow_html=True)
    name = signature()
    left, right = st.columns([1.45, 1], gap="large")
    with left:
        commentary(looked_at, name)
        decisions(looked_at, name)
    with right:
        pack = drafted(looked_at)
        publishing(looked_at, pack, name)
        choice(pack, name)
        at_stake(looked_at, name)


def commentary(looked_at: BoardView, name: str) -> None:
    """What the leader says of the month: drafted from what the numbers prove, edited, saved under a name."""
    month = numbers.month_name(looked_at.month)
    with cached_queries.store().reading() as session:
        written = commentaries(session, looked_at.month, looked_at.unit)
    st.markdown(headed(f"Commentary on {month}", history(written, UNWRITTEN)), unsafe_allow_html=True)
    scope = Scope(looked_at.month, looked_at.unit)
    draft = cached_queries.text("commentary", scope, lambda report: drafted_commentary(report.scorecards, report.scope))
    key = f"commentary_{looked_at.month}_{looked_at.unit}_{len(written)}"
    text = st.text_area(
        f"Commentary on {month}",
        written[0].text if written else draft,
        height=ROWS_TALL,
        max_chars=LONGEST,
        key=key,
        label_visibility="collapsed",
        help="A blank line begins a new paragraph.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        saved = st.button("Save commentary", key="save_commentary")
        st.button("Reset to draft", key="draft_again", type="tertiary", on_click=_put, args=(key, draft))
    if saved and not name:
        st.error(MISSING)
    elif saved:
        with show_errors():
            write_commentary(cached_queries.store(), looked_at.month, text, by=name, unit=looked_at.unit)
        st.session_state["board_done"] = "The commentary was saved; it is now on the sheet."
        st.rerun()


def headed(heading: str, *below: str) -> str:
    """A part of the editor under its heading."""
    return html.joined(html.tag("h2", heading), *below)


def _put(key: str, text: str) -> None:
    st.session_state[key] = text


def choice(pack: Pack, name: str) -> None:
    """Which metrics are on the sheet and which charts are drawn first, for every later month."""
    with cached_queries.store().reading() as session:
        kept = settings(session).board
    with st.expander("Choose metrics and charts"):
        told = f"{HOW_CHOSEN} What you choose here is valid for every month not yet published."
        st.markdown(html.note(told), unsafe_allow_html=True)
        ids, names = [row.metric for row in pack.rows], cached_queries.names()
        metrics = st.multiselect(
            f"Metrics on the sheet, at most {ON_THE_SHEET}; empty: automatic",
            sorted(ids, key=list(CATALOGUE).index),
            [own for own in kept.get("metrics", ()) if own in ids],
            format_func=names.__getitem__,
            max_selections=ON_THE_SHEET,
            key="board_metrics",
        )
        pinned = st.multiselect(
            f"Charts to draw first, at most {CHARTS}; the rest: automatic",
            sorted(ids, key=list(CATALOGUE).index),
            [own for own in kept.get("pinned", ()) if own in ids],
            format_func=names.__getitem__,
            max_selections=CHARTS,
            key="board_pinned",
        )
        if st.button("Save choice", key="save_choice"):
            if not name:
                st.error(MISSING)
                return
            choose_for_board(cached_queries.store(), {"metrics": metrics, "pinned": pinned}, by=name)
            st.session_state["board_done"] = "The choice was saved."
            st.rerun()


def publishing(looked_at: BoardView, pack: Pack, name: str) -> None:
    """Publishing, after being asked once what will be frozen; not offered for what was published already."""
    same = with_content(looked_at.editions, content_hash(plain(pack)))
    note = "This freezes the sheet with its files, under a link that always shows the same."
    if same is not None:
        note = f"Edition {same.number} says the same, so there is nothing to publish."
    st.markdown(headed("Publish", html.note(note)), unsafe_allow_html=True)
    if same is not None:
        return
    number = next_number(looked_at.editions)
    month = numbers.month_name(looked_at.month)
    if st.session_state.get("publishing") != str(looked_at.month):
        if st.button(f"Publish {month}…", type="primary", key="publish"):
            st.session_state["publishing"] = str(looked_at.month)
            st.rerun()
        return
    with st.container(border=True, key="ask_publish"):
        st.markdown(about_to_freeze(pack, number), unsafe_allow_html=True)
        _ask(looked_at, number, name)


def _ask(looked_at: BoardView, number: int, name: str) -> None:
    with st.container(horizontal=True):
        pressed = st.button(f"Publish edition {number}", type="primary", key="publish_it")
        if st.button("Not yet", key="not_yet"):
            st.session_state.pop("publishing")
            st.rerun()
    if pressed and not name:
        st.error(MISSING)
    elif pressed:
        with show_errors(), st.spinner("Freezing the numbers and writing the files…"):
            done = publish(cached_queries.store(), looked_at.month, looked_at.unit, by=name)
        st.session_state.pop("publishing")
        st.query_params.from_dict({"edition": str(done.edition)})
        st.rerun()


DECISION_ROWS_TALL = 110  # pixels; a few short lines
LEAVING = "Share of unhappy customers who leave within a year, %"


def decisions(looked_at: BoardView, name: str) -> None:
    """What the board is asked to decide of the month, a line for each decision."""
    month = numbers.month_name(looked_at.month)
    with cached_queries.store().reading() as session:
        written = commentaries(session, looked_at.month, looked_at.unit, BoardText.DECISIONS)
    unwritten = "Nothing is asked yet. What you write goes on the sheet, one decision per line."
    st.markdown(headed("For the board to decide", history(written, unwritten)), unsafe_allow_html=True)
    text = st.text_area(
        f"What the board is asked to decide in {month}",
        written[0].text if written else "",
        height=DECISION_ROWS_TALL,
        max_chars=LONGEST_DECISIONS,
        key=f"decisions_{looked_at.month}_{looked_at.unit}_{len(written)}",
        label_visibility="collapsed",
        placeholder="Extend the call-back promise to all branches from January: £64,000 a year.",
    )
    if st.button("Save decisions", key="save_decisions"):

        def save() -> None:
            write_commentary(
                cached_queries.store(), looked_at.month, text, by=name, unit=looked_at.unit, part=BoardText.DECISIONS
            )

        _done(name, save, "The decisions were saved; they are now on the sheet.")


def at_stake(looked_at: BoardView, name: str) -> None:
    """What is assumed of unhappy customers from this month on; the sheet says what it comes to, with its range."""
    with cached_queries.store().reading() as session:
        kept = assumption(session, looked_at.month)
    now = kept.assumption if kept else None
    with st.expander("Estimate what is at stake", key="at_stake"):
        st.markdown(assumed_by(kept), unsafe_allow_html=True)
        known = cached_queries.text("customers counted", Scope(looked_at.month), _counted)
        month = looked_at.month
        leaving = _number(LEAVING, f"leaving_{month}", now.leaving if now else None, 100.0)
        worth = _number(
            f"What one customer is worth a year, {''.join(locale.money_signs()).strip()}; empty: no amount of money",
            f"worth_{month}",
            now.worth if now else None,
        )
        customers = _number(
            f"How many customers there are; empty: {known or 'not known, so there is no estimate'}",
            f"customers_{month}",
            now.customers if now else None,
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            saved = st.button("Save assumption", key="save_stake")
            off = now is not None and st.button("Remove from pack", key="no_stake", type="tertiary")
        if saved and leaving is None:
            st.error("Enter the share of them who leave; without it nothing can be estimated. Nothing was saved.")
        elif saved and leaving is not None:
            given = Assumption(leaving, worth, customers)
            _done(
                name,
                lambda: save_assumption(cached_queries.store(), looked_at.month, given, by=name),
                "The assumption was saved.",
            )
        elif off:
            _done(
                name,
                lambda: save_assumption(cached_queries.store(), looked_at.month, None, by=name),
                "The estimate was removed from the pack.",
            )


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
    """Save under a name and draw the page again, or ask for the name."""
    if not name:
        st.error(MISSING)
        return
    with show_errors():
        save()
    st.session_state["board_done"] = said
    st.rerun()
