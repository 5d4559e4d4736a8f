"""Zip archives that are the same bytes each time, and the one of all team pages.

Nothing in an archive says when or where it was made.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from pages.packs.pack import Pack
from pages.packs.pack_text import file_name
from pages.packs.pdf.pdf import pdf

# The earliest moment a zip can name; it stands for no time at all.
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
    """An Office document as if it had been made at `moment`, the workbooks behind its charts included."""
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


MANY = 40  # pages; fewer are set before other processes have started
AT_ONCE = 5  # pages that a process is handed


def team_files(packs: Iterable[Pack]) -> Iterator[tuple[str, bytes]]:
    """The page of each unit's pack with its file's name, one after the other; no two have the same name.

    They come as they are made, so that whoever waits can be told how far it is. Many are made by several processes,
    so whoever asks must be a program that can be started again, as the command line is.
    """
    taken: set[str] = set()
    for pack, page in _team_pages(list(packs)):
        yield _free_name(file_name(pack, "pdf"), taken), page


def _team_pages(packs: Sequence[Pack]) -> Iterator[tuple[Pack, bytes]]:
    if len(packs) < MANY:
        yield from ((pack, pdf(pack)) for pack in packs)
        return
    with ProcessPoolExecutor(mp_context=get_context("spawn")) as processes:
        yield from zip(packs, processes.map(pdf, packs, chunksize=AT_ONCE), strict=True)


def _free_name(name: str, taken: set[str]) -> str:
    """The name, with a number before its ending where another unit's reads the same; it is taken from now on."""
    stem, dot, ending = name.rpartition(".")
    free, number = name, 2
    while free in taken:
        free, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(free)
    return free
