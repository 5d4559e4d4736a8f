"""What an empty store shows: what to do, what happens then, and the shape of the page to come with its promises."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path

import streamlit as st

from db.sample import load_sample
from metrics.catalogue import METRICS
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.language import numbers
from pages.parts import data, templates
from pages.parts.problems import told_once

# The page to come is shown by its first families; the rest is counted.
FAMILIES_SHOWN = 3
UPLOAD_PAGE = Path(__file__).resolve().parent.parent / "upload.py"


def show_empty() -> None:
    """The page of a store in which nothing has been measured."""
    st.markdown(
        '<h1 class="headline">Nothing has been measured yet. One file is enough to begin.</h1>'
        '<p class="lead">Any survey export with a date and a 0 to 10, 1 to 5 or 1 to 7 score will do. Plumbline '
        "recognises the columns, shows what it will do before it does it, and can take it all back.</p>",
        unsafe_allow_html=True,
    )
    with st.container(horizontal=True, key="first_steps"):
        if st.button("Upload a first file", type="primary", icon=":material/upload_file:"):
            st.switch_page(UPLOAD_PAGE)
        if st.button("Look round with sample data", icon=":material/visibility:"):
            _load_the_sample()
    left, right = st.columns([1, 1.64], gap="large")
    with left:
        st.markdown(_steps(), unsafe_allow_html=True)
        templates.offer(horizontal=False)
    right.markdown(_page_to_come(), unsafe_allow_html=True)


def _load_the_sample() -> None:
    with told_once(), st.spinner("Loading the sample company: 36 months of 24 branches…"):
        load_sample(data.store(), by="the empty page")
    st.rerun()


def _steps() -> str:
    suggested = sum(metric.usual_standard is not None for metric in METRICS)
    return (
        '<section class="section"><h2>Three steps to the first reading</h2><ol class="steps">'
        "<li><b>Upload a file</b> about a minute<br>Survey answers, shopper visits, phone and till counts. "
        "CSV or Excel.</li>"
        "<li><b>Say what good is</b><br>A number for each metric, such as "
        f"“90{numbers.THIN}% of complaints resolved in 5 days”. {suggested} are suggested.</li>"
        "<li><b>Read it</b><br>From the first month: value, margin and verdict. From month 2: change. From month 13: "
        "the usual range without the words “on trial”.</li></ol></section>"
    )


def _page_to_come() -> str:
    families = [(family, list(own)) for family, own in groupby(METRICS, key=lambda metric: metric.family)]
    shown = families[:FAMILIES_SHOWN]
    rows = "".join(
        f'<tr class="family"><th scope="rowgroup" colspan="3">{escape(family)}</th></tr>'
        + "".join(
            f'<tr><th scope="row">{escape(metric.name)}<span class="small">“{escape(metric.promise)}”</span></th>'
            f'<td class="quiet">No {metric.cases} yet</td>'
            f'<td class="quiet">{verdict_icon(Verdict.NO_STANDARD)}No standard yet</td></tr>'
            for metric in own
        )
        for family, own in shown
    )
    more = len(METRICS) - sum(len(own) for _, own in shown)
    return (
        '<section class="section"><h2>What will stand here</h2><table class="plain to-come"><caption>The metrics that '
        f'will stand here</caption>{rows}</table><p class="note">and {numbers.in_words(more)} more, as soon as a file '
        "holds them. A metric without data stays out of the way.</p></section>"
    )
