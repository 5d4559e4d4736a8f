"""Texts from files that are too long: refused with a sentence where they come in, and an open quotation mark soon."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest

from db.formats.files import delimited, limits
from db.formats.files.delimited import BrokenRecord, records
from db.formats.files.source import Source
from db.formats.mapping.resolve import mapping_for
from db.formats.recognise.inspect import inspect
from db.formats.rows.read import read
from metrics.errors import MOST_QUOTED, FileRefused, quoted

HEAD = "response_id,responded_at,unit,nps,comment\n"
GOOD = "R1,2026-10-01,North,9,fine\n"


def refusal(text: str) -> str:
    """Why a file with this text is refused, on inspection."""
    return inspect(Source.of_bytes("answers.csv", text.encode())).refused or ""


@pytest.mark.parametrize("letter", ["[", "(", "a ", "9", "\u3000", "\n"])
def test_a_heading_of_80_000_letters_is_refused_in_a_sentence(letter: str) -> None:
    said = refusal('"' + letter * (80_000 // len(letter)) + 'x",nps\n1,9\n')
    assert said.startswith("The heading of column 1 is 80,001 characters long (“")
    assert said.endswith("Shorten it, or put a line of headings above the answers.")
    assert len(said) < 300


def test_a_long_heading_below_a_title_and_in_a_tool_s_second_row_is_refused_too() -> None:
    long = "[" * 6_000
    assert "column 5 is 6,000" in refusal("Answers of October\n\na,b,c,d," + long + "\n1,2,3,4,5\n")
    second = "Respondent ID,Collector ID,Start Date,How likely?,\n,,,Response," + long + "\n1,2,10/01/2026,9,fine\n"
    assert "6,0" in refusal(second)


def test_headings_that_are_long_together_are_refused_and_a_long_question_is_not() -> None:
    assert "together" in refusal(",".join(f"{at}{'x' * 4_000}" for at in range(300)) + "\n" + "1," * 299 + "1\n")
    assert refusal(f"{'How likely are you to recommend us? ' * 100},nps\n1,9\n") == ""


def test_a_long_comment_in_the_first_row_is_no_heading() -> None:
    assert refusal(HEAD + f"R1,2026-10-01,North,9,{'fine ' * 20_000}\n") == ""


def test_a_name_of_a_file_that_no_disk_keeps_is_refused() -> None:
    with pytest.raises(FileRefused, match="is 304 characters long"):
        Source.of_bytes("x" * 300 + ".csv", b"a,b\n1,2\n")


def test_a_cell_of_a_workbook_has_the_same_limit_as_one_of_a_text(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_CHARACTERS_IN_A_CELL", 1_000)
    book = openpyxl.Workbook()
    for row in (["nps", "comment"], [9, "x" * 1_001]):
        book.active.append(row)
    file = io.BytesIO()
    book.save(file)
    said = inspect(Source.of_bytes("answers.xlsx", file.getvalue())).refused or ""
    assert said.startswith("A cell in row 2 is longer than 1,000 characters.")


def broken_by_reading(text: str) -> int:
    """How many characters are taken from a text before it is refused."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in io.StringIO(text):
            taken += len(line)
            yield line

    with pytest.raises(FileRefused, match="quotation marks that do not pair"):
        for _ in records(lines(), ","):
            pass
    return taken


def test_one_open_quotation_mark_does_not_make_a_record_of_the_whole_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delimited, "MOST_CHARACTERS_IN_A_RECORD", 40_000)
    monkeypatch.setattr(delimited, "MOST_CHARACTERS_READ_AGAIN", 200_000)
    # Each line closes a quotation mark and opens the next, so that cells stay short and the record never ends.
    assert broken_by_reading('x","\n' * 500_000) < 100_000


def test_a_record_of_many_long_cells_is_read() -> None:
    text = HEAD + 'R1,2026-10-01,"North",9,"' + "a line\n" * 50_000 + '"\n' + GOOD
    found = list(records(io.StringIO(text, newline=""), ","))
    assert [line for line, _ in found] == [1, 2, 50_003]
    assert not any(isinstance(cells, BrokenRecord) for _, cells in found)


def test_a_file_most_of_whose_lines_are_no_records_is_refused_and_says_where_that_begins() -> None:
    for opened in ('"', ""):
        said = refusal(HEAD + GOOD * 3 + opened + "some words\n" * 1_500)
        assert said.startswith("More than half of the lines up to line 1,00")
        assert "The first is line 5: " in said
    assert refusal(HEAD + GOOD * 2_000 + "some words\n" * 1_500) == ""


def test_more_remarks_than_a_foot_has_are_lines_to_correct() -> None:
    said = refusal(HEAD + GOOD + "these are some words\n" * 2_500)
    assert "do not have the cells that the headings announce" in said


def test_more_rows_than_can_be_listed_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_PROBLEMS", 100)
    source = Source.of_bytes("answers.csv", (HEAD + GOOD * 1_000 + "R2,2026-10-01,North,x,fine\n" * 101).encode())
    reading = read(source, mapping_for(inspect(source)))
    with pytest.raises(FileRefused, match="More than 100 rows cannot be read, the first for this: "):
        list(reading.blocks())


def test_a_month_of_20_000_letters_comes_back_shortened() -> None:
    head = "month,unit,metric,value\n2026-10,North,nps,9\n"
    source = Source.of_bytes("figures.csv", (head + f"{'x' * 20_000},North,nps,9\n").encode())
    reading = read(source, mapping_for(inspect(source)))
    (problem,) = [one for block in reading.blocks() for one in block.problems if one.line == 3]
    assert len(problem.message) < 200


def test_messages_quote_at_most_eighty_letters_on_one_line() -> None:
    assert quoted(" a\nb ") == "a b"
    assert quoted("x" * 80) == "x" * 80
    for text in ("x" * 81, "x" * 20_000, " " * 20_000, "x \n" * 9_000):
        assert len(quoted(text)) <= MOST_QUOTED
        assert quoted(text).endswith("…")
