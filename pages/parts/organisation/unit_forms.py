"""The forms by which a user changes the tree of units; what has consequences is asked once before it is done."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from db.changes.units.tree import add_unit, forget_unit_name, name_unit
from db.queries.unit_names import UnitAlias, other_names, unit_load
from metrics.errors import PlumblineError
from metrics.periods import Month
from pages.parts import cached_queries, errors, forms
from pages.parts.organisation import unit_changes
from pages.parts.organisation.people_form import people_form
from pages.parts.organisation.unit_changes import ChangePlan, UnitChange

PLANNED = "planned_for_the_tree"
Form = Callable[[cached_queries.Known, str], None]


def desk(known: cached_queries.Known, by: str) -> None:
    """What can be done to the tree, one form at a time; a plan that waits for its answer takes the form's place."""
    first = next(iter(FORMS))
    named = st.segmented_control("What to do", list(FORMS), default=first, key="tree_form", on_change=_forget_plan)
    if PLANNED in st.session_state:
        _ask(st.session_state[PLANNED], by)
    else:
        FORMS[named or first](known, by)


def _forget_plan() -> None:
    st.session_state.pop(PLANNED, None)


def _ask(plan: ChangePlan, by: str) -> None:
    """Say what will happen, and do it or cancel it."""
    with st.container(border=True, key="ask_tree"):
        try:
            carried = cached_queries.ask(unit_load, plan.unit)
        except PlumblineError:  # another user changed the tree meanwhile
            _forget_plan()
            st.rerun()
        st.markdown(f"**{errors.plain(unit_changes.question(plan))}**")
        st.markdown(errors.plain(unit_changes.follows(plan, carried)))
        with st.container(horizontal=True):
            pressed = st.button("Confirm change", type="primary", key="do_it")
            left = st.button("Cancel", key="leave_it")
        if left:
            _forget_plan()
            st.rerun()
        if pressed and forms.save(
            by, lambda: unit_changes.carry_out(plan, cached_queries.store(), by), unit_changes.done(plan)
        ):
            _forget_plan()
            st.rerun()


def _plan(plan: ChangePlan) -> None:
    st.session_state[PLANNED] = plan
    st.rerun()


def _add(known: cached_queries.Known, by: str) -> None:
    key = forms.fresh("add_unit")
    with st.form(key, border=False):
        name = forms.words("Name of the new unit", "", f"{key}_name")
        above = forms.choose_unit(known.units, known.organisation, "", f"{key}_above", "Under")
        pressed = st.form_submit_button("Add unit", type="primary")
    said = f"Added: {unit_changes.shown(f'{above}/{name}'.strip('/'))}."
    if pressed and forms.save(by, lambda: add_unit(cached_queries.store(), above, name, by=by), said):
        forms.emptied("add_unit")
        st.rerun()


def _move(known: cached_queries.Known, _by: str) -> None:
    unit = _choose("Unit", known, "to_move")
    if unit is None:
        return
    with st.form("move_unit", border=False):
        name = forms.words("Name", unit.rpartition("/")[2], f"new_name_{unit}")
        above = forms.choose_unit(known.units, known.organisation, unit.rpartition("/")[0], f"above_{unit}", "Under")
        pressed = st.form_submit_button("Preview change")
    if pressed:
        _plan(ChangePlan(UnitChange.MOVE, unit, above, " ".join(name.split())))


def _merge(known: cached_queries.Known, _by: str) -> None:
    unit = _choose("Unit to merge", known, "to_merge")
    into = _choose("Into", known, "to_merge_into")
    ready = unit is not None and into is not None
    if st.button("Preview change", key="plan_merge", disabled=not ready) and unit and into:
        _plan(ChangePlan(UnitChange.MERGE, unit, into))
    merged = [alias for alias in cached_queries.ask(other_names) if alias.is_merged]
    if merged:
        chosen = st.selectbox("Merged units", merged, format_func=_merged_name, key="to_part")
        if st.button("Separate units", key="plan_part") and chosen is not None:
            _plan(ChangePlan(UnitChange.PART, chosen.written, chosen.path))


def _merged_name(alias: UnitAlias) -> str:
    return f"{unit_changes.shown(alias.written)}, merged into {unit_changes.shown(alias.path)}"


def _close(known: cached_queries.Known, _by: str) -> None:
    unit = _choose("Unit", known, "to_close")
    if unit is None:
        return
    closed = next((each.closed_from for each in known.units if each.path == unit), None)
    if closed is not None:
        if st.button("Reopen unit", key="plan_reopen"):
            _plan(ChangePlan(UnitChange.REOPEN, unit))
        return
    month = forms.choose_month("Closed from", Month.of(cached_queries.today()), "closed_from")
    if st.button("Preview change", key="plan_close"):
        _plan(ChangePlan(UnitChange.CLOSE, unit, month=month))


def _names(known: cached_queries.Known, by: str) -> None:
    key = forms.fresh("name_unit")
    with st.form(key, border=False):
        written = forms.words("Name used in files", "", f"{key}_written", placeholder="such as Branch 12")
        unit = forms.choose_unit(known.units, known.organisation, "", f"{key}_unit", "Means")
        pressed = st.form_submit_button("Save name", type="primary")
    said = f"“{written.strip()}” now means {unit_changes.shown(unit)}."
    if pressed and forms.save(by, lambda: name_unit(cached_queries.store(), written, unit, by=by), said):
        forms.emptied("name_unit")
        st.rerun()
    names = [alias for alias in cached_queries.ask(other_names) if not alias.is_merged]
    if names:
        chosen = st.selectbox("Known names", names, format_func=_alias_name, key="to_forget")
        if st.button("Delete name", key="forget_name") and chosen is not None:
            said = f"“{chosen.written}” is no longer a name of a unit. Data saved under it stays where it is."
            if forms.save(by, lambda: forget_unit_name(cached_queries.store(), chosen.written, by=by), said):
                st.rerun()


def _alias_name(alias: UnitAlias) -> str:
    return f"“{alias.written}” means {unit_changes.shown(alias.path)}"


def _choose(label: str, known: cached_queries.Known, key: str) -> str | None:
    """A unit by its name; None until one is chosen."""
    paths = [unit.path for unit in known.units]
    chosen: str | None = st.selectbox(
        label, paths, index=None, format_func=unit_changes.shown, key=key, placeholder="Choose a unit"
    )
    return chosen


FORMS: dict[str, Form] = {
    "Add": _add,
    "Rename or move": _move,
    "Merge": _merge,
    "Close": _close,
    "Names": _names,
    "People": people_form,
}
