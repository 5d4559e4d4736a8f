"""The organisation: its settings, its tree of units and the forms that change it, and the sample company."""

import streamlit as st

from db.maintenance.sample_company import remove_sample
from db.queries.unit_names import other_names
from pages.frame.roles import UserRole, needs
from pages.parts import cached_queries, forms, html
from pages.parts.errors import show_errors
from pages.parts.organisation.settings_form import reading, settings_form
from pages.parts.organisation.unit_forms import desk
from pages.parts.organisation.unit_list import opening, tree_list

needs(UserRole.LEADER, UserRole.ADMINISTRATOR)

ASKED = "asked_to_remove_sample"


def heading(text: str) -> None:
    """The heading of a part of the page."""
    st.markdown(forms.heading(text), unsafe_allow_html=True)


def sample_company(by: str) -> None:
    """One button that takes the sample company out of the store, after one question."""
    heading("The sample company")
    if not st.session_state.get(ASKED):
        words = (
            "You see the sample company, to explore. You can add your own files to it; remove it when you no longer "
            "need it."
        )
        st.markdown(html.paragraph("finding", words), unsafe_allow_html=True)
        if st.button("Remove the sample company", key="remove_sample"):
            st.session_state[ASKED] = True
            st.rerun()
        return
    with st.container(border=True, key="ask_sample"):
        st.markdown("**Remove the sample company?**")
        st.markdown(
            "Its files are undone; its standards, initiatives, actions and texts for the board go, and so do its units "
            "and channels where none of your data needs them. What you uploaded and entered stays, and so does the "
            "history."
        )
        with st.container(horizontal=True):
            pressed = st.button("Remove sample", type="primary", key="remove_it")
            if st.button("Cancel", key="keep_sample"):
                st.session_state.pop(ASKED)
                st.rerun()
        if pressed:
            with st.spinner("Removing its files…"):
                gone = forms.save(
                    by, lambda: remove_sample(cached_queries.store(), by=by), "The sample company is removed."
                )
            if gone:
                st.session_state.pop(ASKED)
                st.rerun()


with show_errors():
    known, settings = cached_queries.known(), cached_queries.settings()
    st.markdown(opening(known.organisation, known.units, reading(settings)), unsafe_allow_html=True)
    forms.show_what_was_saved()
    left, right = st.columns([1.35, 1], gap="large")
    with right:
        by = forms.who()
        heading("Change the units")
        desk(known, by)
        if settings.is_sample:
            sample_company(by)
        heading("Settings")
        settings_form(settings, by)
    with left:
        heading("The units")
        if known.units:
            find = st.text_input(
                "Find a unit", label_visibility="collapsed", placeholder="Find a unit", key="find_unit"
            )
            st.markdown(tree_list(known.units, cached_queries.ask(other_names), find), unsafe_allow_html=True)
        else:
            st.markdown(html.paragraph("finding", "None yet."), unsafe_allow_html=True)
