"""Operational figures of days, weeks and parts of a day: added up to the month, whole or not at all."""

from __future__ import annotations

import pytest

from db.formats import FileMapping, MoreToSay, Options, Source, inspect, mapping_for
from db.formats.rows.blocks import Operation
from metrics.periods import Month
from tests.db.formats.made_files import Result, result

HEAD = "month,unit,metric,numerator,denominator,value\n"


def operations(*lines: str, options: Options | None = None) -> Result:
    return result(HEAD + "\n".join(lines) + "\n", options=options)


def days(unit: str = "Mill", metric: str = "hold_time", count: int = 3) -> list[str]:
    return [f"2025-01-{day:02},{unit},{metric},{7 + day},{10 + day}," for day in range(1, count + 1)]


def test_days_add_up_to_their_month_for_each_unit_and_metric() -> None:
    found = operations(*days(), *days("Quay"), *days(metric="transfers"), "2025-02-01,Mill,hold_time,5,6,")
    assert found.rows == [
        Operation(2, Month(2025, 1), "Mill", "", "hold_time", 27, 36, None, 3),
        Operation(5, Month(2025, 1), "Quay", "", "hold_time", 27, 36, None, 3),
        Operation(8, Month(2025, 1), "Mill", "", "transfers", 27, 36, None, 3),
        Operation(11, Month(2025, 2), "Mill", "", "hold_time", 5, 6, None, 1),
    ]
    assert (found.read, found.refused, found.blank) == (10, 0, 0)


@pytest.mark.parametrize(
    "texts",
    [
        ("2025-W02", "2025-W03"),
        ("Week 2 2025", "Week 3 2025"),
        ("KW 2/2025", "KW 3/2025"),
        ("06/01/2025", "13/01/2025"),
        ("2025-01-06 09:00", "2025-01-06 10:00"),
        ("6 January 2025", "13 January 2025"),
    ],
)
def test_weeks_and_hours_add_up_as_days_do(texts: tuple[str, str]) -> None:
    found = operations(*(f"{text},Mill,hold_time,8,10," for text in texts))
    assert found.rows == [Operation(2, Month(2025, 1), "Mill", "", "hold_time", 16, 20, None, 2)]


def test_a_week_belongs_to_the_month_of_its_thursday() -> None:
    found = operations("2025-W05,Mill,hold_time,1,2,", "2025-W06,Mill,hold_time,1,2,", "2025-W07,Mill,hold_time,1,2,")
    assert [(str(row.month), row.lines) for row in found.rows if isinstance(row, Operation)] == [
        ("2025-01", 1),
        ("2025-02", 2),
    ]


def test_parts_that_another_column_tells_apart_add_up_and_equal_lines_do_not() -> None:
    text = "month,till,unit,metric,numerator,denominator\n"
    rows = "2025-01-01,1,Mill,average_ticket,100,5\n2025-01-01,2,Mill,average_ticket,80,5\n"
    both = result(text + rows + "2025-01-02,1,Mill,average_ticket,20,10\n")
    assert [(row.numerator, row.denominator) for row in both.rows if isinstance(row, Operation)] == [(200, 20)]
    twice = result(text + rows + "2025-01-02,1,Mill,average_ticket,20,10\n2025-01-02,1,Mill,average_ticket,30,10\n")
    assert (twice.rows, twice.refused) == ([], 4)
    assert twice.messages[3].startswith("Line 4 is of the same 2025-01-02")
    assert (
        twice.messages[0] == "Line 5, of the same month, unit and metric, cannot be added, and a month is saved whole."
    )


def test_a_bad_day_refuses_its_month_and_no_other() -> None:
    found = operations(*days(), "2025-01-04,Mill,hold_time,x,9,", *days("Quay"), "2025-02-01,Mill,hold_time,5,6,")
    assert [(row.unit, str(row.month)) for row in found.rows if isinstance(row, Operation)] == [
        ("Quay", "2025-01"),
        ("Mill", "2025-02"),
    ]
    assert (found.read, found.refused) == (8, 4)
    assert [problem.line for problem in found.problems] == [2, 3, 4, 5]


def test_how_values_of_days_are_averaged_is_asked() -> None:
    lines = ("2025-01-01,Mill,hold_time,,,80", "2025-01-02,Mill,hold_time,,,90", "2025-02-01,Mill,hold_time,,,90")
    with pytest.raises(MoreToSay) as asked:
        operations(*lines)
    (question,) = asked.value.questions
    assert [choice.map for choice in question.choices] == ["#1=month:average"]
    found = operations(*lines, options=Options(maps=("#1=month:average",)))
    assert [row.value for row in found.rows if isinstance(row, Operation)] == [85, 90]
    assert (found.read, found.refused) == (3, 0)


