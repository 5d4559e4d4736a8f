"""One metric in full: where it stands, its control chart with the standard, whether it changed, where it comes from."""

from collections.abc import Mapping

import streamlit as st

from metrics.catalogue import CATALOGUE
from metrics.scorecard import Scorecard
from pages.figures.control_chart import control_chart
from pages.figures.palette import palette
from pages.frame.roles import Role, needs
from pages.parts import data, portrait
from pages.parts.empty import show_empty
from pages.parts.filters import asked, pick, scope_choices
from pages.parts.lineage import kinds_behind, lineage
from pages.parts.problems import told_once
from pages.parts.questions import angle_in_address, questions
from pages.parts.sentences import chart_sentence
from pages.parts.tracks import known_values, track

needs(Role.LEADER, Role.BOARD, Role.ADMINISTRATOR)

# A wide chart shows three years; on a narrow screen a year and a month keep the points apart.
WIDE_MONTHS, NARROW_MONTHS = 36, 13
QUIET_TOOLS = {"displayModeBar": False}


def chosen_card(known: data.Known, wanted: Mapping[str, str]) -> Scorecard:
    """The filter bar, and the scorecard of what is chosen in it."""
    names = list(CATALOGUE)
    with st.container(horizontal=True, key="filters"):
        now = wanted.get("metric", "").lower()
        metric = pick(
            "Metric",
            "metric",
            names,
            now if now in CATALOGUE else names[0],
            lambda name: CATALOGUE[name].name,
            width=260,
        )
        scope = scope_choices(known, wanted, {"metric": metric} | angle_in_address(wanted))
    return data.scorecard(scope, metric)


def charts(card: Scorecard) -> None:
    """The control chart with its sentence: one for wide screens, one with fewer months for narrow ones."""
    months, colours = track(card), palette(st.context.theme.type)
    texts, said = portrait.labels(card), chart_sentence(card)
    st.markdown(portrait.chart_heading(card, WIDE_MONTHS, NARROW_MONTHS), unsafe_allow_html=True)
    for key, count in (("chart_wide", WIDE_MONTHS), ("chart_narrow", NARROW_MONTHS)):
        roomy = count == WIDE_MONTHS
        figure = control_chart(months.last(count), texts.last(count), colours, roomy=roomy)
        alt = f"Control chart of {card.metric.name}, {min(len(card.series), count)} months. {said}"
        with st.container(key=key):
            st.plotly_chart(figure, theme=None, config=QUIET_TOOLS, alt=alt, key=f"figure_{key}")
    st.markdown(f'<p class="finding">{said}</p>', unsafe_allow_html=True)


with told_once():
    known = data.known()
    if known.is_empty:
        show_empty()
        st.stop()
    wanted = asked("metric")
    card = chosen_card(known, wanted)
    st.markdown(portrait.opening(card), unsafe_allow_html=True)
    left, right = st.columns([2.75, 1], gap="large")
    with left:
        if known_values(card):
            charts(card)
        else:
            st.markdown('<p class="finding">Nothing to draw yet.</p>', unsafe_allow_html=True)
    with right:
        st.markdown(portrait.change_panel(card) + portrait.to_the_standard(card), unsafe_allow_html=True)
    st.markdown(questions(card, wanted), unsafe_allow_html=True)
    table, source = st.columns([1.9, 1], gap="large")
    with table:
        st.markdown(portrait.months_table(card), unsafe_allow_html=True)
    with source:
        uploads = data.uploads_behind(kinds_behind(card.metric), card.scope.month)
        st.markdown(lineage(card, uploads), unsafe_allow_html=True)
