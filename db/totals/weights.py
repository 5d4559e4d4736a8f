"""Sums of the weights of answers, beside the tallies that count them. Empty where no answer has a weight.

So a store without weights pays one look at an empty table. Weights count for answers on a scale; measured answers
(seconds, days, counts) count once each.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from db.tables import ItemRow, ObservationRow, ResponseRow, WeightSumsRow
from metrics.answers.weights import WeightTally

WEIGHT_SUMS = ("unit_id", "item_id", "month", "channel_id", "score"), ("n", "weight", "squares")
# Of weighted answers: how many, the sum of their weights and of the squares.
OF_WEIGHTS = func.count(), func.sum(ResponseRow.weight), func.sum(ResponseRow.weight * ResponseRow.weight)
ScoreKey = tuple[int, int, Any, int, float]  # unit, item, month, channel, score


def has_weights(session: Session) -> bool:
    """Whether any answer that counts has a weight."""
    return session.scalar(select(WeightSumsRow.unit_id).limit(1)) is not None


class WeightDelta(defaultdict[ScoreKey, list[int]]):
    """What a change adds to and removes from the sums of weights: how many, weights, squares."""

    def __init__(self) -> None:
        super().__init__(lambda: [0, 0, 0])

    def add(self, key: ScoreKey, n: int, weight: int, squares: int, times: int) -> None:
        """Count answers in (`times` above 0) or out (below)."""
        own = self[key]
        own[0] += times * n
        own[1] += times * weight
        own[2] += times * squares


def weighted_answers(session: Session, *where: ColumnElement[bool]) -> Iterator[tuple[ScoreKey, int, int, int]]:
    """The weighted answers on a scale for which all of `where` holds, by cell and score: n, weights and squares."""
    cell: Sequence[Any] = (ResponseRow.unit_id, ObservationRow.item_id, ResponseRow.month, ResponseRow.channel_id)
    counted: Select[Any] = (
        select(*cell, ObservationRow.score, *OF_WEIGHTS)
        .join(ResponseRow, ResponseRow.id == ObservationRow.response_id)
        .join(ItemRow, ItemRow.id == ObservationRow.item_id)
        .where(ResponseRow.weight.is_not(None), ItemRow.low.is_not(None), *where)
        .group_by(*cell, ObservationRow.score)
    )
    for unit, item, month, channel, score, *sums in session.execute(counted):
        n, weight, squares = map(int, sums)
        yield (unit, item, month, channel, score), n, weight, squares


def add_up(known: WeightTally | None, n: int, weight: int, squares: int) -> WeightTally:
    """The weights of one score with more of them."""
    if known is None:
        return WeightTally(n, weight, squares)
    return WeightTally(known.n + n, known.weight + weight, known.squares + squares)
