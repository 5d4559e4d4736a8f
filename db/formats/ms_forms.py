"""Microsoft Forms: one heading row that begins with ID, start time and completion time, in the form's language."""

from __future__ import annotations

from db.formats.headings import Heading, alternatives, words
from db.formats.layout import Format, Layout, Sample

_ID = alternatives("id|id.")
_START = alternatives("start time|startzeit|heure de début|hora de inicio")
_END = alternatives("completion time|fertigstellungszeit|heure de fin|hora de finalización")
_EMAIL = alternatives("email|e mail|adresse de messagerie|correo electrónico")
_NAME = alternatives("name|nom|nombre")
_CHANGED = alternatives(
    "last modified time|uhrzeit der letzten änderung|heure de la dernière modification|hora de la última modificación"
)


def layout(sample: Sample) -> Layout | None:
    """Recognised by its first three columns, which every export has."""
    first = [words(cell) for cell in sample[0][:3]]
    if len(first) < 3 or first[0] not in _ID or first[1] not in _START or first[2] not in _END:
        return None
    return Layout(1, tuple(Heading(" ".join(cell.split())) for cell in sample[0]))


FORMAT = Format(
    "ms_forms",
    layout,
    dict.fromkeys(_ID, "response_id")
    | dict.fromkeys(_START | _CHANGED, "ignored")
    | dict.fromkeys(_END, "responded_at")
    | dict.fromkeys(_EMAIL | _NAME, "personal"),
)
