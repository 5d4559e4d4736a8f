"""Labels read as scores: which scale they belong to, and which score each has on it. Knows no metric.

The table of words gives each label a strength; how many points the scale had decides the score.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from db.formats.values.lexicon import EXTREMELY, MIDDLE, NO, NO_ANSWER, NPS_GROUPS, ONE_SIDED, SCALES, VERY, YES
from metrics.vocabulary import Scale

YES_NO = Scale(0, 1)
_TEN = Scale(0, 10)
_SEVEN = Scale(1, 7)
# An emoji counts where it stands alone; beside words only they do. Its style and the colour of its skin never count.
_EMOJI = re.compile("[\u2600-\u27bf\ufe0f\U0001f300-\U0001faff]")
_EMOJI_STYLE = re.compile("[\ufe0f\U0001f3fb-\U0001f3ff]")
_WORD = re.compile(r"[^\W\d_]")
_LONGEST_LABEL = 300
_YES_OR_NO = YES | NO
# A number with words beside it, as in “0 - Not applicable”, is longer than a number alone.
_LONGEST_NUMBER = 4
_NUMBERED = re.compile(r"\d{1,3}\s*(?:[-–—=:.]\s*|\()(?=[^\W\d])(\D*)")
# Arabic is written with or without vowel signs, and with or without the small signs of its first letter.
_WITHOUT_SIGNS = str.maketrans("أإآ", "ااا", "\u0640" + "".join(map(chr, range(0x64B, 0x653))))


def label(text: str) -> str:
    """A label without case, needless space, remarks in brackets and closing marks: “Very_Good.” → “very good”."""
    text = text[:_LONGEST_LABEL]
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_WITHOUT_SIGNS)
        text = _EMOJI.sub(" ", text) if _WORD.search(text) else _EMOJI_STYLE.sub("", text)
    bare = re.sub(r"\([^)]*\)", " ", text.casefold().replace("’", "'").replace("_", " "))
    return " ".join(bare.split()).strip(" .,:;!*،؟")


def is_no_answer(text: str) -> bool:
    """Whether a cell says that there is no answer: blank, “N/A”, “don't know” and the like in eight languages."""
    if text[:1].isdigit():
        match = _NUMBERED.fullmatch(text.strip()) if len(text) > _LONGEST_NUMBER else None
        return match is not None and label(match[1]) in NO_ANSWER
    bare = " ".join(text.casefold().replace("’", "'").split())
    return not bare or bare in NO_ANSWER or label(text) in NO_ANSWER


def yes_or_no(text: str) -> int | None:
    """1 for yes, 0 for no, None for anything else."""
    bare = label(text)
    return 1 if bare in YES else 0 if bare in NO else None


def yes_no_words() -> dict[str, int]:
    """Every known word for yes with 1, and for no with 0."""
    return {**dict.fromkeys(YES, 1), **dict.fromkeys(NO, 0)}


_STRENGTHS: dict[str, dict[str, int]] = {
    family: {label(word): strength for strength, labels in steps.items() for word in labels}
    for family, steps in SCALES.items()
}
_ONE_SIDED_POINTS: dict[str, dict[str, int]] = {
    family: {word: point for point, labels in steps.items() for word in labels} for family, steps in ONE_SIDED.items()
}


@dataclass(frozen=True, slots=True)
class WordScale:
    """How labels are read: their family, the scale, each known label's score, and whether that is certain."""

    family: str
    scale: Scale
    scores: Mapping[str, int]
    sure: bool


def word_scale(texts: Iterable[str], scale: Scale | None = None) -> WordScale | None:
    """How the labels in `texts` are scored, on `scale` where one is given; None where they are no known scale.

    No more than one in five labels may be unknown, and at least two must be known where no scale is given. Labels whose
    order is unclear (“very” and “extremely” on one side, with no “not at all”) give None.
    """
    labels = {label(text) for text in texts if not is_no_answer(text)}
    if not labels:
        return None
    if labels <= _YES_OR_NO:
        return _yes_no(scale)
    if are_nps_groups(labels):
        return WordScale("recommendation", _TEN, NPS_GROUPS, sure=True) if scale in (None, _TEN) else None
    best = max(_STRENGTHS, key=lambda family: sum(_strength(family, one) is not None for one in labels))
    if best in _ONE_SIDED_POINTS and (found := _one_sided(best, labels, scale)):
        return found
    known = {one: strength for one in labels if (strength := _strength(best, one)) is not None}
    if len(known) < (2 if scale is None else 1) or len(known) < 0.8 * len(labels):
        return None
    if _crowded(known):
        return _graded(best, known, scale)
    if scale == YES_NO:
        return None if 0 in known.values() else _poles(best, known)
    return _two_sided(best, known, scale)


def are_nps_groups(texts: Collection[str]) -> bool:
    """Whether every label is one of the three groups of the Net Promoter Score, and not only its middle."""
    scores = {NPS_GROUPS.get(label(text)) for text in texts}
    return None not in scores and bool(scores - {8})


def strength(text: str) -> int | None:
    """How strong a single label is, from -3 to 3, in any family; None for an unknown one."""
    one = label(text)
    found = (_strength(family, one) for family in _STRENGTHS)
    return next((strength for strength in found if strength is not None), None)


def end_of(text: str) -> int:
    """1 for a label that can only be the best end of a scale, -1 for the worst, 0 for any other."""
    one = label(text)
    strongest = strength(one) or 0
    if abs(strongest) == 3:
        return 1 if strongest > 0 else -1
    points = {known[one] for known in _ONE_SIDED_POINTS.values() if one in known}
    return 1 if points == {5} else -1 if points == {1} else 0


