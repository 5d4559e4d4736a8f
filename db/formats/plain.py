"""Any table with one row of headings, or none: our own documented formats and everything that no other tool claims."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.dates import DateReader, date_evidence
from db.formats.headings import Heading
from db.formats.layout import Format, Layout, Sample, title_rows
from db.formats.numbers import number


def _headings(row: Sequence[str], width: int) -> tuple[Heading, ...]:
    cells = [*row, *[""] * (width - len(row))]
    return tuple(Heading(cell.strip()) for cell in cells)


def layout(sample: Sample) -> Layout:
    """One heading row below any titles; none where the first row already reads like the rows under it."""
    above = title_rows(sample)
    rows = sample[above:]
    if not rows:
        return Layout(0, (), above)
    if reads_like_data(rows):
        return Layout(0, _headings((), max(len(row) for row in rows)), above)
    return Layout(1, _headings(rows[0], len(rows[0])), above)


def reads_like_data(rows: Sample) -> bool:
    """Whether the first row is an answer already: a date above dates, or a number above each column of numbers."""
    first, below = rows[0], rows[1:50]
    if not below:
        return False
    numbers = []
    for index, cell in enumerate(first):
        column = [row[index] for row in below if index < len(row) and row[index].strip()]
        if not column:
            continue
        if _is_date(cell):
            if sum(map(_is_date, column)) > 0.8 * len(column):
                return True
        elif sum(number(text) is not None for text in column) > 0.8 * len(column):
            numbers.append(number(cell) is not None)
    return bool(numbers) and all(numbers)


def _is_date(text: str) -> bool:
    evidence = date_evidence([text])
    if not evidence.dates:
        return False
    return not isinstance(DateReader(evidence.order).read(text), str) or bool(evidence.either)


FORMAT = Format("plain", layout)
