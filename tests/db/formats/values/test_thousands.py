"""Figures with thousands parted: read where the column proves the sign, refused by row where it could be another."""

from __future__ import annotations

import pytest

from db.formats.rows.blocks import Operation
from db.formats.values.numbers import figure, thousands_sign
from tests.db.formats.made_files import Result, result


def operations(*numerators: str) -> Result:
    lines = [f'2026-0{i},North,average_ticket,"{text}",1' for i, text in enumerate(numerators, 1)]
    return result("\n".join(["month,unit,metric,numerator,denominator", *lines]) + "\n")


def numerators(found: Result) -> list[float | None]:
    return [row.numerator for row in found.rows if isinstance(row, Operation)]


@pytest.mark.parametrize(
    ("texts", "sign"),
    [
        (["12,480", "1,234.50"], ","),
        (["12,480", "1,234,567"], ","),
        (["12,480", "980.5"], ","),
        (["12,480", "11,950", "1,020", "980"], ","),
        (["12.480", "1.234,50"], "."),
        (["12.480", "980,5"], "."),
        (["12,480"], ""),
        (["12,480", "11,950", "13,020"], ""),
        (["12,480", "9,5", "1,234", "1,235", "980"], "."),
        (["0,934", "12,480", "1,020", "980"], ""),
        (["12,480", "11,950", "1,020", "1480"], ""),
        (["12.480"], ""),
        (["1,234.50", "1.234,50"], ""),
        ([], ""),
    ],
)
def test_only_what_can_be_read_in_one_way_proves_the_sign_of_thousands(texts: list[str], sign: str) -> None:
    assert thousands_sign(texts) == sign


@pytest.mark.parametrize(
    ("text", "sign", "value"),
    [
        ("12,480", ",", 12480.0),
        ("1,234.50", ",", 1234.5),
        ("12.480", ".", 12480.0),
        ("1.234,50", ".", 1234.5),
        ("980,5", ".", 980.5),
        ("12 480", "", 12480.0),
        ("12\u202f480,5", "", 12480.5),
        ("12’480", "", 12480.0),
        ("12,480", "", None),
        ("12,48", "", 12.48),
        ("-1,250", ",", -1250.0),
        ("12,480", ".", 12.48),
    ],
)
def test_a_figure_is_read_by_the_sign_of_its_column(text: str, sign: str, value: float | None) -> None:
    assert figure(text, sign) == value


def test_thousands_are_read_where_another_figure_of_the_file_proves_their_sign() -> None:
    assert numerators(operations("12,480", "£1,204.50", "980")) == [12480.0, 1204.5, 980.0]


def test_a_decimal_comma_stays_one_and_turns_the_point_into_the_sign_of_thousands() -> None:
    assert numerators(operations("12,5", "1.204", "980")) == [12.5, 1204.0, 980.0]


def test_a_figure_that_could_be_two_is_refused_by_row_with_both() -> None:
    found = operations("12,480", "980")
    assert (numerators(found), found.refused) == ([980.0], 1)
    assert found.messages == ["“12,480” could be 12480 or 12.480. Write it without the comma, or with a decimal point."]


def test_denominators_count_so_three_with_a_comma_prove_it() -> None:
    lines = [f'2026-0{i},North,average_ticket,"£{i}3,480","1,{i}00"' for i in range(1, 4)]
    found = result("\n".join(["month,unit,metric,numerator,denominator", *lines]) + "\n")
    assert [(row.numerator, row.denominator) for row in found.rows if isinstance(row, Operation)] == [
        (13480, 1100), (23480, 1200), (33480, 1300)
    ]  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize("empty", [b"\n", b",,\n"])
def test_a_million_empty_lines_are_read_to_the_end_and_move_no_line_number(empty: bytes) -> None:
    # Were each line looked at once more for every line before it, this would not end in a year.
    found = result(b"response_id,responded_at,nps\n" + empty * 1_000_000 + b"R1,2026-10-01,11\n")
    assert [problem.line for problem in found.problems] == [1_000_002]
