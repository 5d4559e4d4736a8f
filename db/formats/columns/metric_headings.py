"""Columns under a metric's own name, such as “NPS” or “CSAT (1-10)”, and those whose metric a tool's documents say."""

from __future__ import annotations

import re
from dataclasses import replace

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import Question, QuestionKind, Reason, asked_column, score_question
from db.formats.columns.roles import Role
from db.formats.columns.score_doubts import asked_recommend, asked_scale, examples_seen
from db.formats.columns.score_values import ColumnAnswers, column_answers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.topics import Legend, legend
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import YES_NO, word_scale
from db.formats.values.scores import ScoreReader
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, METRICS
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
# Fewer answers than these say nothing about the scale they were asked on.
_ENOUGH = 5
_METRIC_HEADINGS: dict[str, str] = {
    **{words(metric.id): metric.id for metric in METRICS if metric.formula.takes_scores},
    **{heading: metric.id for metric in METRICS for heading in metric.headings},
}
# What stands behind a metric's name in brackets, or the ends of its scale.
_REMARK = re.compile(r"\([^)]*\)|\[[^\]]*\]|\b[01]\s?(?:[-–]|to)\s?\d{1,2}\b")


def metric_in(heading: Heading) -> str | None:
    """The metric that a heading names, with any remark about the scale; None for any other heading."""
    return _METRIC_HEADINGS.get(words(heading.name)) or _METRIC_HEADINGS.get(words(_REMARK.sub(" ", heading.name)))


def documented_score(heading: Heading, column: ColumnProfile, index: int, item: str) -> Suggestion:
    """The column as scores of the metric, and on the scale, that a tool's documentation names: “csat” or “csat:0-1”."""
    metric_id, _, scale = item.partition(":")
    return _of_metric(metric_id, heading, column_answers(column), index, Scale.parse(scale) if scale else None)


def of_named(metric_id: str, heading: Heading, found: ColumnAnswers, index: int) -> Suggestion:
    """A column under a metric's name, whose remark may state another scale or say that the lowest is the best."""
    metric = CATALOGUE[metric_id]
    stated = legend(heading.text)
    if metric.formula.scale is None or stated == Legend():
        return _of_metric(metric_id, heading, found, index)
    scale = asked_scale(found, stated, metric.formula.scale)
    if isinstance(metric.formula, NetScore) and (scale != _TEN or stated.is_turned):
        return asked_recommend(heading, scale, index, {}, turned=stated.is_turned)
    made = _of_metric(metric_id, heading, found, index, scale if metric.formula.accepts(scale) else None)
    if not stated.is_turned:
        return made
    doubt = score_question(
        QuestionKind.DIRECTION, Reason.MAYBE_TURNED, asked_column(heading, index), metric_id, scale, turned=True
    )
    return replace(made, confidence=0.5, turned=True, doubt=doubt)


def _of_metric(
    metric_id: str, heading: Heading, found: ColumnAnswers, index: int, asked: Scale | None = None
) -> Suggestion:
    metric = CATALOGUE[metric_id]
    scale = asked or metric.formula.scale
    known = word_scale(found.labels, scale) if scale and found.labels else None
    reader = ScoreReader(scale, words=known.scores if known else {})
    unread = sum(count for number, count in found.numbers.items() if scale and not scale.holds(number))
    unread += sum(count for text, count in found.labels.items() if isinstance(reader.read(text), str)) + found.coded
    unread = found.total if found.dress and found.dress.is_code else unread
    doubt = None
    if found.total >= _ENOUGH and unread > 0.2 * (found.total + found.coded):
        doubt = _off_scale(heading, index, metric_id, scale, found)
    why = f"The heading is the name of {metric.name}."
    if asked == YES_NO:
        why = "The tool’s own rating: good is 1, bad is 0, and no rating is no answer."
    return Suggestion(
        Role.SCORE,
        1.0 if doubt is None else 0.5,
        why,
        metric_id,
        scale,
        examples_seen(known, found),
        doubt=doubt,
    )


def _off_scale(heading: Heading, index: int, metric_id: str, scale: Scale | None, found: ColumnAnswers) -> Question:
    """The question how scores were asked that are mostly not on `scale`; the scale that holds them is offered."""
    columns = asked_column(heading, index)
    reason = Reason.OFF_SCALE if scale else Reason.OFF_MEASURE
    asked = score_question(QuestionKind.SCALE, reason, columns, metric_id, found.scale)
    return replace(asked, scale=scale, choices=asked.choices if found.scale else asked.choices[-1:])
