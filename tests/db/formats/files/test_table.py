"""A file as records with line numbers: encodings, delimiters, quotation marks, titles, footers, workbooks."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from db.formats import Options, Source, in_encoding, inspect, mapping_for, read
from db.formats.files.delimited import BrokenRecord, records
from db.formats.files.table import tables
from db.formats.rows.blocks import Answer
from metrics.errors import FileRefused
from metrics.periods import Month
from tests.db.formats.made_files import refusal, result

ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "latin-1"]
NAMES = {"utf-8-sig": "utf-8", "cp1252": "windows-1252"}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_every_encoding_we_claim_is_recognised_and_read(encoding: str) -> None:
    comment = "Größe, très bien – ok" if encoding != "latin-1" else "Größe, très bien"
    content = f'response_id,responded_at,nps,comment\nr1,2025-03-01,9,"{comment}"\n'.encode(encoding)
    assert inspect(Source.of_bytes("file", content)).encoding == NAMES.get(encoding, encoding)
    (row,) = result(content).rows
    assert isinstance(row, Answer)
    assert row.comment == comment


def test_a_few_broken_places_do_not_turn_a_utf_8_file_into_another_encoding() -> None:
    good = "".join(f"r{i},2025-03-01,9,Größe\n" for i in range(40)).encode()
    content = b"response_id,responded_at,nps,comment\n" + good + b"r99,2025-03-01,9,Gr\xf6\xdfe\n"
    found = inspect(Source.of_bytes("file", content))
    assert found.encoding == "utf-8"
    assert any("not UTF-8" in note for note in found.notes)
    assert result(content).read == 41


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_delimiter_and_line_end_we_claim_is_read(delimiter: str, end: str) -> None:
    rows = [
        ["response_id", "responded_at", "nps", "comment"],
        ["a", "2025-03-01", "9", "well; yes, very"],
        ["b", "2025-03-02", "1", ""],
    ]
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator=end).writerows(rows)
    found = inspect(Source.of_bytes("file", text.getvalue().encode()))
    assert found.delimiter == delimiter
    assert result(text.getvalue()).scores == [9, 1]


def test_a_spreadsheets_sep_line_names_the_delimiter_and_still_counts_as_a_line() -> None:
    found = result("sep=;\nresponse_id;responded_at;nps\na,b;2025-03-01;99\n")
    assert [(problem.line, problem.column) for problem in found.problems] == [(3, "nps")]


def test_titles_above_and_totals_and_remarks_below_are_no_rows_but_lines_are_still_counted() -> None:
    text = (
        "Survey of the branches\nMarch 2025\n\nresponse_id,responded_at,nps\n"
        "a,2025-03-01,9\nb,2025-03-02,x\n\nTotal,,9\nExported on the first of April\n"
    )
    found = result(text)
    assert (found.read, found.scores) == (2, [9])
    assert found.problems[0].line == 6


@pytest.mark.parametrize("numbers", [range(20), range(1, 21), range(5, 105, 5)])
@pytest.mark.parametrize("headings", [",nps", '"",nps', ",nps,comment"])
def test_a_column_of_numbers_without_a_heading_leaves_the_others_their_headings(headings: str, numbers: range) -> None:
    more = ",fine" if "comment" in headings else ""
    text = f"{headings}\n" + "".join(f"{number},{number % 11}{more}\n" for number in numbers) + "Total\n"
    found = inspect(Source.of_bytes("file", text.encode()))
    assert (found.header_rows, found.rows, [column.name for column in found.columns][:2]) == (1, 20, ["", "nps"])
    assert found.columns[0].role == "ignored"


def test_days_without_a_heading_leave_the_others_their_headings_too() -> None:
    text = ",nps\n" + "".join(f"2026-01-{day:02},9\n" for day in range(1, 21))
    found = inspect(Source.of_bytes("file", text.encode()))
    assert (found.header_rows, found.rows, found.columns[0].role) == (1, 20, "responded_at")


def test_a_title_set_in_by_one_cell_is_still_a_title() -> None:
    found = inspect(Source.of_bytes("file", b",Survey of 2025\nresponse_id,nps\na,9\nb,8\n"))
    assert (found.rows, [column.name for column in found.columns]) == (2, ["response_id", "nps"])


def test_a_total_set_in_by_a_hard_space_is_a_foot_too_and_a_line_of_hard_spaces_is_empty() -> None:
    found = result("response_id,responded_at,nps\n\u00a0,\u00a0,\u00a0\na,2025-03-01,9\n\u00a0Total,,9\n")
    assert (found.read, found.scores) == (1, [9])


def test_a_total_in_the_middle_is_a_row_like_any_other() -> None:
    found = result("response_id,responded_at,nps\na,2025-03-01,9\nTotal,,9\nb,2025-03-02,8\n")
    assert (found.read, found.scores, found.refused) == (3, [9, 8], 1)


def test_a_short_last_line_is_refused_and_not_taken_for_a_footer() -> None:
    found = result("response_id,responded_at,nps\na,2025-03-01,9\nb\n")
    assert (found.read, found.refused) == (2, 1)


def test_ragged_lines_are_refused_by_line_and_shift_nothing() -> None:
    found = result(
        "response_id,responded_at,nps,comment\na,2025-03-01,9,x\nb,2025-03-01\n"
        "c,2025-03-01,8,late, but kind\nd,2025-03-02,7,y,,\n"
    )
    assert found.scores == [9, 7]
    assert [problem.line for problem in found.problems] == [3, 4]


def test_a_stray_quotation_mark_costs_its_own_line_and_no_other() -> None:
    text = (
        'response_id,responded_at,nps,comment\na,2025-03-01,9,"kind\nb,2025-03-02,8,"fine"\n'
        'c,2025-03-03,7,"a ""b"" c"\nd,2025-03-04,6,"open\n'
    )
    found = result(text)
    assert found.scores == [8, 7]
    assert [problem.line for problem in found.problems] == [2, 5]
    assert (found.read, found.refused) == (4, 2)


def test_a_line_break_inside_quotation_marks_is_counted_as_a_line_of_the_file() -> None:
    found = result('response_id,responded_at,nps,comment\na,2025-03-01,9,"one\ntwo\r\nthree"\nb,2025-03-01,99,\n')
    assert found.problems[0].line == 5


def test_a_file_full_of_unpaired_quotation_marks_is_refused() -> None:
    lines = iter([f'{i},"x"y\n' for i in range(2000)])
    with pytest.raises(FileRefused, match="quotation marks"):
        list(records(lines, ","))


def test_a_broken_record_says_why() -> None:
    (first, second) = list(records(iter(['a,"b"c\n', "d,e\n"]), ","))
    assert isinstance(first[1], BrokenRecord)
    assert second == (2, ["d", "e"])


@pytest.mark.parametrize(
    ("content", "part"),
    [
        (b"", "empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "empty"),
        (b"response_id,responded_at,nps\n", "no rows of data"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "PNG image"),
        (b"%PDF-1.7\n...", "PDF"),
        (b"<!DOCTYPE html><html></html>", "web page"),
        (b'{"responses": []}', "JSON"),
        (bytes(range(256)) * 20, "binary"),
        (b"PK\x03\x04 not really", "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "damaged"),
        (b"\xff\xfea\x00,\x00b\x00\x00\xd8", "UTF-16"),
    ],
)
def test_what_is_no_table_is_refused_with_what_it_is(content: bytes, part: str) -> None:
    sentence = refusal(content)
    assert part in sentence
    assert sentence.endswith(".")


CELLS = st.text(
    st.characters(blacklist_categories=["Cs", "Cc"], blacklist_characters="\u2028\u2029\x85\ufeff\ufffd"), max_size=12
)


@pytest.mark.slow
@settings(max_examples=60, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.integers(0, 10), CELLS, st.dates(dt.date(1990, 1, 1), dt.date(2025, 1, 1))), min_size=1, max_size=8
    ),
    delimiter=st.sampled_from(",;\t|"),
    end=st.sampled_from(["\n", "\r\n"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_any_plain_table_we_can_write_reads_back_equal(
    rows: list[tuple[int, str, dt.date]], delimiter: str, end: str, quoting: int, encoding: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=quoting)  # type: ignore[arg-type]
    writer.writerow(["response_id", "responded_at", "nps", "comment"])
    writer.writerows((f"r{i}", day, score, comment) for i, (score, comment, day) in enumerate(rows))
    source = Source.of_bytes("file", text.getvalue().encode(encoding))
    mapping = mapping_for(inspect(source), Options(maps=("comment=ignored", "#3=score:nps")))
    found = [row for block in read(source, mapping).blocks() for row in block.rows]
    assert [(row.response_id, row.day, row.scores[0][1]) for row in found if isinstance(row, Answer)] == [
        (f"r{i}", day, score) for i, (score, _, day) in enumerate(rows)
    ]
    cells = [list(cells) for _, cells in tables(source)[0].records()]
    assert [row[3] for row in cells[1:]] == [comment for _, comment, _ in rows]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400))
def test_random_bytes_are_refused_or_read_and_never_end_in_an_error_of_ours(content: bytes) -> None:
    source = Source.of_bytes("file", content)
    found = inspect(source)
    if found.open_encoding:
        source = in_encoding(source, found.open_encoding[0].readings[-1].encoding)
        found = inspect(source)
    if found.refused is None:
        mapping = mapping_for(found, Options(maps=("#1=score:nps",), month=Month(2025, 3)))
        for block in read(source, mapping).blocks():
            assert block.read == len(block.rows) + block.refused + block.blank
    else:
        assert found.refused.endswith(".")


@pytest.mark.slow
def test_the_order_of_dates_is_told_from_the_whole_file_however_late_the_proof_stands() -> None:
    lines = [f"{1 + i % 12:02}/{1 + i % 11:02}/2025 {i % 24:02}:{i % 60:02}:{i // 24 % 60:02},9" for i in range(60_000)]
    text = "\n".join(["responded_at,nps", *lines, "13/04/2025 10:00:00,9", ""])
    assert inspect(Source.of_bytes("file", text.encode())).date_order == "day_first"
    text = text.replace("13/04/2025 10:00:00", "12/04/2025 10:00:00")
    assert inspect(Source.of_bytes("file", text.encode())).date_order == "ambiguous"


@pytest.mark.slow
def test_a_long_column_of_written_out_months_is_still_a_date() -> None:
    lines = [f"{1 + i % 28} March 2024 {i % 24:02}:{i % 60:02}:{i // 24 % 60:02},9" for i in range(5_000)]
    assert result("\n".join(["responded_at,nps", *lines, ""])).refused == 0


def test_a_file_with_more_columns_than_a_spreadsheet_holds_is_refused() -> None:
    assert "20,001 columns" in refusal(b"a," * 20_000 + b"\n")


def test_a_cell_longer_than_any_answer_costs_its_own_line() -> None:
    found = result("response_id,responded_at,nps,comment\na,2025-03-01,9," + "x" * 1_100_000 + "\nb,2025-03-01,8,ok\n")
    assert (found.scores, found.refused) == ([8], 1)
    assert "longer than 1,000,000" in found.messages[0]


@pytest.mark.slow
def test_a_long_file_comes_in_blocks_of_bounded_size_that_can_be_asked_for_again() -> None:
    lines = "".join(f"r{i},2025-03-01,{i % 12}\n" for i in range(45_000))
    source = Source.of_bytes("file", ("response_id,responded_at,nps\n" + lines).encode())
    reading = read(source, mapping_for(inspect(source)))
    assert [block.read for block in reading.blocks()] == [20_000, 20_000, 5_000]
    assert [block.refused for block in reading.blocks()] == [1_666, 1_667, 417]


def test_the_legacy_export_of_qualtrics_is_known_by_its_codes_over_names() -> None:
    text = "V1,V2,V9,Q1\nResponseID,ResponseSet,EndDate,How likely are you to recommend us?\nR_1,Default,2025-03-01,9\n"
    found = inspect(Source.of_bytes("file", text.encode()))
    assert (found.format, found.header_rows) == ("qualtrics", 2)
    assert result(text).scores == [9]
