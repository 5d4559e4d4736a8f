"""Words a busy colleague would not say stay out of pages, messages, documents and code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
# Riddles and old words, each with what to say instead.
INSTEAD = {
    r"anew": "again, or restarted",
    r"lately|of late": "recently",
    r"nobody(?:’s|'s)?": "no one, or name the case",
    r"whatever": "any",
    r"whoever": "the person who",
    r"save that|but for": "except",
    r"stands? on": "is based on, or the sample size",
    r"tells? of": "shows, or reveals",
    r"(?:is|are|was|were) told": "is shown, or knows",
    r"worked out": "calculated",
    r"likest": "best match",
    r"in vain": "without a result",
    r"is another one since": "changed in",
    r"hit and miss": "sometimes",
    r"taken? back": "undo, or withdraw",
}
PLACES = ("pages", "metrics", "db", "docs", "sample_data", "benchmarks", ".github")
ENDINGS = {".py", ".md", ".js", ".typ", ".toml", ".yml"}
TOP = ("app.py", "manage.py", "README.md", "CHANGELOG.md", "Makefile", "pyproject.toml")


def _files() -> list[Path]:
    inside = [file for place in PLACES for file in (ROOT / place).rglob("*") if file.suffix in ENDINGS]
    return [*(ROOT / name for name in TOP), *inside]


@pytest.mark.slow
@pytest.mark.parametrize("words", INSTEAD)
def test_no_text_uses_words_a_colleague_would_not_say(words: str) -> None:
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    # What customers say is quoted, and so are the word the audit log has always used and the rules against such words.
    quoted = {
        ROOT / "sample_data" / "comments.py",
        ROOT / "metrics" / "answers" / "turn_offs.py",
        ROOT / "db" / "store" / "engine.py",
        ROOT / "docs" / "GLOSSARY.md",
    }
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()}"
        for file in _files()
        if file not in quoted
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == [], f"say instead: {INSTEAD[words]}"
