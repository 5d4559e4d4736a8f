"""LimeSurvey: one heading row of codes (id, submitdate …) or of full questions, sub-questions in square brackets."""

from __future__ import annotations

import re

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout
from db.formats.values.lexicon import LIMESURVEY_ID, LIMESURVEY_OWN, LIMESURVEY_SUBMITTED

_OWN = LIMESURVEY_SUBMITTED | LIMESURVEY_OWN
_ENDS = re.compile(r"\d\s?[-–=/]")
# A code before the text of its question, as in “G01Q01. How was it?” or “G01Q02[SQ001]. Please rate [Speed]”.
_CODED = re.compile(r"\w+(?:\[[^\]]*\])*\. (.+)", re.DOTALL)


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by its id column together with its own columns, or with three sub-questions in square brackets.

    A heading may be a code, a question, or the one before the other.
    """
    first = sample[0]
    if not first:
        return None
    if _CODED.fullmatch(first[0].strip()) and all(_CODED.fullmatch(cell.strip()) for cell in first if cell.strip()):
        found = layout([[_without_code(cell.strip()) for cell in first]])
        return found and TableLayout(1, tuple(map(_under_its_code, first, found.headings)))
    if words(first[0]) not in LIMESURVEY_ID:
        return None
    bracketed = sum(_names(_question_and_choice(cell)[1]) for cell in first)
    if bracketed < 3 and not any(words(cell) in _OWN for cell in first):
        return None
    return TableLayout(1, tuple(_heading(cell) for cell in first))


def _names(bracketed: str) -> bool:
    """Whether brackets hold the name of a sub-question, rather than the ends of a scale."""
    return any(map(str.isalpha, bracketed)) and _ENDS.search(bracketed) is None


def _under_its_code(cell: str, heading: Heading) -> Heading:
    return Heading(" ".join(cell.split()), heading.question or heading.name, heading.choice)


def _heading(cell: str) -> Heading:
    name = " ".join(cell.split())
    return Heading(name, *_question_and_choice(name))


def _question_and_choice(text: str) -> tuple[str, str]:
    """A question and what stands in the last square brackets behind it; two empty texts where none do."""
    body = text.rstrip()
    at = body.rfind("[", 0, max(0, len(body) - 2))
    before = body[: max(0, at)].rstrip()
    return (before, body[at + 1 : -1]) if before and body.endswith("]") else ("", "")


def _without_code(text: str) -> str:
    found = _CODED.fullmatch(text)
    return found[1] if found else text


FORMAT = ExportFormat(
    "limesurvey",
    layout,
    dict.fromkeys(LIMESURVEY_ID, "response_id")
    | dict.fromkeys(LIMESURVEY_SUBMITTED, "responded_at")
    | dict.fromkeys(LIMESURVEY_OWN, "ignored")
    | {"startdate": "ignored", "datestamp": "ignored", "token": "personal", "ipaddr": "personal", "refurl": "ignored"}
    | dict.fromkeys(("date started", "date last action"), "ignored"),
    writes_codes=True,
)
