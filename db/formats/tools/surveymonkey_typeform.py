"""SurveyMonkey and Typeform, which can write two heading rows: the question above, its choices under it.

SurveyMonkey writes “Response” under a question without choices, and one column for each choice or a condensed one.
Typeform has “#” over the first column and the submit date last; only its older export has two heading rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, filled
from db.formats.values.lexicon import (
    SURVEYMONKEY_ASIDE,
    SURVEYMONKEY_COLLECTOR,
    SURVEYMONKEY_END,
    SURVEYMONKEY_RESPONDENT,
    SURVEYMONKEY_RESPONSE,
)

_LONG_NUMBER = re.compile(r"\d{8,13}")


def _surveymonkey(sample: Sample) -> TableLayout | None:
    """Recognised by its second row: blank under the respondent's id, or “Response” under questions.

    Where that row was left out, it is known by the respondent's id beside the collector's, or over a number as long as
    the tool gives.
    """
    if len(sample) < 2:
        return None
    first = [words(cell) for cell in sample[0][:2]]
    below = sample[1][0].strip() if sample[1] else ""
    is_its_own = first[1:] and (first[1] in SURVEYMONKEY_COLLECTOR or _LONG_NUMBER.fullmatch(below) is not None)
    if below and is_its_own and first[0] in SURVEYMONKEY_RESPONDENT:
        return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))
    questions, choices = sample[0], sample[1]
    known_id = bool(questions) and words(questions[0]) in SURVEYMONKEY_RESPONDENT
    blank_below = known_id and bool(choices) and not choices[0].strip()
    responses = sum(words(cell) in SURVEYMONKEY_RESPONSE for cell in choices)
    if not (blank_below or (responses and responses >= 0.1 * len(filled(questions)) and not known_id)):
        return None
    return TableLayout(2, _joined_headings(questions, choices, SURVEYMONKEY_RESPONSE))


def _joined_headings(questions: Sequence[str], choices: Sequence[str], answers: frozenset[str]) -> tuple[Heading, ...]:
    """A heading for each column of two heading rows: a question reaches over the nameless choices to its right."""
    found: list[Heading] = []
    question = ""
    for index in range(max(len(questions), len(choices))):
        above = " ".join(questions[index].split()) if index < len(questions) else ""
        below = " ".join(choices[index].split()) if index < len(choices) else ""
        if above or not below:
            question = above
        choice = "" if words(below) in answers else below
        name = f"{question} [{choice}]" if question and choice else question or choice
        found.append(Heading(name, question, choice))
    return tuple(found)


SURVEYMONKEY = ExportFormat(
    "surveymonkey",
    _surveymonkey,
    dict.fromkeys(SURVEYMONKEY_RESPONDENT, "response_id")
    | dict.fromkeys(SURVEYMONKEY_COLLECTOR | SURVEYMONKEY_ASIDE, "ignored")
    | dict.fromkeys(SURVEYMONKEY_END, "responded_at")
    | dict.fromkeys(("ip address", "email address", "first name", "last name"), "personal"),
)

_OF_TYPEFORM = frozenset(("network id", "submit date utc", "start date utc", "stage date utc", "response type"))


def _typeform(sample: Sample) -> TableLayout | None:
    """Recognised by “#” over the first column, together with its own columns or under a row of questions."""
    first = sample[0]
    if first and first[0].strip() == "#" and any(words(cell) in _OF_TYPEFORM for cell in first):
        return TableLayout(1, tuple(Heading(cell.strip()) for cell in first))
    grouped = len(sample) > 1 and bool(first) and not first[0].strip() and bool(sample[1])
    if grouped and sample[1][0].strip() == "#":
        return TableLayout(2, _joined_headings(first, sample[1], frozenset()))
    return None


TYPEFORM = ExportFormat(
    "typeform",
    _typeform,
    dict.fromkeys(("#", "token"), "response_id")
    | dict.fromkeys(("submit date utc", "submitted at"), "responded_at")
    | dict.fromkeys(("start date utc", "stage date utc", "response type", "tags", "ending"), "ignored")
    | {"network id": "personal"},
)