def _strength(family: str, one: str) -> int | None:
    return 0 if MIDDLE.fullmatch(one) else _STRENGTHS[family].get(one)


def _poles(family: str, known: Mapping[str, int]) -> WordScale:
    """Labels on two points: every good one is the upper, every bad one the lower."""
    scores = {one: int(strength > 0) for one, strength in {**_STRENGTHS[family], **known}.items() if strength}
    return WordScale(family, YES_NO, scores, sure=True)


def _yes_no(scale: Scale | None) -> WordScale | None:
    if scale not in (None, YES_NO):
        return None
    return WordScale("yes or no", YES_NO, yes_no_words(), sure=True)


def _one_sided(family: str, labels: set[str], scale: Scale | None) -> WordScale | None:
    points = _ONE_SIDED_POINTS[family]
    if not labels <= points.keys() or scale not in (None, Scale(1, 5)):
        return None
    tells = any(one.startswith("not ") or one == "fair" for one in labels) or {points[one] for one in labels} >= {4, 5}
    return WordScale(family, Scale(1, 5), points, sure=True) if tells else None


def _crowded(known: Mapping[str, int]) -> bool:
    """Whether two different words of one language claim the same end of the scale, such as “very” and “extremely”."""
    if any(len(end & known.keys()) > 1 for end in _RIVAL_ENDS):
        return True
    for end in (3, -3):
        adverbs = {one.split()[0] for one, strength in known.items() if strength == end}
        if adverbs & VERY and adverbs & EXTREMELY:
            return True
    return False


# English words for the same end of a scale of quality, none of which is known to be the stronger one.
_RIVAL_ENDS = (
    {"very good", "excellent", "great", "outstanding", "superb", "fantastic", "amazing", "awesome"},
    {"very poor", "very bad", "terrible", "awful", "horrible", "dreadful"},
)


def _graded(family: str, known: Mapping[str, int], scale: Scale | None) -> WordScale | None:
    """Seven points, where “extremely” stands above “very” and “very” above the word alone; None where that fails.

    Where no scale is given, one side must have all of that. Certain where the middle was chosen as well.
    """
    if scale not in (None, _SEVEN):
        return None
    grades = {one: _grade(one, strength) for one, strength in known.items()}
    plain = {strength for one, strength in known.items() if abs(strength) in (1, 2)}
    if None in grades.values() or {1, 2} <= plain or {-1, -2} <= plain:
        return None
    seen = set(grades.values())
    if scale is None and not ({1, 2, 3} <= seen or {-1, -2, -3} <= seen):
        return None
    scores = {one: _MIDDLE_OF_SEVEN + grade for one, grade in grades.items() if grade is not None}
    for one, strength in _STRENGTHS[family].items():
        grade = _grade(one, strength)
        if one not in scores and grade is not None and (abs(strength) == 3 or strength in plain):
            scores[one] = _MIDDLE_OF_SEVEN + grade
    return WordScale(family, _SEVEN, scores, sure=0 in known.values() or len(grades) >= 6)


_MIDDLE_OF_SEVEN = 4


def _grade(one: str, strength: int) -> int | None:
    """How far a label lies from the middle, from -3 to 3; None for an adverb that is neither “very” nor “extremely”."""
    sign = (strength > 0) - (strength < 0)
    if abs(strength) < 3:
        return sign
    adverb = one.split()[0]
    return 3 * sign if adverb in EXTREMELY else 2 * sign if adverb in VERY else None


def _by_rank(seen: set[int]) -> dict[int, int] | None:
    """Five points in their order, where two words lie on each side of the middle without mirroring each other.

    “Very satisfied, satisfied, regular, little satisfied, dissatisfied” are five points, not five of seven.
    """
    good, bad = sorted(one for one in seen if one > 0), sorted(one for one in seen if one < 0)
    is_mirrored = good == [-one for one in reversed(bad)]
    if 0 not in seen or len(good) != 2 or len(bad) != 2 or is_mirrored:
        return None
    return {strength: point for point, strength in enumerate([*bad, 0, *good])}


def _two_sided(family: str, known: Mapping[str, int], scale: Scale | None) -> WordScale | None:
    seen = set(known.values())
    ranked = _by_rank(seen) if scale in (None, Scale(1, 5)) else None
    seven = ranked is None and ({1, 2} <= seen or {-1, -2} <= seen)
    even = 0 not in seen and len(seen) == 4 and not seven
    found = scale or (Scale(1, 7) if seven else Scale(1, 4) if even else Scale(1, 5))
    points = found.high - found.low + 1
    if points not in (4, 5, 7) or (seven and points != 7):
        return None
    steps = {
        7: {strength: strength + 3 for strength in range(-3, 4)},
        5: {-3: 0, -2: 1, -1: 1, 0: 2, 1: 3, 2: 3, 3: 4},
        4: {-3: 0, -2: 1, -1: 1, 1: 2, 2: 2, 3: 3},
    }[points]
    steps = ranked or steps
    strengths = {**_STRENGTHS[family], **known}
    scores = {one: found.low + steps[strength] for one, strength in strengths.items() if strength in steps}
    one_sided = set(_ONE_SIDED_POINTS.get(family, ()))
    # “Little satisfied” and “dissatisfied” may be two of four points as well as two of seven.
    sure = (0 in seen or len(seen) >= 6) if seven else 0 in seen or (not known.keys() <= one_sided and not even)
    return WordScale(family, found, scores, sure=sure)
