"""The filter bar: what the reader looks at, kept in the address so that a link shows others the same.

Streamlit's own binding would write labels into the address; these are names that outlive the wording (`month=2026-10`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

import streamlit as st

from metrics.errors import BadValue
from metrics.periods import Month, PeriodKind
from metrics.vocabulary import Audience, Scope
from pages.language import numbers
from pages.language.labels import AUDIENCES, PERIODS
from pages.parts import html
from pages.parts.browser_script import copy_link_button, print_button
from pages.parts.cached_queries import Known

Choice = TypeVar("Choice")

# What is remembered when the reader goes to another page by the names at the top, which empty the address.
REMEMBERED = ("month", "period", "unit", "channel", "audience", "metric", "by", "against", "words", "mood", "about")


def asked(page: str) -> dict[str, str]:
    """What the address asks for; after a change of page, which empties the address, what was looked at before."""
    memory: dict[str, str] = st.session_state.get("looked_at", {})
    came_from = st.session_state.get("page")
    st.session_state["page"] = page
    found = {name: st.query_params[name] for name in REMEMBERED if name in st.query_params}
    return dict(memory) if not found and came_from not in (None, page) else found


def remember(chosen: Mapping[str, str], usual: Mapping[str, str]) -> None:
    """Write what is looked at into the address, except the usual choices; and keep it for other pages."""
    st.session_state["looked_at"] = st.session_state.get("looked_at", {}) | dict(chosen)
    wanted = {name: value for name, value in chosen.items() if value != usual.get(name)}
    if wanted != st.query_params.to_dict():
        st.query_params.from_dict(wanted)


def filter_bar(page: str, known: Known) -> Scope:
    """Month, length, unit, channel and audience in one row, with a link to copy and a way to print.

    What the address asks for and is not known falls back to the whole. The store must hold something.
    """
    wanted = asked(page)
    with st.container(horizontal=True, key="filters"):
        scope = scope_choices(known, wanted)
        st.space("stretch")
        copy_link_button()
        print_button()
    return scope


def scope_choices(known: Known, wanted: Mapping[str, str], more: Mapping[str, str] | None = None) -> Scope:
    """The choices of a scope inside a row that is open; `more` is what else the page keeps in its address."""
    month = _pick_month(known, wanted, so_far=known.so_far)
    period = pick("Length", "period", list(PeriodKind), _period(wanted), PERIODS.__getitem__, width=150)
    paths = ["", *(unit.path for unit in known.units)]
    unit = wanted.get("unit", "")
    unit = _same(known.present_paths.get(unit.casefold(), unit), paths)  # an old link may know a unit by an old name
    if len(paths) > 1:
        unit = pick("Unit", "unit", paths, unit, _unit_namer(known), width=240)
    channels = ["", *known.channels]
    channel = _same(wanted.get("channel", ""), channels)
    if len(channels) > 1:
        channel = pick("Channel", "channel", channels, channel, _channel_name, width=180)
    audience = _same(wanted.get("audience", ""), ["", *Audience]) if known.asked_of_both else ""
    if known.asked_of_both:
        audience = pick("Audience", "audience", ["", *Audience], audience, _audience_name, width=180)
    usual = {"month": str(whole_months(known)[0]), "period": PeriodKind.MONTH.value}
    usual |= {"unit": "", "channel": "", "audience": ""}
    chosen = {"month": str(month), "period": period.value, "unit": unit, "channel": channel, "audience": audience}
    remember(chosen | dict(more or {}), usual)
    to_day = known.so_far if known.so_far is not None and Month.of(known.so_far) == month else None
    asked_of = Audience(audience) if audience else None
    return Scope(month, unit, channel or None, asked_of, period, to_day)


def _pick_month(known: Known, wanted: Mapping[str, str], so_far: dt.date | None = None) -> Month:
    """A whole month, or the running one up to the day `so_far`."""
    whole = whole_months(known)
    running = None if so_far is None else Month.of(so_far)
    months = whole if running is None else [running, *(month for month in whole if month != running)]
    now = _month(wanted.get("month"), months, whole[0])
    return pick("Period", "month", months, now, lambda month: month_label(month, running), width=190)


def month_label(month: Month, running: Month | None) -> str:
    """A month of the bar: “October 2026”, and “November so far” for the one that still runs."""
    return f"{numbers.month_alone(month)} so far" if month == running else numbers.month_name(month)


def month_asked(known: Known, wanted: Mapping[str, str]) -> Month:
    """The month the address asks for; the newest whole one where it asks for none that is known."""
    return _month(wanted.get("month"), known.months, whole_months(known)[0])


def _period(wanted: Mapping[str, str]) -> PeriodKind:
    asked_for = wanted.get("period", "").lower()
    return PeriodKind(asked_for) if asked_for in list(PeriodKind) else PeriodKind.MONTH


def pick(
    label: str, name: str, options: Sequence[Choice], now: Choice, written: Callable[[Choice], str], *, width: int
) -> Choice:
    """A selectbox that shows what the address says and writes what is chosen back into it."""
    key = f"choose_{name}"
    st.session_state[key] = now
    chosen: Choice = st.selectbox(
        label,
        options,
        key=key,
        format_func=written,
        label_visibility="collapsed",
        width=width,
        on_change=_into_address,
        args=(name, key),
    )
    return chosen


def write(label: str, name: str, now: str, *, width: int) -> str:
    """A field to write into that shows what the address says and writes what is typed back into it."""
    key = f"write_{name}"
    st.session_state[key] = now
    return st.text_input(
        label,
        key=key,
        placeholder=label,
        label_visibility="collapsed",
        width=width,
        max_chars=100,
        on_change=_into_address,
        args=(name, key),
    )


def _into_address(name: str, key: str) -> None:
    st.query_params[name] = str(st.session_state[key])


def whole_months(known: Known) -> list[Month]:
    """The whole months with data, newest first; the running one only where there is no other."""
    newest = known.newest_whole
    assert newest is not None
    return [month for month in reversed(known.months) if month <= newest]


def _month(asked_for: str | None, months: Sequence[Month], usual: Month) -> Month:
    try:
        found = Month.parse(asked_for or "")
    except BadValue:
        return usual
    return found if found in months else usual


def _same(asked_for: str, options: Sequence[str]) -> str:
    """The option that is meant, in any case; the first where none is."""
    return next((option for option in options if option.casefold() == asked_for.casefold()), options[0])


def _channel_name(channel: str) -> str:
    return channel or "All channels"


def _audience_name(audience: str) -> str:
    return f"{AUDIENCES[Audience(audience)].capitalize()} only" if audience else "Customers and staff"


def _unit_namer(known: Known) -> Callable[[str], str]:
    whole = f"All of {known.organisation}" if known.organisation else "The whole organisation"
    return lambda path: html.unturned(path.replace("/", " › ") or whole)
