"""Everything the field knows has its words, and every change is told by what it means."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

import pytest

from db.formats import FORMATS, ROLES, DateOrder
from db.formats import Role as ColumnRole
from metrics.catalogue import CATALOGUE, METRICS
from metrics.periods import Month, PeriodKind
from metrics.scorecard import scorecard
from metrics.spc.control_limits import FULL_LENGTH
from metrics.spc.special_causes import Signal
from metrics.vocabulary import (
    Assurance,
    Audience,
    Better,
    Change,
    ChangeWord,
    ChartReset,
    Difference,
    Kind,
    MeasuredIn,
    Scope,
    Span,
    Value,
    Variation,
    Verdict,
)
from pages.figures.palette import Sense
from pages.language import file_labels, labels, numbers
from tests.pages.synthetic import OCTOBER, some_card, some_history

COVERED: list[tuple[Any, Mapping[Any, Any]]] = [
    (Verdict, labels.VERDICTS),
    (Verdict, labels.VERDICT_SENSES),
    (ChangeWord, labels.CHANGES),
    (Variation, labels.VARIATIONS),
    (Variation, labels.VARIATION_SENSES),
    (Assurance, labels.ASSURANCES),
    (Assurance, labels.ASSURANCE_SENSES),
    (Signal, labels.SIGNALS),
    (Kind, labels.KINDS),
    (Kind, labels.KIND_CASES),
    (Audience, labels.AUDIENCES),
    (Better, labels.DIRECTIONS),
    (PeriodKind, labels.BEFORE),
    (MeasuredIn, numbers.DECIMALS),
    (MeasuredIn, numbers.UNIT_WORDS),
    (ColumnRole, file_labels.ROLE_WORDS),
    (DateOrder, file_labels.DATE_ORDERS),
]
FORBIDDEN = ("n/a", "null", "nan", "none", "significant", "kpi", "_")

CLAUSES = [clause for metric in METRICS for clause in (metric.improved, metric.worsened)]


@pytest.mark.parametrize(("members", "words"), COVERED, ids=lambda own: getattr(own, "__name__", ""))
def test_every_member_has_words(members: Any, words: Mapping[Any, Any]) -> None:
    assert set(words) == set(members)


def test_every_format_has_words() -> None:
    assert {form.name for form in FORMATS} <= set(file_labels.FORMATS)


def test_no_two_metrics_say_the_same_of_a_change() -> None:
    assert len(CLAUSES) == len(set(CLAUSES)) == 2 * len(METRICS)


def test_words_are_calm_and_plain() -> None:
    said = [text for _, words in COVERED for text in words.values() if isinstance(text, str)]
    said += CLAUSES
    assert not [text for text in said for word in FORBIDDEN if word in text.lower()]


def _change(word: ChangeWord, difference: float | None) -> Change:
    now, before = Value(76.7, 75.9, 77.5, 10_781), Value(81.1, 80.3, 81.8, 10_673)
    return Change(
        now, before, Difference(difference, None, None, None), word, Span(OCTOBER.first_day, OCTOBER.last_day)
    )


@pytest.mark.parametrize(
    ("metric", "word", "difference", "expected"),
    [
        ("hold_time", ChangeWord.ROSE, 2.6, ("▲", "+2.6", "rose: better", Sense.BETTER)),
        ("hold_time", ChangeWord.FELL, -2.3, ("▼", "−2.3", "fell: worse", Sense.WORSE)),
        ("transfers", ChangeWord.FELL, -0.02, ("▼", "−0.02", "fell: better", Sense.BETTER)),
        ("critical_failures", ChangeWord.ROSE, 2.0, ("▲", "+2.0", "rose: worse", Sense.WORSE)),
        ("nps", ChangeWord.NO_REAL_CHANGE, -0.6, ("", "−0.6", "no real change", Sense.NEITHER)),
        ("nps", ChangeWord.NO_MARGIN, 1.0, ("", "+1.0", "no margin", Sense.NEITHER)),
        ("nps", ChangeWord.MISSING, None, ("", "", "no earlier data", Sense.NEITHER)),
        ("nps", ChangeWord.TOO_FEW_ANSWERS, None, ("", "", "too few answers", Sense.NEITHER)),
    ],
)
def test_a_change_is_told_by_arrow_step_and_word(
    metric: str, word: ChangeWord, difference: float | None, expected: tuple[str, str, str, Sense]
) -> None:
    told = labels.change_text(_change(word, difference), CATALOGUE[metric])
    assert (told.arrow, told.step, told.words, told.sense) == expected


def test_a_usual_range_is_drawn_from_six_values_on_and_on_trial_below_thirteen() -> None:
    scope, metric = Scope(OCTOBER), CATALOGUE["csat"]
    for months in (1, 5, 6, 12, 13, 30):
        card = next(
            found
            for found in (some_card(metric, Random(seed), scope, months=months) for seed in range(50))
            if all(point.value.estimate is not None for point in found.series) and len(found.series) == months
        )
        said = labels.months_until_limits(card.chart, months) or ""
        assert labels.limits_are_drawn(card.chart, months) == (months >= labels.VALUES_FOR_LIMITS)
        if months < labels.VALUES_FOR_LIMITS:
            assert said.startswith(labels.more(6 - months, "months"))
        else:
            assert ("provisional" in said) == (months < FULL_LENGTH)


def test_a_person_can_say_every_role_of_a_kind_and_every_metric_that_takes_answers() -> None:
    for kind in Kind:
        offered = file_labels.choices(kind, None)
        roles = {text.partition(":")[0] for text in offered}
        assert roles == {role.value for role in ROLES[kind]}
    scored = {text.split(":")[1] for text in file_labels.choices(Kind.SURVEY, None) if text.startswith("score:")}
    assert scored == {metric.id for metric in METRICS if metric.formula.takes_scores}


def test_promises_stay_short_enough_for_two_lines() -> None:
    assert max(len(metric.promise) for metric in METRICS) <= 60
    assert Month(2026, 10) == OCTOBER


def test_a_range_that_began_anew_this_month_is_not_said_to_lack_variation() -> None:
    metric = CATALOGUE["nps"]
    anew = [ChartReset(OCTOBER, "Call-back promise")]
    card = scorecard(metric, Scope(OCTOBER), some_history(metric, Random(4)), [], rebases=anew)
    said = labels.months_until_limits(card.chart, len(card.series))
    assert said == "The limits were restarted too recently. Two months of data are needed."
