"""Sending: who gets the board's pack by mail, sending an edition to them, and what became of each mail."""

from collections.abc import Callable

import streamlit as st

from db.changes.board.publish import add_board_member, remove_board_member
from db.queries.editions import BoardMember, Edition, board_members, every_edition, send_attempts
from metrics.errors import BadValue
from pages.frame.roles import UserRole, needs
from pages.parts import cached_queries, html
from pages.parts.browser_script import working_tables
from pages.parts.errors import deed, plain, show_errors
from pages.parts.filters import pick
from pages.parts.forms import MISSING, signature
from pages.parts.manage import mailing_list
from pages.publishing.mail.send import send
from pages.publishing.mail.settings import MailSettings, mail_settings

needs(UserRole.LEADER, UserRole.ADMINISTRATOR)

WIDTHS = (5, 1)


def settings() -> MailSettings | None:
    """The mail server of the environment; None, with what to set, where there is none."""
    try:
        return mail_settings()
    except BadValue as missing:
        st.markdown(mailing_list.not_set_up(missing.message), unsafe_allow_html=True)
        return None


def people(members: list[BoardMember], name: str) -> None:
    """The list, each with a button to remove the person, and the fields to add a person."""
    st.markdown(mailing_list.list_heading(members), unsafe_allow_html=True)
    for member in members:
        with st.container(key=f"member_{member.id}"):
            whose, button = st.columns(WIDTHS, vertical_alignment="center")
            whose.markdown(mailing_list.one(member), unsafe_allow_html=True)
            if button.button(deed("Remove", member.name), key=f"remove_{member.id}", type="tertiary"):
                change(name, f"{member.name} was removed from the list.", remove_board_member, member.address)
    row = st.form("add_member", clear_on_submit=True, border=False)
    with row.container(horizontal=True, vertical_alignment="bottom"):
        new_name = st.text_input("Name", key="new_name", max_chars=200, width=240)
        new_address = st.text_input("E-mail address", key="new_address", max_chars=320, width=300)
        added = st.form_submit_button("Add to the list")
    if added:
        change(name, f"{new_name} was added to the list.", add_board_member, new_name, new_address)


def change(name: str, done: str, did: Callable[..., None], *about: str) -> None:
    """Carry out a change to the list under the reader's name, and say so."""
    if not name:
        st.error(MISSING)
        return
    with show_errors():
        did(cached_queries.store(), *about, by=name)
    st.session_state["sending_done"] = done
    st.rerun()


def send_now(members: list[BoardMember], found: list[Edition], server: MailSettings | None, name: str) -> None:
    """Which edition, who does not have it yet, and the button that sends it."""
    by_id = {str(own.id): own for own in found}
    asked = st.query_params.get("edition", "")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        now = asked if asked in by_id else next(iter(by_id))
        id_ = pick("Edition", "edition", list(by_id), now, lambda own: mailing_list.named(by_id[own]), width=420)
        log = cached_queries.ask(send_attempts, int(id_))
        lacking = mailing_list.lacking(members, log)
        label = f"Send edition to {mailing_list.how_many(lacking)}"
        pressed = st.button(label, type="primary", key="send_it", disabled=server is None or not lacking)
    st.markdown(mailing_list.who_has_it(members, lacking), unsafe_allow_html=True)
    if pressed and not name:
        st.error(MISSING)
    elif pressed and server is not None:
        with show_errors(), st.spinner("Sending…"):
            outcomes = send(cached_queries.store(), int(id_), server, by=name)
        st.session_state["sent"] = [(own.sentence, bool(own.trouble)) for own in outcomes]
        st.rerun()


with show_errors():
    members, found = cached_queries.ask(board_members), cached_queries.ask(every_edition)
    st.markdown(mailing_list.opening(members), unsafe_allow_html=True)
    if "sending_done" in st.session_state:
        st.success(plain(st.session_state.pop("sending_done")))
    for sentence, is_trouble in st.session_state.pop("sent", ()):
        (st.error if is_trouble else st.success)(plain(sentence))
    server = settings()
    name = signature()
    people(members, name)
    st.markdown(html.tag("h2", "Send an edition"), unsafe_allow_html=True)
    if found:
        send_now(members, found, server, name)
        st.markdown(mailing_list.log(cached_queries.ask(send_attempts)), unsafe_allow_html=True)
        working_tables()
    else:
        st.markdown(mailing_list.NOTHING_PUBLISHED, unsafe_allow_html=True)
