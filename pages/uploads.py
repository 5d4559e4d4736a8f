"""The history of uploads: which files were saved, when and by whom, and Undo for each that is in use."""

import streamlit as st

from db.changes import undo_upload
from db.queries.uploads import Upload
from pages.frame.roles import UserRole, needs
from pages.parts import cached_queries
from pages.parts.browser_script import working_tables
from pages.parts.errors import show_errors
from pages.parts.forms import MISSING, signature
from pages.parts.history import upload_history
from pages.parts.history.erase_form import erase_form

needs(UserRole.LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)

ROWS_AT_FIRST = 200


def undo(upload: Upload) -> None:
    """Ask once, then undo, and say so."""
    with st.container(border=True, key="ask_undo"):
        st.markdown(upload_history.question(upload), unsafe_allow_html=True)
        name = signature()
        with st.container(horizontal=True):
            pressed = st.button("Undo upload", type="primary", key="undo_it")
            if st.button("Cancel", key="keep_it"):
                st.session_state.pop("to_undo")
                st.rerun()
        if pressed and not name:
            st.error(MISSING)
        elif pressed:
            with show_errors(), st.spinner("Undoing…"):
                undo_upload(cached_queries.store(), upload.id, by=name)
            st.session_state["undone"] = upload_history.undone_sentence(upload)
            st.session_state.pop("to_undo")
            st.rerun()


def listed(found: list[Upload]) -> None:
    """The table, the newest files first; a press on Undo asks above it on the next run."""
    shown = found if st.session_state.get("all_uploads") else found[:ROWS_AT_FIRST]
    st.markdown(upload_history.table(shown), unsafe_allow_html=True)
    if len(found) > ROWS_AT_FIRST:
        st.toggle(f"Show all {len(found)} files", key="all_uploads")
    pressed = working_tables()
    if pressed.startswith("undo "):
        st.session_state["to_undo"] = int(pressed.removeprefix("undo "))
        st.rerun()


with show_errors():
    found = cached_queries.uploads()
    st.markdown(upload_history.opening(found), unsafe_allow_html=True)
    if "undone" in st.session_state:
        st.success(st.session_state.pop("undone"))
    asked = st.session_state.get("to_undo")
    for upload in found:
        if upload.id == asked and upload.undone_at is None:
            undo(upload)
    if found:
        listed(found)
    if st.button("Upload files", icon=":material/upload_file:"):
        st.switch_page("../upload.py")
    if found:
        erase_form()
