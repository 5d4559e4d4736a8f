"""Which units or channels must stay hidden because too few people answered there, or because the rest would tell.

Knows counts only. A hidden figure could be found again by taking the shown parts from their total, so while the
hidden parts together hold some answers but fewer than the smallest n, one more is hidden. Totals stay.

Limits: this holds within one report. Two reports of different periods, filters or revisions can still differ by a
few answers; a count is no secret, only what was answered is.

**Source:** primary and complementary cell suppression, Hundepool et al., “Statistical Disclosure Control” (2012), 4.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from metrics.judgement import SMALLEST_N


def hidden_children(
    counts: Mapping[str, float], smallest_n: float = SMALLEST_N, elsewhere: float = 0.0
) -> frozenset[str]:
    """The names among siblings whose figures must not be shown, though their parent's is.

    `counts` are answers for each sibling; `elsewhere` are answers of the parent that belong to none of them and are
    not shown on their own. One more sibling is hidden while the hidden ones, or they and those elsewhere, are some
    but fewer than `smallest_n`: what lies elsewhere may yet be told in another way. 0 answers tell nothing and are
    not hidden. Of equally small siblings the first by name is hidden.
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
    units below it. A unit without its parent in `counts` stands at the top. What lies under a hidden unit is hidden
    too, unless it has no answers, for its parts would add up to it.
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
