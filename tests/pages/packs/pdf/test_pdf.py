"""The PDF is one sheet with its appendix, says what the pack says, can be read aloud, and holds what people type."""

from __future__ import annotations

import io
import unicodedata
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import cache

import pikepdf
import pytest
from hypothesis import given
from PIL import Image
from pypdf import PdfReader

from pages.packs.pack import Pack, Paragraph, Readers, Section
from pages.packs.pack_text import AT_STAKE, DECISIONS
from pages.packs.pdf.pdf import pdf, png
from tests.pages.packs.company import empty_pack, full_pack, team_pack
from tests.pages.packs.odd import FEW, Odd, odd_packs

PER_INCH = 40.0
MILLIMETRE = PER_INCH / 25.4


@cache
def _made() -> bytes:
    return pdf(full_pack())


def _words(made: bytes, *, page: int | None = None) -> str:
    """The text of a page (all of them: None) as words one space apart."""
    pages = PdfReader(io.BytesIO(made)).pages
    text = " ".join(own.extract_text() for number, own in enumerate(pages) if page in (None, number))
    return _plain(text)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).split())


def _tags(made: bytes) -> Iterator[tuple[str, str]]:
    """Each tag of the structure with its alternative text, in reading order."""

    def walk(branch: pikepdf.Object) -> Iterator[tuple[str, str]]:
        if isinstance(branch, pikepdf.Array):
            for part in branch:
                yield from walk(part)
        elif isinstance(branch, pikepdf.Dictionary):
            if "/S" in branch:
                yield str(branch.S).lstrip("/"), str(branch.get("/Alt", ""))
            if "/K" in branch:
                yield from walk(branch.K)

    with pikepdf.open(io.BytesIO(made)) as opened:
        yield from list(walk(opened.Root.StructTreeRoot))


@pytest.mark.slow
def test_the_sheet_is_one_page_and_the_appendix_follows() -> None:
    pages = PdfReader(io.BytesIO(_made())).pages
    assert len(pages) == 4
    assert (round(pages[0].mediabox.width), round(pages[0].mediabox.height)) == (842, 595)
    assert "Numerator / denominator" not in _words(_made(), page=0)
    assert "Numerator / denominator" in _words(_made(), page=1)


def test_the_same_pack_gives_the_same_bytes_and_another_one_does_not() -> None:
    assert pdf(full_pack()) == _made()
    assert pdf(replace(full_pack(), revision=413)) != _made()


def test_the_file_says_that_it_is_tagged_in_which_language_and_what_it_is_called() -> None:
    with pikepdf.open(io.BytesIO(_made())) as opened:
        assert bool(opened.Root.MarkInfo.Marked)
        assert str(opened.Root.Lang) == "en-GB"
        assert bool(opened.Root.ViewerPreferences.DisplayDocTitle)
        with opened.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == "Harbour & Vale: Customer service report to the board, October 2026"
            assert metadata["xmp:CreateDate"].startswith("2026-11-12T18:00:00")


def test_every_picture_has_its_words_and_headings_tables_and_paragraphs_are_tagged() -> None:
    pack, tags = full_pack(), list(_tags(_made()))
    alternatives = [words for kind, words in tags if kind == "Figure"]
    sheet, rest = [row.alt for row in pack.on_sheet], [row.alt for row in pack.in_appendix]
    assert alternatives == [*sheet, *(chart.alt for chart in pack.charts), *rest]
    counted = Counter(kind for kind, _ in tags)
    assert counted["H1"] == 1
    assert counted["H2"] >= len(pack.sections)
    assert counted["Table"] == counted["THead"] == 5
    assert counted["P"] > 0
    assert next(kind for kind, _ in tags if kind.startswith("H")) == "H1"


def test_all_words_and_numbers_of_the_table_stand_on_the_sheet() -> None:
    pack, sheet = full_pack(), _words(_made(), page=0)
    for row in pack.on_sheet:
        value = " ".join(filter(None, (row.value.words, row.margin)))
        for said in (row.name, value, row.cases.words, row.verdict_words, f"standard {row.standard.words}"):
            assert _plain(said) in sheet, said
        for step in (row.before, row.year_ago):
            assert _plain(f"{step.arrow} {step.figure.words} {step.meaning}") in sheet


@pytest.mark.slow
def test_each_page_says_what_it_is_of_and_up_to_when() -> None:
    pack = full_pack()
    for page in range(4):
        words = _words(_made(), page=page)
        for said in (
            pack.organisation,
            pack.period,
            pack.scope,
            *pack.filters,
            pack.state,
            f"Data up to {pack.cut_off_words}",
        ):
            assert said in words
        assert f"Page {page + 1} of 4" in words


@pytest.mark.slow
def test_what_identifies_the_data_stands_on_the_last_page_only() -> None:
    own = full_pack().edition
    assert own is not None
    made = pdf(replace(full_pack(), edition=replace(own, seal="3fa9c2d1")))
    *others, last = (_words(made, page=page) for page in range(4))
    for said in ("Data revision 412", "Seal 3fa9c2d1"):
        assert said in last
        assert not any(said in page for page in others)


