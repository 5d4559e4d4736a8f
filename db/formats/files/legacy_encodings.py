"""Which encoding from before UTF-8 a text is written in, judged by the language that each of them would make of it.

Where several make a language of it, they are all given: a person who sees the readings side by side knows at once.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from db.formats.files.language_evidence import evidence


@dataclass(frozen=True, slots=True)
class LegacyEncoding:
    """An encoding: the name people know, Python's codec, its script, and how usual it is, up to 1."""

    name: str
    codec: str
    script: str
    usual: float = 1


# Of several that read a text alike the first one is named.
LEGACY: tuple[LegacyEncoding, ...] = (
    LegacyEncoding("windows-1252", "cp1252", "latin"),
    LegacyEncoding("latin-1", "latin-1", "latin"),
    LegacyEncoding("windows-1250", "cp1250", "latin", 0.98),
    LegacyEncoding("windows-1254", "cp1254", "latin", 0.98),
    LegacyEncoding("windows-1257", "cp1257", "latin", 0.98),
    LegacyEncoding("iso-8859-2", "iso8859-2", "latin", 0.97),
    LegacyEncoding("iso-8859-9", "iso8859-9", "latin", 0.97),
    LegacyEncoding("iso-8859-15", "iso8859-15", "latin", 0.97),
    LegacyEncoding("iso-8859-13", "iso8859-13", "latin", 0.95),
    LegacyEncoding("mac_roman", "mac_roman", "latin", 0.88),
    LegacyEncoding("cp850", "cp850", "latin", 0.88),
    LegacyEncoding("cp852", "cp852", "latin", 0.88),
    LegacyEncoding("cp437", "cp437", "latin", 0.86),
    LegacyEncoding("cp857", "cp857", "latin", 0.85),
    LegacyEncoding("mac_latin2", "mac_latin2", "latin", 0.85),
    LegacyEncoding("iso-8859-4", "iso8859-4", "latin", 0.85),
    LegacyEncoding("iso-8859-10", "iso8859-10", "latin", 0.85),
    LegacyEncoding("iso-8859-16", "iso8859-16", "latin", 0.85),
    LegacyEncoding("windows-1251", "cp1251", "cyrillic"),
    LegacyEncoding("koi8-r", "koi8-r", "cyrillic", 0.98),
    LegacyEncoding("koi8-u", "koi8-u", "cyrillic", 0.97),
    LegacyEncoding("iso-8859-5", "iso8859-5", "cyrillic", 0.97),
    LegacyEncoding("cp866", "cp866", "cyrillic", 0.97),
    LegacyEncoding("mac_cyrillic", "mac_cyrillic", "cyrillic", 0.95),
    LegacyEncoding("windows-1253", "cp1253", "greek"),
    LegacyEncoding("iso-8859-7", "iso8859-7", "greek", 0.98),
    LegacyEncoding("windows-1255", "cp1255", "hebrew"),
    LegacyEncoding("iso-8859-8", "iso8859-8", "hebrew", 0.98),
    LegacyEncoding("windows-1256", "cp1256", "arabic"),
    LegacyEncoding("iso-8859-6", "iso8859-6", "arabic", 0.98),
    LegacyEncoding("shift_jis", "cp932", "east_asian"),
    LegacyEncoding("gb18030", "gb18030", "east_asian"),
    LegacyEncoding("euc-kr", "cp949", "east_asian"),
    LegacyEncoding("big5", "big5", "east_asian"),
    LegacyEncoding("euc-jp", "euc_jp", "east_asian", 0.98),
)

# The least a language must explain of a text, and how much more than by another encoding: of the signs that differ, in
# all and for each; where many differ, less for each is enough. Measured on short texts in 23 languages.
_LEAST, _LEAST_GAIN, _LEAST_FOR_EACH = 0.45, 0.28, 0.2
_MANY, _LEAST_OF_MANY = 4, 0.12
_MOST_WORDS, _MOST_LETTERS, _MOST_OFFERED = 400, 20_000, 4
_SAMPLE = 60  # characters of a reading that are shown
_CHUNK, _LONGEST_LINE, _LONGEST_WORD = 1 << 20, 1 << 16, 2_000
_HIGH = bytes(range(0x80, 0x100))
# Bytes that can belong to a word in some encoding: signs below “0” are separators in all of them.
_WORD = re.compile(rb"['\-0-9@-\xff]+")


