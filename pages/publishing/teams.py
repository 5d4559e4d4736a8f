"""A page for each unit every month, in the board's words; nobody's answer can be told by comparing pages."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from db.comments import Comment
from db.lineage import kinds_behind
from db.telling import Material
from metrics.disclosure import hidden_in_tree
from metrics.periods import Month
from metrics.vocabulary import Kind, Verdict
from pages.figures.palette import Sense
from pages.packs.pack import Figure, Pack, Point, Praise, Readers, Row, Step
from pages.parts.quotes import where_and_when, worth_reading
from pages.parts.wording import VERDICTS
from pages.publishing.rows import in_a_sentence
from pages.publishing.values import pack_values

TITLE = "Customer service report to the team"
TOO_FEW = "too few"
# The units (paths) of which a metric must not be shown in a month.
Hidden = Mapping[tuple[str, Month], frozenset[str]]


def team_packs(found: Mapping[str, Material], at: dt.datetime) -> Iterator[Pack]:
    """The page of each unit, by path; `found` holds the whole organisation too, as "".

    A figure that could be worked out of the pages of the other units is hidden like one of too few answers.
    """
    hidden = _hidden(found)
    for path in sorted(found):
        if path:
            pack = replace(pack_values(found[path], at), readers=Readers.TEAM, title=TITLE, charts=())
            rows = tuple(_shown(row, path, Month.of(pack.month), hidden) for row in pack.on_sheet)
            on_page = {row.metric for row in rows}
            defined = tuple(own for own in pack.definitions if own.metric in on_page)
            told = tuple(praise(found[path].praise))
            yield replace(pack, rows=rows, definitions=defined, benchmarks=(), praise=told)


def praise(found: Sequence[Comment]) -> Iterator[Praise]:
    """The comments that are read out, in one line each; a single score stands beside none of them."""
    return (Praise(" ".join(own.text.split()), where_and_when(own)) for own in worth_reading(found))


def _hidden(found: Mapping[str, Material]) -> Hidden:
    """What too few answered, and what the rest of the pages would tell; visits are nobody's answers."""
    counts: dict[tuple[str, Month], dict[str, float]] = defaultdict(dict)
    for path, own in found.items():
        for card in own.report.scorecards:
            if Kind.SHOPPER not in kinds_behind(card.metric):
                for point in card.series:
                    if point.value.n is not None:
                        counts[card.metric.id, point.month][path] = point.value.n
    smallest = found[""].settings.smallest_n
    return {key: hidden_in_tree(by_path, smallest) for key, by_path in counts.items()}


def _shown(row: Row, path: str, month: Month, hidden: Hidden) -> Row:
    """The row of a unit without what must not be told."""

    def is_hidden(at: Month) -> bool:
        return path in hidden.get((row.metric, at), ())

    series = tuple(_blank(own) if is_hidden(Month.of(own.month)) else own for own in row.series)
    row = replace(
        row,
        before=_without(row.before) if is_hidden(month.previous) else row.before,
        year_ago=_without(row.year_ago) if is_hidden(month.a_year_earlier) else row.year_ago,
        series=series,
        alt=in_a_sentence(row.name, series),
    )
    if not is_hidden(month) or row.value.number is None:
        return row
    return replace(
        row,
        value=Figure(row.cases.words),
        margin="",
        low=None,
        high=None,
        verdict=Verdict.TOO_FEW_ANSWERS,
        verdict_words=VERDICTS[Verdict.TOO_FEW_ANSWERS],
        before=_without(row.before),
        year_ago=_without(row.year_ago),
        benchmark="",
        assurance="",
        assurance_sense=Sense.NEITHER,
    )


def _without(step: Step) -> Step:
    return Step(Figure(""), meaning=step.meaning if not step.figure.words else TOO_FEW)


def _blank(point: Point) -> Point:
    """A month of which only the number of answers and the standard are told."""
    return Point(point.month, Figure(""), n=point.n, standard=point.standard)
