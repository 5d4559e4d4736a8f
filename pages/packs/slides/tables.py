"""Tables on slides: lines between rows only, split over as many slides as they need."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import groupby

from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.slide import Slide
from pptx.table import Table, _Cell
from pptx.util import Emu, Inches, Pt

from pages.figures.palette import LIGHT, Sense
from pages.packs import pack_text
from pages.packs.clean_text import shortened
from pages.packs.pack import Row, Step
from pages.packs.slides.deck import BOTTOM, COLOURS, EDGE, INNER, TITLES, TOP, describe, write
from pages.packs.text_fit import letters, lines, shared_out

NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
LONGEST_CELL = 420
_SIDE: int = Inches(0.06)
_ABOVE: int = Inches(0.025)
_LINE, _POINT = 1.22, 12700
_ROOM: float = (BOTTOM - TOP) / _POINT


@dataclass(frozen=True, slots=True)
class SlideCell:
    """The words of a cell and their style."""

    words: str
    colour: str = LIGHT.ink
    bold: bool = False
    right: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a table; a heading has one cell that spans all columns."""

    cells: tuple[SlideCell, ...]

    @property
    def is_heading(self) -> bool:
        return len(self.cells) == 1


@dataclass(frozen=True, slots=True)
class SlideTableLayout:
    """A table's headings, the columns' shares of its width, and its text size in points.

    `numbers` are the columns set right, from 0.
    """

    heads: tuple[str, ...]
    shares: tuple[float, ...]
    size: float
    alt: str
    numbers: tuple[int, ...] = ()

    @property
    def widths(self) -> tuple[int, ...]:
        """The columns' widths in English metric units."""
        return tuple(int(INNER * share / sum(self.shares)) for share in self.shares)


def tables(rows: Sequence[Line], layout: SlideTableLayout, new_slide: Callable[[int], Slide]) -> None:
    """Put the rows on as many slides as they need; `new_slide` makes slide 1, 2 and so on."""
    room = _ROOM - _height(Line(tuple(map(SlideCell, layout.heads))), layout)
    for number, page in enumerate(shared_out(_cut(rows), room, lambda own: _height(own, layout)), start=1):
        _table(new_slide(number), page, layout)


def _cut(rows: Sequence[Line]) -> list[Line]:
    return [
        Line(tuple(SlideCell(shortened(own.words, LONGEST_CELL), own.colour, own.bold, own.right) for own in row.cells))
        for row in rows
    ]


def _height(row: Line, layout: SlideTableLayout) -> float:
    """The height of a row, in points."""
    widths = (sum(layout.widths),) if row.is_heading else layout.widths
    most = max(
        lines(cell.words, letters((width - 2 * _SIDE) / _POINT, layout.size))
        for cell, width in zip(row.cells, widths, strict=True)
    )
    return most * layout.size * _LINE + 2 * _ABOVE / _POINT + 1


def _table(slide: Slide, rows: Sequence[Line], layout: SlideTableLayout) -> None:
    heads = Line(
        tuple(SlideCell(head, LIGHT.mute, right=own in layout.numbers) for own, head in enumerate(layout.heads))
    )
    all_rows = (heads, *rows)
    heights = [_height(row, layout) for row in all_rows]
    frame = slide.shapes.add_table(
        len(all_rows), len(layout.heads), EDGE, TOP, INNER, Emu(round(sum(heights) * _POINT))
    )
    describe(frame, layout.alt)
    table = frame.table
    (style,) = frame.element.iter(qn("a:tableStyleId"))
    style.text = NO_STYLE
    table.horz_banding = False
    for column, width in zip(table.columns, layout.widths, strict=True):
        column.width = Emu(width)
    for number, (row, height) in enumerate(zip(all_rows, heights, strict=True)):
        table.rows[number].height = Emu(round(height * _POINT))
        _write_row(table, number, row, layout)


def _write_row(table: Table, number: int, row: Line, layout: SlideTableLayout) -> None:
    if row.is_heading:
        table.cell(number, 0).merge(table.cell(number, len(layout.heads) - 1))
    for column, own in enumerate(row.cells):
        cell = table.cell(number, column)
        cell.margin_left = cell.margin_right = _SIDE
        cell.margin_top = cell.margin_bottom = _ABOVE
        cell.vertical_anchor = MSO_ANCHOR.MIDDLE if row.is_heading or number == 0 else MSO_ANCHOR.TOP
        paragraph = cell.text_frame.paragraphs[0]
        face = {"face": TITLES} if row.is_heading else {}
        write(paragraph, own.words, layout.size, own.colour, bold=own.bold or row.is_heading, **face)
        if own.right:
            paragraph.alignment = PP_ALIGN.RIGHT
    for column in range(len(layout.heads)):
        _rule(table.cell(number, column), LIGHT.ink if number == 0 else LIGHT.rule)


def _rule(cell: _Cell, colour: str) -> None:
    """Draw a thin line below a cell, in its XML since the library has no function for it."""
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001 - the library has no function for lines
    line = properties.makeelement(qn("a:lnB"), {"w": str(Pt(0.75)), "cap": "flat", "cmpd": "sng"})
    fill = line.makeelement(qn("a:solidFill"), {})
    fill.append(fill.makeelement(qn("a:srgbClr"), {"val": colour.removeprefix("#")}))
    line.append(fill)
    properties.insert(0, line)


METRIC_NUMBERS = (1, 2)
METRIC_SHARES = (2.2, 1.85, 1.35, 1.45, 0.85, 1.6, 1.6, 1.05)


def metric_heads(period: str, before: str, year_ago: str) -> tuple[str, ...]:
    """The headings of the metric table."""
    return ("Metric", period, "Sample size", "Verdict", "Standard", before, year_ago, pack_text.COURSE)


def metric_lines(rows: Sequence[Row]) -> list[Line]:
    """A row for each metric, under the heading of its family."""
    found: list[Line] = []
    for family, own in groupby(rows, key=lambda row: row.family):
        found.append(Line((SlideCell(family, bold=True),)))
        found += map(_metric_line, own)
    return found


def _metric_line(row: Row) -> Line:
    missed = row.is_missed
    return Line(
        (
            SlideCell(shortened(" ".join(filter(None, (row.name, row.unit))), 90)),
            SlideCell(pack_text.valued(row), bold=row.value.number is not None, right=True),
            SlideCell("" if row.cases.words == row.value.words else row.cases.words, LIGHT.mute, right=True),
            SlideCell(("✕ " if missed else "") + row.verdict_words, LIGHT.worse if missed else LIGHT.ink, bold=missed),
            SlideCell("none" if row.standard.number is None else row.standard.words, LIGHT.mute),
            _step(row.before),
            _step(row.year_ago),
            SlideCell(
                row.assurance, COLOURS[row.assurance_sense] if row.assurance_sense is not Sense.NEITHER else LIGHT.mute
            ),
        )
    )


def _step(step: Step) -> SlideCell:
    """“▼ −2.3 fell: worse” in its colour; grey where there is no real change."""
    if not step.figure.words:
        return SlideCell(step.meaning, LIGHT.mute)
    said = " ".join(filter(None, (step.arrow, step.figure.words, step.meaning)))
    return SlideCell(said, COLOURS[step.sense] if step.arrow else LIGHT.mute, bold=bool(step.arrow))
