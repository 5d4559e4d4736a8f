"""Whether a table holds counts or percentages rather than answers; such a table is no survey, whatever it is called."""

from __future__ import annotations

import re
from collections.abc import Sequence

from db.formats.dates import date_evidence
from db.formats.evidence import Column, Evidence
from db.formats.headings import Heading, words
from db.formats.layout import Sample
from db.formats.numbers import number
from db.formats.refusals import NOTHING_CHANGED
from db.formats.roles import Role
from db.formats.suggestion import Suggestion

_PERIOD = re.compile(
    r"(?:19|20)\d\d(?:\s*[-/ ]?\s*(?:q[1-4]|[01]?\d))?(?:\b|\D.*)|q[1-4][ -]?(?:19|20)\d\d", re.IGNORECASE
)
_AMOUNT = re.compile(
    r"\b(?:count|counts|volume|vol|percent|percentage|pct|weighted percent|total|totals|mean|average|anzahl|prozent|"
    r"nombre de|pourcentage|cantidad|porcentaje|response percent|responses)\b"
)
_SUMMARY = frozenset(("answer choices", "answered", "skipped"))
_SUMMARY_SHEET = re.compile(r"Question \d+")


def aggregated(rows: Sample, sheets: Sequence[str]) -> str:
    """Why the table is a summary made by a survey tool; an empty text where it is none."""
    firsts = {words(row[0]) for row in rows[:40] if row}
    summary_sheets = sheets and all(_SUMMARY_SHEET.fullmatch(sheet) for sheet in sheets)
    if len(firsts & _SUMMARY) >= 2 or summary_sheets:
        return _sentence("a summary of answers, question by question")
    return ""


def counted(headings: Sequence[Heading], found: Evidence, made: Sequence[Suggestion]) -> str:
    """Why the columns are counts or percentages; an empty text where they may be answers."""
    if sum(_is_period(heading) for heading in headings) >= 3:
        return _sentence("figures for months or quarters side by side")
    if any(one.role is Role.SCORE and one.is_sure for one in made):
        return ""
    told = (Role.RESPONSE_ID, Role.PERSONAL, Role.RESPONDED_AT)
    left = [
        (heading, column)
        for heading, column, one in zip(headings, found.columns, made, strict=True)
        if column.filled and one.role not in told and not _is_id(heading)
    ]
    amounts = [column for _, column in left if _is_amount(column)]
    named = any(_AMOUNT.search(words(heading.name)) and _mostly_numbers(column) for heading, column in left)
    if named and not any(one.role is Role.SCORE for one in made):
        return _sentence("counts or percentages")
    if len(amounts) >= 2 and len(amounts) > 2 * (len(left) - len(amounts)):
        return _sentence("figures, not answers of people")
    return ""


def _sentence(what: str) -> str:
    return (
        f"This is a table of {what}, so it cannot be read as survey answers. Export the single responses, or bring the "
        "figures as an operations file (month, unit, metric, numerator, denominator) or a benchmarks file. "
        f"{NOTHING_CHANGED}"
    )


def _is_period(heading: Heading) -> bool:
    return _PERIOD.fullmatch(heading.name.strip()) is not None or date_evidence([heading.name]).dates > 0


def _is_id(heading: Heading) -> bool:
    bare = words(heading.name).split()
    return bool(bare) and (bare[-1] in ("id", "code", "number", "year") or bare[0] == "id")


def _numbers(column: Column) -> list[float]:
    texts = [text.strip().rstrip("%") for text in column.texts if text.strip()]
    return [found for text in texts if (found := number(text)) is not None]


def _mostly_numbers(column: Column) -> bool:
    return len(_numbers(column)) >= 0.9 * max(1, len(column.texts))


def _is_amount(column: Column) -> bool:
    """Numbers, at least one in ten of them beyond any answer scale or with decimals."""
    values = _numbers(column)
    beyond = sum(not (value.is_integer() and 0 <= value <= 10) for value in values)
    return _mostly_numbers(column) and beyond >= max(1, 0.1 * len(values))
