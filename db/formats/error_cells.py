"""Cells of a workbook (XLSX) whose formula failed, which the reader of workbooks gives as empty. Knows no roles."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from typing import IO

from db.formats.archives import column_number

# One cell that holds an error, such as <c r="D2" s="1" t="e"><f>B2/C2</f><v>#DIV/0!</v></c>.
_CELL = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3})(\d{1,7})"[^>]*>(?:(?!</c>).){0,9000}?<v>(#[^<]{1,20})</v>', re.DOTALL
)
_MARK, _CHUNK, _LONGEST_CELL = b't="e"', 1 << 20, 10_000
_SHEET, _RELATION = re.compile(r"<(?:\w+:)?sheet\b([^>]*)>"), re.compile(r"<(?:\w+:)?Relationship\b([^>]*)>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*["']([^"']*)["']""")

Errors = Mapping[tuple[int, int], str]


def error_cells(file: IO[bytes]) -> dict[str, Errors]:
    """For each sheet with failed formulas what they say, such as “#DIV/0!”, by (row, column), both from 1.

    Empty for anything but an XLSX workbook whose parts are where its own directory says.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            return {name: found for name, part in _sheets(archive).items() if (found := _errors(archive, part))}
    except (zipfile.BadZipFile, KeyError):
        return {}


def _sheets(archive: zipfile.ZipFile) -> dict[str, str]:
    """The part of the archive in which each sheet lies."""
    relations = [_attributes(found) for found in _RELATION.findall(_text(archive, "xl/_rels/workbook.xml.rels"))]
    places = {one.get("Id", ""): one.get("Target", "") for one in relations}
    found = {}
    for sheet in map(_attributes, _SHEET.findall(_text(archive, "xl/workbook.xml"))):
        if place := places.get(sheet.get("r:id", "")):
            found[sheet.get("name", "")] = place.lstrip("/") if place.startswith("/") else f"xl/{place}"
    return found


def _text(archive: zipfile.ZipFile, part: str) -> str:
    with archive.open(part) as opened:
        return opened.read(_CHUNK).decode("utf-8", "replace")


def _attributes(written: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(written)}


def _errors(archive: zipfile.ZipFile, part: str) -> Errors:
    """The failed formulas of one sheet; read in pieces that begin with the cell in which the one before ended."""
    found: dict[tuple[int, int], str] = {}
    rest = b""
    with archive.open(part) as opened:
        while chunk := opened.read(_CHUNK):
            piece = rest + chunk
            if _MARK in piece:
                found |= {(int(row), column_number(name)): text.decode() for name, row, text in _CELL.findall(piece)}
            begun = piece.rfind(b"<c ", -_LONGEST_CELL)
            rest = piece[begun:] if begun >= 0 else b""
    return found
