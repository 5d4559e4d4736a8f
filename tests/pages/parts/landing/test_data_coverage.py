"""What the landing page says about how far each input reaches."""

from __future__ import annotations

import datetime as dt

import pytest

from db.queries.uploads import Freshness
from metrics.periods import Month
from metrics.vocabulary import Kind, Scope
from pages.parts.landing.data_coverage import data_coverage

NOVEMBER = Month(2026, 11)
TO_OCTOBER = Freshness(Kind.COUNTED, None, Month(2026, 10))
TO_NOVEMBER = Freshness(Kind.COUNTED, None, NOVEMBER)
ANSWERS = Freshness(Kind.SURVEY, dt.date(2026, 10, 31), Month(2026, 10))


@pytest.mark.parametrize(
    ("freshness", "late"),
    [
        ((TO_OCTOBER,), "No counted results for November 2026 yet."),
        ((ANSWERS, TO_OCTOBER), "No survey answers and counted results for November 2026 yet."),
        ((ANSWERS, TO_NOVEMBER), None),
        ((TO_NOVEMBER,), None),
    ],
    ids=["counted alone", "both late", "counted now", "up to date"],
)
def test_results_that_came_counted_are_survey_answers_too(freshness: tuple[Freshness, ...], late: str | None) -> None:
    said = str(data_coverage(freshness, Scope(NOVEMBER)))
    assert late in said if late else " yet." not in said
