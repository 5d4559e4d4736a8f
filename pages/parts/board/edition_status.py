"""What the board page says of editions: whether the live numbers are still those published, and how one is sealed."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from db.queries.editions import Commentary, Edition, EditionFile, SendAttempt, content_hash, with_content
from db.queries.standards import KeptAssumption
from pages.language import numbers
from pages.packs.json_codec import plain
from pages.packs.pack import Pack
from pages.packs.pack_text import AT_STAKE, DECISIONS
from pages.parts import html
from pages.parts.board.sheet import paragraph


def against_published(pack: Pack, editions: Sequence[Edition], causes: Sequence[str]) -> Markup:
    """Whether the month as it stands is what was published; otherwise which figures changed, and why.

    `editions` are those of the month, newest first; `pack.restated` compares with the newest.
    """
    newest = editions[0]
    same = with_content(editions, content_hash(plain(pack)))
    if same is newest:
        return _box("", _said("This is ", _link(newest), "; nothing has changed since."))
    if same is not None:
        differs = _link(newest, "Edition")
        return _box("", _said("The numbers and words are again those of ", _link(same), ". ", differs, ", differs."))
    if not pack.restated:
        words = "; the commentary, the choice of metrics or other words are different."
        return _box("", _said("The numbers are those of ", _link(newest), words))
    why = [_said("No upload, undo or decision since then concerns these months.")]
    if causes:
        why = [_said("Since then:"), html.bullets(causes, ""), _said(html.link("/uploads", "See the uploads"))]
    return _box(
        f"Restated since edition {newest.number}",
        _said("These figures are not those of ", _link(newest), "."),
        *map(paragraph, pack.restated),
        *why,
    )


def _said(*content: str) -> Markup:
    return html.paragraph("", *content)


def _link(own: Edition, word: str = "edition") -> Markup:
    """An edition with its stable link, who published it and when."""
    return html.joined(
        html.link(address(own), f"{word} {own.number}"), f", published by {own.by} on {numbers.day_of(own.at)}"
    )


def address(own: Edition) -> str:
    """The link that shows an edition for ever, and never another one in its place."""
    return f"/board?edition={own.id}-{own.seal}"


def _box(heading: str, *content: str) -> Markup:
    return html.tag("div", html.tag("h2", heading) if heading else "", *content, classes="restated")


def newer(shown: Edition, editions: Sequence[Edition]) -> Markup:
    """That there is a newer edition than the one that is shown; empty where there is none."""
    newest = editions[0]
    return Markup() if newest == shown else _box("", _said("There is a newer one: ", _link(newest), "."))


def sealed(shown: Edition, files: Sequence[EditionFile], sent: Sequence[SendAttempt]) -> Markup:
    """How an edition is sealed: its link, the hashes of its content and files, and to whom it went."""
    content = html.joined(_code(shown.sha256), f"; its seal is the beginning, {shown.seal}")
    rows = [
        ("Link", _code(address(shown))),
        ("Content", content),
        *((own.name, html.joined(numbers.size_of_file(own.bytes), html.BR, _code(own.sha256))) for own in files),
        ("Sent", _sent(shown, sent)),
    ]
    note = (
        "An edition never changes. The hashes (SHA-256) show whether a file that someone gives you is the one that was "
        "published."
    )
    facts = html.facts("Link, hashes and sendings", rows)
    return html.section("How this edition is sealed", facts, html.note(note), classes="thin sealed")


def _code(text: str) -> Markup:
    return html.tag("code", text)


def _sent(shown: Edition, sent: Sequence[SendAttempt]) -> Markup:
    send = html.link(f"/sending?edition={shown.id}", "send it")
    gone = [f"{own.address}, {numbers.day_of(own.at)}" for own in reversed(sent) if not own.trouble]
    return html.between(html.BR, [*gone, send]) if gone else html.joined("to no one yet; ", send)


def assumed_by(kept: KeptAssumption | None) -> Markup:
    """Who assumes what is at stake, and since when it holds."""
    words = (
        "The sheet then says how many customers, and how much money, poor experiences may cost, with every number "
        "behind the estimate. Unhappy are those who score 0 to 6 on whether they would recommend us; where that is not "
        "asked, 1 or 2 of 5 on satisfaction. What you enter here is valid from this month."
    )
    if kept is None:
        return html.note(f"No assumption yet, so there is no estimate. {words}")
    state = "Assumed" if kept.assumption is not None else "Left out"
    since = f"{state} by {kept.by} on {numbers.day_of(kept.at)}, valid from {numbers.month_name(kept.since)}."
    return html.note(f"{since} {words}")


def history(written: Sequence[Commentary], unwritten: str) -> Markup:
    """Who wrote a part of the pack when, and the versions before as text that opens on request; else `unwritten`."""
    if not written:
        return html.note(unwritten)
    newest, *before = written
    state = "Saved" if newest.text else "Removed from the pack"
    said = html.note(f"{state} by {newest.by} on {numbers.day_of(newest.at)}.")
    if not before:
        return said
    versions = (
        _said(html.bold(f"{own.by}, {numbers.day_of(own.at)}"), html.BR, _in_one_line(own.text)) for own in before
    )
    return html.joined(said, html.folded(numbers.count(len(before), "earlier versions"), *versions))


def _in_one_line(text: str) -> str:
    return " ".join(text.split()) or "removed from the pack"


def about_to_freeze(pack: Pack, number: int) -> Markup:
    """What publishing will freeze, asked once."""
    signed = f"the commentary signed by {pack.commentary_by}" if pack.commentary else "no commentary"
    what = (
        f"{numbers.count(len(pack.rows), 'metrics')}, {len(pack.on_sheet)} of them on the sheet, "
        f"{numbers.count(len(pack.charts), 'charts')}, {signed}, {_laid_before(pack)}"
    )
    return _said(
        html.bold(f"Publish {pack.period} as edition {number}?"),
        html.BR,
        f"This freezes {what}, and the files. Later uploads will not change it; this page will then say what they "
        "changed.",
    )


def _laid_before(pack: Pack) -> str:
    """How much the board is asked, and whether the pack says what is at stake."""
    told = {own.heading: own.paragraphs for own in pack.sections}
    asked = numbers.count(len(told.get(DECISIONS, ())), "decisions asked") if DECISIONS in told else "no decision asked"
    return f"{asked}, {'what is at stake' if AT_STAKE in told else 'no estimate of what is at stake'}"
