"""The command that writes the board's pack or the teams' pages into a folder, publishes them, and sends them."""

from __future__ import annotations

import hashlib
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer

from db.queries.editions import Edition, edition, editions
from db.queries.uploads import newest_whole_month
from db.store.engine import Store, open_store, today
from metrics.errors import BadValue, NotDone, NotFound
from metrics.periods import Month
from pages.command_line import terminal
from pages.command_line.folder import put, refuse_unwritable
from pages.command_line.json_fields import PackDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, NEEDS_ATTENTION, plain_errors
from pages.packs.pack import Pack
from pages.packs.team_files import team_files
from pages.packs.zip_files import zipped
from pages.publishing.mail.send import SendOutcome, send
from pages.publishing.mail.settings import mail_settings
from pages.publishing.publish import draft_pack, files, publish, published_files, published_pack, teams

File = tuple[str, str, bytes]


@dataclass(frozen=True, slots=True)
class MadePack:
    """What a command made: the pack (None: pages of many units), its edition if published, and its files."""

    pack: Pack | None
    edition: Edition | None
    files: tuple[File, ...]


@plain_errors
def pack_(
    to: Annotated[Path | None, typer.Option(help="The folder the files are written to.")] = None,
    month: Annotated[str | None, typer.Option(help="The month, as 2026-10; default the newest whole one.")] = None,
    unit: Annotated[str, typer.Option(help="A unit's own pack, as North/Leeds.")] = "",
    all_teams: Annotated[bool, typer.Option("--teams", help="A page for each unit, in one zip.")] = False,
    publishing: Annotated[bool, typer.Option("--publish", help="Publish it as an edition.")] = False,
    sending: Annotated[bool, typer.Option("--send", help="Send the newest edition to the board's members.")] = False,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """The board pack as PDF, PowerPoint and Excel: a draft, or with --publish an edition that never changes."""
    if all_teams and (unit or publishing or sending):
        raise BadValue(
            "--teams makes a page for every unit; team pages are neither published nor sent. "
            "Use it with --month and --to only.",
            not_done=NotDone.WRITTEN,
        )
    if to is None and not sending:
        raise BadValue("Say which folder the files go to: --to FOLDER.", not_done=NotDone.WRITTEN)
    if to is not None:
        refuse_unwritable(to)
    settings = mail_settings() if sending else None
    who = by or local_account()
    with closing(open_store()) as store:
        at = _month(store, month)
        made = _teams(store, at) if all_teams else _board(store, at, unit, who, publishing, of_edition=sending)
        if to is not None:
            _put(to, made)
        outcomes: tuple[SendOutcome, ...] = ()
        if settings is not None and made.edition is not None:
            outcomes = send(store, made.edition.id, settings, by=who)
    _tell(made, at, unit, outcomes, to, as_json)
    return NEEDS_ATTENTION if any(outcome.trouble for outcome in outcomes) else DONE


def _put(to: Path, made: MadePack) -> None:
    try:
        put(to, [(name, content) for name, _, content in made.files])
    except BadValue as trouble:
        if made.edition is None:
            raise
        kept = f"Edition {made.edition.number} is published. Run the same command again to write its files."
        raise BadValue(f"{trouble} {kept}", not_done=None) from trouble


def _month(store: Store, named: str | None) -> Month:
    if named:
        return Month.parse(named)
    with store.reading() as session:
        newest = newest_whole_month(session, today())
    if newest is None:
        raise NotFound(
            "Nothing has been measured yet, so there is no pack. Import a file first.", not_done=NotDone.WRITTEN
        )
    return newest


def _board(store: Store, month: Month, unit: str, who: str, publishing: bool, *, of_edition: bool) -> MadePack:
    """A draft; or the edition that is published now, or was published last where it is to be sent."""
    if publishing:
        return _published(store, publish(store, month, unit, by=who).edition)
    if of_edition:
        with store.reading() as session:
            known = editions(session, month, unit)
        if not known:
            raise NotFound(
                f"{month} was not published, and only an edition is sent. Give --publish too, or publish it on the "
                "board page.",
                not_done=NotDone.SENT,
            )
        return _published(store, known[0].id)
    pack = draft_pack(store, month, unit)
    return MadePack(pack, None, files(pack, unit))


def _published(store: Store, id_: int) -> MadePack:
    with store.reading() as session:
        known = edition(session, id_)
    return MadePack(published_pack(store, id_).pack, known, published_files(store, id_))


def _teams(store: Store, month: Month) -> MadePack:
    """One zip with a page for each unit; told on standard error how far it is."""
    packs = teams(store, month)
    if not packs:
        raise NotFound(f"No unit has anything recorded in {month}, so there is no team page.", not_done=NotDone.WRITTEN)
    with terminal.progress("Team pages", len(packs)) as tell:
        pages = []
        for page in team_files(packs):
            pages.append(page)
            tell(len(pages))
    return MadePack(packs[0], None, ((f"team-packs-{month}.zip", "zip", zipped(pages)),))


def _tell(
    made: MadePack, month: Month, unit: str, outcomes: tuple[SendOutcome, ...], to: Path | None, as_json: bool
) -> None:
    if as_json:
        terminal.show(_document(made, month, unit, outcomes))
        return
    where = f" in {to}" if to is not None else ""
    state = "Draft, not yet published" if made.edition is None else f"Edition {made.edition.number}"
    rows = ((name, kind, f"{len(content):,}", _hash(content)[:16]) for name, kind, content in made.files)
    terminal.show_tables(Listing.of(f"{month}: {state}{where}", "File | Kind | Bytes | SHA-256 begins", rows))
    for outcome in outcomes:
        terminal.say(outcome.sentence)


def _document(made: MadePack, month: Month, unit: str, outcomes: tuple[SendOutcome, ...]) -> PackDocument:
    pack, known = made.pack, made.edition
    return {
        "month": str(month),
        "unit": unit,
        "published": known is not None,
        "edition": known.number if known else None,
        "cut_off": pack.cut_off.isoformat() if pack else None,
        "revision": pack.revision if pack else None,
        "files": [
            {"name": name, "kind": kind, "bytes": len(content), "sha256": _hash(content)}
            for name, kind, content in made.files
        ],
        "sent": [{"address": own.address, "sent": own.sent, "trouble": own.trouble or None} for own in outcomes],
    }


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
