"""Why a column is not used, as far as its heading and cells show; for a person who looks for it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable

from db.formats.columns.profile import ColumnProfile
from db.formats.files.headings import Heading
from db.formats.values.answer_labels import is_no_answer, yes_or_no
from db.formats.values.dates import date_evidence
from db.formats.values.durations import is_short_clock, seconds_in
from db.formats.values.numbers import number, write_number

_LOOKED_AT, _MOSTLY = 200, 0.9
_FEW_WORDS, _TIMES = 30, 3
_HIGHEST_POINT = 10
_CODE = re.compile(r"(?=[^\s]*\d)[^\s]{2,64}")
_LONGEST = 40


def why_unused(heading: Heading, column: ColumnProfile) -> str:
    """The reason in a sentence."""
    texts = [text.strip() for text in itertools.islice(column.texts, _LOOKED_AT) if not is_no_answer(text)]
    if not texts:
        return "The column is empty." if not column.filled else "Every cell says that there is no answer."
    if len(column.texts) == 1 and column.filled > 1:
        return f"Every row says the same: “{_short(texts[0])}”."
    if _mostly(texts, lambda text: text.startswith(("http://", "https://"))):
        return "The cells are links."
    evidence = date_evidence(texts)
    if evidence.dates >= _MOSTLY * len(texts):
        return "A date, but another column says when people answered."
    values = [value for text in texts if (value := number(text.rstrip("%"))) is not None]
    if len(values) >= _MOSTLY * len(texts):
        return _of_numbers(values, heading)
    if _mostly(texts, lambda text: seconds_in(text) is not None or is_short_clock(text)):
        return "The cells are times, but of nothing that a metric measures."
    if _mostly(texts, lambda text: yes_or_no(text) is not None):
        return "Answered with yes and no, but asks nothing that a metric measures."
    if len(texts) >= _MOSTLY * min(column.filled, _LOOKED_AT) and _mostly(texts, _CODE.fullmatch):
        return "Looks like the number or code of each row."
    if len(texts) <= _FEW_WORDS and column.filled >= _TIMES * len(texts):
        return "A few texts that come again, but no words of a scale that is known."
    return "The texts are neither words of a scale nor comments."


def _of_numbers(values: list[float], heading: Heading) -> str:
    low, high = write_number(min(values)), write_number(max(values))
    if values[0] in (0, 1) and len(values) > 1 and all(b - a == 1 for a, b in itertools.pairwise(values)):
        return "The rows are only numbered here."
    if any(not value.is_integer() for value in values):
        return f"Numbers with decimals from {low} to {high}, which are no answers on a scale."
    if min(values) < 0 or max(values) > _HIGHEST_POINT:
        return f"Numbers from {low} to {high}, which are on no scale of answers."
    why = "the heading asks nothing that a metric measures" if heading.name else "no heading says of what"
    return f"Numbers from {low} to {high}, but {why}."


def _mostly(texts: list[str], holds: Callable[[str], object]) -> bool:
    return sum(bool(holds(text)) for text in texts) >= _MOSTLY * len(texts)


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= _LONGEST else f"{bare[: _LONGEST - 1]}…"
