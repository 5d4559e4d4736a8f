"""A standard that changed within a period is named with both its numbers, wherever the verdict is explained."""

from __future__ import annotations

import pytest

from metrics.answers.evidence import NetCounts
from metrics.catalogue import CATALOGUE
from metrics.period_rollup import in_longer_periods
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import Scope, Standard
from pages.language.period_standards import standard_note, standard_since
from pages.language.sentences import from_here
from pages.parts.metric.chart_captions import labels
from pages.publishing.definitions import definition

OCTOBER = Month(2026, 10)
CHANGED: dict[str, float] = {"2020-01": 30, "2026-10": 60}


def card(period: PeriodKind = PeriodKind.ROLLING3, since: dict[str, float] | None = None, months: int = 3) -> Scorecard:
    """A card of October with 100 answers a month and these standards."""
    history = {month: NetCounts(50, 10, 100) for month in months_between(OCTOBER.plus(1 - months), OCTOBER)}
    standards = [Standard("nps", value, Month.parse(month)) for month, value in (since or {}).items()]
    return scorecard(CATALOGUE["nps"], Scope(OCTOBER, period=period), history, standards)


@pytest.mark.parametrize(
    ("since", "from_when", "note"),
    [
        (
            CHANGED,
            "changed in Oct 2026",
            "The standard was 30 before Oct 2026 and 60 from Oct 2026. The period is judged against 40, their mean "
            "weighted by answers.",
        ),
        ({"2026-09": 60}, "since Sept 2026", "No standard was in force before Sept 2026."),
        ({"2020-01": 30}, "since Jan 2020", ""),
        ({}, "", ""),
    ],
)
def test_a_change_of_the_standard_is_said_where_the_verdict_is_explained(
    since: dict[str, float], from_when: str, note: str
) -> None:
    shown = card(since=since)
    assert (standard_since(shown), standard_note(shown)) == (from_when, note)
    assert from_here(shown).endswith(note)
    assert (note in definition(shown, {}).notes) is bool(note)


def test_a_single_month_has_one_standard_and_nothing_to_say() -> None:
    assert standard_note(card(PeriodKind.MONTH, CHANGED)) == ""


def test_a_standard_that_passes_over_from_point_to_point_is_labelled_where_it_settles() -> None:
    shown = in_longer_periods(card(PeriodKind.ROLLING3, {"2020-01": 30, "2026-04": 60}, months=14))
    levels = [point.standard for point in shown.series]
    assert levels == [30, 30, 30, 30, 30, 40, 50, 60, 60, 60, 60, 60]
    named = [text for text in labels(shown).standards if text is not None]
    assert named == ["standard ≥\u202f30", "≥\u202f60 from Jun 2026"]
