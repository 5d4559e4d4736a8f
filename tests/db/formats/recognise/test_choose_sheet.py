"""Workbooks: what is refused unopened, which sheet is read, and what its cells hold."""

from __future__ import annotations

import datetime as dt
import io
import struct
import sys
import zipfile
from collections.abc import Sequence

import openpyxl
import pytest

from db.formats import Options, QuestionKind, Source, inspect, of_sheet
from db.formats.rows.blocks import Answer
from metrics.errors import FileRefused
from tests.db.formats.made_files import refusal, result


def zipped(**parts: bytes) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return content.getvalue()


def test_a_zip_bomb_is_refused_from_its_directory() -> None:
    assert "30 MB" in refusal(zipped(**{"xl/worksheets/sheet1.xml": b" " * 30_000_000}))


def test_a_zip_archive_that_is_no_workbook_is_refused() -> None:
    assert "ZIP archive" in refusal(zipped(**{"answers.csv": b"nps\n9\n"}))


def test_a_workbook_with_one_far_cell_is_refused_before_it_is_opened() -> None:
    assert "10,000,000 cells" in refusal(workbook([["nps"]], far=(1_048_576, 16_384)))


def workbook(rows: Sequence[Sequence[object]], far: tuple[int, int] | None = None, title: str = "Answers") -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active["A1"] = "A cover sheet"
    sheet = book.create_sheet(title)
    for row in rows:
        sheet.append(list(row))
    if far:
        sheet.cell(row=far[0], column=far[1]).value = 1
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_a_workbook_is_read_from_its_longest_sheet_with_row_numbers_and_real_dates() -> None:
    rows: list[list[object]] = [["Survey of March"], [], ["response_id", "responded_at", "nps", "unit"]]
    rows += [
        [1, dt.datetime.fromisoformat("2025-03-01 09:30"), 9, "Quay"],
        [2, dt.date(2025, 3, 2), 8.5, "Quay"],
        [3, 45730, 7, "Quay"],
    ]
    rows += [["Total", None, 24, None]]
    found = result(workbook(rows))
    (row,) = found.rows
    assert isinstance(row, Answer)
    assert (row.line, row.response_id, row.day) == (4, "1", dt.date(2025, 3, 1))
    assert [(problem.line, problem.column) for problem in found.problems] == [(5, "nps"), (6, "responded_at")]


