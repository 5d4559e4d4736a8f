"""Who may see which page. Until there is a sign-in every reader has every role."""

from __future__ import annotations

from enum import StrEnum

import streamlit as st


class UserRole(StrEnum):
    """What a reader comes for; a page names the roles that may see it."""

    LEADER = "leader"
    BOARD = "board"
    STAFF = "staff"
    TEAM_LEADER = "team_leader"
    ADMINISTRATOR = "administrator"


def roles_of_reader() -> frozenset[UserRole]:
    """The roles of the reader: all of them, since there is no sign-in yet."""
    return frozenset(UserRole)


def may_see(*roles: UserRole) -> bool:
    """Whether the reader has one of `roles`."""
    return not roles_of_reader().isdisjoint(roles)


def needs(*roles: UserRole) -> None:
    """Go on only for a reader with one of `roles`; others see “Page not found”."""
    if not may_see(*roles):
        st.title("Page not found")
        st.write("This page does not exist. Choose one from the menu at the top.")
        st.stop()
