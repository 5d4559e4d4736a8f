"""Any table with one row of headings, or none: our own documented formats and everything that no other tool claims."""

from __future__ import annotations

from collections.abc import Sequence

from db.formats.columns.suggest import informative_headings
from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, title_rows
from db.formats.values.dates import DateReader, date_evidence
from db.formats.values.lexicon import PERIOD
from db.formats.values.numbers import number

_LOOKED_AT = 12
_FEWEST_TELLING = 2
_TIMES = 3
_FEWEST_SCORES = 4
_COLUMNS_LOOKED_AT = 200


def _headings(row: Sequence[str], width: int) -> tuple[Heading, ...]:
    cells = [*row, *[""] * (width - len(row))]
    return tuple(Heading(cell.strip()) for cell in cells)


def layout(sample: Sample) -> TableLayout:
    """One heading row below any titles; none where the first row already reads like the rows under it.

    Titles that fill a row, such as names and values side by side, are known by the usual headings that follow them.
    """
    above = title_rows(sample)
    above += _titles_before_usual_headings(sample[above : above + _LOOKED_AT])
    rows = sample[above:]
    if not rows:
        return TableLayout(0, (), above)
    if reads_like_data(rows):
        return TableLayout(0, _headings((), max(len(row) for row in rows)), above)
    return TableLayout(1, _headings(rows[0], len(rows[0])), above)


def _titles_before_usual_headings(rows: Sample) -> int:
    telling = [len(informative_headings([Heading(cell.strip()) for cell in row])) for row in rows]
    later = next((i for i, found in enumerate(telling) if found >= _FEWEST_TELLING), 0)
    return later if later and not telling[0] else 0


def reads_like_data(rows: Sample) -> bool:
    """Whether the first row is an answer already: a date above dates, or a number above each column of numbers."""
    # Headings come again where several exports were put under each other; that makes them no answer.
    first, below = rows[0], [row for row in rows[1:50] if row != rows[0]]
    if not below or _counts_scores(first):
        return False
    if _stands_below(first, below):
        return True
    numbers = []
    for index, cell in enumerate(first[:_COLUMNS_LOOKED_AT]):
        column = [row[index] for row in below if index < len(row) and row[index].strip()]
        if not column:
            continue
        if _is_date(cell):
            if sum(map(_is_date, column)) > 0.8 * len(column):
                return True
        elif sum(number(text) is not None for text in column) > 0.8 * len(column):
            numbers.append(number(cell) is not None)
    return bool(numbers) and all(numbers)


def _counts_scores(first: Sequence[str]) -> bool:
    """Whether the first row names the scores of a scale one after the other, beside a heading that is a usual one."""
    numbers = [int(cell) for cell in first[:_COLUMNS_LOOKED_AT] if cell.strip().isdecimal() and len(cell.strip()) <= 2]
    named = [cell for cell in first[:_COLUMNS_LOOKED_AT] if cell.strip() and not cell.strip().isdecimal()]
    ends = sorted((numbers[0], numbers[-1])) if len(numbers) >= _FEWEST_SCORES else []
    in_a_row = bool(ends) and sorted(numbers) == list(range(ends[0], ends[1] + 1))
    usual = informative_headings([Heading(cell.strip()) for cell in named])
    return in_a_row and (bool(usual) or any(PERIOD.fullmatch(words(cell)) for cell in named))


def _stands_below(first: Sequence[str], below: Sample) -> bool:
    """Whether the first row has, in each column of few texts that come again and again, one of these texts."""
    repeated = []
    for index, cell in enumerate(first[:_COLUMNS_LOOKED_AT]):
        column = [row[index].strip() for row in below if index < len(row) and row[index].strip()]
        texts = set(column)
        if 1 < len(texts) <= len(column) / _TIMES:
            repeated.append(cell.strip() in texts)
    return bool(repeated) and all(repeated)


def _is_date(text: str) -> bool:
    evidence = date_evidence([text])
    if not evidence.dates:
        return False
    return not isinstance(DateReader(evidence.order).read(text), str) or bool(evidence.either)


FORMAT = ExportFormat("plain", layout)
