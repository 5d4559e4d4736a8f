"""Places where nothing can be written, made within a test: no room, or no permission, also for the superuser."""

from __future__ import annotations

import ctypes
import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CAPABILITIES_VERSION = 0x20080522
OVERRIDE = 0b110  # CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH: by these the superuser passes over permissions


@contextmanager
def no_room(most: int = 4096) -> Iterator[None]:
    """No file can grow beyond `most` bytes, as on a full disk."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@contextmanager
def no_permission(folder: Path) -> Iterator[None]:
    """Neither the folder nor a file in it can be written."""
    places = [folder, *folder.iterdir()]
    before = [place.stat().st_mode for place in places]
    for place in places:
        place.chmod(0o555 if place.is_dir() else 0o444)
    try:
        with _bound_by_permissions():
            yield
    finally:
        for place, mode in zip(places, before, strict=True):
            if place.exists():
                place.chmod(mode)


@contextmanager
def _bound_by_permissions() -> Iterator[None]:
    """Permissions hold for this thread, also where it runs as the superuser (on Linux)."""
    if os.geteuid() != 0:
        yield
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(CAPABILITIES_VERSION, 0)
    # Twice three words: effective, permitted and inheritable capabilities.
    had, has = (ctypes.c_uint32 * 6)(), (ctypes.c_uint32 * 6)()
    assert libc.capget(header, had) == 0
    ctypes.memmove(has, had, ctypes.sizeof(had))
    has[0] = had[0] & ~OVERRIDE
    assert libc.capset(header, has) == 0
    try:
        yield
    finally:
        assert libc.capset(header, had) == 0
