"""Setting how long a case may take to count as in time, from a month on: what was counted is counted anew."""

from __future__ import annotations

import math

from sqlalchemy import ColumnElement, and_, select

from db.kept import Changes, take_in_scores
from db.limits import Limits
from db.store import Store, now
from db.tables import ItemRow, LimitRow, ObservationRow, ResponseRow
from db.units import Units
from metrics.catalogue import CATALOGUE, Metric
from metrics.catalogue import metric as metric_called
from metrics.errors import BadValue
from metrics.formulas import STEPS_PER_POINT, WithinLimit
from metrics.periods import Month


def set_limit(store: Store, metric: str, value: float, since: Month, *, by: str) -> None:
    """Set the seconds or days of a metric from a month on; one set later for the same month counts instead.

    Answers of that month and the later ones are counted by it at once; earlier months keep theirs. Raises NotFound for
    an unknown metric, BadValue for one without a limit and for a limit that is no time.
    """
    measured = _with_limit(metric_called(metric))
    if not (math.isfinite(value) and value >= 1 / STEPS_PER_POINT):
        unit = measured.formula.unit if isinstance(measured.formula, WithinLimit) else ""
        raise BadValue(f"A limit is a number of {unit} above 0, not {value:g}. Nothing was changed.")
    about = {"metric": measured.id, "value": value, "since": str(since)}
    with store.changing("set limit", by=by, about=about) as session:
        kept, touched = Changes(Limits.of(session)), _measured(measured.id, since)
        take_in_scores(session, kept, touched, -1)
        session.add(LimitRow(metric=measured.id, since=since.first_day, value=value, set_by=by, set_at=now()))
        session.flush()
        kept.count_by(Limits.of(session))
        take_in_scores(session, kept, touched, 1)
        kept.carry_out(session, Units.of(session))


def _with_limit(metric: Metric) -> Metric:
    if not isinstance(metric.formula, WithinLimit):
        known = ", ".join(each.id for each in CATALOGUE.values() if isinstance(each.formula, WithinLimit))
        raise BadValue(
            f"{metric.name} counts no seconds or days, so it has no limit. Metrics with one are: {known}. "
            "Nothing was changed."
        )
    return metric


def _measured(metric: str, since: Month) -> ColumnElement[bool]:
    """The measured answers to a metric from a month on."""
    items = select(ItemRow.id).where(ItemRow.metric == metric, ItemRow.low.is_(None))
    return and_(ObservationRow.item_id.in_(items), ResponseRow.month >= since.first_day)
