"""The rows of a file that could not be read, as they were, with the reason beside them, to correct and upload again."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice

from db.formats.columns.roles import Role
from db.formats.files import encodings
from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.reason_column import REASON, escaped
from db.formats.files.row_problem import RowProblem
from db.formats.files.source import Source
from db.formats.files.table import Table
from db.formats.recognise.choose_sheet import open_table
from db.formats.rows.mapping import FileMapping
from db.formats.tools.layout import TableLayout, is_filled
from db.formats.values.personal_data import masked
from metrics.vocabulary import Kind


def rows_left_out(
    source: Source, mapping: FileMapping, problems: Iterable[RowProblem], personal: Collection[int]
) -> bytes:
    """A CSV file of the lines of `source` that have `problems`, under its own headings, with a column of reasons last.

    It can be read again as it stands. The cells of `personal` columns (from 1) are left empty. A shopper's visit is
    given back whole, since it is refused whole. No spreadsheet runs a cell as a formula. A line that cannot be
    split into cells is given as one cell, with addresses and telephone numbers masked.
    """
    file = open_table(source)
    layout = file.layout
    if layout is None:
        return b""
    reasons = _by_line(problems)
    wanted = _visits(file.table, layout, mapping, reasons) if mapping.kind is Kind.SHOPPER else frozenset()
    place = _place_of_visit(mapping)
    raw = _raw_lines(source, file.table, reasons)
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for cells in _headings(file.table, layout):
        writer.writerow(_row(cells, len(layout.headings), REASON, ()))
    for line, found in _data(file.table, layout):
        cells = [raw.get(line, "")] if isinstance(found, BrokenRecord) else found
        if line in reasons or (wanted and _cell(cells, place) in wanted):
            writer.writerow(_row(cells, len(layout.headings), " ".join(reasons.get(line, ())), personal))
    return text.getvalue().encode("utf-8-sig")


def _by_line(problems: Iterable[RowProblem]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = defaultdict(list)
    for problem in problems:
        where = f"{problem.column}: " if problem.column else ""
        if f"{where}{problem.message}" not in found[problem.line]:
            found[problem.line].append(f"{where}{problem.message}")
    return dict(found)


def _row(cells: Cells, width: int, reason: str, personal: Collection[int]) -> list[str]:
    """The cells with the reason after the last heading; cells beyond it, which have no heading, stay visible."""
    own = ["" if place in personal else escaped(cell) for place, cell in enumerate(cells, 1)]
    filled = own[:width] + [""] * (width - len(own))
    return [*filled, escaped(reason), *own[width:]]


def _headings(table: Table, layout: TableLayout) -> list[Cells]:
    filled = (cells for _, cells in _filled(table.records()) if not isinstance(cells, BrokenRecord))
    return list(islice(filled, layout.above, layout.above + layout.header_rows))


def _data(table: Table, layout: TableLayout) -> Iterator[Record]:
    return islice(_filled(table.records()), layout.above + layout.header_rows, None)


def _filled(records: Iterator[Record]) -> Iterator[Record]:
    return ((line, cells) for line, cells in records if isinstance(cells, BrokenRecord) or is_filled(cells))


def _place_of_visit(mapping: FileMapping) -> int:
    columns = mapping.with_role(Role.VISIT_ID)
    return columns[0].index - 1 if columns else -1


def _visits(
    table: Table, layout: TableLayout, mapping: FileMapping, reasons: Mapping[int, list[str]]
) -> frozenset[str]:
    """The names of the visits that have a line among `reasons`."""
    place = _place_of_visit(mapping)
    named = (_cell(cells, place) for line, cells in _data(table, layout) if line in reasons)
    return frozenset(name for name in named if name)


def _cell(cells: Cells | BrokenRecord, place: int) -> str:
    return "" if isinstance(cells, BrokenRecord) or not 0 <= place < len(cells) else cells[place].strip()


def _raw_lines(source: Source, table: Table, lines: Mapping[int, list[str]]) -> dict[int, str]:
    """The lines of a text as they stand, for records that cannot be split into cells."""
    if table.encoding is None:
        return {}
    with encodings.encoding(source).open(source) as text:
        return {number: masked(line.rstrip("\r\n")) for number, line in enumerate(text, 1) if number in lines}
