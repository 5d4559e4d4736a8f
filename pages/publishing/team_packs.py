"""A page for each unit every month, in the board's words; comparing pages never reveals one person's answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from db.queries.comments import Comment
from db.reports.board_report import BoardReport
from pages.language.comment_selection import where_and_when, worth_reading
from pages.packs.pack import Pack, Praise, Readers
from pages.publishing.build_pack import build_pack

TITLE = "Customer service report to the team"


def team_packs(found: Mapping[str, BoardReport], at: dt.datetime) -> Iterator[Pack]:
    """The page of each unit, by path; `found` holds the whole organisation too, as "".

    What must not be known of a unit is withheld in `found` already, as it is wherever figures are shown.
    """
    for path in sorted(found):
        if path:
            pack = build_pack(found[path], at)
            on_page = {row.metric for row in pack.on_sheet}
            yield replace(
                pack,
                readers=Readers.TEAM,
                title=TITLE,
                rows=pack.on_sheet,
                charts=(),
                definitions=tuple(own for own in pack.definitions if own.metric in on_page),
                benchmarks=(),
                praise=tuple(praise(found[path].praise)),
            )


def praise(found: Sequence[Comment]) -> Iterator[Praise]:
    """The comments to print, one line each, without their scores."""
    return (Praise(" ".join(own.text.split()), where_and_when(own)) for own in worth_reading(found))
