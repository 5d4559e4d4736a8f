"""Mappings kept under a name: found again where columns were added or moved, and not taken for another survey's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from benchmarks.exports import unseen
from db.changes import Receipt
from db.changes.uploads.import_files import ImportOrder, UploadChoices, import_file
from db.formats import MoreToSay, Options, Source, inspect, mapping_for
from db.formats.rows.mapping import FileMapping, fits
from db.store.engine import Store, open_store
from metrics.vocabulary import Kind

FIRST = "Timestamp,Score,Shop,Comments,Age\n2025-03-01,9,Quay,ok,30\n2025-03-02,3,Mill,bad,40\n"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(open_store(f"sqlite:///{tmp_path / 'kept.db'}")) as opened:
        yield opened


def brought(store: Store, text: str, save: str = "", **said: Any) -> Receipt:
    source = Source.of_bytes("file.csv", text.encode())
    return import_file(store, source, ImportOrder("Ann", UploadChoices(Options(**said), name=save)), unseen)


def mapping_of(text: str, *maps: str) -> FileMapping:
    return mapping_for(inspect(Source.of_bytes("file.csv", text.encode())), Options(maps=maps))


def fitting(text: str, like: str = FIRST) -> bool:
    found = inspect(Source.of_bytes("file.csv", text.encode()))
    return fits(mapping_of(like, "Score=score:nps"), found.format, found.headings)


def test_a_file_with_columns_added_and_moved_is_read_by_the_mapping_kept_for_its_survey(store: Store) -> None:
    brought(store, FIRST, save="monthly", maps=("Score=score:nps",))
    moved = "Timestamp,Ring,Comments,Score,Shop\n2025-04-01,x,fine,8,Quay\n2025-04-02,y,poor,2,Mill\n"
    receipt = brought(store, moved)
    assert (receipt.saved, receipt.refused) == (2, 0)
    assert any("Read with the saved mapping “monthly”" in note and "moved" in note for note in receipt.notes)


def test_the_mapping_that_shares_most_headings_is_taken(store: Store) -> None:
    brought(store, "Timestamp,Score,Shop\n2025-01-01,9,Quay\n", save="a short one", maps=("Score=score:csat:1-10",))
    brought(store, FIRST, save="the like one", maps=("Score=score:nps",))
    receipt = brought(store, FIRST.replace("Age", "Age,Extra").replace("30", "30,x").replace("40", "40,y"))
    assert any("“the like one”" in note for note in receipt.notes)


@pytest.mark.parametrize(
    ("text", "fits_it"),
    [
        ("Timestamp,Score,Shop,Comments,Age,Extra\n2025-03-01,9,Quay,ok,30,x\n", True),
        ("Timestamp,Age,Comments,Shop,Score\n2025-03-01,30,ok,Quay,9\n", True),
        ("Timestamp,Score,Shop,Comments\n2025-03-01,9,Quay,ok\n", True),
        ("Timestamp,Score,Shop,Age\n2025-03-01,9,Quay,30\n", False),
        ("Timestamp,Score,Score,Shop,Comments,Age\n2025-03-01,9,8,Quay,ok,30\n", False),
        ("Response ID,Date,Score,Shop,Comments,Age\n1,2025-03-01,9,Quay,ok,30\n", False),
    ],
)
def test_a_mapping_fits_where_all_that_it_reads_is_there_under_its_own_heading(text: str, fits_it: bool) -> None:
    assert fitting(text) is fits_it


def test_a_mapping_of_few_columns_does_not_fit_another_survey_that_happens_to_have_them() -> None:
    wide = "Timestamp,Score," + ",".join(f"Question {i}" for i in range(8)) + "\n2025-03-01,9" + ",a" * 8 + "\n"
    assert not fitting("Timestamp,Score,Other\n2025-03-01,9,x\n", wide)


def test_what_has_no_headings_is_not_known_again_by_them() -> None:
    bare = "2025-03-01,9,Quay\n2025-03-02,8,Mill\n"
    found = inspect(Source.of_bytes("file.csv", bare.encode()))
    assert not fits(mapping_of(bare, "#2=score:nps"), found.format, found.headings)


def test_without_a_mapping_that_fits_the_questions_are_asked(store: Store) -> None:
    brought(store, FIRST, save="monthly", maps=("Score=score:nps",))
    with pytest.raises(MoreToSay):
        brought(store, "Timestamp,Score,Town\n2025-03-01,9,Leeds\n")


def test_a_kept_order_of_dates_yields_to_dates_that_can_only_be_read_in_another(store: Store) -> None:
    day_first = "Timestamp,Score,Shop\n13/04/2025,9,Quay\n01/05/2025,8,Mill\n"
    brought(store, day_first, save="monthly", maps=("Score=score:nps",))
    month_first = "Timestamp,Score,Shop\n07/13/2025,9,Quay\n07/02/2025,8,Mill\n"
    assert [str(month) for month in brought(store, month_first).months] == ["2025-07"]


def test_a_table_of_counts_comes_in_as_operations_when_a_person_says_its_columns(store: Store) -> None:
    text = "period,measure,hits,total count\n2025-01,retention,97,100\n2025-02,retention,96,100\n"
    maps = ("period=month", "measure=metric", "hits=numerator", "total count=denominator")
    assert brought(store, text, kind=Kind.OPERATIONS, maps=maps).saved == 2
