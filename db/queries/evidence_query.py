"""What can be asked of the store's evidence: which metrics, at which units and channels, of which audience."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement

from db.names import Units
from db.tables import ItemRow
from metrics.answers.formulas import CriticalFailure, WeightedChecklist
from metrics.catalogue import Metric
from metrics.vocabulary import Audience, Scale

Place = tuple[int, int | None]  # unit and channel by their ids; channel None: all channels together


@dataclass(frozen=True, slots=True)
class EvidenceQuery:
    """`metrics` at each of `units` (ids in `tree`), each with all units below it.

    Each of `channels` (ids) is read by itself; None reads all together, with the answers that name no channel.
    `audience` None reads each metric for its own audience.
    """

    tree: Units
    metrics: Sequence[Metric]
    units: Sequence[int]
    channels: Sequence[int] | None = None
    audience: Audience | None = None

    @property
    def items(self) -> ColumnElement[bool]:
        """The condition that holds for the items of the metrics."""
        return asked_items(self.metrics, self.audience)

    @property
    def of_own_audience(self) -> list[Metric]:
        """The metrics read for their own audience, the only ones that operations and visits can give."""
        return [metric for metric in self.metrics if self.audience in (None, metric.audience)]

    @property
    def of_visits(self) -> list[Metric]:
        """The metrics that shopper visits give."""
        return [
            metric for metric in self.of_own_audience if isinstance(metric.formula, WeightedChecklist | CriticalFailure)
        ]


def asked_items(metrics: Sequence[Metric], audience: Audience | None) -> ColumnElement[bool]:
    """The condition that holds for the items of `metrics`, each asked of `audience`, or of its own (None)."""
    by_audience: dict[Audience, list[str]] = defaultdict(list)
    for metric in metrics:
        by_audience[audience or metric.audience].append(metric.id)
    asked: ColumnElement[bool] | None = None
    for each, ids in by_audience.items():
        these = (ItemRow.audience == each.value) & ItemRow.metric.in_(ids)
        asked = these if asked is None else asked | these
    return asked if asked is not None else ItemRow.id.is_(None)


def scale_of(low: int | None, high: int | None) -> Scale | None:
    """The scale of an item, from the ends its row has; None for measured answers."""
    return None if low is None or high is None else Scale(low, high)
