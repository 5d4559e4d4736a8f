"""No headline of the sample company claims more than its numbers: each claim is worked out anew from values alone.

Nothing here asks a scorecard for its verdict or its word of change; both follow from intervals and standards again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest

from db.queries.settings import units
from db.reports.scorecards import report
from db.store.engine import Store
from metrics.answers.evidence import BareValue, CompleteCounts
from metrics.catalogue import CATALOGUE, METRICS
from metrics.periods import Month, PeriodKind
from metrics.scorecard import Scorecard
from metrics.statistics.seasonality import Season
from metrics.vocabulary import Better, Change, ChangeWord, Scope
from pages.figures.palette import Sense
from pages.language import labels, numbers
from pages.language.sentences import NOTHING_CHANGED, NOTHING_ELSE, NOTHING_SURE, headline, metric_headline
from pages.language.significance import NOTHING_TO_COMPARE, Claims, claims

SCOPES = 120
Told = tuple[str, Sense, str]
Case = tuple[Scope, tuple[Scorecard, ...]]


@pytest.fixture(scope="module")
def cases(sample_store: Store) -> list[Case]:
    """Scopes drawn from all units, months and period kinds, with and without a channel, and their scorecards."""
    dice = Random(17)
    with sample_store.reading() as session:
        paths = ["", *(unit.path for unit in units(session))]
        months = [Month(2023, 11).plus(row) for row in range(36)]
        channels = (None, None, "phone", "online")
        drawn = [
            Scope(dice.choice(months), path, dice.choice(channels), period=dice.choice(list(PeriodKind)))
            for path in (paths * SCOPES)[:SCOPES]
        ]
        drawn += [Scope(month, period=PeriodKind.MONTH) for month in months[-6:]]
        return [(scope, report(session, scope).scorecards) for scope in drawn]


def is_met(card: Scorecard) -> bool:
    """Whether the whole interval, or the bare count, lies on the good side of the standard."""
    if card.standard is None or card.value.estimate is None:
        return False
    higher, standard = card.metric.better is Better.HIGHER, card.standard.value
    if isinstance(card.evidence, CompleteCounts | BareValue):
        return card.value.estimate >= standard if higher else card.value.estimate <= standard
    low, high = card.value.low, card.value.high
    if low is None or high is None:
        return False
    return low > standard if higher else high < standard


def direction(change: Change) -> int:
    """1 where the whole interval of the difference lies above zero, -1 below, 0 else."""
    low, high = change.difference.low, change.difference.high
    return 0 if low is None or high is None else (low > 0) - (high < 0)


def sense(card: Scorecard, change: Change) -> Sense:
    good = 1 if card.metric.better is Better.HIGHER else -1
    return {good: Sense.BETTER, -good: Sense.WORSE, 0: Sense.NEITHER}[direction(change)]


def compared(card: Scorecard) -> Iterator[tuple[Change, str]]:
    """Both comparisons with the words for them; once where both are with the same days."""
    yield card.month_on_month, labels.BEFORE[card.scope.period]
    if card.month_on_month.compared != card.year_on_year.compared:
        yield card.year_on_year, labels.A_YEAR_BEFORE


def bears(card: Scorecard, change: Change) -> bool:
    """Whether the control chart does not speak against a change: it judges single months, and six or more of them."""
    judged = [point for point in card.series if point.value.estimate is not None]
    if card.scope.period is not PeriodKind.MONTH or len(judged) < 6 or card.chart.limits is None:
        return True
    signal = card.chart.signals[-1]
    return signal is not None and signal.value[1] == direction(change)


def survivors(cards: tuple[Scorecard, ...]) -> list[tuple[float, Told]]:
    """The changes that stand at a false-discovery rate of 5 %, by Benjamini and Hochberg's step-up rule, with p."""
    tried: list[tuple[float, Told | None]] = []
    for card in cards:
        seasonal = card.seasonal is not None and card.seasonal.season is Season.EVERY_YEAR
        for change, words in compared(card):
            is_step = change is card.month_on_month
            if change.difference.p is not None and not (is_step and seasonal):
                told = (card.metric.id, sense(card, change), words) if bears(card, change) else None
                tried.append((change.difference.p, told))
    tried.sort(key=lambda one: one[0])
    last = max((row for row, (p, _) in enumerate(tried, 1) if p <= 0.05 * row / len(tried)), default=0)
    limit = tried[last - 1][0] if last else -1.0
    return [(p, told) for p, told in tried if p <= limit and told and told[1] is not Sense.NEITHER]


def told(found: Claims) -> list[Told]:
    return [(real.card.metric.id, real.sense, real.before) for real in found.named]


