"""Columns under a metric's own name, such as “NPS” or “CSAT (1-10)”, and those whose metric a tool's documents say.

Holds what rules for other scores share: a recommend question that is not surely NPS, the scale asked, labels seen.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import Question, QuestionKind, Reason, asked_column, score_question
from db.formats.columns.roles import Role
from db.formats.columns.score_values import ColumnAnswers, column_answers
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.time_units import own_unit
from db.formats.columns.topics import Legend, legend
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import YES_NO, WordScale, label, word_scale
from db.formats.values.lexicon import SCORE_HEADINGS
from db.formats.values.scores import ScoreReader
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, METRICS, Metric
from metrics.vocabulary import Scale

_TEN, _SEVEN = Scale(0, 10), Scale(1, 7)
# Fewer answers than these say nothing about the scale they were asked on.
_ENOUGH = 5
# A column with more different words is no scale.
_MOST_WORDS = 7
_METRIC_HEADINGS: dict[str, str] = {
    **{words(metric.id): metric.id for metric in METRICS if metric.formula.takes_scores},
    **{heading: metric.id for metric in METRICS for heading in metric.headings},
}
# What stands behind a metric's name in brackets, or the ends of its scale.
_QUESTION_NUMBER = re.compile(r"[qfpv]\d{1,3}[a-z]?")
_REMARK = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\b[01]\s?(?:[-–]|to)\s?\d{1,2}\b")


def metric_in(heading: Heading) -> str | None:
    """The metric that a heading names, with any remark about the scale; None for any other heading.

    The number of the question may stand at either end, as survey houses write it: “q1_nps”, “NPS_Q3”; and a word for
    scores beside the name: “Note NPS”.
    """
    bare = words(heading.name)
    left = _without_number(bare.split())
    scored = [word for word in left if word not in SCORE_HEADINGS] if len(left) == len(("of", "metric")) else left
    named = (bare, words(_REMARK.sub(" ", heading.name)), " ".join(left), " ".join(scored))
    return next((_METRIC_HEADINGS[name] for name in named if name in _METRIC_HEADINGS), None)


def _without_number(parts: list[str]) -> list[str]:
    """The words without the number of a question before or after them."""
    if len(parts) > 1 and _QUESTION_NUMBER.fullmatch(parts[0]):
        return parts[1:]
    return parts[:-1] if len(parts) > 1 and _QUESTION_NUMBER.fullmatch(parts[-1]) else parts


def documented_score(heading: Heading, column: ColumnProfile, index: int, item: str) -> Suggestion:
    """The column as scores of the metric, and on the scale, that a tool's documentation names: “csat” or “csat:0-1”."""
    metric_id, _, scale = item.partition(":")
    found = column_answers(column, legend(heading.text).unanswered)
    made = _of_metric(metric_id, heading, found, index, Scale.parse(scale) if scale else None)
    if not scale or made.doubt or made.scale == YES_NO:
        return made
    said = f", {made.scale.said}" if made.scale else ""
    return replace(made, why=f"The tool’s own rating{said}.", is_documented=True)


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
    scale = asked or _worded(found, metric) or metric.formula.scale
    known = word_scale(found.labels, scale) if scale and found.labels else None
    reader = ScoreReader(scale, words=known.scores if known else {}, own=own_unit(metric))
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


def _worded(found: ColumnAnswers, metric: Metric) -> Scale | None:
    """The scale that answers in nothing but words show by themselves, such as seven points of ease."""
    if not found.labels or found.numbers:
        return None
    natural = word_scale(found.labels) or word_scale(found.labels, _SEVEN)
    return natural.scale if natural and natural.sure and metric.formula.accepts(natural.scale) else None


def _off_scale(heading: Heading, index: int, metric_id: str, scale: Scale | None, found: ColumnAnswers) -> Question:
    """The question how scores were asked that are mostly not on `scale`; the scale that holds them is offered."""
    columns = asked_column(heading, index)
    reason = Reason.OFF_SCALE if scale else Reason.OFF_MEASURE
    if scale and not found.numbers and _are_few_words(found.labels):
        columns, reason = (replace(columns[0], samples=tuple(found.labels)),), Reason.SOME_WORDS
    asked = score_question(QuestionKind.SCALE, reason, columns, metric_id, found.scale)
    return replace(asked, scale=scale, choices=asked.choices if found.scale else asked.choices[-1:])


def _are_few_words(labels: Collection[str]) -> bool:
    return len(labels) <= _MOST_WORDS and not any(character.isdigit() for text in labels for character in text)


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
    why = f"Asks to recommend, {scale.said}."
    return Suggestion(Role.SCORE, 0.5, why, "nps" if ten else None, scale, labels, turned=turned, doubt=doubt)


def asked_scale(found: ColumnAnswers, stated: Legend, fits: Scale) -> Scale:
    """The scale that the question states if most answers are on it, else the one that just holds them."""
    if stated.scale is None:
        return fits
    if stated.low_is_open and stated.scale.high == fits.high:
        return fits
    if stated.low_is_open and found.numbers.get(0):
        return Scale(0, stated.scale.high)
    held = sum(count for number, count in found.numbers.items() if stated.scale.holds(number))
    return stated.scale if held >= _MOST * sum(found.numbers.values()) else fits


def examples_seen(scale: WordScale | None, found: ColumnAnswers) -> dict[str, int]:
    """The labels as they stand in the file, with their scores."""
    if scale is None:
        return {}
    return {text: scale.scores[label(text)] for text in found.labels if label(text) in scale.scores}
