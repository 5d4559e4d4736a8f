"""Whether LibreOffice opens a pack's slides and workbook and finds the pack's words in them.

`python -m benchmarks.office_check` (or `make office`) makes the sample company's pack, those written by hand in the
tests and one without data, lets LibreOffice turn them into PDF and CSV, compares words, numbers and pages, and ends
with 1 where anything differs. `--keep FOLDER` leaves files and PDF there, to be looked at.
"""

from __future__ import annotations

import argparse
import csv
import io
import math
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

from pptx import Presentation
from pypdf import PageObject, PdfReader

from db.changes.board.commentary import save_assumption, write_commentary
from db.maintenance.sample_company import load_sample
from db.queries.editions import BoardText
from db.store.engine import open_store
from metrics.periods import Month
from metrics.statistics.customers_at_risk import Assumption
from pages.packs import pack_text
from pages.packs.clean_text import clean_texts, shortened
from pages.packs.pack import Pack, PrintedNumber, Row
from pages.packs.slides.slides import pptx
from pages.packs.workbook.metric_sheet import sheet_names
from pages.packs.workbook.workbook import ACTIONS, BENCHMARKS, DEFINITIONS, IN_WORDS, SUMMARY, xlsx
from pages.publishing.publish import draft_pack
from tests.pages.packs.company import empty_pack, full_pack

PROGRAMS = ("soffice", "libreoffice")
SECONDS = 240  # for one file; the first one after installing takes longest
EVERY_SHEET_AS_IT_IS = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
NOT_COMPARED = dict.fromkeys(map(ord, "\u200b\u00ad▲▼"))
FOOT = 6.98 / 7.5  # how far down a slide its foot begins
OCTOBER = Month(2026, 10)
Cells = list[list[str]]


def packs() -> dict[str, Pack]:
    """What is checked, by name: the sample company with everything a leader adds, packs by hand, and an empty month."""
    with tempfile.TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/plumbline.db")) as store:
        load_sample(store)
        save_assumption(store, OCTOBER, Assumption(25, 416), by="M. Hale")
        for part, said in (
            (BoardText.COMMENTARY, "We answered late on Mondays.\n\nA second shift begins in December."),
            (BoardText.DECISIONS, "Extend the call-back promise to all branches.\nKeep the Monday desk."),
        ):
            write_commentary(store, OCTOBER, said, by="M. Hale", part=part)
        return {"sample": draft_pack(store, OCTOBER), "by-hand": full_pack(), "no-data": empty_pack()}


def converted(program: str, file: Path, kind: str, to: Path) -> list[Path]:
    """What LibreOffice makes of a file; it has a profile of its own, so one that is open elsewhere is left alone."""
    to.mkdir(parents=True, exist_ok=True)
    before = set(to.iterdir())
    profile = f"-env:UserInstallation={(to.parent / 'profile').resolve().as_uri()}"
    command = [program, profile, "--headless", "--convert-to", kind, "--outdir", str(to), str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=SECONDS)
    return sorted(set(to.iterdir()) - before)


def bare(text: str) -> str:
    """Text without places to break a line, and without arrows, which a PDF may set before the sign behind them."""
    return "".join(text.translate(NOT_COMPARED).split())


def told(pack: Pack) -> Iterator[str]:
    """All that slides must say: headline, each metric with value, verdict and changes, every sentence, every fact."""
    yield pack.headline
    for row in pack.rows:
        steps = (own.figure.words or own.meaning for own in (row.before, row.year_ago))
        yield from (row.name, row.value.words, row.verdict_words, row.margin, *steps)
    for section in pack_text.sections(pack):
        yield section.heading
        if section.heading != pack_text.ACTIONS:
            yield from (each for own in section.paragraphs for each in (own.lead, own.text))
    for action in pack.actions:
        yield from (action.what, action.owner, action.due, action.state)
    for chart in pack.charts:
        yield from (chart.title, chart.sentence)
    for fact in pack_text.about(pack):
        yield fact.text


def wrong_slides(pack: Pack, made: bytes, shown: Path) -> Iterator[str]:
    """What LibreOffice's pages of the slides lack, hold twice or have beyond their edges."""
    pages = PdfReader(shown).pages
    slides = len(Presentation(io.BytesIO(made)).slides)
    if len(pages) != slides:
        yield f"{slides} slides are {len(pages)} pages"
    text = bare(" ".join(page.extract_text() for page in pages))
    yield from (f"no slide says “{own}”" for own in told(pack) if bare(own) not in text)
    for number, page in enumerate(pages, start=1):
        foot = bare(f"{shortened(pack_text.foot(pack), 300)} · {number} of {slides}")
        yield from (f"slide {number}: “{own}” runs into its foot or over an edge" for own in astray(page, foot))


