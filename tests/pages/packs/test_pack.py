"""A pack goes to text and back without loss, and tells what stands on the sheet."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given

from pages.packs.pack import EditionMark, Pack, PrintedNumber, Readers
from pages.packs.pack_text import about, counted, file_name, sections, valued
from tests.pages.packs.company import empty_pack, full_pack, team_pack
from tests.pages.packs.odd import FEW, Odd, odd_packs


@pytest.mark.parametrize("make", [full_pack, team_pack, empty_pack])
def test_a_pack_read_back_from_its_text_is_the_same(make: object) -> None:
    assert callable(make)
    pack = make()
    again = Pack.from_json(pack.as_json())
    assert again == pack
    assert again.as_json() == pack.as_json()
    assert isinstance(again.rows, tuple)
    assert again.cut_off.tzinfo is not None


@FEW
@given(odd_packs())
def test_any_pack_read_back_from_its_text_is_the_same(odd: Odd) -> None:
    pack = odd.pack
    assert Pack.from_json(pack.as_json()) == pack


def test_a_pack_kept_before_a_field_was_added_is_still_read() -> None:
    kept = json.loads(full_pack().as_json())
    del kept["for_sheet"], kept["legend"]
    kept["no longer known"] = 1
    assert Pack.from_json(json.dumps(kept)) == replace(full_pack(), legend="")


def test_a_number_that_is_not_finite_is_refused() -> None:
    row = replace(full_pack().rows[0], value=PrintedNumber("", float("nan")))
    with pytest.raises(ValueError, match="not JSON compliant"):
        replace(full_pack(), rows=(row,)).as_json()


@pytest.mark.parametrize(("wished", "shown"), [(12, 12), (18, 12), (4, 4), (0, 0)])
def test_the_sheet_holds_as_many_metrics_as_chosen_but_never_more_than_twelve(wished: int, shown: int) -> None:
    pack = replace(full_pack(), for_sheet=wished)
    assert len(pack.on_sheet) == shown
    assert (*pack.on_sheet, *pack.in_appendix) == pack.rows


def test_a_pack_says_whether_it_is_published() -> None:
    assert full_pack().state == "Edition 2, published by M. Hale, 13 November 2026"
    assert empty_pack().state == "Draft, not yet published"


def test_files_are_named_by_whom_they_are_for_month_and_edition() -> None:
    assert file_name(full_pack(), "pdf") == "board-pack-2026-10-edition-2.pdf"
    assert file_name(empty_pack(), "xlsx") == "board-pack-2026-10-draft.xlsx"
    assert file_name(team_pack("Saltmarsh"), "pdf") == "team-south-saltmarsh-2026-10-edition-2.pdf"
    odd = replace(team_pack(), scope="../../*", edition=EditionMark(1, "", ""))
    assert file_name(odd, "pdf") == "team-unit-2026-10-edition-1.pdf"
    sealed = replace(full_pack(), edition=EditionMark(1, "M. Hale", "today", "3fa9c2d1"))
    assert file_name(sealed, "pdf") == "board-pack-2026-10-edition-1-3fa9c2d1.pdf"
    assert sealed.state == "Edition 1, published by M. Hale, today"
    assert {own.name: own.text for own in about(sealed)}["Seal"] == "3fa9c2d1"
    assert "Seal" not in {own.name for own in about(full_pack())}, "no seal is known of it"


def test_a_margin_that_is_a_range_stands_in_brackets_and_a_hidden_value_is_said_once() -> None:
    row = full_pack().rows[0]
    assert counted(row) == "45.5 ±4.4, 1,130 answers"
    assert valued(replace(row, margin="40.5 to 49.5")) == "45.5 (40.5 to 49.5)"
    assert (
        counted(replace(row, value=PrintedNumber("4 answers"), margin="", cases=PrintedNumber("4 answers", 4)))
        == "4 answers"
    )


def test_what_people_wrote_comes_first_and_empty_sections_are_left_out() -> None:
    headings = [own.heading for own in sections(full_pack())]
    assert headings[:2] == ["Commentary by M. Hale, Customer Experience Leader", "Restated since"]
    assert headings[-2:] == ["Actions", "Since the last pack"]
    assert sections(empty_pack()) == ()
    assert "In customers’ words" in [own.heading for own in sections(team_pack())]
    assert full_pack().readers is Readers.BOARD
