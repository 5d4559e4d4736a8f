"""Sheets of a workbook written from the top down, cell by cell, each with the type of what it holds. Knows no pack."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from functools import cache

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from pages.figures.palette import LIGHT
from pages.packs.pack import Written
from pages.packs.printable import shortened

# What a cell and a footer hold at most.
LONGEST_TEXT, LONGEST_FOOT = 32_000, 200
Content = str | float | dt.date | None


class Book:
    """A workbook with the formats its sheets share; `foot` is printed under each page."""

    def __init__(self, workbook: Workbook, foot: str) -> None:
        self.workbook = workbook
        self.foot = shortened(foot, LONGEST_FOOT).replace("&", "&&")
        top = {"valign": "top"}
        self.text = workbook.add_format(top | {"text_wrap": True})
        self.loose = workbook.add_format(top)
        self.title = workbook.add_format(top | {"bold": True, "font_size": 16, "font_color": LIGHT.ink})
        self.head = workbook.add_format(top | {"bold": True, "text_wrap": True, "bottom": 2})
        self.name = workbook.add_format(top | {"bold": True})
        self.count = workbook.add_format(top | {"num_format": "#,##0"})
        self.plain = workbook.add_format(top | {"num_format": "General"})
        self.day = workbook.add_format(top | {"num_format": "d mmm yyyy", "align": "left"})
        self.month = workbook.add_format(top | {"num_format": "mmm yyyy", "align": "left"})
        self.number: Callable[[Written], Format] = cache(lambda own: self._numbers(number_format(own)))
        self.step: Callable[[Written], Format] = cache(lambda own: self._numbers(step_format(own)))

    def sheet(self, name: str, widths: Sequence[float]) -> Sheet:
        """A new sheet with columns of so many characters, printed on pages as wide as it."""
        sheet = self.workbook.add_worksheet(name)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_footer(f"&L&8{self.foot}&R&8Page &P of &N")
        sheet.hide_gridlines(2)
        return Sheet(self, sheet)

    def _numbers(self, written: str) -> Format:
        return self.workbook.add_format({"valign": "top", "num_format": written})


class Sheet:
    """A sheet that is written line after line; `line_now` is the next one, counted from 0."""

    def __init__(self, book: Book, sheet: Worksheet) -> None:
        self.book, self.sheet, self.line_now = book, sheet, 0

    def title(self, words: str) -> None:
        """The first line of a sheet."""
        self.line(words, self.book.title)

    def line(self, words: str, look: Format | None = None) -> None:
        """A sentence that may run over the columns beside it; nothing where it is empty."""
        if words:
            self._put(0, words, look or self.book.loose)
            self.line_now += 1

    def fact(self, name: str, words: str) -> None:
        """A name with what there is to say of it."""
        self._put(0, name, self.book.name)
        self._put(1, words, self.book.loose)
        self.line_now += 1

    def gap(self) -> None:
        """An empty line."""
        self.line_now += 1

    def heads(self, heads: Sequence[str], value: str = "") -> None:
        """The headings of a table, which stay in view and on each printed page; `value` says when “Value” is of."""
        for column, words in enumerate(heads):
            self._put(column, f"{words}, {value}" if words == "Value" and value else words, self.book.head)
        self.line_now += 1
        self.sheet.freeze_panes(self.line_now, 1)
        self.sheet.repeat_rows(self.line_now - 1)

    def cells(self) -> Callable[..., None]:
        """A new row; what is given back writes its cells one after the other: content, format, words in its place.

        The words stand where the content is None.
        """
        line, columns = self.line_now, iter(range(200))
        self.line_now += 1

        def cell(content: Content, look: Format | None = None, words: str = "") -> None:
            column = next(columns)
            self._put(column, words if content is None else content, self.book.text if content is None else look, line)

        return cell

    def _put(self, column: int, content: Content, look: Format | None, line: int | None = None) -> None:
        """Write by the content's type. Text goes in as text and never as a formula, a link or a number."""
        at = self.line_now if line is None else line
        if isinstance(content, str):
            if content:
                self.sheet.write_string(at, column, shortened(content, LONGEST_TEXT), look or self.book.text)
        elif isinstance(content, dt.date):
            self.sheet.write_datetime(at, column, dt.datetime.combine(content, dt.time.min), look)
        elif content is not None:
            self.sheet.write_number(at, column, content, look)


def number_format(written: Written) -> str:
    """How Excel writes a metric's numbers: “#,##0.0" %"”, “"£"#,##0”, with a true minus sign."""
    digits = "#,##0" + ("." + "0" * written.decimals if written.decimals else "")
    positive = f"{_quoted(written.before)}{digits}{_quoted(written.after)}"
    return f'{positive};"−"{positive}'


def step_format(written: Written) -> str:
    """The same for a difference: with its sign in front and without “%”, as points of per cent are no per cent."""
    digits = "#,##0" + ("." + "0" * written.decimals if written.decimals else "")
    money = _quoted(written.before)
    return f'"+"{money}{digits};"−"{money}{digits};0'


def _quoted(sign: str) -> str:
    plain = sign.replace('"', "")
    return f'"{plain}"' if plain else ""
