"""The sheet of one metric: facts about it, its months in typed cells, and a chart that can be edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pages.figures.palette import LIGHT
from pages.packs import pack_text
from pages.packs.clean_text import shortened
from pages.packs.office_charts import number_format, round_scale
from pages.packs.pack import Definition, Pack, Row
from pages.packs.workbook.book import Book, BookCell, SheetWriter, counted

HEADS = (
    "Month",
    "Value",
    "Margin from",
    "Margin to",
    "n",
    "Usual range from",
    "Usual mean",
    "Usual range to",
    "Standard",
    "What stands out",
)
_WIDTHS = (20, 14, 12, 12, 10, 12, 12, 12, 12, 38)
_LONGEST_NAME = 31
_REFUSED = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))
# Names that Excel reserves.
_TAKEN = ("history",)
# The column behind each line of the chart, and the line's style.
_LINES: tuple[tuple[int, dict[str, Any]], ...] = (
    (1, {"line": {"color": LIGHT.ink, "width": 2}, "marker": {"type": "circle", "size": 4}}),
    (8, {"line": {"color": LIGHT.ink, "width": 1.25, "dash_type": "dash"}}),
    (5, {"line": {"color": LIGHT.best_quarter, "width": 1}}),
    (7, {"line": {"color": LIGHT.best_quarter, "width": 1}}),
)
_BESIDE_THE_TABLE, _MOST_LEVELS = 11, 5


def sheet_names(rows: Sequence[Row], taken: Sequence[str]) -> list[str]:
    """A sheet name that Excel accepts for each metric: short, without reserved signs, unique in any letter case."""
    used = {name.casefold() for name in (*taken, *_TAKEN)}
    names = []
    for row in rows:
        plain = " ".join(row.name.translate(_REFUSED).split()) or "Metric"
        name, number = _cut(plain, _LONGEST_NAME), 2
        while name.casefold() in used:
            tail = f" {number}"
            name, number = _cut(plain, _LONGEST_NAME - len(tail)) + tail, number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(name: str, most: int) -> str:
    """The beginning of the name, at most that many letters as Excel counts them."""
    while counted(name) > most:
        name = name[:-1]
    return name.strip()


def metric_sheet(book: Book, pack: Pack, row: Row, name: str) -> None:
    """Write the sheet; `name` is the name of its tab."""
    sheet = book.sheet(name, _WIDTHS)
    sheet.title(f"{row.name} {row.unit}".strip())
    sheet.line(f"“{row.promise}”" if row.promise else "")
    standard = f", standard {row.standard.words}" if row.standard.number is not None else ""
    sheet.fact(pack.period, f"{pack_text.counted(row)}. {row.verdict_words}{standard}.")
    for definition in (own for own in pack.definitions if own.metric == row.metric):
        _definition(sheet, definition)
    sheet.fact("Scope", pack_text.scope(pack))
    sheet.fact("Data up to", pack.cut_off_words)
    sheet.fact("Edition", pack.state)
    sheet.gap()
    if not row.series:
        sheet.line(pack_text.NO_VALUE)
        return
    first = sheet.line_now
    _months(book, sheet, row)
    _chart(book, sheet, row, first)


def _definition(sheet: SheetWriter, own: Definition) -> None:
    for name, text in (
        ("Definition", own.definition),
        ("Numerator", own.numerator),
        ("Denominator", own.denominator),
        ("Excluded", own.exclusions),
        ("Margin", own.margin),
        ("Source", own.source),
        ("Based on", own.uploads.words),
    ):
        if text:
            sheet.fact(name, text)


def _months(book: Book, sheet: SheetWriter, row: Row) -> None:
    sheet.heads(HEADS, range(1, 9))
    number = book.number(row.written)
    for point in row.series:
        lines = (point.lower, point.mean, point.upper, point.standard)
        sheet.row(
            BookCell(point.month, book.month),
            BookCell(point.value.number, number, point.value.words),
            BookCell(point.low, number),
            BookCell(point.high, number),
            BookCell(point.n, book.count),
            *(BookCell(own, number) for own in lines),
            BookCell(point.pattern),
        )


def _chart(book: Book, sheet: SheetWriter, row: Row, heads: int) -> None:
    """Value, dashed standard and usual range, drawn from the cells of the table."""
    chart = book.workbook.add_chart({"type": "line"})
    tab, first, last = sheet.sheet.get_name(), heads + 1, heads + len(row.series)
    for column, look in _LINES:
        chart.add_series(
            {
                "name": [tab, heads, column],
                "categories": [tab, first, 0, last, 0],
                "values": [tab, first, column, last, column],
                **look,
            }
        )
    chart.set_title({"name": shortened(row.name, 120), "overlay": False, "name_font": {"size": 12, "bold": True}})
    chart.set_x_axis({"date_axis": True, "num_format": "mmm yyyy", "major_unit": 6, "major_unit_type": "months"})
    low, high, step = round_scale(row.series, _MOST_LEVELS)
    grid = {"visible": True, "line": {"color": LIGHT.rule}}
    ends = {"min": low, "max": high} | ({} if step is None else {"major_unit": step})
    chart.set_y_axis({"num_format": number_format(row.written), "major_gridlines": grid, **ends})
    chart.set_legend({"position": "bottom"})
    chart.show_blanks_as("gap")
    chart.set_size({"width": 820, "height": 380})
    sheet.sheet.insert_chart(heads, _BESIDE_THE_TABLE, chart, {"description": row.alt})
