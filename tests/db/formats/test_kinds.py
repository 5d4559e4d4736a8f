"""Shopper visits, operations and benchmarks: what each line must hold, and what one bad line takes with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import pytest

from db.formats import Options, Source, inspect, mapping_for, problems_csv
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import BenchmarkLine, Operation, Visit
from db.formats.values.dates import month_named
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Kind
from tests.db.formats.made_files import Result, asks, result

VISITS = "visit_id,visited_at,unit,form,section,item,earned,possible,weight,applicable,critical,comment\n"
OPERATIONS = "month,unit,metric,numerator,denominator,value\n"
BENCHMARKS = "metric,month,source,peers,value,p10,p25,median,p75,p90,n\n"


def visits(*lines: str) -> Result:
    return result(VISITS + "\n".join(lines) + "\n")


def operations(*lines: str) -> Result:
    return result(OPERATIONS + "\n".join(lines) + "\n")


def benchmarks(*lines: str) -> Result:
    return result(BENCHMARKS + "\n".join(lines) + "\n")


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (VISITS + "v,2025-01-01,U,F,S,I,1,1,1,yes,no,\n", Kind.SHOPPER),
        (OPERATIONS + "2025-01,U,retention,1,2,\n", Kind.OPERATIONS),
        ("Month;Metric;Value\n2025-01;transfers;0.3\n", Kind.OPERATIONS),
        (BENCHMARKS + "nps,2025-01,S,P,30,,,,,,\n", Kind.BENCHMARKS),
        ("metric,month,source,median\nnps,2025-01,S,30\n", Kind.BENCHMARKS),
        ("response_id,responded_at,metric,score\na,2025-01-01,nps,9\n", Kind.SURVEY),
    ],
)
def test_a_file_whose_headings_are_the_role_names_has_that_kind(content: str, kind: Kind) -> None:
    found = inspect(Source.of_bytes("file", content.encode()))
    assert found.kind is kind
    assert found.questions == ()


def test_lines_of_one_visit_are_gathered_wherever_they_stand() -> None:
    found = visits(
        "a,2025-03-01,N/L,F,S,I1,1,2,1,yes,no,",
        "b,2025-03-02,N,F,S,I1,2,2,,,,",
        "a,2025-03-01,N/L,F,S,I2,2,2,3,yes,yes,x",
    )
    assert [(row.visit_id, len(row.checklist)) for row in found.rows if isinstance(row, Visit)] == [("b", 1), ("a", 2)]
    assert (found.read, found.refused, found.blank) == (3, 0, 0)
    last = found.rows[1]
    assert isinstance(last, Visit)
    assert [(line.earned, line.possible, line.weight, line.critical) for line in last.checklist] == [
        (1, 2, 1, False),
        (2, 2, 3, True),
    ]


@pytest.mark.parametrize(
    ("bad", "column"),
    [
        ("a,2025-03-01,N,F,S,I2,3,2,1,yes,no,", "earned"),
        ("a,2025-03-01,N,F,S,I2,,2,1,yes,no,", "earned"),
        ("a,2025-03-01,N,F,S,I2,x,2,1,yes,no,", "earned"),
        ("a,2025-03-01,N,F,S,I2,0,0,1,yes,no,", "possible"),
        ("a,2025-03-01,N,F,S,I2,1,1,-1,yes,no,", "weight"),
        ("a,2025-03-01,N,F,S,I2,1,1,1,perhaps,no,", "applicable"),
        ("a,2025-03-01,N,F,S,I2,1,1,1,yes,2,", "critical"),
        ("a,2025-03-01,N,F,S,,1,1,1,yes,no,", "item"),
        ("a,2025-03-01,N,F,S,I1,1,1,1,yes,no,", "item"),
        ("a,2025-03-02,N,F,S,I2,1,1,1,yes,no,", "visited_at"),
        ("a,2025-03-01,M,F,S,I2,1,1,1,yes,no,", "unit"),
        ("a,2025-03-01,N,G,S,I2,1,1,1,yes,no,", "form"),
    ],
)
def test_a_bad_line_refuses_its_whole_visit_and_no_other(bad: str, column: str) -> None:
    found = visits("a,2025-03-01,N,F,S,I1,1,1,1,yes,no,", "b,2025-03-02,N,F,S,I1,1,1,1,yes,no,", bad)
    assert [row.visit_id for row in found.rows if isinstance(row, Visit)] == ["b"]
    assert (found.read, found.refused) == (3, 2)
    assert [(problem.line, problem.column) for problem in found.problems] == [(4, column)]


def test_a_visit_with_an_absurd_date_or_nothing_that_applied_is_refused() -> None:
    found = visits("a,2099-03-01,N,F,S,I1,1,1,1,yes,no,", "b,2025-03-02,N,F,S,I1,,1,1,no,no,")
    assert (found.refused, found.rows) == (2, [])
    assert "in the future" in found.messages[0]
    assert "no item that applied" in found.messages[1]


def test_an_item_that_did_not_apply_needs_no_points() -> None:
    found = visits(
        "a,2025-03-01,N,F,S,I1,1,1,1,yes,no,", "a,2025-03-01,N,F,S,I2,N/A,1,1,,no,", "a,2025-03-01,N,F,S,I3,,,1,no,no,"
    )
    (row,) = found.rows
    assert isinstance(row, Visit)
    assert [line.applicable for line in row.checklist] == [True, False, False]


def test_where_nothing_was_due_there_is_no_figure() -> None:
    found = operations("2025-01,N,retention,0,0,", "2025-01,N,retention,,0,", "2025-01,S,retention,9,10,")
    assert (len(found.rows), found.refused, found.blank) == (1, 0, 2)


def test_an_operational_figure_is_a_numerator_over_a_denominator_or_a_bare_value() -> None:
    found = operations(
        "2025-01,N/L,retention,97,100,",
        "2025-01-31,,average_ticket,1200.5,40,",
        "2025-02,N,transfers,,,0.31",
        "2025-02,N,transfers,,,",
    )
    assert found.rows == [
        Operation(2, Month(2025, 1), "N/L", "", "retention", 97, 100, None),
        Operation(3, Month(2025, 1), "", "", "average_ticket", 1200.5, 40, None),
        Operation(4, Month(2025, 2), "N", "", "transfers", None, None, 0.31),
    ]
    assert (found.read, found.blank) == (4, 1)


@pytest.mark.parametrize(
    ("line", "column", "part"),
    [
        ("2025-01,N,retention,101,100,", "numerator", "from 0 to its denominator"),
        ("2025-01,N,retention,-1,100,", "numerator", "from 0"),
        ("2025-01,N,referrals,1,,", "denominator", "no denominator"),
        ("2025-01,N,referrals,,5,", "numerator", "no numerator"),
        ("2025-01,N,referrals,-1,5,", "numerator", "below 0"),
        ("2025-01,N,retention,,,101", "value", "from 0 to 100"),
        ("2025-01,N,nps,1,2,", "metric", "not from counts"),
        ("2025-01,N,loudness,1,2,", "metric", "no metric called"),
        ("2025-01,N,,1,2,", "metric", "no metric"),
        ("2099-01,N,retention,1,2,", "month", "in the future"),
        ("1899-01,N,retention,1,2,", "month", "before 1990"),
        ("Jan,N,retention,1,2,", "month", "not a month"),
        ('2025-01,N,retention,"1,234",2000,', "numerator", "could be 1234 or 1.234"),
    ],
)
def test_an_operational_figure_that_cannot_be_is_refused_by_its_cell(line: str, column: str, part: str) -> None:
    found = operations(line)
    assert (found.refused, found.rows) == (1, [])
    assert found.problems[0].column == column
    assert part in found.problems[0].message


def test_a_benchmark_has_a_source_and_percentiles_that_rise() -> None:
    found = benchmarks(
        "nps,2025-01,Panel,41 chains,38,12,25,37,49,58,41",
        "nps,2025-01,,41 chains,38,,,,,,",
        "nps,2025-01,Panel,,38,60,25,,,,",
        "ces,2025-01,Panel,,9,,,,,,",
        "nps,2025-01,Panel,,38,,,,,,4.5",
        "nps,2025-01,Panel,,,,,,,,",
    )
    assert found.rows == [
        BenchmarkLine(2, "nps", Month(2025, 1), "Panel", "41 chains", 38, {10: 12, 25: 25, 50: 37, 75: 49, 90: 58}, 41)
    ]
    assert [problem.column for problem in found.problems] == ["source", "median", "value", "n"]
    assert found.blank == 1


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"visit_id,visited_at,unit,item,earned\na,2025-01-01,N,I,1\n", "shopper needs these columns too: possible"),
        (b"month,unit,metric,numerator\n2025-01,N,retention,1\n", "operations needs these columns too: value, or"),
        (b"month,unit,numerator,denominator\n2025-01,N,1,2\n", "operations needs these columns too: metric"),
        (b"metric,month,median\nnps,2025-01,30\n", "benchmarks needs these columns too: source"),
        (b"response_id,nps\na,9\n", "No column says when people answered"),
        (b"response_id,responded_at\na,2025-01-01\n", "No column holds answers on a scale"),
    ],
)
def test_a_file_that_lacks_a_column_is_asked_for_it(content: bytes, part: str) -> None:
    with asks(part):
        mapping_for(inspect(Source.of_bytes("file", content)))


def test_a_long_file_of_metrics_that_nobody_knows_is_refused_row_by_row() -> None:
    found = result("response_id,responded_at,metric,score\na,2025-01-01,loudness,3\nb,2025-01-01,,3\n")
    assert (found.refused, [problem.column for problem in found.problems]) == (2, ["metric", "metric"])


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "plain"])
def test_the_problem_file_runs_in_no_spreadsheet(text: str) -> None:
    content = problems_csv([RowProblem(2, text, text, text)]).decode("utf-8-sig")
    rows: Sequence[list[str]] = list(csv.reader(io.StringIO(content, newline="")))
    assert rows[0] == ["line", "column", "value", "message"]
    assert all(not cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in rows[1])
    assert rows[1][1].removeprefix("'") == text


def test_operational_figures_with_the_months_across_are_read_month_by_month() -> None:
    found = result(
        "unit,metric,2025-01,Feb 2025,03/2025\nN,retention,90,,91\nN/L,transfers,0.3,x,0.2\nS,retention,,,\n"
    )
    assert found.rows == [
        Operation(2, Month(2025, 1), "N", "", "retention", None, None, 90),
        Operation(2, Month(2025, 3), "N", "", "retention", None, None, 91),
        Operation(3, Month(2025, 1), "N/L", "", "transfers", None, None, 0.3),
        Operation(3, Month(2025, 3), "N/L", "", "transfers", None, None, 0.2),
    ]
    assert [(problem.line, problem.column) for problem in found.problems] == [(3, "Feb 2025")]
    assert (found.read, found.refused, found.blank) == (6, 1, 1)


def test_a_persons_map_says_what_stands_beside_the_months_across() -> None:
    text = "Where,What,2025-01,2025-02\nN,retention,90,91\n"
    said = Options(Kind.OPERATIONS, ("Where=unit", "What=metric", "#3-#4=value"))
    assert [row.value for row in result(text, options=said).rows if isinstance(row, Operation)] == [90, 91]
    with pytest.raises(BadValue, match="only one can hold it"):
        result(text, options=Options(Kind.OPERATIONS, ("What=metric", "#1-#3=value")))


@pytest.mark.parametrize(
    ("heading", "month"),
    [
        ("2025-03", Month(2025, 3)),
        ("2025-03-01", Month(2025, 3)),
        ("2025-03-01 00:00:00", Month(2025, 3)),
        ("03/2025", Month(2025, 3)),
        ("Mar-25", Month(2025, 3)),
        ("März 2025", Month(2025, 3)),
        ("2025 March", Month(2025, 3)),
        ("2025-13", None),
        ("2025", None),
        ("Total 2025", None),
        ("metric", None),
    ],
)
def test_a_heading_names_a_month_or_none(heading: str, month: Month | None) -> None:
    assert month_named(heading) == month
