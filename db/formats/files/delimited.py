"""The records of a delimited text with the line each begins on, and which character separates its cells.

A stray quotation mark costs its own line, no more.
"""

from __future__ import annotations

import csv
import math
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from metrics.errors import FileRefused

MOST_CHARACTERS_IN_A_CELL = 1_000_000
MOST_BROKEN_LINES = 1_000
csv.field_size_limit(MOST_CHARACTERS_IN_A_CELL)


class BrokenRecord(NamedTuple):
    """A record that cannot be split into cells, with a sentence that says why."""

    message: str


Cells = list[str]
Record = tuple[int, Cells | BrokenRecord]


class _LineReader:
    """The physical lines of a text; the last ones can be read again."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self._again: deque[str] = deque()
        self.held: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while self._again:
            self.held.append(self._again.popleft())
            yield self.held[-1]
        for line in self._lines:
            plain = line if "\0" not in line else line.replace("\0", "")
            self.held.append(plain)
            yield plain

    def back_up(self) -> None:
        """Go back to the second of the lines that are held."""
        self._again.extendleft(reversed(self.held[1:]))
        self.held.clear()


def records(lines: Iterator[str], delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Every record of `lines` as (first physical line, cells), except empty ones.

    Quotation marks are read strictly: where one is never closed, or closes in the middle of a cell, that line is a
    BrokenRecord and reading goes on with the next line, so that no answers are lost. Raises FileRefused when more than
    a thousand lines are broken.
    """
    feed = _LineReader(lines)
    broken = 0
    while True:
        reader = csv.reader(feed, delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                if any(cells):  # a sheet saved as text may end with millions of empty rows
                    yield first_line + before, cells
                before = reader.line_num
                feed.held.clear()
        except csv.Error as error:
            broken += 1
            if broken > MOST_BROKEN_LINES:
                raise _too_many_broken() from error
            yield first_line + before, BrokenRecord(_broken_sentence(str(error)))
            feed.back_up()
            first_line += before + 1
        else:
            return


def _broken_sentence(error: str) -> str:
    if "field larger" in error:
        return (
            f"A cell is longer than {MOST_CHARACTERS_IN_A_CELL:,} characters, or a quotation mark is never closed. "
            "Correct the line and upload it again."
        )
    if "unexpected end" in error:
        return "A quotation mark is opened on this line and never closed. Close it or remove it."
    return "A quotation mark closes in the middle of a cell. Write it twice to keep it, or remove it."


def _too_many_broken() -> FileRefused:
    return FileRefused(
        f"More than {MOST_BROKEN_LINES:,} lines have quotation marks that do not pair, so the cells cannot be told "
        f"apart. Export the file again."
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
