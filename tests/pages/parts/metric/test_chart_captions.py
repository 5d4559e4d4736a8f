"""The words about a chart follow what its points stand for, and claim nothing its numbers do not say."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest

from db.reports.breakdowns import Breakdown
from metrics.answers.evidence import NetCounts
from metrics.catalogue import CATALOGUE
from metrics.period_rollup import in_longer_periods
from metrics.periods import PeriodKind
from metrics.scorecard import Scorecard
from metrics.units.comparison import against_rest, compare
from metrics.vocabulary import Scope
from pages.figures.palette import Sense
from pages.parts.metric import chart_captions
from pages.parts.metric.channel_comparison import channel_comparison, finding
from tests.pages.synthetic import OCTOBER, some_card


def card(period: PeriodKind, seed: int = 5, step: float = 0.0) -> Scorecard:
    return in_longer_periods(some_card(CATALOGUE["nps"], Random(seed), Scope(OCTOBER, period=period), n=400, step=step))


@pytest.mark.parametrize(
    ("period", "words"),
    [
        (PeriodKind.MONTH, "months"),
        (PeriodKind.QUARTER, "quarters"),
        (PeriodKind.ROLLING12, "periods of 12 months"),
        (PeriodKind.YEAR_TO_DATE, "months"),
    ],
)
def test_the_heading_counts_what_the_points_stand_for(period: PeriodKind, words: str) -> None:
    shown = card(period)
    heading = chart_captions.chart_heading(shown, 36, 13)
    assert f"{min(len(shown.series), 36)} {words}" in heading
    assert "▲" not in heading or "usual range" in heading


def test_rolling_periods_say_why_they_have_no_usual_range() -> None:
    shown = card(PeriodKind.ROLLING12)
    assert "no usual range is drawn" in chart_captions.said(shown)
    assert "usual range" not in chart_captions.chart_heading(shown, 36, 13)


@pytest.mark.parametrize("seed", range(12))
def test_quarters_that_stand_out_are_counted_as_drawn(seed: int) -> None:
    shown = card(PeriodKind.QUARTER, seed, step=-0.2)
    drawn, said = chart_captions.drawn(shown), chart_captions.said(shown)
    loud = [row for row, sense in enumerate(drawn.senses) if sense is not Sense.NEITHER]
    assert ("No quarter stands out." in said) == (not loud)
    if loud:
        assert drawn.names[loud[-1]] in said
        assert "month" not in drawn.patterns[loud[-1]]
    assert "month stands out" not in said


def test_few_quarters_say_how_many_more_are_needed() -> None:
    shown = card(PeriodKind.QUARTER)
    few = replace(shown, series=shown.series[-2:], chart=replace(shown.chart, limits=None))
    assert chart_captions.said(few) == "Four more quarters until a usual range can be drawn."


def by_channel(phone: NetCounts) -> Breakdown:
    parts = {"online": NetCounts(120, 20, 200), "counter": NetCounts(118, 22, 200), "phone": phone}
    return Breakdown(None, compare(parts), against_rest(parts))


def test_a_channel_that_differs_by_more_than_chance_is_named_with_its_distance() -> None:
    month = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=400)
    said = finding(month, by_channel(NetCounts(60, 90, 200)))
    assert said.startswith("Phone is 64.0 below the rest: more than chance.")
    assert "online" not in said
    alike = finding(month, by_channel(NetCounts(119, 21, 200)))
    assert alike.startswith("The channels do not differ by more than chance.")


def test_a_single_channel_and_a_chosen_one_are_not_compared() -> None:
    month = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=400)
    lone = {"online": NetCounts(120, 20, 200)}
    assert channel_comparison(month, Breakdown(None, compare(lone), against_rest(lone))) == ""
    chosen = replace(month, scope=Scope(OCTOBER, channel="phone"))
    assert channel_comparison(chosen, by_channel(NetCounts(60, 90, 200))) == ""


def test_names_of_channels_are_escaped() -> None:
    month = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=400)
    parts = {"<b>online</b>": NetCounts(120, 20, 200), "phone": NetCounts(60, 90, 200)}
    text = channel_comparison(month, Breakdown(None, compare(parts), against_rest(parts)))
    assert "<b>online" not in text
    assert text.count("&lt;b&gt;online") >= 2


def test_a_chart_that_cannot_be_drawn_says_why() -> None:
    few = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=3)
    assert chart_captions.nothing_drawn(few) == "None of the months has five answers, so there is no line to draw."
    assert chart_captions.nothing_drawn(replace(few, series=())) == "No data to draw yet."
