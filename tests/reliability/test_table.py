"""The table of harm: its kinds are modules here, and a line that did not hold is seen."""

from __future__ import annotations

from importlib import import_module
from inspect import signature
from pathlib import Path

from tests.reliability.__main__ import HEADINGS, KINDS, kinds_here, line
from tests.reliability.outcomes import Outcome

HARMLESS = Outcome("kill at each write", "sqlite", 1_200, 0, 0, 0, "state before or after")
DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "RELIABILITY.md"


def test_every_kind_of_harm_gives_its_outcomes_by_database() -> None:
    for kind in kinds_here():
        outcomes = import_module(f"tests.reliability.{kind}").outcomes
        assert list(signature(outcomes).parameters) == ["database", "short"]


def test_a_line_that_did_not_hold_is_set_in_bold() -> None:
    assert line(HARMLESS) == "| kill at each write | sqlite | 1,200 | 0 | 0 | 0 | state before or after |"
    for lost, silent, own in ((1, 0, 0), (0, 1, 0), (0, 0, 1)):
        outcome = Outcome("kill", "sqlite", 5, lost, silent, own, "")
        assert not outcome.held
        assert line(outcome).startswith("| **kill** |")


def test_the_document_has_the_table_as_it_is_printed_and_every_kind() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert HEADINGS in text
    assert [kind for kind in KINDS if f"`{kind}`" not in text] == []
