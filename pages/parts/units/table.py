"""The units' table on screen and as a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from html import escape
from itertools import groupby

from db.queries.settings import Unit
from db.reports.unit_matrix import MatrixColumn, UnitMatrix
from metrics.catalogue.metric import Metric
from metrics.vocabulary import Scope, Value, Verdict
from pages.figures.icons import verdict_mark, verdict_marks
from pages.language import labels, numbers
from pages.language.sentences import in_period
from pages.packs.workbook.table_file import Cell, TableFile
from pages.parts import metric_cells
from pages.parts.units.row_selection import MISSED_FIRST, Levels, MissedCount, RowSelection, below_of, counted, lowest


def headline(tree: UnitMatrix, unit: str, organisation: str) -> str:
    """How many of the lowest units missed a standard, and which one missed most."""
    places, counts = lowest(tree, unit), counted(tree)
    judged = [place for place in places if counts[place].of]
    when = in_period(tree.scope)
    if not judged:
        return f"No standard could be judged at any unit {when}."
    missed = [place for place in judged if counts[place].missed]
    of = numbers.count(len(judged), "units")
    if not missed:
        return f"None of {of} missed a standard {when}." if len(judged) > 1 else f"No standard was missed {when}."
    if len(judged) == 1:
        alone = missed[0]
        return f"{name_of(tree.units[alone], organisation)} missed {_of(counts[alone])} {when}."
    first = f"{numbers.plain(len(missed), 0)} of {of} missed a standard {when}."
    most = max(missed, key=lambda place: counts[place].missed)
    at = counts[most].missed
    if at == 1 or sum(counts[place].missed == at for place in missed) > 1:
        return first
    return f"{first} {name_of(tree.units[most], organisation)} missed most: {at} of {counts[most].of}."


def _of(own: MissedCount) -> str:
    return f"{own.missed} of {numbers.count(own.of, 'standards')}"


def name_of(unit: Unit, organisation: str) -> str:
    """A unit's own name; the whole organisation's is the organisation's."""
    return unit.name or organisation or "The whole organisation"


def unit_table(
    tree: UnitMatrix, shown: Sequence[int], columns: Sequence[MatrixColumn], wanted: RowSelection, organisation: str
) -> str:
    """The units at the places `shown`, with these columns."""
    counts, below = counted(tree), below_of(tree.units)
    top = min((tree.units[place].depth for place in shown), default=0)
    is_tree = not wanted.find and wanted.levels is not Levels.LOWEST
    body = []
    for place in shown:
        unit = tree.units[place]
        indent = unit.depth - top if is_tree else 0
        named = _name(unit, tree.scope, below.get(unit.path, 0), organisation, in_tree=is_tree)
        inside = "".join(_cell(tree.scope, unit, column, place) for column in columns)
        closed = ' class="closed"' if unit.closed_from and unit.closed_from <= tree.scope.month else ""
        body.append(
            f'<tr{closed}><th scope="row" class="in{min(indent, 6)}">{named}</th>'
            f'<td class="number missed">{_missed(counts[place])}</td>{inside}</tr>'
        )
    caption = f"Every unit and metric against its standard {in_period(tree.scope)}"
    return metric_cells.joined(
        (
            verdict_marks(),
            f'<div class="scroller units" tabindex="0" role="region" aria-label="{escape(caption)}">',
            f'<table class="plain units"><caption>{escape(caption)}</caption>{_head(columns, wanted)}',
            f"<tbody>{''.join(body)}</tbody></table></div>",
        )
    )


def _head(columns: Sequence[MatrixColumn], wanted: RowSelection) -> str:
    families = [(family, len(list(own))) for family, own in groupby(columns, key=lambda each: each.metric.family)]
    above = "".join(f'<th scope="colgroup" colspan="{width}">{escape(family)}</th>' for family, width in families)
    turned = "ascending" if wanted.best_first else "descending"
    missed = f' aria-sort="{turned}"' if wanted.sort == MISSED_FIRST else ""
    metrics = "".join(
        f'<th scope="col" class="number"{_sorted(column, wanted)}>{_heading(column.metric)}</th>' for column in columns
    )
    return (
        f'<thead><tr class="families"><td></td><td></td>{above}</tr>'
        f'<tr><th scope="col">Unit</th><th scope="col" class="number"{missed}>Standards missed</th>'
        f"{metrics}</tr></thead>"
    )


def _heading(metric: Metric) -> str:
    """The metric with the unit of its numbers, which its cells leave out to be narrow: “Satisfaction, %”."""
    sign = "".join(numbers.signs(metric)).strip()
    unit = f", {sign}" if sign else f" {numbers.UNIT_WORDS[metric.measured_in]}".rstrip()
    return escape(metric.name) + (f'<span class="quiet">{escape(unit)}</span>' if unit else "")


