"""Build the pack of a month from one state of the store. The screen shows the same pack as the files."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from db.reports.board_report import BoardReport
from metrics.vocabulary import Scope
from pages.language import locale, numbers
from pages.language.early_ends import compared_spans, early_end_notes
from pages.language.sentences import headline, period_name, real_changes
from pages.packs.pack import EditionMark, Pack, Paragraph, Row, Section
from pages.packs.pack_text import AT_STAKE, DECISIONS
from pages.publishing import decisions_and_risk, definitions, initiatives_and_actions, restatements
from pages.publishing.charts import chart
from pages.publishing.metric_rows import row
from pages.publishing.metric_selection import for_charts, for_sheet
from pages.publishing.sections import WORKED, sections, since_last_pack

TITLE = "Customer service report to the board"
ON_EVERY_PACK = ("All channels", "Staff metrics from staff, all others from customers")


def build_pack(found: BoardReport, at: dt.datetime) -> Pack:
    """The draft of a month's pack; `at` is the moment, with its time zone, up to which data are included."""
    locale.use(found.settings.locale, found.settings.currency)
    cards, scope = found.report.scorecards, found.report.scope
    changes = real_changes(cards)
    chosen = for_sheet(cards, changes, found.settings.board.get("metrics", ()))
    drawn = for_charts(cards, changes, found.settings.board.get("pinned", ()))
    on_sheet = {card.metric.id for card in chosen}
    ordered = [*chosen, *(card for card in cards if card.metric.id not in on_sheet)]
    rows = tuple(row(card, changes) for card in ordered)
    compared = compared_spans(cards, scope)
    pack = Pack(
        organisation=found.settings.organisation or "The whole organisation",
        title=TITLE,
        month=scope.month.first_day,
        period=period_name(scope),
        scope=scope_words(found, scope),
        cut_off=at,
        cut_off_words=moment(at),
        revision=found.report.revision,
        headline=headline(cards, scope),
        for_sheet=len(chosen),
        filters=ON_EVERY_PACK,
        before=f"v {numbers.span_label(compared.before)}",
        year_ago=f"v {numbers.span_label(compared.year_ago)}",
        rows=rows,
        sections=tuple(sections(cards, changes, _written_sections(found))),
        charts=tuple(
            chart(card, changes, initiatives_and_actions.events(found.doing, card.metric.id)) for card in drawn
        ),
        commentary=paragraphs(found.commentary.text) if found.commentary else (),
        commentary_by=found.commentary.by if found.commentary and found.commentary.text else "",
        actions=initiatives_and_actions.actions(found.doing, at.astimezone().date()),
        since_last_pack=_since_last(found, rows),
        benchmarks=tuple(own for card in cards for own in definitions.benchmarks(card)),
        stands_on=definitions.stands_on(found.freshness, scope),
        definitions=tuple(definitions.definition(card, found.uploads) for card in ordered),
        rules=definitions.RULES,
        legend=" ".join((*early_end_notes(cards), definitions.LEGEND)),
    )
    return _with_restatements(pack, found)


def scope_words(found: BoardReport, scope: Scope) -> str:
    """Which part of the organisation the pack is about: “North › Leeds”, “All of Harbour & Vale”."""
    whose = found.settings.organisation
    return scope.unit.replace("/", " › ") or (f"All of {whose}" if whose else "The whole organisation")


def moment(at: dt.datetime) -> str:
    """A moment as printed, in the server's time zone: “12 November 2026, 18:00 GMT”."""
    here = at.astimezone()
    return f"{numbers.day(here.date())}, {here:%H:%M} {here:%Z}"


def this_moment() -> dt.datetime:
    """Now, to the second; no reader needs it finer."""
    return dt.datetime.now(dt.UTC).replace(microsecond=0)


def paragraphs(text: str) -> tuple[str, ...]:
    """The lines of a text that people typed, without blank ones."""
    return tuple(" ".join(line.split()) for line in text.splitlines() if line.strip())


def as_edition(pack: Pack, number: int, by: str, at: dt.datetime, seals: tuple[str, str]) -> Pack:
    """The pack as the edition of that number, published at `at`, up to which data are included.

    `seals` are those of its content and of the store.
    """
    here = at.astimezone()
    return replace(
        pack,
        cut_off=here,
        cut_off_words=moment(here),
        edition=EditionMark(number, by, numbers.day(here.date()), *seals),
    )


def stored_pack(plain: Mapping[str, Any]) -> Pack:
    """A pack from the plain values in the store."""
    return Pack.from_json(json.dumps(plain))


def _written_sections(found: BoardReport) -> tuple[Section, ...]:
    """Effects of initiatives, what is at stake, and the decisions the board is asked for."""
    month, asked = numbers.month_alone(found.report.scope.month), found.decisions.text if found.decisions else ""
    return (
        Section(WORKED, initiatives_and_actions.worked(found.doing, found.settings.organisation)),
        Section(AT_STAKE, decisions_and_risk.at_stake(found.stake, month)),
        Section(DECISIONS, decisions_and_risk.decisions(asked)),
    )


def _since_last(found: BoardReport, rows: tuple[Row, ...]) -> tuple[Paragraph, ...]:
    return since_last_pack(None if found.last is None else stored_pack(found.last), rows)


def _with_restatements(pack: Pack, found: BoardReport) -> Pack:
    """The pack with its differences from the newest published edition of the same month."""
    if found.published is None:
        return pack
    return replace(pack, restated=restatements.restatements(stored_pack(found.published[1]), pack))
