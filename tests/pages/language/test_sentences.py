"""No sentence claims more than the scorecards it is about, over many companies and scopes."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from random import Random

import pytest

from metrics.catalogue import CATALOGUE, METRICS
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Scorecard, scorecard
from metrics.verdicts import MonthsMet
from metrics.vocabulary import Change, ChangeWord, Scope, Standard, Value, Verdict
from pages.figures.palette import Sense
from pages.language import labels, locale, numbers, sentences
from tests.pages.synthetic import OCTOBER, some_card, some_company, some_history

SEEDS = range(80)
MONTH_WORDS, YEAR_WORDS = " than a month before", " than a year before"


def real(change: Change) -> bool:
    return change.word in (ChangeWord.ROSE, ChangeWord.FELL)


def claims(text: str) -> list[tuple[str, Sense, str]]:
    """Each (metric, sense, period) that a headline claims, read back from its words."""
    first, *rest = re.split(r"(?<=[a-z0-9])\. ", text, maxsplit=1)
    assert first
    clauses = " ".join(rest).rstrip(".").split("; ")
    found, period = [], ""
    for clause in clauses:
        period = next((own for own in (MONTH_WORDS, YEAR_WORDS) if clause.endswith(own)), period)
        said = clause.removesuffix(period)
        for known in METRICS:
            for sense, words in ((Sense.BETTER, known.improved), (Sense.WORSE, known.worsened)):
                if said.lower() == words:
                    found.append((known.id, sense, period))
    return found


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_headline_claims_only_real_changes(seed: int) -> None:
    cards = {card.metric.id: card for card in some_company(seed)}
    text = sentences.headline(list(cards.values()), Scope(OCTOBER))
    for metric, sense, period in claims(text):
        card = cards[metric]
        change = card.month_on_month if period == MONTH_WORDS else card.year_on_year
        assert real(change), text
        assert labels.sense_of(change, card.metric.better) is sense, text


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_a_headline_reads_back_in_full(seed: int) -> None:
    cards = some_company(seed)
    text = sentences.headline(cards, Scope(OCTOBER))
    told = len(claims(text))
    quiet = (sentences.NOTHING_CHANGED, sentences.NOTHING_SURE, "usual swings")
    assert told or any(words in text for words in quiet)
    assert told == len({real_change.sense for real_change in sentences.real_changes(cards)})


@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_else_changed_is_said_only_where_nothing_else_did(seed: int) -> None:
    cards = some_company(seed)
    text = sentences.headline(cards, Scope(OCTOBER))
    if "othing else really changed" in text:
        changed = sum(real(change) for card in cards for change in (card.month_on_month, card.year_on_year))
        assert changed == len(claims(text))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_headline_counts_the_standards_that_were_met(seed: int) -> None:
    cards = some_company(seed)
    judged = [card.verdict for card in cards if card.standard is not None]
    met = judged.count(Verdict.MET)
    text = sentences.headline(cards, Scope(OCTOBER))
    expected = f"{numbers.in_words(met).capitalize()} of {len(judged)} standards "
    assert text.startswith((expected, "All ", "The one standard", "No standard"))
    assert sum(sentences.counts(cards).values()) == len(judged)


@pytest.mark.parametrize("seed", range(40))
def test_a_metric_headline_says_met_or_missed_only_by_the_verdict(seed: int) -> None:
    for card in some_company(seed):
        text = sentences.metric_headline(card)
        assert ("and meets its standard" in text) == (card.verdict is Verdict.MET)
        assert ("and misses its standard" in text) == (card.verdict is Verdict.MISSED)
        assert ("no real change on the month or the year before" in text) == _both_quiet(card)
        if card.value.estimate is not None:
            assert numbers.value(card.metric, card.value.estimate) in text


def _both_quiet(card: Scorecard) -> bool:
    changes = (card.month_on_month, card.year_on_year)
    return card.value.estimate is not None and all(own.word is ChangeWord.NO_REAL_CHANGE for own in changes)


@pytest.mark.parametrize("seed", range(40))
def test_a_chart_sentence_names_no_month_that_does_not_stand_out(seed: int) -> None:
    for card in some_company(seed):
        text = sentences.chart_sentence(card)
        loud = [own for own in card.chart.signals if own is not None]
        assert ("No month stands out" in text) <= (not loud)
        assert ("stand out, the newest" in text or " stands out: " in text) <= bool(loud)
        if card.standard is None:
            assert "If nothing changes" not in text


def test_an_empty_month_says_so() -> None:
    assert sentences.headline([], Scope(Month(2026, 3))) == "There are no figures to show in March 2026."


def test_one_standard_alone_is_told_by_its_verdict() -> None:
    metric = CATALOGUE["retention"]
    history = some_history(metric, Random(4))
    for value, words in ((1.0, "was met"), (99.9, "was missed")):
        card = scorecard(metric, Scope(OCTOBER), history, [Standard(metric.id, value, Month(2023, 1))])
        assert sentences.headline([card], Scope(OCTOBER)).startswith(f"The one standard {words} in October 2026.")


def test_few_answers_show_no_value_anywhere() -> None:
    card = some_card(CATALOGUE["nps"], Random(2), Scope(OCTOBER), n=3)
    text = sentences.metric_headline(card)
    assert text.endswith("too few to show a value.")
    assert sentences.from_here(card) == ""


def test_a_month_that_still_runs_is_not_said_to_stand_out() -> None:
    def cards(scope: Scope) -> list[Scorecard]:
        return [some_card(CATALOGUE["nps"], Random(seed), scope, step=0.3) for seed in range(40)]

    said = list(map(sentences.chart_sentence, cards(Scope(OCTOBER))))
    assert any("It has been" in text for text in said), "else this would prove nothing"
    for text in map(sentences.chart_sentence, cards(Scope(OCTOBER, to_day=dt.date(2026, 10, 12)))):
        assert "the newest October 2026" not in text
        assert "October 2026 stands out" not in text
        assert "since October 2026" not in text


def test_months_that_some_countries_write_small_begin_a_sentence_large() -> None:
    card = some_card(CATALOGUE["nps"], Random(5), Scope(OCTOBER), n=400)
    try:
        locale.use("fr_FR", "EUR")
        assert "Octobre’s" in sentences.chart_sentence(card)
        assert "octobre’s" not in sentences.chart_sentence(card)
    finally:
        locale.use(*locale.USUAL)


def test_what_comes_by_whole_months_is_not_awaited_in_a_longer_period_that_still_runs() -> None:
    day = dt.date(2026, 10, 12)
    card = some_card(CATALOGUE["complaint_resolution"], Random(2), Scope(OCTOBER), n=400)
    nothing_yet = replace(card, value=Value(None, None, None, 0))
    longer = replace(nothing_yet, scope=Scope(OCTOBER, period=PeriodKind.YEAR_TO_DATE, to_day=day))
    assert sentences.no_value(longer) == "No complaints counted by days, only by whole months"
    assert sentences.no_value(replace(nothing_yet, scope=Scope(OCTOBER, to_day=day))) == "No complaints yet"
    assert sentences.no_value(nothing_yet) == "No complaints in October 2026"


def test_how_often_a_standard_was_met_reads_well_at_its_ends() -> None:
    card = some_card(CATALOGUE["retention"], Random(4), Scope(OCTOBER))
    card = replace(card, standard=Standard("retention", 90, Month(2023, 1)))
    told = [sentences.from_here(replace(card, months_met=MonthsMet(*own))) for own in ((0, 12), (5, 12), (1, 1))]
    assert told[0].endswith("It was met in none of the last 12 months.")
    assert told[1].endswith("It was met in 5 of the last 12 months.")
    assert "of the last" not in told[2]
