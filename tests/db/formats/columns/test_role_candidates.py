"""What a file of figures or visits lacks is asked with real columns, and every answer that is proposed is taken."""

from __future__ import annotations

import pytest

from db.formats import Inspection, MoreToSay, Options, QuestionKind, Source, inspect, mapping_for
from metrics.vocabulary import Kind

FIGURES = "Zeitraum,Kennzahl,Eins,Zwei,Bemerkung\n2025-01,retention,9,10,gut\n2025-02,retention,8,10,mild\n"
VISITS = "Wann,Wo,Was,Gut,Von\n2025-01-02,Mill,Greeting,1,2\n2025-01-02,Mill,Till,2,2\n"


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        (FIGURES, Kind.OPERATIONS, {"value": {3, 4}, "numerator": {3, 4}, "denominator": {3, 4}}),
        (VISITS, Kind.SHOPPER, {"visited_at": {1}, "item": {2, 3}, "earned": {4, 5}, "possible": {4, 5}}),
    ],
)
def test_the_question_names_only_columns_that_could_hold_what_is_missing(
    text: str, kind: Kind, expected: dict[str, set[int]]
) -> None:
    found = inspect(Source.of_bytes("file.csv", text.encode()), kind)
    (question,) = [one for one in found.questions if one.kind is QuestionKind.MISSING_ROLES]
    for role, columns in expected.items():
        assert {choice.first for choice in question.choices if choice.role == role} == columns
    for choice in question.choices:
        assert choice.first not in asked_after(found, Options(kind=kind, maps=(choice.map,)))


def asked_after(found: Inspection, options: Options) -> set[int]:
    """The columns that are still asked about once `options` are said."""
    try:
        mapping_for(found, options)
    except MoreToSay as more:
        return {column.index for question in more.questions for column in question.columns}
    return set()


def test_what_two_columns_say_together_is_read() -> None:
    found = inspect(Source.of_bytes("file.csv", FIGURES.encode()), Kind.OPERATIONS)
    mapping = mapping_for(found, Options(kind=Kind.OPERATIONS, maps=("#3=numerator", "#4=denominator")))
    assert {column.role.value for column in mapping.columns} == {"month", "metric", "numerator", "denominator"}
