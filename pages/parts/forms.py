"""Pieces of the forms: fields, saving with the name of who does it, and what was saved."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import streamlit as st
from markupsafe import Markup

from db.queries.settings import Unit
from metrics.catalogue import CATALOGUE
from metrics.errors import PlumblineError
from metrics.periods import Month, months_between
from pages.language import numbers
from pages.parts import cached_queries, errors, html

Change = Callable[[], object]
Made = TypeVar("Made")
SAID = "said_on_return"
MONTHS_BACK, MONTHS_AHEAD = 36, 13
LONGEST_WORDS = 300
PLACE = "form"  # the main form's place in the page


def who() -> str:
    """The name stored with all that is saved on this page; asked for once, where the user is at work."""
    with st.container(key="who"):
        return signature()


def who_it_was() -> str:
    """The same name where it is asked for elsewhere on the page; empty until given."""
    return str(st.session_state.get("name_of_reader", ""))


def show_what_was_saved() -> None:
    """The sentence about what was saved before the page was drawn again, once."""
    if SAID in st.session_state:
        st.success(errors.plain(st.session_state.pop(SAID)))


def save(by: str, change: Change, sentence: str) -> bool:
    """Make a change in the name of `by`; `sentence` confirms it once the page is drawn again.

    Without a name, or if the change is refused, the reason is shown here, nothing was changed and False comes back.
    """
    if not by:
        st.error(MISSING)
        return False
    try:
        change()
    except PlumblineError as trouble:
        errors.show(trouble)
        return False
    st.session_state[SAID] = sentence
    return True


def fresh(name: str) -> str:
    """A key for a form of that name, a new one after each `emptied`, so that it starts empty again."""
    return f"{name}_{st.session_state.get(f'times_{name}', 0)}"


def emptied(name: str) -> None:
    """Start the form of that name empty when the page is drawn again."""
    st.session_state[f"times_{name}"] = st.session_state.get(f"times_{name}", 0) + 1


def unit_namer(organisation: str) -> Callable[[str], str]:
    """How units are written in a choice; the whole organisation by its name."""
    whole = f"All of {organisation}" if organisation else "The whole organisation"
    return lambda path: html.unturned(path.replace("/", " › ") or whole)


def choose_unit(units: Sequence[Unit], organisation: str, now: str, key: str, label: str = "Unit") -> str:
    """One unit, or "" for the whole organisation."""
    paths = ["", *(unit.path for unit in units)]
    at = paths.index(now) if now in paths else 0
    chosen: str = st.selectbox(label, paths, index=at, format_func=unit_namer(organisation), key=key)
    return chosen


def choose_metric(now: str | None, key: str, *, nothing: str = "") -> str | None:
    """One metric by its name; `nothing` is how the choice of none is called, "" where one must be chosen."""
    ids = [*([""] if nothing else []), *CATALOGUE]
    at = ids.index(now) if now in ids else 0
    chosen: str = st.selectbox("Metric", ids, index=at, format_func=_metric_namer(nothing), key=key)
    return chosen or None


def _metric_namer(nothing: str) -> Callable[[str], str]:
    names = cached_queries.names()
    return lambda id_: names[id_] if id_ else nothing


def choose_month(label: str, now: Month, key: str) -> Month:
    """A month around this one, written out."""
    months = months_between(now.plus(-MONTHS_BACK), now.plus(MONTHS_AHEAD))
    chosen: Month = st.selectbox(label, months, index=MONTHS_BACK, format_func=numbers.month_name, key=key)
    return chosen


def heading(text: str, *, is_main: bool = False) -> Markup:
    """The heading of a form; on a phone the main form, `is_main`, can be reached from the top of the page."""
    return html.section(text, classes="tight", id=PLACE if is_main else None)


def way_down(text: str) -> Markup:
    """A link at the page's top to its main form, which on a phone is below a long list."""
    return html.paragraph("lead on-narrow", html.tag("a", text, href=f"#{PLACE}"))


def enter_new(
    name: str,
    title: str,
    fields: Callable[[str], Made | None],
    deed: Callable[[Made], tuple[Change, str]],
    *,
    button: str,
    missing: str,
    by: str,
) -> None:
    """The form for something new. `fields` gives what it holds, or None without a day: then `missing` is shown.

    `deed` gives the change that keeps it and the sentence that says so.
    """
    key = fresh(name)
    st.markdown(heading(title, is_main=True), unsafe_allow_html=True)
    with st.form(key, border=False):
        made = fields(key)
        pressed = st.form_submit_button(button, type="primary")
    if pressed and made is None:
        st.error(missing)
    elif pressed and made is not None and save(by, *deed(made)):
        emptied(name)
        st.rerun()


def open_line(opened: str, number: int, text: str, label: str) -> bool:
    """One line of a list with the button that opens its forms; whether they are open. `opened` keeps which are."""
    with st.container(key=f"deed_{number}"):
        said, button = st.columns([8, 1], vertical_alignment="top")
        said.markdown(text, unsafe_allow_html=True)
        if button.button(label, key=f"open_{number}", type="tertiary"):
            st.session_state[opened] = number
            st.rerun()
    return bool(st.session_state.get(opened) == number)


def finish(opened: str, by: str, change: Change, sentence: str) -> None:
    """Carry out a change of what is open and close its forms."""
    if save(by, change, sentence):
        close(opened)


def close(opened: str) -> None:
    """Close the forms that are open, and draw the page again."""
    st.session_state.pop(opened)
    st.rerun()


def words(label: str, now: str, key: str, **more: Any) -> str:  # noqa: ANN401 - what the field takes
    """A field for some words."""
    written: str = st.text_input(label, value=now, max_chars=LONGEST_WORDS, key=key, **more)
    return written


def day(label: str, now: dt.date | None, key: str) -> dt.date | None:
    """A day; None where it was left empty."""
    chosen: dt.date | None = st.date_input(label, value=now, format="YYYY-MM-DD", key=key)
    return chosen


LONGEST_NAME = 80
MISSING = "Give your name first; the history shows it next to what you did. Nothing was changed."


def kept_name() -> str:
    """The name the reader gave before, without asking; empty until given."""
    typed = st.session_state.get("signature", st.session_state.get("name_of_reader", ""))
    return " ".join(str(typed).split())


def signature(*, width: int = 260) -> str:
    """Ask for the reader's name and keep it for the session; empty until given."""
    name: str = st.text_input(
        "Your name, for the history",
        value=st.session_state.get("name_of_reader", ""),
        max_chars=LONGEST_NAME,
        key="signature",
        width=width,
        placeholder="First and last name",
    )
    st.session_state["name_of_reader"] = " ".join(name.split())
    return str(st.session_state["name_of_reader"])
