"""The history of uploads: what came in, when and by whom, and Undo for each that still counts."""

import streamlit as st

from db.changes import undo_upload
from db.queries import Upload
from pages.frame.roles import Role, needs
from pages.parts import data, history
from pages.parts.problems import told_once
from pages.parts.signature import MISSING, signature

needs(Role.LEADER, Role.STAFF, Role.ADMINISTRATOR)

ROWS_AT_FIRST = 25
WIDTHS = (1.35, 2.3, 1.3, 1.25, 1.5, 1.1, 1.5, 0.9)


def take_back(upload: Upload) -> None:
    """Ask once, then undo, and say so."""
    with st.container(border=True, key="ask_undo"):
        st.markdown(history.question(upload), unsafe_allow_html=True)
        name = signature()
        with st.container(horizontal=True):
            pressed = st.button("Undo it", type="primary", key="undo_it")
            if st.button("Keep it", key="keep_it"):
                st.session_state.pop("to_undo")
                st.rerun()
        if pressed and not name:
            st.error(MISSING)
        elif pressed:
            with told_once(), st.spinner("Taking it back…"):
                undo_upload(data.store(), upload.id, by=name)
            st.session_state["undone"] = history.undone_sentence(upload)
            st.session_state.pop("to_undo")
            st.rerun()


def row(upload: Upload) -> None:
    """One line of the history."""
    with st.container(key=f"history_{'undone' if upload.undone_at else 'live'}_{upload.id}"):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        for column, text in zip(columns, history.cells_of(upload), strict=False):
            column.markdown(text, unsafe_allow_html=True)
        asked = (
            columns[-1].button(
                "Undo", key=f"undo_{upload.id}", type="tertiary", icon=":material/undo:", help=f"Undo {upload.file}"
            )
            if upload.undone_at is None
            else False
        )
        if asked:
            st.session_state["to_undo"] = upload.id
            st.rerun()
        if st.session_state.get("to_undo") == upload.id:
            take_back(upload)


with told_once():
    found = data.uploads()
    st.markdown(history.opening(found), unsafe_allow_html=True)
    if "undone" in st.session_state:
        st.success(st.session_state.pop("undone"))
    if found:
        show_all = len(found) > ROWS_AT_FIRST and st.session_state.get("all_uploads", False)
        with st.container(key="history"):
            with st.container(key="history_head"):
                for column, text in zip(st.columns(WIDTHS), history.HEADINGS, strict=False):
                    column.markdown(f'<span class="small">{text}</span>', unsafe_allow_html=True)
            for upload in found if show_all else found[:ROWS_AT_FIRST]:
                row(upload)
        if len(found) > ROWS_AT_FIRST:
            st.toggle(f"Show all {len(found)}", key="all_uploads")
    if st.button("Upload a file", icon=":material/upload_file:"):
        st.switch_page("../upload.py")
