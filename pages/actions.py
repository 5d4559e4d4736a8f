"""Actions: who does what by when. Open ones by due day, adding, changing and closing them; closed ones below."""

import datetime as dt

import streamlit as st

from db.changes import change_action, close_action, enter_action
from db.queries.initiatives_and_actions import actions, initiatives, is_below
from metrics.catalogue import CATALOGUE
from metrics.improvements import Action, ActionState, KeptAction
from pages.frame.roles import UserRole, needs
from pages.language import numbers
from pages.parts import cached_queries, forms, html
from pages.parts.errors import deed, show_errors
from pages.parts.filters import asked, pick, remember
from pages.parts.manage import actions_and_initiatives

needs(UserRole.LEADER, UserRole.ADMINISTRATOR)

OPEN = "action_open"  # the action whose forms are open
NEW = "Add an action"
DAY_MISSING = "Enter the day by which it is due. Nothing was changed."
CLOSED_AT_FIRST = 10
STATES = {ActionState.DONE: "Done", ActionState.DROPPED: "Cancelled"}
IN_A_FORTNIGHT = dt.timedelta(days=14)


def shown(kept: list[KeptAction]) -> list[KeptAction]:
    """The actions of the unit, owner and metric that are chosen."""
    wanted = asked("actions")
    owners = sorted({each.action.owner for each in kept})
    metrics = [name for name in CATALOGUE if any(each.action.metric == name for each in kept)]
    units = ["", *(unit.path for unit in known.units)]
    with st.container(horizontal=True, key="filters"):
        owner, metric = _one_of("owner", owners), _one_of("concerning", metrics)
        unit = wanted.get("unit", "")
        unit = pick(
            "Unit", "unit", units, unit if unit in units else "", forms.unit_namer(known.organisation), width=240
        )
        owner = pick("Owner", "owner", ["", *owners], owner, lambda name: name or "All owners", width=240)
        metric = pick("Metric", "concerning", ["", *metrics], metric, _metric_name, width=240)
    remember({"unit": unit, "owner": owner, "concerning": metric}, {"unit": "", "owner": "", "concerning": ""})
    return [
        each
        for each in kept
        if is_below(each.action.unit, unit)
        and owner in ("", each.action.owner)
        and metric in ("", each.action.metric or "")
    ]


def _one_of(asked_for: str, names: list[str]) -> str:
    """What the address asks for, if it is known; otherwise ""."""
    name: str = st.query_params.get(asked_for, "")
    return name if name in names else ""


def _metric_name(name: str) -> str:
    return metric_names[name] if name else "All metrics"


def fields(key: str, now: Action | None) -> Action | None:
    """The fields of an action inside an open form; None while no day is chosen."""
    what = forms.words("Action", now.what if now else "", f"{key}_what")
    owner = forms.words("Owner", now.owner if now else "", f"{key}_owner")
    due = forms.day("Due", now.due if now else today + IN_A_FORTNIGHT, f"{key}_due")
    unit = forms.choose_unit(known.units, known.organisation, now.unit if now else "", f"{key}_unit")
    metric = forms.choose_metric(now.metric if now else None, f"{key}_metric", nothing="No specific metric")
    ids = [0, *names]
    at = ids.index(now.initiative) if now and now.initiative in names else 0
    part_of = st.selectbox(
        "Initiative", ids, index=at, format_func=lambda id_: names.get(id_, "No initiative"), key=f"{key}_part_of"
    )
    if due is None:
        return None
    return Action(what, owner, due, unit, metric, part_of or None)


def entered(action: Action) -> tuple[forms.Change, str]:
    """The change that saves a new action, and the sentence that confirms it."""
    sentence = f"Added: {action.what}, {action.owner}, by {numbers.day(action.due)}."
    return lambda: enter_action(cached_queries.store(), action, by=by), sentence


def open_one(kept: KeptAction) -> None:
    """The forms to change and to close an action."""
    with st.container(border=True, key=f"open_deed_{kept.id}"):
        by = forms.who()
        with st.form(f"change_{kept.id}", border=False):
            action = fields(f"change_{kept.id}", kept.action)
            changed = st.form_submit_button("Save changes", type="primary")
        with st.form(f"close_{kept.id}", border=False):
            outcome = forms.words("Outcome", "", f"outcome_{kept.id}")
            with st.container(horizontal=True):
                done = st.form_submit_button("Mark as done", icon=":material/check:")
                dropped = st.form_submit_button("Cancel action")
        left = st.button("Close", key=f"leave_{kept.id}", type="tertiary")
    if changed and action is None:
        st.error(DAY_MISSING)
    elif changed and action is not None:
        forms.finish(
            OPEN, by, lambda: change_action(cached_queries.store(), kept.id, action, by=by), f"Changed: {action.what}."
        )
    elif done or dropped:
        state = ActionState.DONE if done else ActionState.DROPPED
        forms.finish(
            OPEN,
            by,
            lambda: close_action(cached_queries.store(), kept.id, state, by=by, outcome=outcome),
            f"{STATES[state]}: {kept.action.what}.",
        )
    elif left:
        forms.close(OPEN)


def line(kept: KeptAction) -> None:
    """One open action with its button, and its forms once that was pressed."""
    text = actions_and_initiatives.action_line(kept, today, names, metric_names.__getitem__)
    if forms.open_line(OPEN, kept.id, text, deed("Change or close", kept.action.what)):
        open_one(kept)


def closed_ones(kept: list[KeptAction]) -> None:
    """What was done or cancelled, the newest first."""
    st.markdown(forms.heading("Done and cancelled"), unsafe_allow_html=True)
    every = len(kept) > CLOSED_AT_FIRST and st.toggle(f"Show all {len(kept)}", key="all_closed")
    with st.container(key="closed_deeds"):
        for each in kept if every else kept[:CLOSED_AT_FIRST]:
            with st.container(key=f"deed_{each.id}"):
                st.markdown(
                    actions_and_initiatives.action_line(each, today, names, metric_names.__getitem__),
                    unsafe_allow_html=True,
                )


with show_errors():
    known, today, metric_names = cached_queries.known(), cached_queries.today(), cached_queries.names()
    found = cached_queries.ask(actions)
    names = {each.id: each.initiative.name for each in cached_queries.ask(initiatives)}
    st.markdown(
        html.joined(actions_and_initiatives.actions_opening(found, today), forms.way_down(NEW)), unsafe_allow_html=True
    )
    forms.show_what_was_saved()
    chosen = shown(found) if found else []
    left, right = st.columns([2.4, 1], gap="large")
    with right:
        by = forms.who_it_was() if OPEN in st.session_state else forms.who()
        forms.enter_new(
            "new_action", NEW, lambda key: fields(key, None), entered, button="Add action", missing=DAY_MISSING, by=by
        )
    with left:
        still_open = [each for each in chosen if each.state is ActionState.OPEN]
        with st.container(key="deeds"):
            for each in still_open:
                line(each)
        if found and not still_open:
            st.markdown(html.paragraph("lead", "No action is open here."), unsafe_allow_html=True)
        if closed := [each for each in chosen if each.state is not ActionState.OPEN]:
            closed_ones(closed)
