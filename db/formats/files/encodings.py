"""Which encoding a text file is written in, judged by all of its bytes. Knows no tables."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO

from db.formats.files.content import looks_like_utf16
from db.formats.files.source import Source
from metrics.errors import FileRefused

_CHUNK = 1 << 20
_MARKS: tuple[tuple[bytes, str, str], ...] = (
    (codecs.BOM_UTF8, "utf-8", "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32", "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "utf-16"),
)
_WINDOWS_ONLY = bytes(range(0x80, 0xA0))
_NOT_IN_WINDOWS = bytes((0x81, 0x8D, 0x8F, 0x90, 0x9D))


@dataclass(frozen=True, slots=True)
class Encoding:
    """How to decode a file: the name people know, Python's codec, and whether broken places are shown as �."""

    name: str
    codec: str
    mended: bool = False

    def open(self, source: Source) -> io.TextIOWrapper:
        """The file as text, line ends untouched."""
        errors = "replace" if self.mended else "strict"
        return io.TextIOWrapper(source.open(), encoding=self.codec, errors=errors, newline="")


def encoding(source: Source) -> Encoding:
    """The encoding of `source`: by its mark, else UTF-8 where every byte fits, else Windows-1252 or Latin-1.

    A UTF-8 file with a few broken places stays UTF-8; those places are shown as �. Raises FileRefused where the
    bytes do not fit the encoding that the file says it has.
    """
    with source.open() as file:
        head = file.read(65_536)
    for mark, name, codec in _MARKS:
        if head.startswith(mark):
            return _checked(source, name, codec)
    if codec := looks_like_utf16(head):
        return _checked(source, codec, codec)
    if _fits(source, "utf-8"):
        return Encoding("utf-8", "utf-8")
    return _eight_bit(source)


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


def _eight_bit(source: Source) -> Encoding:
    """Decide between an eight-bit encoding and UTF-8 with a few broken places: are there more broken or whole ones?"""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    broken = whole = 0
    windows = latin = False
    with source.open() as file:
        for chunk in _chunks(file):
            text = decoder.decode(chunk)
            replaced = text.count("\ufffd")
            broken += replaced
            whole += len(text.encode("utf-8")) - len(text) - 2 * replaced
            latin = latin or len(chunk.translate(None, _NOT_IN_WINDOWS)) < len(chunk)
            windows = windows or len(chunk.translate(None, _WINDOWS_ONLY)) < len(chunk)
    if whole > broken:
        return Encoding("utf-8", "utf-8", mended=True)
    if windows and not latin:
        return Encoding("windows-1252", "cp1252")
    return Encoding("latin-1", "latin-1")
