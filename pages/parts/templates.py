"""Templates for those who have no export at hand: the headings Plumbline knows, with a few lines to show how."""

from __future__ import annotations

from typing import NamedTuple

import streamlit as st


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
