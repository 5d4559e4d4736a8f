"""The texts on which a pattern takes longest, made from the pattern: what it repeats, over and over, then a stop.

A pattern that goes back over its text shows it on one of these: each letter and each part that it may repeat, with
what must stand before it, and with an end that it does not accept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from re import _constants as kinds  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

Tree = Sequence[tuple[Any, Any]]
ENDS = ("", "!", "\x00")
_OF_A_CATEGORY = {
    kinds.CATEGORY_DIGIT: "1",
    kinds.CATEGORY_NOT_DIGIT: "a. ",
    kinds.CATEGORY_SPACE: " \n",
    kinds.CATEGORY_NOT_SPACE: "a.1",
    kinds.CATEGORY_WORD: "a1_",
    kinds.CATEGORY_NOT_WORD: ". (",
}
_ANYTHING = 'a1 .(["-'
_FEW = 6


def worst_texts(pattern: str, flags: int = 0) -> Iterator[tuple[str, str, str]]:
    """What to write once, what to repeat, and how to end, for every part of `pattern` that may be repeated often.

    None where no part may: such a pattern looks at no more than a few letters from each place.
    """
    tree = parser.parse(pattern, flags)
    letters = sorted(set(_letters(tree)))[:40]
    pumps = dict.fromkeys(_repeated(tree, ""))
    if not pumps:
        return
    seen = {(before, part, end) for before, part in pumps for end in ENDS}
    for letter in letters:
        seen.add(("", letter, "\x00"))
    for one, other in itertools.islice(itertools.permutations(letters[:8], 2), 40):
        seen.add(("", one + other, "\x00"))
    yield from sorted(seen)


def _letters(tree: Tree) -> Iterator[str]:
    """Letters that the parts of a pattern accept, one or more of each class."""
    for kind, value in tree:
        if kind in (kinds.LITERAL, kinds.NOT_LITERAL, kinds.IN, kinds.ANY, kinds.CATEGORY):
            yield from _accepted(kind, value)
        for inner in _inside(kind, value):
            yield from _letters(inner)


def _inside(kind: Any, value: Any) -> list[Tree]:
    """The parts of which a part is made."""
    if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
        return [value[2]]
    if kind is kinds.SUBPATTERN:
        return [value[3]]
    if kind is kinds.BRANCH:
        return list(value[1])
    if kind in (kinds.ASSERT, kinds.ASSERT_NOT):
        return [value[1]]
    if kind is kinds.ATOMIC_GROUP:
        return [value]
    return []


def _accepted(kind: Any, value: Any) -> str:
    """A few letters that a part of one letter accepts."""
    if kind is kinds.LITERAL:
        return chr(value)
    if kind is kinds.NOT_LITERAL:
        return "".join(letter for letter in _ANYTHING if ord(letter) != value)
    if kind is kinds.ANY:
        return _ANYTHING
    if kind is kinds.CATEGORY:
        return str(_OF_A_CATEGORY[value])
    found, negated = "", False
    for inner, what in value:
        if inner is kinds.NEGATE:
            negated = True
        elif inner is kinds.RANGE:
            found += chr(what[0]) + chr(what[1])
        else:
            found += _accepted(inner, what)
    return "".join(one for one in _ANYTHING if not _is_in(one, value)) if negated else found[: 2 * _FEW]


def _is_in(letter: str, members: Iterable[tuple[Any, Any]]) -> bool:
    for kind, what in members:
        if kind is kinds.RANGE and what[0] <= ord(letter) <= what[1]:
            return True
        if kind is kinds.LITERAL and ord(letter) == what:
            return True
        if kind is kinds.CATEGORY and letter in _OF_A_CATEGORY[what]:
            return True
    return False


def _example(tree: Tree) -> str:
    """A short text that the parts accept one after the other."""
    text = ""
    for kind, value in tree:
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT):
            text += _example(value[2]) * min(max(value[0], 1), 5)
        elif kind in (kinds.SUBPATTERN, kinds.ATOMIC_GROUP, kinds.BRANCH):
            text += _example(_inside(kind, value)[0])
        elif kind in (kinds.LITERAL, kinds.NOT_LITERAL, kinds.IN, kinds.ANY):
            text += _accepted(kind, value)[:1]
    return text


def _repeated(tree: Tree, before: str) -> Iterator[tuple[str, str]]:
    """Each part that may be repeated many times, with a text that leads up to it."""
    for at, (kind, value) in enumerate(tree):
        ahead = before + _example(tree[:at])
        if kind in (kinds.MAX_REPEAT, kinds.MIN_REPEAT, kinds.POSSESSIVE_REPEAT) and value[1] > 50:
            parts = [_example(value[2]), *sorted(set(_letters(value[2])))[:_FEW]]
            follows = _example(tree[at + 1 : at + 2])
            for part in filter(None, dict.fromkeys([*parts, follows, parts[0] + follows])):
                yield ahead, part
                yield "", part
        for inner in _inside(kind, value):
            yield from _repeated(inner, ahead)
