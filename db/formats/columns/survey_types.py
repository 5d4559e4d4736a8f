"""The survey type that a tool writes beside each answer, such as CSAT: what the scores of the file then count for.

Tools group the answers of any survey into promoters to detractors, so the type also says whether such groups are NPS.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from db.formats.columns.metric_headings import examples_seen
from db.formats.columns.profile import TableProfile
from db.formats.columns.roles import Role
from db.formats.columns.score_values import ColumnAnswers
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import word_scale
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Scale

TYPE_HEADINGS = frozenset(
    ("survey type", "hs survey type", "question type", "metrics type", "metricstype", "metric type")
)
_TEN = Scale(0, 10)
_FEWEST = 5
# Headings that may say many things, but not over nothing else than names of metrics.
_PERHAPS, _BARE_NAMES = frozenset(("type", "survey", "kpi", "kind")), frozenset(("nps", "enps", "csat", "ces"))


@dataclass(frozen=True, slots=True)
class _SurveyType:
    """How one type of survey is recognised, the metric it asks, and the scale it has where that never differs."""

    name: re.Pattern[str]
    metric: str
    scale: Scale | None = None


# Source: the survey types of Delighted's, HubSpot's and Retently's documentation.
_TYPES = (
    _SurveyType(re.compile(r"\benps\b|employee net promoter"), "enps", _TEN),
    _SurveyType(re.compile(r"\bnps\b|\bloyalty\b|net promoter"), "nps", _TEN),
    _SurveyType(re.compile(r"\bcsat ?3\b"), "csat", Scale(1, 3)),
    _SurveyType(re.compile(r"\bces ?7\b"), "ces", Scale(1, 7)),
    _SurveyType(re.compile(r"\bces\b|\bcustomer (?:effort|support)\b"), "ces"),
    _SurveyType(re.compile(r"\bstars? ?five\b|\b(?:five|5) ?stars?\b|\bstars?\b|\bsmileys?\b"), "csat", Scale(1, 5)),
    _SurveyType(re.compile(r"\bthumbs?\b"), "csat", Scale(0, 1)),
    _SurveyType(re.compile(r"\bcsat\b|\bcustomer satisfaction\b"), "csat"),
)


def survey_types(headings: Sequence[Heading], found: TableProfile) -> frozenset[str]:
    """The types of survey that a column of the file names, as bare words; none where no column does."""
    for heading, column in zip(headings, found.columns, strict=True):
        if column.filled and len(column.texts) <= len(_TYPES):
            named = frozenset(words(text) for text in column.texts)
            if words(heading.name) in TYPE_HEADINGS or (words(heading.name) in _PERHAPS and named <= _BARE_NAMES):
                return named
    return frozenset()


def say_types(types: frozenset[str], answers: Sequence[ColumnAnswers | None], made: list[Suggestion]) -> None:
    """Let the one type of the file say what its nameless score counts for; scales that it leaves open are asked.

    `answers` are those of each column that holds nameless scores. Groups of another survey than NPS are no NPS.
    """
    known = {_type_of(name) for name in types}
    if not types or any(one.role is Role.METRIC for one in made):
        return
    if {one.metric if one else None for one in known} - {"nps", "enps"}:
        _leave_out_groups(made)
    (one, *further) = known
    if further or one is None:
        return
    for place, found in enumerate(answers):
        if found is not None and made[place].metric is None and (scale := _scale(one, found)):
            made[place] = _said(made[place], one, scale, found)


def _type_of(name: str) -> _SurveyType | None:
    return next((one for one in _TYPES if one.name.search(name)), None)


def _leave_out_groups(made: list[Suggestion]) -> None:
    for place, one in enumerate(made):
        if one.role is Role.SCORE and one.metric == "nps" and one.words and one.scale == _TEN:
            made[place] = Suggestion(Role.IGNORED, 0.9, "The groups of a survey that did not ask to recommend.")


def _scale(kind: _SurveyType, found: ColumnAnswers) -> Scale | None:
    """The scale that the type or the answers state; None where they leave it open."""
    if found.numbers and (kind.metric, min(found.numbers)) == ("csat", 0) and max(found.numbers) == 2:
        return Scale(0, 2)  # bad, neither, good
    if kind.scale is not None:
        return kind.scale if all(map(kind.scale.holds, found.numbers)) else None
    labelled = word_scale(found.labels) if found.labels and not found.numbers else None
    scale = labelled.scale if labelled and labelled.sure else found.scale
    return scale if scale and found.total >= _FEWEST and CATALOGUE[kind.metric].formula.accepts(scale) else None


def _said(one: Suggestion, kind: _SurveyType, scale: Scale, found: ColumnAnswers) -> Suggestion:
    known = word_scale(found.labels, scale) if found.labels else None
    is_stated = scale in (kind.scale, Scale(0, 2))
    why = f"The file says which survey it is, so the scores count for {CATALOGUE[kind.metric].name}."
    return replace(
        one,
        confidence=0.9,
        why=why,
        metric=kind.metric,
        scale=scale,
        words=examples_seen(known, found),
        doubt=None,
        is_loose=False,
        is_documented=is_stated,
    )
