"""The command about the organisation's settings: show them, and change one or several."""

from __future__ import annotations

from contextlib import closing
from enum import StrEnum
from typing import Annotated

import typer

from db.changes.settings import count_in_zone, count_newest_only
from db.queries.settings import Settings, settings
from db.store.engine import open_store
from pages.command_line import terminal
from pages.command_line.json_fields import SettingsDocument
from pages.command_line.listings import Listing
from pages.command_line.options import AsJson, Who, local_account
from pages.command_line.terminal import DONE, plain_errors

NO_ZONE = "none"


class CountedAnswers(StrEnum):
    """Which of the answers that one person gave in a month count."""

    ALL = "all"
    NEWEST = "newest"


@plain_errors
def settings_(
    time_zone: Annotated[
        str, typer.Option(help="Zone in which moments with an offset count, as Europe/Berlin; none: as written.")
    ] = "",
    answers: Annotated[
        CountedAnswers | None, typer.Option(help="Which of one person's answers in a month count.")
    ] = None,
    by: Who = "",
    as_json: AsJson = False,
) -> int:
    """The organisation's settings; change those that are given. Files imported before keep the days they have."""
    with closing(open_store()) as store:
        if time_zone:
            count_in_zone(store, "" if time_zone.lower() == NO_ZONE else time_zone, by=by or local_account())
        if answers is not None:
            count_newest_only(store, answers is CountedAnswers.NEWEST, by=by or local_account())
        with store.reading() as session:
            found = settings(session)
    document = _document(found)
    shown = {**document, "time_zone": found.time_zone or NO_ZONE}
    rows = ((name.replace("_", " "), said) for name, said in shown.items())
    terminal.answer(as_json, document, Listing.of("Settings", "Setting | Is", rows))
    return DONE


def _document(found: Settings) -> SettingsDocument:
    return SettingsDocument(
        organisation=found.organisation,
        fiscal_year_start=found.fiscal_year_start,
        week_start=found.week_start,
        locale=found.locale,
        currency=found.currency,
        smallest_n=found.smallest_n,
        few_n=found.few_n,
        time_zone=found.time_zone or None,
        answers=(CountedAnswers.NEWEST if found.newest_only else CountedAnswers.ALL).value,
    )
