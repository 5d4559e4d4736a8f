"""A file as a table of text: records with line numbers, whether it came as delimited text or as a workbook."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial

from db.formats.files import encodings
from db.formats.files.content import FileContent, file_content
from db.formats.files.delimited import Record, delimiter, named_delimiter, records
from db.formats.files.encodings import Encoding
from db.formats.files.legacy_encodings import LetterReading
from db.formats.files.reason_column import REASON, without_reasons
from db.formats.files.source import Source
from db.formats.files.workbook import WorkbookSheet, sheets
from metrics.errors import FileRefused

_LINES_LOOKED_AT = 100
_CHARACTERS_LOOKED_AT = 200_000
_UTF8 = ("utf-8", "utf-8-sig")


@dataclass(frozen=True, slots=True)
class Table:
    """Records of text. `encoding` and `delimiter` are None for a workbook, `sheets` is empty for a text file.

    `sheet` is the one of `sheets` that this is, and `length` how many filled rows it has. `readings` are the ways to
    read its letters among which a person must choose. A plain text is UTF-8 throughout and has no column of reasons.
    """

    encoding: str | None
    delimiter: str | None
    records: Callable[[], Iterator[Record]]
    sheets: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sheet: str = ""
    length: int = 0
    readings: tuple[LetterReading, ...] = ()
    is_plain: bool = False


def tables(source: Source) -> list[Table]:
    """The tables in `source`: one for each filled sheet of a workbook, else the one that a text file is.

    Raises FileRefused where the content is no table; the file's name does not matter.
    """
    with source.open() as file:
        kind = file_content(file)
    return _of_workbook(sheets(source)) if kind is FileContent.WORKBOOK else [_of_text(source)]


def _of_workbook(found: list[WorkbookSheet]) -> list[Table]:
    if not found:
        raise FileRefused("The workbook is empty.")
    names = tuple(sheet.name for sheet in found)
    return [Table(None, None, partial(_records_of, one), names, one.notes, one.name, len(one.rows)) for one in found]


def _records_of(sheet: WorkbookSheet) -> Iterator[Record]:
    return without_reasons(sheet.records())


def _of_text(source: Source) -> Table:
    found = encodings.encoding(source)
    with found.open(source) as text:
        head = _first_lines(text)
    named = named_delimiter(head[0]) if head else None
    skipped = 1 if named else 0
    chosen = named or delimiter(head)
    notes = ("Some bytes are not UTF-8; they are shown as �.",) if found.mended else ()

    def lines_of_the_file() -> Iterator[Record]:
        return _records(source, found, chosen, skipped)

    is_plain = found.codec in _UTF8 and not found.mended and not _may_give_reasons(head)
    return Table(found.name, chosen, lines_of_the_file, notes=notes, readings=found.readings, is_plain=is_plain)


def _may_give_reasons(head: Sequence[str]) -> bool:
    """Whether the first record may end with the heading of reasons: it holds it, or was cut before its end."""
    return any(REASON in line or len(line) == _CHARACTERS_LOOKED_AT for line in head)


def _records(source: Source, found: Encoding, chosen: str, skipped: int) -> Iterator[Record]:
    with found.open(source) as text:
        yield from without_reasons(records(itertools.islice(text, skipped, None), chosen, first_line=1 + skipped))


def _first_lines(text: Iterator[str]) -> list[str]:
    lines: list[str] = []
    characters = 0
    for line in itertools.islice(text, _LINES_LOOKED_AT):
        lines.append(line[:_CHARACTERS_LOOKED_AT].replace("\0", ""))
        characters += len(line)
        if characters > _CHARACTERS_LOOKED_AT:
            break
    return lines
