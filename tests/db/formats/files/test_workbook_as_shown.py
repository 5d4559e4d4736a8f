"""What a workbook shows is what is read: percentages, durations, merged and hidden rows, formulas without a value."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable, Sequence

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from db.formats import Source, inspect
from db.formats.files.table import tables
from db.formats.rows.blocks import Operation
from tests.db.formats.made_files import result

ODS_TYPE, ODS_NAMES = "application/vnd.oasis.opendocument.spreadsheet", "urn:oasis:names:tc:opendocument:xmlns:"
ODS_NAMESPACES = " ".join(f'xmlns:{name}="{ODS_NAMES}{name}:1.0"' for name in ("office", "table", "text"))
OPERATIONS = ("month", "unit", "metric", "value")


def workbook(
    rows: Sequence[Sequence[object]],
    change: Callable[[Worksheet], object] = lambda _: None,
    at: tuple[int, int] = (1, 1),
) -> bytes:
    """A workbook whose sheet begins at a row and column; a cell may be a value with its number format."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row, cells in enumerate(rows, at[0]):
        for column, given in enumerate(cells, at[1]):
            value, shown = given if isinstance(given, tuple) else (given, "General")
            cell = sheet.cell(row, column)
            cell.value, cell.number_format = value, shown
    change(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def open_document(rows: str) -> bytes:
    """An ODS workbook with one sheet of `rows`."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("mimetype", ODS_TYPE)
        archive.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><manifest:manifest xmlns:manifest="{ODS_NAMES}manifest:1.0">'
            f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{ODS_TYPE}"/></manifest:manifest>',
        )
        archive.writestr(
            "content.xml",
            f'<?xml version="1.0"?><office:document-content {ODS_NAMESPACES}><office:body><office:spreadsheet>'
            f'<table:table table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
            "</office:document-content>",
        )
    return content.getvalue()


def cells(content: bytes) -> list[list[str]]:
    """The cells of the only sheet."""
    (table,) = tables(Source.of_bytes("book", content))
    return [list(row) for _, row in table.records()]


def notes(content: bytes) -> str:
    (table,) = tables(Source.of_bytes("book", content))
    return " ".join(table.notes)


def shown(value: object, number_format: str) -> str:
    return cells(workbook([["x"], [(value, number_format)]]))[1][0]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (1, "0%", "100%"),
        (0.853, "0.0%", "85.3%"),
        (0.0092, "0.00%", "0.92%"),
        (0, "0%", "0%"),
        (-0.02, "0%;[Red]-0%", "-2%"),
        (85, '0" %"', "85"),
        (85, "0\\%", "85"),
        (7, "0", "7"),
        (1234.5, '"$"#,##0.00', "1234.5"),
        (dt.timedelta(minutes=14), "[h]:mm:ss", "0:14:00"),
        (dt.timedelta(hours=30), "[h]:mm:ss", "30:00:00"),
        (dt.timedelta(seconds=90.5), "[mm]:ss.0", "0:01:30.5"),
        (dt.timedelta(seconds=90), "mm:ss", "00:01:30"),
    ],
)
def test_a_cell_is_read_as_it_is_shown(value: object, number_format: str, text: str) -> None:
    assert shown(value, number_format) == text


def test_a_share_shown_as_a_percentage_is_that_percentage() -> None:
    rows: list[Sequence[object]] = [
        OPERATIONS,
        ("2026-08", "A", "retention", (1, "0%")),
        ("2026-09", "A", "retention", (0.853, "0.0%")),
    ]
    found = result(workbook(rows)).rows
    assert [row.value for row in found if isinstance(row, Operation)] == [100, 85.3]


@pytest.mark.parametrize(("metric", "score"), [("hold_time", 129_600), ("complaint_resolution", 1.5)])
def test_a_duration_counts_in_the_unit_of_its_metric(metric: str, score: float) -> None:
    rows: list[Sequence[object]] = [("response_id", "responded_at", metric)]
    rows += [("a", "2026-09-01", (dt.timedelta(hours=36), "[h]:mm:ss")), ("b", "2026-09-01", (None, "[h]:mm:ss"))]
    assert result(workbook(rows)).scores == [score]


def test_percentages_are_found_where_a_sheet_begins_further_in_and_empty_cells_are_formatted_too() -> None:
    def format_more(sheet: Worksheet) -> None:
        for place in ("A9", "B4", "J4", "J30"):
            sheet[place].number_format = "0%"

    content = workbook([["a", "b"], ["x", (0.5, "0%")]], format_more, at=(3, 3))
    found = [row for row in cells(content) if any(row)]
    assert [[text for text in row if text] for row in found] == [["a", "b"], ["x", "50%"]]


@pytest.mark.slow
def test_percentages_are_found_wherever_they_lie_in_a_long_sheet() -> None:
    content = workbook([["value"], *[[(i % 100 / 100, "0%")] for i in range(30_000)]])
    assert [row[0] for row in cells(content)[1:]] == [f"{i % 100}%" for i in range(30_000)]


def test_an_open_document_shows_percentages_and_hidden_rows_as_well() -> None:
    text = '<table:table-cell office:value-type="string"><text:p>x</text:p></table:table-cell>'
    share = '<table:table-cell table:number-columns-repeated="2" office:value-type="percentage" office:value="0.853"/>'
    content = open_document(
        "<table:table-row><table:table-cell/></table:table-row>"
        f"<table:table-row>{text}{text}{text}</table:table-row>"
        f'<table:table-row table:visibility="filter" table:number-rows-repeated="2">{text}{share}</table:table-row>'
        f"<table:table-row>{text}{text}{text}</table:table-row>"
    )
    assert cells(content) == [["x"] * 3, ["x", "85.3%", "85.3%"], ["x", "85.3%", "85.3%"], ["x"] * 3]
    assert "2 rows are hidden" in notes(content)


def test_rows_hidden_by_a_filter_are_read_and_said() -> None:
    def hide(sheet: Worksheet) -> None:
        sheet.auto_filter.ref = "A1:C4"
        sheet.row_dimensions[3].hidden = True
        sheet.row_dimensions[90].hidden = True

    rows: list[Sequence[object]] = [
        ["response_id", "responded_at", "nps"],
        *[[f"r{i}", "2026-09-01", i] for i in (7, 8, 9)],
    ]
    content = workbook(rows, hide)
    assert result(content).scores == [7, 8, 9]
    assert any("1 row is hidden" in note for note in inspect(Source.of_bytes("book", content)).notes)


def test_a_unit_merged_downwards_counts_for_each_of_its_rows_but_a_score_only_for_the_first() -> None:
    def merge(sheet: Worksheet) -> None:
        for place in ("A2:A4", "C2:C3", "A7:B8"):
            sheet.merge_cells(place)

    rows: list[list[object]] = [["unit", "responded_at", "nps"], ["North", "2026-09-01", 9], ["", "2026-09-02", ""]]
    rows += [["", "2026-09-03", 8], ["", "2026-09-04", 7], ["South", "2026-09-05", 6], ["East", "", 5], ["", "", 4]]
    content = workbook(rows, merge)
    assert [row[0] for row in cells(content)[1:]] == ["North", "North", "North", "", "South", "East", ""]
    assert [row[2] for row in cells(content)[1:]] == ["9", "", "8", "7", "6", "5", "4"]
    assert "merged" in notes(content)


def test_a_formula_that_nothing_has_calculated_refuses_its_row_and_is_said() -> None:
    rows: list[list[object]] = [
        ["response_id", "responded_at", "nps"],
        ["a", "2026-09-01", 9],
        ["b", "2026-09-02", "=C2-1"],
    ]
    found = result(workbook(rows))
    assert (found.scores, found.refused) == ([9], 1)
    assert "formula" in found.messages[0]
    assert "1 cell holds a formula without a value" in notes(workbook(rows))


def test_a_formula_is_read_as_the_value_it_had_when_saved() -> None:
    content = io.BytesIO(workbook([["nps", "text"], ["=4+5", '=""']]))
    changed = io.BytesIO()
    with zipfile.ZipFile(content) as before, zipfile.ZipFile(changed, "w") as after:
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                part = part.replace(b"<f>4+5</f><v></v>", b"<f>4+5</f><v>9</v>").replace(
                    b"<f>4+5</f><v/>", b"<f>4+5</f><v>9</v>"
                )
                part = part.replace(b'<c r="B2">', b'<c r="B2" t="str">')
            after.writestr(entry, part)
    assert cells(changed.getvalue()) == [["nps", "text"], ["9", ""]]
    assert notes(changed.getvalue()) == ""
