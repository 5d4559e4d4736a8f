"""“Where to look”: the few branches that changed by more than they and the others usually do, good news last."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from metrics.periods import PeriodKind
from metrics.units.priority_units import PriorityUnit
from metrics.vocabulary import ChangeWord, Scope, Span
from pages.figures.palette import Sense
from pages.language import numbers
from pages.parts import html
from pages.parts.html import joined
from pages.parts.metric_cells import link_to, with_arrow

# As many as a person can act on; the last place is kept for good news.
MOST = 5


def priority_units(places: Sequence[PriorityUnit], scope: Scope, days: Span) -> Markup:
    """The section; empty where no branch may be named. `days` are those the branches were looked at in."""
    chosen = in_order(places)
    if not chosen:
        return Markup()
    items = html.bullets(_item(place, scope, days) for place in chosen)
    return html.section("Where to look", items, classes="look-first")


def in_order(places: Sequence[PriorityUnit]) -> list[PriorityUnit]:
    """What is named: the surest worsenings, and the surest good news last."""
    worse = [place for place in places if not place.is_better][: MOST - 1]
    better = [place for place in places if place.is_better]
    if not better:
        return [place for place in places if not place.is_better][:MOST]
    return worse + better[: MOST - len(worse)]


def _item(place: PriorityUnit, scope: Scope, days: Span) -> Markup:
    """A branch with its region and metric; from where to where, why it is named, and how many answers it has."""
    metric, change = place.metric, place.change
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    above, _, name = place.unit.rpartition("/")
    region = joined(" ", html.span("quiet", above.rpartition("/")[2])) if above else ""
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    fell = change.word is ChangeWord.FELL
    address = link_to("metric", replace(scope, unit=place.unit, period=PeriodKind.MONTH), metric=metric.id)
    step = with_arrow("▼" if fell else "▲", f"{before} to {now}")
    counted = (
        f"{numbers.span_label(days)}, {numbers.count(change.now.n, metric.cases)}; "
        f"a year ago {numbers.plain(round(change.before.n or 0), 0)}"
    )
    return joined(
        html.link(address, name),
        region,
        f" · {metric.name}",
        html.BR,
        html.bold(step, classes=Sense.BETTER if place.is_better else Sense.WORSE),
        f"; more than its {metric.cases} explain, and more than {_usual(place)}.",
        html.small(counted),
    )


def _usual(place: PriorityUnit) -> str:
    """What the change was found to be larger than."""
    return "it and the other branches usually change" if place.knows_earlier else "the other branches changed"
