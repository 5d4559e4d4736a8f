"""What a page shows while there is no data, and the templates to start with."""

from __future__ import annotations

from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import streamlit as st
from markupsafe import Markup

from db.maintenance.sample_company import load_sample
from metrics.catalogue import METRICS
from metrics.vocabulary import Verdict
from pages.figures.icons import verdict_icon
from pages.language import numbers
from pages.parts import cached_queries, html
from pages.parts.errors import show_errors
from pages.parts.html import RowGroup, TableColumn, TableRow

# The page to come is shown by its first families; the rest is counted.
FAMILIES_SHOWN = 3
UPLOAD_PAGE = Path(__file__).resolve().parent.parent / "upload.py"


def show_empty() -> None:
    """The page of a store without data."""
    lead = (
        "Any survey export with a date and a 0 to 10, 1 to 5 or 1 to 7 score will do. Plumbline recognises the "
        "columns, shows the result before it saves anything, and can undo it all."
    )
    st.markdown(html.headline("No data yet. One file is enough to start.", lead), unsafe_allow_html=True)
    with st.container(horizontal=True, key="first_steps"):
        if st.button("Upload a first file", type="primary", icon=":material/upload_file:"):
            st.switch_page(UPLOAD_PAGE)
        if st.button("Explore the sample", icon=":material/visibility:"):
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


def _steps() -> Markup:
    suggested = sum(metric.usual_standard is not None for metric in METRICS)
    steps = (
        ("Upload a file", " about a minute", "Survey answers, shopper visits, phone and till counts. CSV or Excel."),
        (
            "Set standards",
            "",
            f"A number for each metric, such as “90{numbers.THIN}% of complaints resolved in 5 days”. {suggested} are "
            "suggested.",
        ),
        (
            "Read the results",
            "",
            "From the first month: value, margin and verdict. From month 2: change. From month 13: final limits of the "
            "usual range.",
        ),
    )
    items = (html.tag("li", html.bold(what), how_long, html.BR, text) for what, how_long, text in steps)
    return html.section("Three steps to your first results", html.tag("ol", *items, classes="steps"))


def _page_to_come() -> Markup:
    families = [(family, list(own)) for family, own in groupby(METRICS, key=lambda metric: metric.family)]
    shown = families[:FAMILIES_SHOWN]
    no_standard = html.joined(html.drawing(verdict_icon(Verdict.NO_STANDARD)), "No standard yet")
    groups = [
        RowGroup(
            family,
            [
                TableRow([html.joined(own.name, html.small(f"“{own.promise}”")), f"No {own.cases} yet", no_standard])
                for own in metrics
            ],
        )
        for family, metrics in shown
    ]
    columns = (TableColumn("Metric"), TableColumn("Value", "quiet"), TableColumn("Against standard", "quiet"))
    more = len(METRICS) - sum(len(own) for _, own in shown)
    return html.section(
        "What you will see",
        html.table("The metrics you will see", columns, groups, classes="plain to-come"),
        html.note(f"and {numbers.in_words(more)} more, as soon as a file has them. Metrics without data stay hidden."),
    )


class Template(NamedTuple):
    """A file to start with: what it is for, its name, its content."""

    name: str
    file: str
    text: str


TEMPLATES = (
    Template(
        "Survey (one row per person)",
        "survey_template.csv",
        "response_id,responded_at,unit,channel,nps,csat,ces,promises_kept,comment\n"
        "R-1,2026-10-03,North/Leeds,Phone,9,5,6,1,Quick and friendly\n"
        "R-2,2026-10-04,North/York,Online,6,3,4,0,\n",
    ),
    Template(
        "Survey (one row per answer)",
        "survey_answers_template.csv",
        "response_id,responded_at,metric,score,unit,channel,comment\n"
        "R-1,2026-10-03,nps,9,North/Leeds,Phone,Quick and friendly\n"
        "R-1,2026-10-03,csat,5,North/Leeds,Phone,\n"
        "R-2,2026-10-04,nps,6,North/York,Online,\n",
    ),
    Template(
        "Survey results (counted)",
        "counted_results_template.csv",
        "month,unit,channel,promoters,passives,detractors\n"
        "2026-10,North/Leeds,Phone,52,23,12\n"
        "2026-10,North/York,Phone,31,20,19\n",
    ),
    Template(
        "Shopper visits (checklist)",
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
        "Figures (one column per month)",
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
    st.markdown(html.section("Templates", classes="tight"), unsafe_allow_html=True)
    with st.container(horizontal=horizontal, gap="xsmall" if not horizontal else "small", key="templates"):
        for name, file, text in TEMPLATES:
            st.download_button(
                name,
                text,
                file_name=file,
                mime="text/csv",
                type="tertiary",
                icon=":material/download:",
                on_click="ignore",
            )
