"""What several rules for scores share: a recommend question that is not surely NPS, the scale asked, labels seen."""

from __future__ import annotations

from db.formats.columns.questions import QuestionKind, Reason, asked_column, score_question
from db.formats.columns.roles import Role
from db.formats.columns.score_values import ColumnAnswers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import Legend
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import WordScale, label
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
_MOST = 0.8


def asked_recommend(
    heading: Heading, scale: Scale, index: int, labels: dict[str, int], *, turned: bool = False
) -> Suggestion:
    """A question to recommend that is not surely NPS; `turned` where the low end may be the good one."""
    ten = scale.high == 10
    reason = Reason.RECOMMEND_OTHER_SCALE if scale != _TEN else Reason.RECOMMEND_OTHER_WORDS
    doubt = score_question(
        QuestionKind.METRIC,
        Reason.RECOMMEND_TURNED if turned else reason,
        asked_column(heading, index),
        "nps" if ten else "csat",
        scale,
        turned=turned,
    )
    why = f"Asks to recommend, on {scale}."
    return Suggestion(Role.SCORE, 0.5, why, "nps" if ten else None, scale, labels, turned=turned, doubt=doubt)


def asked_scale(found: ColumnAnswers, stated: Legend, fits: Scale) -> Scale:
    """The scale that the question states if most answers are on it, else the one that just holds them."""
    if stated.scale is None:
        return fits
    held = sum(count for number, count in found.numbers.items() if stated.scale.holds(number))
    return stated.scale if held >= _MOST * sum(found.numbers.values()) else fits


def examples_seen(scale: WordScale | None, found: ColumnAnswers) -> dict[str, int]:
    """The labels as they stand in the file, with their scores."""
    if scale is None:
        return {}
    return {text: scale.scores[label(text)] for text in found.labels if label(text) in scale.scores}
