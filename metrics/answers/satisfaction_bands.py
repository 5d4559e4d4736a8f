"""How satisfied a person was, from their scores: unhappy, in between or happy. Knows scales, not who answered."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from metrics.vocabulary import Item, Scale

THREE_POINTS = 2  # the width of a scale of three points


class Mood(StrEnum):
    """How satisfied a person was, by the worst of their scores."""

    UNHAPPY = "unhappy"
    BETWEEN = "between"
    HAPPY = "happy"


def bounds(scale: Scale) -> tuple[int, int]:
    """The highest unhappy and the lowest happy score of a scale.

    0 to 10 as the Net Promoter Score has it (6 and 9); else the lower two fifths, and the top two boxes (of a scale of
    two or three points the top one). **Source:** Reichheld, “The One Number You Need to Grow”, HBR, December 2003.
    """
    if (scale.low, scale.high) == (0, 10):
        return 6, 9
    width = scale.high - scale.low
    top_boxes = 2 if width > THREE_POINTS else 1
    return scale.low + 2 * width // 5, scale.high + 1 - top_boxes


def mood(scores: Iterable[tuple[Item, float]]) -> Mood | None:
    """How satisfied the person who gave these scores was; None without a score on a scale."""
    found = {_of_score(item.scale, score) for item, score in scores if item.scale is not None}
    return next((mood for mood in Mood if mood in found), None)


def _of_score(scale: Scale, score: float) -> Mood:
    unhappy, happy = bounds(scale)
    return Mood.UNHAPPY if score <= unhappy else Mood.HAPPY if score >= happy else Mood.BETWEEN
