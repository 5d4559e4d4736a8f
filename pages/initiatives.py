"""Initiatives: dated changes people made, in which units, for which metrics, and what changed beyond chance."""

import streamlit as st

from db.changes import change_initiative, enter_initiative, withdraw_initiative
from db.reports.initiative_effects import InitiativeEffect, judged_initiatives
from metrics.catalogue import CATALOGUE
from metrics.improvements import Initiative, KeptInitiative
from metrics.periods import Month
from pages.frame.roles import UserRole, needs
from pages.language import numbers
from pages.parts import cached_queries, forms, html
from pages.parts.errors import deed, show_errors
from pages.parts.manage import actions_and_initiatives, effect_prospects

needs(UserRole.LEADER, UserRole.ADMINISTRATOR)

OPEN = "initiative_open"  # the initiative whose forms are open
NEW = "Add an initiative"
DAY_MISSING = "Enter the day on which it started. Nothing was changed."


def fields(key: str, now: Initiative | None) -> Initiative | None:
    """The fields of an initiative inside an open form; None while no first day is chosen."""
    name = forms.words("Name", now.name if now else "", f"{key}_name")
    units = ["", *(unit.path for unit in known.units)]
    where = st.multiselect(
        "Units (with all below them)",
        units,
        default=[unit for unit in now.units if unit in units] if now else [],
        format_func=forms.unit_namer(known.organisation),
        placeholder="Choose units",
        key=f"{key}_units",
    )
    metrics = st.multiselect(
        "Metrics it should change",
        list(CATALOGUE),
        default=list(now.metrics) if now else [],
        format_func=cached_queries.names().__getitem__,
        placeholder="Choose metrics",
        key=f"{key}_metrics",
    )
    began = forms.day("First day", now.began if now else Month.of(cached_queries.today()).first_day, f"{key}_began")
    ended = forms.day("Last day (optional)", now.ended if now else None, f"{key}_ended")
    owner = forms.words("Owner", now.owner if now else "", f"{key}_owner")
    description = forms.words("What was changed", now.description if now else "", f"{key}_description")
    if began is None:
        return None
    return Initiative(name, began, tuple(where), tuple(metrics), owner, description, ended)


def entered(made: Initiative) -> tuple[forms.Change, str]:
    """The change that saves a new initiative, and the sentence that confirms it."""
    sentence = f"Added: {made.name}, since {numbers.day(made.began)}."
    return lambda: enter_initiative(cached_queries.store(), made, by=by), sentence


def open_one(kept: KeptInitiative) -> None:
    """The forms to change and to delete an initiative."""
    with st.container(border=True, key=f"open_deed_{kept.id}"):
        by = forms.who()
        with st.form(f"change_{kept.id}", border=False):
            made = fields(f"change_{kept.id}", kept.initiative)
            changed = st.form_submit_button("Save changes", type="primary")
        with st.container(horizontal=True):
            withdrawn = st.button("Delete initiative", key=f"withdraw_{kept.id}")
            left = st.button("Close", key=f"leave_{kept.id}", type="tertiary")
    if changed and made is None:
        st.error(DAY_MISSING)
    elif changed and made is not None:
        forms.finish(
            OPEN, by, lambda: change_initiative(cached_queries.store(), kept.id, made, by=by), f"Changed: {made.name}."
        )
    elif withdrawn:
        sentence = f"Deleted: {kept.initiative.name}."
        forms.finish(OPEN, by, lambda: withdraw_initiative(cached_queries.store(), kept.id, by=by), sentence)
    elif left:
        forms.close(OPEN)


def line(one: InitiativeEffect) -> None:
    """One initiative with its button, and its forms once that was pressed."""
    kept = one.kept
    text = actions_and_initiatives.initiative_line(one, known.organisation)
    if forms.open_line(OPEN, kept.id, text, deed("Change", kept.initiative.name)):
        open_one(kept)


with show_errors():
    known = cached_queries.known()
    found = cached_queries.ask(judged_initiatives, known.newest_whole)
    st.markdown(
        html.joined(actions_and_initiatives.initiatives_opening(found), forms.way_down(NEW)), unsafe_allow_html=True
    )
    forms.show_what_was_saved()
    left, right = st.columns([2.4, 1], gap="large")
    with right:
        by = forms.who_it_was() if OPEN in st.session_state else forms.who()
        forms.enter_new(
            "new_initiative",
            NEW,
            lambda key: fields(key, None),
            entered,
            button="Add initiative",
            missing=DAY_MISSING,
            by=by,
        )
    with left, st.container(key="deeds"):
        for one in found:
            line(one)
        effect_prospects.ask_for_size(found)
