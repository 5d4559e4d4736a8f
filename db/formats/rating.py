"""Whether a column holds scores, of which metric and scale; where two readings can be defended, what to ask."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from db.formats.evidence import Column
from db.formats.headings import Heading, called, words
from db.formats.one_hot import Points
from db.formats.polarity import lowest_is_best
from db.formats.roles import Role
from db.formats.scores import ScoreReader, whole_number
from db.formats.suggestion import Suggestion
from db.formats.topics import COUNTED, EASY, EXPERIENCE, HARD, LIKELY, RECOMMEND, SATISFIED, STAFF, Legend, legend
from db.formats.words import WordScale, is_no_answer, label, word_scale
from db.formats.yes_no_questions import is_bare_question, yes_no_suggestion
from metrics.catalogue import CATALOGUE, METRICS
from metrics.vocabulary import Scale

_TEN = Scale(0, 10)
# Fewer answers than these say nothing about the scale they were asked on.
_ENOUGH = 5
_LONGEST_QUESTION = 300
_CODE_OF_NO_ANSWER = re.compile(r"-\d{1,2}")
_METRIC_HEADINGS: dict[str, str] = {
    **{words(metric.id): metric.id for metric in METRICS if metric.formula.takes_scores},
    "nps score": "nps",
    "net promoter score": "nps",
    "csat score": "csat",
    "customer satisfaction": "csat",
    "customer satisfaction score": "csat",
    "ces score": "ces",
    "customer effort score": "ces",
    "enps score": "enps",
}
_SCORE_HEADINGS = frozenset(("score", "rating", "punkte", "bewertung", "note", "puntuación", "puntaje", "calificación"))


@dataclass(frozen=True, slots=True)
class Answers:
    """The answers of one column: how many, and the whole numbers among them with how often each stands.

    `coded` cells are not among them: numbers below 0, by which tools write that somebody had no answer.
    """

    total: int
    numbers: dict[int, int]
    labels: tuple[str, ...]
    coded: int = 0

    @property
    def share(self) -> float:
        """The share of answers that are whole numbers from 0 to 10."""
        fitting = sum(count for number, count in self.numbers.items() if 0 <= number <= 10)
        return fitting / self.total if self.total else 0

    @property
    def scale(self) -> Scale | None:
        """The usual scale that just holds the numbers."""
        if not self.numbers or self.share < 0.9:
            return None
        held = [number for number in self.numbers if 0 <= number <= 10]
        high = max(held)
        if min(held) == 0:
            return Scale(0, 1) if high <= 1 else _TEN if high > 5 else Scale(0, 5)
        return Scale(1, 5) if high <= 5 else Scale(1, 7) if high <= 7 else Scale(1, 10)

    @property
    def mean(self) -> float:
        held = {number: count for number, count in self.numbers.items() if 0 <= number <= 10}
        return sum(number * count for number, count in held.items()) / sum(held.values())


def answers(column: Column) -> Answers:
    """The answers of a column, “no answer” words left out."""
    numbers: dict[int, int] = {}
    labels = []
    total = coded = 0
    for text, count in column.texts.items():
        if is_no_answer(text):
            continue
        if _CODE_OF_NO_ANSWER.fullmatch(text.strip()):
            coded += count
            continue
        total += count
        number = whole_number(text)
        if number is None:
            labels.append(text)
        else:
            numbers[number] = numbers.get(number, 0) + count
    return Answers(total, numbers, tuple(labels), coded)


def score_suggestion(heading: Heading, column: Column, index: int) -> Suggestion | None:
    """The column as scores, or None where nobody could defend that."""
    made = _suggestion(heading, column, index)
    if made is None or not lowest_is_best(column.texts):
        return made
    scale = made.scale or answers(column).scale
    doubt = _which(
        heading, index, "scores of which the lowest is the best", f"score:{made.metric or 'csat'}:{scale}:reversed"
    )
    why = "The words beside the numbers say that the lowest is the best."
    return replace(made, confidence=0.5, why=why, turned=True, doubt=doubt)


def _suggestion(heading: Heading, column: Column, index: int) -> Suggestion | None:
    named = _METRIC_HEADINGS.get(words(heading.name))
    found = answers(column)
    if named is not None:
        return _of_metric(named, heading, found, index)
    if words(heading.name) in _SCORE_HEADINGS and (found.share > 0.3 or not found.total):
        return _nameless(heading, found, index)
    if column.is_full or not found.total or _is_no_rating(heading):
        return None
    if scale := word_scale(found.labels):
        return _of_words(heading, scale, found, index) if not found.numbers else None
    if found.scale is None:
        return None
    return _of_numbers(heading, found, found.scale, index)


def documented_score(heading: Heading, column: Column, index: int, metric_id: str) -> Suggestion:
    """The column as scores of the metric that a tool's documentation names."""
    return _of_metric(metric_id, heading, answers(column), index)


