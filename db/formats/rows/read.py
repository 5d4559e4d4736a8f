"""A file read by a mapping: blocks of rows and problems, each made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from db.formats.columns.roles import Role
from db.formats.files.delimited import Cells, Record
from db.formats.files.headings import key
from db.formats.files.source import Source
from db.formats.recognise.choose_sheet import OpenedTable, open_table
from db.formats.recognise.inspect import display_names
from db.formats.rows.benchmarks import BenchmarksReader
from db.formats.rows.blocks import Block, Reading, marked_as_test, one_by_one, row_blocks
from db.formats.rows.cells import thousands_of
from db.formats.rows.counted import CountedReader
from db.formats.rows.day_sums import DaySums, holds_days
from db.formats.rows.mapping import FileMapping, bound
from db.formats.rows.operations import names_channels, operations_read
from db.formats.rows.shopper import VisitsReader
from db.formats.rows.survey import SurveyReader
from db.formats.rows.unread_rows import judged
from db.formats.rows.visit_rows import VisitRowsReader
from db.formats.tools.layout import data_rows
from metrics.errors import FileRefused
from metrics.vocabulary import Kind

LONG_IN_BYTES = 2 << 20  # below that it is not worth loading what reads columns


def read(source: Source, mapping: FileMapping) -> Reading:
    """The rows and problems of `source`, in blocks of about 20,000 lines: any size of file takes the same memory.

    Raises FileRefused where the file cannot be opened or lacks a mapped column.
    """
    file = open_table(source)
    if file.layout is None:
        raise FileRefused("The file is empty.")
    here = bound(mapping, file.layout.headings)
    return Reading(
        source.name,
        source.sha256(),
        here.kind,
        here.format,
        here.as_json(),
        here.source,
        here.month,
        here.notes,
        partial(_blocks, file, here),
        in_columns=_is_in_columns(file, here),
    )


def _is_in_columns(file: OpenedTable, mapping: FileMapping) -> bool:
    """Whether the file is read as columns wherever it is written plainly: a long text of dated answers."""
    return (
        mapping.kind is Kind.SURVEY
        and file.table.is_plain
        and file.source.size() >= LONG_IN_BYTES
        and bool(mapping.with_role(Role.RESPONDED_AT))
        and _test_marks(file) is None
    )


def _test_marks(file: OpenedTable) -> Callable[[Cells], bool] | None:
    assert file.layout is not None
    return marked_as_test(file.form, [key(heading.name) for heading in file.layout.headings])


def _blocks(file: OpenedTable, mapping: FileMapping) -> Iterator[Block]:
    assert file.layout is not None
    return judged(_unjudged(file, mapping), mapping, display_names(file.layout.headings))


def _unjudged(file: OpenedTable, mapping: FileMapping) -> Iterator[Block]:
    layout = file.layout
    assert layout is not None
    names = display_names(layout.headings)

    def records() -> Iterator[Record]:
        return data_rows(file.table.records(), layout)

    match mapping.kind:
        case Kind.SURVEY:
            return _answers_in_columns(file, mapping, names) or SurveyReader(mapping, names, _test_marks(file)).blocks(
                records()
            )
        case Kind.COUNTED:
            thousands = thousands_of(mapping, records())
            return CountedReader(mapping, names, thousands, accept_partial=mapping.accept_partial).blocks(records())
        case Kind.SHOPPER if not mapping.with_role(Role.ITEM):
            return row_blocks(records(), one_by_one(VisitRowsReader(mapping, names).read))
        case Kind.SHOPPER:
            return VisitsReader(mapping, names, records).blocks()
        case Kind.OPERATIONS:
            are_daily = holds_days(mapping, records())
            figures = operations_read(
                mapping,
                names,
                thousands_of(mapping, records()),
                are_daily=are_daily,
                has_channels=names_channels(mapping, records()),
            )
            return DaySums(mapping, names, figures).blocks(records()) if are_daily else row_blocks(records(), figures)
        case Kind.BENCHMARKS:
            return row_blocks(
                records(), one_by_one(BenchmarksReader(mapping, names, thousands_of(mapping, records())).read)
            )


def _answers_in_columns(file: OpenedTable, mapping: FileMapping, names: Sequence[str]) -> Iterator[Block] | None:
    if not _is_in_columns(file, mapping):
        return None
    # A short file is read without the libraries for columns.
    from db.formats.rows.survey_columns import SurveyColumnsReader
    from db.formats.rows.text_columns import plain_text

    text = plain_text(file)
    return None if text is None else SurveyColumnsReader(mapping, names).blocks_of(text.stretches())
