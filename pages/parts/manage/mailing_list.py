"""The words of the page about sending: who gets the pack, who has an edition, what became of each mail."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from markupsafe import Markup

from db.changes.board.publish import UNDER_WAY
from db.queries.editions import BoardMember, Edition, SendAttempt
from pages.language import numbers
from pages.parts import html
from pages.parts.html import TableCell, TableColumn, TableRow

LOGGED = 50
NOTHING_PUBLISHED = html.note(
    "Nothing has been published yet, and only an edition can be sent. ",
    html.link("/board", "Publish one on the board page"),
)


def opening(members: Sequence[BoardMember]) -> Markup:
    """The headline, and how sending works."""
    title = "No one gets the pack by mail yet."
    if members:
        title = f"{numbers.in_words(len(members)).capitalize()} {'person gets' if len(members) == 1 else 'people get'}"
        title += " the pack by mail."
    lead = html.joined(
        "A mail says what the sheet says and has the published PDF attached. Each person gets an edition only once. "
        "To send it each month automatically, let cron run ",
        html.tag("code", "manage.py pack --send"),
        ".",
    )
    return html.headline(title, lead)


def not_set_up(sentence: str) -> Markup:
    """That there is no mail server to send by, and what to set."""
    return html.tag("div", html.paragraph("", sentence), classes="restated")


def list_heading(members: Sequence[BoardMember]) -> Markup:
    """The heading of the list; what to do where it is empty."""
    return html.joined(html.tag("h2", "Recipients"), "" if members else html.note("Add the first person below."))


def one(member: BoardMember) -> Markup:
    """A member in the list."""
    return html.tag("div", f"{member.name} ", html.span("quiet", member.address), classes="member")


def named(own: Edition) -> str:
    """An edition as a choice: “October 2026, edition 2, published 13 November 2026”."""
    unit = f" · {own.unit.replace('/', ' › ')}" if own.unit else ""
    return f"{numbers.month_name(own.month)}{unit}, edition {own.number}, published {numbers.day_of(own.at)}"


def lacking(members: Sequence[BoardMember], log: Sequence[SendAttempt]) -> list[BoardMember]:
    """Those to whom an edition can be sent: who do not have it, and of whom it is known that they do not."""
    done = {own.address.casefold() for own in log if own.trouble in ("", UNDER_WAY)}
    return [member for member in members if member.address.casefold() not in done]


def how_many(members: Sequence[BoardMember]) -> str:
    """“one person”, “3 people”, “no one”."""
    if not members:
        return "no one"
    return f"{numbers.in_words(len(members))} {'person' if len(members) == 1 else 'people'}"


def who_has_it(members: Sequence[BoardMember], without: Sequence[BoardMember]) -> Markup:
    """Who still lacks the edition, by name."""
    if not members:
        return html.note("The list is empty.")
    if not without:
        return html.note("Everyone on the list has this edition.")
    names = numbers.listed([member.name for member in without])
    return html.note(f"{names} {'does' if len(without) == 1 else 'do'} not have it yet.")


def log(found: Sequence[SendAttempt]) -> Markup:
    """What became of each mail, the newest first."""
    if not found:
        return Markup()
    columns = [
        TableColumn("When", "fit light", sorts=True, sorted="descending"),
        *(TableColumn(name, sorts=True) for name in ("Edition", "Address", "Sent by", "Result")),
    ]
    search = "Search the mails sent" if len(found) > html.SEARCHED_FROM else ""
    table = html.working_table("Mails sent", columns, [_row(own) for own in found[:LOGGED]], search=search)
    more = html.note(f"The newest {LOGGED} of {len(found)}.") if len(found) > LOGGED else ""
    return html.section("Mails sent", table, more, classes="thin")


def _row(own: SendAttempt) -> TableRow:
    what = html.span("worse", own.trouble) if own.trouble else "Sent"
    short = f"{numbers.short_month(own.edition.month)}, edition {own.edition.number}"
    edition = html.link(f"/board?edition={own.edition.id}", short)
    at = own.at.replace(tzinfo=dt.UTC)
    order = f"{own.edition.month} {own.edition.number:04}"
    return TableRow(
        [
            TableCell(numbers.moment(at), sort=at.isoformat()),
            TableCell(edition, sort=order),
            own.address,
            own.by,
            what,
        ]
    )
