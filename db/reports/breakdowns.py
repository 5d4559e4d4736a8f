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
from metrics.answers.evidence import Evidence, Withheld, rest
from metrics.catalogue import Metric
from metrics.comparison_periods import spans
from metrics.scorecard import Scorecard
from metrics.statistics.mix_effect import OTHERS, MixSplit, mix_split
from metrics.units.comparison import AgainstRest, ComparedUnit, against_rest, compare, withheld_rest
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
    few_n, bounds, smallest_n = scope.few_n, metric.bounds, scope.smallest_n
    left = withheld_rest(totals[NOW], list(parts[NOW].values()))
    compared = compare(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n, left=left)
    apart = against_rest(parts[NOW], bounds=bounds, smallest_n=smallest_n, few_n=few_n)
    return Breakdown(_mix(totals, parts) if parts_are_of_it or not any(parts) else None, compared, apart)


REST = "Not under any of these"


def _mix(totals: Sequence[Evidence | None], parts: Sequence[Parts]) -> MixSplit | None:
    """The change split over the parts; those that are withheld in either period are one part, with what is in none."""
    withheld = {name for part in parts for name, own in part.items() if isinstance(own, Withheld)}
    whole = []
    for total, part in zip(totals, parts, strict=True):
        apart = {name: own for name, own in part.items() if name not in withheld}
        try:
            left = None if total is None else rest(total, list(apart.values()))
        except ValueError:
            return None
        if total is None and apart:
            return None
        whole.append(apart if left is None else {**apart, OTHERS if withheld else REST: left})
    return mix_split(whole[NOW], whole[BEFORE])
