"""Templates for those who have no export at hand: the headings Plumbline knows, with two lines to show how."""

from __future__ import annotations

import streamlit as st

TEMPLATES = (
    (
        "Survey answers",
        "survey_template.csv",
        "response_id,responded_at,unit,channel,nps,csat,ces,promises_kept,comment\n"
        "R-1,2026-10-03,North/Leeds,Phone,9,5,6,1,Quick and friendly\n"
        "R-2,2026-10-04,North/York,Online,6,3,4,0,\n",
    ),
    (
        "Shopper visits with checklist",
        "shopper_template.csv",
        "visit_id,visited_at,unit,form,section,item,earned,possible,weight,applicable,critical,comment\n"
        "V-1,2026-10-12,North/Leeds,Branch 1,Welcome,Greeted within a minute,1,1,2,yes,no,\n"
        "V-1,2026-10-12,North/Leeds,Branch 1,Safety,Identity was checked,1,1,1,yes,yes,\n",
    ),
    (
        "Phone, till and contract counts",
        "operations_template.csv",
        "month,unit,metric,numerator,denominator\n"
        "2026-10,North/Leeds,hold_time,812,1002\n"
        "2026-10,North/Leeds,average_ticket,45120,301\n",
    ),
)


def offer(*, horizontal: bool = True) -> None:
    """The templates as downloads under one heading, in a row or below each other."""
    st.markdown('<section class="section tight"><h2>No export at hand?</h2></section>', unsafe_allow_html=True)
    with st.container(horizontal=horizontal, gap="xsmall" if not horizontal else "small", key="templates"):
        for name, file, text in TEMPLATES:
            st.download_button(
                f"{name}, template", text, file_name=file, mime="text/csv", type="tertiary", icon=":material/download:"
            )
