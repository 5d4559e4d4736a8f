"""The records of a delimited text with the line each begins on. A stray quotation mark costs its own line, no more."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterator
from typing import NamedTuple

from db.formats.content import NOTHING_CHANGED
from metrics.errors import FileRefused

MOST_CHARACTERS_IN_A_CELL = 1_000_000
MOST_BROKEN_LINES = 1_000
csv.field_size_limit(MOST_CHARACTERS_IN_A_CELL)


class Broken(NamedTuple):
    """A record that cannot be told apart into cells: what is wrong with it, as a sentence."""

    message: str


Cells = list[str]
Record = tuple[int, Cells | Broken]


def records(lines: Iterator[str], delimiter: str, first_line: int = 1) -> Iterator[Record]:
    """Every record of `lines` as (first physical line, cells), blank ones too.

    Quotation marks are read strictly: where one is never closed, or closes in the middle of a cell, that line is a
    Broken record and reading goes on with the next line, so that no answers are swallowed. Raises FileRefused
    when a thousand lines are broken.
    """
    held: list[str] = []
    again: deque[str] = deque()

    def feed() -> Iterator[str]:
        while True:
            while again:
                held.append(again.popleft())
                yield held[-1]
            line = next(lines, None)
            if line is None:
                return
            if "\0" in line:
                line = line.replace("\0", "")
            held.append(line)
            yield line

    broken = 0
    base = first_line
    while True:
        reader = csv.reader(feed(), delimiter=delimiter, strict=True)
        before = 0
        try:
            for cells in reader:
                yield base + before, cells
                before = reader.line_num
                held.clear()
            return
        except csv.Error as error:
            broken += 1
            if broken > MOST_BROKEN_LINES:
                raise _too_many_broken() from error
            yield base + before, Broken(_broken_sentence(str(error)))
            again.extendleft(reversed(held[1:]))
            held.clear()
            base += before + 1


def _broken_sentence(error: str) -> str:
    if "field larger" in error:
        return (
            f"A cell is longer than {MOST_CHARACTERS_IN_A_CELL:,} characters, or a quotation mark is never closed; "
            "mend the line and upload it again."
        )
    if "unexpected end" in error:
        return "A quotation mark is opened on this line and never closed; close or remove it."
    return "A quotation mark closes in the middle of a cell; write it twice to keep it, or remove it."


def _too_many_broken() -> FileRefused:
    return FileRefused(
        f"More than {MOST_BROKEN_LINES:,} lines have quotation marks that do not pair, so the cells cannot be told apart. "
        f"Export the file again. {NOTHING_CHANGED}"
    )
