"""The effect of initiatives: their units and untouched ones, month by month, for `metrics` to judge together."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.initiatives_and_actions import actions, initiatives, is_below
from db.queries.settings import with_settings
from db.queries.unit_histories import UnitHistories, unit_histories
from db.reports.scorecards import ending_early
from db.tables import WHOLE_ORGANISATION
from db.time_limits import TimeLimits
from metrics.catalogue import Metric, metric
from metrics.improvements import ActionState, Initiative, KeptAction, KeptInitiative
from metrics.periods import Month
from metrics.statistics.difference_in_differences import (
    LEAD,
    LONGEST,
    Compared,
    Effect,
    Windows,
    effect,
    first_said,
    looks,
    windows,
    year_earlier,
)
from metrics.statistics.unit_changes import ByMonth
from metrics.vocabulary import Scope

# As far back before a start as a comparison with the year before reaches.
REACH = LEAD + 2 * LONGEST
# A start mistyped as the year 1 has no years before it.
EARLIEST = dt.date(1900, 1, 1)


@dataclass(frozen=True, slots=True)
class InitiativeEffect:
    """An initiative with its effect on each metric it is meant to move."""

    kept: KeptInitiative
    effects: tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Improvements:
    """Initiatives with their effects, the newest first, and open actions, the earliest due first."""

    initiatives: tuple[InitiativeEffect, ...]
    actions: tuple[KeptAction, ...]


def improvements(session: Session, scope: Scope, judged: int | None = None) -> Improvements:
    """Initiatives and open actions at the scope's unit and below it; initiatives also where a unit above takes part.

    Only the newest `judged` initiatives are judged (None: all); the others come without effects. Initiatives that began
    after the month that follows the scope's are left out: they were not known then.
    """
    known = [kept for kept in initiatives(session) if kept.initiative.began <= scope.month.plus(1).last_day]
    begun = [kept for kept in known if _takes_part(kept.initiative, scope.unit)]
    still_open = [
        kept for kept in actions(session) if kept.state is ActionState.OPEN and is_below(kept.action.unit, scope.unit)
    ]
    found = every_effect(session, scope) if begun else {}
    listed = [InitiativeEffect(kept, found[kept.id] if kept in begun[:judged] else ()) for kept in begun]
    return Improvements(tuple(listed), tuple(still_open))


def _takes_part(initiative: Initiative, unit: str) -> bool:
    return any(is_below(touched, unit) or is_below(unit, touched) for touched in initiative.units)


@dataclass(frozen=True, slots=True)
class _Trial:
    """One initiative and one metric it is meant to move: what is compared with what."""

    kept: KeptInitiative
    metric: Metric
    windows: Windows
    compared: Compared
    is_over: bool
    areas: int


def effects(session: Session, scope: Scope, kept: KeptInitiative) -> tuple[Effect, ...]:
    """The effect of an initiative on each metric it is meant to move, up to the scope's last whole month.

    Its units are compared with the lowest units that took no part, without those where another initiative for the same
    metric began or ended in these months; with themselves a year earlier where all took part. What may be said is
    decided over all initiatives together. The scope's unit, channel and audience are ignored.
    """
    return every_effect(session, scope)[kept.id]


def judged_initiatives(session: Session, until: Month | None) -> list[InitiativeEffect]:
    """Every initiative with its effects up to a month (None, no data yet: without them), the latest start first."""
    found = {} if until is None else every_effect(session, Scope(until))
    return [InitiativeEffect(kept, found.get(kept.id, ())) for kept in initiatives(session)]


def every_effect(session: Session, scope: Scope) -> dict[int, tuple[Effect, ...]]:
    """The effects of every initiative that was not withdrawn, by its id; see `effects`."""
    whole = scope.to_day in (None, scope.month.last_day)
    scope = with_settings(session, Scope(scope.month if whole else scope.month.previous))
    known = initiatives(session)
    trials = _trials(session, scope.month, known)
    said = first_said([looks(each.metric, each.windows, each.compared, each.is_over) for each in trials])
    found: dict[int, list[Effect]] = {kept.id: [] for kept in known}
    for trial, one in zip(trials, said, strict=True):
        judged = effect(
            trial.metric,
            trial.windows,
            trial.compared,
            one,
            is_over=trial.is_over,
            areas=trial.areas,
            few_n=scope.few_n,
        )
        found[trial.kept.id].append(judged)
    return {id_: tuple(each) for id_, each in found.items()}


def _trials(session: Session, newest: Month, known: Sequence[KeptInitiative]) -> list[_Trial]:
    """Each initiative with each of its metrics, in their order; every metric is read once."""
    units, limits = Units.of(session), TimeLimits.of(session)
    measured = {name: limits.named(metric(name), newest) for kept in known for name in kept.initiative.metrics}
    unfinished = ending_early(session, newest, list(measured.values()))
    last = {name: newest.previous if name in unfinished else newest for name in measured}
    histories = {
        name: unit_histories(session, units, each, _reach(name, known), last[name]) for name, each in measured.items()
    }
    return [
        _trial(kept, measured[name], histories[name], _Tree.of(units), last[name], known)
        for kept in known
        for name in kept.initiative.metrics
    ]


def _reach(metric_id: str, known: Sequence[KeptInitiative]) -> Month:
    """The earliest month that any comparison of a metric needs."""
    began = min(kept.initiative.began for kept in known if metric_id in kept.initiative.metrics)
    return Month.of(max(began, EARLIEST)).plus(-REACH)


def _trial(
    kept: KeptInitiative,
    measured: Metric,
    histories: UnitHistories,
    tree: _Tree,
    newest: Month,
    known: Sequence[KeptInitiative],
) -> _Trial:
    own = kept.initiative
    first = histories.first or newest
    found = windows(own.began, newest, first, own.ended)
    touched = tree.tops(own.units)
    set_aside = _disturbed(kept, measured, found, tree, known)
    outside = tree.lowest_outside(touched)
    if not outside:
        found = year_earlier(found, first)
    recorded = {
        unit
        for unit, channels in histories.by_unit.items()
        if any(_has(channel, found.before) and _has(channel, found.after) for channel in channels)
    }
    treated = [unit for top in sorted(touched) for unit in tree.finest(top, recorded)]
    untouched = tree.finest(WHOLE_ORGANISATION, recorded, touched | set_aside) if outside else []
    compared = Compared(
        [histories.by_unit[unit] for unit in treated], [histories.by_unit[unit] for unit in untouched], not outside
    )
    is_over = own.ended is not None and own.ended <= newest.last_day
    return _Trial(kept, measured, found, compared, is_over, len(touched))


def _has(history: ByMonth, months: Sequence[Month]) -> bool:
    return any(month in history for month in months)


def _disturbed(
    kept: KeptInitiative, measured: Metric, found: Windows, tree: _Tree, known: Sequence[KeptInitiative]
) -> set[int]:
    """The units where another initiative for the metric began or ended in these months, but not in all units."""
    own, disturbed = tree.tops(kept.initiative.units), set[int]()
    for other in (each.initiative for each in known if each.id != kept.id and measured.id in each.initiative.metrics):
        if found.before and found.after and _happened(other, found):
            theirs = tree.tops(other.units)
            if tree.lowest_outside(theirs):
                disturbed |= {unit for unit in theirs if not own & set(tree.units.upwards(unit))}
    return disturbed


def _happened(other: Initiative, found: Windows) -> bool:
    """Whether the initiative began or ended in the months compared; else it is the same on both sides."""
    first, last = found.before[0].first_day, found.after[-1].last_day
    days: list[dt.date] = [other.began, *([] if other.ended is None else [other.ended])]
    return any(first <= day <= last for day in days)


@dataclass(frozen=True, slots=True)
class _Tree:
    """The units with those directly below each."""

    units: Units
    below: dict[int, list[int]]

    @classmethod
    def of(cls, units: Units) -> _Tree:
        below: dict[int, list[int]] = defaultdict(list)
        for unit, parent in sorted(units.parents.items()):
            if parent is not None:
                below[parent].append(unit)
        return cls(units, below)

    def tops(self, paths: Sequence[str]) -> set[int]:
        """The units of paths without those below another one, so that no answer is counted twice."""
        chosen = {self.units.found(path) for path in paths}
        return {unit for unit in chosen if not chosen & set(self.units.upwards(unit)[1:])}

    def lowest_outside(self, touched: AbstractSet[int]) -> list[int]:
        """The lowest units that are not below any of the touched ones."""
        lowest = (unit for unit in self.units.parents if not self.below.get(unit))
        return [unit for unit in lowest if not touched & set(self.units.upwards(unit))]

    def finest(self, at: int, recorded: AbstractSet[int], apart: AbstractSet[int] = frozenset()) -> list[int]:
        """The lowest units at or below `at` that recorded something, where a unit stands for those below that did not.

        Units `apart` and those below or above them are left out.
        """
        if at in apart:
            return []
        found = [unit for child in self.below.get(at, ()) for unit in self.finest(child, recorded, apart)]
        holds = any(at in self.units.upwards(unit) for unit in apart)
        return found or ([at] if at in recorded and not holds else [])
