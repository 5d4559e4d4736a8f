"""SurveyMonkey: two heading rows, the question above and the choice (or “Response”) under it; condensed or one-hot."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.formats.files.headings import Heading, alternatives, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, filled

RESPONSE = alternatives(
    "response|open ended response|antwort|offene antwort|réponse|réponse ouverte|respuesta|respuesta abierta"
)
_RESPONDENT = alternatives(
    "respondent id|respondentid|befragten id|id du répondant|id del encuestado|id de encuestado|id do respondente"
)
_LONG_NUMBER = re.compile(r"\d{8,13}")
_COLLECTOR = alternatives(
    "collector id|collectorid|kollektor id|id du collecteur|id del recopilador|id de recopilador|id do coletor"
)
_START = alternatives("start date|startdate|anfangsdatum|startdatum|date de début|fecha de inicio|data de início")
_END = alternatives(
    "end date|enddate|enddatum|date de fin|fecha de finalización|fecha de fin|data de término|einddatum"
)


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by its second row: blank under the respondent's id, or “Response” under questions.

    Where that row was left out, the respondent's id beside the collector's, or over a number as long as the tool gives,
    tells it.
    """
    if len(sample) < 2:
        return None
    first = [words(cell) for cell in sample[0][:2]]
    below = sample[1][0].strip() if sample[1] else ""
    is_its_own = first[1:] and (first[1] in _COLLECTOR or _LONG_NUMBER.fullmatch(below) is not None)
    if below and is_its_own and first[0] in _RESPONDENT:
        return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))
    questions, choices = sample[0], sample[1]
    known_id = bool(questions) and words(questions[0]) in _RESPONDENT
    blank_below = known_id and bool(choices) and not choices[0].strip()
    responses = sum(words(cell) in RESPONSE for cell in choices)
    if not (blank_below or (responses and responses >= 0.1 * len(filled(questions)) and not known_id)):
        return None
    return TableLayout(2, joined_headings(questions, choices, RESPONSE))


def joined_headings(questions: Sequence[str], choices: Sequence[str], answers: frozenset[str]) -> tuple[Heading, ...]:
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


FORMAT = ExportFormat(
    "surveymonkey",
    layout,
    dict.fromkeys(_RESPONDENT, "response_id")
    | dict.fromkeys(_COLLECTOR | _START, "ignored")
    | dict.fromkeys(_END, "responded_at")
    | {
        "ip address": "personal",
        "email address": "personal",
        "first name": "personal",
        "last name": "personal",
        "custom data": "ignored",
        "custom data 1": "ignored",
        "benutzerdefinierte daten": "ignored",
        "benutzerdefinierte daten 1": "ignored",
    },
)
