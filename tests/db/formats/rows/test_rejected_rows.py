"""Rows given back with their reasons: the same file again but for the rows that were read, ready to mend and bring."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats import FileMapping, Inspection, Role, Source, inspect, mapping_for, read
from db.formats.files.reason_column import REASON, escaped, without_reasons
from db.formats.files.row_problem import RowProblem
from db.formats.rows.blocks import Answer, Visit
from db.formats.rows.rejected_rows import rows_left_out

ROOT = Path(__file__).resolve().parents[4]
SURVEY = (
    "My survey,,,,,,\n\n"
    "response_id,responded_at,unit,channel,nps,e-mail,comment\n"
    "R-1,2026-10-03,North/Leeds,Phone,9,a@example.com,Quick\n"
    'R-2,2026-10-04,North/York,Online,11,b@example.com,"=cmd()|\n two lines"\n'
    "R-3,not a date,North/York,Online,-3,c@example.com,- good\n"
    "R-4,2026-10-04,North/York,Online\n"
    'R-5,2026-10-04,"North,Online,8,d@example.com,never closed\n'
)
SHOPPER = (
    "visit_id,visited_at,unit,form,section,item,earned,possible,weight,applicable,critical,comment\n"
    "V-1,2026-10-12,Leeds,Branch,Welcome,Greeting,1,1,2,yes,no,\n"
    "V-1,2026-10-12,Leeds,Branch,Safety,Checked,five,1,1,yes,yes,\n"
    "V-2,2026-10-12,Leeds,Branch,Welcome,Greeting,1,1,2,yes,no,\n"
)


def problems_of(source: Source, known: FileMapping | None = None) -> tuple[Inspection, list[RowProblem], bytes]:
    found = inspect(source)
    mapping = known or mapping_for(found)
    problems = [problem for block in read(source, mapping).blocks() for problem in block.problems]
    personal = {column.index for column in found.columns if column.role is Role.PERSONAL}
    return found, problems, rows_left_out(source, mapping, problems, personal)


def table(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_row_is_given_back_as_it_stood_with_its_reason_and_nothing_personal() -> None:
    _, problems, content = problems_of(Source.of_bytes("s.csv", SURVEY.encode()))
    rows = table(content)
    assert rows[0] == ["response_id", "responded_at", "unit", "channel", "nps", "e-mail", "comment", REASON]
    assert len(rows) == 1 + len({problem.line for problem in problems}) == 5
    assert rows[1][:7] == ["R-2", "2026-10-04", "North/York", "Online", "11", "", "'=cmd()|\n two lines"]
    assert rows[1][7].startswith("nps: ")
    assert rows[2][4:7] == ["-3", "", "'- good"]
    assert rows[3][:4] == ["R-4", "2026-10-04", "North/York", "Online"]
    assert rows[4][0].startswith('R-5,2026-10-04,"North')
    assert b"@" not in content


def test_mended_rows_are_read_as_rows_of_the_same_file() -> None:
    source = Source.of_bytes("s.csv", SURVEY.encode())
    found, _, content = problems_of(source)
    mended = content.replace(b",11,", b",10,").replace(b"not a date", b"2026-10-05").replace(b",-3,", b",3,")
    again = Source.of_bytes("mended.csv", mended)
    second = inspect(again)
    assert second.fingerprint == found.fingerprint
    assert mapping_for(second).source == mapping_for(found).source
    rows = [row for block in read(again, mapping_for(second)).blocks() for row in block.rows]
    answers = [row for row in rows if isinstance(row, Answer)]
    assert [(row.response_id, row.scores[0][1], row.comment) for row in answers] == [
        ("R-2", 10, "=cmd()|\n two lines"),
        ("R-3", 3, "- good"),
    ]


def test_a_visit_is_given_back_whole() -> None:
    _, _, content = problems_of(Source.of_bytes("v.csv", SHOPPER.encode()))
    assert [row[0] for row in table(content)] == ["visit_id", "V-1", "V-1"]
    again = Source.of_bytes("v2.csv", content.replace(b"five", b"1"))
    (visit,) = [row for block in read(again, mapping_for(inspect(again))).blocks() for row in block.rows]
    assert isinstance(visit, Visit)
    assert len(visit.checklist) == 2


@pytest.mark.parametrize("file", sorted((ROOT / "sample_data" / "raw").glob("*")), ids=lambda file: file.name)
def test_rows_that_nobody_mended_are_refused_for_the_same_reasons(file: Path) -> None:
    found = inspect(Source.of_path(file))
    if found.refused or found.questions:
        return
    _, problems, content = problems_of(Source.of_path(file))
    if problems:
        # So few rows tell little of themselves; that files with these headings were read before is known.
        again, same, _ = problems_of(Source.of_bytes("again.csv", content), mapping_for(found))
        assert (again.format, again.fingerprint) == (found.format, found.fingerprint)
        assert [problem[1:] for problem in same] == [problem[1:] for problem in problems]


@given(st.lists(st.text(), min_size=1, max_size=5))
def test_cells_come_back_exactly_from_a_form_that_no_spreadsheet_runs(cells: list[str]) -> None:
    out = [escaped(cell) for cell in cells]
    assert not any(cell[:1] in "=@\t\r\n" and cell for cell in out)
    head = [f"c{place}" for place, _ in enumerate(cells)]
    (_, again) = without_reasons(iter([(1, [*head, REASON]), (2, [*out, "why"])]))
    assert again == (2, cells)


def test_a_file_without_reasons_is_read_as_it_is() -> None:
    records = [(1, ["a", "b"]), (2, ["'=1", "x"])]
    assert list(without_reasons(iter(list(records)))) == records
    assert list(without_reasons(iter([]))) == []
