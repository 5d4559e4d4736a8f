"""Errors a user can act on: what is wrong and what was not changed are data, and survive the way between processes."""

from __future__ import annotations

import ast
import pickle
from pathlib import Path

import pytest

from db.formats import MoreToSay, Question, QuestionKind
from metrics import errors
from metrics.errors import BadValue, CountedTwice, FileRefused, NotDone, PlumblineError

ROOT = Path(__file__).resolve().parents[2]
NAMES = {name for name, found in vars(errors).items() if isinstance(found, type) and issubclass(found, PlumblineError)}


def test_what_was_not_changed_is_added_to_the_message_where_it_needs_saying() -> None:
    assert str(BadValue("A standard is a number")) == "A standard is a number. Nothing was changed."
    assert str(FileRefused("The file is empty.")) == "The file is empty. Nothing was saved."
    assert str(BadValue("Is it meant?", not_done=NotDone.SENT)) == "Is it meant? Nothing was sent."
    assert str(BadValue("It was saved all the same.", not_done=None)) == "It was saved all the same."
    assert BadValue("A standard is a number").message == "A standard is a number."


def test_an_error_comes_whole_from_another_process() -> None:
    asked = MoreToSay((Question(QuestionKind.NO_DATE),))
    for trouble in (FileRefused("It ended early."), BadValue("No.", not_done=None), asked):
        again = pickle.loads(pickle.dumps(trouble))  # noqa: S301  # made here
        assert (type(again), str(again), again.not_done) == (type(trouble), str(trouble), trouble.not_done)
    twice = CountedTwice("Twice.", ((3, "a.csv"),))
    assert pickle.loads(pickle.dumps(twice)).uploads == twice.uploads  # noqa: S301  # made here
    assert pickle.loads(pickle.dumps(asked)).questions == asked.questions  # noqa: S301  # made here


@pytest.mark.slow
def test_no_error_says_in_its_message_what_its_flag_says() -> None:
    files = [file for room in ("metrics", "db", "pages") for file in (ROOT / room).rglob("*.py")]
    said = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in files
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in NAMES
        for text in ast.walk(call)
        if isinstance(text, ast.Constant) and any(f"Nothing was {word}." in str(text.value) for word in NotDone)
    ]
    assert said == []
