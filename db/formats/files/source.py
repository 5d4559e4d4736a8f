"""A file under its name that can be opened as often as needed."""

from __future__ import annotations

import hashlib
import io
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from db.formats.files.limits import check_file_name


@dataclass(frozen=True, slots=True)
class Source:
    """A file under its name that can be opened as often as needed.

    `sheet` is the one to be read of a workbook, "" the one that looks most like answers. `encoding` is the one in which
    a person says a text is written, "" where the text itself has to show it.
    """

    name: str
    content: Path | bytes
    sheet: str = ""
    encoding: str = ""

    def __post_init__(self) -> None:
        """Raises FileRefused for a name that is too long."""
        check_file_name(self.name)

    @classmethod
    def of_path(cls, path: Path) -> Source:
        return cls(path.name, path.absolute())

    @classmethod
    def of_bytes(cls, name: str, content: bytes) -> Source:
        return cls(name, content)

    def open(self) -> IO[bytes]:
        """Its bytes from the beginning."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content.open("rb")

    def size(self) -> int:
        """How many bytes it has."""
        return len(self.content) if isinstance(self.content, bytes) else self.content.stat().st_size

    def lines(self) -> int:
        """How many lines the file has, which is about how many rows a text holds at most."""
        with self.open() as file:
            return sum(part.count(b"\n") for part in iter(lambda: file.read(1 << 20), b""))

    def sha256(self) -> str:
        """The content's fingerprint, which recognises the same file, or chosen sheet, under any name."""
        with self.open() as file:
            digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]  # it only reads
        digest.update(self.sheet.encode())
        return digest.hexdigest()
