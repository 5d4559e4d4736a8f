"""Where to look first: units that changed, and by more than they and the others usually change. Knows evidence only.

A unit that only changed with all others, or no more than units wander from year to year, is no priority, and of many
units tested some seem to change by chance; the units named here pass all of these.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from metrics.answers.evidence import Evidence
from metrics.catalogue.metric import Metric
from metrics.periods import Month
from metrics.statistics.difference import change
from metrics.statistics.distributions import normal_two_sided
from metrics.statistics.unit_changes import OwnChange, Unit, unit_changes
from metrics.units.comparison import CLAIM, q_values
from metrics.units.usual_spread import Apart, Possible, UsualSpread, chance_beyond, usual_spread
from metrics.vocabulary import FEW_ANSWERS, SMALLEST_N, Better, Change, ChangeWord, Span

Parts = Mapping[str, Evidence]
# Units are named up to this q. Months that follow each other tell a little less of what is usual than so many new ones
# would, so that at 0.05 up to 6 of 100 pages with nothing to find had a place; at 0.04 it is 5.
NAMED = 0.04


@dataclass(frozen=True, slots=True)
class YearApart:
    """The evidence of units by name in some months, and in the same months a year earlier."""

    now: Parts
    before: Parts


@dataclass(frozen=True, slots=True)
class MovedUnits:
    """A metric at units now and a year ago; `asked` are those that may be named, all tell what is usual."""

    metric: Metric
    year: YearApart
    asked: Sequence[str]


# The same comparison for earlier months, by the metric's id; none where there is no history or it is not needed.
Earlier = Callable[[Sequence[Metric]], Mapping[str, Sequence[YearApart]]]


def no_history(metrics: Sequence[Metric]) -> Mapping[str, Sequence[YearApart]]:
    """Nothing from before."""
    del metrics
    return {}


@dataclass(frozen=True, slots=True)
class PriorityUnit:
    """A unit whose metric changed by more than is usual; `q` is the share of wrong claims up to this one.

    `knows_earlier` tells whether earlier changes from year to year were there to say what is usual, or only those of
    the other units.
    """

    unit: str
    metric: Metric
    change: Change
    q: float
    knows_earlier: bool = True

    @property
    def is_better(self) -> bool:
        """Whether the change is an improvement."""
        return (self.change.word is ChangeWord.ROSE) == (self.metric.better is Better.HIGHER)


def places(
    moved: Sequence[MovedUnits],
    compared: Span,
    earlier: Earlier = no_history,
    smallest_n: int = SMALLEST_N,
    few_n: int = FEW_ANSWERS,
) -> tuple[PriorityUnit, ...]:
    """The units to look at, the surest first; `compared` are the days of the year before.

    Units with at least `few_n` answers on both sides and a margin are tested. Two things must hold, so the larger of
    two p-values counts: the unit changed, and beside the others by more than all of them usually change from year to
    year. Units whose change has a word and whose q over all tests is at most `NAMED` are named. Only where a unit
    changed by itself, at a q of 0.05, is `earlier` asked: no other could be named.

    **Source:** both must hold: Berger, “Multiparameter Hypothesis Testing and Acceptance Sampling”, Technometrics 24,
    1982 (intersection-union test); q: Benjamini and Hochberg, 1995.
    """
    tried = [one for each in moved for one in _tried(each, compared, smallest_n, few_n)]
    changed = {at for at, q in enumerate(q_values([p for p, _ in tried])) if q <= CLAIM}
    of_metric = {each.metric.id: each for each in moved}
    metrics = {tried[at][1].metric.id: tried[at][1].metric for at in sorted(changed)}
    history = earlier(list(metrics.values())) if metrics else {}
    usual = {metric: _UsualChanges.of(of_metric[metric].year, history.get(metric, ()), few_n) for metric in metrics}
    both = [_beside(*one, usual[one[1].metric.id]) if at in changed else one for at, one in enumerate(tried)]
    found = zip(q_values([p for p, _ in both]), both, strict=True)
    named = sorted(
        ((p, place.unit, place.metric.id, replace(place, q=q)) for q, (p, place) in found if q <= NAMED),
        key=lambda one: one[:3],
    )
    return tuple(place for *_, place in named if place.change.word in _REAL)


_REAL = (ChangeWord.ROSE, ChangeWord.FELL)


def _tried(moved: MovedUnits, compared: Span, smallest_n: int, few_n: int) -> list[tuple[float, PriorityUnit]]:
    """The units that can be tested, with the p of their own change."""
    tried = []
    for name in moved.asked:
        now, before = moved.year.now.get(name), moved.year.before.get(name)
        if now is None or before is None or min(now.n or 0, before.n or 0) < few_n:
            continue
        own = change(now, before, moved.metric.bounds, compared, smallest_n)
        if own.difference.p is not None:
            tried.append((own.difference.p, PriorityUnit(name, moved.metric, own, 1.0)))
    return tried


def _beside(p: float, place: PriorityUnit, usual: _UsualChanges) -> tuple[float, PriorityUnit]:
    return max(p, usual.chance(place.unit)), replace(place, knows_earlier=usual.knows_earlier)


@dataclass(frozen=True, slots=True)
class _UsualChanges:
    """How far the units' changes from year to year lie apart: now, and at earlier times."""

    places: Mapping[str, int]
    spread: UsualSpread | None
    knows_earlier: bool

    @classmethod
    def of(cls, year: YearApart, earlier: Sequence[YearApart], few_n: int) -> _UsualChanges:
        """From all units with `few_n` answers on both sides."""
        now = _changes(year, few_n)
        single = _single(list(now.values()))
        if len(now) < 2 or not single:
            return cls({}, None, False)
        groups = [_apart(_changes(each, few_n)) for each in earlier]
        several = [group for group in groups if len(group.values) > 1]
        places = {name: at for at, name in enumerate(now)}
        return cls(places, usual_spread(_apart(now), single, several), bool(several))

    def chance(self, name: str) -> float:
        """The two-sided chance of a unit's change beside those of the others; 1 where there is no other."""
        at = self.places.get(name)
        if self.spread is None or at is None:
            return 1.0
        own, variance = self.spread.now.values[at], self.spread.now.variances[at]

        def beyond(each: Possible) -> float:
            return normal_two_sided((own - each.mean) / math.sqrt(variance + each.between + each.error))

        return chance_beyond(self.spread.beside(at), beyond)


def _changes(year: YearApart, few_n: int) -> dict[str, OwnChange]:
    """Each unit's change in a year, of those with a margin."""
    both = [(name, year.before[name], now) for name, now in year.now.items() if name in year.before]
    enough = [each for each in both if min(each[1].n or 0, each[2].n or 0) >= few_n]
    units: list[Unit] = [[{_BEFORE: before, _NOW: now}] for _, before, now in enough]
    changes = unit_changes(units, [_BEFORE], [_NOW])
    known = zip(enough, changes, strict=True)
    return {name: each for (name, *_), each in known if each is not None and each.variance > 0}


# What the two sides are called where they are compared; the true months do not matter.
_BEFORE, _NOW = Month(2000, 1), Month(2001, 1)


def _single(changes: Sequence[OwnChange]) -> float:
    """The standard deviation of single answers, common to all units, in the metric's unit; 0 where none is known."""
    for each in changes:
        if each.usual > 0 and each.before and each.after:
            return math.sqrt(each.usual * each.before * each.after / (each.before + each.after))
    return 0.0


def _apart(changes: Mapping[str, OwnChange]) -> Apart:
    return Apart([each.value for each in changes.values()], [each.variance for each in changes.values()])
