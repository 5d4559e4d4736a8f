"""The table of the Units page as a file: a line for each unit and metric, with all that its cell stands for."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.tree import Column, Tree
from metrics.vocabulary import Scope, Verdict
from pages.language import labels
from pages.packs.sheets import Cell, Sheet
from pages.parts.unit_table import name_of

HEADINGS = ("Unit", "Path", "Metric", "Measured in", "Value", "Low", "High", "n", "Standard", "Verdict")


def sheet(tree: Tree, shown: Sequence[int], columns: Sequence[Column], organisation: str) -> Sheet:
    """The units at the places `shown` with these metrics; where nothing came in there is no line."""
    rows: list[tuple[Cell, ...]] = []
    for place in shown:
        unit = tree.units[place]
        for column in columns:
            metric, value, verdict = column.metric, column.values[place], column.verdicts[place]
            if verdict is Verdict.NO_DATA:
                continue
            numbers = (value.estimate, value.low, value.high, value.n, column.standards[place])
            named = (name_of(unit, organisation), unit.path, metric.name, metric.measured_in.value)
            rows.append((*named, *numbers, labels.VERDICTS[verdict]))
    return Sheet("Units", HEADINGS, tuple(rows))


def file_name(scope: Scope, unit: str) -> str:
    """A name for the file that any system takes: “units-north-2026-10.csv”."""
    part = re.sub(r"[^\w-]+", "-", unit).strip("-").lower()
    return "-".join(filter(None, ("units", part, str(scope.month)))) + ".csv"