WEIGHTED = "date,unit,metric,value,n\n2025-01-01,Mill,hold_time,80,30\n2025-01-02,Mill,hold_time,90,{}\n"


def test_values_of_days_are_weighted_by_a_column_that_a_person_names() -> None:
    found = result(WEIGHTED.format(10), "n=n")
    assert [(row.numerator, row.denominator) for row in found.rows if isinstance(row, Operation)] == [(33, 40)]


def test_a_value_of_customers_that_are_counted_each_day_is_only_averaged() -> None:
    found = result(WEIGHTED.replace("hold_time", "retention").format(10), "n=n")
    assert [(row.value, row.denominator) for row in found.rows if isinstance(row, Operation)] == [(82.5, None)]


MONTHLY = "Month,Branch,Retention,Customers\n2025-01,Mill,90,200\n2025-01,Quay,80,{}\n"


def test_whether_a_count_says_of_how_many_cases_values_are_is_asked() -> None:
    with pytest.raises(MoreToSay) as asked:
        result(MONTHLY.format(50))
    (question,) = asked.value.questions
    assert [choice.map for choice in question.choices] == ["#4=n", "#4=ignored"]
    found = result(MONTHLY.format(50), "#4=n")
    assert [(row.numerator, row.denominator) for row in found.rows if isinstance(row, Operation)] == [
        (180, 200),
        (40, 50),
    ]
    left_out = result(MONTHLY.format(50), "#4=ignored")
    assert [(row.value, row.denominator) for row in left_out.rows if isinstance(row, Operation)] == [
        (90, None),
        (80, None),
    ]


def test_a_value_of_nobody_is_blank_and_one_of_an_unknown_number_refused() -> None:
    assert result(MONTHLY.format(0), "#4=n").blank == 1
    assert result(MONTHLY.format("many"), "#4=n").refused == 1


@pytest.mark.parametrize("heading", ["Rank", "Branch ID", "Year"])
def test_a_column_that_counts_no_cases_is_not_asked_about(heading: str) -> None:
    text = MONTHLY.format(50).replace("Customers", heading)
    assert [row.value for row in result(text).rows if isinstance(row, Operation)] == [90, 80]


@pytest.mark.parametrize("cell", ["", "-1", "many"])
def test_a_day_without_its_weight_keeps_its_month_back(cell: str) -> None:
    found = result(WEIGHTED.format(cell), "n=n")
    assert (found.rows, found.refused) == ([], 2)
    assert "weighted by a number of cases" in found.messages[1]


def test_a_mapping_keeps_that_values_are_averaged() -> None:
    found = inspect(Source.of_bytes("days.csv", WEIGHTED.format(10).encode()))
    mapping = mapping_for(found, Options(maps=("#1=month:average",)))
    assert FileMapping.from_json(mapping.as_json()).columns == mapping.columns


def test_customers_that_are_counted_each_day_do_not_add_up() -> None:
    found = operations(*days(metric="retention"))
    assert (found.rows, found.refused) == ([], 3)
    assert "counts the same customers each day" in found.messages[0]


def test_a_month_and_its_days_are_not_added_up() -> None:
    found = operations(*days(), "2025-01,Mill,hold_time,24,30,")
    assert (found.rows, found.refused) == ([], 4)
    assert "Keep one or the other" in found.messages[3]


def test_a_single_value_dated_by_its_last_day_stays_a_month_beside_days_of_another_metric() -> None:
    found = operations(*days(), "2025-01-31,Mill,retention,,,91")
    assert [row.value for row in found.rows if isinstance(row, Operation)] == [None, 91]
    assert found.refused == 0


def test_a_day_on_which_nothing_was_due_adds_its_numerator_and_a_month_without_any_is_blank() -> None:
    lines = ("2025-01-01,Mill,average_ticket,100,5,", "2025-01-02,Mill,average_ticket,20,0,")
    nothing = ("2025-01-01,Quay,average_ticket,30,0,", "2025-01-02,Quay,average_ticket,5,0,")
    found = operations(*lines, *nothing)
    assert [(row.unit, row.numerator, row.denominator) for row in found.rows if isinstance(row, Operation)] == [
        ("Mill", 120, 5)
    ]
    assert (found.read, found.blank, found.refused) == (4, 2, 0)


@pytest.mark.parametrize("metric", ["average_ticket", "retention"])
def test_something_over_nothing_is_blank(metric: str) -> None:
    found = operations(f"2025-01,Mill,{metric},100,0,", "2025-02,Mill,retention,1,2,", "2025-03,Mill,retention,1,-2,")
    assert (len(found.rows), found.blank, found.refused) == (1, 1, 1)
