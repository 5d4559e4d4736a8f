"""Which metrics are on the board's sheet and which get a large chart: automatic, unless the leader chose."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from metrics.scorecard import Scorecard
from pages.language.chart_series import known_values
from pages.language.sentences import RealChange
from pages.packs.pack import CHARTS, ON_THE_SHEET

# Fewer months make no picture.
FEWEST_TO_DRAW = 2
HOW_CHOSEN = "Automatic choice: missed standards and real changes first, then the order of the families."


def for_sheet(
    cards: Sequence[Scorecard], changes: Sequence[RealChange], chosen: Collection[str] = ()
) -> list[Scorecard]:
    """The scorecards of the sheet in their own order: those `chosen` by id, else up to twelve chosen automatically.

    That takes missed standards and real changes first, then what has a value, in the order of the families.
    """
    wanted = [card for card in cards if card.metric.id in chosen]
    if not wanted:
        news = {id(real.card) for real in changes}
        wanted = sorted(cards, key=lambda card: _place(card, news))
    kept = {id(card) for card in wanted[:ON_THE_SHEET]}
    return [card for card in cards if id(card) in kept]


def _place(card: Scorecard, news: Collection[int]) -> int:
    if card.is_missed or id(card) in news:
        return 0
    return 1 if card.value.estimate is not None else 2


def for_charts(
    cards: Sequence[Scorecard], changes: Sequence[RealChange], pinned: Sequence[str] = ()
) -> list[Scorecard]:
    """The scorecards drawn large, at most three: those `pinned` in that order, then the automatic choice.

    That takes what was missed and really changed, then what was missed, what really changed, and the rest.
    """
    drawable = [card for card in cards if known_values(card) >= FEWEST_TO_DRAW]
    by_id = {card.metric.id: card for card in drawable}
    first = [by_id[metric] for metric in pinned if metric in by_id]
    news = {id(real.card) for real in changes}
    rest = sorted(drawable, key=lambda card: -2 * card.is_missed - (id(card) in news))
    return [*first, *(card for card in rest if card.metric.id not in pinned)][:CHARTS]
