"""The score in a cell: a whole number on a short scale, a label, or a measured number. Others give a sentence."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from db.formats.files.row_problem import Advised
from db.formats.values.answer_labels import is_no_answer, label
from db.formats.values.durations import TimeUnit, clock_in, converted, seconds_in
from db.formats.values.lexicon import STARS
from db.formats.values.numbers import number
from metrics.vocabulary import Scale

# Seconds, days or counts; the sums of their squares are kept exactly, in 64 bits.
LARGEST_MEASURE = 1_000_000
# What a label stands for where a question says that it is no answer, such as “0 = not applicable”.
UNANSWERED = -1
_CORRECT = "Correct it, or leave the cell empty."
_WHOLE = re.compile(r"\+?(\d{1,9})(?:\.0+|,00?)?")
_FRACTION = re.compile(r"[+-]?\d+[.,]\d+")
_NUMBER_THEN_LABEL = re.compile(r"(\d{1,9})\s*(?:[-–—=:.]\s*|\()(?=[^\W\d])\D*")
_LABEL_THEN_NUMBER = re.compile(r"[^\W\d]\D*\((\d{1,9})\)")
_LABEL_DASH_NUMBER = re.compile(r"[^\W\d]{2}\D*[-–—=:]\s?(\d{1,2})")
_BRACKETED_THEN_LABEL = re.compile(r"[(\[](\d{1,2})[)\]]\s*(?:[^\W\d]\D*)?")
_STARS = re.compile(r"([★⭐]+)☆*")
_COUNTED_STARS = re.compile(rf"(\d{{1,2}})(?:\s*/\s*\d{{1,2}})?\s*(?:{STARS})", re.IGNORECASE)
# As the reviews of Google's business profiles are written.
_NAMES_OF_NUMBERS = {name: number for number, name in enumerate(("ONE", "TWO", "THREE", "FOUR", "FIVE"), 1)}
_NUMBERS = (
    _WHOLE,
    _NUMBER_THEN_LABEL,
    _LABEL_THEN_NUMBER,
    _LABEL_DASH_NUMBER,
    _COUNTED_STARS,
    _BRACKETED_THEN_LABEL,
)


def whole_number(text: str) -> int | None:
    """The whole number a cell stands for: “9”, “9.0”, “08”, “9 - Extremely likely”, “★★★★☆”; None for others."""
    bare = text.strip()
    for pattern in _NUMBERS:
        if match := pattern.fullmatch(bare):
            return int(match[1])
    stars = _STARS.fullmatch(bare.replace("\ufe0f", ""))
    return len(stars[1]) if stars else _NAMES_OF_NUMBERS.get(bare.upper())


def is_fraction(text: str) -> bool:
    """Whether a cell is a number with decimals, as averages are."""
    return _FRACTION.fullmatch(text.strip()) is not None


def word_key(text: str) -> str:
    """What a word is known by among words with scores: its label, or itself where it is all signs, such as “***”."""
    return label(text) or text.strip()


@dataclass(slots=True)
class ScoreReader:
    """Reads the scores of one column: `scale` None means measured. Remembers each text it has read.

    Times are kept in the metric's `own` unit; bare numbers are in `unit`, or in `own` where that is None.
    `words` are the scores of labels; UNANSWERED for those that are no answer.
    """

    scale: Scale | None
    turned: bool = False
    words: Mapping[str, int] = field(default_factory=dict)
    own: TimeUnit | None = None
    unit: TimeUnit | None = None
    _known: dict[str, float | str | None] = field(default_factory=dict)

    def read(self, text: str) -> float | str | None:
        """The score, None for no answer, or a sentence saying why the cell is no score."""
        try:
            return self._known[text]
        except KeyError:
            found = self._parse(text)
            if len(self._known) < 50_000:
                self._known[text] = found
            return found

    def _parse(self, text: str) -> float | str | None:
        score = self.words.get(word_key(text)) if self.words else None
        if score == UNANSWERED or (score is None and is_no_answer(text)):
            return None
        return self._measured(text) if self.scale is None else self._on_scale(text, self.scale)

    def _on_scale(self, text: str, scale: Scale) -> float | str:
        score = self.words.get(word_key(text)) if self.words else None
        if score is None:
            score = whole_number(text)
        if score is None:
            if is_fraction(text):
                return Advised(f"“{_short(text)}” is not a whole number from {scale.low} to {scale.high}.", _CORRECT)
            return Advised(f"“{_short(text)}” is not a score from {scale.low} to {scale.high}.", _CORRECT)
        if not scale.low <= score <= scale.high:
            return Advised(f"“{_short(text)}” is outside the scale from {scale.low} to {scale.high}.", _CORRECT)
        return scale.low + scale.high - score if self.turned else score

    def _measured(self, text: str) -> float | str:
        found = number(text) if self.own is None else self._time(text, self.own)
        if found is None:
            return Advised(f"“{_short(text)}” is not a plain number.", _CORRECT)
        if found < 0:
            return Advised(f"“{_short(text)}” is below 0.", _CORRECT)
        if found > LARGEST_MEASURE:
            return Advised(f"“{_short(text)}” is more than {LARGEST_MEASURE:,}.", "Check its unit.")
        return round(found, 2)

    def _time(self, text: str, own: TimeUnit) -> float | None:
        """A time in the unit `own`; None where the cell is none."""
        unit = self.unit or own
        bare = number(text)
        if bare is not None:
            return bare if unit is own or bare < 0 else converted(bare * unit.in_seconds, own)
        seconds = seconds_in(text)
        if seconds is None:
            seconds = clock_in(text, unit)
        return None if seconds is None else converted(seconds, own)


def _short(text: str) -> str:
    bare = " ".join(text.split())
    return bare if len(bare) <= 60 else f"{bare[:57]}…"
