"""A score column as a person or a suggestion wants it, checked against its metric: scale, words, one-hot points."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.metric_headings import asked_scale
from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import (
    AskedColumn,
    MoreToSay,
    Question,
    QuestionKind,
    Reason,
    asked_column,
    score_question,
)
from db.formats.columns.roles import Role
from db.formats.columns.score_values import (
    AffixedNumbers,
    ColumnAnswers,
    affixed_numbers,
    column_answers,
    labelled_ends,
    lowest_is_best,
)
from db.formats.columns.time_units import own_unit, stated_unit, unit_question
from db.formats.columns.topics import legend
from db.formats.files.headings import Heading, called, plain
from db.formats.mapping.faults import BadMapping, MappingFault
from db.formats.mapping.overrides import ColumnOverride
from db.formats.mapping.word_scores import scale_of_words
from db.formats.rows.mapping import ColumnRole, nth_of_heading
from db.formats.values.answer_labels import WordScale, is_no_answer, label, word_scale, yes_or_no
from db.formats.values.lexicon import LIKELY, RECOMMEND
from db.formats.values.scores import UNANSWERED, whole_number, word_key
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE, Metric
from metrics.errors import BadValue, NotDone
from metrics.vocabulary import Scale

_MANY = 20
_LAST_NUMBER = re.compile(r"(\d{1,2})\D*$")


def score_columns(
    wish: ColumnOverride, headings: Sequence[Heading], columns: Sequence[ColumnProfile]
) -> list[ColumnRole]:
    """The columns of one score wish; several are one-hot columns of one item.

    Raises BadValue where it cannot stand, and MoreToSay where the cells say that it was asked in another way.
    """
    metric = CATALOGUE[wish.metric] if wish.metric else None
    if metric is not None and (wish.time_unit or own_unit(metric)) and len(wish.indices) == 1 and not wish.words:
        return _times(wish, metric, headings, columns)
    if wish.words:
        return [_worded(wish, metric, headings, columns[wish.indices[0] - 1])]
    first = wish.indices[0]
    shown = shown_scale(metric, headings[first - 1], columns[first - 1]) if metric and len(wish.indices) == 1 else None
    scale = checked_scale(metric, wish.scale or shown, headings[first - 1]) if metric else wish.scale
    if len(wish.indices) == 1:
        index = wish.indices[0]
        is_said = (wish.scale or shown) is not None
        words = _words(columns[index - 1], asked_column(headings[index - 1], index), scale, metric, is_said=is_said)
        words |= _unanswered(headings[index - 1], scale)
        return [_column(wish, index, headings, scale, words)]
    if metric is None or scale is None:
        raise BadMapping(
            MappingFault.NO_SHORT_SCALE, "Several columns of one score need a metric on a short scale.", wish.indices
        )
    points = _points(wish.indices, headings, columns, scale)
    return [_column(wish, index, headings, scale, {}, point) for index, point in zip(wish.indices, points, strict=True)]


def _times(
    wish: ColumnOverride, metric: Metric, headings: Sequence[Heading], columns: Sequence[ColumnProfile]
) -> list[ColumnRole]:
    """A column of times in the unit that a person, the heading or the cells say. Raises MoreToSay where none does."""
    index = wish.indices[0]
    if own_unit(metric) is None:
        raise BadValue(f"{metric.name} ({metric.id}) is not measured in time.", not_done=NotDone.SAVED)
    checked_scale(metric, wish.scale, headings[index - 1])
    unit = wish.time_unit or stated_unit(metric, headings[index - 1], columns[index - 1])
    if unit is None:
        raise MoreToSay((unit_question(metric, headings[index - 1], index),))
    return [replace(_column(wish, index, headings, None, {}), time_unit=unit)]


def _worded(
    wish: ColumnOverride, metric: Metric | None, headings: Sequence[Heading], column: ColumnProfile
) -> ColumnRole:
    """A column whose words have the scores that a person gives them, and the known ones beside them their own."""
    index = wish.indices[0]
    own = metric.formula.scale if metric else None
    scale = wish.scale or scale_of_words(wish.words.values(), own)
    outside = [score for score in wish.words.values() if not scale.holds(score)]
    if outside:
        raise BadValue(f"A word counts {outside[0]}, which is not {scale.said}.", not_done=NotDone.SAVED)
    if metric is not None:
        checked_scale(metric, scale, headings[index - 1])
    rest = [text for text in column.texts if word_key(text) not in wish.words and whole_number(text) is None]
    known = word_scale(rest, scale)
    words = {**(known.scores if known is not None and known.sure else {}), **wish.words}
    return _column(wish, index, headings, scale, words)


def shown_scale(metric: Metric, heading: Heading, column: ColumnProfile) -> Scale | None:
    """The scale that heading, labels or cells such as “4/5” prove a metric was asked on; None where none does.

    Net scores stay on their own: a question from 1 to 10 is counted the same way.
    """
    formula = metric.formula
    if formula.scale is None or isinstance(formula, NetScore):
        return None
    found, stated = column_answers(column), legend(heading.text)
    if found.dress is not None:
        proven = None if found.dress.is_code else found.dress.scale
    elif found.labels and not found.numbers:
        words = word_scale(found.labels)
        proven = words.scale if words is not None and words.sure else None
    else:
        proven = asked_scale(found, stated, formula.scale)
    return proven if proven is not None and formula.accepts(proven) else None


def _unanswered(heading: Heading, scale: Scale | None) -> dict[str, int]:
    """The numbers that the question says are no answer, unless they are on the scale that a person states."""
    return {
        str(number): UNANSWERED for number in legend(heading.text).unanswered if not (scale and scale.holds(number))
    }


def checked_scale(metric: Metric, wanted: Scale | None, heading: Heading) -> Scale | None:
    """The scale that answers to `metric` are read on: the wanted one, else its own. Raises BadValue for a wrong one."""
    formula = metric.formula
    if not formula.takes_scores:
        raise BadValue(
            f"{metric.name} ({metric.id}) is not answered by people but counted; "
            "bring it as an operations or shopper file.",
            not_done=NotDone.SAVED,
        )
    if formula.scale is None:
        if wanted is not None:
            raise BadValue(
                f"{metric.name} ({metric.id}) is measured, so it has no scale of points.", not_done=NotDone.SAVED
            )
        return None
    scale = wanted or formula.scale
    stated = legend(heading.text).scale if wanted is None else None
    for one in (scale, stated):
        if one is not None and not formula.accepts(one):
            raise BadValue(
                f"{metric.name} ({metric.id}) cannot be calculated from answers {one.said}; "
                f"it is asked {formula.scale.said}. Map the column to another metric.",
                not_done=NotDone.SAVED,
            )
    return scale


def scoring_notes(wish: ColumnOverride, headings: Sequence[Heading], columns: Sequence[ColumnProfile]) -> list[str]:
    """What should be said about a mapping that is taken although it looks odd: NPS not from 0 to 10, words unsure."""
    if wish.metric is None or len(wish.indices) > 1:
        return []
    heading, column = headings[wish.indices[0] - 1], columns[wish.indices[0] - 1]
    name = called(heading, wish.indices[0])
    metric = CATALOGUE[wish.metric]
    found = column_answers(column, legend(heading.text).unanswered)
    notes = []
    asked = wish.scale or legend(heading.text).scale or _scale_of_many(heading, found)
    if isinstance(metric.formula, NetScore) and asked not in (None, metric.formula.scale):
        notes.append(
            f"{name} seems to be asked {asked.said}, not from 0 to 10; it is read as {metric.name} as you said."
        )
    if lowest_is_best(column.texts) and not wish.turned:
        notes.append(
            f"The words beside the numbers in {name} say that the lowest is the best, but it is read as you said; "
            "to turn it round, undo this upload and say that the lowest is the best."
        )
    if wish.words:
        return [*notes, *_note_of_words(wish, metric, name)]
    words = word_scale(found.labels, wish.scale or metric.formula.scale) if found.labels else None
    if words and not words.sure:
        read = ", ".join(
            f"“{text}” = {words.scores[label(text)]}" for text in found.labels if label(text) in words.scores
        )
        notes.append(f"{name} is read with {read}; its middle was never chosen, so check that.")
    return notes


def _note_of_words(wish: ColumnOverride, metric: Metric, name: str) -> list[str]:
    """On which scale words are read whose scores do not reach over the metric's own."""
    own = metric.formula.scale
    scale = wish.scale or scale_of_words(wish.words.values(), own)
    if own is None or scale == own:
        return []
    best = ", ".join(f"“{word}”" for word, score in wish.words.items() if score == scale.high)
    return [f"{name} is read {scale.said}" + (f", where {best} is the best." if best else ".")]