def _is_no_rating(heading: Heading) -> bool:
    """Whether the heading asks for a count or a rank, is too long to be a question, or is a group a tool worked out."""
    is_group = words(heading.name).endswith("nps group")
    return is_group or len(heading.text) > _LONGEST_QUESTION or COUNTED.search(heading.text) is not None


def joined_suggestion(heading: Heading, found: Points) -> Suggestion:
    """Columns that are together one question: satisfaction on 1 to 5 or 1 to 10 is sure, anything else is asked."""
    stated = legend(heading.question)
    columns = tuple(range(found.first, found.last + 1))
    why = f"One column for each point from {found.scale.low} to {found.scale.high}."
    asked = f"#{found.first}-#{found.last}"
    text = heading.question
    satisfied = SATISFIED.search(text) is not None and not stated.is_turned
    if satisfied and not RECOMMEND.search(text):
        return Suggestion(Role.SCORE, 0.85, why, "csat", found.scale, columns=columns)
    recommends = RECOMMEND.search(text) is not None
    doubt = (
        f"Columns {asked} are together one question, “{text[:80]}”, on {found.scale}"
        f"{', which is not surely NPS' if recommends else ''}. Say what it counts for with "
        f"--map “{asked}=score:{'nps' if recommends and found.scale.high == 10 else 'csat'}:{found.scale}”, "
        f"or leave it out with “{asked}=ignored”."
    )
    return Suggestion(Role.SCORE, 0.5, why, None, found.scale, doubt=doubt, is_loose=not recommends, columns=columns)


def _of_metric(metric_id: str, heading: Heading, found: Answers, index: int) -> Suggestion:
    metric = CATALOGUE[metric_id]
    scale = metric.formula.scale
    known = word_scale(found.labels, scale) if scale and found.labels else None
    reader = ScoreReader(scale, words=known.scores if known else {})
    unread = sum(count for number, count in found.numbers.items() if scale and not scale.holds(number))
    unread += sum(isinstance(reader.read(text), str) for text in found.labels) + found.coded
    doubt = ""
    if found.total >= _ENOUGH and unread > 0.2 * (found.total + found.coded):
        doubt = (
            f"Much of {called(heading, index)} is not on the scale {scale} of {metric.name}; "
            f"say how it was asked with --map “#{index}=score:METRIC:SCALE”, or leave it out with “#{index}=ignored”."
        )
    return Suggestion(
        Role.SCORE,
        1.0 if not doubt else 0.5,
        f"The heading is the name of {metric.name}.",
        metric_id,
        scale,
        _seen(known, found),
        doubt=doubt,
    )


def _nameless(heading: Heading, found: Answers, index: int) -> Suggestion:
    doubt = (
        f"Which metric do the scores in {called(heading, index)} answer? "
        f"Say it with --map “#{index}=score:METRIC”, such as score:nps or score:csat:1-5."
    )
    why = "The heading says scores but not of what."
    return Suggestion(Role.SCORE, 0.6, why, None, found.scale, doubt=doubt, is_loose=True)


def _of_words(heading: Heading, scale: WordScale, found: Answers, index: int) -> Suggestion | None:
    """Labels of a known scale: satisfaction with satisfaction is sure, anything else is asked."""
    seen = _seen(scale, found)
    text = heading.text
    if scale.family == "satisfaction" and scale.sure:
        return Suggestion(Role.SCORE, 0.9, "The answers are words of satisfaction.", "csat", scale.scale, seen)
    if scale.family == "yes or no":
        asked = _asked_recommend(heading, scale.scale, index, seen) if RECOMMEND.search(text) else None
        return asked or yes_no_suggestion(heading, seen, index)
    metric = "ces" if scale.family == "ease" else "csat"
    if RECOMMEND.search(text) or scale.family == "likelihood":
        return _asked_recommend(heading, scale.scale, index, seen)
    if SATISFIED.search(text) or scale.family in ("ease", "satisfaction", "quality"):
        doubt = _which(heading, index, f"words of {scale.family} on {scale.scale}", f"score:{metric}:{scale.scale}")
        return Suggestion(
            Role.SCORE, 0.6, f"The answers are words of {scale.family}.", metric, scale.scale, seen, doubt=doubt
        )
    return Suggestion(
        Role.SCORE,
        0.5,
        f"The answers are words of {scale.family}, but to no question of a metric.",
        None,
        scale.scale,
        seen,
        doubt=_which(heading, index, f"words of {scale.family} on {scale.scale}", f"score:METRIC:{scale.scale}"),
        is_loose=True,
    )


