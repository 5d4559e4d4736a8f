"""Packs made of seeded scorecards, so that their words can be tried over many companies without a store."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from db.queries.editions import Commentary
from db.queries.settings import Settings
from db.queries.uploads import Freshness
from db.reports.board_report import BoardReport
from db.reports.initiative_effects import Improvements
from db.reports.scorecards import Report
from metrics.scorecard import Scorecard
from metrics.vocabulary import Kind, Scope
from pages.packs.pack import Pack
from pages.publishing.build_pack import build_pack
from tests.pages.synthetic import OCTOBER, some_company

MOMENT = dt.datetime(2026, 11, 12, 18, tzinfo=dt.UTC)


def some_material(
    cards: Sequence[Scorecard], *, organisation: str = "Harbour & Vale", text: str = "", **board: list[str]
) -> BoardReport:
    """All there is to tell of some scorecards; `board` holds the `metrics` and `pinned` a leader chose."""
    return BoardReport(
        report=Report(cards[0].scope if cards else Scope(OCTOBER), 7, tuple(cards)),
        settings=Settings(organisation, 1, 0, "en_GB", "GBP", 5, 30, is_sample=False, board=board),
        freshness=(Freshness(Kind.SURVEY, dt.date(2026, 11, 9), OCTOBER.plus(1)),),
        uploads={Kind.SURVEY: 2},
        doing=Improvements((), ()),
        commentary=Commentary(text, "M. Hale", MOMENT) if text else None,
        last=None,
        published=None,
    )


def some_pack(seed: int, **told: str) -> Pack:
    """The draft of a company's pack, the same for the same seed."""
    return build_pack(some_material(some_company(seed), **told), MOMENT)  # type: ignore[arg-type]  # words, no lists
