"""The words of the page about sending: who gets the pack, who has an edition, what became of each mail. HTML."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from html import escape

from db.changes.board.publish import UNDER_WAY
from db.queries.editions import BoardMember, Edition, SendAttempt
from pages.language import numbers
from pages.parts import metric_cells

LOGGED = 50
NOTHING_PUBLISHED = (
    '<p class="note">Nothing was published yet, and only an edition is sent. '
    '<a href="/board" target="_self">Publish one on the board page</a></p>'
)


def opening(members: Sequence[BoardMember]) -> str:
    """The headline, and how sending works."""
    title = "Nobody gets the pack by mail yet."
    if members:
        title = f"{numbers.in_words(len(members)).capitalize()} {'person gets' if len(members) == 1 else 'people get'}"
        title += " the pack by mail."
    lead = (
        "A mail says what the sheet says and has the published PDF with it. Nobody gets the same edition twice. "
        "To send each month by itself, let cron run <code>manage.py pack --send</code>."
    )
    return f'<h1 class="headline">{title}</h1><p class="lead">{lead}</p>'


def not_set_up(sentence: str) -> str:
    """That there is no mail server to send by, and what to set."""
    return metric_cells.joined(
        ('<div class="restated"><p>', escape(sentence.removesuffix(" Nothing was sent.")), "</p></div>")
    )


def list_heading(members: Sequence[BoardMember]) -> str:
    """The heading of the list; what to do where it is empty."""
    note = "" if members else '<p class="note">Add the first person below.</p>'
    return f"<h2>Who gets it</h2>{note}"


def one(member: BoardMember) -> str:
    """A member in the list."""
    return f'<div class="member">{escape(member.name)} <span class="quiet">{escape(member.address)}</span></div>'


def named(own: Edition) -> str:
    """An edition as a choice: “October 2026, edition 2, published 13 November 2026”."""
    unit = f" · {own.unit.replace('/', ' › ')}" if own.unit else ""
    return f"{numbers.month_name(own.month)}{unit}, edition {own.number}, published {numbers.day_of(own.at)}"


def lacking(members: Sequence[BoardMember], log: Sequence[SendAttempt]) -> list[BoardMember]:
    """Those to whom an edition can be sent: who do not have it, and of whom it is known that they do not."""
    done = {own.address.casefold() for own in log if own.trouble in ("", UNDER_WAY)}
    return [member for member in members if member.address.casefold() not in done]


def how_many(members: Sequence[BoardMember]) -> str:
    """“one person”, “3 people”, “nobody”."""
    if not members:
        return "nobody"
    return f"{numbers.in_words(len(members))} {'person' if len(members) == 1 else 'people'}"


def who_has_it(members: Sequence[BoardMember], without: Sequence[BoardMember]) -> str:
    """Who still lacks the edition, by name."""
    if not members:
        return '<p class="note">Nobody is on the list.</p>'
    if not without:
        return '<p class="note">Everybody on the list has this edition.</p>'
    names = numbers.listed([escape(member.name) for member in without])
    return f'<p class="note">{names} {"does" if len(without) == 1 else "do"} not have it yet.</p>'


def log(found: Sequence[SendAttempt]) -> str:
    """What became of each mail, the newest first."""
    if not found:
        return ""
    rows = "".join(_row(own) for own in found[:LOGGED])
    head = "".join(f'<th scope="col">{name}</th>' for name in ("When", "Edition", "Address", "By", "What became of it"))
    more = f'<p class="note">The newest {LOGGED} of {len(found)}.</p>' if len(found) > LOGGED else ""
    return metric_cells.joined(
        (
            '<section class="section thin"><h2>What was sent</h2><div class="scroller" tabindex="0" role="region" ',
            'aria-label="What was sent"><table class="plain"><caption>What was sent</caption>',
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>{more}</section>",
        )
    )


def _row(own: SendAttempt) -> str:
    what = f'<span class="worse">{escape(own.trouble)}</span>' if own.trouble else "Sent"
    edition = f'<a href="/board?edition={own.edition.id}" target="_self">{_short(own.edition)}</a>'
    when = numbers.moment(own.at.replace(tzinfo=dt.UTC))
    return (
        f"<tr><td>{when}</td><td>{edition}</td><td>{escape(own.address)}</td><td>{escape(own.by)}</td>"
        f"<td>{what}</td></tr>"
    )


def _short(own: Edition) -> str:
    return f"{numbers.short_month(own.month)}, edition {own.number}"
