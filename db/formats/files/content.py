"""What kind of file it is, by its content and never by its name. What is no table is refused before it is opened."""

from __future__ import annotations

from enum import StrEnum
from typing import IO

from db.formats.files.refusals import not_a_table
from db.formats.files.workbook import check_workbook
from metrics.errors import FileRefused

LOOKED_AT = 65_536

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"\x1f\x8b", "a gzip archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it"),
    (b"\x7fELF", "a program"),
    (b"SQLite format 3\x00", "a database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "a text document"),
)
_TEXT_OPENINGS: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "a web page"),
    (b"<html", "a web page"),
    *((tag, "a web page") for tag in (b"<table", b"<meta", b"<head", b"<body", b"<div", b"<style", b"<!--")),
    (b"mime-version:", "a web page or an e-mail"),
    (b"<?xml", "an XML file"),
    (b"{", "a JSON file"),
    (b'[{"', "a JSON file"),
)
_BYTE_ORDER_MARKS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")
_CONTROLS = bytes(code for code in range(32) if code not in (*range(9, 14), 26, 27, *range(28, 32)))


class FileContent(StrEnum):
    """What a file can be opened as."""

    TEXT = "text"
    WORKBOOK = "workbook"


def file_content(file: IO[bytes]) -> FileContent:
    """What `file` can be opened as. Raises FileRefused for empty, binary and oversized files."""
    head = file.read(LOOKED_AT)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00"):
        raise FileRefused("The file is empty.")
    if head.startswith(b"PK\x03\x04"):
        check_workbook(file)
        return FileContent.WORKBOOK
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        return FileContent.WORKBOOK
    for signature, name in _SIGNATURES:
        if head.startswith(signature):
            raise not_a_table(name)
    opening = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for signature, name in _TEXT_OPENINGS:
        if opening.startswith(signature):
            raise not_a_table(name)
    if is_binary(head):
        raise not_a_table("a binary file")
    return FileContent.TEXT


def is_binary(head: bytes) -> bool:
    """Whether `head` holds more control characters than any text would, UTF-16 and UTF-32 aside."""
    if head.startswith(_BYTE_ORDER_MARKS) or looks_like_utf16(head):
        return False
    controls = len(head) - len(head.translate(None, _CONTROLS))
    return controls > max(4, len(head) // 200)


def looks_like_utf16(head: bytes) -> str:
    """The two-byte encoding of `head`, judged by where its zero bytes are; "" for none."""
    even, odd = head[0::2].count(0), head[1::2].count(0)
    half = max(1, len(head) // 2)
    if odd > 0.7 * half and even < 0.05 * half:
        return "utf-16-le"
    if even > 0.7 * half and odd < 0.05 * half:
        return "utf-16-be"
    return ""