def _scale_of_many(heading: Heading, found: ColumnAnswers) -> Scale | None:
    """The scale that many answers show by themselves, except for the classic question, where perhaps no one chose 0."""
    classic = RECOMMEND.search(heading.text) and LIKELY.search(heading.text) and 10 in found.numbers
    return found.scale if found.total >= _MANY and not classic else None


def _column(
    wish: ColumnOverride,
    index: int,
    headings: Sequence[Heading],
    scale: Scale | None,
    words: dict[str, int],
    point: int | None = None,
) -> ColumnRole:
    return ColumnRole(
        index,
        plain(headings[index - 1].name),
        nth_of_heading(headings, index),
        Role.SCORE,
        wish.metric,
        scale,
        wish.turned,
        words,
        point,
    )


def _words(
    column: ColumnProfile,
    asked: tuple[AskedColumn, ...],
    scale: Scale | None,
    metric: Metric | None,
    *,
    is_said: bool,
) -> dict[str, int]:
    """The scores of the labels on `scale`. Raises MoreToSay where they show another one that was not stated."""
    if scale is not None and (dress := affixed_numbers(column.texts)):
        return _undressed(dress, asked, scale, metric, is_said=is_said)
    if scale is not None and (ends := labelled_ends(column.texts)):
        return ends.scores(scale)
    labels = [text for text in column.texts if not is_no_answer(text) and whole_number(text) is None]
    if not labels or scale is None:
        return {}
    natural = word_scale(labels)
    if natural is not None and not is_said and natural.scale != scale and metric is not None:
        raise MoreToSay((_asked_words(asked, metric, natural),))
    found = word_scale(labels, scale)
    return dict(found.scores) if found else {}


