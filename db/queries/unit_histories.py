"""What each unit recorded of a metric month by month, channel by channel, for comparing units with themselves."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import recorded_evidence, with_own_operations
from db.queries.evidence_query import EvidenceQuery
from db.tables import WHOLE_ORGANISATION, ChannelRow
from metrics.catalogue import Metric
from metrics.periods import Month
from metrics.statistics.unit_changes import ByMonth
from metrics.vocabulary import Span


@dataclass(frozen=True, slots=True)
class UnitHistories:
    """Each unit's months by channel, each unit with all below it; by the unit's id. `first` is the first with data."""

    by_unit: dict[int, list[ByMonth]]
    first: Month | None


def unit_histories(session: Session, tree: Units, metric: Metric, first: Month, last: Month) -> UnitHistories:
    """The months of a metric from `first` to `last` at every unit, for the metric's own audience.

    Operations, which take the place of answers, are read for all channels together: not all say their channel.
    """
    every = list(tree.parents)
    months = [Span(first.first_day, last.last_day)]
    given = metric.id in with_own_operations(session, tree.downwards(WHOLE_ORGANISATION), months, None)
    channels = None if given else list(session.scalars(select(ChannelRow.id).order_by(ChannelRow.id)))
    found = recorded_evidence(session, EvidenceQuery(tree, [metric], every, channels), last, first)
    by_unit: dict[int, list[ByMonth]] = defaultdict(list)
    for (unit, _), history in sorted(found.found[metric.id].items(), key=lambda place: (place[0][0], place[0][1] or 0)):
        by_unit[unit].append(history)
    recorded = (month for histories in by_unit.values() for history in histories for month in history)
    return UnitHistories(dict(by_unit), min(recorded, default=None))
