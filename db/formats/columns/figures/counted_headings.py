"""What a heading over counted results says: promoters, a top box, a percentage, a score, a mean, how many answered."""

from __future__ import annotations

from dataclasses import dataclass

from db.formats.columns.roles import Role
from db.formats.files.headings import words
from db.formats.values.lexicon import COUNTED_METRICS, COUNTED_WORDS, NPS_GROUPS
from metrics.catalogue import CATALOGUE

_LONGEST = 80
_GROUPS = {10: Role.PROMOTERS, 8: Role.PASSIVES, 0: Role.DETRACTORS}
_BY_SCORES: dict[tuple[str, ...], Role] = {
    ("9", "10"): Role.PROMOTERS,
    ("7", "8"): Role.PASSIVES,
    ("0", "6"): Role.DETRACTORS,
    ("1", "6"): Role.DETRACTORS,
}
_NUMBERS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}
_HIGHEST = 10
_STARS = "★⭐"


def _longest_first(entries: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sorted(entries, key=len, reverse=True))


_METRICS = [(entry, metric) for metric, entries in COUNTED_METRICS.items() for entry in entries]
_METRICS += [
    (words(name), one.id) for one in map(CATALOGUE.__getitem__, COUNTED_METRICS) for name in (one.name, *one.headings)
]
_METRICS.sort(key=lambda pair: len(pair[0]), reverse=True)
_SAID = {said: _longest_first(entries) for said, entries in COUNTED_WORDS.items()}
_ROLES = {"sd": Role.SD, "mean": Role.MEAN, "top_box": Role.TOP_BOX, "n": Role.N}


@dataclass(frozen=True, slots=True)
class HeadingSays:
    """What a heading says: `role` None where it is a metric alone, or nothing (no metric either).

    `point` is the score that a column of counts stands for.
    """

    role: Role | None = None
    metric: str | None = None
    point: int | None = None
    is_percent: bool = False


def heading_says(name: str) -> HeadingSays:
    """What `name` says; every word of it must be understood."""
    if len(name) > _LONGEST:
        return HeadingSays()
    if name.strip() and not name.strip().strip(_STARS):
        return HeadingSays(Role.COUNT, None, len(name.strip()))
    if words(name) == Role.SHARE:
        return HeadingSays(Role.SHARE)
    metric, left = _without_metric(f" {words(name)} ")
    percent, left = _without("percent", left)
    is_percent = percent or "%" in name
    if left.split()[:1] and left.split()[0].isdecimal() and (labelled := _point(left)) is not None:
        return HeadingSays(Role.COUNT, metric, labelled, is_percent)
    for said in ("sd", "mean", "top_box"):
        found, rest = _without(said, left)
        if found:
            return HeadingSays(_ROLES[said] if _is_nothing(rest) else None, metric, None, is_percent)
    if group := _group(left):
        return HeadingSays(group, "enps" if metric == "enps" else "nps", None, is_percent)
    point = _point(left)
    if point is not None:
        return HeadingSays(Role.COUNT, metric, point, is_percent)
    found, rest = _without("n", left)
    if found and _is_nothing(rest):
        return HeadingSays(None if is_percent else Role.N, None if is_percent else metric, None, is_percent)
    return HeadingSays(None, metric if _is_nothing(left) else None, None, is_percent)


def _without_metric(text: str) -> tuple[str | None, str]:
    for entry, metric in _METRICS:
        if f" {entry} " in text:
            return metric, text.replace(f" {entry} ", " ", 1)
    return None, text


def _without(said: str, text: str) -> tuple[bool, str]:
    """Whether `text` says it, and the text without the words for it."""
    found = False
    for entry in _SAID[said]:
        if f" {entry} " in text:
            found, text = True, text.replace(f" {entry} ", " ", 1)
    return found, text


def _is_nothing(text: str) -> bool:
    return not _without("beside", text)[1].split()


def _group(text: str) -> Role | None:
    """The group of the Net Promoter Score that the words name, by its name or by its scores."""
    left = _without("point", _without("n", _without("beside", text)[1])[1])[1].split()
    numbers = tuple(word for word in left if word.isdecimal())
    named = [_GROUPS[NPS_GROUPS[word]] for word in left if word in NPS_GROUPS]
    others = [word for word in left if not word.isdecimal() and word not in NPS_GROUPS and word != "to"]
    by_scores = _BY_SCORES.get(numbers)
    if others or len(named) > 1 or (numbers and by_scores is None):
        return None
    return named[0] if named else by_scores


def _point(text: str) -> int | None:
    """The score that the words stand for: “5 stars”, “Score 9”, “3 (neutral)”; None where they name no single one."""
    left = _without("point", _without("n", _without("beside", text)[1])[1])[1].split()
    left = [_NUMBERS.get(word, word) for word in left]
    numbers = [word for word in left if word.isdecimal()]
    is_first = bool(left) and left[0].isdecimal()  # what follows says what the number means
    if len(numbers) != 1 or len(numbers[0]) > len(str(_HIGHEST)) or not (is_first or len(left) == 1):
        return None
    return int(numbers[0]) if int(numbers[0]) <= _HIGHEST else None
