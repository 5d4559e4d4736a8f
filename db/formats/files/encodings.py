"""Which encoding a text file is written in: the one a person says, else judged by all of its bytes. Knows no tables."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import IO

from db.formats.files.content import looks_like_utf16
from db.formats.files.legacy_encodings import LEGACY, LetterReading, possible_encodings
from db.formats.files.source import Source
from metrics.errors import BadValue, FileRefused, NotDone

_CHUNK = 1 << 20
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
# Python's codecs that turn text into something else, or that no file is written in.
_NO_ENCODINGS = frozenset(
    ("idna", "punycode", "raw_unicode_escape", "unicode_escape", "undefined", "mbcs", "oem", "utf-7")
)
LEGACY_NAMES = tuple(one.name for one in LEGACY)
_FEWEST_WHOLE = 4
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file: the name people know, Python's codec, and whether broken places are shown as �.

    `readings` are those among which a person must choose, the likeliest first; empty where the encoding is sure.
    """

    name: str
    codec: str
    mended: bool = False
    readings: tuple[LetterReading, ...] = ()

    def open(self, source: Source) -> io.TextIOWrapper:
        """The file as text, line ends untouched."""
        errors = "replace" if self.mended else "strict"
        return io.TextIOWrapper(source.open(), encoding=self.codec, errors=errors, newline="")


def encoding(source: Source) -> Encoding:
    """The encoding of `source`: as a person says, by its mark, UTF-8 where every byte fits, else by its language.

    A UTF-8 file with a few broken places stays UTF-8; those places are shown as �. Raises FileRefused where the
    bytes do not fit the encoding that the file or a person says it has, BadValue for a name of none.
    """
    if source.encoding:
        return _as_said(source)
    with source.open() as file:
        head = file.read(65_536)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return _checked(source, name, codec)
    if codec := looks_like_utf16(head):
        return _checked(source, codec, codec)
    if _fits(source, "utf-8"):
        return Encoding("utf-8", "utf-8")
    return _broken_utf8(source) or _legacy(source)


def in_encoding(source: Source, name: str) -> Source:
    """The same file, written in the encoding that a person names; "" leaves it to the file.

    Raises BadValue for a name of none.
    """
    return replace(source, encoding=known_encoding(name)[0] if name.strip() else "")


def known_encoding(name: str) -> tuple[str, str]:
    """The name people know and Python's codec of the encoding that `name` means. Raises BadValue for none."""
    wanted = name.strip().lower()
    for one in LEGACY:
        if wanted == one.name:
            return one.name, one.codec
    try:
        codec = codecs.lookup(wanted)
        "a".encode(codec.name)  # refuses what is no encoding of text, such as base64
    except (LookupError, ValueError) as unknown:
        raise _unknown(name) from unknown
    if codec.name in _NO_ENCODINGS:
        raise _unknown(name)
    same = next((one for one in LEGACY if codecs.lookup(one.codec).name == codec.name), None)
    return (same.name, same.codec) if same else (codec.name, codec.name)


def _unknown(name: str) -> BadValue:
    return BadValue(
        f"There is no encoding called “{name[:60]}”. Write it like utf-8, windows-1250, shift_jis or mac_roman.",
        not_done=NotDone.SAVED,
    )


def _as_said(source: Source) -> Encoding:
    """The encoding a person says. Raises FileRefused where some of the bytes are none of it."""
    name, codec = known_encoding(source.encoding)
    with source.open() as file:
        head = file.read(4)
    if codec == "utf-8" and head.startswith(codecs.BOM_UTF8):
        codec = "utf-8-sig"
    if _fits(source, codec):
        return Encoding(name, codec)
    if name == "utf-8":
        return Encoding(name, codec, mended=True)
    raise FileRefused(
        f"The file is not written in {name}: some of its bytes stand for no letter there. Choose another."
    )


def _checked(source: Source, name: str, codec: str) -> Encoding:
    if _fits(source, codec):
        return Encoding(name, codec)
    if name == "utf-8":
        return Encoding(name, codec, mended=True)
    raise FileRefused(f"The file says it is {name.upper()} but its bytes are not. Export it again as UTF-8.")


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk


def _fits(source: Source, codec: str) -> bool:
    decoder = codecs.getincrementaldecoder(codec)()
    with source.open() as file:
        try:
            for chunk in _chunks(file):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeError:
            return False
    return True


def _broken_utf8(source: Source) -> Encoding | None:
    """UTF-8 where the file has far more whole letters of it than broken ones; else None.

    Some letters of other encodings stand beside each other as a whole one would.
    """
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    with source.open() as file:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            replaced = text.count("\ufffd")
            broken += replaced
            whole += len(text.encode("utf-8")) - len(text) - 2 * replaced
    return Encoding("utf-8", "utf-8", mended=True) if whole > _FEWEST_WHOLE * broken else None


def _legacy(source: Source) -> Encoding:
    """The encoding whose reading is a language's, with those of the others that could be meant as well."""
    with source.open() as file:
        possible = possible_encodings(_chunks(file))
    fitting = [(one, reading) for one, reading in possible if _fits(source, one.codec)]
    if not fitting or (len(fitting) == 1 and fitting[0][0].codec == "cp1252" and _is_latin_1(source)):
        return Encoding("latin-1", "latin-1")
    first = fitting[0][0]
    readings = tuple(reading for _, reading in fitting) if len(fitting) > 1 else ()
    return Encoding(first.name, first.codec, readings=readings)


def _is_latin_1(source: Source) -> bool:
    """Whether a text has none of the signs by which Windows-1252 differs from Latin-1."""
    with source.open() as file:
        return all(len(chunk.translate(None, _WINDOWS_ONLY)) == len(chunk) for chunk in _chunks(file))
