"""Columns of survey weights: found, asked about, read by row, or left out with a note."""

from __future__ import annotations

import pytest

from db.formats import MoreToSay, Options, QuestionKind, Source, inspect, mapping_for, read
from db.formats.columns.roles import Role
from db.formats.columns.weights import WHY
from db.formats.rows.blocks import Answer

WEIGHTS = ("0.81", "1.24", "0.95", "1.02", "1.10", "0.88")


def survey(heading: str, cells: tuple[str, ...] = WEIGHTS) -> Source:
    rows = [f'2026-10-0{day},{9 - day},"{cell}"' for day, cell in enumerate(cells, 1)]
    return Source.of_bytes("file.csv", "\n".join([f"responded_at,nps,{heading}", *rows, ""]).encode())


@pytest.mark.parametrize("heading", ["weight", "Survey Weight", "Gewicht", "Pondération", "peso", "WEIGHTING_FACTOR"])
def test_weights_are_asked_about_and_used_or_left_out_with_a_note(heading: str) -> None:
    found = inspect(survey(heading))
    assert (found.columns[2].role, found.columns[2].why) == (Role.WEIGHT, WHY)
    (asked,) = found.questions
    assert (asked.kind, [choice.map for choice in asked.choices]) == (QuestionKind.WEIGHT, ["#3=weight", "#3=ignored"])
    for maps in ((), ("nps=score:nps",)):
        with pytest.raises(MoreToSay):
            mapping_for(found, Options(maps=maps))
        (note,) = mapping_for(found, Options(maps=(*maps, "#3=ignored"))).notes
        assert f"“{heading}” (column 3) looks like a weight" in note
        used = mapping_for(found, Options(maps=(*maps, "#3=weight")))
        assert (used.notes, used.with_role(Role.WEIGHT)[0].index) == ((), 3)


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


def rows_of(*weights: str) -> tuple[list[int | None], list[str]]:
    """The weights that are read, in steps, and what is said of rows that are not."""
    source = survey("weight", weights)
    mapping = mapping_for(inspect(source), Options(maps=("#3=weight",), accept_partial=True))
    (block,) = read(source, mapping).blocks()
    return [row.weight for row in block.rows if isinstance(row, Answer)], [one.message for one in block.problems]


def test_each_way_to_write_a_weight_is_read() -> None:
    assert rows_of("0.85", "1,234", "2", "0", "1.5e-1", "0.00001") == ([8_500, 12_340, 20_000, 0, 1_500, 1], [])


def test_a_row_without_a_weight_or_with_another_text_is_refused() -> None:
    read_, said = rows_of("0.85", "", "-0.5", "heavy", "0.85")
    assert read_ == [8_500, 8_500]
    assert said == [
        "This row has no weight, though the other rows count by theirs. Fill it in, or leave the weights out.",
        "“-0.5” cannot be a weight. A weight is 0 or more, and about 1 on average.",
        "“heavy” is not a weight. A weight is a number, such as 0.85.",
    ]


def test_many_weights_that_cannot_be_read_are_asked_about() -> None:
    lines = [f"2026-10-01,9,{cell}" for cell in ("0.85", *["much"] * 30)]
    source = Source.of_bytes("file.csv", "\n".join(["responded_at,nps,W", *lines, ""]).encode())
    with pytest.raises(MoreToSay):
        list(read(source, mapping_for(inspect(source), Options(maps=("W=weight",)))).blocks())


def test_measured_answers_count_once_each_and_a_note_says_so() -> None:
    text = "responded_at,nps,wait,weight\n2026-10-01,9,40,0.5\n2026-10-02,8,50,1.5\n2026-10-03,8,50,1.25\n"
    maps = ("nps=score:nps", "wait=score:hold_time:seconds", "weight=weight")
    (note,) = mapping_for(inspect(Source.of_bytes("file.csv", text.encode())), Options(maps=maps)).notes
    assert note.endswith("is measured, so its answers count once each, without weights.")
