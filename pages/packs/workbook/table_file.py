"""One table as a file that any spreadsheet opens safely: CSV, or XLSX with a second sheet “About”."""

from __future__ import annotations

import csv
import datetime as dt
import io
from dataclasses import dataclass

from xlsxwriter import Workbook

Cell = str | float | None
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n")
WIDEST = 40
LONGEST_NAME = 31  # of a sheet, as spreadsheets allow
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


@dataclass(frozen=True, slots=True)
class TableFile:
    """A table: name, headings, rows (None: an empty cell), and facts about it as name and text."""

    name: str
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    about: tuple[tuple[str, str], ...] = ()


def csv_file(sheet: TableFile) -> bytes:
    """The table as UTF-8 with the byte order mark that spreadsheets look for; no text in it runs as a formula."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(map(_safe, sheet.headings))
    writer.writerows([_safe(cell) if isinstance(cell, str) else cell for cell in row] for row in sheet.rows)
    return text.getvalue().encode("utf-8-sig")


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_RUNS) else text


def xlsx_file(sheet: TableFile, moment: dt.datetime) -> bytes:
    """The table and the facts about it as a workbook of two sheets, dated `moment`; texts stay texts."""
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"title": sheet.name, "created": moment})
        bold = workbook.add_format({"bold": True, "bottom": 1})
        table = workbook.add_worksheet(sheet.name.translate(_NOT_IN_NAMES).strip()[:LONGEST_NAME] or "Table")
        table.freeze_panes(1, 1)
        for column, heading in enumerate(sheet.headings):
            longest = max((len(str(row[column])) for row in sheet.rows if row[column] is not None), default=0)
            table.set_column(column, column, min(WIDEST, max(len(heading), min(longest, 12)) + 2))
            table.write_string(0, column, heading, bold)
        for line, row in enumerate(sheet.rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    table.write_string(line, column, cell)
                elif cell is not None:
                    table.write_number(line, column, cell)
        about = workbook.add_worksheet("About")
        about.set_column(0, 0, 16)
        for line, (name, text) in enumerate(sheet.about):
            about.write_string(line, 0, name, bold)
            about.write_string(line, 1, text)
    return made.getvalue()
