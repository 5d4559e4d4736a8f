"""Whether a column holds scores, of which metric and scale; where two readings can be defended, what to ask."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from db.formats.columns.metric_headings import asked_recommend, asked_scale, examples_seen, metric_in, of_named
from db.formats.columns.multi_column import Points, is_bare_question, yes_no_suggestion
from db.formats.columns.profile import ColumnProfile
from db.formats.columns.questions import (
    AskedColumn,
    Choice,
    Question,
    QuestionKind,
    Reason,
    also_on,
    asked_column,
    asked_columns,
    score_question,
)
from db.formats.columns.roles import Role
from db.formats.columns.score_values import ColumnAnswers, column_answers, lowest_is_best
from db.formats.columns.suggestion import Suggestion
from db.formats.columns.time_units import waiting_time
from db.formats.columns.topics import Legend, legend
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import WordScale, are_nps_groups, strength, word_scale
from db.formats.values.lexicon import (
    COUNTED,
    DISSATISFIED,
    EASY,
    EFFORT,
    EXPERIENCE,
    FOLLOW_UP,
    HARD,
    HOW_MUCH,
    LIKELY,
    MADE_EASY,
    OTHERS,
    RECOMMEND,
    SATISFIED,
    SCORE_HEADINGS,
    STAFF,
    UNLIKELY,
)
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
# Fewer answers than these say nothing about the scale they were asked on.
_ENOUGH = 5
_LONGEST_QUESTION = 300
# A column with more different words is no scale.
_MOST_WORDS = 7
# Families of words that people use of a visit as a whole.
_OF_A_VISIT = ("quality", "happiness")


def score_suggestion(heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    """The column as scores, or None where that could not be defended."""
    made = _suggestion(heading, column, index)
    if made is None or not lowest_is_best(column.texts):
        return made
    scale = made.scale or column_answers(column, legend(heading.text).unanswered).scale
    columns = asked_column(heading, index)
    doubt = score_question(QuestionKind.DIRECTION, Reason.TURNED, columns, made.metric or "csat", scale, turned=True)
    why = "The words beside the numbers say that the lowest is the best."
    return replace(made, confidence=0.5, why=why, turned=True, doubt=doubt)


def _suggestion(heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    named = metric_in(heading)
    found = column_answers(column, legend(heading.text).unanswered)
    if named is not None:
        return of_named(named, heading, found, index)
    if waited := waiting_time(heading, column, index):
        return waited
    if words(heading.name) in SCORE_HEADINGS and (found.share > 0.3 or not found.total):
        return nameless_score(heading, found, index)
    if found.labels and not found.numbers and are_nps_groups(found.labels):
        scale = word_scale(found.labels)
        return _of_words(heading, scale, found, index) if scale else None
    if effort := _of_hardship(heading, found, index):
        return effort
    if column.is_full or not found.total or _is_no_rating(heading):
        return None
    if scale := word_scale(found.labels):
        return _of_words(heading, scale, found, index) if not found.numbers else None
    if some := _of_some_words(heading, found, index):
        return some
    if found.scale is None:
        return None
    return _of_numbers(heading, found, found.scale, index)


def _is_no_rating(heading: Heading) -> bool:
    """Whether the heading asks for a count or a rank, is too long to be a question, or is a group a tool calculated."""
    is_group = words(heading.name).endswith("nps group")
    text = heading.text if legend(heading.text).scale is None else HOW_MUCH.sub(" ", heading.text)
    return is_group or len(text) > _LONGEST_QUESTION or COUNTED.search(text) is not None


def joined_suggestion(headings: Sequence[Heading], found: Points) -> Suggestion:
    """Columns that are together one question: satisfaction on 1 to 5 or 1 to 10 is sure, anything else is asked."""
    text = headings[found.first - 1].question
    stated = legend(text)
    columns = tuple(range(found.first, found.last + 1))
    why = f"One column for each point from {found.scale.low} to {found.scale.high}."
    satisfied = SATISFIED.search(text) is not None and not stated.is_turned
    if satisfied and not RECOMMEND.search(text):
        return Suggestion(Role.SCORE, 0.85, why, "csat", found.scale, columns=columns)
    recommends = RECOMMEND.search(text) is not None
    if recommends and LIKELY.search(text) and found.scale == _TEN and not stated.is_turned:
        return Suggestion(Role.SCORE, 0.85, why, "nps", _TEN, columns=columns)
    doubt = score_question(
        QuestionKind.METRIC,
        Reason.ONE_HOT_RECOMMEND if recommends else Reason.ONE_HOT,
        asked_columns(headings, columns),
        "nps" if recommends and found.scale.high == 10 else "csat",
        found.scale,
        example=text,
    )
    return Suggestion(Role.SCORE, 0.5, why, None, found.scale, doubt=doubt, is_loose=not recommends, columns=columns)


def nameless_score(heading: Heading, found: ColumnAnswers, index: int) -> Suggestion:
    """Scores of which nothing says what they count for."""
    words_seen = word_scale(found.labels) if found.labels and not found.numbers else None
    scale = found.scale or (words_seen.scale if words_seen else None)
    doubt = score_question(QuestionKind.METRIC, Reason.NAMELESS, asked_column(heading, index), None, scale)
    why = "The heading says scores but not of what."
    return Suggestion(Role.SCORE, 0.6, why, None, found.scale, doubt=doubt, is_loose=True)


def _of_hardship(heading: Heading, found: ColumnAnswers, index: int) -> Suggestion | None:
    """How much effort it took, so that a low answer is probably the good one; only of numbers from 1 on."""
    text, scale = heading.text, legend(heading.text).scale or found.scale
    if not EFFORT.search(text) or found.labels or scale is None or scale.low != 1 or len(text) > _LONGEST_QUESTION:
        return None
    if EASY.search(EFFORT.sub(" ", text)) or SATISFIED.search(text) or RECOMMEND.search(text):
        return None
    columns = asked_column(heading, index)
    doubt = score_question(QuestionKind.DIRECTION, Reason.MAYBE_TURNED, columns, "ces", scale, turned=True)
    why = "Asks how much effort it took, so the lowest may be the best."
    return Suggestion(Role.SCORE, 0.4, why, "ces", scale, turned=True, doubt=doubt, is_loose=True)


def _of_some_words(heading: Heading, found: ColumnAnswers, index: int) -> Suggestion | None:
    """A question of a metric answered in a few words, some of them known, which must be given their scores."""
    if found.numbers or not 2 <= len(found.labels) <= _MOST_WORDS or found.total < 2 * len(found.labels):
        return None
    asks = ((RECOMMEND, "nps"), (SATISFIED, "csat"), (EASY, "ces"))
    metric = next((name for pattern, name in asks if pattern.search(heading.text)), None)
    if metric is None or FOLLOW_UP.search(heading.text) or not any(strength(text) is not None for text in found.labels):
        return None
    columns = (AskedColumn(index, heading.name, tuple(found.labels)),)
    doubt = Question(
        QuestionKind.METRIC,
        columns,
        metric,
        choices=(Choice(index, index, Role.IGNORED),),
        reason=Reason.SOME_WORDS,
    )
    return Suggestion(Role.SCORE, 0.5, "Answered in words that are not all known.", metric, None, doubt=doubt)


def _of_words(heading: Heading, scale: WordScale, found: ColumnAnswers, index: int) -> Suggestion | None:
    """Labels of a known scale: satisfaction with satisfaction is sure, anything else is asked."""
    labels = examples_seen(scale, found)
    text = heading.text
    if scale.family == "recommendation":
        why = "The three groups of the Net Promoter Score, which count as they are."
        return Suggestion(Role.SCORE, 0.85, why, "nps", scale.scale, labels)
    if scale.family == "ease" and scale.sure and scale.scale == Scale(1, 7) and EASY.search(text):
        return Suggestion(Role.SCORE, 0.85, "Asks how easy it was, on seven points.", "ces", scale.scale, labels)
    if scale.family == "satisfaction" and scale.sure:
        return Suggestion(Role.SCORE, 0.9, "The answers are words of satisfaction.", "csat", scale.scale, labels)
    if scale.family == "yes or no":
        asked = asked_recommend(heading, scale.scale, index, labels) if RECOMMEND.search(text) else None
        return asked or yes_no_suggestion(heading, labels, index)
    metric = "ces" if scale.family == "ease" else "csat"
    if RECOMMEND.search(text) or scale.family == "likelihood":
        return asked_recommend(heading, scale.scale, index, labels)
    if EASY.search(text) and not HARD.search(text) and scale.family == "agreement":
        return _of_effort(heading, scale, labels, index)
    if SATISFIED.search(text) or scale.family in ("ease", "satisfaction"):
        doubt = _words_question(heading, index, metric, scale)
        return Suggestion(
            Role.SCORE, 0.6, f"The answers are words of {scale.family}.", metric, scale.scale, labels, doubt=doubt
        )
    return Suggestion(
        Role.SCORE,
        0.5,
        f"The answers are words of {scale.family}, but to no question of a metric.",
        "csat" if scale.family in _OF_A_VISIT else None,
        scale.scale,
        labels,
        doubt=_words_question(heading, index, "csat" if scale.family in _OF_A_VISIT else None, scale),
        is_loose=True,
    )


def _words_question(heading: Heading, index: int, metric: str | None, scale: WordScale) -> Question:
    columns = asked_column(heading, index)
    return score_question(QuestionKind.METRIC, Reason.WORDS, columns, metric, scale.scale, example=scale.family)


def _of_effort(heading: Heading, scale: WordScale, labels: dict[str, int], index: int) -> Suggestion:
    """Agreement that something was easy: the sentence of the Customer Effort Score on its seven points is sure.

    **Source:** CEB's second version of the score, “The company made it easy for me to handle my issue”.
    """
    is_its_own = MADE_EASY.search(heading.text) is not None and scale.sure and scale.scale == Scale(1, 7)
    columns = asked_column(heading, index)
    asked = score_question(QuestionKind.METRIC, Reason.AGREEMENT, columns, "ces", scale.scale)
    why = "Agreement that it was made easy." if is_its_own else "The answers are words of agreement that it was easy."
    sure, doubt = (0.85, None) if is_its_own else (0.6, asked)
    return Suggestion(Role.SCORE, sure, why, "ces", scale.scale, labels, doubt=doubt)


def _of_numbers(heading: Heading, found: ColumnAnswers, fits: Scale, index: int) -> Suggestion | None:
    text = heading.text
    stated = legend(text)
    scale = asked_scale(found, stated, fits)
    if RECOMMEND.search(text):
        return _recommend(heading, found, stated, scale, index)
    if fits == Scale(0, 1) or (set(found.numbers) == {1} and is_bare_question(heading)):
        return yes_no_suggestion(heading, {}, index)
    if SATISFIED.search(text):
        return _satisfied(heading, found, stated, scale, index)
    if EASY.search(text) and (stated.is_worded or not HARD.search(text)):
        turned = stated.is_turned
        plain = scale == Scale(1, 7) and not turned and found.dress is None
        columns = asked_column(heading, index)
        asked = score_question(QuestionKind.METRIC, Reason.EASE, columns, "ces", scale, turned=turned)
        doubt = None if plain else asked
        return Suggestion(
            Role.SCORE,
            0.85 if doubt is None else 0.6,
            "Asks how easy it was.",
            "ces",
            scale,
            turned=stated.is_turned,
            doubt=doubt,
        )
    if is_bare_question(heading) and found.total >= _ENOUGH:
        return nameless_score(heading, found, index)
    if EXPERIENCE.search(text) or ((stated.scale or stated.is_turned) and not HARD.search(text)):
        columns = asked_column(heading, index)
        rated = score_question(QuestionKind.METRIC, Reason.RATINGS, columns, "csat", scale, turned=stated.is_turned)
        why = "A rating, but of nothing that a metric asks."
        return Suggestion(
            Role.SCORE, 0.5, why, None, scale, turned=stated.is_turned, doubt=rated, is_loose=not stated.is_turned
        )
    return None


def _asks_backwards(text: str, good: re.Pattern[str], bad: re.Pattern[str]) -> bool:
    """Whether a question names the bad end alone, such as “how dissatisfied”, so that high answers are bad ones."""
    return bad.search(text) is not None and good.search(bad.sub(" ", text)) is None


def _recommend(heading: Heading, found: ColumnAnswers, stated: Legend, scale: Scale, index: int) -> Suggestion:
    """The classic wording with answers up to 10, or answers that reach from 0 to 10, is NPS; all else is asked."""
    metric = "enps" if STAFF.search(heading.text) else "nps"
    classic = LIKELY.search(heading.text) is not None and stated.scale in (None, _TEN)
    reaches = max(number for number in found.numbers if number <= 10) > 7 and found.total >= 1
    zero = found.numbers.get(0, 0) > 0 and scale == _TEN
    backwards = stated.is_turned or _asks_backwards(heading.text, LIKELY, UNLIKELY)
    plainly = not backwards and found.dress is None and not OTHERS.search(heading.text)
    if reaches and (classic or zero) and plainly and stated.scale in (None, _TEN):
        why = "Asks how likely people are to recommend, answered up to 10."
        return Suggestion(Role.SCORE, 0.9, why, metric, _TEN)
    return asked_recommend(heading, scale, index, {}, turned=backwards)


def _satisfied(heading: Heading, found: ColumnAnswers, stated: Legend, scale: Scale, index: int) -> Suggestion:
    # Where no one chose the top of the scale, it may be shorter.
    middle = (scale.low + (found.seen or scale).high) / 2
    turned = stated.is_turned or _asks_backwards(heading.text, SATISFIED, DISSATISFIED)
    is_low = not turned and stated.scale is None and found.mean < middle and not found.rises
    usual = scale == stated.scale or (
        stated.scale is None and scale in (Scale(1, 5), Scale(1, 10)) and found.total >= _ENOUGH
    )
    is_code = found.dress is not None and found.dress.is_code
    columns = asked_column(heading, index)
    if is_low and not is_code:
        # Low answers are no evidence of a turned scale; both ways are offered, the usual one first.
        counts = (found.mean,)
        doubt = score_question(
            QuestionKind.DIRECTION, Reason.LOW_MEAN, columns, "csat", scale, turned=None, counts=counts
        )
        return Suggestion(Role.SCORE, 0.5, "Asks for satisfaction, which is low.", "csat", scale, doubt=doubt)
    if usual and not (turned or is_code or OTHERS.search(heading.text)):
        return Suggestion(Role.SCORE, 0.85, f"Asks how satisfied people are, {scale.said}.", "csat", scale)
    what = "satisfaction where 1 may be the best" if turned or is_code else f"satisfaction, perhaps {scale.said}"
    reason = Reason.SATISFACTION_TURNED if turned or is_code else Reason.SATISFACTION
    # Codes of choices say nothing about which end is good.
    either = None if is_code and not turned else turned
    doubt = also_on(score_question(QuestionKind.METRIC, reason, columns, "csat", scale, turned=either), found.seen)
    return Suggestion(Role.SCORE, 0.5, f"Asks for {what}.", "csat", scale, turned=turned, doubt=doubt)
