"""A total broken down by units or channels: the value of each part, and a change split into mix and within."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import SpanEvidence, span_evidence, with_own_operations
from db.queries.evidence_query import EvidenceQuery, Place
from db.queries.settings import channel_ids, channels_in, with_settings
from db.tables import NOT_SAID
from metrics.answers.evidence import Evidence, rest
from metrics.catalogue import Metric
from metrics.comparison_periods import spans
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import MixSplit, mix_split
from metrics.statistics.small_samples import is_hidden
from metrics.units.comparison import AgainstRest, ComparedUnit, against_rest, compare
from metrics.units.disclosure_control import hidden_parts
from metrics.vocabulary import Scope, Span

Parts = Mapping[str, Evidence]


class By(StrEnum):
    """What a scope is broken down by."""

    UNITS = "units"
    CHANNELS = "channels"


@dataclass(frozen=True, slots=True)
class Breakdown:
    """A metric's parts at a scope: the change split over them, each part compared, and each against the rest.

    `mix` is None where the change cannot be split: a period without cases, values without counts, or parts that do
    not add up to the total (a unit's own operations replace those of its children).
    """

    mix: MixSplit | None
    compared: tuple[ComparedUnit, ...]
    apart: tuple[AgainstRest, ...] = ()


def breakdowns(
    session: Session, scope: Scope, metrics: Sequence[Metric], by: By, *, a_year: bool = False
) -> dict[str, Breakdown]:
    """For each metric its breakdown by the units directly below the scope's, or by channel.

    The change is against the period before, with `a_year` against the same period a year earlier.
    """
    scope, stretch = with_settings(session, scope), spans(scope)
    compared = (stretch.now, stretch.year_ago if a_year else stretch.before)
    tree, channels = Units.of(session), channels_in(session, scope)
    unit = tree.found(scope.unit)
    asked = EvidenceQuery(tree, metrics, [unit], channels, scope.audience)
    names, total, parts = (_by_units if by is By.UNITS else _by_channels)(session, asked, compared)
    own = with_own_operations(session, tree.one_with(unit), compared, channels if by is By.UNITS else [NOT_SAID])
    here: Place = unit, channels[0] if channels else None
    return {
        metric.id: _breakdown(
            metric,
            [total[metric.id].get(here, {}).get(span) for span in compared],
            [_named(parts[metric.id], names, span) for span in compared],
            scope,
            parts_are_of_it=metric.id not in own,
        )
        for metric in metrics
    }


def breakdowns_of(session: Session, cards: Sequence[Scorecard], by: By) -> dict[str, Breakdown]:
    """The breakdown of each card's metric, over the days that the card compares."""
    alike: dict[Scope, list[Metric]] = defaultdict(list)
    for card in cards:
        alike[card.scope].append(card.metric)
    return {id_: part for scope, own in alike.items() for id_, part in breakdowns(session, scope, own, by).items()}


NamedPlaces = Mapping[Place, str]
Split = tuple[NamedPlaces, SpanEvidence, SpanEvidence]  # the parts by name, the evidence of the total and of the parts


def _by_units(session: Session, total: EvidenceQuery, compared: Sequence[Span]) -> Split:
    tree, channel = total.tree, total.channels[0] if total.channels else None
    children = tree.children(total.units[0])
    found = span_evidence(session, replace(total, units=[*total.units, *children]), compared)
    return {(child, channel): tree.paths[child] for child in children}, found, found


def _by_channels(session: Session, total: EvidenceQuery, compared: Sequence[Span]) -> Split:
    named = {id_: name for name, id_ in channel_ids(session).items() if not total.channels or id_ in total.channels}
    parts = span_evidence(session, replace(total, channels=list(named)), compared)
    unit = total.units[0]
    return {(unit, id_): name for id_, name in named.items()}, span_evidence(session, total, compared), parts


def _named(found: Mapping[Place, Mapping[Span, Evidence]], names: NamedPlaces, span: Span) -> Parts:
    """The evidence of each named place that has some in `span`, in the order of names."""
    known = {name: found[place][span] for place, name in names.items() if span in found.get(place, {})}
    return dict(sorted(known.items()))


NOW, BEFORE = 0, 1


def _breakdown(
    metric: Metric, totals: Sequence[Evidence | None], parts: Sequence[Parts], scope: Scope, *, parts_are_of_it: bool
) -> Breakdown:
    smallest_n = scope.smallest_n
    left = [_rest(total, list(part.values())) for total, part in zip(totals, parts, strict=True)]
    hidden = [hidden_parts(part, other.evidence, smallest_n) for part, other in zip(parts, left, strict=True)]
    few_n, bounds = scope.few_n, metric.bounds
    compared = compare(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n, hidden=hidden[NOW])
    apart = against_rest(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n, hidden=hidden[NOW])
    total_is_hidden = any(total is not None and is_hidden(total, smallest_n) for total in totals)
    adds_up = all(other.adds_up for other in left) and (parts_are_of_it or not any(parts))
    if total_is_hidden or not adds_up:
        return Breakdown(None, compared, apart)
    whole = [_with_rest(part, other.evidence) for part, other in zip(parts, left, strict=True)]
    too_few = frozenset[str]().union(*hidden, *(hidden_parts(part, None, smallest_n) for part in whole))
    return Breakdown(mix_split(whole[NOW], whole[BEFORE], hidden=too_few), compared, apart)


@dataclass(frozen=True, slots=True)
class _Rest:
    """What is left of a total without its parts, and whether the parts add up."""

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
