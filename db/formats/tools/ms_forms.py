"""Microsoft Forms: one heading row that begins with ID, start time and completion time, in the form's language."""

from __future__ import annotations

import itertools

from db.formats.files.headings import Heading, alternatives, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout

_ID = alternatives("id")
_START = alternatives(
    "start time|startzeit|heure de début|hora de inicio|hora de início|begintijd|starttijd|ora di inizio"
)
_END = alternatives(
    """completion time|fertigstellungszeit|heure de fin|hora de finalización|hora de conclusão|tijd van voltooien
    |voltooiingstijd|ora di completamento"""
)
_EMAIL = alternatives("email|e mail|adresse de messagerie|correo electrónico|posta elettronica")
_NAME = alternatives("name|nom|nombre|nome|naam")
_CHANGED = alternatives(
    """last modified time|uhrzeit der letzten änderung|heure de la dernière modification
    |hora de la última modificación|hora da última modificação|tijd van laatste wijziging|ora dell ultima modifica"""
)
# What a quiz adds: the points of a question before its text, and their total.
_POINTS = alternatives("total points|gesamtpunktzahl|quiz feedback|quizfeedback")


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by the times side by side near its beginning, which every export has; the id may be left out."""
    first = [words(cell) for cell in sample[0][:3]]
    if not any(start in _START and end in _END for start, end in itertools.pairwise(first)):
        return None
    return TableLayout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))


FORMAT = ExportFormat(
    "ms_forms",
    layout,
    dict.fromkeys(_ID, "response_id")
    | dict.fromkeys(_START | _CHANGED | _POINTS, "ignored")
    | dict.fromkeys(_END, "responded_at")
    | dict.fromkeys(_EMAIL | _NAME, "personal"),
    asides=("points - ", "feedback - ", "punkte - "),
)
