"""Whether numbers that seem surely scores may have been asked on another scale. Raises doubts; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.profile import TableProfile
from db.formats.columns.score_values import ColumnAnswers, column_answers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import legend
from db.formats.files.headings import Heading, called
from db.formats.values.answer_labels import YES_NO
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, Metric
from metrics.vocabulary import Scale

# So many answers show by themselves how far their scale reaches, and so many that its end was there to be chosen.
_MANY, _VERY_MANY = 20, 30
_FAR = 2 / 3
_TIMES = 3
_SLIPS = 0.05
# Our own plain form says what its columns hold, so nobody need be asked.
_OURS = frozenset(("response_id", "responded_at"))


def doubt_scales(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> None:
    """Ask about every sure column of numbers whose answers speak against the scale they would be read on."""
    if _OURS & {heading.name for heading in headings}:
        return
    for i, one in enumerate(made):
        if not one.is_sure or one.metric is None or one.scale in (None, YES_NO) or one.words or one.columns:
            continue
        assert one.scale is not None
        is_stated = legend(headings[i].text).scale == one.scale
        is_told = headings[i].name == one.metric
        against = _against(CATALOGUE[one.metric], one.scale, column_answers(found.columns[i]), is_told=is_told)
        if against and not is_stated:
            doubt = (
                f"{called(headings[i], i + 1)} would be read as {CATALOGUE[one.metric].name} from {one.scale.low} to "
                f"{one.scale.high}, but {against}. If it was asked so, say "
                f"--map “#{i + 1}=score:{one.metric}:{one.scale}”; else say its metric and scale, such as "
                f"score:csat:1-5, or leave it out with “#{i + 1}=ignored”."
            )
            made[i] = replace(one, confidence=0.6, doubt=doubt)


def _against(metric: Metric, scale: Scale, found: ColumnAnswers, *, is_told: bool) -> str:
    """What speaks against the scale, as the end of a sentence; an empty text for nothing.

    A column called by the metric's very id is as good as told, so only answers that end far below the scale's do.
    """
    numbers = {number: count for number, count in found.numbers.items() if scale.holds(number)}
    total = sum(numbers.values())
    if total < _MANY:
        return ""
    beyond = found.numbers.get(scale.high + 1, 0)
    if beyond > _SLIPS * total and not is_told:
        return f"{beyond} answered {scale.high + 1}"
    if _ends_early(scale, max(numbers), total, is_told=is_told):
        return f"nobody of {total} answered more than {max(numbers)}"
    if is_told:
        return ""
    if scale.low == 0 and not numbers.get(0) and numbers.get(1, 0) >= _TIMES:
        return f"nobody of {total} answered 0 where {numbers[1]} answered 1"
    mean = sum(number * count for number, count in numbers.items()) / total
    if not isinstance(metric.formula, NetScore) and mean < (scale.low + scale.high) / 2:
        return f"the usual answer is {mean:.1f}, so 1 may be the best (then add “:reversed”)"
    return ""


def _ends_early(scale: Scale, highest: int, total: int, *, is_told: bool) -> bool:
    if total >= _VERY_MANY and not is_told:
        return highest < scale.high
    return highest <= scale.low + _FAR * (scale.high - scale.low)
