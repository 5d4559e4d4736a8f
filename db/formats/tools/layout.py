"""Where the headings of a table are, and which records are data rather than titles, footers and ragged lines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from db.formats.files.delimited import BrokenRecord, Cells, Record
from db.formats.files.headings import Heading
from db.formats.files.limits import MOST_BROKEN_LINES
from db.formats.values.lexicon import TOTAL, TOTAL_OF
from metrics.errors import FileRefused

Sample = Sequence[Sequence[str]]

# Possessive, so that a long cell of spaces or digits is scanned only once.
_TOTAL = re.compile(
    rf"\s*+(?:(?:grand|sub|overall)[\s-]?)?(?:{TOTAL})\b"
    rf"(?:\s(?:général|general))?(?:[\W\d]*+$|\s*+\W[^\d\n]*+\d|\s*+(?:{TOTAL_OF})\b)",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"[-+]?\d+(?:[.,]\d+)?%?")
_ISO_DAY = re.compile(r"\s*+\d{4}-\d\d-\d\d(?!\d)")
LONGEST_FOOT = 1_000  # records; more remarks than that are not held back as a foot
_NUMBERED, _LONGEST_NUMBER = 30, 10
# First characters of an empty or indented cell, and of a total.
UNSURE = frozenset(["", *"gtsoamdpGTSOAMDP", *filter(str.isspace, map(chr, range(0x3001)))])


@dataclass(frozen=True, slots=True)
class TableLayout:
    """How a table is laid out: `above` title records, `header_rows` heading rows, and a Heading for each column."""

    header_rows: int
    headings: tuple[Heading, ...]
    above: int = 0


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """An export format: its name, how it is recognised by its first records, and what its headings are known to hold.

    `layout` is given the first filled records and answers None where they are another tool's. `roles` maps headings,
    as bare words, to role names; “score:METRIC” is a score that the tool says what for. `left_out` names the column,
    and the values in it, of test and preview responses.
    Where a tool `writes_codes`, a number may stand for a choice in the order of the list, so 1 may be the best.
    `asides` begin the headings of columns that the tool adds to a question, such as the points of a quiz.
    """

    name: str
    layout: Callable[[Sample], TableLayout | None]
    roles: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[str, frozenset[str]] | None = None
    writes_codes: bool = False
    asides: tuple[str, ...] = ()


def is_filled(cells: Sequence[str]) -> bool:
    """Whether any cell holds more than space. Almost always the first one does."""
    if cells and cells[0] and not cells[0].isspace():
        return True
    text = "".join(cells)
    return bool(text) and not text.isspace()


def filled(cells: Sequence[str]) -> list[str]:
    """The cells that hold something, trimmed."""
    return [cell.strip() for cell in cells if cell and not cell.isspace()]


def title_rows(sample: Sample) -> int:
    """How many records stand above the headings as titles: far emptier than the fullest of the first thirty."""
    fullest = max((len(filled(row)) for row in sample[:30]), default=0)
    most = 2 if fullest >= 4 else 1
    if fullest <= most:
        return 0
    return next(i for i, row in enumerate(sample) if len(filled(row)) > most or _heads_an_index(sample, i))


def _heads_an_index(sample: Sample, at: int) -> bool:
    """Whether a record lacks only the heading of its first column, in which a program numbers or dates the others."""
    row, below = sample[at], sample[at + 1 : at + 1 + _NUMBERED]
    below = below[: max(1, len(below) - 2)]  # the last ones may be totals
    if len(row) < 2 or row[0].strip() or len(filled(row)) < len(row) - 1:
        return False
    if below and all(_ISO_DAY.match(cells[0]) for cells in below):
        return True
    numbers = [
        int(first) for cells in below if (first := cells[0].strip()).isdecimal() and len(first) < _LONGEST_NUMBER
    ]
    return bool(below) and len(numbers) == len(below) and numbers == sorted(set(numbers))


def data_rows(records: Iterator[Record], layout: TableLayout) -> Iterator[Record]:
    """The data records below the headings as (line, cells), every list of cells as wide as the headings.

    Empty lines and totals or remarks at the foot are left out. A record with too few cells, or with filled cells
    beyond the headings, comes as Broken, so that nothing shifts under a wrong heading. Raises FileRefused where more
    than a thousand records, and more than half of the lines so far, are Broken.
    """
    broken = _BrokenCount()
    skip = layout.above + layout.header_rows
    width = len(layout.headings)
    least = max((i for i, heading in enumerate(layout.headings, 1) if heading.name.strip()), default=width)
    held: list[Record] = []
    second = min(1, width - 1)
    for record in records:
        line, cells = record
        if isinstance(cells, BrokenRecord):
            skip -= skip > 0
            held.append(record)
            yield from broken.counted(_released(held))
        # A quick look that lets almost every data record pass: it is neither empty nor a foot.
        elif len(cells) == width and cells[0][:1] not in UNSURE and cells[second] and not (skip or held):
            yield record
        elif not is_filled(cells):
            continue
        elif skip:
            skip -= 1
        else:
            is_foot = _is_footer(cells, width)
            fitted = cells if len(cells) == width else _fitted(cells, width, least)
            if not (is_foot or held or isinstance(fitted, BrokenRecord)):
                yield line, fitted
                continue
            held.append((line, fitted))
            if not is_foot or len(held) > LONGEST_FOOT:
                yield from broken.counted(_released(held))


@dataclass(slots=True)
class _BrokenCount:
    """How many records were broken, and the first of them, for a table of which hardly any line is a record."""

    broken: int = 0
    first: int = 0
    message: str = ""

    def counted(self, records: Iterable[Record]) -> Iterator[Record]:
        """The records, the broken ones counted. Raises FileRefused where most lines up to one are broken."""
        for line, cells in records:
            if isinstance(cells, BrokenRecord):
                self.first, self.message = (self.first, self.message) if self.broken else (line, cells.message)
                self.broken += 1
                if self.broken > MOST_BROKEN_LINES and 2 * self.broken > line:
                    raise self._refusal(line)
            yield line, cells

    def _refusal(self, line: int) -> FileRefused:
        return FileRefused(
            f"More than half of the lines up to line {line:,} do not have the cells that the headings announce. The "
            f"first is line {self.first:,}: {self.message} Or export the file again."
        )


def is_data(cells: Sequence[str], width: int) -> bool:
    """Whether a record as wide as the headings is data wherever it stands: neither empty nor perhaps a foot."""
    return is_filled(cells) and not _is_footer(list(cells), width)


def _released(held: list[Record]) -> list[Record]:
    """The records that were held back as a possible foot, now that data follows them."""
    records = held.copy()
    held.clear()
    return records


def _is_footer(cells: Cells, width: int) -> bool:
    """Whether a record reads as a total, or as a lone remark of several words, rather than as an answer."""
    held = filled(cells)
    if _TOTAL.match(held[0]) and len(held) < max(2, width):
        return True
    if not (cells[0] and cells[0].strip()) and all(map(_FIGURE.fullmatch, held)):
        return any("." in text or "," in text for text in held)  # averages without a name or date beside them
    return width > 2 and len(held) == 1 and len(held[0].split()) > 2


def _fitted(cells: Cells, width: int, least: int) -> Cells | BrokenRecord:
    if len(cells) < least:
        return _ragged(len(cells), width)
    if len(cells) > width:
        return _ragged(len(cells), width) if is_filled(cells[width:]) else cells[:width]
    return cells + [""] * (width - len(cells))


def _ragged(have: int, width: int) -> BrokenRecord:
    return BrokenRecord(
        f"This line has {have} {'cell' if have == 1 else 'cells'} but there are {width} headings, so it is unclear "
        "which cell belongs where. Correct it and upload it again."
    )
