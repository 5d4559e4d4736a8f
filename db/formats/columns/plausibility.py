"""Whether numbers that seem surely scores may have been asked on another scale. Raises doubts; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.profile import TableProfile
from db.formats.columns.questions import Question, QuestionKind, Reason, also_on, asked_column, score_question
from db.formats.columns.score_values import ColumnAnswers, column_answers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import legend
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import YES_NO
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, Metric
from metrics.vocabulary import Scale

# So many answers show by themselves how far their scale reaches, and so many that its end was there to be chosen.
_FEW, _MANY, _VERY_MANY = 10, 20, 30
_SHORT = 7
_FAR = 2 / 3
_TIMES = 3
_SLIPS = 0.05
# Our own plain form says what its columns hold, so there is no question.
_OURS = frozenset(("response_id", "responded_at"))
Evidence = tuple[Reason, tuple[float, ...]]


def doubt_scales(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> None:
    """Ask about every sure column of numbers whose answers speak against the scale they would be read on."""
    is_ours = bool(_OURS & {heading.name for heading in headings})
    for i, one in enumerate(made):
        if not one.is_sure or one.metric is None or one.scale in (None, YES_NO) or one.words or one.columns:
            continue
        if one.is_documented:
            continue
        assert one.scale is not None
        stated, is_told = legend(headings[i].text), headings[i].name == one.metric
        if is_ours and is_told:
            continue
        answers = column_answers(found.columns[i], stated.unanswered)
        against = _against(CATALOGUE[one.metric], one.scale, answers, is_told=is_told)
        if against and stated.scale != one.scale:
            doubt = _asked(headings[i], i + 1, one, answers.seen or answers.scale, against)
            made[i] = replace(one, confidence=0.6, doubt=doubt)


def _asked(heading: Heading, index: int, one: Suggestion, shown: Scale | None, against: Evidence) -> Question:
    """The question whether a column was asked on the scale it would be read on; the scale it shows is offered too."""
    reason, counts = against
    columns, turned = asked_column(heading, index), None if reason is Reason.LOW_MEAN else False
    asked = score_question(QuestionKind.SCALE, reason, columns, one.metric, one.scale, turned=turned, counts=counts)
    return also_on(asked, shown, turned=turned)


def _against(metric: Metric, scale: Scale, found: ColumnAnswers, *, is_told: bool) -> Evidence | None:
    """What speaks against the scale, with its figures; None for nothing.

    A column called by the metric's very id is as good as told, so only answers that end far below the scale's do.
    """
    numbers = {number: count for number, count in found.numbers.items() if scale.holds(number)}
    total = sum(numbers.values())
    if total < _FEW:
        return None
    if _ends_early(scale, max(numbers), total, is_told=is_told):
        return Reason.ENDS_EARLY, (total, max(numbers))
    if total < _MANY:
        return None
    beyond = found.numbers.get(scale.high + 1, 0)
    if beyond > _SLIPS * total and not is_told:
        return Reason.BEYOND_SCALE, (beyond, scale.high + 1)
    if is_told:
        return None
    if scale.low == 0 and not numbers.get(0) and numbers.get(1, 0) >= _TIMES:
        return Reason.NO_ZERO, (total, numbers[1])
    mean = sum(number * count for number, count in numbers.items()) / total
    if not isinstance(metric.formula, NetScore) and not found.rises and mean < (scale.low + scale.high) / 2:
        return Reason.LOW_MEAN, (mean,)
    return None


def _ends_early(scale: Scale, highest: int, total: int, *, is_told: bool) -> bool:
    if total >= (_MANY if scale.high <= _SHORT else _VERY_MANY) and not is_told:
        return highest < scale.high
    return total >= (_MANY if is_told or scale.high > _SHORT else _FEW) and highest <= scale.low + _FAR * (
        scale.high - scale.low
    )
