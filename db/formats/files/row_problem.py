"""A row of a file that cannot be read: where it is, what it says, and why, as a full sentence."""

from __future__ import annotations

from typing import NamedTuple


class RowProblem(NamedTuple):
    """A row that cannot be read: its first line in the file (from 1), where, what it says, and a full sentence."""

    line: int
    column: str
    value: str
    message: str
