"""Columns of survey weights: found, named with a note, and left out."""

from __future__ import annotations

import pytest

from db.formats import Options, Source, inspect, mapping_for
from db.formats.columns.roles import Role
from db.formats.columns.weights import WHY

WEIGHTS = ("0.81", "1.24", "0.95", "1.02", "1.10", "0.88")


def survey(heading: str, cells: tuple[str, ...] = WEIGHTS) -> Source:
    rows = [f'2026-10-0{day},{9 - day},"{cell}"' for day, cell in enumerate(cells, 1)]
    return Source.of_bytes("file.csv", "\n".join([f"responded_at,nps,{heading}", *rows, ""]).encode())


@pytest.mark.parametrize("heading", ["weight", "Survey Weight", "Gewicht", "Pondération", "peso", "WEIGHTING_FACTOR"])
def test_weights_are_named_and_left_out(heading: str) -> None:
    found = inspect(survey(heading))
    assert (found.columns[2].role, found.columns[2].why) == (Role.IGNORED, WHY)
    assert found.questions == ()
    for options in (Options(), Options(maps=("nps=score:nps",))):
        (note,) = mapping_for(found, options).notes
        assert f"“{heading}” (column 3) looks like a weight" in note


def test_decimal_commas_are_weights_too() -> None:
    assert inspect(survey("Gewicht", ("0,812", "1,243", "0,95", "1,1"))).columns[2].why == WHY


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("body weight", ("71.5", "80.2", "64.0")),
        ("weight", ("1", "2", "1")),
        ("weight", ("-0.5", "1.5", "1.2")),
        ("weight", ("heavy", "1.1", "0.9")),
        ("quality_mean", WEIGHTS),
    ],
)
def test_other_numbers_are_no_weights(heading: str, cells: tuple[str, ...]) -> None:
    assert inspect(survey(heading, cells)).columns[2].why != WHY


def test_nothing_is_noted_where_a_person_gave_the_column_another_role() -> None:
    assert mapping_for(inspect(survey("weight")), Options(maps=("weight=comment",))).notes == ()
