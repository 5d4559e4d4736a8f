"""What a workbook shows beside its bare values: percentages, failed or uncalculated formulas, hidden rows.

Read from the parts of an XLSX or ODS file, since the library that opens workbooks does not tell it.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO

from metrics.errors import FileRefused

# Sheets are held as whole rectangles, so one far cell costs as much as all the cells before it.
MOST_CELLS = 10_000_000

_CHUNK, _OVERLAP, _LONGEST_CELL, _MOST_STYLES = 1 << 20, 200, 10_000, 1 << 24
_SHEET, _RELATION = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>"), re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""(?<![\w:])([\w:]++)\s*+=\s*+["']([^"']*)["']""")

# One cell that holds an error, such as <c r="D2" s="1" t="e"><f>B2/C2</f><v>#DIV/0!</v></c>.
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).){0,9000}?<v>(#[^<]{1,20})</v>', re.DOTALL
)
# One that no program has calculated, such as <c r="D2"><f>B2/C2</f><v></v></c>; an empty text says that it is one.
_UNCALCULATED = re.compile(
    rb'<c\b(?![^<>]{0,300}\bt="str")[^<>]{0,300}\br="([A-Z]{1,3})(\d{1,7})"[^<>]{0,300}>'
    rb"\s{0,99}<f\b[^<>]{0,300}(?:/>|>[^<]{0,9000}</f>)\s{0,99}(?:<v\s?/>|<v></v>)?\s{0,99}</c>"
)
_HIDDEN = re.compile(rb'<row\b(?=[^<>]{0,400}\shidden="(?:1|true)")[^<>]{0,400}?\sr="(\d{1,7})"')
_STYLED = rb'<c\b(?=[^<>]{0,300}\ss="(?:%s)")[^<>]{0,300}?\sr="([A-Z]{1,3})(\d{1,7})"'

_NUMBER_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b([^<>]{0,1000})>")
_CELL_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b")
_CELL_STYLE = re.compile(r"<(?:\w+:)?xf\b([^<>]{0,1000})>")
_LITERAL = re.compile(r'"[^"]*"|\\.|\[[^\[\]]*\]|_.')
_BUILT_IN_PERCENTS = {"9": "0%", "10": "0.00%"}

_ODS_PART = re.compile(rb"<table:(table|table-row|table-cell|covered-table-cell)(?=[\s/>])([^<>]*)>")
_ODS_NUMBER = re.compile(rb'(rows|columns)-repeated="(\d{1,7})"')

Errors = Mapping[tuple[int, int], str]


