"""“How do the branches compare?” where there are two or three: each with its margin, and which of them differ."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from db.reports.unit_comparison import UnitComparison
from metrics.catalogue.metric import Metric
from metrics.units.comparison import ComparedUnit
from metrics.units.unit_pairs import UnitPair
from pages.figures.ranges import Range, ranges_figure
from pages.language import numbers
from pages.parts import html

FEWEST = 2
# As wide as the funnel that stands here of more units, so that its letters are as large.
WIDTH = 420


def few_units(
    metric: Metric, found: UnitComparison, names: Mapping[str, str], not_shown: str = ""
) -> tuple[Markup, ...]:
    """The sentence and, of at least two, the figure, the highest first.

    `names` has what each shown unit is called; `not_shown` says how many are not.
    """
    shown = sorted((unit for unit in found.compared if unit.value is not None), key=_highest_first)
    if len(shown) < FEWEST:
        enough = "Only one of them has" if shown else "None of them has"
        return (html.paragraph("finding", f"{enough} enough {metric.cases} to be shown."),)
    said = finding(metric, found, names) + not_shown
    parts = [
        Range(names[unit.name], unit.value or 0.0, unit.low, unit.high, numbers.value(metric, unit.value or 0.0))
        for unit in shown
    ]
    return html.paragraph("finding", said), html.drawing(ranges_figure(parts, None, "", f"By branch. {said}", WIDTH))


def _highest_first(unit: ComparedUnit) -> tuple[float, str]:
    return -(unit.value or 0.0), unit.name


def finding(metric: Metric, found: UnitComparison, names: Mapping[str, str]) -> str:
    """Which of the pairs differ by more than their answers explain, that none does, or why it cannot be said."""
    tested = [pair for pair in found.pairs if pair.p is not None]
    apart = [pair for pair in tested if pair.differs]
    if all(pair.difference.p is None for pair in found.pairs):
        said = "There is no margin, so it is not known whether they differ by more than chance."
    elif not tested:
        said = f"There are too few {metric.cases} to say whether they differ by more than chance."
    elif apart:
        said = f"{_differing(metric, apart, names)}: more than their {metric.cases} explain."
        if len(apart) < len(found.pairs):
            said += " Otherwise no difference is."
    else:
        said = f"They do not differ by more than their {metric.cases} explain."
    said += f" {numbers.begun(numbers.span_label(found.span))} together."
    if any(unit.low is not None for unit in found.compared):
        said += f" Lines are the 95{numbers.THIN}% margins."
    return said


def _differing(metric: Metric, apart: Sequence[UnitPair], names: Mapping[str, str]) -> str:
    """“Leeds is 12.0 above York and 9.1 above Hull, and Hull is 3.0 above York”."""
    said: dict[str, list[str]] = {}
    for pair in apart:
        gap = pair.difference.estimate or 0.0
        step = numbers.step(metric, gap, gap).lstrip("+")
        said.setdefault(pair.high, []).append(f"{step} above {names[pair.low]}")
    return ", and ".join(f"{names[high]} is {numbers.listed(steps)}" for high, steps in said.items())
