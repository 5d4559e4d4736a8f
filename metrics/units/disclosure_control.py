"""Which small groups are hidden so that no single answers can be found, not even by subtraction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace

from metrics.answers.evidence import Evidence, VisitShare, VisitSums
from metrics.periods import Month
from metrics.scorecard import Point, Scorecard
from metrics.series_chart import months_chart
from metrics.verdicts import months_met
from metrics.vocabulary import SMALLEST_N, Change, ChangeWord, Difference, Value, Verdict


def hidden_parts(
    parts: Mapping[str, Evidence], rest: Evidence | None = None, smallest_n: float = SMALLEST_N
) -> frozenset[str]:
    """The parts of a total (siblings, channels) that must not be shown; `rest` is what belongs to none of them."""
    return hidden_children(_counts(parts), smallest_n, elsewhere=(rest.n or 0.0) if rest else 0.0)


def hidden_units(units: Mapping[str, Evidence], smallest_n: float = SMALLEST_N) -> frozenset[str]:
    """The units (paths of several levels) that must not be shown in a list of them all."""
    return hidden_in_tree(_counts(units), smallest_n)


def _counts(evidence: Mapping[str, Evidence]) -> dict[str, float]:
    """How many answers there are to protect: none in visits, which are not customers' answers, and in bare values."""
    if any(isinstance(each, VisitSums | VisitShare) for each in evidence.values()):
        return {}
    return {name: each.n for name, each in evidence.items() if each.n is not None}


def hidden_children(
    counts: Mapping[str, float], smallest_n: float = SMALLEST_N, elsewhere: float = 0.0
) -> frozenset[str]:
    """The names among siblings whose figures must not be shown, though their parent's is.

    `counts` are answers for each sibling; `elsewhere` are answers of the parent that belong to none of them and are
    not shown on their own. One more sibling is hidden while the hidden ones, or they and those elsewhere, are some
    but fewer than `smallest_n`: what is elsewhere may be known in another way. 0 answers reveal nothing and are not
    hidden. Of equally small siblings the first by name is hidden.
    """
    hidden = {name for name, count in counts.items() if 0 < count < smallest_n}
    unseen = sum(counts[name] for name in hidden)
    shown = sorted((count, name) for name, count in counts.items() if count >= smallest_n)
    for count, name in shown:
        if not (0 < unseen < smallest_n or 0 < unseen + elsewhere < smallest_n):
            break
        hidden.add(name)
        unseen += count
    return frozenset(hidden)


def hidden_in_tree(counts: Mapping[str, float], smallest_n: float = SMALLEST_N) -> frozenset[str]:
    """The paths that must not be shown in a report over units of several levels.

    `counts` are the answers at each path (“North/Leeds/Counter”; "" is the whole organisation) with those of all
    units below it. A unit without its parent in `counts` is at the top. Units under a hidden unit are hidden too,
    unless they have no answers, because they would add up to it.
    """
    children: dict[str | None, list[str]] = {}
    for path in counts:
        children.setdefault(_parent(path, counts), []).append(path)
    hidden = {path for path in children.get(None, ()) if 0 < counts[path] < smallest_n}
    waiting = list(children.get(None, ()))
    while waiting:
        parent = waiting.pop()
        below = children.get(parent, [])
        hidden.update(_hidden_below(parent, below, counts, smallest_n, parent_hidden=parent in hidden))
        waiting += below
    return frozenset(hidden)


def _hidden_below(
    parent: str, below: Iterable[str], counts: Mapping[str, float], smallest_n: float, *, parent_hidden: bool
) -> frozenset[str]:
    own = {path: counts[path] for path in below}
    if parent_hidden:
        return frozenset(path for path, count in own.items() if count > 0)
    if not own:
        return frozenset()
    return hidden_children(own, smallest_n, elsewhere=max(0.0, counts[parent] - sum(own.values())))


def _parent(path: str, counts: Mapping[str, float]) -> str | None:
    """The nearest path above `path` that is counted; None at the top."""
    while path:
        path = path.rpartition("/")[0]
        if path in counts:
            return path
    return None


def withhold(card: Scorecard, months: Collection[Month]) -> Scorecard:
    """The card of a single month as if too few had answered in `months`: their counts, and no change from or to them.

    The usual range is calculated again from the other months, and statements about several months at once are left
    out, so that nothing shown reveals a hidden month.
    """
    if not months:
        return card
    at, is_here = card.scope.month, card.scope.month in months
    series = tuple(_point(own) if own.month in months else own for own in card.series)
    return replace(
        card,
        value=_count(card.value) if is_here else card.value,
        verdict=_verdict(card.value, card.verdict) if is_here else card.verdict,
        month_on_month=_change(card.month_on_month) if is_here or at.previous in months else card.month_on_month,
        year_on_year=_change(card.year_on_year) if is_here or at.a_year_earlier in months else card.year_on_year,
        series=series,
        chart=months_chart(card.metric, series, card.standard, card.rebases),
        standing=None if is_here else card.standing,
        months_met=months_met([own.verdict for own in series[-12:]]),
        chance=None,
        seasonal=None,
    )


def _count(own: Value) -> Value:
    return Value(None, None, None, own.n)


def _verdict(own: Value, verdict: Verdict) -> Verdict:
    return verdict if own.estimate is None else Verdict.TOO_FEW_ANSWERS


def _point(own: Point) -> Point:
    return Point(own.month, _count(own.value), own.standard, _verdict(own.value, own.verdict))


def _change(own: Change) -> Change:
    """The change without its figures; if it had none before, it keeps its reason."""
    word = own.word if own.difference.estimate is None else ChangeWord.TOO_FEW_ANSWERS
    return replace(
        own, now=_count(own.now), before=_count(own.before), difference=Difference(None, None, None, None), word=word
    )
