"""The comparison with what LibreOffice reads finds another number, sentence or sheet. Needs no Office itself."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from openpyxl import load_workbook

from benchmarks.office_check import Cells, bare, is_same, told, wrong_workbook
from pages.packs.pack import Pack, PrintedNumber
from pages.packs.workbook.workbook import xlsx
from tests.pages.packs.company import full_pack


def sheets(pack: Pack) -> dict[str, Cells]:
    """The workbook's sheets as a program that writes bare values gives them."""
    opened = load_workbook(io.BytesIO(xlsx(pack)), data_only=True)
    return {
        own.title: [["" if cell is None else str(cell) for cell in row] for row in own.iter_rows(values_only=True)]
        for own in opened
    }


@pytest.mark.slow
def test_what_was_written_is_what_was_told() -> None:
    assert list(wrong_workbook(full_pack(), sheets(full_pack()))) == []


@pytest.mark.slow
def test_another_number_sentence_or_sheet_is_found() -> None:
    pack, read = full_pack(), sheets(full_pack())
    first = pack.rows[0]
    other = replace(first, value=replace(first.value, number=(first.value.number or 0) + 1e-6))
    assert len(list(wrong_workbook(replace(pack, rows=(other, *pack.rows[1:])), read))) == 1
    said = replace(pack, commentary=("Something else.",))
    assert [own for own in wrong_workbook(said, read) if "Something else." in own]
    del read["Benchmarks"]
    assert "sheets are" in next(wrong_workbook(pack, read))


def test_words_are_compared_whatever_line_they_stand_on() -> None:
    assert bare("88.6\u202f%  of\nall ▲ −2.3") == bare("88.6 % of all −▲2.3".replace("−▲", "▲−"))
    assert full_pack().headline in told(full_pack())
    assert not is_same(PrintedNumber("45.5", 45.5), "")
    assert is_same(PrintedNumber("none"), "none")