@dataclass(frozen=True, slots=True)
class LetterReading:
    """A text as one encoding gives it: the encoding's name, and some of the words that others give otherwise."""

    encoding: str
    sample: str


@dataclass(frozen=True, slots=True)
class _Decoded:
    encoding: LegacyEncoding
    words: tuple[str, ...]
    worth: tuple[float, ...]  # of each word, for all of its bytes beyond ASCII
    score: float


def possible_encodings(pieces: Iterable[bytes]) -> list[tuple[LegacyEncoding, LetterReading]]:
    """The encodings in which a text may be written, the likeliest first: one where the others make no language of it.

    `pieces` are the text from its beginning; they are read until they show enough.
    """
    words = _words(pieces)
    found = _decoded(words)
    best = found[0]
    rivals = [one for one in found[1:] if best.score < _LEAST or not _is_better(best, one, words)]
    offered = [best, *rivals[: _MOST_OFFERED - 1]]
    places = [at for at in range(len(words)) if len({one.words[at] for one in offered}) > 1]
    return [(one.encoding, LetterReading(one.encoding.name, _sample(one.words, places))) for one in offered]


def _words(pieces: Iterable[bytes]) -> list[bytes]:
    """The words with bytes beyond ASCII, the most frequent first, so that units and headings are among them."""
    counts: Counter[bytes] = Counter()
    for lines in _whole_lines(pieces):
        counts.update(word for word in _WORD.findall(lines) if not word.isascii() and len(word) <= _LONGEST_WORD)
        if len(counts) > 4 * _MOST_WORDS:
            break
    found: list[bytes] = []
    letters = 0
    for word, _ in counts.most_common(_MOST_WORDS):
        letters += len(word)
        if letters > _MOST_LETTERS:
            break
        found.append(word)
    return found


def _whole_lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The pieces cut at ends of lines, so that no word is cut in two."""
    rest = b""
    for piece in pieces:
        lines = rest + piece
        end = max(lines.rfind(b"\n"), lines.rfind(b"\r")) + 1
        if not end and len(lines) > _LONGEST_LINE:
            end = len(lines)
        yield lines[:end]
        rest = lines[end:]
    yield rest


def _decoded(words: Sequence[bytes]) -> list[_Decoded]:
    """The different readings of `words`, the best first."""
    beyond = list(map(_beyond_ascii, words))
    best: dict[tuple[str, ...], _Decoded] = {}
    for encoding in LEGACY:
        try:
            read = tuple(word.decode(encoding.codec) for word in words)
        except UnicodeError:
            continue
        explained = evidence(read, encoding.script, encoding.codec)
        worth = tuple(encoding.usual * one * count for one, count in zip(explained, beyond, strict=True))
        score = sum(worth) / max(1, sum(beyond))
        if read not in best or best[read].score < score - 1e-9:
            best[read] = _Decoded(encoding, read, worth, score)
    return sorted(best.values(), key=lambda one: -one.score)


def _beyond_ascii(word: bytes) -> int:
    return len(word) - len(word.translate(None, _HIGH))


def _is_better(best: _Decoded, other: _Decoded, words: Sequence[bytes]) -> bool:
    """Whether the words that the two read otherwise leave no doubt."""
    gain, different = 0.0, 0
    for here, there, more, less, word in zip(best.words, other.words, best.worth, other.worth, words, strict=True):
        if here != there:
            gain += more - less
            is_alike = len(here) == len(there)
            different += sum(map(str.__ne__, here, there)) if is_alike else _beyond_ascii(word)
    for_each = _LEAST_FOR_EACH if gain < _MANY else _LEAST_OF_MANY
    return gain >= _LEAST_GAIN and gain >= for_each * different


def _sample(words: Sequence[str], places: Sequence[int]) -> str:
    """The words at `places`, as many as fit a line."""
    text = ""
    for at in places:
        longer = f"{text}, {words[at]}" if text else words[at]
        if len(longer) > _SAMPLE and text:
            break
        text = longer[:_SAMPLE]
    return "".join(sign if sign.isprintable() else "�" for sign in text)
