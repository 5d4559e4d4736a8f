"""The NHS Friends and Family Test: a column of its fixed answers, from “Extremely likely” or “Very good” down."""

from __future__ import annotations

from db.formats.files.headings import Heading, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout
from db.formats.values.answer_labels import label

_RECOMMEND = frozenset(
    ("extremely likely", "likely", "neither likely nor unlikely", "unlikely", "extremely unlikely", "don't know")
)
_EXPERIENCE = frozenset(("very good", "good", "neither good nor poor", "poor", "very poor", "don't know"))
_HEADINGS = ("rating", "fft", "friends and family", "recommend", "overall", "experience", "how was", "response")


def layout(sample: Sample) -> TableLayout | None:
    """Recognised by a column whose every answer is one of the test's own, among them its two ends or its middle."""
    first = sample[0]
    for index, heading in enumerate(first):
        if not any(part in words(heading) for part in _HEADINGS):
            continue
        answers = {label(row[index]) for row in sample[1:] if index < len(row)} - {""}
        for known in (_RECOMMEND, _EXPERIENCE):
            if len(answers) >= 3 and answers <= known and _is_the_test(answers):
                return TableLayout(1, tuple(Heading(cell.strip()) for cell in first))
    return None


def _is_the_test(answers: set[str]) -> bool:
    return bool(answers & {"extremely likely", "extremely unlikely", "neither good nor poor"})


FORMAT = ExportFormat("nhs_fft", layout, {"surgery": "unit", "time": "responded_at"})
