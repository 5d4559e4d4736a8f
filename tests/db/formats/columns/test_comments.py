"""Which columns are comments: the usual questions after a score, in every language known, and none that was chosen."""

from __future__ import annotations

import pytest

from db.formats import Inspection, Role, Source, inspect

FOLLOW_UPS = [
    "What is the main reason for your score?",
    "Anything else you would like to tell us?",
    "Was ist der Hauptgrund für Ihre Bewertung?",
    "Möchten Sie uns noch etwas mitteilen?",
    "Quelle est la raison principale de votre note ?",
    "Avez-vous autre chose à nous dire ?",
    "¿Cuál es el motivo principal de su puntuación?",
    "¿Hay algo más que quiera decirnos?",
    "Qual é o principal motivo da sua nota?",
    "Há mais alguma coisa que gostaria de nos dizer?",
    "Wat is de belangrijkste reden voor uw score?",
    "Is er nog iets dat u ons wilt vertellen?",
    "Qual è il motivo principale del tuo punteggio?",
    "C’è altro che vorresti dirci?",
    "ما هو السبب الرئيسي لتقييمك؟",
    "هل هناك أي شيء آخر تود إخبارنا به؟",
]


def inspected(heading: str, cells: list[str]) -> Inspection:
    rows = "".join(f"2025-03-{1 + i % 28:02};{i % 11};{cell}\n" for i, cell in enumerate(cells))
    return inspect(Source.of_bytes("file.csv", f"date;nps;{heading}\n{rows}".encode()))


def role(heading: str, cells: list[str]) -> Role:
    return inspected(heading, cells).columns[2].role


@pytest.mark.parametrize("heading", FOLLOW_UPS)
def test_the_usual_follow_up_is_a_comment_in_every_language_known(heading: str) -> None:
    assert role(heading, [f"ok {i}" for i in range(20)]) is Role.COMMENT


def test_a_reason_that_was_chosen_from_a_list_is_offered_and_not_used() -> None:
    found = inspected(FOLLOW_UPS[0], ["Price", "Speed", "Staff"] * 10)
    assert not found.suggestions[2].is_used
    assert [choice.map for choice in found.offers] == ["#3=comment"]


@pytest.mark.parametrize(
    ("heading", "cells", "expected"),
    [
        ("Which house did you stay at?", ["Mill", "Quay", "Barn"], "#3=unit"),
        ("How did you order?", ["At the counter", "In the app"], "#3=channel"),
        ("How was the soup?", ["Good", "Poor"], ""),
    ],
)
def test_few_texts_that_come_again_are_offered_as_what_they_look_like(
    heading: str, cells: list[str], expected: str
) -> None:
    found = inspected(heading, cells * 10)
    assert [choice.map for choice in found.offers] == ([expected] if expected else [])


@pytest.mark.parametrize("heading", ["Language", "Survey language", "Umfragesprache", "Idioma"])
def test_the_language_of_an_answer_is_no_unit(heading: str) -> None:
    assert role(heading, ["de", "en", "fr"] * 10) is Role.IGNORED