def _of_numbers(heading: Heading, found: Answers, fits: Scale, index: int) -> Suggestion | None:
    text = heading.text
    stated = legend(text)
    scale = (
        stated.scale if stated.scale and all(stated.scale.holds(n) or not 0 <= n <= 10 for n in found.numbers) else fits
    )
    if RECOMMEND.search(text):
        return _recommend(heading, found, stated, scale, index)
    if fits == Scale(0, 1) or (set(found.numbers) == {1} and is_bare_question(heading)):
        return yes_no_suggestion(heading, {}, index)
    if SATISFIED.search(text):
        return _satisfied(heading, found, stated, scale, index)
    if EASY.search(text) and (stated.is_worded or not HARD.search(text)):
        doubt = (
            ""
            if scale == Scale(1, 7) and not stated.is_turned
            else _which(heading, index, f"ease on {scale}", f"score:ces:{scale}")
        )
        return Suggestion(Role.SCORE, 0.85 if not doubt else 0.6, "Asks how easy it was.", "ces", scale, doubt=doubt)
    if EXPERIENCE.search(text) or (stated.scale and not HARD.search(text)):
        doubt = _which(heading, index, f"ratings on {scale}", f"score:csat:{scale}")
        return Suggestion(
            Role.SCORE, 0.5, "A rating, but of nothing that a metric asks.", None, scale, doubt=doubt, is_loose=True
        )
    return None


def _recommend(heading: Heading, found: Answers, stated: Legend, scale: Scale, index: int) -> Suggestion:
    """The classic wording with answers up to 10, or answers that reach from 0 to 10, is NPS; all else is asked."""
    metric = "enps" if STAFF.search(heading.text) else "nps"
    classic = LIKELY.search(heading.text) is not None and stated.scale in (None, _TEN)
    reaches = max(number for number in found.numbers if number <= 10) > 7 and found.total >= 1
    zero = found.numbers.get(0, 0) > 0 and scale == _TEN
    if reaches and (classic or zero) and not stated.is_turned:
        why = "Asks how likely people are to recommend, answered up to 10."
        return Suggestion(Role.SCORE, 0.9, why, metric, _TEN)
    return _asked_recommend(heading, scale, index, {})


def _asked_recommend(heading: Heading, scale: Scale, index: int, seen: dict[str, int]) -> Suggestion:
    ten = scale.high == 10
    metric = "nps" if ten else None
    example = f"score:nps:{scale}" if ten else f"score:csat:{scale}"
    doubt = (
        f"{called(heading, index)} asks whether people would recommend, but on {scale}, not from 0 to 10, "
        f"so it is not surely NPS. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )
    return Suggestion(Role.SCORE, 0.5, f"Asks to recommend, on {scale}.", metric, scale, seen, doubt=doubt)


def _satisfied(heading: Heading, found: Answers, stated: Legend, scale: Scale, index: int) -> Suggestion:
    middle = (scale.low + scale.high) / 2
    turned = stated.is_turned or (stated.scale is None and found.mean < middle)
    usual = stated.scale is not None or (scale in (Scale(1, 5), Scale(1, 10)) and found.total >= _ENOUGH)
    if usual and not turned:
        return Suggestion(Role.SCORE, 0.85, f"Asks how satisfied people are, on {scale}.", "csat", scale)
    what = "satisfaction where 1 may be the best" if turned else f"satisfaction, perhaps on {scale}"
    example = f"score:csat:{scale}{':reversed' if turned else ''}"
    doubt = _which(heading, index, what, example)
    return Suggestion(Role.SCORE, 0.5, f"Asks for {what}.", "csat", scale, turned=turned, doubt=doubt)


def _which(heading: Heading, index: int, what: str, example: str) -> str:
    return (
        f"{called(heading, index)} holds {what}. Say what it counts for with --map “#{index}={example}”, "
        f"or leave it out with “#{index}=ignored”."
    )


def _seen(scale: WordScale | None, found: Answers) -> dict[str, int]:
    """The labels as they stand in the file, with their scores."""
    if scale is None:
        return {}
    return {text: scale.scores[label(text)] for text in found.labels if label(text) in scale.scores}