def _sorted(column: MatrixColumn, wanted: RowSelection) -> str:
    if column.metric.id != wanted.sort:
        return ""
    falling = (column.metric.better == "higher") == wanted.best_first
    return f' aria-sort="{"descending" if falling else "ascending"}"'


def _name(unit: Unit, scope: Scope, below: int, organisation: str, *, in_tree: bool) -> str:
    """The unit as a link to its team's page, with where it lies, since when it is closed, and how to open it."""
    here = replace(scope, unit=unit.path)
    link = f'<a href="{metric_cells.link_to("team" if unit.path else "landing", here)}" target="_self">'
    parts = []
    above = unit.path.rpartition("/")[0]
    if above and not in_tree:
        parts.append(escape(above.replace("/", " › ")))
    if unit.closed_from is not None:
        parts.append(f"closed since {numbers.short_month(unit.closed_from)}")
    if below and unit.path:
        more = f'<a href="{metric_cells.link_to("units", here, levels="all")}" target="_self">{below} below</a>'
        parts.append(more)
    small = metric_cells.small(" · ".join(parts)) if parts else ""
    return f"{link}{escape(name_of(unit, organisation))}</a>{small}"


def _missed(counts: MissedCount) -> str:
    if not counts.of:
        return '<span class="unheard">nothing to judge</span>'
    return f'{counts.missed}<span class="quiet"> of {counts.of}</span>'


def _cell(scope: Scope, unit: Unit, column: MatrixColumn, place: int) -> str:
    """A value with its verdict's shape, as a link to the metric's page of that unit; the words come on pointing."""
    metric, value, verdict = column.metric, column.values[place], column.verdicts[place]
    if value.estimate is None and not value.n:
        return f'<td><span class="unheard">No {metric.cases}</span></td>'
    size = value.estimate
    written = "" if size is None else numbers.plain(size, numbers.decimals(metric, size))
    few = " few" if _is_few(value, scope) else ""
    link = metric_cells.link_to("metric", replace(scope, unit=unit.path), metric=metric.id)
    word = labels.VERDICTS[verdict]
    return (
        f'<td class="number{few}"><a href="{link}" target="_self" title="{escape(_said(column, place, scope))}">'
        f'{verdict_mark(verdict)}<span class="unheard">{word} </span>{written}</a></td>'
    )


def _is_few(value: Value, scope: Scope) -> bool:
    return value.n is not None and value.n < scope.few_n


def _said(column: MatrixColumn, place: int, scope: Scope) -> str:
    """The verdict in words, the standard, and what the value stands on."""
    metric, value, number = column.metric, column.values[place], column.standards[place]
    parts = [f"{metric.name}: {labels.VERDICTS[column.verdicts[place]].lower()}"]
    if number is not None and column.verdicts[place] is not Verdict.TOO_FEW_ANSWERS:
        parts.append(f"standard {numbers.standard(metric, number)}")
    if value.estimate is None:
        parts.append(numbers.count(value.n, metric.cases))
        if value.n is not None and value.n >= scope.smallest_n:
            parts.append("hidden, since the rest would tell of a unit with too few")
    else:
        parts.append(labels.sample_size(metric, value, scope.few_n))
    return ", ".join(parts)


def legend(columns: Sequence[MatrixColumn], wanted: RowSelection) -> str:
    """What the shapes mean and what the order is, in a line."""
    present = {verdict for column in columns for verdict in column.verdicts}
    marks = "".join(
        f"<span>{verdict_mark(verdict)}{labels.VERDICTS[verdict].lower()}</span>"
        for verdict in Verdict
        if verdict in present and verdict is not Verdict.NO_DATA
    )
    return (
        f'<div class="closing units"><span class="marks">{marks}</span>'
        f"<span>{_order(wanted)}Grey figures stand on few answers. An empty cell: nothing came in.</span></div>"
    )


def _order(wanted: RowSelection) -> str:
    if wanted.sort in ("", MISSED_FIRST):
        return ""
    return (
        "In order of the value, drawn towards the others of its level the fewer answers it stands on; "
        "units with few answers come after. "
    )


HEADINGS = ("Unit", "Path", "Metric", "Measured in", "Value", "Low", "High", "n", "Standard", "Verdict")


def sheet(tree: UnitMatrix, shown: Sequence[int], columns: Sequence[MatrixColumn], organisation: str) -> TableFile:
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
    return TableFile("Units", HEADINGS, tuple(rows))


def file_name(scope: Scope, unit: str) -> str:
    """A name for the file that any system takes: “units-north-2026-10.csv”."""
    part = re.sub(r"[^\w-]+", "-", unit).strip("-").lower()
    return "-".join(filter(None, ("units", part, str(scope.month)))) + ".csv"
