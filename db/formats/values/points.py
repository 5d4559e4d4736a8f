"""Points of a checklist that one cell writes whole: “67 / 72”, “85 %”, or yes and no. Knows no column."""

from __future__ import annotations

import re

from db.formats.values.answer_labels import is_no_answer, label, yes_or_no
from db.formats.values.lexicon import MET, NOT_MET, OUT_OF
from db.formats.values.numbers import figure

_NUMBER = r"\d{1,9}(?:[.,]\d{1,6})?"
_OUT_OF = re.compile(rf"({_NUMBER})\s?(?:{OUT_OF})\s?({_NUMBER})(?:\s?\([^()]{{0,20}}\))?", re.IGNORECASE)
_PERCENT = re.compile(rf"({_NUMBER})\s?%")
_LONGEST = 60
Points = tuple[float, float]


def out_of(text: str) -> Points | None:
    """The points earned and possible in “67 / 72”, “67 out of 72” or “67/72 (93%)”; None for anything else."""
    bare = text.strip()
    match = _OUT_OF.fullmatch(bare) if len(bare) <= _LONGEST else None
    return (_read(match[1]), _read(match[2])) if match else None


def percent(text: str) -> Points | None:
    """The points in “85 %”: 85 of 100; None for anything else."""
    bare = text.strip()
    match = _PERCENT.fullmatch(bare) if len(bare) <= _LONGEST else None
    return (_read(match[1]), 100.0) if match else None


def is_met(text: str) -> bool | None:
    """Whether a cell says that a point was met: yes, no, passed, failed, a tick; None for anything else."""
    bare = label(text)
    if bare in MET or text.strip() in MET:
        return True
    if bare in NOT_MET or text.strip() in NOT_MET:
        return False
    answer = yes_or_no(text)
    return None if answer is None else bool(answer)


def points(text: str) -> Points | None:
    """The points earned and possible that one cell says; None where it does not say the points possible."""
    met = is_met(text)
    if met is not None:
        return (1.0, 1.0) if met else (0.0, 1.0)
    return out_of(text) or percent(text)


def is_ticked(text: str) -> bool:
    """Whether a cell is 1 or 0, which in a column of nothing else stands for yes and no."""
    return text.strip() in ("0", "1", "0.0", "1.0")


def did_not_apply(text: str) -> bool:
    """Whether a cell says that there is nothing to score: blank, “N/A” and the like."""
    return is_no_answer(text)


def _read(text: str) -> float:
    found = figure(text)
    return float(text.replace(",", ".")) if found is None else found
