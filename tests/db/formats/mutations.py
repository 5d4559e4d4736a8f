"""Files of every format damaged at random but repeatably, and what reading them must never do.

`python -m tests.db.formats.mutations SECONDS [SEED]` goes on for that long and prints what it finds.
"""

from __future__ import annotations

import csv
import io
import random
import sys
import time
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl

from db.formats import Options, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Operation
from metrics.errors import PlumblineError
from metrics.periods import Month
from metrics.vocabulary import Kind

FOLDERS = (Path(__file__).parent / "samples", Path(__file__).resolve().parents[3] / "../shared/data/exports")
LARGEST = 60_000
_SPECIAL = (
    *(
        b'"',
        b'""',
        b",",
        b";",
        b"\t",
        b"|",
        b"\n",
        b"\r",
        b"\r\n",
        b"\0",
        b"\xff",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"sep=;\n",
    ),
    *(
        b"Total",
        b"nps",
        b"metric",
        b"2025-03",
        b"31/04/2025",
        b"9" * 400,
        b"-",
        b"#",
        "★".encode(),
        "٩".encode(),
        b"\x1a",
    ),
)
_ENCODINGS = ("utf-16", "utf-16-le", "cp1252", "latin-1", "utf-32", "utf-8-sig")
_MAPS = (
    (),
    ("#1=score:nps",),
    ("#2=responded_at", "#3=score:csat"),
    ("#4=score:ces:1-7:reversed", "#1=unit"),
    ("#2=comment",),
)


def seeds() -> list[bytes]:
    """The samples, the smaller real exports where they are, and a workbook of each sample."""
    files = [path for folder in FOLDERS if folder.is_dir() for path in sorted(folder.rglob("*")) if path.is_file()]
    found = [path.read_bytes() for path in files if path.suffix != ".json" and path.stat().st_size < LARGEST]
    return found + [_workbook(content) for content in found[:4]]


def _workbook(content: bytes) -> bytes:
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")):
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def mutated(content: bytes, chance: random.Random) -> bytes:
    """`content` with one to eight damages."""
    for _ in range(chance.randint(1, 8)):
        content = chance.choice(_DAMAGES)(content, chance)
    return content[: 4 * LARGEST]


def _place(content: bytes, chance: random.Random) -> tuple[int, int]:
    start = chance.randint(0, len(content))
    return start, min(len(content), start + chance.choice((1, 1, 2, 8, 64, 2000)))


def _flip(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + bytes((chance.randrange(256),)) + content[start + 1 :]


def _cut(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:start] + content[end:]


def _double(content: bytes, chance: random.Random) -> bytes:
    start, end = _place(content, chance)
    return content[:end] + content[start:end] * chance.randint(1, 3) + content[end:]


def _insert(content: bytes, chance: random.Random) -> bytes:
    start, _ = _place(content, chance)
    return content[:start] + chance.choice(_SPECIAL) + content[start:]


def _shuffle(content: bytes, chance: random.Random) -> bytes:
    lines = content.splitlines(keepends=True)
    chance.shuffle(lines)
    return b"".join(lines)


def _recode(content: bytes, chance: random.Random) -> bytes:
    return content.decode("utf-8", "replace").encode(chance.choice(_ENCODINGS), "replace")


def _replace(content: bytes, chance: random.Random) -> bytes:
    return content.replace(chance.choice(_SPECIAL), chance.choice(_SPECIAL))


_DAMAGES: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    *(_flip, _flip, _cut, _double, _insert, _insert, _shuffle, _recode, _replace),
)


def check(content: bytes, chance: random.Random) -> None:
    """Inspect and read as a person might have it; every line must be accounted for, and only our own errors raised."""
    source = Source.of_bytes("file", content)
    found = inspect(source, chance.choice((None, None, *Kind)))
    assert found.refused is None or found.refused.endswith("."), found.refused
    said = Options(
        chance.choice((None, None, None, *Kind)),
        chance.choice(_MAPS),
        chance.choice((None, "day_first", "serial")),
        chance.choice((None, Month(2025, 3))),
    )
    try:
        mapping = mapping_for(found, said)
        assert type(mapping).from_json(mapping.as_json()) == mapping
        for block in read(source, mapping).blocks():
            lines = sum(len(getattr(row, "checklist", "1")) for row in block.rows)
            assert block.read == lines + block.refused + block.blank
            assert all(problem.message and len(problem.value) <= 200 for problem in block.problems)
            assert all(not isinstance(row, Operation) or row.metric for row in block.rows)
    except PlumblineError:
        return  # a sentence of ours, which is all that may stop the reading of a file


def cases(seed: int) -> Iterator[tuple[int, bytes, random.Random]]:
    """Damaged files without end, each with the number from which it can be made again."""
    contents = seeds()
    for number in range(seed, sys.maxsize):
        chance = random.Random(number)
        yield number, mutated(chance.choice(contents), chance), chance


def main() -> int:
    """Check damaged files for so many seconds; 1 where one of them broke something."""
    seconds, seed = float(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    end = time.monotonic() + seconds
    broken = tried = 0
    for number, content, chance in cases(seed):
        began = time.monotonic()
        if began > end:
            break
        tried += 1
        try:
            check(content, chance)
        except Exception:  # noqa: BLE001 - whatever it is, it is what is looked for
            broken += 1
            sys.stdout.write(f"{number}: {traceback.format_exc()[-1500:]}\n")
        if time.monotonic() - began > 5:
            sys.stdout.write(f"{number}: took {time.monotonic() - began:.1f} s\n")
    sys.stdout.write(f"{tried} damaged files, {broken} broke something.\n")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
