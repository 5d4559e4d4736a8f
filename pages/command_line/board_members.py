"""The command about who gets the board's pack by mail."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes.board.publish import add_board_member, remove_board_member
from db.queries.editions import board_members
from db.store.engine import open_store
from metrics.errors import BadValue
from pages.command_line import terminal
from pages.command_line.json_fields import BoardMemberDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors


class MemberCommand(StrEnum):
    """What the command does."""

    ADD = "add"
    REMOVE = "remove"
    LIST = "list"


@plain_errors
def board_members_(
    deed: Annotated[MemberCommand, typer.Argument(help="What to do.")],
    address: Annotated[str, typer.Argument(help="The e-mail address.")] = "",
    name: Annotated[str, typer.Argument(help="The person's name, for add.")] = "",
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """Who gets the board pack by mail: list them, add somebody, or remove somebody."""
    if deed is not MemberCommand.LIST and not address:
        raise BadValue(f"Say which address: board-members {deed} name@example.org.")
    with closing(open_store()) as store:
        if deed is MemberCommand.ADD:
            add_board_member(store, name, address, by=by or local_account())
        elif deed is MemberCommand.REMOVE:
            remove_board_member(store, address, by=by or local_account())
        with store.reading() as session:
            known = board_members(session)
    document: list[BoardMemberDocument] = [{"name": own.name, "address": own.address} for own in known]
    rows = ((own.name, own.address) for own in known)
    terminal.answer(as_json, document, Listing.of("Who gets the pack", "Name | Address", rows))
    return DONE
