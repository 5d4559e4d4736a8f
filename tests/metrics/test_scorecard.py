"""What a scorecard adds to its parts: the chance that the year so far is as good as the standard, whole months."""

from __future__ import annotations

import pytest

from metrics.answers.evidence import BareValue, CompleteCounts, Evidence, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Scorecard, scorecard
from metrics.vocabulary import Better, Scope, Standard, Variation
from metrics.year_chance import chance_of_year

OCTOBER = Month(2026, 10)
CSAT, TICKET = CATALOGUE["csat"], CATALOGUE["average_ticket"]
STANDARD = Standard("csat", 85, Month(2024, 1))


def card(history: dict[Month, Evidence], standard: Standard | None = STANDARD, scope: Scope | None = None) -> Scorecard:
    return scorecard(CSAT, scope or Scope(OCTOBER), history, [standard] if standard else [])


def test_the_chance_is_that_of_the_years_answers_and_the_last_twelve_months_say_how_months_differ() -> None:
    history: dict[Month, Evidence] = {OCTOBER.plus(-at): ShareCounts(85 + at % 5, 100) for at in range(36)}
    months = [history[OCTOBER.plus(at - 11)] for at in range(12)]
    assert card(history).chance == chance_of_year(months, 10, STANDARD, Better.HIGHER, CSAT.bounds)


def test_a_fiscal_year_begins_where_the_organisation_says() -> None:
    history: dict[Month, Evidence] = {OCTOBER.plus(-at): ShareCounts(95 if at > 2 else 70, 100) for at in range(36)}
    calendar, fiscal = card(history).chance, card(history, scope=Scope(OCTOBER, fiscal_year_start=7)).chance
    assert calendar is not None
    assert fiscal is not None
    assert calendar > 0.5 > fiscal


def test_it_is_the_same_whatever_length_the_reader_looks_at() -> None:
    history: dict[Month, Evidence] = {OCTOBER.plus(-at): ShareCounts(85 + at % 3, 100) for at in range(36)}
    assert {card(history, scope=Scope(OCTOBER, period=kind)).chance for kind in PeriodKind} == {card(history).chance}


@pytest.mark.parametrize(
    ("history", "standard"),
    [
        ({}, STANDARD),
        ({OCTOBER: ShareCounts(90, 100)}, None),
        ({OCTOBER: ShareCounts(4, 4)}, STANDARD),
        ({OCTOBER: ShareCounts(90, 100), OCTOBER.plus(-1): ShareCounts(90, 100)}, STANDARD),
        ({OCTOBER: BareValue(90.0)}, STANDARD),
        ({OCTOBER: CompleteCounts(90, 100)}, STANDARD),
        ({OCTOBER.a_year_earlier: ShareCounts(90, 100)}, STANDARD),
    ],
)
def test_without_answers_margin_or_standard_there_is_no_chance_to_tell(
    history: dict[Month, Evidence], standard: Standard | None
) -> None:
    assert card(history, standard).chance is None


def test_a_running_month_is_drawn_but_the_chart_judges_whole_months() -> None:
    whole: dict[Month, Evidence] = {OCTOBER.plus(-at): ShareCounts(85 + at % 3, 100) for at in range(36)}
    begun = OCTOBER.plus(1)
    history = {**whole, begun: ShareCounts(2, 9)}
    running = card(history, scope=Scope(begun, to_day=begun.day(12)))
    assert running.series[-1].month == begun
    assert (running.chart.limits, running.chart.variation) == (card(whole).chart.limits, card(whole).chart.variation)
    assert running.chart.signals[-1] is None
    over = card(history, scope=Scope(begun, to_day=begun.last_day))
    assert over.chart.signals[-1]
    assert over.chart.variation is Variation.CONCERN_LOW


def test_what_the_last_whole_month_showed_is_still_said_while_the_next_runs() -> None:
    history: dict[Month, Evidence] = {OCTOBER.plus(-at): ShareCounts(85 + at % 3, 100) for at in range(36)}
    history[OCTOBER] = ShareCounts(20, 100)
    begun = OCTOBER.plus(1)
    running = card({**history, begun: ShareCounts(8, 9)}, scope=Scope(begun, to_day=begun.day(12)))
    assert running.chart.variation is Variation.CONCERN_LOW
