"""Operational figures as tills and telephone systems write them, and benchmarks by year: kinds, columns, one metric."""

from __future__ import annotations

import pytest

from db.formats import Options, Source, inspect, mapping_for
from db.formats.mapping.resolve import questions_left
from db.formats.rows.blocks import Answer, BenchmarkLine, Operation
from metrics.errors import BadValue, NotFound
from metrics.periods import Month
from metrics.vocabulary import Kind
from tests.db.formats.made_files import Result, asks, result

TILL = "Month,Branch,Revenue,Transactions\n2025-01,Mill,1200.50,80\n2025-02,Mill,£990,66\n"


def kind(content: str) -> Kind | None:
    return inspect(Source.of_bytes("file.csv", content.encode())).kind


def figures(found: Result) -> list[tuple[str, str, float | None, float | None, float | None]]:
    return [
        (row.unit, row.metric, row.numerator, row.denominator, row.value)
        for row in found.rows
        if isinstance(row, Operation)
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (TILL, [("Mill", "average_ticket", 1200.5, 80, None), ("Mill", "average_ticket", 990, 66, None)]),
        ("Monat;Filiale;Umsatz;Bons\n01.2025;Mitte;1200,50;80\n", [("Mitte", "average_ticket", 1200.5, 80, None)]),
        (
            "Mois;Agence;Chiffre d'affaires;Tickets\n2025-01;Nord;1200,5;80\n",
            [("Nord", "average_ticket", 1200.5, 80, None)],
        ),
        (
            "Date,Store,Takings,Transactions\n2025-01-01,Mill,100,5\n2025-01-02,Mill,80,5\n",
            [("Mill", "average_ticket", 180, 10, None)],
        ),
        (
            "Month,Site,Transfers,First call resolutions,Contacts\n2025-01,Mill,6,70,100\n",
            [("Mill", "first_contact_resolution", 70, 100, None), ("Mill", "transfers", 6, 100, None)],
        ),
        (
            "Month,Branch,Retention,Average ticket\n2025-01,Mill,91.5%,£18.20\n2025-02,Mill,,£18\n",
            [
                ("Mill", "average_ticket", None, None, 18.2),
                ("Mill", "retention", None, None, 91.5),
                ("Mill", "average_ticket", None, None, 18),
            ],
        ),
    ],
)
def test_a_column_for_each_metric_is_known_as_operations(content: str, expected: list[object]) -> None:
    assert kind(content) is Kind.OPERATIONS
    found = result(content)
    assert len(figures(found)) == len(expected)
    assert set(figures(found)) == set(expected)
    assert found.refused == 0


def test_a_person_chooses_numerator_and_denominator_and_names_the_metric_of_all_rows() -> None:
    content = "Period,Site,Quick ones,All calls\n2025-01,Mill,80,100\n"
    maps = ("Quick ones=numerator", "All calls=denominator")
    said = Options(Kind.OPERATIONS, maps, metric="hold_time")
    assert figures(result(content, options=said)) == [("Mill", "hold_time", 80, 100, None)]
    named = Options(Kind.OPERATIONS, ("Quick ones=numerator:hold_time", "All calls=denominator:hold_time"))
    assert figures(result(content, options=named)) == [("Mill", "hold_time", 80, 100, None)]
    with asks("--metric hold_time"):
        result(content, options=Options(Kind.OPERATIONS, maps))
    with pytest.raises(NotFound, match="no metric called"):
        result(content, options=Options(Kind.OPERATIONS, maps, metric="loudness"))
    with pytest.raises(BadValue, match="needs both a numerator and a denominator"):
        result(content, options=Options(Kind.OPERATIONS, ("#3=numerator:hold_time", "#4=denominator:transfers")))


def test_the_month_and_metric_of_all_rows_may_be_said() -> None:
    said = Options(Kind.OPERATIONS, ("Calls=denominator", "Quick=numerator"), month=Month(2025, 1), metric="hold_time")
    found = result("Branch,Quick,Calls\nMill,8,10\nQuay,,\n", options=said)
    assert found.rows == [Operation(2, Month(2025, 1), "Mill", "", "hold_time", 8, 10, None)]
    assert (found.read, found.blank) == (2, 1)


