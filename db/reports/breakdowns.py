"""A total taken apart by units or channels: what each part is worth, and mix and within of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.names import Units
from db.queries.daily_evidence import daily_evidence
from db.queries.monthly_evidence import monthly_evidence
from db.queries.settings import channel_id, with_settings
from db.tables import NOT_SAID, ChannelRow, OperationRow
from db.time_limits import TimeLimits
from metrics.answers.evidence import Evidence, VisitShare, VisitSums, rest
from metrics.catalogue import Metric
from metrics.comparison_periods import Spans, spans
from metrics.periods import Month
from metrics.scorecard import from_months
from metrics.statistics.mix_effect import MixSplit, mix_split
from metrics.statistics.small_samples import is_hidden
from metrics.units.comparison import AgainstRest, ComparedUnit, against_rest, compare
from metrics.units.disclosure_control import hidden_children
from metrics.vocabulary import Scope

NOW, BEFORE = 0, 1
Place = tuple[int, int | None]  # unit, channel
Parts = Mapping[str, Evidence]
Found = dict[tuple[str, int], dict[str, Evidence]]  # by metric and period, of each place that has some


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every place; the periods compared are `now` and `before` of `stretch`."""

    session: Session
    scope: Scope
    units: Units
    metrics: Sequence[Metric]
    stretch: Spans

    def nothing_yet(self) -> Found:
        return {(metric.id, when): {} for metric in self.metrics for when in (NOW, BEFORE)}


def evidence_of_places(question: Question, places: Mapping[str, Place]) -> Found:
    """By metric and period (NOW, BEFORE) the evidence of each place that has some, by its name."""
    ask = _by_months if question.stretch.are_whole_months else _by_days
    return ask(question, places)


def _by_days(question: Question, places: Mapping[str, Place]) -> Found:
    found, limits = question.nothing_yet(), TimeLimits.of(question.session)
    for name, (unit, channel) in sorted(places.items()):
        for when, span in ((NOW, question.stretch.now), (BEFORE, question.stretch.before)):
            known = daily_evidence(
                question.session, question.scope, span, question.units, unit, question.metrics, channel, limits
            )
            for metric, evidence in known.items():
                found[metric, when][name] = evidence
    return found


def _by_months(question: Question, places: Mapping[str, Place]) -> Found:
    found = question.nothing_yet()
    by_channel: dict[int | None, dict[int, str]] = {}
    for name, (unit, channel) in places.items():
        by_channel.setdefault(channel, {})[unit] = name
    since = Month.of(min(question.stretch.now.first, question.stretch.before.first))
    for channel, named in sorted(by_channel.items(), key=lambda each: each[0] or 0):
        known = monthly_evidence(question.session, question.scope, list(named), question.metrics, channel, since).found
        for (unit, metric), history in sorted(known.items()):
            compared = from_months(history, question.stretch)
            for when, evidence in ((NOW, compared.now), (BEFORE, compared.before)):
                if evidence is not None:
                    found[metric, when][named[unit]] = evidence
    return {key: dict(sorted(parts.items())) for key, parts in found.items()}


