"""The form for how many people a unit has in all, and the numbers entered before."""

from __future__ import annotations

import streamlit as st

from db.changes.units.populations import set_population
from db.queries.settings import Population, populations
from metrics.periods import Month
from metrics.vocabulary import Audience
from pages.language import numbers
from pages.language.labels import AUDIENCES
from pages.parts import cached_queries, forms, html
from pages.parts.organisation import unit_changes


def people_form(known: cached_queries.Known, by: str) -> None:
    """How many people of an audience a unit has from a month on, for surveys that ask nearly all of them."""
    key = forms.fresh("people")
    words = (
        "Where nearly all people of a unit answer, as in a staff survey, little is left to chance. Enter how many "
        "there are, and the margin is for these people alone."
    )
    st.markdown(html.paragraph("finding", words), unsafe_allow_html=True)
    with st.form(key, border=False):
        unit = forms.choose_unit(known.units, known.organisation, "", f"{key}_unit", "Unit")
        audience = st.selectbox("Who", [Audience.STAFF, Audience.CUSTOMERS], format_func=_who, key=f"{key}_who")
        people = st.number_input("How many people (0: not known)", min_value=0, value=None, step=1, key=f"{key}_n")
        since = forms.choose_month("From", Month.of(cached_queries.today()), f"{key}_from")
        pressed = st.form_submit_button("Save number", type="primary")
    if pressed and people is None:
        st.warning("Enter how many people there are. Nothing was saved.")
    elif pressed and people is not None:
        said = f"Saved: {_said(Population(unit, audience, people, since), known.organisation)}."
        if forms.save(by, lambda: set_population(cached_queries.store(), unit, audience, people, since, by=by), said):
            forms.emptied("people")
            st.rerun()
    if entered := cached_queries.ask(populations):
        rows = html.between(html.BR, [_said(each, known.organisation) for each in entered])
        st.markdown(html.paragraph("finding", rows), unsafe_allow_html=True)


def _who(audience: Audience) -> str:
    return AUDIENCES[audience]


def _said(own: Population, organisation: str) -> str:
    unit = unit_changes.shown(own.unit) if own.unit else organisation
    many = f"{numbers.plain(own.people, 0)} {AUDIENCES[own.audience]}" if own.people else "number not known"
    return f"{unit}: {many} from {numbers.month_name(own.since)}"
