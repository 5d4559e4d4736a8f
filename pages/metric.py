"""One metric in full: its value, its control chart with the standard, whether it changed, where it comes from."""

from collections.abc import Mapping

import streamlit as st

from db.queries.initiatives_and_actions import initiatives
from db.reports.breakdowns import By
from metrics.catalogue import CATALOGUE
from metrics.period_rollup import in_longer_periods
from metrics.scorecard import Scorecard
from pages.figures.control_chart import control_chart
from pages.figures.palette import palette
from pages.frame.roles import UserRole, needs
from pages.language.chart_series import known_values
from pages.language.significance import real_changes
from pages.parts import cached_queries, html
from pages.parts.browser_script import copy_link_button, print_button, working_tables
from pages.parts.empty_state import show_empty
from pages.parts.errors import show_errors
from pages.parts.filters import asked, month_asked, pick, scope_choices
from pages.parts.metric import chart_captions, summary
from pages.parts.metric.channel_comparison import channel_comparison
from pages.parts.metric.chart_events import events
from pages.parts.metric.downloads import download_chart, download_table
from pages.parts.metric.monthly_table import months_table
from pages.parts.metric.provenance_section import provenance_section
from pages.parts.metric.rare_failures import rare_failures
from pages.parts.metric.reset_form import offer_note, reset_form
from pages.parts.metric.summary import angle_in_address, questions

needs(UserRole.LEADER, UserRole.BOARD, UserRole.ADMINISTRATOR)

# A wide chart shows three years; on a narrow screen a year and a month keep the points apart.
WIDE_MONTHS, NARROW_MONTHS = 36, 13
QUIET_TOOLS = {"displayModeBar": False}


def chosen_card(known: cached_queries.Known, wanted: Mapping[str, str]) -> Scorecard:
    """The filter bar, and the scorecard of what is chosen in it."""
    names = list(CATALOGUE)
    with st.container(horizontal=True, key="filters"):
        now = wanted.get("metric", "").lower()
        called = cached_queries.metrics_in(month_asked(known, wanted))
        metric = pick(
            "Metric", "metric", names, now if now in CATALOGUE else names[0], lambda name: called[name].name, width=260
        )
        scope = scope_choices(known, wanted, {"metric": metric} | angle_in_address(wanted))
        st.space("stretch")
        copy_link_button()
        print_button()
    return cached_queries.scorecard(scope, metric)


def charts(card: Scorecard) -> None:
    """The control chart with its sentence: one for wide screens, one with fewer points for narrow ones."""
    shown, colours = chart_captions.drawn(card), palette(st.context.theme.type)
    texts, said = chart_captions.labels(card), chart_captions.said(card)
    happened = events(card, cached_queries.ask(initiatives))
    st.markdown(chart_captions.chart_heading(card, WIDE_MONTHS, NARROW_MONTHS), unsafe_allow_html=True)
    for key, count in (("chart_wide", WIDE_MONTHS), ("chart_narrow", NARROW_MONTHS)):
        roomy, newest = count == WIDE_MONTHS, shown.last(count)
        figure = control_chart(newest, texts.last(count), colours, events=happened, roomy=roomy)
        pieces = chart_captions.PIECES[card.scope.period]
        alt = f"Control chart of {card.metric.name}, {len(newest.months)} {pieces}. {said}"
        with st.container(key=key):
            st.plotly_chart(figure, theme=None, config=QUIET_TOOLS, alt=alt, key=f"figure_{key}")
    below = (html.paragraph("finding", said), offer_note(card), rare_failures(card))
    st.markdown(html.joined(*below), unsafe_allow_html=True)
    download_chart(card, happened, WIDE_MONTHS)


with show_errors():
    known = cached_queries.known()
    if known.is_empty:
        show_empty()
        st.stop()
    wanted = asked("metric")
    card = chosen_card(known, wanted)
    longer = in_longer_periods(card)
    claimed = real_changes(cached_queries.scorecards(card.scope).scorecards)
    st.markdown(summary.opening(card, claimed), unsafe_allow_html=True)
    left, right = st.columns([2.75, 1], gap="large")
    with left:
        if known_values(longer):
            charts(longer)
        else:
            st.markdown(html.paragraph("finding", chart_captions.nothing_drawn(longer)), unsafe_allow_html=True)
    with right:
        changed = html.joined(summary.change_panel(card, claimed), summary.to_the_standard(card))
        st.markdown(changed, unsafe_allow_html=True)
    st.markdown(questions(card, wanted, claimed), unsafe_allow_html=True)
    table, source = st.columns([1.9, 1], gap="large")
    with table:
        st.markdown(months_table(longer), unsafe_allow_html=True)
        if longer.series:
            download_table(longer)
        by_channel = cached_queries.breakdown(card.scope, card.metric.id, By.CHANNELS)
        st.markdown(channel_comparison(card, by_channel), unsafe_allow_html=True)
        reset_form(card)
    with source:
        behind = cached_queries.uploads_behind(card.scope, card.metric.id)
        st.markdown(provenance_section(card, behind), unsafe_allow_html=True)
    working_tables()
