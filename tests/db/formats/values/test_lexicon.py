"""The lexicon: what it refuses when it is read, and that a word of a new language is one line."""

from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import pytest

from db.formats.values import lexicon
from db.formats.values.answer_labels import label
from db.formats.values.lexicon import Lexicon, LexiconError

TEXT = Path(lexicon.__file__).with_suffix(".toml").read_text(encoding="utf-8")
SMALL = """
[languages]
en = "English"
[yes]
en = ["yes", "y"]
[scale.ease]
2.en = ["easy"]
3.en = ["very, really × easy", "effortless"]
"""


def test_entries_come_language_after_language_and_crossed_words_are_written_out() -> None:
    small = Lexicon(SMALL)
    assert small.entries("yes") == ("yes", "y")
    assert small.steps("scale") == {"ease": {2: ("easy",), 3: ("very easy", "really easy", "effortless")}}


def with_satisfied_in(language: str, word: str) -> str:
    return TEXT.replace("[scale.satisfaction]\n", f'[scale.satisfaction]\n2.{language} = ["{word}"]\n', 1)


def test_a_swedish_word_for_satisfied_is_one_line() -> None:
    assert "nöjd" in Lexicon(with_satisfied_in("sv", "nöjd")).steps("scale")["satisfaction"][2]


def test_a_language_is_known_by_one_line_too() -> None:
    romanian = with_satisfied_in("ro", "mulțumit")
    with pytest.raises(LexiconError, match=r"\[scale\.satisfaction\.2\] has words in ro, which \[languages\] lacks"):
        Lexicon(romanian)
    known = Lexicon(romanian.replace("[languages]\n", '[languages]\nro = "Romanian"\n', 1))
    assert "mulțumit" in known.steps("scale")["satisfaction"][2]


def test_file_and_code_name_the_same_concepts() -> None:
    with pytest.raises(LexiconError, match=r"The code asks for \[no\], which the lexicon lacks"):
        Lexicon(SMALL).words("no")
    small = Lexicon(SMALL)
    small.steps("scale")
    with pytest.raises(LexiconError, match=r"Nothing asks for \[yes\]"):
        small.check_all_used()


def test_a_pattern_that_does_not_compile_is_named() -> None:
    broken = Lexicon(SMALL.replace('"yes", "y"', "'yes', '(y'"))
    with pytest.raises(LexiconError, match=r"A pattern of \[yes\] does not compile"):
        broken.pattern("yes")


def test_no_entry_stands_twice_in_a_language_of_a_concept() -> None:
    def twice(name: str, table: dict) -> list[str]:
        if any(isinstance(value, list) for value in table.values()):
            return [f"{name}: {entry}" for one in table.values() for entry, n in Counter(one).items() if n > 1]
        return [found for key, value in table.items() for found in twice(f"{name}.{key}", value)]

    tables = tomllib.loads(TEXT)
    assert twice("", {name: table for name, table in tables.items() if name != "languages"}) == []


def test_no_label_has_two_strengths_in_a_family() -> None:
    for family, steps in lexicon.SCALES.items():
        strengths: dict[str, set[int]] = {}
        for strength, labels in steps.items():
            for one in labels:
                strengths.setdefault(label(one), set()).add(strength)
        assert {one: found for one, found in strengths.items() if len(found) > 1} == {}, family


def test_headings_and_words_are_written_as_they_are_compared() -> None:
    written = lexicon.NO_ANSWER | lexicon.YES | lexicon.NO | lexicon.PERSON_HEADINGS | set(lexicon.DATE_HEADINGS)
    compared = {" ".join(text.split()).casefold() for text in written}
    assert {text for text in written if "ß" not in text} <= compared
