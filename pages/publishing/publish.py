"""A month's pack as files: a draft, or an edition that is frozen in the store."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from db.changes.board.publish import FrozenPack, PublishedEdition, check_publisher, freeze
from db.queries.audit_log import newest_seal
from db.queries.editions import (
    EditionFile,
    content_hash,
    content_of,
    edition,
    editions,
    files_of,
    next_number,
    pack_of,
    seal,
    with_content,
)
from db.reports.board_report import board_report, team_reports
from db.store.engine import Store
from metrics.errors import NotDone, StoreTrouble
from metrics.periods import Month
from pages.packs.json_codec import plain
from pages.packs.pack import Pack
from pages.packs.pack_text import file_name
from pages.packs.pdf.pdf import pdf
from pages.packs.slides.slides import pptx
from pages.packs.workbook.workbook import xlsx
from pages.publishing.build_pack import as_edition, build_pack, stored_pack, this_moment
from pages.publishing.team_packs import team_packs

Writers = Mapping[str, Callable[[Pack], bytes]]
# Every kind of file of a pack, in the order in which they are offered.
WRITERS: Writers = {"pdf": pdf, "pptx": pptx, "xlsx": xlsx}
TRIES = 5  # the files take about two seconds; more frequent writes for ten seconds mean that a whole folder is imported
MEDIA = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def files(pack: Pack, unit: str = "", writers: Writers = WRITERS) -> tuple[tuple[str, str, bytes], ...]:
    """The pack's files: name, kind and bytes; those of a unit (its path) have its name in theirs."""
    return tuple((named(pack, kind, unit), kind, write(pack)) for kind, write in writers.items())


def named(pack: Pack, kind: str, unit: str = "") -> str:
    """The name of a pack's file: “board-pack-2026-10-draft.pdf”, “north-leeds-board-pack-2026-10-draft.pdf”."""
    letters = "".join(letter if letter.isalnum() else " " for letter in unit.lower())
    return "-".join([*letters.split(), file_name(pack, kind)])


def draft_pack(store: Store, month: Month, unit: str = "") -> Pack:
    """The pack of a month from the current data. Raises NotFound where the month has none."""
    with store.reading() as session:
        return build_pack(board_report(session, month, unit), this_moment())


def teams(store: Store, month: Month) -> list[Pack]:
    """The page of each unit with data in a month, as packs. Raises NotFound where no unit has any."""
    with store.reading() as session:
        found = team_reports(session, month)
    return list(team_packs(found, this_moment()))


def publish(store: Store, month: Month, unit: str = "", *, by: str, writers: Writers = WRITERS) -> PublishedEdition:
    """Freeze a month's pack with its files as an edition, signed by `by`; the same again stays the same edition.

    Numbers, words and files come from one state of the store. They are made outside any transaction, so that others
    can go on writing; where somebody did, they are made again from the new state, up to TRIES times. Raises BadValue
    without a name, NotFound for an unknown unit or a month without data, StoreTrouble after the last try.
    """
    check_publisher(by)
    for _ in range(TRIES):
        done = _try_to_publish(store, month, unit, by, writers)
        if done is not None:
            return done
    raise StoreTrouble(
        f"Other changes were saved during each of {TRIES} tries to write the files of {month}. "
        "Publish it when they are done.",
        not_done=NotDone.PUBLISHED,
    )


def _try_to_publish(store: Store, month: Month, unit: str, by: str, writers: Writers) -> PublishedEdition | None:
    """The edition, or None where the store was changed while the files were being made."""
    with store.reading() as session:
        found, known = board_report(session, month, unit), editions(session, month, unit)
        store_seal = newest_seal(session)
    at = this_moment()
    draft = build_pack(found, at)
    content = content_hash(plain(draft))
    same = with_content(known, content)
    if same is not None:
        return PublishedEdition(same.id, is_new=False)
    number = next_number(known)
    pack = as_edition(draft, number, by, at, (seal(content), store_seal))
    frozen = FrozenPack(month, unit, number, at.replace(tzinfo=None), plain(pack), files(pack, unit, writers))
    return freeze(store, frozen, expected_revision=found.report.revision, by=by)


@dataclass(frozen=True, slots=True)
class PublishedPack:
    """An edition as published: its pack, and its files without their bytes."""

    pack: Pack
    files: tuple[EditionFile, ...]


def published_pack(store: Store, id_: int) -> PublishedPack:
    """An edition by its id. Raises NotFound."""
    with store.reading() as session:
        return PublishedPack(stored_pack(pack_of(session, id_)), tuple(files_of(session, id_)))


def published_files(store: Store, id_: int) -> tuple[tuple[str, str, bytes], ...]:
    """An edition's files: name, kind and the bytes that were published. Raises NotFound."""
    with store.reading() as session:
        known = edition(session, id_)
        return tuple((own.name, own.kind, content_of(session, id_, own.name)) for own in files_of(session, known.id))
