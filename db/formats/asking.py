"""The sentences by which a column of scores is asked about, and the suggestions that they stand in. Decides nothing."""

from __future__ import annotations

from db.formats.answers import Answers
from db.formats.headings import Heading, called
from db.formats.roles import Role
from db.formats.suggestion import Suggestion
from db.formats.topics import Legend
from db.formats.words import WordScale, label
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
_MOST = 0.8


def which(heading: Heading, index: int, what: str, example: str) -> str:
    """The question what a column of scores counts for; `what` says what it holds, `example` how to say so."""
    return (
        f"{called(heading, index)} holds {what}. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )


def asked_recommend(
    heading: Heading, scale: Scale, index: int, labels: dict[str, int], *, turned: bool = False
) -> Suggestion:
    """A question to recommend that is not surely NPS; `turned` where the low end may be the good one."""
    ten = scale.high == 10
    metric = "nps" if ten else None
    example = (f"score:nps:{scale}" if ten else f"score:csat:{scale}") + (":reversed" if turned else "")
    why_not = f"on {scale}, not from 0 to 10" if scale != _TEN else "not in the classic way"
    why_not = "perhaps with the low end as the good one" if turned else why_not
    doubt = (
        f"{called(heading, index)} asks whether people would recommend, but {why_not}, "
        f"so it is not surely NPS. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )
    why = f"Asks to recommend, on {scale}."
    return Suggestion(Role.SCORE, 0.5, why, metric, scale, labels, turned=turned, doubt=doubt)


def asked_scale(found: Answers, stated: Legend, fits: Scale) -> Scale:
    """The scale that the question states if most answers are on it, else the one that just holds them."""
    if stated.scale is None:
        return fits
    held = sum(count for number, count in found.numbers.items() if stated.scale.holds(number))
    return stated.scale if held >= _MOST * sum(found.numbers.values()) else fits


def seen(scale: WordScale | None, found: Answers) -> dict[str, int]:
    """The labels as they stand in the file, with their scores."""
    if scale is None:
        return {}
    return {text: scale.scores[label(text)] for text in found.labels if label(text) in scale.scores}
