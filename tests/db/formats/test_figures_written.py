"""Operational figures and benchmarks as spreadsheets write them: months, percentages, money, names of metrics."""

from __future__ import annotations

import pytest

from db.formats import DateOrder, Options, Source, inspect, mapping_for
from db.formats.rows.blocks import BenchmarkLine, Operation
from tests.db.formats.made_files import Result, asks, result


def operations(month: str = "2025-03", metric: str = "retention", value: str = "91.5") -> Result:
    return result(f'month,metric,value\n"{month}","{metric}","{value}"\n')


@pytest.mark.parametrize(
    "month",
    ["2025-03", "2025-03-01", "2025-03-31 00:00:00", "Mar 2025", "March 2025", "Mar-25", "03/2025", "März 2025"],
)
def test_a_month_is_read_as_people_write_it(month: str) -> None:
    (row,) = operations(month=month).rows
    assert isinstance(row, Operation)
    assert str(row.month) == "2025-03"


def days(first: str, second: str) -> str:
    return f"month,metric,value\n{first},retention,90\n{second},retention,91\n"


def test_months_written_as_days_are_asked_about_where_day_and_month_could_change_places() -> None:
    found = inspect(Source.of_bytes("file.csv", days("01/02/2025", "01/03/2025").encode()))
    assert found.date_order is DateOrder.AMBIGUOUS
    with asks("could have the day or the month first"):
        mapping_for(found)
    said = result(days("01/02/2025", "01/03/2025"), options=Options(date_order="day_first"))
    assert [str(row.month) for row in said.rows if isinstance(row, Operation)] == ["2025-02", "2025-03"]


def test_months_written_as_last_days_are_read_without_a_word() -> None:
    found = result(days("28/02/2025", "31/03/2025"))
    assert [str(row.month) for row in found.rows if isinstance(row, Operation)] == ["2025-02", "2025-03"]


@pytest.mark.parametrize(
    ("metric", "value", "number"),
    [
        ("retention", "91.5%", 91.5),
        ("retention", "91,5 %", 91.5),
        ("Retention", "0.4%", 0.4),
        ("Average ticket", "£18.20", 18.2),
        ("average_ticket", "18,20 €", 18.2),
        ("First-contact resolution", "70", 70),
    ],
)
def test_a_value_may_carry_its_sign_and_a_metric_be_called_by_its_name(metric: str, value: str, number: float) -> None:
    (row,) = operations(metric=metric, value=value).rows
    assert isinstance(row, Operation)
    assert row.value == number


@pytest.mark.parametrize(("value", "percent"), [("0.915", "91.5"), ("0,92", "92")])
def test_a_fraction_is_no_percentage_and_the_sentence_says_how_to_write_it(value: str, percent: str) -> None:
    found = operations(value=value)
    assert found.rows == []
    assert found.messages[0].endswith(f"Write {percent} if you mean {percent} %, or “{value}%” if you mean {value} %.")


@pytest.mark.parametrize(("metric", "value"), [("average_ticket", "91%"), ("retention", "£91"), ("retention", "91 pt")])
def test_a_sign_that_does_not_fit_is_refused(metric: str, value: str) -> None:
    found = operations(metric=metric, value=value)
    assert (found.rows, found.refused) == ([], 1)


def test_a_benchmark_may_carry_its_sign_too() -> None:
    (row,) = result("metric,month,source,value,median\nCSAT,2025-03,Index,81%,79.5%\n").rows
    assert isinstance(row, BenchmarkLine)
    assert (row.value, row.percentiles) == (81, {50: 79.5})


TOTALS = "Month,Branch,Channel,Revenue,Transactions\n"


def test_a_row_of_all_units_is_the_whole_and_one_of_all_channels_is_left_out() -> None:
    found = result(
        TOTALS + "2025-01,Mill,Web,100,10\n2025-01,Mill,All channels,100,10\n2025-01,All branches,Web,100,10\n"
    )
    assert [(row.unit, row.channel) for row in found.rows if isinstance(row, Operation)] == [
        ("Mill", "Web"),
        ("", "Web"),
    ]
    assert found.blank == 1
    alone = result(TOTALS + "2025-01,Mill,All,100,10\n")
    assert (len(alone.rows), alone.blank) == (1, 0)


@pytest.mark.parametrize(("above", "below"), [("41.000", "2.000"), ("41.000", "950"), ("41.000,50", "2.000")])
def test_money_and_counts_have_no_thousandths_so_a_point_before_three_digits_parts_thousands(
    above: str, below: str
) -> None:
    (found,) = result(f"Monat;Filiale;Umsatz;Bons\n2025-01;Mitte;{above};{below}\n").rows
    assert isinstance(found, Operation)
    assert found.numerator in (41_000, 41_000.5)
    assert found.denominator in (2_000, 950)


def test_a_total_in_the_column_of_months_is_no_row_of_a_month() -> None:
    found = result("Month,Branch,Revenue,Transactions\n2025-01,Mill,100,10\nTotal,Mill,100,10\n2025-02,Mill,100,10\n")
    assert (len(found.rows), found.blank, found.refused) == (2, 1, 0)
