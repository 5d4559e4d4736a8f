"""The landing page's list of places: at most five, the last good news, and no box where nothing may be named."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from metrics.answers.evidence import ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.comparison_periods import spans
from metrics.periods import PeriodKind
from metrics.statistics.difference import change
from metrics.units.priority_units import PriorityUnit
from metrics.vocabulary import Scope, Span
from pages.parts.landing.priority_units import in_order, priority_units
from tests.pages.synthetic import OCTOBER

SCOPE = Scope(OCTOBER)
THREE_MONTHS = spans(Scope(OCTOBER, period=PeriodKind.ROLLING3))
CSAT = CATALOGUE["csat"]


def place(unit: str, hits: int, before: int) -> PriorityUnit:
    own = change(ShareCounts(hits, 200), ShareCounts(before, 200), CSAT.bounds, THREE_MONTHS.year_ago)
    return PriorityUnit(unit, CSAT, own, 0.001)


WORSE = [place(f"North/W{at}", 100, 180) for at in range(7)]
BETTER = [place(f"South/G{at}", 190, 120) for at in range(7)]


@pytest.mark.parametrize(
    ("worse", "better", "shown"),
    [
        (7, 7, "W0 W1 W2 W3 G0"),
        (7, 0, "W0 W1 W2 W3 W4"),
        (1, 2, "W0 G0 G1"),
        (0, 7, "G0 G1 G2 G3 G4"),
        (0, 0, ""),
    ],
)
def test_at_most_five_are_named_and_good_news_comes_last(worse: int, better: int, shown: str) -> None:
    chosen = in_order([*BETTER[:better], *WORSE[:worse]])
    assert " ".join(one.unit.rpartition("/")[2] for one in chosen) == shown


def test_nothing_to_name_is_no_box() -> None:
    assert priority_units([], SCOPE, THREE_MONTHS.now) == ""


def test_a_place_says_who_what_from_where_to_where_why_and_on_how_many() -> None:
    new = replace(BETTER[0], knows_earlier=False)
    text = priority_units([WORSE[0], new], SCOPE, THREE_MONTHS.now)
    said = " ".join(re.sub(r"<[^>]+>", " ", text.replace("\u202f", "")).split())
    assert "W0 North · Satisfaction" in said
    assert (
        "90.0% to 50.0% ; more than its answers explain, and more than it and the other branches usually change."
        in said
    )
    assert "60.0% to 95.0% ; more than its answers explain, and more than the other branches changed." in said
    assert "Aug 2026 to Oct 2026, 200 answers; a year ago 200" in said
    assert 'class="worse"' in text
    assert 'class="better"' in text


def test_the_link_leads_to_the_unit_of_the_month_that_is_looked_at() -> None:
    text = priority_units([WORSE[0]], Scope(OCTOBER, channel="phone", period=PeriodKind.ROLLING12), THREE_MONTHS.now)
    assert 'href="/metric?metric=csat&amp;month=2026-10&amp;unit=North%2FW0&amp;channel=phone"' in text


def test_names_people_typed_are_taken_for_text() -> None:
    odd = place("<b>North/<i>Quay", 100, 180)
    text = priority_units([odd], SCOPE, Span(dt.date(2026, 8, 1), dt.date(2026, 10, 31)))
    assert "<i>Quay" not in text
    assert "&lt;i&gt;Quay" in text
    assert "&lt;b&gt;North" in text
