"""Two questions never pool into one metric: which of them counts is asked, and neither is taken."""

from __future__ import annotations

import pytest

from db.formats import MoreToSay, Options, QuestionKind, Role, Source, inspect, mapping_for

SATISFIED = "How satisfied are you with our {}?"
CSAT, CSAT_10 = [5, 4, 3, 1, 2] * 6, [10, 9, 7, 1, 3] * 6


def file(headings: tuple[str, str], first: list[int], second: list[int]) -> Source:
    rows = "".join(f"r{i};2025-03-01;{a};{b}\n" for i, (a, b) in enumerate(zip(first, second, strict=True)))
    return Source.of_bytes("file.csv", f"id;date;{';'.join(headings)}\n{rows}".encode())


@pytest.mark.parametrize(
    ("headings", "second"),
    [
        ((SATISFIED.format("system") + " (1-5)", SATISFIED.format("support") + " (1-10)"), CSAT_10),
        ((SATISFIED.format("system"), SATISFIED.format("support")), CSAT),
        (("CSAT", SATISFIED.format("support")), CSAT_10),
        # The second is only likely: nothing says that it ends at 7.
        ((SATISFIED.format("system"), SATISFIED.format("support")), [7, 6, 3, 1, 2] * 6),
    ],
)
def test_two_questions_for_one_metric_are_one_question_and_each_answer_leaves_the_other_out(
    headings: tuple[str, str], second: list[int]
) -> None:
    found = inspect(file(headings, CSAT, second))
    with pytest.raises(MoreToSay) as more:
        mapping_for(found)
    (question,) = more.value.questions
    assert question.kind is QuestionKind.SAME_ITEM
    assert [column.index for column in question.columns] == [3, 4]
    for choice in question.choices:
        columns = mapping_for(found, Options(maps=(choice.map,))).with_role(Role.SCORE)
        assert [column.index for column in columns] == [choice.first]


def test_questions_for_different_metrics_are_taken_together() -> None:
    found = inspect(file(("nps", "csat"), CSAT_10, CSAT))
    assert len(mapping_for(found).with_role(Role.SCORE)) == 2
