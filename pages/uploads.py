"""The history of uploads: what came in, when and by whom, and Undo for each that still counts."""

import streamlit as st

from db.changes import undo_upload
from db.queries.uploads import Upload
from pages.frame.roles import UserRole, needs
from pages.parts import cached_queries
from pages.parts.errors import deed, show_errors
from pages.parts.forms import MISSING, signature
from pages.parts.history import upload_history
from pages.parts.history.erase_form import erase_form

needs(UserRole.LEADER, UserRole.STAFF, UserRole.ADMINISTRATOR)

ROWS_AT_ONCE, SEARCHED_FROM = 25, 10
WIDTHS = (1.35, 2.3, 1.3, 1.25, 1.5, 1.1, 1.5, 0.9)


def take_back(upload: Upload) -> None:
    """Ask once, then undo, and say so."""
    with st.container(border=True, key="ask_undo"):
        st.markdown(upload_history.question(upload), unsafe_allow_html=True)
        name = signature()
        with st.container(horizontal=True):
            pressed = st.button("Undo it", type="primary", key="undo_it")
            if st.button("Keep it", key="keep_it"):
                st.session_state.pop("to_undo")
                st.rerun()
        if pressed and not name:
            st.error(MISSING)
        elif pressed:
            with show_errors(), st.spinner("Taking it back…"):
                undo_upload(cached_queries.store(), upload.id, by=name)
            st.session_state["undone"] = upload_history.undone_sentence(upload)
            st.session_state.pop("to_undo")
            st.rerun()


def row(upload: Upload) -> None:
    """One line of the history."""
    with st.container(key=f"history_{'undone' if upload.undone_at else 'live'}_{upload.id}"):
        columns = st.columns(WIDTHS, vertical_alignment="center")
        for column, text in zip(columns, upload_history.cells_of(upload), strict=False):
            column.markdown(text, unsafe_allow_html=True)
        asked = (
            columns[-1].button(
                deed("Undo", upload.file), key=f"undo_{upload.id}", type="tertiary", icon=":material/undo:"
            )
            if upload.undone_at is None
            else False
        )
        if asked:
            st.session_state["to_undo"] = upload.id
            st.rerun()
        if st.session_state.get("to_undo") == upload.id:
            take_back(upload)


def searched(found: list[Upload]) -> list[Upload]:
    """The uploads a reader asks for; the search stands there only where there is much to search."""
    if len(found) <= SEARCHED_FROM:
        return found
    asked = st.text_input(
        "Search the history", key="search_uploads", width=420, placeholder="A file, a name, a kind, a month: oct 2026"
    )
    shown = upload_history.matching(found, asked)
    st.markdown(upload_history.found_words(len(shown), len(found), asked), unsafe_allow_html=True)
    return shown


def listed(found: list[Upload]) -> None:
    """The lines, so many at a time."""
    shown = st.session_state.get("uploads_shown", ROWS_AT_ONCE)
    with st.container(key="history"):
        with st.container(key="history_head"):
            for column, text in zip(st.columns(WIDTHS), upload_history.HEADINGS, strict=False):
                column.markdown(f'<span class="small">{text}</span>', unsafe_allow_html=True)
        for upload in found[:shown]:
            row(upload)
    if len(found) > shown:
        more, then = min(ROWS_AT_ONCE, len(found) - shown), {"uploads_shown": shown + ROWS_AT_ONCE}
        st.button(f"Show {more} more", on_click=st.session_state.update, args=(then,))


with show_errors():
    found = cached_queries.uploads()
    st.markdown(upload_history.opening(found), unsafe_allow_html=True)
    if "undone" in st.session_state:
        st.success(st.session_state.pop("undone"))
    if found:
        listed(searched(found))
    if st.button("Upload files", icon=":material/upload_file:"):
        st.switch_page("../upload.py")
    if found:
        erase_form()
