"""The records of a delimited text with the line each begins on, and which character separates its cells.

A stray quotation mark costs its own line, no more.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from db.formats.files.limits import (
    MOST_BROKEN_LINES,
    MOST_CHARACTERS_IN_A_CELL,
    MOST_CHARACTERS_IN_A_RECORD,
    MOST_CHARACTERS_READ_AGAIN,
)
from metrics.errors import FileRefused

csv.field_size_limit(MOST_CHARACTERS_IN_A_CELL)


class BrokenRecord(NamedTuple):
    """A record that cannot be split into cells, with a sentence that says why."""

    message: str


Cells = list[str]
Record = tuple[int, Cells | BrokenRecord]


class _TooLong(Exception):
    """A record goes on over more lines than any record would."""


class _LineReader:
    """The physical lines of a text; the last ones can be read again.

    Raises _TooLong where one record takes in more characters than a record may have.
    """

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.held: list[str] = []
        self.characters = 0

    def __iter__(self) -> Iterator[str]:
        while self._again:
            yield self._next(self._again.popleft())
        for line in self._lines:
            yield self._next(line if "\0" not in line else line.replace("\0", ""))

    def _next(self, line: str) -> str:
        self.held.append(line)
        self.characters += len(line)
        if self.characters > MOST_CHARACTERS_IN_A_RECORD and len(self.held) > 1:
            raise _TooLong
        return line

    def clear(self) -> None:
        """Begin the next record: the lines of the one before need not be read again."""
        self.held.clear()
        self.characters = 0

    def back_up(self) -> int:
        """Go back to the second of the lines that are held; how many characters will be read again."""
        again = self.characters - len(self.held[0]) if self.held else 0
        self._again.extendleft(reversed(self.held[1:]))
        self.clear()
        return again


def records(lines: Iterator[str], delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Every record of `lines` as (first physical line, cells), except empty ones.

    Quotation marks are read strictly: where one is never closed, or closes in the middle of a cell, that line is a
    BrokenRecord and reading goes on with the next line, so that no answers are lost. Raises FileRefused when more than
    a thousand lines are broken, or fewer that go on so far that most of the time would be spent on them.
    """
    feed = _LineReader(lines)
    broken = again = 0
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                if any(cells):  # a sheet saved as text may end with millions of empty rows
                    yield first_line + before, cells
                before = reader.line_num
                feed.clear()
        except (csv.Error, _TooLong) as error:
            broken += 1
            again += feed.back_up()
            if broken > MOST_BROKEN_LINES or again > MOST_CHARACTERS_READ_AGAIN:
                raise _too_many_broken(first_line + before) from error
            yield first_line + before, BrokenRecord(_broken_sentence(error))
            first_line += before + 1
        else:
            return


def _broken_sentence(error: Exception) -> str:
    said = str(error)
    if isinstance(error, _TooLong) or "field larger" in said:
        return (
            f"A cell is longer than {MOST_CHARACTERS_IN_A_CELL:,} characters, or a quotation mark is never closed. "
            "Correct the line and upload it again."
        )
    if "unexpected end" in said:
        return "A quotation mark is opened on this line and never closed. Close it or remove it."
    return "A quotation mark closes in the middle of a cell. Write it twice to keep it, or remove it."


def _too_many_broken(line: int) -> FileRefused:
    return FileRefused(
        f"Too many lines up to line {line:,} have quotation marks that do not pair, so the cells cannot be told apart. "
        "Export the file again."
    )


CANDIDATES = (",", ";", "\t", "|")
_WIDE = 25
_SEVERAL = 5


def named_delimiter(first_line: str) -> str | None:
    """The character that a spreadsheet's `sep=` line names; None for any other line."""
    text = first_line.lstrip("\ufeff").rstrip("\r\n").strip('"')
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None


def delimiter(lines: Sequence[str]) -> str:
    """The candidate that splits `lines` most evenly into the most cells; a comma where none splits them.

    One that splits every line alike, headings included, wins over any that does not, such as the commas in comments.
    """
    scores = {candidate: _evenness(lines, candidate) for candidate in CANDIDATES}
    best = max(CANDIDATES, key=lambda candidate: scores[candidate])
    return best if scores[best] > 0 else ","


def _evenness(lines: Sequence[str], candidate: str) -> float:
    widths: Counter[int] = Counter()
    try:
        for cells in csv.reader(lines, delimiter=candidate):
            if any(cells):
                widths[len(cells)] += 1
    except csv.Error:
        return 0
    wide = {width: count for width, count in widths.items() if width > 1}
    if not wide:
        return 0
    width, count = max(wide.items(), key=lambda pair: (pair[1], pair[0]))
    share = count / sum(widths.values())
    is_perfect = share == 1 and count >= _SEVERAL
    return share * math.sqrt(min(width, _WIDE)) + (_WIDE if is_perfect else 0)
