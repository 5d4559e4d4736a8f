"""What the board page says of editions: whether the live numbers are still those published, and how one is sealed."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from db.queries.editions import Commentary, Edition, EditionFile, SendAttempt, content_hash, with_content
from db.reports.customers_at_risk import KeptAssumption
from pages.language import numbers
from pages.packs.json_codec import plain
from pages.packs.pack import Pack
from pages.packs.pack_text import AT_STAKE, DECISIONS
from pages.parts import metric_cells
from pages.parts.board.sheet import paragraph


def against_published(pack: Pack, editions: Sequence[Edition], causes: Sequence[str]) -> str:
    """Whether the month as it stands is what was published; else which figures moved, and what brought it about.

    `editions` are those of the month, newest first; `pack.restated` is held against the newest.
    """
    newest = editions[0]
    same = with_content(editions, content_hash(plain(pack)))
    if same is newest:
        return _box("", f"<p>This is {_link(newest)}; nothing has moved since.</p>")
    if same is not None:
        said = (
            f"<p>The numbers and words are again those of {_link(same)}. {_link(newest).capitalize()}, says other.</p>"
        )
        return _box("", said)
    if not pack.restated:
        words = "the commentary, the choice of metrics or other words are not"
        return _box("", f"<p>The numbers are those of {_link(newest)}; {words}.</p>")
    moved = "".join(paragraph(own) for own in pack.restated)
    brought = "".join(f"<li>{escape(own)}</li>" for own in causes)
    if brought:
        brought = f'<p>Since then:</p><ul>{brought}</ul><p><a href="/uploads" target="_self">See the uploads</a></p>'
    else:
        brought = "<p>No upload, undo or decision since concerns these months.</p>"
    heading = f"Restated since edition {newest.number}"
    return _box(heading, f"<p>These figures are not those of {_link(newest)}.</p>{moved}{brought}")


def _link(own: Edition) -> str:
    """An edition with its stable link, who published it and when."""
    link = f'<a href="{address(own)}" target="_self">edition {own.number}</a>'
    return f"{link}, published by {escape(own.by)} on {numbers.day_of(own.at)}"


def address(own: Edition) -> str:
    """The link that shows an edition for ever, and never another one in its place."""
    return f"/board?edition={own.id}-{own.seal}"


def _box(heading: str, text: str) -> str:
    title = f"<h2>{heading}</h2>" if heading else ""
    return metric_cells.joined(('<div class="restated">', title, text, "</div>"))


def newer(shown: Edition, editions: Sequence[Edition]) -> str:
    """That there is a newer edition than the one that is shown; empty where there is none."""
    newest = editions[0]
    return "" if newest == shown else _box("", f"<p>There is a newer one: {_link(newest)}.</p>")


def sealed(shown: Edition, files: Sequence[EditionFile], sent: Sequence[SendAttempt]) -> str:
    """How an edition is sealed: its link, the hashes of its content and files, and to whom it went."""
    rows = [
        ("Link", f"<code>{address(shown)}</code>"),
        ("Content", f"<code>{shown.sha256}</code>; its seal is the beginning, {shown.seal}"),
        *((escape(own.name), f"{numbers.size_of_file(own.bytes)}<br><code>{own.sha256}</code>") for own in files),
        ("Sent", _sent(shown, sent)),
    ]
    body = "".join(f'<tr><th scope="row">{name}</th><td>{text}</td></tr>' for name, text in rows)
    note = (
        "An edition is never changed. The hashes (SHA-256) tell whether a file that somebody hands you is the one that "
        "was published."
    )
    return metric_cells.joined(
        (
            '<section class="section thin sealed"><h2>How this edition is sealed</h2>',
            f'<table class="facts left"><caption class="unseen">Link, hashes and sendings</caption>{body}</table>',
            f'<p class="note">{note}</p></section>',
        )
    )


def _sent(shown: Edition, sent: Sequence[SendAttempt]) -> str:
    gone = [own for own in reversed(sent) if not own.trouble]
    if not gone:
        return f"to nobody yet; {_send_link(shown)}"
    return "<br>".join(f"{escape(own.address)}, {numbers.day_of(own.at)}" for own in gone) + f"<br>{_send_link(shown)}"


def _send_link(shown: Edition) -> str:
    return f'<a href="/sending?edition={shown.id}" target="_self">send it</a>'


def assumed_by(kept: KeptAssumption | None) -> str:
    """Who assumes what is at stake, and since when it holds."""
    words = (
        "The sheet then says how many customers, and how much money, poor experiences may cost, with every number it "
        "stands on. Unhappy are those who score 0 to 6 on whether they would recommend us; where nobody asks that, 1 "
        "or 2 of 5 on satisfaction. What you say here holds from this month on."
    )
    if kept is None:
        return f'<p class="note">Nothing is assumed yet, so nothing is estimated. {words}</p>'
    state = "Assumed" if kept.assumption is not None else "Left off"
    since = f"{state} by {escape(kept.by)} on {numbers.day_of(kept.at)}, from {numbers.month_name(kept.since)} on."
    return f'<p class="note">{since} {words}</p>'


def history(written: Sequence[Commentary], unwritten: str) -> str:
    """Who wrote a part of the pack when, and the versions before as text that opens on request; else `unwritten`."""
    if not written:
        return f'<p class="note">{unwritten}</p>'
    newest, *before = written
    state = "Saved" if newest.text else "Taken off the pack"
    said = f'<p class="note">{state} by {escape(newest.by)} on {numbers.day_of(newest.at)}.</p>'
    if not before:
        return said
    versions = "".join(
        f"<p><b>{escape(own.by)}, {numbers.day_of(own.at)}</b><br>{_in_one_line(own.text)}</p>" for own in before
    )
    counted = numbers.count(len(before), "earlier versions")
    return f'{said}<details class="folded"><summary>{counted}</summary>{versions}</details>'


def _in_one_line(text: str) -> str:
    return escape(" ".join(text.split())) or "taken off the pack"


def about_to_freeze(pack: Pack, number: int) -> str:
    """What publishing will freeze, asked once."""
    signed = f"the commentary signed by {escape(pack.commentary_by)}" if pack.commentary else "no commentary"
    what = (
        f"{numbers.count(len(pack.rows), 'metrics')}, {len(pack.on_sheet)} of them on the sheet, "
        f"{numbers.count(len(pack.charts), 'charts')}, {signed}, {_laid_before(pack)}"
    )
    return (
        f"<p><b>Publish {escape(pack.period)} as edition {number}?</b><br>It freezes {what}, and the files. Later "
        "uploads will not change it; this page will then say what they moved.</p>"
    )


def _laid_before(pack: Pack) -> str:
    """How much the board is asked, and whether it is told what is at stake."""
    told = {own.heading: own.paragraphs for own in pack.sections}
    asked = numbers.count(len(told.get(DECISIONS, ())), "decisions asked") if DECISIONS in told else "no decision asked"
    return f"{asked}, {'what is at stake' if AT_STAKE in told else 'nothing said of what is at stake'}"