class By(StrEnum):
    """What a scope is taken apart by."""

    UNITS = "units"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A metric's parts at a scope: the change split over them, each beside the others, and each against the rest.

    `mix` is None where nothing can be split: a period without cases, values without counts, or parts that do not
    add up to the total (a unit's own operations stand instead of its children's).
    """

    mix: MixSplit | None
    compared: tuple[ComparedUnit, ...]
    apart: tuple[AgainstRest, ...] = ()


def breakdowns(
    session: Session, scope: Scope, metrics: Sequence[Metric], by: By, *, a_year: bool = False
) -> dict[str, Breakdown]:
    """For each metric its breakdown by the units directly below the scope's, or by channel.

    The change split is that against the period before, with `a_year` that against the same one a year earlier.
    """
    units = Units.of(session)
    unit = units.found(scope.unit)
    channel = None if scope.channel is None else channel_id(session, scope.channel)
    scope = with_settings(session, scope)
    stretch = spans(scope)
    if a_year:
        stretch = replace(stretch, before=stretch.year_ago)
    question = Question(session, scope, units, metrics, stretch)
    total = evidence_of_places(question, {scope.unit: (unit, channel)})
    parts = evidence_of_places(question, _places(session, units, unit, channel, by))
    own = _own_operations(session, units.one_with(unit), channel, by, stretch)
    return {
        metric.id: _breakdown(
            metric,
            [total[metric.id, when].get(scope.unit) for when in (NOW, BEFORE)],
            [parts[metric.id, when] for when in (NOW, BEFORE)],
            scope,
            parts_are_of_it=metric.id not in own,
        )
        for metric in metrics
    }


def _places(session: Session, units: Units, unit: int, channel: int | None, by: By) -> dict[str, Place]:
    """The parts of a scope by what they are called."""
    if by is By.CHANNELS:
        wanted = ChannelRow.id != NOT_SAID if channel is None else ChannelRow.id == channel
        names = session.execute(select(ChannelRow.id, ChannelRow.name).where(wanted))
        return {name: (unit, id_) for id_, name in names}
    return {units.paths[id_]: (id_, channel) for id_ in units.children(unit)}


def _own_operations(session: Session, unit: list[int], channel: int | None, by: By, stretch: Spans) -> set[str]:
    """The metrics of which the unit (with all merged into it) gave figures of its own, not from its parts."""
    months = [month.first_day for month in (*stretch.now_months, *stretch.before_months)]
    where = [OperationRow.unit_id.in_(unit), OperationRow.live, OperationRow.month.in_(months)]
    if by is By.CHANNELS:
        where.append(OperationRow.channel_id == NOT_SAID)
    elif channel is not None:
        where.append(OperationRow.channel_id == channel)
    return set(session.scalars(select(OperationRow.metric).where(*where).distinct()))


def _breakdown(
    metric: Metric, totals: Sequence[Evidence | None], parts: Sequence[Parts], scope: Scope, *, parts_are_of_it: bool
) -> Breakdown:
    smallest_n = scope.smallest_n
    left = [_rest(total, list(part.values())) for total, part in zip(totals, parts, strict=True)]
    hidden = [_hidden(part, other.evidence, smallest_n) for part, other in zip(parts, left, strict=True)]
    few_n, bounds = scope.few_n, metric.bounds
    compared = compare(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n, hidden=hidden[NOW])
    apart = against_rest(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n, hidden=hidden[NOW])
    total_is_hidden = any(total is not None and is_hidden(total, smallest_n) for total in totals)
    adds_up = all(other.adds_up for other in left) and (parts_are_of_it or not any(parts))
    if total_is_hidden or not adds_up:
        return Breakdown(None, compared, apart)
    whole = [_with_rest(part, other.evidence) for part, other in zip(parts, left, strict=True)]
    too_few = frozenset[str]().union(*hidden, *(_hidden(part, None, smallest_n) for part in whole))
    return Breakdown(mix_split(whole[NOW], whole[BEFORE], hidden=too_few), compared, apart)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What of a total its parts leave over, and whether they are parts of it at all."""

    evidence: Evidence | None
    adds_up: bool


REST = "Not under any of these"


def _rest(total: Evidence | None, parts: Sequence[Evidence]) -> _Rest:
    if total is None:
        return _Rest(None, not parts)
    try:
        return _Rest(rest(total, parts), True)
    except ValueError:
        return _Rest(None, False)


def _with_rest(parts: Parts, left: Evidence | None) -> Parts:
    return parts if left is None else {**parts, REST: left}


def _hidden(parts: Parts, left: Evidence | None, smallest_n: int) -> frozenset[str]:
    """The parts that must not be shown; visits are nobody's answers and are never hidden."""
    if any(isinstance(part, VisitSums | VisitShare) for part in parts.values()):
        return frozenset()
    counts = {name: part.n for name, part in parts.items() if part.n is not None}
    return hidden_children(counts, smallest_n, elsewhere=(left.n or 0.0) if left else 0.0)
