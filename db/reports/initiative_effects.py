"""The effect of initiatives: the evidence before and after, in their units and elsewhere, for `metrics` to judge."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import span_evidence
from db.queries.evidence_query import EvidenceQuery
from db.queries.initiatives_and_actions import actions, initiatives, is_below
from db.queries.settings import with_settings
from db.tables import WHOLE_ORGANISATION
from db.time_limits import TimeLimits
from metrics.catalogue import Metric, metric
from metrics.improvements import ActionState, Initiative, KeptAction, KeptInitiative
from metrics.statistics.difference_in_differences import (
    BeforeAfter,
    Effect,
    Windows,
    combined,
    effect,
    untouched_change,
    windows,
)
from metrics.vocabulary import Scope


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
    read = begun[:judged]
    listed = [InitiativeEffect(kept, effects(session, scope, kept) if kept in read else ()) for kept in begun]
    return Improvements(tuple(listed), tuple(still_open))


def _takes_part(initiative: Initiative, unit: str) -> bool:
    return any(is_below(touched, unit) or is_below(unit, touched) for touched in initiative.units)


def effects(session: Session, scope: Scope, kept: KeptInitiative) -> tuple[Effect, ...]:
    """The effect of an initiative on each metric it is meant to move, up to the scope's last whole month.

    It is compared with the whole organisation without its own units and without those where another initiative for the
    same metric began or ended in these months. The scope's unit, channel and audience are ignored.
    """
    whole = scope.to_day in (None, scope.month.last_day)
    scope = with_settings(session, Scope(scope.month if whole else scope.month.previous))
    own, limits = kept.initiative, TimeLimits.of(session)
    measured = [limits.named(metric(name), scope.month) for name in own.metrics]
    compared = windows(own.began, scope.month, own.ended)
    if compared is None:
        nothing = BeforeAfter(None, None)
        return tuple(effect(each, None, nothing, None) for each in measured)
    rivals = [other.initiative for other in initiatives(session) if other.id != kept.id]
    units = Units.of(session)
    return tuple(_effect(session, scope, units, own, rivals, each, compared) for each in measured)


def _effect(
    session: Session,
    scope: Scope,
    units: Units,
    own: Initiative,
    rivals: Sequence[Initiative],
    measured: Metric,
    compared: Windows,
) -> Effect:
    touched = _tops(units, own.units)
    disturbed = [
        path
        for rival in rivals
        if measured.id in rival.metrics and _happened(rival, compared)
        for path in rival.units
        if not touched & set(units.upwards(units.found(path)))
    ]
    set_aside = _tops(units, disturbed)
    asked = EvidenceQuery(units, [measured], sorted({WHOLE_ORGANISATION, *touched, *set_aside}), None, scope.audience)
    before, after = compared.days_before, compared.days_after
    found = span_evidence(session, asked, [before, after])[measured.id]
    sums = {unit: found.get((unit, None), {}) for unit in asked.units}
    sides = {unit: BeforeAfter(own.get(before), own.get(after)) for unit, own in sums.items()}
    treated = combined([sides[unit] for unit in sorted(touched)])
    apart = sorted(_disjoint(units, touched | set_aside))
    untouched = _lowest_outside(units, touched | set_aside)
    others = untouched_change(sides[WHOLE_ORGANISATION], [sides[unit] for unit in apart]) if untouched else None
    return effect(measured, compared, treated, others, untouched if others is not None else 0, scope.few_n)


def _happened(rival: Initiative, compared: Windows) -> bool:
    """Whether the initiative began or ended in the months compared; else it is the same on both sides."""
    first, last = compared.days_before.first, compared.days_after.last
    days: list[dt.date] = [rival.began, *([] if rival.ended is None else [rival.ended])]
    return any(first <= day <= last for day in days)


def _tops(units: Units, paths: Sequence[str]) -> set[int]:
    return _disjoint(units, {units.found(path) for path in paths})


def _disjoint(units: Units, chosen: set[int]) -> set[int]:
    """Those units that are not below another one of them, so that no answer is counted twice."""
    return {unit for unit in chosen if not chosen & set(units.upwards(unit)[1:])}


def _lowest_outside(units: Units, touched: set[int]) -> int:
    """How many of the lowest units are outside the touched ones."""
    above = set(units.parents.values())
    return sum(unit not in above and not touched & set(units.upwards(unit)) for unit in units.parents)
