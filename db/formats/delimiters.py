"""Which character parts the cells of a delimited text, told from how evenly it cuts the first lines."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Sequence

CANDIDATES = (",", ";", "\t", "|")
_WIDE = 25
_SEVERAL = 5


def named_delimiter(first_line: str) -> str | None:
    """The character a spreadsheet's `sep=` line names; None where the line is no such line."""
    text = first_line.lstrip("\ufeff").rstrip("\r\n").strip('"')
    return text[4] if len(text) == 5 and text.lower().startswith("sep=") else None


def delimiter(lines: Sequence[str]) -> str:
    """The candidate that cuts `lines` most evenly into the most cells; a comma where none cuts them at all.

    One that cuts every line alike, the headings too, comes before any that does not, such as the commas of comments.
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
