"""What the leader does below the board's sheet: writes the commentary, chooses metrics and charts, publishes."""

from __future__ import annotations

import streamlit as st

from db.changes import choose_for_board
from db.changes.commentary import LONGEST, write_commentary
from db.editions import commentaries, content_hash
from db.queries import settings
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Scope
from pages.language import numbers
from pages.packs.pack import CHARTS, ON_THE_SHEET, Pack
from pages.packs.stored import plain
from pages.parts import data, matters_desk
from pages.parts.edition_words import about_to_freeze, history
from pages.parts.editions import LookedAt, drafted
from pages.parts.problems import told_once
from pages.parts.signature import MISSING, signature
from pages.publishing.choice import HOW_CHOSEN
from pages.publishing.commentary import drafted as drafted_commentary
from pages.publishing.publish import publish

ROWS_TALL = 260  # pixels; four short paragraphs
UNWRITTEN = "Not written yet. This draft says only what the numbers prove; edit it and save it."


def desk(looked_at: LookedAt) -> None:
    """Name, commentary, choice and publishing, below the sheet."""
    if "board_done" in st.session_state:
        st.success(st.session_state.pop("board_done"))
    st.markdown('<section class="section thin"><h2>Before it goes to the board</h2></section>', unsafe_allow_html=True)
    name = signature()
    left, right = st.columns([1.45, 1], gap="large")
    with left:
        commentary(looked_at, name)
        matters_desk.decisions(looked_at, name)
    with right:
        pack = drafted(looked_at)
        publishing(looked_at, pack, name)
        choice(pack, name)
        matters_desk.at_stake(looked_at, name)


def commentary(looked_at: LookedAt, name: str) -> None:
    """What the leader says of the month: drafted from what the numbers prove, edited, saved under a name."""
    month = numbers.month_name(looked_at.month)
    with data.store().reading() as session:
        written = commentaries(session, looked_at.month, looked_at.unit)
    st.markdown(f"<h2>Commentary on {month}</h2>{history(written, UNWRITTEN)}", unsafe_allow_html=True)
    scope = Scope(looked_at.month, looked_at.unit)
    draft = data.text("commentary", scope, lambda report: drafted_commentary(report.scorecards))
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
        saved = st.button("Save the commentary", key="save_commentary")
        st.button("Begin with the draft again", key="draft_again", type="tertiary", on_click=_put, args=(key, draft))
    if saved and not name:
        st.error(MISSING)
    elif saved:
        with told_once():
            write_commentary(data.store(), looked_at.month, text, by=name, unit=looked_at.unit)
        st.session_state["board_done"] = "The commentary was saved; it stands on the sheet."
        st.rerun()


def _put(key: str, text: str) -> None:
    st.session_state[key] = text


def choice(pack: Pack, name: str) -> None:
    """Which metrics stand on the sheet and which charts are drawn first, for every month from now on."""
    with data.store().reading() as session:
        kept = settings(session).board
    with st.expander("Choose metrics and charts"):
        st.markdown(
            f'<p class="note">{HOW_CHOSEN} What you choose here holds for every month not yet published.</p>',
            unsafe_allow_html=True,
        )
        ids = [row.metric for row in pack.rows]
        metrics = st.multiselect(
            f"Metrics on the sheet, at most {ON_THE_SHEET}; none chosen: by the rule",
            sorted(ids, key=list(CATALOGUE).index),
            [own for own in kept.get("metrics", ()) if own in ids],
            format_func=_name,
            max_selections=ON_THE_SHEET,
            key="board_metrics",
        )
        pinned = st.multiselect(
            f"Charts to draw first, at most {CHARTS}; the rest by the rule",
            sorted(ids, key=list(CATALOGUE).index),
            [own for own in kept.get("pinned", ()) if own in ids],
            format_func=_name,
            max_selections=CHARTS,
            key="board_pinned",
        )
        if st.button("Keep this choice", key="save_choice"):
            if not name:
                st.error(MISSING)
                return
            choose_for_board(data.store(), {"metrics": metrics, "pinned": pinned}, by=name)
            st.session_state["board_done"] = "The choice was kept."
            st.rerun()


def _name(metric: str) -> str:
    return data.called(metric)


def publishing(looked_at: LookedAt, pack: Pack, name: str) -> None:
    """Publishing, after being asked once what will be frozen; not offered for what was published already."""
    content = content_hash(plain(pack))
    same = next((own for own in looked_at.editions if own.sha256 == content), None)
    note = "Freezes this sheet with its files, under a link that shows the same for ever."
    if same is not None:
        note = f"Edition {same.number} says the same, so there is nothing to publish."
    st.markdown(f'<h2>Publish</h2><p class="note">{note}</p>', unsafe_allow_html=True)
    if same is not None:
        return
    number = 1 + max((own.number for own in looked_at.editions), default=0)
    month = numbers.month_name(looked_at.month)
    if st.session_state.get("publishing") != str(looked_at.month):
        if st.button(f"Publish {month}…", type="primary", key="publish"):
            st.session_state["publishing"] = str(looked_at.month)
            st.rerun()
        return
    with st.container(border=True, key="ask_publish"):
        st.markdown(about_to_freeze(pack, number), unsafe_allow_html=True)
        _ask(looked_at, number, name)


def _ask(looked_at: LookedAt, number: int, name: str) -> None:
    with st.container(horizontal=True):
        pressed = st.button(f"Publish edition {number}", type="primary", key="publish_it")
        if st.button("Not yet", key="not_yet"):
            st.session_state.pop("publishing")
            st.rerun()
    if pressed and not name:
        st.error(MISSING)
    elif pressed:
        with told_once(), st.spinner("Freezing the numbers and writing the files…"):
            done = publish(data.store(), looked_at.month, looked_at.unit, by=name)
        st.session_state.pop("publishing")
        st.query_params.from_dict({"edition": str(done.edition)})
        st.rerun()
