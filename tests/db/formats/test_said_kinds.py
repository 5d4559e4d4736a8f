"""The kind that a person says wins over any suspicion, and a refusal says how to say it."""

from __future__ import annotations

import pytest

from db.formats import HoldsFigures, Options, Source, inspect, mapping_for
from db.formats.rows.blocks import Answer, Operation
from metrics.vocabulary import Kind
from pages.command_line.question_words import refusal
from tests.db.formats.made_files import result

FIGURES = "Month,NPS,Responses\n" + "".join(f"2025-0{1 + i},{1 + i},9{i}\n" for i in range(9))
PATIENTS = "Ward,visited,q1 nurses,q2 doctors,q3 food,quality_mean\n" + "".join(
    f"A,2025-03-{1 + i % 28:02},{1 + i % 5},{1 + i % 4},{2 + i % 4},{1 + i % 4}.3\n" for i in range(57)
)


def source(content: str) -> Source:
    return Source.of_bytes("file.csv", content.encode())


def test_a_table_of_figures_is_read_as_answers_where_a_person_insists() -> None:
    with pytest.raises(HoldsFigures) as refused:
        mapping_for(inspect(source(FIGURES)))
    assert "--kind survey" in refusal(refused.value)
    assert inspect(source(FIGURES), Kind.SURVEY).refused is None
    said = Options(Kind.SURVEY, ("NPS=score:nps", "Month=responded_at", "Responses=ignored"))
    with pytest.raises(HoldsFigures):
        mapping_for(inspect(source(FIGURES)), Options(maps=said.maps))
    assert mapping_for(inspect(source(FIGURES)), said) == mapping_for(inspect(source(FIGURES), Kind.SURVEY), said)


def test_a_mean_of_a_persons_own_answers_makes_no_table_of_figures() -> None:
    found = inspect(source(PATIENTS))
    assert (found.refused, found.kind) == (None, Kind.SURVEY)
    read = result(PATIENTS, "#3=score:csat:1-5", "#1=unit", "#2=responded_at")
    assert sum(isinstance(row, Answer) for row in read.rows) == 57


def test_any_file_can_be_read_as_another_kind() -> None:
    operations = "month,unit,metric,numerator,denominator\n2025-01,Mill,hold_time,8,10\n"
    visits = "visit_id,visited_at,unit,item,earned,possible\na,2025-03-13,Mill,Clean,1,1\n"
    said = Options(Kind.OPERATIONS, ("#2=month", "#5=numerator:hold_time", "#6=denominator:hold_time"))
    assert [row.metric for row in result(visits, options=said).rows if isinstance(row, Operation)] == ["hold_time"]
    assert inspect(source(operations), Kind.SURVEY).kind is Kind.SURVEY
    assert inspect(source(operations), Kind.SHOPPER).kind is Kind.SHOPPER


def test_a_file_without_rows_stays_refused() -> None:
    assert inspect(source("month,unit\n"), Kind.OPERATIONS).refused is not None
