"""Standards: the number each metric must reach, since when and whose; setting and deleting them; benchmarks."""

import streamlit as st

from db.changes import enter_benchmark, set_limit, set_standard, stated_number, withdraw_standard
from db.queries.initiatives_and_actions import standard_steps
from db.queries.standards import benchmarks
from db.time_limits import TimeLimits
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import CATALOGUE
from metrics.errors import BadValue, PlumblineError
from metrics.periods import Month
from metrics.vocabulary import Benchmark, Standard
from pages.frame.roles import UserRole, needs
from pages.language import numbers
from pages.parts import cached_queries, errors, forms, html
from pages.parts.browser_script import working_tables
from pages.parts.errors import show_errors
from pages.parts.manage import standards_tables

needs(UserRole.LEADER, UserRole.ADMINISTRATOR)

NEW = "Set a standard"
LIMITED = [metric.id for metric in CATALOGUE.values() if isinstance(metric.formula, WithinLimit)]
POINTS = {
    10: "Lowest tenth (p10)",
    25: "Lowest quarter (p25)",
    50: "Median",
    75: "Highest quarter (p75)",
    90: "Highest tenth (p90)",
}


def set_one() -> None:
    """The form to set a standard from a month on."""
    key = forms.fresh("new_standard")
    st.markdown(forms.heading(NEW, is_main=True), unsafe_allow_html=True)
    with st.form(key, border=False):
        metric = forms.choose_metric(None, f"{key}_metric") or "nps"
        value = forms.words("Value to reach", "", f"{key}_value", placeholder="such as 85")
        unit = forms.choose_unit(known.units, known.organisation, "", f"{key}_unit", "Unit")
        since = forms.choose_month("Valid from", this_month, f"{key}_since")
        owner = forms.words("Owner", "", f"{key}_owner")
        reason = forms.words("Reason", "", f"{key}_reason")
        pressed = st.form_submit_button("Save standard", type="primary")
    if not pressed:
        return
    try:
        standard = Standard(metric, stated_number(value), since, unit, owner, reason)
    except PlumblineError as trouble:
        errors.show(trouble)
        return
    sentence = f"Set: {standards_tables.named(standard, limits)}."
    if forms.save(by, lambda: set_standard(cached_queries.store(), standard, by=by), sentence):
        forms.emptied("new_standard")
        st.rerun()


def delete_one() -> None:
    """The form to delete a standard, as if it had never been set."""
    with st.expander("Delete a standard"), st.form("withdraw_standard", border=False):
        chosen = st.selectbox(
            "Standard", found, format_func=lambda own: standards_tables.named(own, limits), key="to_withdraw"
        )
        st.caption("It counts as never set; the standard before it is in force again. The history keeps it.")
        pressed = st.form_submit_button("Delete standard")
    if pressed and chosen is not None:
        sentence = f"Deleted: {standards_tables.named(chosen, limits)}."
        if forms.save(
            by,
            lambda: withdraw_standard(cached_queries.store(), chosen.metric, chosen.unit, chosen.since, by=by),
            sentence,
        ):
            st.rerun()


def set_a_limit() -> None:
    """The form to say within how long a case counts as in time, from a month on."""
    key = forms.fresh("new_limit")
    with st.expander("Time limits"), st.form(key, border=False):
        names = cached_queries.names()
        metric = st.selectbox("Metric", LIMITED, format_func=names.__getitem__, key=f"{key}_metric")
        value = forms.words("Limit in seconds or days", "", f"{key}_value", placeholder="such as 45")
        since = forms.choose_month("Valid from", this_month, f"{key}_since")
        pressed = st.form_submit_button("Save limit")
    if not pressed:
        return
    try:
        limit = stated_number(value)
    except PlumblineError as trouble:
        errors.show(trouble)
        return
    sentence = f"Set: {CATALOGUE[metric].limited_to(limit).name}, from {numbers.month_name(since)}."
    if forms.save(by, lambda: set_limit(cached_queries.store(), metric, limit, since, by=by), sentence):
        forms.emptied("new_limit")
        st.rerun()


def enter_a_benchmark() -> None:
    """The form to add a published figure."""
    key = forms.fresh("new_benchmark")
    with st.expander("Add a benchmark"), st.form(key, border=False):
        metric = forms.choose_metric(None, f"{key}_metric") or "nps"
        source = forms.words("Published by", "", f"{key}_source")
        peers = forms.words("Peer group", "", f"{key}_peers", placeholder="such as 40 service companies")
        month = forms.choose_month("Month", this_month, f"{key}_month")
        value = forms.words("Value", "", f"{key}_value")
        points = {percent: forms.words(label, "", f"{key}_{percent}") for percent, label in POINTS.items()}
        n = forms.words("Sample size (n)", "", f"{key}_n")
        pressed = st.form_submit_button("Save benchmark")
    if not pressed:
        return
    try:
        given = {percent: stated_number(text) for percent, text in points.items() if text.strip()}
        stated = stated_number(value) if value.strip() else None
        benchmark = Benchmark(metric, month, source, peers, stated, given, _counted(n))
    except PlumblineError as trouble:
        errors.show(trouble)
        return
    sentence = f"Added: {cached_queries.called(metric)}, {source}, {numbers.month_name(month)}."
    if forms.save(by, lambda: enter_benchmark(cached_queries.store(), benchmark, by=by), sentence):
        forms.emptied("new_benchmark")
        st.rerun()


def _counted(text: str) -> int | None:
    if not text.strip():
        return None
    count = stated_number(text)
    if not count.is_integer():
        raise BadValue("n counts peers or answers, so it is a whole number.")
    return int(count)


with show_errors():
    known, this_month = cached_queries.known(), Month.of(cached_queries.today())
    found, limits = cached_queries.standards(), cached_queries.ask(TimeLimits.of)
    st.markdown(html.joined(standards_tables.opening(found), forms.way_down(NEW)), unsafe_allow_html=True)
    forms.show_what_was_saved()
    left, right = st.columns([2.4, 1], gap="large")
    with right:
        by = forms.who()
        set_one()
        if found:
            delete_one()
        set_a_limit()
        enter_a_benchmark()
    with left:
        texts = (
            standards_tables.standards_table(found, limits, this_month, known.organisation),
            standards_tables.history_table(cached_queries.ask(standard_steps), limits, known.organisation),
            standards_tables.benchmarks_table(cached_queries.ask(benchmarks)),
        )
        st.markdown(html.joined(*texts), unsafe_allow_html=True)
        working_tables()