@dataclass(slots=True)
class SheetMarks:
    """Marks of one sheet; rows and columns count from 1. `percents` and `uncalculated` are the columns by row.

    They `are_known` unless the workbook is of a kind that was not looked into.
    """

    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    percents: dict[int, list[int]] = field(default_factory=dict)
    uncalculated: dict[int, list[int]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    are_known: bool = True


def workbook_marks(file: IO[bytes]) -> dict[str, SheetMarks]:
    """The marks of each sheet by its name.

    Empty for anything but an XLSX or ODS workbook whose parts are where its own directory says.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if "content.xml" in archive.namelist():
                return _ods_marks(archive)
            percents = _percent_styles(archive)
            return {name: _marks(archive, part, percents) for name, part in _sheets(archive).items()}
    except (zipfile.BadZipFile, KeyError):
        return {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive in which each sheet lies."""
    relations = [_attributes(found) for found in _RELATION.findall(_part(archive, "xl/_rels/workbook.xml.rels"))]
    places = {one.get("Id", ""): one.get("Target", "") for one in relations}
    found = {}
    for sheet in map(_attributes, _SHEET.findall(_part(archive, "xl/workbook.xml"))):
        if place := places.get(sheet.get("r:id", "")):
            found[sheet.get("name", "")] = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
    return found


def _part(archive: zipfile.ZipFile, name: str, most: int = _CHUNK) -> str:
    with archive.open(name) as opened:
        return opened.read(most).decode("utf-8", "replace")


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _percent_styles(archive: zipfile.ZipFile) -> list[int]:
    """The numbers of the cell styles that show a number as a percentage."""
    if "xl/styles.xml" not in archive.namelist():
        return []
    styles = _part(archive, "xl/styles.xml", _MOST_STYLES)
    written = (_attributes(found) for found in _NUMBER_FORMAT.findall(styles))
    codes = _BUILT_IN_PERCENTS | {one.get("numFmtId", ""): one.get("formatCode", "") for one in written}
    percents = {number for number, code in codes.items() if is_percent_format(code)}
    begun = _CELL_STYLES.search(styles)
    ended = styles.find("cellXfs>", begun.end()) if begun else -1
    used = _CELL_STYLE.findall(styles, begun.end(), ended) if begun and ended >= 0 else []
    return [place for place, style in enumerate(used) if _attributes(style).get("numFmtId") in percents]


def is_percent_format(code: str) -> bool:
    """Whether a number format, such as “0.0%”, shows a number as a percentage."""
    return "%" in _LITERAL.sub("", code).partition(";")[0]


def _marks(archive: zipfile.ZipFile, part: str, percents: Sequence[int]) -> SheetMarks:
    """The marks of one sheet. Each piece begins with the cell in which the one before ended, so some come twice."""
    found = SheetMarks()
    styled = re.compile(_STYLED % b"|".join(str(style).encode() for style in percents)) if percents else None
    with archive.open(part) as opened:
        for piece in _pieces_of_cells(opened):
            if b't="e"' in piece:
                found.errors |= {
                    (int(row), column_number(name)): text.decode() for name, row, text in _ERROR.findall(piece)
                }
            if styled is not None:
                _add(found.percents, styled.findall(piece))
            if b"<f" in piece:
                _add(found.uncalculated, _UNCALCULATED.findall(piece))
            if b"hidden=" in piece:
                found.hidden.update(map(int, _HIDDEN.findall(piece)))
    return found


def _pieces_of_cells(part: IO[bytes]) -> Iterator[bytes]:
    rest = b""
    while chunk := part.read(_CHUNK):
        piece = rest + chunk
        yield piece
        begun = piece.rfind(b"<c ", -_LONGEST_CELL)
        rest = piece[begun:] if begun >= 0 else b""


def _add(places: dict[int, list[int]], cells: Iterable[tuple[bytes, bytes]]) -> None:
    for name, row in cells:
        places.setdefault(int(row), []).append(column_number(name))


def _ods_marks(archive: zipfile.ZipFile) -> dict[str, SheetMarks]:
    """The marks of each sheet of an ODS workbook, whose cells are counted, since they do not say where they are."""
    found: dict[str, SheetMarks] = {}
    sheet, row, rows, column, marked = SheetMarks(), 0, 1, 0, 0
    for kind, attributes in _ods_parts(archive):
        repeated = {name: int(times) for name, times in _ODS_NUMBER.findall(attributes)}
        if kind == b"table":
            name = _attributes(attributes.decode("utf-8", "replace")).get("table:name", "")
            sheet, row, rows = found.setdefault(name, SheetMarks()), 0, 1
        elif kind == b"table-row":
            row, rows, column = row + rows, repeated.get(b"rows", 1), 0
            row = max(row, 1)
            if b'visibility="filter"' in attributes or b'visibility="collapse"' in attributes:
                sheet.hidden.update(range(row, row + min(rows, MOST_CELLS)))
        else:
            columns = repeated.get(b"columns", 1)
            if b'value-type="percentage"' in attributes:
                marked += rows * columns
                if marked > MOST_CELLS:
                    raise too_large()
                for at in range(row, row + rows):
                    sheet.percents.setdefault(at, []).extend(range(column + 1, column + columns + 1))
            column += columns
    return found


def _ods_parts(archive: zipfile.ZipFile) -> Iterator[tuple[bytes, bytes]]:
    """Each table, row and cell of an ODS workbook with its attributes, in order; nothing where none could be marked."""
    with archive.open("content.xml") as opened:
        if not any(b'"percentage"' in piece or b":visibility=" in piece for piece in pieces(opened)):
            return
    rest = b""
    with archive.open("content.xml") as opened:
        while chunk := opened.read(_CHUNK):
            piece = rest + chunk
            ended = piece.rfind(b">") + 1
            yield from _ODS_PART.findall(piece[:ended])
            rest = piece[ended:][-_LONGEST_CELL:]


def pieces(part: IO[bytes]) -> Iterator[bytes]:
    """The content in pieces that overlap a little, so that no short match is cut in two."""
    before = b""
    while chunk := part.read(_CHUNK):
        yield before + chunk
        before = chunk[-_OVERLAP:]


def column_number(letters: bytes) -> int:
    """The number, from 1, of a column that a spreadsheet names by letters, such as “AA”."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def too_large() -> FileRefused:
    """The refusal of a sheet that reaches too far."""
    return FileRefused(
        f"A sheet of this workbook reaches over more than {MOST_CELLS:,} cells, more than a sheet of answers needs. "
        f"Delete what lies far outside the answers, or save them as CSV."
    )
