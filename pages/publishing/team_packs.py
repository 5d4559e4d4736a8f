"""A page for each unit every month, in the board's words; comparing pages never reveals one person's answer."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from db.queries.comments import Comment
from db.queries.provenance import kinds_behind
from db.reports.board_report import BoardReport
from metrics.periods import Month
from metrics.units.disclosure_control import hidden_in_tree, withhold
from metrics.vocabulary import Kind
from pages.language.comment_selection import where_and_when, worth_reading
from pages.packs.pack import Pack, Praise, Readers
from pages.publishing.build_pack import build_pack

TITLE = "Customer service report to the team"
# The months in which a metric (its id) must not be shown at a unit.
Hidden = Mapping[str, Collection[Month]]


def team_packs(found: Mapping[str, BoardReport], at: dt.datetime) -> Iterator[Pack]:
    """The page of each unit, by path; `found` holds the whole organisation too, as "".

    A figure that could be calculated from the pages of other units is hidden like one with too few answers, in the
    table and in every sentence.
    """
    hidden = _hidden(found)
    for path in sorted(found):
        if path:
            pack = build_pack(_without(found[path], hidden[path]), at)
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


def _hidden(found: Mapping[str, BoardReport]) -> Mapping[str, Hidden]:
    """What must be hidden at each path: too few answers, or derivable from other pages. Visits are never hidden."""
    counts: dict[tuple[str, Month], dict[str, float]] = defaultdict(dict)
    for path, own in found.items():
        for card in own.report.scorecards:
            if Kind.SHOPPER not in kinds_behind(card.metric):
                for point in card.series:
                    if point.value.n is not None:
                        counts[card.metric.id, point.month][path] = point.value.n
    smallest = found[""].settings.smallest_n
    hidden: dict[str, dict[str, set[Month]]] = defaultdict(lambda: defaultdict(set))
    for (metric, month), by_path in counts.items():
        for path in hidden_in_tree(by_path, smallest):
            hidden[path][metric].add(month)
    return hidden


def _without(own: BoardReport, hidden: Hidden) -> BoardReport:
    """A unit's report without what must be hidden."""
    cards = tuple(withhold(card, hidden.get(card.metric.id, ())) for card in own.report.scorecards)
    return replace(own, report=replace(own.report, scorecards=cards))
