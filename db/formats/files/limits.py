"""How long a text from a file may be. Checked once, where a file comes in, before any pattern looks at it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from metrics.errors import FileRefused, quoted

MOST_CHARACTERS_IN_A_CELL = 1_000_000
# One opened quotation mark can make one record of all that follows, in cells that are short enough.
MOST_CHARACTERS_IN_A_RECORD = 4_000_000
# After a broken line reading begins again at the next one; beyond this much it would take minutes.
MOST_CHARACTERS_READ_AGAIN = 20_000_000
MOST_BROKEN_LINES = 1_000
MOST_PROBLEMS = 500_000  # each is kept for the list of rows to correct, in about 400 bytes
LONGEST_HEADING = 5_000
MOST_CHARACTERS_IN_HEADINGS = 1_000_000
LONGEST_FILE_NAME = 255  # as on every usual disk


def check_headings(rows: Iterable[Sequence[str]]) -> None:
    """Raises FileRefused where a cell of these rows, which are or may be headings, is too long, or all of them are."""
    in_all = 0
    for row in rows:
        for column, cell in enumerate(row, start=1):
            in_all += len(cell)
            if len(cell) > LONGEST_HEADING:
                raise FileRefused(
                    f"The heading of column {column} is {len(cell):,} characters long (“{quoted(cell)}”); at most "
                    f"{LONGEST_HEADING:,} can be read. Shorten it, or put a line of headings above the answers."
                )
    if in_all > MOST_CHARACTERS_IN_HEADINGS:
        raise FileRefused(
            f"The headings are {in_all:,} characters long together; at most {MOST_CHARACTERS_IN_HEADINGS:,} can be "
            "read. Shorten them, or take out columns that hold no answers."
        )


def check_cells(number: int, cells: Iterable[str]) -> None:
    """Raises FileRefused where a cell of a sheet's row is longer than a cell may be."""
    if max(map(len, cells), default=0) > MOST_CHARACTERS_IN_A_CELL:
        raise FileRefused(
            f"A cell in row {number:,} is longer than {MOST_CHARACTERS_IN_A_CELL:,} characters. Shorten it and try "
            "again."
        )


def check_file_name(name: str) -> None:
    """Raises FileRefused where the name of a file is longer than a disk would keep."""
    if len(name) > LONGEST_FILE_NAME:
        raise FileRefused(
            f"The name of the file is {len(name):,} characters long (“{quoted(name)}”); at most {LONGEST_FILE_NAME} "
            "can be kept. Give it a shorter name."
        )


def check_problems(count: int, first: str) -> None:
    """Raises FileRefused where more rows cannot be read than could be listed; `first` says what is wrong with one."""
    if count > MOST_PROBLEMS:
        raise FileRefused(
            f"More than {MOST_PROBLEMS:,} rows cannot be read, the first for this: {first} Correct the file and try "
            "again."
        )
