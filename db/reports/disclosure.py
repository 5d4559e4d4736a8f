"""Hides figures of one unit that would reveal another's: decided for each metric and month over all units together.

The one place where the rule of `metrics.units.disclosure_control` is applied to reports. A report of one unit alone is
not checked here yet, so it still shows what a list with its siblings hides.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace

from db.reports.scorecards import Report
from metrics.answers.evidence import Evidence
from metrics.periods import Month
from metrics.units.disclosure_control import hidden_units, withhold

HiddenMonths = Mapping[str, Collection[Month]]  # the months in which a metric (its id) must not be shown


def hidden_months(reports: Mapping[str, Report]) -> Mapping[str, HiddenMonths]:
    """By unit and metric the months that must not be shown, so that no unit's few answers are found by subtraction.

    `reports` have the same scope except for their unit, by its path; "" is the whole organisation.
    """
    units: dict[tuple[str, Month], dict[str, Evidence]] = defaultdict(dict)
    for path, report in reports.items():
        for card in report.scorecards:
            for point in card.series:
                if point.evidence is not None:
                    units[card.metric.id, point.month][path] = point.evidence
    hidden: dict[str, dict[str, set[Month]]] = defaultdict(lambda: defaultdict(set))
    smallest_n = next((report.scope.smallest_n for report in reports.values()), 0)
    for (metric, month), of_units in units.items():
        for path in hidden_units(of_units, smallest_n):
            hidden[path][metric].add(month)
    return hidden


def without_hidden(reports: Mapping[str, Report]) -> dict[str, Report]:
    """The reports, each without the figures that the others would reveal."""
    hidden = hidden_months(reports)
    return {
        path: replace(
            report,
            scorecards=tuple(
                withhold(card, hidden.get(path, {}).get(card.metric.id, ())) for card in report.scorecards
            ),
        )
        for path, report in reports.items()
    }
