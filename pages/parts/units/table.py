"""The units' table on screen and as a file."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markupsafe import Markup

from db.queries.settings import Unit
from db.reports.unit_matrix import MatrixColumn, UnitMatrix
from metrics.catalogue.metric import Metric
from metrics.vocabulary import Scope, Verdict
from pages.figures.icons import verdict_mark, verdict_marks
from pages.language import labels, numbers
from pages.language.early_ends import MAY_BE_CHANCE
from pages.language.sentences import in_period
from pages.packs.workbook.table_file import Cell, TableFile
from pages.parts import html
from pages.parts.html import TableCell, TableColumn, TableRow, drawing, link, span
from pages.parts.metric_cells import link_to
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
) -> Markup:
    """The units at the places `shown`, with these columns."""
    counts, below = counted(tree), below_of(tree.units)
    top = min((tree.units[place].depth for place in shown), default=0)
    is_tree = not wanted.find and wanted.levels is not Levels.LOWEST
    rows = []
    for place in shown:
        unit = tree.units[place]
        indent = unit.depth - top if is_tree else 0
        named = _name(unit, tree.scope, below.get(unit.path, 0), organisation, in_tree=is_tree)
        cells = [TableCell(named, f"in{min(indent, 6)}"), _missed(counts[place])]
        cells += [_cell(tree.scope, unit, column, place) for column in columns]
        rows.append(TableRow(cells, "closed" if unit.closed_from and unit.closed_from <= tree.scope.month else ""))
    caption = f"Every unit and metric against its standard {in_period(tree.scope)}"
    table = html.table(caption, _headings(columns, wanted), rows, classes="plain units")
    return html.joined(drawing(verdict_marks()), html.scroller(caption, table, classes="units"))


def _headings(columns: Sequence[MatrixColumn], wanted: RowSelection) -> list[TableColumn]:
    turned = "ascending" if wanted.best_first else "descending"
    missed = turned if wanted.sort == MISSED_FIRST else ""
    return [
        TableColumn("Unit"),
        TableColumn("Standards missed", "number", sorted=missed),
        *(
            TableColumn(_heading(column.metric), "number", above=column.metric.family, sorted=_sorted(column, wanted))
            for column in columns
        ),
    ]


def _heading(metric: Metric) -> Markup:
    """The metric with the unit of its numbers, which its cells leave out to be narrow: “Satisfaction, %”."""
    sign = "".join(numbers.signs(metric)).strip()
    unit = f", {sign}" if sign else f" {numbers.UNIT_WORDS[metric.measured_in]}".rstrip()
    return html.joined(metric.name, span("quiet", unit) if unit else "")


def _sorted(column: MatrixColumn, wanted: RowSelection) -> str:
    if column.metric.id != wanted.sort:
        return ""
    falling = (column.metric.better == "higher") == wanted.best_first
    return "descending" if falling else "ascending"


def _name(unit: Unit, scope: Scope, below: int, organisation: str, *, in_tree: bool) -> Markup:
    """The unit as a link to its team's page, with what it belongs to, since when it is closed, and how to open it."""
    here = replace(scope, unit=unit.path)
    parts = []
    above = unit.path.rpartition("/")[0]
    if above and not in_tree:
        parts.append(above.replace("/", " › "))
    if unit.closed_from is not None:
        parts.append(f"closed since {numbers.short_month(unit.closed_from)}")
    if below and unit.path:
        parts.append(link(link_to("units", here, levels="all"), f"{below} below"))
    named = link(link_to("team" if unit.path else "landing", here), name_of(unit, organisation))
    return html.joined(named, html.small(html.between(" · ", parts)) if parts else "")


def _missed(counts: MissedCount) -> TableCell:
    if not counts.of:
        return TableCell(span("unheard", "nothing to judge"), "missed")
    return TableCell(html.joined(str(counts.missed), span("quiet", f" of {counts.of}")), "missed")


def _cell(scope: Scope, unit: Unit, column: MatrixColumn, place: int) -> TableCell:
    """A value with its verdict's shape, as a link to the metric's page of that unit; the words come on pointing."""
    metric, value = column.metric, column.values[place]
    if value.estimate is None and not value.n:
        return TableCell(span("unheard", f"No {metric.cases}"))
    size = value.estimate
    written = "" if size is None else numbers.plain(size, numbers.decimals(metric, size))
    address = link_to("metric", replace(scope, unit=unit.path), metric=metric.id)
    word = span("unheard", f"{_verdict_words(column, place)} ")
    shown = link(
        address, drawing(verdict_mark(_drawn_as(column, place))), word, written, title=_said(column, place, scope)
    )
    return TableCell(shown, "few" if value.n is not None and value.n < scope.few_n else "")


def _drawn_as(column: MatrixColumn, place: int) -> Verdict:
    """The verdict whose shape is drawn: one that waits for more answers is not decided."""
    return Verdict.TOO_CLOSE_TO_CALL if place in column.waiting else column.verdicts[place]


def _verdict_words(column: MatrixColumn, place: int) -> str:
    return f"{labels.VERDICTS[column.verdicts[place]]}{MAY_BE_CHANCE if place in column.waiting else ''}"


def _said(column: MatrixColumn, place: int, scope: Scope) -> str:
    """The verdict in words, the standard, and the number of answers."""
    metric, value, number = column.metric, column.values[place], column.standards[place]
    parts = [f"{metric.name}: {_verdict_words(column, place).lower()}"]
    if number is not None and column.verdicts[place] is not Verdict.TOO_FEW_ANSWERS:
        parts.append(f"standard {numbers.standard(metric, number)}")
    if value.estimate is None:
        parts.append(numbers.count(value.n, metric.cases))
        if value.n is not None and value.n >= scope.smallest_n:
            parts.append("hidden, because the rest would reveal a unit with too few")
    else:
        parts.append(labels.sample_size(metric, value, scope.few_n))
    return ", ".join(parts)


def legend(columns: Sequence[MatrixColumn], wanted: RowSelection) -> Markup:
    """What the shapes mean and what the order is, in a line."""
    present = {_drawn_as(column, place) for column in columns for place in range(len(column.verdicts))}
    marks = [
        html.tag("span", drawing(verdict_mark(verdict)), labels.VERDICTS[verdict].lower())
        for verdict in Verdict
        if verdict in present and verdict is not Verdict.NO_DATA
    ]
    order = "" if wanted.sort in ("", MISSED_FIRST) else ORDER
    said = html.tag("span", f"{order}Grey: few answers. Empty: no data.")
    return html.tag("div", span("marks", *marks), said, classes="closing units")


ORDER = (
    "In order of the value, with small samples pulled towards the average of their level; units with few answers come "
    "last. "
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
            rows.append((*named, *numbers, _verdict_words(column, place)))
    return TableFile("Units", HEADINGS, tuple(rows))


def file_name(scope: Scope, unit: str) -> str:
    """A name for the file that any system takes: “units-north-2026-10.csv”."""
    part = re.sub(r"[^\w-]+", "-", unit).strip("-").lower()
    return "-".join(filter(None, ("units", part, str(scope.month)))) + ".csv"
