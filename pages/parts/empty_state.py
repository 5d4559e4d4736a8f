"""What a page shows while nothing is measured, and the templates to begin with."""

from __future__ import annotations

from html import escape
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import streamlit as st

from db.maintenance.sample_company import load_sample
from metrics.catalogue import METRICS
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.language import numbers
from pages.parts import cached_queries
from pages.parts.errors import show_errors

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
        offer(horizontal=False)
    right.markdown(_page_to_come(), unsafe_allow_html=True)


def _load_the_sample() -> None:
    with show_errors(), st.spinner("Loading the sample company: 36 months of 24 branches…"):
        load_sample(cached_queries.store(), by="the empty page")
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


class Template(NamedTuple):
    """A file to begin with: what it is for, what it is called, what stands in it."""

    name: str
    file: str
    text: str


TEMPLATES = (
    Template(
        "Survey, one line a person",
        "survey_template.csv",
        "response_id,responded_at,unit,channel,nps,csat,ces,promises_kept,comment\n"
        "R-1,2026-10-03,North/Leeds,Phone,9,5,6,1,Quick and friendly\n"
        "R-2,2026-10-04,North/York,Online,6,3,4,0,\n",
    ),
    Template(
        "Survey, one line an answer",
        "survey_answers_template.csv",
        "response_id,responded_at,metric,score,unit,channel,comment\n"
        "R-1,2026-10-03,nps,9,North/Leeds,Phone,Quick and friendly\n"
        "R-1,2026-10-03,csat,5,North/Leeds,Phone,\n"
        "R-2,2026-10-04,nps,6,North/York,Online,\n",
    ),
    Template(
        "Shopper visits with checklist",
        "shopper_template.csv",
        "visit_id,visited_at,unit,form,section,item,earned,possible,weight,applicable,critical,comment\n"
        "V-1,2026-10-12,North/Leeds,Branch 1,Welcome,Greeted within a minute,1,1,2,yes,no,\n"
        "V-1,2026-10-12,North/Leeds,Branch 1,Safety,Identity was checked,1,1,1,yes,yes,\n",
    ),
    Template(
        "Phone, till and contract counts",
        "operations_template.csv",
        "month,unit,metric,numerator,denominator\n"
        "2026-10,North/Leeds,hold_time,812,1002\n"
        "2026-10,North/Leeds,average_ticket,45120,301\n",
    ),
    Template(
        "Figures, one column a month",
        "operations_by_month_template.csv",
        "metric,unit,2026-08,2026-09,2026-10\n"
        "average_ticket,North/Leeds,148.2,151.0,149.9\n"
        "referrals,North/Leeds,3.1,2.8,3.4\n",
    ),
    Template(
        "Published benchmarks",
        "benchmarks_template.csv",
        "metric,month,source,peers,value,p10,p25,median,p75,p90,n\n"
        "nps,2026-06,Trade association survey,Retail banks,38.0,12.0,25.0,38.0,51.0,62.0,48\n",
    ),
)


def offer(*, horizontal: bool = True) -> None:
    """The templates as downloads under one heading, in a row or below each other."""
    st.markdown('<section class="section tight"><h2>No export at hand?</h2></section>', unsafe_allow_html=True)
    with st.container(horizontal=horizontal, gap="xsmall" if not horizontal else "small", key="templates"):
        for name, file, text in TEMPLATES:
            st.download_button(
                f"{name}, template",
                text,
                file_name=file,
                mime="text/csv",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )
