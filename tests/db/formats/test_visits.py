"""Shopper visits as agencies send them: one row a visit or one row an item, under the headings that people use."""

from __future__ import annotations

import pytest

from db.formats import Options, Source, inspect
from db.formats.rows.blocks import Visit
from metrics.errors import BadValue
from metrics.vocabulary import Kind
from tests.db.formats.made_files import Result, asks, result

SHOPPER = Options(Kind.SHOPPER)


def visits(found: Result) -> list[tuple[str, str, float, float]]:
    """The id, unit, and points earned and possible of each visit."""
    return [
        (
            row.visit_id,
            row.unit,
            sum(line.earned for line in row.checklist if line.applicable),
            sum(line.possible for line in row.checklist if line.applicable),
        )
        for row in found.rows
        if isinstance(row, Visit)
    ]


def kind(content: str) -> Kind | None:
    return inspect(Source.of_bytes("file.csv", content.encode())).kind


ITEMS = "Visit no,Visit date,Store,Greeted?,Badge?,Clean?\nA1,2025-03-13,Mill,Yes,No,N/A\nA2,2025-03-14,Quay,Yes,,No\n"
TOTALS = (
    "Audit number;Audit date;Site;Total score;Max score;%\nA1;13.03.2025;Mill;67;72;93%\nA2;14.03.2025;Quay;60;70;86%\n"
)
ONE_CELL = "Shopper,Visit date,Branch,Result\nNo. 7,2025-03-13,Mill,67 / 72\nNo. 9,2025-03-14,Quay,60 out of 70\n"
EVALUATIONS = "Evaluation ID,Evaluation date,Store,Overall score\nA1,2025-01-13,Mill,67/72\nA2,2025-01-14,Quay,70/72\n"
PERCENT = "Visit id,Visit date,Branch,Score\nA1,2025-03-13,Mill,93.5%\nA2,2025-03-14,Quay,86 %\n"
GERMAN = (
    "Besuchsnummer;Datum;Filiale;Erreichte Punkte;Mögliche Punkte\n1;13.03.2025;Mitte;67;72\n2;14.03.2025;Süd;60;70\n"
)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (ITEMS, [("A1", "Mill", 1, 2), ("A2", "Quay", 1, 2)]),
        (TOTALS, [("A1", "Mill", 67, 72), ("A2", "Quay", 60, 70)]),
        (ONE_CELL, [("2025-03-13 Mill", "Mill", 67, 72), ("2025-03-14 Quay", "Quay", 60, 70)]),
        (EVALUATIONS, [("A1", "Mill", 67, 72), ("A2", "Quay", 70, 72)]),
        (PERCENT, [("A1", "Mill", 93.5, 100), ("A2", "Quay", 86, 100)]),
        (GERMAN, [("1", "Mitte", 67, 72), ("2", "Süd", 60, 70)]),
    ],
)
def test_one_row_a_visit_is_known_for_what_it_is_and_read(content: str, expected: list[object]) -> None:
    assert kind(content) is Kind.SHOPPER
    found = result(content)
    assert visits(found) == expected
    assert (found.read, found.refused) == (2, 0)


def test_items_count_where_they_add_up_to_the_total_and_the_total_alone_where_they_do_not() -> None:
    head = "Visit no,Date,Store,Greeted?,Badge?,Total score,Max score\n"
    together = result(head + "A,2025-03-13,Mill,Yes,No,1,2\nB,2025-03-14,Mill,Yes,Yes,2,2\n")
    weighted = result(head + "A,2025-03-13,Mill,Yes,No,5,8\nB,2025-03-14,Mill,Yes,Yes,8,8\n")
    assert [len(row.checklist) for row in together.rows if isinstance(row, Visit)] == [2, 2]
    assert [len(row.checklist) for row in weighted.rows if isinstance(row, Visit)] == [1, 1]
    assert visits(weighted) == [("A", "Mill", 5, 8), ("B", "Mill", 8, 8)]


def test_visits_without_an_id_are_named_by_day_and_unit_and_numbered() -> None:
    found = result("Visit date,Store,Score,Out of\n" + "2025-03-13,Mill,4,5\n" * 2 + ",,,\n2025-03-13,Quay,5,5\n")
    assert [name for name, *_ in visits(found)] == ["2025-03-13 Mill", "2025-03-13 Mill (2)", "2025-03-13 Quay"]


def test_ones_and_zeros_are_points_and_a_column_of_ones_alone_is_none() -> None:
    rows = "A,2025-03-13,Mill,1,0,1\nB,2025-03-14,Mill,0,1,1\n"
    assert visits(result("Visit no,Date,Store,Greeted,Badge,Clean\n" + rows)) == [
        ("A", "Mill", 2, 3),
        ("B", "Mill", 2, 3),
    ]
    with asks("earned"):
        result("Visit no,Date,Store,Wave\nA,2025-03-13,Mill,1\nB,2025-03-14,Mill,1\n", options=SHOPPER)


def test_points_without_a_maximum_are_asked_about_and_never_taken_for_yes_and_no() -> None:
    content = "Visit no,Date,Store,Service\nA,2025-03-13,Mill,4\nB,2025-03-14,Mill,1\n"
    with asks("possible"):
        result(content, options=Options(Kind.SHOPPER, ("Service=earned",)))


def test_a_visit_that_cannot_be_read_is_refused_by_its_cell() -> None:
    found = result(
        "Visit no,Date,Store,Score,Max\nA,2025-03-13,Mill,9,5\n,2025-03-14,Mill,4,5\nC,2099-03-14,Mill,4,5\n",
        options=SHOPPER,
    )
    assert (found.read, found.refused, found.rows) == (3, 3, [])
    assert [problem.column for problem in found.problems] == ["Score", "Visit no", "Date"]


def test_a_person_may_name_items_but_not_several_totals_beside_a_maximum() -> None:
    content = "Ref,When,Where,P1,P2,Best\nA,2025-03-13,Mill,4/5,yes,9\n"
    named = ("Ref=visit_id", "When=visited_at", "Where=unit", "P1=earned", "P2=earned")
    assert visits(result(content, options=Options(Kind.SHOPPER, named))) == [("A", "Mill", 5, 6)]
    with pytest.raises(BadValue, match="goes with one of them only"):
        result(content, options=Options(Kind.SHOPPER, (*named, "Best=possible")))


CHECKLIST = "Audit ID,Conducted on,Site,Question,Response,Item Score,Item Max Score\n"


@pytest.mark.parametrize(
    "item",
    [
        "Tidy,N/A,,",
        "Tidy,N/A,,0",
        "Tidy,,0,0",
        "Tidy,,N/A,1",
        "Tidy,N/A,,1",
        "Tidy,N/A,N/A,N/A",
        ",,,",
        "Clean,N/A,,",
        "Tidy,n.v.t.,,1",
    ],
)
def test_an_item_that_does_not_apply_leaves_both_sums_and_its_visit_stays(item: str) -> None:
    content = f"{CHECKLIST}a,2025-03-13,Mill,Clean,Yes,1,1\na,2025-03-13,Mill,{item}\na,2025-03-13,Mill,Warm,No,0,1\n"
    assert kind(content) is Kind.SHOPPER
    found = result(content)
    assert visits(found) == [("a", "Mill", 1, 2)]
    assert (found.read, found.refused, found.blank) == (3, 0, 0)


def test_items_answered_with_words_alone_have_one_point_each() -> None:
    found = result(
        "Visit id,Visit date,Shop,Question,Answer\n"
        + "".join(f"a,2025-03-13,M,{item}\n" for item in ("Clean,Yes", "Warm,No", "Open,NA")),
        options=SHOPPER,
    )
    assert visits(found) == [("a", "M", 1, 2)]


@pytest.mark.parametrize(
    "content",
    [
        "Visit date,Branch,Were you greeted?,Was it clean?,Did we help?\n2025-03-13,Mill,Yes,No,Yes\n",
        "Visit no,Date,How likely are you to recommend us? (0-10),Clean?,Warm?,Open?\n"
        + "A,2025-03-13,9,Yes,No,Yes\n" * 9,
        "Name,Date,Score,Max score\nA,2025-03-13,9,10\n",
        "Response ID,Date,Visit rating\na,2025-03-13,4/5\nb,2025-03-13,5/5\n",
    ],
)
def test_a_survey_of_customers_is_not_taken_for_visits(content: str) -> None:
    assert kind(content) is not Kind.SHOPPER
