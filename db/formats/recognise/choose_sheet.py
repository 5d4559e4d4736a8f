"""Which sheet of a workbook holds the responses, told by what stands over its columns rather than by its length."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from db.formats.columns.figures.summary_tables import is_count_table
from db.formats.columns.profile import table_profile
from db.formats.columns.roles import ROLES
from db.formats.columns.suggest import informative_headings, suggestions
from db.formats.files.encodings import in_encoding
from db.formats.files.headings import fingerprint, words
from db.formats.files.limits import check_headings
from db.formats.files.source import Source
from db.formats.files.table import Table, tables
from db.formats.recognise.questions_across import with_questions_across
from db.formats.recognise.registry import FORMATS, recognised, sample
from db.formats.recognise.split_dates import with_whole_dates
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, title_rows
from metrics.catalogue import CATALOGUE
from metrics.errors import FileRefused, NotDone
from metrics.vocabulary import Kind

_OF_A_TOOL, _OF_ANSWERS, _OF_ANYTHING = 2, 1, 0
_FEWEST_TELLING = 2
_ROWS_LOOKED_AT = 300
_ROLE_NAMES = frozenset(role.value for roles in ROLES.values() for role in roles) | frozenset(CATALOGUE)


@dataclass(frozen=True, slots=True)
class OpenedTable:
    """The table to be read with its first records, the format that claims it, and how it is laid out.

    Sent to another process it goes as its source, to be opened there.
    """

    source: Source
    table: Table
    rows: Sample
    form: ExportFormat
    layout: TableLayout | None

    def __reduce__(self) -> tuple[Callable[[Source], OpenedTable], tuple[Source]]:
        return open_table, (self.source,)


def open_table(source: Source) -> OpenedTable:
    """The table in `source`; of a workbook the sheet it names, or else the one that holds responses, as a note says.

    A sheet that a tool wrote comes before one with at least two telling headings, that before any other; among equals
    the one with the most rows. Raises FileRefused where the content is no table.
    """
    named = [table for table in tables(source) if source.sheet in ("", table.sheet)]
    if not named:
        raise FileRefused(f"The workbook has no filled sheet “{source.sheet}”.")
    found = [_looked_at(source, table) for table in named]
    if len(found) == 1:
        return found[0]
    best = max(found, key=lambda one: (_rank(one), one.table.length))
    notes = [f"Read from the sheet “{best.table.sheet}”, which looks most like answers of the {len(found)} there are."]
    if alike := [one.table.sheet for one in found if one is not best and _are_alike(one, best)]:
        others = ", ".join(f"“{name}”" for name in alike)
        notes.append(
            f"Not read, though under the same headings: {others}. Choose each of these sheets to read it as well."
        )
    return replace(best, table=replace(best.table, notes=(*best.table.notes, *notes)))


def of_sheet(source: Source, name: str) -> Source:
    """The same workbook, of which the sheet called `name` is to be read. Raises FileRefused where it has none.

    The sheet that is read anyway needs no naming, so that its answers are known again either way.
    """
    whole = replace(source, sheet="")
    if not name or open_table(whole).table.sheet == name:
        return whole
    return open_table(replace(source, sheet=name)).source


def source_of(file: Path, sheet: str = "", encoding: str = "") -> Source:
    """The file as something that can be read, of a workbook the `sheet` that is named, a text in the `encoding`.

    Raises FileRefused when it is not there, may not be opened, or has no such sheet; BadValue for no encoding.
    """
    if not file.is_file():
        raise FileRefused(f"There is no file {file}.", not_done=NotDone.CHANGED)
    try:
        file.open("rb").close()
    except OSError as wrong:
        raise FileRefused(f"{file} cannot be opened ({wrong.strerror}).", not_done=NotDone.CHANGED) from wrong
    return of_sheet(in_encoding(Source.of_path(file), encoding), sheet)


def _looked_at(source: Source, table: Table) -> OpenedTable:
    rows = sample(table)
    if not rows:
        return OpenedTable(source, table, rows, FORMATS[-1], None)
    check_headings(rows[: title_rows(rows) + 1])
    form, layout = recognised(rows)
    across = with_questions_across(table, layout) if form is FORMATS[-1] else table
    if across is not table:
        table, rows = across, sample(across)
        form, layout = recognised(rows)
    # Some tools write what was asked in a second row.
    check_headings([[max(one.name, one.question, one.choice, key=len) for one in layout.headings]])
    return OpenedTable(source, with_whole_dates(table, rows, layout), rows, form, layout)


def _are_alike(one: OpenedTable, best: OpenedTable) -> bool:
    """Whether a sheet has the headings of the one that is read, such as another month's answers."""
    if one.layout is None or best.layout is None or not one.layout.header_rows:
        return False
    return fingerprint(one.layout.headings) == fingerprint(best.layout.headings)


def _rank(one: OpenedTable) -> int:
    if one.layout is None:
        return _OF_ANYTHING
    if one.form is not FORMATS[-1]:
        return _OF_A_TOOL
    own = {heading.name for heading in one.layout.headings if words(heading.name).replace(" ", "_") in _ROLE_NAMES}
    telling = own | {heading.name for heading in informative_headings(one.layout.headings)}
    return _OF_ANSWERS if len(telling) >= _FEWEST_TELLING and not _is_counted(one) else _OF_ANYTHING


def _is_counted(one: OpenedTable) -> bool:
    """Whether the first rows are figures for months or groups, told as of any table."""
    assert one.layout is not None
    first = replace(one.table, records=lambda: itertools.islice(one.table.records(), _ROWS_LOOKED_AT))
    found = table_profile(first, one.layout)
    return bool(
        is_count_table(one.layout.headings, found, suggestions(Kind.SURVEY, one.form, one.layout.headings, found))
    )
