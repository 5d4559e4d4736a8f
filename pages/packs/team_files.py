"""The PDF page of each unit, made by several processes where there are many."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from pages.packs.pack import Pack
from pages.packs.pack_text import file_name
from pages.packs.pdf.pdf import pdf

MANY = 40  # pages; fewer are done before other processes have started
AT_ONCE = 5  # pages that a process is handed


def team_files(packs: Iterable[Pack]) -> Iterator[tuple[str, bytes]]:
    """The file name and the page of each unit's pack, one after the other; no two names are equal.

    They are yielded as they are made, so that the caller can show progress. Many are made by several processes, which
    import the main program again, so that program must allow it, as the command line does.
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
    """The name, with a number before its ending where another unit has it already; adds it to `taken`."""
    stem, dot, ending = name.rpartition(".")
    free, number = name, 2
    while free in taken:
        free, number = f"{stem}-{number}{dot}{ending}", number + 1
    taken.add(free)
    return free
