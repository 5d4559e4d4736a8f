"""Every pattern that reads text from outside ends soon on its worst letters: none goes back over its text.

Measured against a pattern that surely looks at each letter once, in the processor's time of this very process, with a
factor that no machine's load explains: a pattern that goes back is a thousand times slower at this length.
"""

from __future__ import annotations

import ast
import importlib
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from db.formats.files.limits import LONGEST_HEADING
from db.formats.values import answer_labels, dates, lexicon
from metrics.answers.turn_offs import TURN_OFFS
from tests.worst_texts import worst_texts

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("db", "metrics", "pages")
FUNCTIONS = ("compile", "match", "fullmatch", "search", "sub", "split", "findall", "finditer")
METHODS = ("match", "fullmatch", "search", "findall", "sub")
LENGTHS = (400, 1_600)  # the first texts, on which even the worst pattern ends
LENGTH = 200_000
SUSPECT, SLOWER = 8, 500  # times what a quarter of the text took, and times the peer: a list of many words takes 200
SLOWEST_TRIED = 3

# Names that stand for a value where a pattern is made inside a function.
WITHIN: dict[str, dict[str, Any]] = {
    "db.formats.values.numbers": {"one": re.escape("."), "other": re.escape(",")},
    "db.formats.values.durations": {"name": "h"},
    "db.formats.values.lexicon": {"self": lexicon._LEXICON, "concept": "dimension", "flags": 0},
    "db.formats.files.workbook_marks": {"percents": (1, 22)},
    "metrics.answers.turn_offs": {"turn_off": TURN_OFFS[0]},
}
# Patterns that are used under another name, and how.
USED: dict[str, tuple[str, ...]] = dict.fromkeys(
    (
        "_EMAIL",
        "_IP",
        "RATED",
        "_PHONE",
        "_NUMBER_THEN_LABEL",
        "_LABEL_THEN_NUMBER",
        "_LABEL_DASH_NUMBER",
        "_BRACKETED_THEN_LABEL",
        "_COUNTED_STARS",
    ),
    ("fullmatch",),
)
USED |= dict.fromkeys(("UNLIKELY", "DISSATISFIED"), ("search", "sub"))
# What is cut to a length before a pattern looks at it; headings are refused beyond theirs.
CUT: dict[str | bytes, int] = {
    r"\([^)]*\)": answer_labels._LONGEST_LABEL,
    dates._CLOCK.pattern: dates._LONGEST,
}
OF_HEADINGS = ("db.formats.columns", "db.formats.values.lexicon")
# Our own files, which no one outside writes.
OWN = ("pages.frame.stylesheet", "pages.frame.headers", "pages.figures.icons", "pages.packs.pdf.typesetting")


@dataclass(frozen=True, slots=True)
class Found:
    """A pattern of the product: where it is written, and by which methods it is used."""

    module: str
    line: int
    pattern: str | bytes
    flags: int
    methods: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.module}:{self.line}"


def _modules() -> Iterator[tuple[str, ast.Module]]:
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*.py")):
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
            if name not in OWN:
                yield name, ast.parse(file.read_text(encoding="utf-8"))


TREES = dict(_modules())


def _uses() -> dict[str, set[str]]:
    """The methods that are called on a pattern of each name anywhere."""
    found: dict[str, set[str]] = {}
    for tree in TREES.values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                found.setdefault(_called(node.value), set()).add(node.attr)
    return found


def _used_by(name: str) -> tuple[str, ...]:
    """How a pattern of this name is used; in the two usual ways where it goes by another name."""
    return USED.get(name) or tuple(sorted(USES.get(name, ()))) or ("fullmatch", "search")


