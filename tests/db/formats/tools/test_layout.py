"""Where a table begins and ends: titles that fill a row, headings left out, averages at the foot, hostile cells."""

from __future__ import annotations

import pytest

from db.formats import Inspection, Source, inspect
from tests.db.formats.made_files import refusal, result

ROWS = "".join(f"r{i},2025-03-{1 + i % 28:02},{9 - i % 4},fine\n" for i in range(20))
HEADINGS = "Response ID,Date,NPS,Comment\n"


def inspected(content: str) -> Inspection:
    return inspect(Source.of_bytes("file.csv", content.encode()))


@pytest.mark.parametrize(
    "titles",
    [
        "Customer survey,,,\nPeriod:,September 2025,,\n\n",
        "Report,Q3,,\nCreated,2025-10-01,by,Ana\n,,,\n",
        "Exported on,2025-10-01,,\n",
    ],
)
def test_titles_above_the_headings_are_none_however_full_they_are(titles: str) -> None:
    found = inspected(titles + HEADINGS + ROWS)
    assert (found.header_rows, found.rows) == (1, 20)
    assert [column.role for column in found.columns] == ["response_id", "responded_at", "score", "comment"]


@pytest.mark.parametrize(
    "foot", ["Average,,7.4,\nCount,,20,\n", "Total responses: 20\n", ",,7.5,\n", "Median,,8,\nMaximum,,9,\n"]
)
def test_figures_at_the_foot_are_no_answers(foot: str) -> None:
    assert len(result(HEADINGS + ROWS + foot).scores) == 20
    assert inspected(HEADINGS + ROWS + foot).rows == 20


@pytest.mark.parametrize(
    "last", ["Totally fine,2025-03-01,7,\n", ",2025-03-01,7,\n", "Counter,2025-03-01,7,\n", ",,7,\n"]
)
def test_an_answer_at_the_foot_is_one_though_it_looks_a_little_like_a_total(last: str) -> None:
    assert inspected(HEADINGS + ROWS + last).rows == 21


def test_a_first_row_of_answers_is_known_by_its_words_coming_again() -> None:
    found = inspected("".join(f"r{i},Quay,{'Satisfied' if i % 2 else 'Very satisfied'}\n" for i in range(25)))
    assert (found.header_rows, found.rows) == (0, 25)


def test_a_file_whose_every_line_is_broken_says_what_is_wrong_with_the_first() -> None:
    assert "longer than 1,000,000 characters" in refusal(b"a" * 1_100_000)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("begins", "middle", "ends"), [("total ", " ", "x"), ("", "(", ""), ("", "ni ", ""), ("", "0:", ""), ("", "1 ", "")]
)
def test_a_cell_of_many_characters_is_read_to_the_end(begins: str, middle: str, ends: str) -> None:
    # Were each character looked at once more for every one before it, this would take hours.
    cell = begins + middle * (300_000 // len(middle)) + ends
    assert inspected(HEADINGS + f"{cell},2025-03-01,9,{cell}\n" * 3).rows == 3


def test_commas_in_every_comment_do_not_part_a_file_of_semicolons() -> None:
    lines = [f"r{i};2025-03-01;9;well, it was, so, fine, and, more\n" for i in range(20)]
    found = inspected("id;date;nps;comment\n" + "".join(lines))
    assert (found.delimiter, found.rows, len(found.columns)) == (";", 20, 4)


def test_line_breaks_that_a_spreadsheet_wrote_as_control_characters_are_text() -> None:
    found = result(HEADINGS + "".join(f"r{i},2025-03-01,9,first\x0bsecond\x1ethird\n" for i in range(20)))
    assert len(found.scores) == 20