def _undressed(
    dress: AffixedNumbers, asked: tuple[AskedColumn, ...], scale: Scale, metric: Metric | None, *, is_said: bool
) -> dict[str, int]:
    """The numbers that labels such as “A1” or “4/5” stand for. Raises MoreToSay where a person must say it first."""
    name = metric.id if metric else None
    if dress.is_code and not is_said:
        direction = score_question(QuestionKind.DIRECTION, Reason.CODES, asked, name, dress.scale, turned=None)
        raise MoreToSay((direction,))
    if not dress.is_code and dress.scale.high != scale.high:
        counts = (float(dress.scale.high),)
        raise MoreToSay((score_question(QuestionKind.SCALE, Reason.OUT_OF, asked, name, dress.scale, counts=counts),))
    return dict(dress.numbers)


def _asked_words(asked: tuple[AskedColumn, ...], metric: Metric, natural: WordScale) -> Question:
    """The question what words count for that are not on the metric's scale: their own, where the metric takes it."""
    if metric.formula.accepts(natural.scale):
        return score_question(QuestionKind.SCALE, Reason.WORDS, asked, metric.id, natural.scale, example=natural.family)
    return score_question(QuestionKind.METRIC, Reason.WORDS, asked, None, natural.scale, example=natural.family)


def _points(
    indices: Sequence[int], headings: Sequence[Heading], columns: Sequence[ColumnProfile], scale: Scale
) -> list[int]:
    """What each one-hot column stands for: by its heading, else its cells, else its place from low to high."""
    readings = (
        [_point_in(headings[index - 1].choice or headings[index - 1].name, scale) for index in indices],
        [_point_of_cells(columns[index - 1], scale) for index in indices],
        list(range(scale.low, scale.high + 1)),
    )
    for points in readings:
        known = [point for point in points if point is not None]
        if len(known) == len(indices) == len(set(known)):
            return known
    raise BadValue(
        f"Columns {indices[0]} to {indices[-1]} do not show which point {scale.said} each stands for. "
        "Map as many columns as the scale has points, from low to high.",
        not_done=NotDone.SAVED,
    )


def _point_in(text: str, scale: Scale) -> int | None:
    scores = word_scale([text, "neutral"], scale) or None
    if scores and label(text) in scores.scores:
        return scores.scores[label(text)]
    if scale == Scale(0, 1) and (answer := yes_or_no(text)) is not None:
        return answer
    match = _LAST_NUMBER.search(text)
    return int(match[1]) if match and scale.holds(int(match[1])) else None


def _point_of_cells(column: ColumnProfile, scale: Scale) -> int | None:
    texts = [text for text in column.texts if not is_no_answer(text)]
    return _point_in(texts[0], scale) if len(texts) == 1 else None
