"""What a person says that each word counts, as text: “words(Awful=1,Bad=2,“so, so”=3)”.

A word may hold commas, colons and brackets; one that holds “=” or a quotation mark is written in double quotes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from db.formats.values.scores import word_key
from metrics.errors import BadValue, NotDone
from metrics.vocabulary import Scale

_OPEN = re.compile(r":words\(", re.IGNORECASE)
_QUOTES = {'"': '"', "“": "”", "„": "“"}
MOST_WORDS = 100
_LONGEST = 10_000
HIGHEST = 10


def split_words(text: str) -> tuple[str, str | None]:
    """A map without its words, and the text in their brackets; None where it says no words.

    “Rating=score:csat:words(A=1):reversed” gives “Rating=score:csat:reversed” and “A=1”.
    """
    found = list(_OPEN.finditer(text))
    end = text.rfind(")")
    if not found or end < found[-1].end():
        return text, None
    opened = found[-1]
    after = "".join(text[end + 1 :].split())
    if after and after.casefold() != ":reversed":
        return text, None
    return text[: opened.start()] + after, text[opened.end() : end]


def word_scores(text: str) -> dict[str, int]:
    """The score of each word by its key. Raises BadValue for a word without a score, or with two of them."""
    scores: dict[str, int] = {}
    if len(text) > _LONGEST:
        raise BadValue(f"Words with their scores have at most {_LONGEST} characters.", not_done=NotDone.SAVED)
    for word, score in _pairs(text):
        if scores.setdefault(word_key(word), score) != score:
            raise BadValue(f"“{word}” counts both {scores[word_key(word)]} and {score}.", not_done=NotDone.SAVED)
    if not scores or len(scores) > MOST_WORDS:
        raise BadValue(f"Between 1 and {MOST_WORDS} words can be given a score.", not_done=NotDone.SAVED)
    return scores


def scale_of_words(scores: Iterable[int], own: Scale | None) -> Scale:
    """The scale that word scores are on: from the lowest to the highest where they begin at 0 or 1, else `own`.

    Raises BadValue for scores that are on neither.
    """
    low, high = min(found := list(scores)), max(found)
    if own is not None and own.low in (low, 0) and own.high == high:
        return own
    if low in (0, 1) and low < high <= HIGHEST:
        return Scale(low, high)
    if own is not None and own.low <= low and high <= own.high:
        return own
    raise BadValue(
        f"Words that count from {low} to {high} are on no scale; let the worst one count 0 or 1 and the best at most "
        f"{HIGHEST}.",
        not_done=NotDone.SAVED,
    )


def written(scores: Mapping[str, int]) -> str:
    """Words with their scores as a map writes them: “words(Awful=1,Bad=2)”."""
    return f"words({','.join(f'{_quoted(word)}={score}' for word, score in scores.items())})"


def _quoted(word: str) -> str:
    return f'"{word.replace(chr(34), "")}"' if "=" in word or word[:1] in _QUOTES else word


def _pairs(text: str) -> Iterable[tuple[str, int]]:
    """Each word with its score. A comma parts two words only after a score, so that a word may hold one itself."""
    begun = ""
    for part in text.split(","):
        begun = f"{begun},{part}" if begun else part
        word, equals, score = begun.rpartition("=")
        if equals and score.strip().isdecimal() and len(score.strip()) <= len(str(HIGHEST)) and _is_whole(word):
            yield _bare(word), int(score)
            begun = ""
    if begun.strip():
        raise BadValue(f"“{begun.strip()[:60]}” has no score; write it as WORD=1.", not_done=NotDone.SAVED)


def _is_whole(word: str) -> bool:
    """Whether a word that begins with a quotation mark ends with one, and there is a word at all."""
    bare = word.strip()
    return bool(bare) and (bare[0] not in _QUOTES or (len(bare) > 1 and bare[-1] == _QUOTES[bare[0]]))


def _bare(word: str) -> str:
    bare = word.strip()
    return bare[1:-1].strip() if bare[0] in _QUOTES else bare