def test_months_side_by_side_may_be_of_one_metric() -> None:
    said = Options(Kind.OPERATIONS, metric="retention")
    assert [value for *_, value in figures(result("Site,2025-01,2025-02\nMill,90,91\n", options=said))] == [90, 91]


INTERVALS = "Interval start,Queue,Offered,Answered,Abandoned,ASA,AHT,Service level %\n" + "".join(
    f"13/01/2025 {hour:02}:00,Billing,{40 + hour},{36 + hour},4,0:00:10,0:04:05,7{hour % 9}.5%\n"
    for hour in range(9, 17)
)


def test_a_report_by_interval_is_no_survey_and_is_asked_about() -> None:
    found = inspect(Source.of_bytes("file.csv", INTERVALS.encode()))
    assert found.kind is Kind.OPERATIONS
    with asks("A file of operations needs these columns too: metric, value, or numerator and denominator"):
        mapping_for(found)
    mapped = Options(maps=("Answered=numerator", "Offered=denominator"), metric="first_contact_resolution")
    assert questions_left(found, mapped) == ()
    assert [lines.lines for lines in result(INTERVALS, options=mapped).rows if isinstance(lines, Operation)] == [8]


def test_a_report_by_interval_is_known_in_other_languages_too() -> None:
    head = "Intervall;Warteschlange;Angebotene Anrufe;Angenommene Anrufe;Verlorene Anrufe;Servicelevel\n"
    assert kind(head + "13.01.2025 09:00;A;40;36;4;70%\n13.01.2025 10:00;A;41;37;4;71%\n") is Kind.OPERATIONS


def test_a_quarter_is_no_month_of_operations() -> None:
    found = result("Quarter,Branch,Retention\nQ1 2025,Mill,91\n")
    assert found.messages == ["“Q1 2025” is a quarter or a year, and figures are kept by the month. Give a month."]


@pytest.mark.parametrize(
    "content",
    [
        "Call Id,Date,Answered,Resolved,Abandoned,AHT\n" + "c,2025-01-13,1,0,0,240\n" * 5,
        "Date,Branch,hold_time\n2025-01-13,Mill,45\n2025-01-14,Mill,30\n",
        "Date,Revenue,Transactions,nps\n" + "2025-01-13,20,1,9\n" * 9,
        "Month,Branch,NPS\n2025-01,Mill,30\n2025-02,Mill,32\n",
    ],
)
def test_what_may_be_single_answers_is_not_taken_for_operations(content: str) -> None:
    assert kind(content) is not Kind.OPERATIONS


def test_benchmarks_by_year_or_quarter_with_an_average_and_a_top_quartile() -> None:
    head = "KPI,Year,Source,Industry average,Top quartile\n"
    content = head + "NPS,2024,Panel,31,52\nTransfers per contact,Q2 2025,Panel,0.4,0.2\n"
    assert kind(content) is Kind.BENCHMARKS
    assert result(content).rows == [
        BenchmarkLine(2, "nps", Month(2024, 1), "Panel", "", 31, {75: 52}, None),
        BenchmarkLine(3, "transfers", Month(2025, 4), "Panel", "", 0.4, {25: 0.2}, None),
    ]


def test_benchmarks_of_one_metric_and_source_need_no_columns_for_them() -> None:
    said = Options(Kind.BENCHMARKS, month=Month(2025, 1), source="Panel 2025", metric="nps")
    (row,) = result("Sector,Average,Upper quartile,Sample size\nCafés,31,52,40\n", options=said).rows
    assert row == BenchmarkLine(2, "nps", Month(2025, 1), "Panel 2025", "Cafés", 31, {75: 52}, 40)


def test_the_metric_of_the_one_score_may_be_said() -> None:
    content = "Response ID,Date,Rating\n" + "".join(f"r{i},2025-01-13,{1 + i % 5}\n" for i in range(20))
    found = result(content, options=Options(metric="csat"))
    assert [item.metric for row in found.rows if isinstance(row, Answer) for item, _ in row.scores] == ["csat"] * 20
    two = content.replace("Rating", "Stars,Rating").replace("2025-01-13,", "2025-01-13,5,")
    with pytest.raises(BadValue, match="Name the column with a map"):
        result(two, options=Options(metric="csat"))
