"""What is wrong with a row and what to do are told apart, and stay so when they are sent to another process."""

from __future__ import annotations

import pickle

import pytest

from db.formats.files.row_problem import Advised, RowProblem
from tests.db.formats.made_files import result, survey


def test_a_message_is_whole_and_in_two_parts() -> None:
    found = RowProblem(2, "nps", "11", Advised("“11. A” is no score.", "Correct it."))
    assert (found.cause, found.advice) == ("“11. A” is no score.", "Correct it.")
    assert found.message == "“11. A” is no score. Correct it."
    again = pickle.loads(pickle.dumps(found))  # noqa: S301  # our own
    assert (again, again.cause, again.advice) == (found, found.cause, found.advice)


@pytest.mark.parametrize(
    ("message", "cause", "advice"),
    [
        ("“x” is no date. Write it as 2026-10-31.", "“x” is no date.", "Write it as 2026-10-31."),
        ("Write it like no. 5 of 1.5.", "Write it like no. 5 of 1.5.", ""),
        ("One. “Two” is three. Four.", "One.", "“Two” is three. Four."),
        ("", "", ""),
    ],
)
def test_a_message_in_one_piece_is_parted_at_its_first_sentence(message: str, cause: str, advice: str) -> None:
    found = RowProblem(2, "nps", "11", message)
    assert (found.cause, found.advice) == (cause, advice)


def test_a_score_that_cannot_be_read_says_what_to_do() -> None:
    (problem,) = result(survey(["9", "Three. Quarters"])).problems
    assert problem.cause == "“Three. Quarters” is not a score from 0 to 10."
    assert problem.advice == "Correct it, or leave the cell empty."
