"""The lowest units (branches, teams) side by side: which stand out, and where to look first.

Asks for the evidence of three months together and gives it to `metrics`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from db.names import Units
from db.queries.evidence import span_evidence
from db.queries.evidence_query import EvidenceQuery
from db.queries.settings import channels_in, with_settings
from db.reports.scorecards import ending_early
from db.time_limits import TimeLimits
from metrics.answers.evidence import Evidence
from metrics.catalogue import METRICS, Family, Metric
from metrics.comparison_periods import Spans, spans
from metrics.periods import Month, PeriodKind
from metrics.units.comparison import ComparedUnit, compare, withheld_rest
from metrics.units.funnel import FEWEST_TO_STAND_APART, Centre, centre, sampled
from metrics.units.priority_units import MovedUnits, Parts, PriorityUnit, YearApart, places
from metrics.units.unit_pairs import UnitPair, unit_pairs
from metrics.vocabulary import Scope, Span

# What people say, what shoppers saw and how we responded: what a branch can do something about within weeks.
LOOKED_AT = (Family.CUSTOMERS_SAY, Family.SHOPPERS_SAW, Family.RESPONDED)
# As far back as changes from year to year tell how much units usually change.
MONTHS_LOOKED_AT, STRETCHES_A_YEAR = 36, 4
# So many units tell by themselves how much they usually change; their earlier months are not asked for.
MANY_UNITS = 60


@dataclass(frozen=True, slots=True)
class UnitComparison:
    """The lowest units below a scope over the days of `span`, and the middle of their funnel.

    `centre` is None where there is no sampling margin: complete counts, bare values, or no data. `pairs` compares two
    or three shown units with each other; empty with more.
    """

    span: Span
    compared: tuple[ComparedUnit, ...]
    centre: Centre | None
    pairs: tuple[UnitPair, ...] = ()


def compare_units(session: Session, scope: Scope, metric: Metric) -> UnitComparison:
    """The lowest units below the scope's over its last three whole months together, so that each has more answers."""
    branches = _branches(session, scope, [metric])
    now, scope = branches.stretch.now, branches.scope
    found = branches.evidence(session, [metric], [now])[metric.id, now]
    leaves = {path: found[path] for path in branches.leaves if path in found}
    left = withheld_rest(found.get(scope.unit), list(leaves.values()))
    samples = sampled([*leaves.values(), *left])
    compared = compare(leaves, bounds=metric.bounds, smallest_n=scope.smallest_n, few_n=scope.few_n, left=left)
    shown = {unit.name: leaves[unit.name] for unit in compared if unit.value is not None}
    return UnitComparison(
        now,
        compared,
        centre(samples, metric.bounds) if samples else None,
        unit_pairs(shown, metric.bounds, scope.few_n) if len(shown) < FEWEST_TO_STAND_APART else (),
    )


@dataclass(frozen=True, slots=True)
class PriorityUnits:
    """Where to look first: the units found in the days of `span`, against the same days a year earlier."""

    span: Span
    places: tuple[PriorityUnit, ...]


def find_priority_units(session: Session, scope: Scope) -> PriorityUnits:
    """The lowest units below the scope's that changed differently from the rest, the surest first.

    Their last three whole months are compared with the same months a year earlier. Of fewer than `MANY_UNITS` the same
    comparison three, six, … months before tells how much they usually change.
    """
    limits = TimeLimits.of(session)
    metrics = [limits.named(metric, scope.month) for metric in METRICS if metric.family in LOOKED_AT]
    branches = _branches(session, scope, metrics)
    now, before = branches.stretch.now, branches.stretch.year_ago
    found = branches.evidence(session, metrics, [now, before])
    moved = [_moved(metric, found[metric.id, now], found[metric.id, before], branches) for metric in metrics]

    def earlier(asked: Sequence[Metric]) -> Mapping[str, Sequence[YearApart]]:
        return _earlier(session, branches, asked) if len(branches.leaves) < MANY_UNITS else {}

    return PriorityUnits(now, places(moved, before, earlier, branches.scope.smallest_n, branches.scope.few_n))


