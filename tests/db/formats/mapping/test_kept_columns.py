"""What a person says of one column leaves the others as they were suggested, and names each that it leaves out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.formats import FileMapping, MoreToSay, Options, Role, Source, inspect, mapping_for
from db.formats.mapping.resolve import left_out

SHOP = "id,date,Would you recommend us (1-10)?,How satisfied are you?,Shop,Branch\n" + "".join(
    f"{i},2025-01-{i:02},{i % 10 + 1},{'Very satisfied' if i % 2 else 'Neutral'},{'AB'[i % 2]},{'CD'[i % 2]}\n"
    for i in range(1, 21)
)
LONG = "response_id,responded_at,metric,score,extra\n" + "".join(
    f"r{i},2025-03-01,nps,{i % 11},{i % 5 + 1}\n" for i in range(30)
)


def decided(text: str, *maps: str) -> FileMapping:
    return mapping_for(inspect(Source.of_bytes("file.csv", text.encode())), Options(maps=maps))


def metrics(mapping: FileMapping) -> list[tuple[int, str | None]]:
    return [(column.index, column.metric) for column in mapping.with_role(Role.SCORE)]


def test_the_answer_to_a_question_about_one_score_keeps_the_sure_one() -> None:
    mapping = decided(SHOP, "#3=score:nps:1-10")
    assert metrics(mapping) == [(3, "nps"), (4, "csat")]
    assert not [note for note in mapping.notes if "left out" in note]


def test_a_metric_that_a_person_gives_to_another_column_is_taken_from_the_suggested_one_and_that_is_said() -> None:
    text = "responded_at,csat,Score\n" + "".join(f"2025-03-01,{i % 5 + 1},{i % 5 + 1}\n" for i in range(20))
    mapping = decided(text, "#3=score:csat")
    assert metrics(mapping) == [(3, "csat")]
    (note,) = [note for note in mapping.notes if "left out" in note]
    assert note == "“csat” (column 2) is left out: “Score” (column 3) is Satisfaction, as you said."
    found = inspect(Source.of_bytes("file.csv", text.encode()))
    assert left_out(found, Options(maps=("#3=score:csat",))) == {2}
    assert left_out(found, Options()) == frozenset()


def test_a_role_that_one_column_holds_is_taken_from_the_suggested_one_and_that_is_said() -> None:
    mapping = decided("responded_at,unit,area,nps\n2025-03-01,Quay,North,9\n", "area=unit")
    assert [column.index for column in mapping.with_role(Role.UNIT)] == [3]
    assert "“unit” (column 2) is left out: “area” (column 3) takes its place, as you said." in mapping.notes


def test_scores_that_nobody_spoke_of_and_that_are_not_sure_are_named() -> None:
    text = "responded_at,nps,Score,Rating\n" + "".join(
        f"2025-03-01,{i % 11},{i % 5 + 1},{i % 5 + 1}\n" for i in range(30)
    )
    mapping = decided(text, "#2=score:nps")
    assert metrics(mapping) == [(2, "nps")]
    (note,) = [note for note in mapping.notes if "not counted" in note]
    assert "“Score” (column 3), “Rating” (column 4) are not counted" in note


def test_one_metric_said_of_a_long_file_leaves_out_its_metric_column_and_says_so() -> None:
    mapping = decided(LONG, "score=score:nps")
    assert (metrics(mapping), mapping.with_role(Role.METRIC)) == ([(4, "nps")], [])
    assert any("“metric” (column 3) is left out" in note for note in mapping.notes)
    other = decided(LONG, "extra=score:csat")
    assert metrics(other) == [(5, "csat")]
    assert any("“score” (column 4) is left out" in note for note in other.notes)


def test_the_scores_of_a_long_file_stay_one_column() -> None:
    assert metrics(decided(LONG, "score=score")) == [(4, None)]


def test_of_two_columns_for_one_metric_the_other_is_sure_once_one_is_left_out() -> None:
    asked = "How satisfied are you with {}, from 1 to 5?"
    text = f"responded_at;{asked.format('us')};{asked.format('the room')}\n"
    text += "".join(f"2025-03-01;{i % 3 + 3};{i % 2 + 4}\n" for i in range(30))
    with pytest.raises(MoreToSay):
        decided(text)
    assert metrics(decided(text, "#2=ignored")) == [(3, "csat")]


def test_notes_about_the_file_itself_stay_when_a_score_is_mapped() -> None:
    text = "responded_at,nps\n" + "".join(f"2025-03-01,{i % 11}\n" for i in range(20))
    found = replace(inspect(Source.of_bytes("file.csv", text.encode())), notes=("12 rows are hidden by a filter.",))
    assert mapping_for(found, Options(maps=("nps=score:nps",))).notes == ("12 rows are hidden by a filter.",)
