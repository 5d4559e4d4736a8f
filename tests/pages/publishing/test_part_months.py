"""A pack draws a month that is not all in apart from whole ones, and names few answers and courses as pages do."""

from __future__ import annotations

from dataclasses import replace

import pytest

from metrics.answers.evidence import Evidence, NetCounts
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, months_between
from metrics.scorecard import PeriodEvidence, Scorecard, scorecard
from metrics.vocabulary import Assurance, Scope, Standard
from pages.figures.sparkline import sparkline
from pages.language import labels, locale
from pages.language.chart_series import track
from pages.packs import drawings
from pages.packs.pack import Pack
from pages.parts.metric_cells import spark, value
from pages.publishing.charts import chart
from pages.publishing.metric_rows import row
from tests.pages.publishing.materials import some_pack

OCTOBER = Month(2026, 10)


def card(day: int | None = None, n: int = 100) -> Scorecard:
    """A card of October, up to a day of it where one is given, after 20 whole months."""
    history: dict[Month, Evidence] = {
        month: NetCounts(50 + month.number % 3, 10, 100) for month in months_between(OCTOBER.plus(-20), OCTOBER)
    }
    now = history[OCTOBER] = NetCounts(n // 2, n // 10, n)
    scope = Scope(OCTOBER, to_day=None if day is None else OCTOBER.day(day))
    compared = PeriodEvidence(now, history[OCTOBER.previous], history[OCTOBER.a_year_earlier])
    return scorecard(CATALOGUE["nps"], scope, history, [Standard("nps", 30, OCTOBER)], compared=compared)


def test_a_part_of_a_month_is_drawn_apart_on_the_board_s_charts_as_on_the_metric_s_page() -> None:
    part, whole = card(10), card()
    for shown, is_part in ((part, True), (whole, False)):
        drawn = drawings.track(row(shown, []).series)
        assert (drawn.so_far is not None) is is_part
        assert drawn.so_far == track(shown).last(36).so_far
        assert ('class="so-far"' in drawings.chart(chart(shown, [], ()), 700, 300).document()) is is_part
        assert ("d open" in drawings.spark(row(shown, []))) is is_part
        assert ("d open" in spark(shown)) is is_part


def test_a_margin_of_a_part_does_not_stretch_the_small_picture() -> None:
    wide = replace(track(card(10)), so_far=(-90.0, 100.0))
    assert sparkline(wide, "") == sparkline(replace(wide, so_far=(40.0, 40.0)), "")


def test_an_edition_from_before_is_read_with_whole_months() -> None:
    stored = some_pack(3).as_json().replace(',"is_so_far":false', "")
    assert "is_so_far" not in stored
    assert all(not point.is_so_far for own in Pack.from_json(stored).rows for point in own.series)


def test_few_answers_are_called_few_in_a_pack_as_on_the_pages() -> None:
    few = card(n=20)
    assert row(few, []).cases.words == "few answers: 20"
    assert "few answers: 20" in value(few)
    assert row(card(n=4), []).cases.words == "4 answers"
    assert row(card(), []).cases.words == "100 answers"


def test_the_board_says_yes_and_no_to_the_question_that_the_landing_page_asks() -> None:
    assert card().chart.assurance is Assurance.CONSISTENT_PASS
    assert row(card(), []).assurance == labels.ASSURANCES[Assurance.CONSISTENT_PASS] == "yes"


@pytest.mark.parametrize("where", ["en_GB", "en_US", "en_AU"])
def test_a_month_is_shortened_one_way_on_axes_and_in_text(where: str) -> None:
    locale.use(where, "GBP")
    try:
        for number, name in enumerate(locale.short_months(), start=1):
            text = locale.month(Month(2026, number).first_day, short=True)
            assert text.startswith(name), (text, name)
    finally:
        locale.use("en_GB", "GBP")
