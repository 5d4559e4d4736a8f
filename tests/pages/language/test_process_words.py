"""Since when a process stands out, how surely it meets its standard, and when a real difference is no change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

from metrics.answers.evidence import Evidence, NetCounts
from metrics.catalogue import CATALOGUE
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard, scorecard
from metrics.spc.special_causes import Signal
from metrics.vocabulary import Assurance, ChangeWord, ChartReset, Scope, Standard
from pages.language import numbers
from pages.language.labels import USUAL_SWINGS, is_explained_by_season, seasonal
from pages.language.process_words import (
    is_within_usual_swings,
    newest_stretch,
    on_course_words,
    since_words,
    trend_words,
    will_it_hold,
)
from pages.language.sentences import chart_sentence, headline
from pages.language.significance import change_text_among, claims, real_changes

OCTOBER = Month(2026, 10)
TWENTY = numbers.standard(CATALOGUE["nps"], 20)


def _card(
    scores: Sequence[float], n: int = 1000, standard: float | None = None, resets: Sequence[ChartReset] = ()
) -> Scorecard:
    months = months_between(OCTOBER.plus(1 - len(scores)), OCTOBER)
    history: dict[Month, Evidence] = {
        month: NetCounts(round(n * (0.8 + score / 100) / 2), round(n * (0.8 - score / 100) / 2), n + at)
        for at, (month, score) in enumerate(zip(months, scores, strict=True))
    }
    standards = [] if standard is None else [Standard("nps", standard, months[0])]
    return scorecard(CATALOGUE["nps"], Scope(OCTOBER), history, standards, rebases=resets)


def _about(level: float, months: int, seed: int = 1, spread: float = 1.0) -> list[float]:
    chance = Random(seed)
    return [level + chance.uniform(-spread, spread) for _ in range(months)]


def test_a_fall_is_told_with_the_month_it_began() -> None:
    card = _card([*_about(40, 20), 20, 19, 21])
    assert since_words(card) == "below its usual range since August 2026"
    assert trend_words(card) == "worsening since Aug 2026"
    assert "It has been below its usual range since August 2026." in chart_sentence(card)


def test_signals_of_several_rules_are_told_as_one_level() -> None:
    card = _card([*_about(40, 20), *_about(35, 7), 20])
    stretch = newest_stretch(card)
    assert stretch is not None
    assert len(set(stretch.signals)) > 1
    assert since_words(card).startswith("below its usual level since ")


def test_a_steady_process_is_steady_and_one_that_was_not_is_usual_again() -> None:
    assert trend_words(_card([40, 41, 39] * 8)) == "steady"
    assert trend_words(_card([*_about(40, 20), 10, *_about(40, 3)])) == "usual again since Aug 2026"
    long_ago = _card([*[40, 41, 39] * 3, 5, 75, *[40, 41, 39] * 5])
    assert any(long_ago.chart.signals)
    assert trend_words(long_ago) == "steady"


def test_provisional_limits_are_named_where_something_rests_on_them() -> None:
    card = _card([40, 41, 39, 40, 42, 39, 41, 40], standard=20)
    assert card.chart.assurance is Assurance.CONSISTENT_PASS
    assert trend_words(card) == "steady, provisional"
    assert on_course_words(card) == "yes, provisional"
    assert will_it_hold(card) == (
        f"If nothing changes, by a provisional range, it will meet {TWENTY} almost every month; about 5 of 100 "
        "services judged so miss it within a year."
    )


def test_a_promise_has_its_risk() -> None:
    assert will_it_hold(_card([40, 41, 39] * 8, standard=20)) == (
        f"If nothing changes, it will meet {TWENTY} almost every month; about 2 of 100 services judged so miss "
        "it within a year."
    )
    assert "hardly ever" in will_it_hold(_card([40, 41, 39] * 8, standard=60))
    assert "in some months" in will_it_hold(_card([40, 41, 39] * 8, standard=40))


SWINGING = [*_about(40, 22, seed=3, spread=9), 48, 36]


def test_a_real_difference_within_the_usual_swings_is_not_claimed_and_is_named_as_that() -> None:
    card = _card(SWINGING, n=5000)
    assert card.month_on_month.word is ChangeWord.FELL
    assert is_within_usual_swings(card, card.month_on_month)
    assert real_changes([card]) == []
    assert change_text_among(card, card.month_on_month, []).words == USUAL_SWINGS
    found = claims([card], card.scope)
    assert {real.card.metric.id for real in found.within_swings} == {"nps"}
    assert headline([card], card.scope).endswith(
        "Net Promoter Score differs from an earlier month, within its usual swings."
    )


def test_a_difference_that_the_chart_bears_is_claimed() -> None:
    card = _card([*_about(40, 23), 20])
    assert not is_within_usual_swings(card, card.month_on_month)
    assert [real.card.metric.id for real in real_changes([card])][:1] == ["nps"]


def test_a_restart_of_the_limits_bears_what_differs_from_before_it() -> None:
    card = _card(
        [*_about(40, 14), *_about(25, 10)], n=5000, resets=[ChartReset(OCTOBER.plus(-9), "New booking system")]
    )
    assert card.year_on_year.word is ChangeWord.FELL
    assert not is_within_usual_swings(card, card.year_on_year)


def test_longer_periods_and_few_months_are_left_to_the_test() -> None:
    card = _card(SWINGING, n=5000)
    longer = replace(card, scope=replace(card.scope, period=PeriodKind.ROLLING12))
    assert not is_within_usual_swings(longer, card.month_on_month)
    few = _card([40, 41, 36], n=5000)
    assert not is_within_usual_swings(few, few.month_on_month)


def _every_october(this_october: float) -> Scorecard:
    """Three years at 40 with a fall in October that is gone again in November."""
    chance = Random(4)
    months = months_between(OCTOBER.plus(-35), OCTOBER)
    fallen = {Month(2024, 10): 30.0, Month(2025, 10): 30.0, OCTOBER: this_october}
    return _card([fallen.get(month, 40.0) + chance.uniform(-1, 1) for month in months], n=5000)


def test_a_step_of_every_year_is_read_as_the_season_by_words_and_chart_alike() -> None:
    card = _every_october(30.0)
    assert is_explained_by_season(card)
    assert "in line with the season" in seasonal(card)
    assert trend_words(card) == "steady"
    assert not [real for real in real_changes([card]) if real.change is card.month_on_month]


def test_a_step_of_every_year_that_stands_out_this_time_is_no_season_anywhere() -> None:
    card = _every_october(30.0)
    falling = replace(card.chart, signals=(*card.chart.signals[:-1], Signal.BELOW_LIMIT))
    stands_out = replace(card, chart=falling)
    assert not is_explained_by_season(stands_out)
    assert seasonal(stands_out) == ""
    assert [real for real in real_changes([stands_out]) if real.change is card.month_on_month]
