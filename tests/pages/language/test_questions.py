"""Questions about a file: every choice answers its question as written, and each face has its own words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from db.formats import (
    Inspection,
    MoreToSay,
    Options,
    Question,
    QuestionKind,
    Reason,
    Role,
    Source,
    inspect,
    mapping_for,
)
from db.formats.columns.questions import AskedColumn
from db.formats.mapping.resolve import questions_left
from metrics.vocabulary import Kind, Scale
from pages.command_line.json_documents import inspection_document
from pages.command_line.question_words import sentence
from pages.language.questions import label, statement

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("sample_data/raw", "tests/db/formats/samples", "tests/db/formats/files/samples")
SAMPLES = sorted(
    file
    for folder in FOLDERS
    for file in (ROOT / folder).glob("*")
    if file.suffix in (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
)
DAYS = "".join(f"{day:02}/{day + 1:02}/2025" + ",{}\n" for day in range(1, 9))
# Small files that leave open what no sample does.
MADE = {
    "no date": "nps\n9\n8\n",
    "either order": "responded_at,nps\n" + DAYS.format(*"98798798"),
    "both orders": "responded_at,nps\n13/04/2025,9\n04/13/2025,8\n",
    "spreadsheet days": "responded_at,nps\n45730,9\n45731,8\n",
    "unsure date": "nps,began,done\n9,2025-03-01,2025-03-02\n8,2025-03-01,2025-03-02\n",
    "nameless": "responded_at,Score\n" + DAYS.replace("/2025", "/25").format(*"15432154"),
    "yes and no": "responded_at,Were you satisfied?\n2025-03-01,Yes\n2025-03-02,No\n",
    "weights": "responded_at,nps,weight\n2025-03-01,9,0.8\n2025-03-02,8,1.3\n",
    "two for one": "responded_at;How satisfied are you, from 1 to 5?;And with the room: how satisfied, from 1 to 5?\n"
    "2025-03-01;5;4\n2025-03-02;4;3\n",
    "off the scale": "responded_at,csat\n" + "".join(f"2025-03-0{day},{60 + day}\n" for day in range(1, 9)),
    "ends early": "day,nps\n" + "".join(f"2025-03-01,{1 + i % 5}\n" for i in range(40)),
    "low mean": "day,How satisfied are you from 1 to 5?\n" + "".join(f"2025-03-01,{1 + i % 2}\n" for i in range(40)),
    "turned": "responded_at;How satisfied are you?\n2025-03-01;1 - Very satisfied\n2025-03-02;5 - Dissatisfied\n",
    "times": "responded_at,Hold time\n" + "2025-03-01,40\n" * 9,
    "dates not known": "responded_at,nps\n"
    + "".join(f"2025-03-0{day},9\n" for day in range(1, 10))
    + "in spring,9\n" * 3,
    "values by day": "date,unit,metric,value,calls\n"
    + "".join(f"2025-03-0{day},Mill,hold_time,8{day},1{day}\n" for day in range(1, 10)),
    "values beside cases": "month,unit,metric,value,cases\n"
    + "".join(f"2025-{at:02},{unit},retention,9{at % 5},{40 + at}\n" for at in range(1, 9) for unit in "AB"),
    "many ratings": "responded_at,"
    + ",".join(f"Rate us on {name}" for name in "abcde")
    + "\n2025-03-01,1,2,3,4,5\n" * 9,
}


def inspected() -> dict[str, Inspection]:
    files = {file.name: Source.of_path(file) for file in SAMPLES}
    made = {name: Source.of_bytes(f"{name}.csv", text.encode()) for name, text in MADE.items()}
    found = {name: inspect(source) for name, source in (files | made).items()}
    return {name: replace(one, questions=questions_left(one)) for name, one in found.items()}


@pytest.fixture(scope="module")
def found() -> dict[str, Inspection]:
    return inspected()


def test_every_choice_is_accepted_as_a_map_as_written_and_answers_its_question(found: dict[str, Inspection]) -> None:
    seen: set[QuestionKind] = set()
    for name, inspection in found.items():
        for question in inspection.questions:
            seen.add(question.kind)
            for choice in question.choices:
                try:
                    mapping_for(inspection, Options(maps=(choice.map,)))
                except MoreToSay as more:
                    answered = range(choice.first, choice.last + 1)
                    left = [one for one in more.questions if {at.index for at in one.columns} & set(answered)]
                    assert not left, (name, choice.map)
    # Letters are no column (tests/command_line/test_encodings.py); units are asked about beside an option.
    assert seen >= set(QuestionKind) - {QuestionKind.MISSING_ROLES, QuestionKind.ENCODING, QuestionKind.WHOSE_UNITS}


def test_the_document_has_each_question_as_a_sentence_and_as_data(found: dict[str, Inspection]) -> None:
    document = inspection_document(found["either order"])
    assert document["questions"] == [
        "The dates in “responded_at” (column #1), such as “01/02/2025”, could have the day or the month first. "
        "Say which with --date-order day_first or month_first."
    ]
    assert document["asks"] == [
        {
            "kind": "date_order",
            "columns": ["responded_at"],
            "metric": None,
            "scale": None,
            "choices": [
                {"label": "Date answered, day first, as 31/12/2026", "map": "#1=responded_at:day_first"},
                {"label": "Date answered, month first, as 12/31/2026", "map": "#1=responded_at:month_first"},
            ],
        }
    ]
    (asked,) = inspection_document(found["yes and no"])["asks"]
    assert (asked["kind"], asked["columns"], asked["scale"]) == ("metric", ["Were you satisfied?"], [0, 1])
    assert asked["choices"][-1] == {"label": "Left out", "map": "#2=ignored"}


def test_what_is_left_out_is_named_with_its_reason(found: dict[str, Inspection]) -> None:
    unused = inspection_document(found["unsure date"])["unused"]
    assert unused == [{"name": "done", "why": "Another date stands closer to when people answered."}]


def every_question() -> list[Question]:
    """A question of each kind and reason, with all that its words may need."""
    columns = (AskedColumn(3, "Q1"), AskedColumn(4, "Q2"))
    kinds = [
        Question(kind, columns, "nps", Scale(1, 5), roles=(Role.VALUE,), file_kind=Kind.OPERATIONS, more=2)
        for kind in QuestionKind
        if kind not in (QuestionKind.METRIC, QuestionKind.SCALE, QuestionKind.DIRECTION, QuestionKind.DATE_ORDER)
    ]
    reasons = [
        Question(QuestionKind.METRIC, columns, "nps", Scale(1, 5), reason=reason, counts=(20, 7), example="x")
        for reason in Reason
    ]
    return kinds + reasons


@pytest.mark.parametrize("question", every_question(), ids=lambda one: f"{one.kind}-{one.reason}")
def test_a_page_says_a_question_without_commands_and_the_terminal_with_them(question: Question) -> None:
    on_a_page, on_the_terminal = statement(question), sentence(question)
    for command in ("--", "#", "{"):
        assert command not in on_a_page
    assert on_a_page.endswith((".", "?"))
    assert "{" not in on_the_terminal
    assert on_the_terminal.startswith(statement(question, "#"))


def test_no_question_about_a_sample_shows_a_command_on_a_page(found: dict[str, Inspection]) -> None:
    for inspection in found.values():
        shown = [*map(statement, inspection.questions), *inspection.notes, inspection.refused or ""]
        shown += [label(choice) for question in inspection.questions for choice in question.choices]
        shown += [column.why for column in inspection.columns]
        assert not [text for text in shown if "--" in text]
