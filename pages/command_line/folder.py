"""Writing files into a folder: all of them under their names, or none."""

from __future__ import annotations

import os
from collections.abc import Iterable
from errno import EISDIR
from pathlib import Path

from metrics.errors import BadValue, NotDone

UNFINISHED = ".unfinished"


def put(folder: Path, files: Iterable[tuple[str, bytes]]) -> list[Path]:
    """Write the named files into `folder`, which is made if need be; files of the same names are replaced.

    Each is written beside its place first. Raises BadValue when one cannot be written, and leaves nothing of any.
    """
    drafts: list[tuple[Path, Path]] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files:
            draft = folder / f"{name}{UNFINISHED}"
            drafts.append((draft, folder / name))
            _write(draft, content)
        _refuse_folders(place for _, place in drafts)
        for draft, place in drafts:
            draft.replace(place)
    except OSError as wrong:
        raise BadValue(
            f"The files cannot be written to {folder} ({wrong.strerror or wrong}). "
            "Give the right to write there, make room, or name another folder.",
            not_done=NotDone.WRITTEN,
        ) from wrong
    finally:
        for draft, _ in drafts:
            draft.unlink(missing_ok=True)
    return [place for _, place in drafts]


def _refuse_folders(places: Iterable[Path]) -> None:
    """Raise before any file is put in place, where one of them cannot be."""
    for place in places:
        if place.is_dir():
            raise IsADirectoryError(EISDIR, f"{place.name} is a folder")


def _write(draft: Path, content: bytes) -> None:
    """The bytes on the disk itself, so that a full one is noticed now."""
    with draft.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def refuse_unwritable(folder: Path) -> None:
    """Raise BadValue before long work when nothing can be written to `folder`; it is made if need be."""
    put(folder, [(".plumbline-can-write", b"")])[0].unlink(missing_ok=True)