def test_the_appendix_has_every_definition_with_its_n_and_the_rest_of_the_metrics() -> None:
    pack, words = full_pack(), _words(_made())
    for own in pack.definitions:
        for said in (own.name, own.definition, own.numerator, own.denominator, own.exclusions, own.source):
            assert _plain(said) in words, said
        for each in own.counted:
            assert f"{each.name}: {each.text}" in words
    for row in pack.in_appendix:
        assert _plain(row.value.words) in words
    for rule in pack.rules:
        assert _plain(rule) in words


@pytest.mark.slow
def test_sections_for_which_the_sheet_has_no_room_continue_on_page_two() -> None:
    long = Section("A long tale", tuple(Paragraph(f"Sentence {number} of many. " * 12) for number in range(12)))
    made = pdf(replace(full_pack(), sections=(*full_pack().sections, long)))
    sheet = _words(made, page=0)
    assert "Continued on page 2: A long tale" in sheet
    assert "Sentence 11 of many" not in sheet
    assert "Sentence 11 of many" in _words(made)


@pytest.mark.slow
def test_what_the_board_must_decide_stays_on_the_sheet_however_much_else_is_said() -> None:
    decide = Section(DECISIONS, (Paragraph("Extend the promise.", "1."),))
    stake = Section(AT_STAKE, (Paragraph("may be lost.", "About 390 customers"),))
    pack = replace(
        full_pack(), commentary=("We answered late. " * 220,), sections=(*full_pack().sections, stake, decide)
    )
    made = pdf(pack)
    sheet, rest = _words(made, page=0), _words(made, page=1)
    for words in ("About 390 customers may be lost.", "1. Extend the promise.", "The month in numbers"):
        assert words in sheet
    assert "We answered late. We answered late." not in sheet
    assert "We answered late. We answered late." in rest
    assert "Continued on page 2: Commentary" in sheet


def test_a_month_without_data_is_a_sentence() -> None:
    made = pdf(empty_pack())
    assert "Nothing was recorded in October 2026." in _words(made, page=0)
    assert len(PdfReader(io.BytesIO(made)).pages) == 2


def test_a_team_reads_one_page_with_good_words_of_customers_and_definitions() -> None:
    pack = team_pack()
    made = pdf(pack)
    words = _words(made)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1
    assert f"“{pack.praise[0].words}”" in words
    assert all(_plain(own.definition) in words for own in pack.definitions)
    assert all(_plain(row.value.words) in words for row in pack.rows)


@pytest.mark.slow
@pytest.mark.parametrize("letters", ["顧客満足度", "😀", "\U00013000", "\ue000", "half \ud800", "\x00"])
def test_what_no_font_can_draw_costs_no_other_letter_its_place(letters: str) -> None:
    made = pdf(replace(empty_pack(), headline=f"Before é − {letters} after."))
    words = _words(made, page=0)
    assert "Before é −" in words
    assert "after." in words


def test_markup_that_people_type_stays_text() -> None:
    typed = "#panic() $x$ *a* `b` <l> @c \\ //d"
    assert typed in _words(pdf(replace(empty_pack(), headline=typed)), page=0)


@pytest.mark.slow
def test_no_more_than_twelve_metrics_ever_stand_on_the_sheet() -> None:
    sheet = _words(pdf(replace(full_pack(), for_sheet=18)), page=0)
    assert "Re-sign rate" in sheet
    assert "Average ticket" not in sheet


def _ink(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> bool:
    """Whether anything is printed between these places, in millimetres."""
    first, upper, last, lower = (round(own * MILLIMETRE) for own in (left, top, right, bottom))
    return min(picture.convert("L").crop((first, upper, last, lower)).tobytes()) < 250


def _assert_within_its_margins(pack: Pack) -> None:
    """Nothing of the first page is cut off, and nothing runs into its foot."""
    pages = png(pack, PER_INCH)
    first = Image.open(io.BytesIO(pages[0]))
    assert not _ink(first, 0, 0, 297, 9)
    assert not _ink(first, 0, 0, 11, 210)
    assert not _ink(first, 286, 0, 297, 210)
    assert not _ink(first, 0, 199, 297, 201)


@pytest.mark.parametrize("make", [full_pack, team_pack, empty_pack])
def test_nothing_is_cut_off(make: object) -> None:
    assert callable(make)
    _assert_within_its_margins(make())


def test_the_words_of_an_overfull_sheet_shrink_until_they_fit() -> None:
    pack = full_pack()
    rows = tuple(
        replace(row, name="A metric whose name is long and longer " * 4, unit="unit " * 9) for row in pack.rows
    )
    crowded = replace(pack, rows=rows, headline="This headline does not want to end, and so it goes on. " * 9)
    _assert_within_its_margins(crowded)


@pytest.mark.slow
@FEW
@given(odd_packs())
def test_whatever_people_type_fits_on_the_sheet(odd: Odd) -> None:
    pack = odd.pack
    made = pdf(pack)
    assert len(PdfReader(io.BytesIO(made)).pages) == 1 or pack.readers is Readers.BOARD
    _assert_within_its_margins(pack)
