"""Questions answered with yes and no, or 1 and 0, that may be scores. Always asked: a yes may be good or bad."""

from __future__ import annotations

import re

from db.formats.headings import Heading, called, words
from db.formats.roles import Role
from db.formats.suggestion import Suggestion
from metrics.vocabulary import Scale

_RESOLVED = re.compile(
    r"resol|solved?\b|fixed\b|first (?:call|contact|time)|gelöst|geklärt|erledigt|résol|soluci|risol|opgelost",
    re.IGNORECASE,
)
_PROMISED = re.compile(
    r"promis|\bkept\b|\bkeep\b|timely|on time|in time|as agreed|versproch|versprech|eingehalten|rechtzeitig|pünktlich|"
    r"promess|tenue?s?\b|à temps|délai|promet|cumpl|a tiempo|prometid|cumpr|no prazo|beloofd|op tijd|in orario",
    re.IGNORECASE,
)
_SERVED = re.compile(
    r"satisf|zufrieden|content|helpful|help you|hilfreich|utile\b|útil|\bdisput|complain|beschwer|plainte|queja|reclam|"
    r"happy|needs? (?:been )?met|meet your|met your|thumb|friendly|polite|freundlich|amable|aimable|again\b|recommend",
    re.IGNORECASE,
)
# A heading that says only that something was asked.
_BARE_QUESTION = re.compile(
    r"(?:(?:g\d{1,2})?q|question|frage|pregunta|domanda|vraag|pergunta|answer|item)? ?\d{1,3}|thumbs?(?: up)?|answer"
)
_MOST_WORDS = 30


def is_bare_question(heading: Heading) -> bool:
    """Whether a heading says no more than that it is a question, such as “question_1” or “Q7”."""
    return not heading.choice and _BARE_QUESTION.fullmatch(words(heading.question or heading.name)) is not None


def yes_no_suggestion(heading: Heading, seen: dict[str, int], index: int) -> Suggestion | None:
    """A column of yes and no as a score to be asked about; None where it asks nothing about service."""
    text = heading.text
    if len(text.split()) > _MOST_WORDS:
        return None
    if _PROMISED.search(text):
        return _asked(heading, seen, index, "promises_kept")
    if _RESOLVED.search(text):
        return _asked(heading, seen, index, "first_contact_resolution")
    if _SERVED.search(text) or is_bare_question(heading):
        return _asked(heading, seen, index, None)
    return None


def _asked(heading: Heading, seen: dict[str, int], index: int, metric: str | None) -> Suggestion:
    doubt = (
        f"{called(heading, index)} is answered with yes and no. If yes is good, say what it counts for with "
        f"--map “#{index}=score:{metric or 'METRIC'}”, such as score:promises_kept; if yes is bad, add “:reversed”; "
        f"or leave it out with “#{index}=ignored”."
    )
    why = "Answered with yes and no, which may be a score."
    return Suggestion(Role.SCORE, 0.4, why, metric, Scale(0, 1), seen, doubt=doubt, is_loose=True)
