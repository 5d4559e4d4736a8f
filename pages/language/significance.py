"""What a headline claims about some scorecards, before it is put into words, so that each claim can be proven alone.

“Met” is claimed only for a verdict of met; a change only where the test calls it real, it survives among all that were
tested and the control chart of the month bears it; that nothing else changed only where nothing else has a word of
change.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from metrics.scorecard import Scorecard
from metrics.units.comparison import CLAIM, q_values
from metrics.vocabulary import Change, ChangeWord, Scope, Verdict
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.labels import (
    A_YEAR_BEFORE,
    BEFORE,
    PROBABLY_CHANCE,
    USUAL_SWINGS,
    ChangeText,
    change_text,
    is_explained_by_season,
    sense_of,
)
from pages.language.process_words import is_within_usual_swings

# Worst first, as the counts stand under the headline.
COUNTED = (Verdict.MISSED, Verdict.TOO_CLOSE_TO_CALL, Verdict.MET, Verdict.TOO_FEW_ANSWERS, Verdict.NO_DATA)
REAL = (ChangeWord.ROSE, ChangeWord.FELL)
NOTHING_TO_COMPARE = "There is no earlier period to compare with yet."


@dataclass(frozen=True, slots=True)
class RealChange:
    """A change that the test calls real: of which metric, against which period, for better or worse."""

    card: Scorecard
    change: Change
    sense: Sense
    before: str


@dataclass(frozen=True, slots=True)
class Claims:
    """Everything a headline may say of a scope.

    `judged` counts the standards by verdict, worst first. `changes` are the changes that may be claimed, the surest
    first; `unclaimed` counts those with a word of change that may not. `recorded` is false where nothing came in,
    `compared` where no earlier period has data. `within_swings` are the changes that the test alone calls real.
    """

    scope: Scope
    recorded: bool
    judged: Mapping[Verdict, int]
    changes: tuple[RealChange, ...]
    unclaimed: int
    compared: bool
    within_swings: tuple[RealChange, ...] = ()

    @property
    def met(self) -> int:
        """How many standards were met."""
        return self.judged.get(Verdict.MET, 0)

    @property
    def standards(self) -> int:
        """How many standards there are."""
        return sum(self.judged.values())

    @property
    def named(self) -> tuple[RealChange, ...]:
        """The changes that are named: the surest worsening and the surest improvement."""
        return tuple(
            next(real for real in self.changes if real.sense is sense)
            for sense in (Sense.WORSE, Sense.BETTER)
            if any(real.sense is sense for real in self.changes)
        )

    @property
    def nothing_else(self) -> bool:
        """Whether no change but the named ones has a word of change."""
        return not self.unclaimed and len(self.changes) == len(self.named)


def claims(cards: Sequence[Scorecard], scope: Scope) -> Claims:
    """What may be claimed of a scope's scorecards."""
    recorded = any(card.value.n or card.value.estimate is not None for card in cards)
    if scope.to_day is not None:  # much of a running month has yet to come in
        cards = [card for card in cards if card.verdict is not Verdict.NO_DATA]
    surviving = _surviving(cards)
    changes = [real for real in surviving if not is_within_usual_swings(real.card, real.change)]
    swings = tuple(real for real in surviving if is_within_usual_swings(real.card, real.change))
    words = [change.word for card in cards for change, _ in comparisons(card)]
    unclaimed = sum(word in REAL for word in words) - len(changes)
    return Claims(scope, recorded, counts(cards), tuple(changes), unclaimed, has_earlier(cards), swings)


def has_earlier(cards: Sequence[Scorecard]) -> bool:
    """Whether there is an earlier period to compare with: in the first month of data there is none.

    One of which only a part has data is none either.
    """
    changes = (change for card in cards for change, _ in comparisons(card))
    earlier = (change.before for change in changes if change.word is not ChangeWord.INCOMPLETE)
    return any(value.n or value.estimate is not None for value in earlier)


def comparisons(card: Scorecard) -> list[tuple[Change, str]]:
    """What a period is compared with, in words too: the one before and that of a year ago, once where they are one."""
    before = (card.month_on_month, BEFORE[card.scope.period])
    if card.spans.before == card.spans.year_ago:
        return [before]
    return [before, (card.year_on_year, A_YEAR_BEFORE)]


def counts(cards: Sequence[Scorecard]) -> dict[Verdict, int]:
    """How many metrics with a standard have each verdict, worst first; verdicts that no metric has are left out."""
    judged = [card.verdict for card in cards if card.standard is not None]
    return {verdict: judged.count(verdict) for verdict in COUNTED if verdict in judged}


def real_changes(cards: Sequence[Scorecard]) -> list[RealChange]:
    """The changes that may be claimed, against either earlier period, the surest first.

    Where many are tested some look real by chance, so of those the test calls real only those stay that survive
    among all that were tested here. A step on the month before that this month takes every year is no news, and a
    month within the usual swings of its months is none either.
    """
    return [real for real in _surviving(cards) if not is_within_usual_swings(real.card, real.change)]


def _surviving(cards: Sequence[Scorecard]) -> list[RealChange]:
    """The changes that the test calls real among all that were tested, the surest first."""
    tested = [
        (change.difference.p, RealChange(card, change, sense_of(change, card.metric.better), before))
        for card in cards
        for change, before in comparisons(card)
        if change.difference.p is not None and not _is_seasonal(card, change)
    ]
    surviving = zip(q_values([p for p, _ in tested]), tested, strict=True)
    found = [(p, real) for q, (p, real) in surviving if real.sense is not Sense.NEITHER and q <= CLAIM]
    return [real for _, real in sorted(found, key=lambda one: one[0])]


def change_text_among(card: Scorecard, change: Change, claimed: Sequence[RealChange]) -> ChangeText:
    """A change in the words of a table: with arrow and colour only where it is one of those that may be `claimed`."""
    own = change_text(change, card.metric)
    if own.sense is Sense.NEITHER or is_claimed(card, change, claimed):
        return own
    return ChangeText("", own.step, _doubt(card, change), Sense.NEITHER)


def _doubt(card: Scorecard, change: Change) -> str:
    """Why a change that the test calls real is not claimed."""
    if _is_seasonal(card, change):
        return f"usual for {numbers.month_alone(card.scope.month)}"
    return USUAL_SWINGS if is_within_usual_swings(card, change) else PROBABLY_CHANCE


def is_claimed(card: Scorecard, change: Change, claimed: Sequence[RealChange]) -> bool:
    """Whether a change is one of those `claimed`: of the same metric and scope, against the same days.

    Where both comparisons have the same days either of them is meant, whichever a page shows.
    """
    return any(_is_same(real.card, card) and real.change.compared == change.compared for real in claimed)


def _is_same(one: Scorecard, other: Scorecard) -> bool:
    return one.metric.id == other.metric.id and one.scope == other.scope


def _is_seasonal(card: Scorecard, change: Change) -> bool:
    """Whether it is the step on the period before, which this month takes every year."""
    is_step = change.compared == card.month_on_month.compared
    return is_step and is_explained_by_season(card)


def is_loud(card: Scorecard, claimed: Sequence[RealChange]) -> bool:
    """Whether a row of the table asks for a look: its standard was missed, or it changed as may be `claimed`."""
    return card.is_missed or any(_is_same(real.card, card) for real in claimed)
