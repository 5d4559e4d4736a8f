"""“Where to look”: the few branches that really moved and not with the rest, good news last, as HTML in one line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from html import escape

from metrics.periods import PeriodKind
from metrics.units.priority_units import PriorityUnit
from metrics.vocabulary import ChangeWord, Scope, Span
from pages.figures.palette import Sense
from pages.language import numbers
from pages.parts import metric_cells

# As many as somebody can act on; the last place is kept for good news.
MOST = 5


def priority_units(places: Sequence[PriorityUnit], scope: Scope, days: Span) -> str:
    """The section; empty where no branch may be named. `days` are those the branches were looked at in."""
    chosen = in_order(places)
    if not chosen:
        return ""
    items = "".join(_item(place, scope, days) for place in chosen)
    return f'<section class="section look-first"><h2>Where to look</h2><ul class="list">{items}</ul></section>'


def in_order(places: Sequence[PriorityUnit]) -> list[PriorityUnit]:
    """What is named: the surest worsenings, and the surest good news last."""
    worse = [place for place in places if not place.is_better][: MOST - 1]
    better = [place for place in places if place.is_better]
    if not better:
        return [place for place in places if not place.is_better][:MOST]
    return worse + better[: MOST - len(worse)]


def _item(place: PriorityUnit, scope: Scope, days: Span) -> str:
    """A branch with its region and metric; from where to where, why it is named, and how many it stands on."""
    metric, change = place.metric, place.change
    assert change.before.estimate is not None
    assert change.now.estimate is not None
    above, _, name = place.unit.rpartition("/")
    region = f' <span class="quiet">{escape(above.rpartition("/")[2])}</span>' if above else ""
    before, now = (numbers.value(metric, end) for end in (change.before.estimate, change.now.estimate))
    low = change.word is ChangeWord.FELL
    sense = Sense.BETTER if place.is_better else Sense.WORSE
    link = metric_cells.link_to("metric", replace(scope, unit=place.unit, period=PeriodKind.MONTH), metric=metric.id)
    counted = (
        f"{numbers.span_label(days)}, {numbers.count(change.now.n, metric.cases)}; "
        f"a year ago {numbers.plain(round(change.before.n or 0), 0)}"
    )
    return (
        f'<li><a href="{link}" target="_self">{escape(name)}</a>{region} · {escape(metric.name)}<br>'
        f'<b class="{sense}">{metric_cells.arrow("▼" if low else "▲")}{before} to {now}</b>; '
        f"too {'low' if low else 'high'} to be chance, and not so elsewhere.{metric_cells.small(counted)}</li>"
    )
