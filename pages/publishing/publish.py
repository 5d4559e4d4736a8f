"""A month's pack as files, as a draft or frozen as an edition: between the store, which keeps, and what draws."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from db.changes.board.publish import FrozenPack, PublishedEdition, publish_edition
from db.queries.editions import EditionFile, content_of, edition, files_of, pack_of
from db.reports.board_report import BoardReport, board_report, team_reports
from db.store.engine import Store
from metrics.periods import Month
from pages.packs.json_codec import plain
from pages.packs.pack import Pack
from pages.packs.pack_text import file_name
from pages.packs.pdf.pdf import pdf
from pages.packs.slides.slides import pptx
from pages.packs.workbook.workbook import xlsx
from pages.publishing.build_pack import as_edition, build_pack, stored_pack, this_moment
from pages.publishing.team_packs import team_packs

# Every kind of file a pack is written as, in the order in which they are offered.
WRITERS: Mapping[str, Callable[[Pack], bytes]] = {"pdf": pdf, "pptx": pptx, "xlsx": xlsx}
MEDIA = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


@dataclass(frozen=True, slots=True)
class DraftPack:
    """A pack that may become an edition, and who would publish it."""

    pack: Pack
    unit: str
    by: str

    def told(self) -> Mapping[str, Any]:
        """What it tells, as plain values."""
        told: Mapping[str, Any] = plain(self.pack)
        return told

    def frozen(self, number: int, at: dt.datetime, seal: str) -> FrozenPack:
        """The same as the edition of that number and seal, published at that moment (UTC), with its files."""
        published = as_edition(self.pack, number, self.by, at.replace(tzinfo=dt.UTC), seal)
        return FrozenPack(plain(published), files(published, self.unit))


def files(pack: Pack, unit: str = "") -> tuple[tuple[str, str, bytes], ...]:
    """The pack's files: name, kind and bytes; those of a unit (its path) have its name in theirs."""
    return tuple((named(pack, kind, unit), kind, write(pack)) for kind, write in WRITERS.items())


def named(pack: Pack, kind: str, unit: str = "") -> str:
    """The name of a pack's file: “board-pack-2026-10-draft.pdf”, “north-leeds-board-pack-2026-10-draft.pdf”."""
    letters = "".join(letter if letter.isalnum() else " " for letter in unit.lower())
    return "-".join([*letters.split(), file_name(pack, kind)])


def draft_pack(store: Store, month: Month, unit: str = "") -> Pack:
    """The pack of a month as the store stands now. Raises NotFound where nothing was recorded in it."""
    with store.reading() as session:
        return build_pack(board_report(session, month, unit), this_moment())


def teams(store: Store, month: Month) -> list[Pack]:
    """The page of each unit with something recorded in a month, as packs. Raises NotFound where nothing was at all."""
    with store.reading() as session:
        found = team_reports(session, month)
    return list(team_packs(found, this_moment()))


def publish(store: Store, month: Month, unit: str = "", *, by: str) -> PublishedEdition:
    """Freeze a month's pack with its files as an edition, signed by `by`; the same again stays the same edition."""

    def write(found: BoardReport) -> DraftPack:
        return DraftPack(build_pack(found, this_moment()), unit, by)

    return publish_edition(store, month, unit, write, by=by)


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """An edition as it was published: its pack, and its files without their bytes."""

    pack: Pack
    files: tuple[EditionFile, ...]


def published_pack(store: Store, id_: int) -> PublishedPack:
    """An edition of any time. Raises NotFound."""
    with store.reading() as session:
        return PublishedPack(stored_pack(pack_of(session, id_)), tuple(files_of(session, id_)))


def published_files(store: Store, id_: int) -> tuple[tuple[str, str, bytes], ...]:
    """An edition's files byte by byte as they were published. Raises NotFound."""
    with store.reading() as session:
        known = edition(session, id_)
        return tuple((own.name, own.kind, content_of(session, id_, own.name)) for own in files_of(session, known.id))
