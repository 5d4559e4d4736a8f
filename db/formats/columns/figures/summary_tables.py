"""Whether a table holds counts or percentages rather than answers; it is no survey, even if called one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.formats.columns.figures.counted_columns import averages_alone
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.roles import Role
from db.formats.columns.suggestion import Suggestion
from db.formats.files.headings import Heading, words
from db.formats.tools.layout import Sample
from db.formats.values.answer_labels import strength
from db.formats.values.dates import date_evidence
from db.formats.values.lexicon import (
    AMOUNT,
    HOW_MANY_PEOPLE,
    KINDS_OF_ANSWER,
    PERIOD,
    PIVOT_HEADINGS,
    SHARE_OF_PEOPLE,
)
from db.formats.values.numbers import number
from metrics.answers.formulas import NetScore
from metrics.catalogue import CATALOGUE

_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:\s{0,3}[-/ ]?\s{0,3}(?:q[1-4]|[01]?\d))?(?:\b|\D.*)|q[1-4][ -]?(?:19|20)\d\d", re.IGNORECASE
)
_FEWEST_KINDS = 3
_FEW = 10
_MOST_BESIDE_AN_AMOUNT = 4  # columns; among more of them an amount is the mean of a person's own answers
_SUMMARY = frozenset(("answer choices", "answered", "skipped"))
_SUMMARY_SHEET = re.compile(r"Question \d+")


def is_summary(rows: Sample, sheets: Sequence[str]) -> str:
    """Why the table is a summary made by a survey tool; an empty text where it is none."""
    firsts = {words(row[0]) for row in rows[:40] if row}
    if "answer choices" in firsts:  # how many answered stands under the last column of a question
        firsts |= {words(cell) for row in rows[:40] for cell in row}
    summary_sheets = sheets and all(_SUMMARY_SHEET.fullmatch(sheet) for sheet in sheets)
    if len(firsts & _SUMMARY) >= 2 or summary_sheets:
        return _refusal("a summary of answers, question by question")
    return ""


def is_pivot(rows: Sample) -> str:
    """Why the table is a spreadsheet's own summary of another; an empty text where it is none."""
    if any(words(cell) in PIVOT_HEADINGS for row in rows[:10] for cell in row):
        return _refusal("figures calculated by a spreadsheet")
    return ""


def is_count_table(headings: Sequence[Heading], found: TableProfile, made: Sequence[Suggestion]) -> str:
    """Why the columns are counts or percentages; an empty text where they may be answers."""
    if sum(_is_period(heading) for heading in headings) >= 3:
        return _refusal("figures for months or quarters side by side")
    if _answers_across(headings, found):
        return _refusal("how many gave each answer")
    if _tells_of_many(headings, found, made):
        return _refusal("counts or averages")
    if any(one.role is Role.SCORE and one.is_sure for one in made):
        return ""
    told = (Role.RESPONSE_ID, Role.PERSONAL, Role.RESPONDED_AT, Role.UNIT, Role.CHANNEL)
    left = [
        (heading, column)
        for heading, column, one in zip(headings, found.columns, made, strict=True)
        if column.filled and one.role not in told and not _is_id(heading)
    ]
    amounts = [column for _, column in left if _is_amount(column)]
    if any(one.role is Role.COMMENT or (one.role is Role.RESPONSE_ID and one.is_sure) for one in made):
        return ""
    named = sum(bool(AMOUNT.search(words(heading.name)) and _mostly_numbers(column)) for heading, column in left)
    if named and _MOST_BESIDE_AN_AMOUNT * named > len(left) and not any(one.role is Role.SCORE for one in made):
        return _refusal("counts or percentages")
    if len(amounts) >= 2 and len(amounts) > 2 * (len(left) - len(amounts)):
        return _refusal("figures, not answers of people")
    return ""


def is_average(made: Sequence[Suggestion]) -> str:
    """Why counted results give no figure: only an average, where shares are asked for; an empty text where they do."""
    metric = averages_alone(made)
    return _refusal("averages", f"{_needs_scores(metric)} ") if metric else ""


def average_refused(metric: str) -> str:
    """Why an average gives no figure of `metric`, and what would."""
    return f"{_needs_scores(metric)} Bring how many gave each score, or the groups with how many answered."


def _needs_scores(metric: str) -> str:
    known = CATALOGUE[metric]
    what = "promoters minus detractors" if isinstance(known.formula, NetScore) else "the share of the top points"
    return f"{known.name} is {what}, which an average does not give."


def _answers_across(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether the answers of a scale stand side by side as headings over numbers that are no mere ticks."""
    over = [
        column
        for heading, column in zip(headings, found.columns, strict=True)
        if strength(words(heading.name)) is not None or words(heading.name) in KINDS_OF_ANSWER
    ]
    counts = [column for column in over if column.filled and _mostly_numbers(column)]
    are_ticks = all(len(column.texts) == 1 or max(_numbers(column)) <= 1 for column in counts)
    return len(counts) >= _FEWEST_KINDS and not are_ticks


def _tells_of_many(headings: Sequence[Heading], found: TableProfile, made: Sequence[Suggestion]) -> bool:
    """Whether each line says how many people it counts, or gives a month's value that no single answer can be."""
    if any(one.role in (Role.COMMENT, Role.METRIC) for one in made):
        return False
    has_ids = any(one.role is Role.RESPONSE_ID for one in made)
    by_period = any(PERIOD.fullmatch(words(heading.name)) for heading in headings)
    for heading, column, one in zip(headings, found.columns, made, strict=True):
        values = _numbers(column)
        if not values or not _mostly_numbers(column):
            continue
        many = 2 * sum(value > _FEW for value in values) >= len(values) and not _is_counter(values)
        if many and not has_ids and HOW_MANY_PEOPLE.fullmatch(words(heading.name)):
            return True
        if SHARE_OF_PEOPLE.fullmatch(words(heading.name)) and len(values) > 1:
            return True
        if by_period and not has_ids and one.role is Role.SCORE and one.metric and one.scale:
            off = sum(not one.scale.holds(value) for value in values)
            if 2 * off > len(values):
                return True
    return False


def _is_counter(values: Sequence[float]) -> bool:
    """Whether the numbers only count the lines."""
    return sorted(values) in ([*range(len(values))], [*range(1, len(values) + 1)])


def _refusal(what: str, why: str = "") -> str:
    return (
        f"This is a table of {what}, so it cannot be read as survey answers. {why}Export the single responses, or how "
        "many gave each score by month and unit (or promoters, passives and detractors), or bring the "
        "figures as an operations file (month, unit, metric, numerator, denominator) or a benchmarks file."
    )


def _is_period(heading: Heading) -> bool:
    return _PERIOD.fullmatch(heading.name.strip()) is not None or date_evidence([heading.name]).dates > 0


def _is_id(heading: Heading) -> bool:
    bare = words(heading.name).split()
    return bool(bare) and (bare[-1] in ("id", "code", "number", "year") or bare[0] == "id")


def _numbers(column: ColumnProfile) -> list[float]:
    texts = [text.strip().rstrip("%") for text in column.texts if text.strip()]
    return [found for text in texts if (found := number(text)) is not None]


def _mostly_numbers(column: ColumnProfile) -> bool:
    return len(_numbers(column)) >= 0.9 * max(1, len(column.texts))


def _is_amount(column: ColumnProfile) -> bool:
    """Numbers, at least one in ten of them beyond any answer scale or with decimals."""
    values = _numbers(column)
    beyond = sum(not (value.is_integer() and 0 <= value <= 10) for value in values)
    return _mostly_numbers(column) and beyond >= max(1, 0.1 * len(values))