def book_of(**of_sheets: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.remove(book.active)
    for name, rows in of_sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_the_sheet_with_the_headings_of_answers_is_read_however_long_the_others_are() -> None:
    long: list[list[object]] = [["Product", "Price"], *([["Tea", 3]] * 40)]
    answers: list[list[object]] = [["response_id", "responded_at", "nps"], ["a", "2025-03-01", 9]]
    content = book_of(Prices=long, Answers=answers)
    assert result(content).scores == [9]
    (note,) = inspect(Source.of_bytes("book.xlsx", content)).notes
    assert "“Answers”" in note
    typeform: list[list[object]] = [
        ["#", "How likely are you to recommend us?", "Submit Date (UTC)"],
        ["x", 8, "2025-03-01"],
    ]
    assert result(book_of(Long=[["Score", "Date"], *([[1, "2025-03-01"]] * 9)], Tool=typeform)).scores == [8]
    assert inspect(Source.of_bytes("book.xlsx", book_of(Few=[["a"], [1]], Many=long))).rows == 40


def test_dates_in_a_workbook_that_are_only_numbers_are_asked_about() -> None:
    content = workbook([["responded_at", "nps"], [45730, 9], [45731, 8]])
    found = inspect(Source.of_bytes("answers.xlsx", content))
    assert found.date_order == "serial"
    (asked,) = [question for question in found.questions if question.kind is QuestionKind.DATE_ORDER]
    assert [choice.map for choice in asked.choices] == ["#1=responded_at:serial"]
    assert result(content, "#1=responded_at:serial").scores == [9, 8]
    rows = result(content, options=Options(date_order="serial")).rows
    assert [row.day for row in rows if isinstance(row, Answer)] == [dt.date(2025, 3, 14), dt.date(2025, 3, 15)]


def legacy_workbook_cut_short() -> bytes:
    """The head of an XLS file and its table of sectors, with a directory that breaks off in the middle of an entry."""
    nothing, last = 0xFFFFFFFF, 0xFFFFFFFE
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, last, 0, last, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", *numbers)
    sectors = struct.pack("<109I", 0, *[nothing] * 108) + struct.pack("<128I", 0xFFFFFFFD, last, *[nothing] * 126)
    return head + sectors + bytes(100)


def test_a_workbook_on_which_the_library_gives_up_is_refused_without_its_outcry(
    capfd: pytest.CaptureFixture[str],
) -> None:
    assert "damaged" in refusal(legacy_workbook_cut_short())
    print("still heard", file=sys.stderr)  # noqa: T201 - what is written afterwards must arrive
    assert capfd.readouterr().err == "still heard\n"


def protected_workbook() -> bytes:
    """An XLSX under a password as spreadsheets keep it: an older container around a package that is encrypted."""
    nothing, last = 0xFFFFFFFF, 0xFFFFFFFE
    numbers = (0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, last, 0, last, 0)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH6xIIIIIIIII", *numbers)
    sectors = struct.pack("<109I", 0, *[nothing] * 108) + struct.pack("<128I", 0xFFFFFFFD, last, *[nothing] * 126)
    entries = b""
    for name, kind, below in (("Root Entry", 5, 1), ("EncryptedPackage", 2, nothing)):
        written = name.encode("utf-16-le")
        entries += written.ljust(64, b"\0") + struct.pack("<HBBIII", len(written) + 2, kind, 1, nothing, nothing, below)
        entries += bytes(36) + struct.pack("<IQ", last, 0)
    return head + sectors + entries.ljust(512, b"\0")


def test_a_workbook_under_a_password_is_refused_with_what_to_do() -> None:
    said = "The workbook is protected by a password. Save it without one and try again."
    assert refusal(protected_workbook()) == said


def test_a_workbook_without_anything_in_it_is_refused() -> None:
    content = io.BytesIO()
    openpyxl.Workbook().save(content)
    assert "workbook is empty" in refusal(content.getvalue())


def months() -> Source:
    """A workbook with a sheet for each of two months, March with more answers."""
    book = openpyxl.Workbook()
    for name, month, answers in (("March", "03", 3), ("April", "04", 2)):
        sheet = book.create_sheet(name)
        sheet.append(["response_id", "responded_at", "nps"])
        for i in range(answers):
            sheet.append([f"{name} {i}", f"2025-{month}-0{1 + i}", 9])
    content = io.BytesIO()
    book.save(content)
    return Source.of_bytes("months.xlsx", content.getvalue())


def test_any_sheet_of_a_workbook_can_be_read_and_is_known_from_the_others() -> None:
    whole, april = months(), of_sheet(months(), "April")
    assert (inspect(whole).sheet, inspect(whole).rows, inspect(whole).sheets) == ("March", 3, ("March", "April"))
    assert (inspect(april).sheet, inspect(april).rows, inspect(april).notes) == ("April", 2, ())
    assert len({whole.sha256(), april.sha256()}) == 2


def test_the_sheet_that_is_read_anyway_is_the_same_file_whether_it_is_named_or_not() -> None:
    book = months()
    assert of_sheet(book, "March") == of_sheet(of_sheet(book, "April"), "March") == book


@pytest.mark.parametrize("source", [months(), Source.of_bytes("plain.csv", b"nps\n9\n")])
def test_a_sheet_that_is_not_there_is_refused_by_its_name(source: Source) -> None:
    with pytest.raises(FileRefused, match="no filled sheet “May”"):
        of_sheet(source, "May")