def astray(page: PageObject, foot: str) -> list[str]:
    """The words of a page that stand as low as its foot and are not in it, or begin beyond its sides."""
    found: list[str] = []
    width, height = float(page.mediabox.width), float(page.mediabox.height)

    def note(text: str, _matrix: Sequence[float], place: Sequence[float], _font: object, _size: float) -> None:
        low = place[5] < height * (1 - FOOT) and bare(text) not in foot
        if text.strip() and (low or not 0 <= place[4] < width):
            found.append(" ".join(text.split()))

    page.extract_text(visitor_text=note)
    return found


def wrong_workbook(pack: Pack, sheets: dict[str, Cells]) -> Iterator[str]:
    """What LibreOffice reads otherwise in the workbook than the pack holds."""
    names = sheet_names(pack.rows, (SUMMARY, IN_WORDS, ACTIONS, BENCHMARKS, DEFINITIONS))
    expected = {SUMMARY, IN_WORDS, DEFINITIONS, *names}
    expected |= {name for name, own in ((ACTIONS, pack.actions), (BENCHMARKS, pack.benchmarks)) if own}
    if set(sheets) != expected:
        yield f"sheets are {sorted(sheets)}, not {sorted(expected)}"
        return
    for section in pack_text.sections(pack):
        said = {bare(row[1]) for row in sheets[IN_WORDS] if bare(row[0]) == bare(section.heading)}
        for own in section.paragraphs:
            whole = bare(f"{own.arrow}{own.lead}{own.text}")
            if whole not in said:
                yield f"“{section.heading}” lacks “{own.lead} {own.text}”"
    for row, name in zip(pack.rows, names, strict=True):
        yield from (f"{name}: {own}" for own in wrong_row(row, sheets[SUMMARY], sheets[name]))


def wrong_row(row: Row, summary: Cells, months: Cells) -> Iterator[str]:
    """What the summary and its own sheet hold otherwise of one metric."""
    named = f"{row.name} ({row.unit})" if row.unit else row.name
    found = next((line for line in summary if bare(line[0]) == bare(named)), None)
    if found is None:
        yield "is not in the summary"
        return
    for column, own in ((2, row.value), (8, row.standard), (10, row.before.figure), (12, row.year_ago.figure)):
        if not is_same(own, found[column]):
            yield f"the summary has {found[column]!r} for {own.number}"
    start = next(place for place, line in enumerate(months) if line[0] == "Month") + 1 if row.series else 0
    for point, line in zip(row.series, months[start:], strict=False):
        for column, number in ((1, point.value.number), (4, point.n), (5, point.lower), (8, point.standard)):
            if not is_same(PrintedNumber("", number), line[column]):
                yield f"{point.month:%B %Y} has {line[column]!r} for {number}"


def is_same(own: PrintedNumber, cell: str) -> bool:
    """Whether a cell holds the figure's number; without one it holds words or nothing."""
    if own.number is None:
        return not cell or bool(own.words)
    try:
        return math.isclose(float(cell), own.number, rel_tol=1e-12, abs_tol=1e-12)
    except ValueError:
        return False


def wrong(program: str, name: str, given: Pack, folder: Path) -> Iterator[str]:
    """Everything that differs in one pack."""
    pack = clean_texts(given)
    slides, book = folder / f"{name}.pptx", folder / f"{name}.xlsx"
    slides.write_bytes(made := pptx(given))
    book.write_bytes(xlsx(given))
    (shown,) = converted(program, slides, "pdf", folder / "slides")
    yield from (f"{slides.name}: {own}" for own in wrong_slides(pack, made, shown))
    (printed,) = converted(program, book, "pdf", folder / "book")
    if not PdfReader(printed).pages:
        yield f"{book.name}: no page is printed"
    files = converted(program, book, EVERY_SHEET_AS_IT_IS, folder / "sheets")
    sheets = {file.stem.removeprefix(f"{name}-"): _cells(file) for file in files}
    yield from (f"{book.name}: {own}" for own in wrong_workbook(pack, sheets))


def _cells(file: Path) -> Cells:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.reader(lines))


def main() -> int:
    """Check every pack, print what differs, and say by the exit code whether anything does."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--keep", type=Path, help="a folder for the files and what LibreOffice made of them")
    chosen = options.parse_args()
    program = next((path for name in PROGRAMS if (path := shutil.which(name))), None)
    if program is None:
        print("LibreOffice was not found. Install it, or run make office.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as spare:
        folder: Path = chosen.keep or Path(spare)
        folder.mkdir(parents=True, exist_ok=True)
        differing = 0
        for name, pack in packs().items():
            found = list(wrong(program, name, pack, folder))
            print(f"{name}: {len(pack.rows)} metrics, {'the same' if not found else f'{len(found)} differ'}")
            print("".join(f"  {own}\n" for own in found), end="")
            differing += len(found)
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
