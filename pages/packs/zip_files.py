"""Zip archives with the same bytes each time: nothing in one says when or where it was made."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable

# The earliest moment a zip can name; it means “no time”.
NO_TIME = (1980, 1, 1, 0, 0, 0)
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PROPERTIES, _WORKBOOK = "docProps/core.xml", ".xlsx"
_READABLE_FILE = 0o644 << 16


def zipped(files: Iterable[tuple[str, bytes]]) -> bytes:
    """The named files as one zip, in their order."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = zipfile.ZipInfo(name, NO_TIME)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, _READABLE_FILE
            archive.writestr(entry, content)
    return made.getvalue()


def dated(document: bytes, moment: dt.datetime) -> bytes:
    """An Office document dated `moment`, the workbooks behind its charts included."""
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        parts = [(entry.filename, archive.read(entry)) for entry in archive.infolist()]
    return zipped((name, _settled_part(name, content, moment)) for name, content in parts)


def _settled_part(name: str, content: bytes, moment: dt.datetime) -> bytes:
    if name.endswith(_WORKBOOK):
        return dated(content, moment)
    if name == _PROPERTIES:
        written = moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return _MOMENTS.sub(rb"\g<1>" + written + rb"\g<3>", content)
    return content
