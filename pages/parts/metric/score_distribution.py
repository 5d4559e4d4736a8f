"""“How are the answers spread?”: the shares of each score now and a year ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from db.reports.score_distribution import ScoreDistribution
from metrics.answers.formulas import Formula, MeanScore, NetScore, TopBox
from metrics.catalogue.metric import Metric
from metrics.scorecard import Scorecard
from metrics.vocabulary import FEW_ANSWERS, Scale, Tally
from pages.figures.palette import Sense
from pages.figures.spread import Bar, Box, spread_figure
from pages.language import numbers
from pages.language.sentences import in_period
from pages.parts import html
from pages.parts.html import TableCell, TableRow
from pages.parts.metric_cells import folded_table


@dataclass(frozen=True, slots=True)
class _Scores:
    """Scores that are counted together, both ends included."""

    low: int
    high: int
    sense: Sense

    @property
    def words(self) -> str:
        """“9 or 10”, “0 to 6”, “5”."""
        if self.low == self.high:
            return str(self.low)
        return f"{self.low} {'or' if self.high == self.low + 1 else 'to'} {self.high}"


AS_THEY_CAME = " The answers are drawn as they came; the figure counts them by their weights."


def has_spread(metric: Metric) -> bool:
    """Whether the metric asks for a score with more to it than yes or no."""
    return isinstance(metric.formula, NetScore | TopBox | MeanScore)


def score_distribution(card: Scorecard, found: ScoreDistribution | None) -> Markup:
    """The section with sentence, figure and table; empty where no scores are asked for."""
    if not has_spread(card.metric):
        return Markup()
    if found is None:
        why = f"There are no answers {in_period(card.scope)}."
        if card.value.n:
            why = f"Fewer than {numbers.in_words(card.scope.smallest_n)} answered, so their scores are not shown."
            if card.value.n >= card.scope.smallest_n:
                why = "These results came as groups or averages, so it is not known how many gave each score."
        inside: tuple[Markup, ...] = (html.paragraph("finding", why),)
    else:
        boxes = _boxes(card.metric.formula, found.scale)
        said = finding(found, boxes, card.scope.few_n)
        said += AS_THEY_CAME if getattr(card.evidence, "weights", None) is not None else ""
        label = f"{numbers.span_label(found.now_span)}. {said}"
        figure = html.drawing(spread_figure(_bars(found, boxes), _drawn(found, boxes), _level, label))
        inside = (html.paragraph("finding", said), figure, _table(found))
    return html.section("How are the answers spread?", *inside, classes="thin")


def _boxes(formula: Formula, scale: Scale) -> list[_Scores]:
    """Which scores the metric counts together, and what they are for it; from the lowest to the highest."""
    low, high = scale.low, scale.high
    if isinstance(formula, NetScore):
        return [_Scores(low, 6, Sense.WORSE), _Scores(7, 8, Sense.NEITHER), _Scores(9, high, Sense.BETTER)]
    if isinstance(formula, TopBox):
        top = high - (1 if high - low >= 3 else 0)
        return [_Scores(low, top - 1, Sense.NEITHER), _Scores(top, high, Sense.BETTER)]
    middle = (low + high) // 2
    if (low + high) % 2:
        return [_Scores(low, middle, Sense.WORSE), _Scores(middle + 1, high, Sense.BETTER)]
    return [
        _Scores(low, middle - 1, Sense.WORSE),
        _Scores(middle, middle, Sense.NEITHER),
        _Scores(middle + 1, high, Sense.BETTER),
    ]


def finding(found: ScoreDistribution, boxes: Sequence[_Scores], few_n: int = FEW_ANSWERS) -> str:
    """The shares of the boxes now and a year ago, and what the marks are."""
    told = [box for box in reversed(boxes) if box.sense is not Sense.NEITHER]
    now = [f"{_share(found.now, box)} gave {box.words}" for box in told]
    text = f"{numbers.listed(now)}"
    if found.year_ago is not None:
        then = [_share(found.year_ago, box) for box in told]
        text += f"; a year ago {numbers.listed(then)}"
    parts = [f"{text}."]
    if found.year_ago is not None:
        parts.append(f"Bars: {numbers.span_label(found.now_span)}. Dashes: {numbers.span_label(found.year_ago_span)}.")
    if found.n < few_n:
        parts.append(f"Few answers: {found.n}.")
    if found.elsewhere:
        parts.append(f"{numbers.count(found.elsewhere, 'answers')} on another scale are not drawn.")
    return " ".join(parts)


def _share(tally: Tally, box: _Scores) -> str:
    whole = sum(tally.values())
    part = sum(count for score, count in tally.items() if box.low <= score <= box.high)
    return numbers.share(part / whole)


def _level(share: float) -> str:
    return numbers.share(share / 100, 0 if share.is_integer() else 1)


def _bars(found: ScoreDistribution, boxes: Sequence[_Scores]) -> list[Bar]:
    then = found.year_ago
    return [
        Bar(
            score,
            100 * found.now.get(score, 0) / found.n,
            None if then is None else 100 * then.get(score, 0) / sum(then.values()),
            next(box.sense for box in boxes if box.low <= score <= box.high),
        )
        for score in range(found.scale.low, found.scale.high + 1)
    ]


def _drawn(found: ScoreDistribution, boxes: Sequence[_Scores]) -> list[Box]:
    first = found.scale.low
    return [
        Box(box.low - first, box.high - first, _share(found.now, box), box.words, box.sense)
        for box in boxes
        if box.low <= box.high
    ]


def _table(found: ScoreDistribution) -> Markup:
    then = found.year_ago
    headings = ["Score", numbers.span_label(found.now_span), "Share"]
    if then is not None:
        headings += [numbers.span_label(found.year_ago_span), "Share"]
    rows = []
    for score in range(found.scale.high, found.scale.low - 1, -1):
        counted = [_counted(tally.get(score, 0), tally) for tally in (found.now, then) if tally is not None]
        rows.append(TableRow([str(score), *(cell for pair in counted for cell in pair)]))
    return folded_table("How many gave each score", headings, rows)


def _counted(count: int, tally: Tally) -> tuple[TableCell, TableCell]:
    share = numbers.share(count / sum(tally.values()), 1)
    return TableCell(numbers.plain(count, 0)), TableCell(share, "quiet")