def _moved(metric: Metric, now: Parts, before: Parts, branches: _Branches) -> MovedUnits:
    asked = branches.open_in(branches.asked_month)
    return MovedUnits(metric, YearApart(*(branches.lowest(parts) for parts in (now, before))), asked)


def _earlier(session: Session, branches: _Branches, metrics: Sequence[Metric]) -> dict[str, list[YearApart]]:
    """The same comparison three, six, … months before, by the metric's id."""
    scope = branches.scope
    stretches = [spans(replace(scope, month=scope.month.plus(-back))).now for back in range(3, MONTHS_LOOKED_AT, 3)]
    found = replace(branches, paths=branches.lowest_paths).evidence(session, metrics, stretches)
    years = list(zip(stretches, stretches[STRETCHES_A_YEAR:], strict=False))
    return {
        metric.id: [YearApart(found[metric.id, now], found[metric.id, ago]) for now, ago in years] for metric in metrics
    }


@dataclass(frozen=True, slots=True)
class _Branches:
    """The scope's unit and all below it by their paths, and the paths of those that have none below.

    `scope` is three whole months, the last one no later than `asked_month`.
    """

    tree: Units
    scope: Scope
    asked_month: Month
    channels: Sequence[int] | None
    paths: Mapping[int, str]
    leaves: tuple[str, ...]
    closed: Mapping[str, dt.date]

    @property
    def stretch(self) -> Spans:
        """The three months, and the same a year earlier."""
        return spans(self.scope)

    @property
    def lowest_paths(self) -> dict[int, str]:
        """The ids and paths of the lowest units."""
        lowest = set(self.leaves)
        return {unit: path for unit, path in self.paths.items() if path in lowest}

    def lowest(self, parts: Parts) -> Parts:
        """What there is of the lowest units."""
        return {path: parts[path] for path in self.leaves if path in parts}

    def open_in(self, month: Month) -> list[str]:
        """Those of the lowest units that are not closed by then."""
        return [path for path in self.leaves if self.closed.get(path, dt.date.max) > month.first_day]

    def evidence(
        self, session: Session, metrics: Sequence[Metric], compared: Sequence[Span]
    ) -> dict[tuple[str, Span], dict[str, Evidence]]:
        """By metric and span the evidence of each unit (by its path) that has some."""
        asked = EvidenceQuery(self.tree, metrics, list(self.paths), self.channels, self.scope.audience)
        found: dict[tuple[str, Span], dict[str, Evidence]] = {
            (metric.id, span): {} for metric in metrics for span in compared
        }
        for metric, of_units in span_evidence(session, asked, compared).items():
            for (unit, _), sums in sorted(of_units.items(), key=lambda each: each[0][0]):
                for span, evidence in sums.items():
                    found[metric, span][self.paths[unit]] = evidence
        return found


def _branches(session: Session, scope: Scope, metrics: Sequence[Metric]) -> _Branches:
    tree = Units.of(session)
    top = tree.found(scope.unit)
    below = tree.branches(top)
    paths = {unit: tree.paths[unit] for unit in below}
    parents = {tree.parents[unit] for unit in below}
    return _Branches(
        tree,
        replace(_three_months(session, with_settings(session, scope), metrics), unit=tree.paths[top]),
        scope.month,
        channels_in(session, scope),
        paths,
        tuple(sorted(paths[unit] for unit in below if unit not in parents and unit != top)),
        {path: since for unit, path in paths.items() if (since := tree.closed_since(unit))},
    )


def _three_months(session: Session, scope: Scope, metrics: Sequence[Metric]) -> Scope:
    """Three months up to the scope's that are whole for all the metrics: none that still runs or ends early."""
    is_over = scope.to_day in (None, scope.month.last_day)
    month = scope.month if is_over and not ending_early(session, scope.month, metrics) else scope.month.previous
    return replace(scope, month=month, period=PeriodKind.ROLLING3, to_day=None)
