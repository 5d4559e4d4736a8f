"""The words that every kind of file prints around a pack's numbers: headings, facts about the pack, sections."""

from __future__ import annotations

from collections.abc import Sequence

from pages.packs.clean_text import shortened
from pages.packs.pack import ActionLine, NamedText, Pack, Paragraph, Readers, Row, Section

DOT = " · "
COMMENTARY = "Commentary"
AT_STAKE = "At stake"
DECISIONS = "For the board to decide"
ACTIONS = "Actions"
SINCE = "Since the last pack"
RESTATED = "Restated since"
PRAISE = "In customers’ words"
NOTHING = "There are no data for this month, so there is no table."
NO_VALUE = "No data to chart yet."
COURSE = "On course?"
DEFINED = "Definitions"
READING = "How to read this"
DATA_BEHIND = "Data behind this pack"
SAMPLE_SIZE = "Sample size (n)"
ACTION_HEADS = ("Action", "Owner", "Due", "Status")
BENCHMARK_HEADS = ("Metric", "Benchmark", "Peer group", "Published by", "Period", "Our position")
_LONGEST_NAME = 60


def title(pack: Pack) -> str:
    """The title of the file: “Harbour & Vale: Customer service report to the board, October 2026”."""
    return f"{pack.organisation}: {pack.title}, {pack.period}"


def scope(pack: Pack) -> str:
    """Which part of the organisation, filters included: “The whole organisation · Channel: phone”."""
    return DOT.join(filter(None, (pack.scope, *pack.filters)))


def cut_off(pack: Pack) -> str:
    """Up to when data are included: “Data up to 12 November 2026, 18:00 GMT”."""
    return f"Data up to {pack.cut_off_words}"


def foot(pack: Pack) -> str:
    """The line at the foot of each page, so that a single page still says what it is."""
    whose = (shortened(pack.organisation, _LONGEST_NAME), shortened(pack.title, _LONGEST_NAME), pack.period)
    return DOT.join((*whose, shortened(scope(pack), 2 * _LONGEST_NAME), pack.state, cut_off(pack)))


def about(pack: Pack) -> tuple[NamedText, ...]:
    """What the pack is about and which data are in it, one fact for each line."""
    sealed = (("Seal", pack.edition.seal), ("Seal of the store", pack.edition.store_seal)) if pack.edition else ()
    seal = tuple(NamedText(name, letters) for name, letters in sealed if letters)
    facts = (
        NamedText("Organisation", pack.organisation),
        NamedText("Report", pack.title),
        NamedText("Period", pack.period),
        NamedText("Scope", pack.scope),
        NamedText("Filters", DOT.join(pack.filters) or "none"),
        NamedText("Data up to", pack.cut_off_words),
        NamedText("Data revision", str(pack.revision)),
        NamedText("Edition", pack.state),
    )
    return (*facts, *seal, *pack.stands_on)


def sections(pack: Pack) -> tuple[Section, ...]:
    """All sections, those that people wrote first; sections without a paragraph are left out."""
    written = tuple(Paragraph(words) for words in pack.commentary)
    by = f"{COMMENTARY} by {pack.commentary_by}" if pack.commentary_by else COMMENTARY
    praise = tuple(Paragraph(f"“{own.words}”" + (f" {own.about}" if own.about else "")) for own in pack.praise)
    ordered: Sequence[Section] = (
        Section(by, written),
        Section(RESTATED, pack.restated),
        *pack.sections,
        Section(PRAISE, praise),
        Section(ACTIONS, tuple(map(_action, pack.actions))),
        Section(SINCE, pack.since_last_pack),
    )
    return tuple(own for own in ordered if own.paragraphs)


def claims(told: Sequence[Section]) -> list[int]:
    """The order in which sections get space where it is short: first what the board must decide, and why."""
    first = [place for name in (DECISIONS, AT_STAKE) for place, own in enumerate(told) if own.heading == name]
    return [*first, *(place for place in range(len(told)) if place not in first)]


def valued(row: Row) -> str:
    """A metric's value with its margin: “45.5 ±4.4”, “91.8 % (90.0 to 93.4)”; or the words in its place."""
    if not row.margin:
        return row.value.words
    margin = row.margin if row.margin.startswith("±") else f"({row.margin})"
    return f"{row.value.words} {margin}"


def counted(row: Row) -> str:
    """Value, margin and sample size: “45.5 ±4.4, 1,130 answers”; a hidden value is only its count."""
    return valued(row) if row.cases.words in ("", row.value.words) else f"{valued(row)}, {row.cases.words}"


def _action(own: ActionLine) -> Paragraph:
    """An action on one line: “Second call-back shift: M. Hale, by 30 November 2026, 12 days late”."""
    by = f"by {own.due}" if own.due else ""
    rest = ", ".join(filter(None, (own.owner, by, own.state)))
    return Paragraph(f"{own.what.rstrip('.')}: {rest}." if rest else own.what)


def file_name(pack: Pack, ending: str) -> str:
    """The name of a pack's file: “board-pack-2026-10-edition-2-3fa9c2d1.pdf”; a team's has its scope in it."""
    own = pack.edition
    state = "-".join(filter(None, ("edition", str(own.number), own.seal))) if own else "draft"
    whose = "board-pack" if pack.readers is Readers.BOARD else f"team-{_slug(pack.scope)}"
    return f"{whose}-{pack.month:%Y-%m}-{state}.{ending}"


def _slug(words: str) -> str:
    """Words as part of a file name that every system accepts."""
    letters = "".join(letter if letter.isalnum() else " " for letter in words.lower())
    return "-".join(letters.split())[:60].strip("-") or "unit"
