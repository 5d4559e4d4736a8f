"""Every built-in metric, registered once, by family, in the order they are shown.

A metric holds its formula, direction, promise, words and source. Does not know any answers.
"""

from __future__ import annotations

from difflib import get_close_matches

from metrics.catalogue import behaviour, mystery_shopping, service_process, staff, surveys
from metrics.catalogue.metric import Family, Metric
from metrics.errors import NotFound, quoted

METRICS: tuple[Metric, ...] = (
    *surveys.METRICS,
    *mystery_shopping.METRICS,
    *service_process.METRICS,
    *behaviour.METRICS,
    *staff.METRICS,
)
CATALOGUE: dict[str, Metric] = {metric.id: metric for metric in METRICS}


def metric(name: str) -> Metric:
    """The metric whose id is `name`, in any case. Raises NotFound with the nearest names."""
    found = CATALOGUE.get(name.strip().lower())
    if found is None:
        near = get_close_matches(name.strip().lower(), CATALOGUE, n=1)
        hint = f" Did you mean “{near[0]}”?" if near else f" Known are: {', '.join(CATALOGUE)}."
        raise NotFound(f"There is no metric called “{quoted(name)}”.{hint}")
    return found


__all__ = ["CATALOGUE", "METRICS", "Family", "Metric", "metric"]