def _called(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


USES = _uses()
LOADED = [name for name in TREES if "pages." not in name or name.count(".") > 1]  # a page runs where it is imported


def _calls(tree: ast.Module) -> Iterator[tuple[ast.Call, str]]:
    """Each call of a function of `re` that is given a pattern, with the name that keeps it, if any."""
    names = {
        id(node.value): target.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    for node in ast.walk(tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if _called(node.func.value) == "re" and node.func.attr in FUNCTIONS:
            yield node, names.get(id(node), "")


def _value(node: ast.expr, module: str) -> Any:
    within = WITHIN.get(module, {})
    names = {**vars(importlib.import_module(module)), **within}
    return eval(compile(ast.Expression(node), module, "eval"), names)  # noqa: S307 - our own code


def _patterns() -> Iterator[Found]:
    """Every pattern once: as calls write them, and as modules hold them, such as those of the lexicon."""
    found: dict[tuple[str | bytes, int], Found] = {}
    for one in [*_written(), *_held()]:
        known = found.get((one.pattern, one.flags))
        methods = tuple(sorted({*one.methods, *(known.methods if known else ())}))
        found[one.pattern, one.flags] = replace(known or one, methods=methods)
    yield from found.values()


def _held() -> Iterator[Found]:
    for module in (name for name in LOADED if name in sys.modules):
        for name, value in vars(importlib.import_module(module)).items():
            if isinstance(value, re.Pattern):
                flags = value.flags & (re.IGNORECASE | re.DOTALL | re.MULTILINE | re.VERBOSE)
                yield Found(module, 0, value.pattern, flags, _used_by(name))


def _written() -> Iterator[Found]:
    for module, tree in TREES.items():
        for call, name in _calls(tree):
            try:
                pattern = _value(call.args[0], module)
            except (NameError, KeyError):
                pytest.fail(f"{module}:{call.lineno}: say in WITHIN what its names stand for")
            flags = [one for one in [*call.args[1:], *(k.value for k in call.keywords)] if "re." in ast.unparse(one)]
            function = call.func.attr  # type: ignore[attr-defined]
            methods = _used_by(name) if function == "compile" else (function.replace("finditer", "findall"),)
            yield Found(module, call.lineno, pattern, int(_value(flags[-1], module)) if flags else 0, methods)


def _seconds(compiled: re.Pattern[Any], method: str, text: str | bytes) -> float:
    begun = time.process_time()
    if method == "sub":
        compiled.sub(b"" if isinstance(text, bytes) else "", text)
    else:
        getattr(compiled, method)(text)
    return time.process_time() - begun


def _peer(length: int) -> float:
    """What a pattern takes that looks at each letter once, with a choice at each."""
    text = "ab" * (length // 2)
    return max(min(_seconds(re.compile("(?:a|b|[c-e])*x"), "match", text) for _ in range(3)), 1e-4)


PEERS = {length: _peer(length) for length in (*LENGTHS, LENGTH)}


def _text(pattern: str | bytes, parts: tuple[str, str, str], length: int) -> str | bytes:
    before, part, end = parts
    made = before + part * (length // len(part)) + end
    return made.encode("latin-1", "replace") if isinstance(pattern, bytes) else made


def _goes_back(found: Found, compiled: re.Pattern[Any], method: str, parts: tuple[str, str, str], first: int) -> bool:
    """Whether a text of 8 times the length takes far more than 8 times as long: 64 times, where it goes back."""
    short = _seconds(compiled, method, _text(found.pattern, parts, first))
    return _seconds(compiled, method, _text(found.pattern, parts, 8 * first)) > 24 * short


def worst(found: Found, length: int = LENGTH) -> tuple[float, str, tuple[str, str, str]]:
    """How long the pattern takes on its worst text of `length` letters; stops at the first that goes back."""
    compiled = re.compile(found.pattern, found.flags)
    written = found.pattern.decode("latin-1") if isinstance(found.pattern, bytes) else found.pattern
    tried = []
    for parts in worst_texts(written, found.flags & ~re.LOCALE):
        for method in found.methods:
            before = seconds = 0.0
            for first in (one for one in LENGTHS if one <= length):
                before, seconds = seconds, _seconds(compiled, method, _text(found.pattern, parts, first))
                is_slow = seconds > SUSPECT * max(PEERS[first], before)
                if is_slow and _goes_back(found, compiled, method, parts, first):
                    return seconds * (length / first) ** 2, method, parts
            tried.append((seconds, method, parts))
    tried.sort(reverse=True)
    slowest = [
        (_seconds(compiled, method, _text(found.pattern, parts, length)), method, parts)
        for _, method, parts in tried[:SLOWEST_TRIED]
    ]
    return max(slowest, default=(0.0, "", ("", "", "")))


@pytest.mark.parametrize("found", list(_patterns()), ids=str)
def test_no_pattern_goes_back_over_the_text_that_it_reads(found: Found) -> None:
    length = CUT.get(found.pattern, LONGEST_HEADING if found.module.startswith(OF_HEADINGS) else LENGTH)
    seconds, method, parts = worst(found, length)
    assert seconds < SLOWER * PEERS[LENGTH], f"{found.pattern!r}.{method} goes back over {parts!r}, over and over"


@pytest.mark.parametrize("pattern", [r"\([^)]*\)", r"(.*\S)\s*\[(.+)\]", r"[\w.]+@"])
def test_a_pattern_that_does_would_be_found(pattern: str) -> None:
    seconds, _, _ = worst(Found("", 0, pattern, 0, ("match" if pattern.startswith("(") else "sub",)))
    assert seconds > SLOWER * PEERS[LENGTH]
