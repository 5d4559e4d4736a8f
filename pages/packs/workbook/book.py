"""Sheets of a workbook, written from the top down in typed cells. Knows no pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pages.figures.palette import LIGHT
from pages.packs.clean_text import shortened
from pages.packs.office_charts import number_format, step_format
from pages.packs.pack import NumberFormat
from pages.packs.text_fit import lines

# The most letters a cell and a footer can hold.
LONGEST_TEXT, LONGEST_FOOT = 32_000, 200
# Letters per unit of column width, lines per row at most, and the heights of lines and titles in points.
LETTERS, MOST_LINES, LINE_HEIGHT, TITLE_HEIGHT = 0.95, 27, 15.0, 26.0
MOST_IN_VIEW = 4


@dataclass(frozen=True, slots=True)
class BookCell:
    """A cell's content and format; where there is no number or date, `words` are written instead."""

    content: str | float | dt.date | None
    look: Format | None = None
    words: str = ""


class Book:
    """A workbook with the formats that its sheets share; `foot` is printed at the foot of each page."""

    def __init__(self, workbook: Workbook, foot: str) -> None:
        self.workbook = workbook
        self.foot = footer(foot)
        top = {"valign": "top"}
        self.text = workbook.add_format(top | {"text_wrap": True, "align": "left", "indent": 1})
        self.first = workbook.add_format(top | {"text_wrap": True, "bold": True})
        self.loose = workbook.add_format(top)
        self.title = workbook.add_format(top | {"bold": True, "font_size": 16, "font_color": LIGHT.ink})
        head = top | {"bold": True, "text_wrap": True, "bottom": 1}
        self.first_head = workbook.add_format(head)
        self.head = workbook.add_format(head | {"align": "left", "indent": 1})
        self.number_head = workbook.add_format(head | {"align": "right"})
        self.name = workbook.add_format(top | {"bold": True})
        self.count = workbook.add_format(top | {"num_format": "#,##0"})
        self.nothing = workbook.add_format(top | {"num_format": "0;0;0"})
        self.plain = workbook.add_format(top | {"num_format": "General"})
        self.day = workbook.add_format(top | {"num_format": "d mmm yyyy", "align": "left"})
        self.month = workbook.add_format(top | {"num_format": "mmm yyyy", "align": "left"})
        self.number: Callable[[NumberFormat], Format] = cache(lambda own: self._numbers(number_format(own)))
        self.step: Callable[[NumberFormat], Format] = cache(lambda own: self._numbers(step_format(own)))

    def sheet(self, name: str, widths: Sequence[float]) -> SheetWriter:
        """A new sheet with columns of these widths in characters; printing fits it to the width of the page."""
        sheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(
            f"&L&8 {self.foot}&R&8 Page &P of &N"
        )  # the blank keeps a figure after the size from joining it
        sheet.hide_gridlines(2)
        return SheetWriter(self, sheet, widths)

    def _numbers(self, written: str) -> Format:
        return self.workbook.add_format({"valign": "top", "num_format": written})


class SheetWriter:
    """A sheet that is written line after line; `line_now` is the next one, counted from 0."""

    def __init__(self, book: Book, sheet: Worksheet, widths: Sequence[float]) -> None:
        self.book, self.sheet, self.line_now, self._widths = book, sheet, 0, widths

    def title(self, words: str) -> None:
        """The first line of a sheet."""
        self.sheet.set_row(self.line_now, TITLE_HEIGHT)
        self.line(words, self.book.title)

    def line(self, words: str, look: Format | None = None) -> None:
        """A sentence that may run over the next columns; nothing where it is empty."""
        if words:
            self._put(0, words, look or self.book.loose)
            self.line_now += 1

    def fact(self, name: str, words: str) -> None:
        """A name and its text."""
        self._put(0, name, self.book.name)
        self._put(1, words, self.book.loose)
        self.line_now += 1

    def gap(self) -> None:
        """An empty line."""
        self.line_now += 1

    def heads(self, heads: Sequence[str], numbers: Collection[int] = ()) -> None:
        """The headings of a table, repeated on each printed page; they stay in view where there is little above them.

        `numbers` are the columns of numbers, whose headings are set right.
        """
        for column, words in enumerate(heads):
            self._put(column, words, self._head(column, numbers))
        self._make_room(heads)
        self.sheet.repeat_rows(self.line_now)
        self.line_now += 1
        self.sheet.freeze_panes(self.line_now if self.line_now <= MOST_IN_VIEW else 0, 1)

    def _head(self, column: int, numbers: Collection[int]) -> Format:
        if column in numbers:
            return self.book.number_head
        return self.book.head if column else self.book.first_head

    def row(self, *cells: BookCell) -> None:
        """A row of a table, high enough for its texts; the first cell is its name."""
        for column, cell in enumerate(cells):
            if cell.content is None:
                self._put(column, cell.words, self.book.text)
            else:
                self._put(column, cell.content, cell.look or (self.book.text if column else self.book.first))
        self._make_room([cell.content if isinstance(cell.content, str) else cell.words for cell in cells])
        self.line_now += 1

    def _make_room(self, texts: Sequence[str]) -> None:
        """Set the height that the texts need; some programs do not calculate it themselves."""
        columns = zip(texts, self._widths, strict=False)
        most = max((lines(text, max(1, int(width * LETTERS))) for text, width in columns), default=1)
        self.sheet.set_row(self.line_now, min(most, MOST_LINES) * LINE_HEIGHT)

    def _put(self, column: int, content: str | float | dt.date, look: Format) -> None:
        """Write by the content's type. Text stays text, never a formula, a link or a number."""
        at = self.line_now
        if isinstance(content, str):
            if content:
                self.sheet.write_string(at, column, shortened(content, LONGEST_TEXT), look)
        elif isinstance(content, dt.date):
            self.sheet.write_datetime(at, column, dt.datetime.combine(content, dt.time.min), look)
        else:
            self.sheet.write_number(at, column, content, look)


def footer(words: str) -> str:
    """A page footer as Excel accepts it: “&” written twice, and not too long, where rare letters count as two."""
    kept = shortened(words, LONGEST_FOOT)
    while counted(_escaped(kept)) > LONGEST_FOOT:
        kept = shortened(kept, len(kept) - 1)
    return _escaped(kept)


def _escaped(words: str) -> str:
    return words.replace("&", "&&")


def counted(text: str) -> int:
    """How many letters Excel counts in a text."""
    return len(text.encode("utf-16-le")) // 2
