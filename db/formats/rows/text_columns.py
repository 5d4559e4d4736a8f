"""A long delimited text as columns, stretch by stretch; where it is not written plainly, as the records it always was.

Plain is UTF-8 whose quotation marks stand only around whole cells, whose records are as wide as the headings, and of
which no record could be empty or a foot. Only then do both ways of reading give the same, so only then is it read here.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from pyarrow import compute, csv

from db.formats.files.delimited import CANDIDATES, BrokenRecord, Cells, Record, records
from db.formats.files.limits import MOST_CHARACTERS_IN_A_CELL
from db.formats.files.source import Source
from db.formats.recognise.choose_sheet import OpenedTable
from db.formats.tools.layout import UNSURE, TableLayout, data_rows, is_data

Numbers = npt.NDArray[np.int64]
Marks = npt.NDArray[np.bool_]
Bytes = npt.NDArray[np.uint8]
BYTES_AT_ONCE = 1 << 21  # about 25,000 rows
_QUOTE, _NEWLINE, _RETURN = b'"\n\r'
_SHORTEST_RECORD = 3  # bytes; a shorter one might be empty


class TextColumns:
    """Data records as columns of text, each with the line on which it begins."""

    def __init__(self, lines: Numbers, columns: list[Any]) -> None:
        self.lines, self.columns = lines, columns
        self._objects: dict[int, npt.NDArray[np.object_]] = {}

    def __len__(self) -> int:
        return len(self.lines)

    def texts(self, place: int) -> npt.NDArray[np.object_]:
        """The cells of a column as Python's texts, made when they are first asked for."""
        if place not in self._objects:
            self._objects[place] = self.columns[place].to_numpy(zero_copy_only=False)
        return self._objects[place]

    def cells(self, row: int) -> Cells:
        """All cells of one record."""
        known = self._objects
        return [known[at][row] if at in known else one[row].as_py() for at, one in enumerate(self.columns)]

    def filled(self, place: int) -> Marks:
        """Which cells of a column hold anything."""
        found: Marks = np.asarray(compute.binary_length(self.columns[place])) > 0
        return found

    def may_say_who(self, place: int) -> Marks:
        """Which cells might hold an address or a telephone number: those with an @ or a digit."""
        found: Marks = np.asarray(compute.match_substring_regex(self.columns[place], "[@0-9]"))
        return found


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text whose data begin at byte `offset`, on line `line`."""

    source: Source
    delimiter: str
    layout: TableLayout
    offset: int
    line: int

    @property
    def width(self) -> int:
        return len(self.layout.headings)

    @property
    def below(self) -> TableLayout:
        """The layout of what stands below the headings."""
        return TableLayout(0, self.layout.headings)

    def stretches(self) -> Iterator[TextColumns | Iterator[Record]]:
        """All data of the file in their order: as columns where that is possible, else as records."""
        with self.source.open() as file:
            file.seek(self.offset)
            line, rest, at = self.line, b"", self.offset
            while data := rest + (more := file.read(BYTES_AT_ONCE)):
                data = data if more or data.endswith(b"\n") else data + b"\n"
                cut = _cut(data, self.delimiter)
                is_last = cut is not None and not more and cut.end == len(data)
                found = None if cut is None else self._stretch(data[: cut.end], cut, line, is_last=is_last)
                if cut is None or found is None:
                    yield self._all_from(at, line)
                    return
                if len(found):
                    yield found if isinstance(found, TextColumns) else iter(found)
                line, rest, at = line + cut.n_lines, data[cut.end :], at + cut.end

    def _stretch(self, data: bytes, cut: _Cut, line: int, *, is_last: bool) -> TextColumns | list[Record] | None:
        """Whole records as columns or as records; None where what they are hangs on those that follow."""
        columns = self._columns(data, cut, line)
        return columns if columns is not None else self._records(data, line, is_last=is_last)

    def _columns(self, data: bytes, cut: _Cut, line: int) -> TextColumns | None:
        if cut.shortest < _SHORTEST_RECORD or data.startswith(codecs.BOM_UTF8):  # which Arrow leaves out
            return None
        names = [str(place) for place in range(self.width)]
        try:
            table = csv.read_csv(
                pa.py_buffer(data),
                csv.ReadOptions(use_threads=False, block_size=len(data) + 1, column_names=names),
                csv.ParseOptions(delimiter=self.delimiter, newlines_in_values=True),
                csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False),
            )
        except pa.ArrowInvalid:  # a record of another width
            return None
        if table.num_rows != len(cut.lines):
            return None
        found = TextColumns(cut.lines + line, [column.combine_chunks() for column in table.columns])
        return found if all(is_data(found.cells(row), self.width) for row in _unsure(found)) else None

    def _records(self, data: bytes, line: int, *, is_last: bool) -> list[Record] | None:
        found = list(records(iter(io.StringIO(data.decode(), newline="")), self.delimiter, line))
        kept = list(data_rows(iter(found), self.below))
        followed = list(data_rows(chain(found, [(0, ["x"] * self.width)]), self.below))
        return kept if is_last or len(followed) == len(kept) + 1 else None

    def _all_from(self, offset: int, line: int) -> Iterator[Record]:
        """The rest of the file as records."""
        with self.source.open() as file:
            file.seek(offset)
            with io.TextIOWrapper(file, encoding="utf-8", newline="") as text:
                yield from data_rows(records(text, self.delimiter, line), self.below)


def plain_text(file: OpenedTable) -> PlainText | None:
    """The text to be read as columns; None where it is none, or begins unusually."""
    table, layout = file.table, file.layout
    if not table.is_plain or table.delimiter not in CANDIDATES or layout is None or len(layout.headings) < 2:
        return None
    first, cells = next(data_rows(table.records(), layout), (0, BrokenRecord("")))
    if isinstance(cells, BrokenRecord):
        return None
    with file.source.open() as begun:
        above = b"".join(begun.readline() for _ in range(first - 1))
    is_counted = above.count(b"\r") == above.count(b"\r\n")
    return PlainText(file.source, table.delimiter, layout, len(above), first) if is_counted and above else None


@dataclass(frozen=True, slots=True)
class _Cut:
    """Where whole records end: after how many bytes, and how many lines; the line of each, counted from 0."""

    end: int
    n_lines: int
    lines: Numbers
    shortest: int


def _cut(data: bytes, delimiter: str) -> _Cut | None:
    """The whole records at the beginning of `data`; None where there are none, or it is not written plainly."""
    if b"\0" in data or data.count(b"\r") != data.count(b"\r\n"):
        return None
    found: Bytes = np.frombuffer(data, np.uint8)
    quotes, newlines = np.flatnonzero(found == _QUOTE), np.flatnonzero(found == _NEWLINE)
    closing = np.flatnonzero(np.searchsorted(quotes, newlines) % 2 == 0)
    if not len(closing):
        return None
    ends = newlines[closing] + 1
    lengths = np.diff(ends, prepend=0)
    end = int(ends[-1])
    if lengths.max() > MOST_CHARACTERS_IN_A_CELL or not _around_cells(found, quotes[quotes < end], ord(delimiter)):
        return None
    lines = np.concatenate(([0], closing[:-1] + 1))
    return _Cut(end, int(closing[-1]) + 1, lines, int(lengths.min()))


def _around_cells(found: Bytes, quotes: Numbers, delimiter: int) -> bool:
    """Whether every quotation mark stands around a cell, or is written twice within one that has them."""
    if not len(quotes):
        return True
    opened, closed = quotes[::2], quotes[1::2]
    before = np.where(opened > 0, found[opened - 1], _NEWLINE)
    begins = (before == delimiter) | (before == _NEWLINE)
    twice = opened[1:] == closed[:-1] + 1
    after = found[closed + 1]
    ends = (after == delimiter) | (after == _NEWLINE) | (after == _RETURN)
    return bool((begins[1:] | twice).all() and (ends[:-1] | twice).all() and begins[0] and ends[-1])


def _unsure(found: TextColumns) -> list[int]:
    """The records that might be empty or a foot: see `data_rows`."""
    first = compute.utf8_slice_codeunits(found.columns[0], 0, 1).dictionary_encode()
    marks = np.array([text in UNSURE for text in first.dictionary.to_pylist()], np.bool_)
    rows = np.flatnonzero(marks[np.asarray(first.indices)] | ~found.filled(1))
    if len(rows) > len(found) // 20:
        for place in range(len(found.columns)):
            found.texts(place)
    return [int(row) for row in rows]
