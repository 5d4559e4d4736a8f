"""The other ways in which the same tools write: fewer heading rows, other languages, codes before questions."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

import openpyxl
import pytest

from db.formats import Inspection, Options, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from metrics.vocabulary import Scale
from tests.db.formats.made_files import asks

QUALTRICS = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Finished", "RecordedDate", "ResponseId", "Q1"]
TEXTS = [
    *("Start Date", "End Date", "Response Type", "IP Address", "Progress", "Finished", "Recorded Date", "Response ID"),
    "How likely are you to recommend us to a friend?",
]


def qualtrics_answers() -> list[list[str]]:
    day = "2025-10-0{} 09:00:00".format
    types = ["IP Address", "Survey Preview", "IP Address", "Survey Test", "IP Address"]
    return [
        [day(i), day(i), kind, "192.0.2.1", "100", "True", day(i), f"R_{i}", str(score)]
        for i, (kind, score) in enumerate(zip(types, [10, 0, 9, 0, 3], strict=True), 1)
    ]


def text(rows: Sequence[Sequence[str]], delimiter: str = ",") -> bytes:
    made = io.StringIO(newline="")
    csv.writer(made, delimiter=delimiter).writerows(rows)
    return made.getvalue().encode("utf-8-sig")


def workbook(rows: Sequence[Sequence[str]]) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(list(row))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def found(content: bytes) -> Inspection:
    return inspect(Source.of_bytes("file", content))


def scores(content: bytes, *maps: str) -> list[float]:
    source = Source.of_bytes("file", content)
    blocks = read(source, mapping_for(inspect(source), Options(maps=maps))).blocks()
    rows = [row for block in blocks for row in block.rows]
    return [score for row in rows if isinstance(row, Answer) for _, score in row.scores]


@pytest.mark.parametrize("write", [text, workbook])
def test_qualtrics_without_import_ids_has_two_heading_rows_and_its_previews_are_left_out(write: object) -> None:
    assert callable(write)
    content = write([QUALTRICS, TEXTS, *qualtrics_answers()])
    known = found(content)
    assert (known.format, known.header_rows, known.rows) == ("qualtrics", 2, 5)
    assert scores(content) == [10, 9, 3]


def test_qualtrics_with_its_codes_alone_has_one_heading_row() -> None:
    content = text([QUALTRICS, *qualtrics_answers()])
    known = found(content)
    assert (known.format, known.header_rows, known.rows) == ("qualtrics", 1, 5)
    assert scores(content, "Q1=score:nps") == [10, 9, 3]


@pytest.mark.parametrize(
    "headings",
    [
        ["Respondent ID", "Collector ID", "End Date", "How satisfied are you with us?"],
        ["RespondentID", "Seen it?", "End Date", "How satisfied are you with us?"],
        ["Befragten-ID", "Collector-ID", "Enddatum", "Wie zufrieden sind Sie mit uns?"],
    ],
)
def test_surveymonkey_without_its_second_row_is_known_by_its_ids(headings: list[str]) -> None:
    words = ["Very satisfied", "Satisfied", "Neutral"]
    rows = [[str(11879453211 + i), str(400123456), f"2025-10-0{i + 1} 10:00:00", words[i]] for i in range(3)]
    known = found(text([headings, *rows]))
    assert (known.format, known.header_rows, known.rows) == ("surveymonkey", 1, 3)
    assert [column.role for column in known.columns] == ["response_id", "ignored", "responded_at", "score"]
    assert scores(text([headings, *rows])) == [5, 4, 3]


@pytest.mark.parametrize(
    "headings",
    [
        ["ID", "Hora de início", "Hora de conclusão", "Email", "Nome", "Quão satisfeito está com o serviço?"],
        ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Hoe tevreden bent u over onze service?"],
        ["ID", "Ora di inizio", "Ora di completamento", "Posta elettronica", "Nome", "Quanto è soddisfatto?"],
    ],
)
def test_microsoft_forms_is_known_in_other_languages(headings: list[str]) -> None:
    rows = [[str(i), *[f"2025-10-{i:02}"] * 2, "anonymous", "", str(1 + i % 5)] for i in range(1, 16)]
    known = found(text([headings, *rows]))
    roles = ["response_id", "ignored", "responded_at", "personal", "personal", "score"]
    assert (known.format, [column.role for column in known.columns]) == ("ms_forms", roles)


def test_the_points_of_a_quiz_are_no_scores() -> None:
    question = "How satisfied are you with the visit?"
    headings = ["Start time", "Completion time", question, f"Points - {question}", "Total points"]
    known = found(text([headings, *([f"10/{i}/25 9:12", f"10/{i}/25 9:14", "4", "1", "1"] for i in range(13, 20))]))
    assert [column.role for column in known.columns] == ["ignored", "responded_at", "score", "ignored", "ignored"]


def test_limesurvey_may_write_a_code_before_each_question() -> None:
    headings = [
        "id. Response ID",
        "submitdate. Date submitted",
        "lastpage. Last page",
        "G01Q01. How satisfied are you?",
    ]
    rows = [[str(i), f"2025-10-0{i} 09:00:00", "2", "Very satisfied" if i % 2 else "Neutral"] for i in range(1, 6)]
    known = found(text([headings, *rows], ";"))
    assert known.format == "limesurvey"
    assert [column.role for column in known.columns] == ["response_id", "responded_at", "ignored", "score"]
    assert scores(text([headings, *rows], ";"), "id. Response ID=ignored", "#4=score:csat") == [5, 3, 5, 3, 5]


def limesurvey_codes() -> bytes:
    headings = ["id", "submitdate", "lastpage", "How satisfied are you?"]
    return text([headings, *([str(i), f"2025-10-0{i} 09:00:00", "2", f"A{i}"] for i in range(1, 6))])


def test_codes_of_choices_are_asked_about_before_any_row_is_read() -> None:
    with asks("1 may be the best"):
        mapping_for(found(limesurvey_codes()))
    with asks("may be the codes of its choices. If the highest is the best, say --map “#4=score:csat:1-5”"):
        mapping_for(found(limesurvey_codes()), Options(maps=("#4=score:csat",)))


def test_codes_are_read_the_way_round_that_a_person_says() -> None:
    assert scores(limesurvey_codes(), "#4=score:csat:1-5") == [1, 2, 3, 4, 5]
    assert scores(limesurvey_codes(), "#4=score:csat:1-5:reversed") == [5, 4, 3, 2, 1]


def test_numbers_of_limesurvey_may_be_codes_too() -> None:
    headings = ["id", "submitdate", "lastpage", "How satisfied are you?"]
    rows = [[str(i), f"2025-10-{i:02} 09:00:00", "2", str(1 + i % 5)] for i in range(1, 16)]
    with asks("codes of its choices"):
        mapping_for(found(text([headings, *rows])))


def test_a_rating_of_good_or_bad_is_a_share_and_has_no_points_between() -> None:
    headings = ["Id", "Requester", "Assignee", "Group", "Updated at", "Satisfaction Score"]
    ratings = ["Good", "Bad", "offered", "unoffered", "GoodWithComment", "Not Offered"]
    content = text([headings, *([str(i), "A", "B", "Till", "2025-10-01", one] for i, one in enumerate(ratings))])
    known = found(content)
    (column,) = [column for column in known.columns if column.role == "score"]
    assert (known.format, column.metric, column.scale) == ("zendesk", "csat", Scale(0, 1))
    assert "good is 1, bad is 0" in column.why
    assert scores(content) == [1, 0, 1]
