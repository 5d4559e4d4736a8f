"""A file read by a decided mapping: blocks of rows and problems, made only as they are asked for."""

from __future__ import annotations

from collections.abc import Iterator

from db.formats.benchmarks import BenchmarksReader
from db.formats.blocks import marked_as_test, one_by_one, row_blocks
from db.formats.headings import key
from db.formats.inspection import display_names
from db.formats.layout import Format, Layout, data_rows
from db.formats.mapping import FileMapping, bound
from db.formats.months_across import operations_read
from db.formats.records import Record
from db.formats.refusals import NOTHING_CHANGED
from db.formats.rows import Block, Reading, Source
from db.formats.shopper import VisitsReader
from db.formats.survey import SurveyReader
from db.formats.tables import Table
from db.formats.workbooks import opened
from metrics.errors import FileRefused
from metrics.vocabulary import Kind


def read(source: Source, mapping: FileMapping) -> Reading:
    """The rows and problems of `source`, in blocks of about 20,000 lines, so that a file of any size costs the same.

    Raises FileRefused where the file cannot be opened or lacks a mapped column.
    """
    file = opened(source)
    found, form, layout = file.table, file.form, file.layout
    if layout is None:
        raise FileRefused(f"The file is empty. {NOTHING_CHANGED}")
    here = bound(mapping, layout.headings)

    def blocks() -> Iterator[Block]:
        return _blocks(found, form, layout, here)

    return Reading(
        source.name,
        source.sha256(),
        here.kind,
        here.format,
        here.as_json(),
        here.source,
        here.month,
        here.notes,
        blocks,
    )


def _blocks(found: Table, form: Format, layout: Layout, mapping: FileMapping) -> Iterator[Block]:
    names = display_names(layout.headings)

    def records() -> Iterator[Record]:
        return data_rows(found.records(), layout)

    match mapping.kind:
        case Kind.SURVEY:
            keys = [key(heading.name) for heading in layout.headings]
            return row_blocks(records(), SurveyReader(mapping, names, marked_as_test(form, keys)).read_many)
        case Kind.SHOPPER:
            return VisitsReader(mapping, names, records).blocks()
        case Kind.OPERATIONS:
            return row_blocks(records(), operations_read(mapping, names))
        case Kind.BENCHMARKS:
            return row_blocks(records(), one_by_one(BenchmarksReader(mapping, names).read))