def read_back(text: str) -> list[Told]:
    """Each change that a headline names, read back from its words."""
    found: list[Told] = []
    periods = [*labels.BEFORE.values(), labels.A_YEAR_BEFORE]
    period = ""
    for clause in text.rstrip(".").split("; "):
        period = next((own for own in periods if clause.endswith(own)), period)
        said = clause.removesuffix(period).strip()
        said = said[:1].lower() + said[1:]
        for known in METRICS:
            for own, words in ((Sense.BETTER, known.improved), (Sense.WORSE, known.worsened)):
                if said == words:
                    found.append((known.id, own, period))
    return found


def test_the_cases_hold_something_to_prove(cases: list[Case]) -> None:
    named = [len(claims(cards, scope).named) for scope, cards in cases]
    assert len({scope.unit for scope, _ in cases}) == 29
    assert {scope.period for scope, _ in cases} == set(PeriodKind)
    assert min(named.count(0), named.count(1), named.count(2)) >= 5


def test_as_many_standards_are_claimed_to_be_met_as_the_intervals_say(cases: list[Case]) -> None:
    for scope, cards in cases:
        found, text = claims(cards, scope), headline(cards, scope)
        met, judged = sum(map(is_met, cards)), sum(card.standard is not None for card in cards)
        assert (found.met, found.standards) == (met, judged), scope
        if not text.startswith(("Nothing was recorded", "No standard is set", "The one standard", "All ")):
            assert text.startswith(f"{numbers.in_words(met).capitalize()} of {judged} standards "), scope
        assert text.startswith("All ") == (met == judged > 1), scope


def test_each_change_named_is_real_survives_among_all_and_is_the_surest_of_its_kind(cases: list[Case]) -> None:
    for scope, cards in cases:
        standing = survivors(cards)
        for one in told(claims(cards, scope)):
            alike = [(p, other) for p, other in standing if other[1] is one[1]]
            assert one in [other for p, other in alike if p == alike[0][0]], scope


def test_a_change_that_stands_is_not_kept_back(cases: list[Case]) -> None:
    for scope, cards in cases:
        senses = {one[1] for _, one in survivors(cards)}
        assert {one[1] for one in told(claims(cards, scope))} == senses, scope


def test_nothing_else_is_said_only_where_no_other_interval_leaves_out_zero(cases: list[Case]) -> None:
    for scope, cards in cases:
        found, text = claims(cards, scope), headline(cards, scope)
        moved = sum(direction(change) != 0 for card in cards for change, _ in compared(card))
        if NOTHING_CHANGED in text or NOTHING_ELSE.lower().rstrip(".") in text.lower():
            assert moved == len(found.named), scope
        if NOTHING_SURE in text or "usual swings" in text:
            assert moved > 0, scope
        assert (NOTHING_TO_COMPARE in text) == all(
            change.word is ChangeWord.INCOMPLETE or (not change.before.n and change.before.estimate is None)
            for card in cards
            for change, _ in compared(card)
        ), scope


def test_the_words_of_a_headline_read_back_as_its_claims(cases: list[Case]) -> None:
    for scope, cards in cases:
        text = headline(cards, scope)
        _, _, changes = text.partition(". ")
        assert read_back(changes) == told(claims(cards, scope)), text


def test_a_metric_is_said_to_meet_its_standard_only_where_the_interval_does(cases: list[Case]) -> None:
    for _, cards in cases:
        for card in cards:
            text = metric_headline(card)
            assert ("and meets its standard" in text) == is_met(card), text
            if "no real change on" in text:
                assert direction(card.month_on_month) == 0 or direction(card.year_on_year) == 0, text


def even(change: Change) -> Change:
    """The change with an interval about zero."""
    return replace(change, difference=replace(change.difference, low=-1.0, high=1.0, p=0.9))


def test_a_claim_that_the_numbers_do_not_bear_would_be_found(cases: list[Case]) -> None:
    """The proof can fail: told of a card whose interval is turned round, it no longer agrees."""
    scope, cards = next((scope, cards) for scope, cards in cases if claims(cards, scope).named)
    named = claims(cards, scope).named[0]
    for at, card in enumerate(cards):
        if card.metric.id == named.card.metric.id:
            spoiled = replace(card, month_on_month=even(card.month_on_month), year_on_year=even(card.year_on_year))
            others = (*cards[:at], spoiled, *cards[at + 1 :])
            assert named.card.metric.id not in {one[0] for _, one in survivors(others)}
    assert set(CATALOGUE) >= {card.metric.id for card in cards}
