"""What is hidden stays hidden on every road: subtracting shown figures leaves no few answers.

A store is asked for every unit, channel, month and period. Subtracting must not tell what one to four people said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count, product

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db.formats.rows.blocks import Answer
from db.reports.scorecards import reports
from db.store.engine import Store
from metrics.answers.evidence import Withheld
from metrics.periods import Month, PeriodKind, months_between
from metrics.scorecard import Scorecard
from metrics.vocabulary import Scope, Verdict
from tests.conftest import NewStore
from tests.db.looks import OCTOBER, card, imported, in_month, scope
from tests.db.readings import answer

SMALLEST = 5
_lines = count(2)
MONTHS = months_between(OCTOBER.plus(-3), OCTOBER)
UNITS = ["", "North", "North/A", "North/B", "South", "South/C", "South/D", "South/D/E", "South/D/F"]
CHANNELS = ["phone", "web", "desk"]
LONGER = [each for each in PeriodKind if each is not PeriodKind.MONTH]

Atom = tuple[str, str, Month]  # where answers were given, by which channel ("": not said), and when
Answers = dict[Atom, int]

few_or_more = st.one_of(st.integers(0, 6), st.sampled_from([0, 8, 20]))
places = st.sampled_from([unit for unit in UNITS if unit])
asked_by = st.sampled_from(["", *CHANNELS])
answers = st.dictionaries(st.tuples(places, asked_by, st.sampled_from(MONTHS)), few_or_more, min_size=3, max_size=40)


@dataclass(frozen=True, slots=True)
class View:
    """A figure that a reader can ask for of the months `asked`, and those it counts with the answers in them."""

    unit: str
    channel: str | None
    asked: frozenset[Month]
    months: frozenset[Month]
    holds: frozenset[Atom]

    @classmethod
    def of(
        cls, found: Answers, unit: str, channel: str | None, months: Iterable[Month], asked: Iterable[Month] = ()
    ) -> View:
        own = frozenset(months)
        return cls(
            unit,
            channel,
            frozenset(asked) or own,
            own,
            frozenset(atom for atom in found if _belongs(atom, unit, channel, own)),
        )


def _belongs(atom: Atom, unit: str, channel: str | None, months: frozenset[Month]) -> bool:
    where, by, when = atom
    is_below = not unit or f"{where}/".startswith(f"{unit}/")
    return is_below and channel in (None, by) and when in months


def filled(store: Store, found: Answers) -> None:
    rows = [
        row
        for number, ((unit, channel, month), n) in enumerate(sorted(found.items(), key=str))
        for row in in_month(month, [(number + at) % 11 for at in range(n)], unit=unit, channel=channel)
    ]
    imported(store, *rows)


def shown_views(store: Store, found: Answers) -> list[View]:
    """Every figure that is shown, over all units, channels, months and periods."""
    shown = []
    for channel in (None, *sorted({by for _, by, _ in found if by})):
        for unit, own in _cards(store, found, scope(channel=channel)):
            shown += [View.of(found, unit, channel, [month]) for month in _months_shown(own, MONTHS)]
        for month, period in product(MONTHS[-2:], LONGER):
            shown += _in_period(store, found, scope(month=month, channel=channel, period=period))
    return shown


def _cards(store: Store, found: Answers, at: Scope) -> list[tuple[str, Scorecard]]:
    known = [unit for unit in UNITS if any(_belongs(atom, unit, None, frozenset(MONTHS)) for atom in found)]
    with store.reading() as session:
        return [(unit, own.scorecards[0]) for unit, own in reports(session, at, known, ["nps"]).items()]


def _in_period(store: Store, found: Answers, at: Scope) -> Iterable[View]:
    """The figures of a longer period: each counts shown months and whole blocks of small ones, and says the rest."""
    for unit, own in _cards(store, found, at):
        if own.value.estimate is not None:
            asked = own.spans.now_months
            counted = [*_months_shown(own, asked), *_small_months(own, asked)]
            view = View.of(found, unit, at.channel, counted, asked)
            assert own.value.n == _size(view.holds, found), (at, unit)
            whole = View.of(found, unit, at.channel, own.spans.now_months)
            assert own.left_out == _size(whole.holds - view.holds, found)
            yield view


def _months_shown(own: Scorecard, months: Sequence[Month]) -> list[Month]:
    return [point.month for point in own.series if point.month in months and point.value.estimate is not None]


def _small_months(own: Scorecard, months: Sequence[Month]) -> list[Month]:
    hidden = [(point.month, point.evidence) for point in own.series if isinstance(point.evidence, Withheld)]
    inside = [(month, each) for month, each in hidden if month in months]
    return [month for month, each in inside if not isinstance(each.within(months[0], months[-1]), Withheld)]


def few_by_pairs(shown: Sequence[View], found: Answers) -> list[tuple[View, View]]:
    """Pairs of views, of which the one is in the other and all but a few of its answers."""
    atoms = sorted(found, key=str)
    holds = np.array([[atom in view.holds for atom in atoms] for view in shown], dtype=float)
    counts = np.array([found[atom] for atom in atoms], dtype=float)
    both, size = (holds * counts) @ holds.T, holds @ counts
    left = size[:, None] - both
    inside = both == size[None, :]
    return [(shown[large], shown[small]) for large, small in np.argwhere(inside & (left > 0) & (left < SMALLEST))]


def few_by_parts(shown: Sequence[View], found: Answers) -> list[View]:
    """Views that leave a few answers when all shown parts of one kind are subtracted: units, channels or months."""
    known = {(view.unit, view.channel, view.asked): view for view in shown}
    return [
        view
        for view in set(shown)
        for parts in _parts(view)
        if 0 < _size(view.holds - _together(known[part] for part in parts if part in known), found) < SMALLEST
    ]


def _parts(view: View) -> Iterable[list[tuple[str, str | None, frozenset[Month]]]]:
    below = [unit for unit in UNITS if unit and unit.rpartition("/")[0] == view.unit]
    alone = [frozenset({month}) for month in view.months]
    yield [(unit, view.channel, view.asked) for unit in below]
    yield [(unit, view.channel, month) for unit in below for month in alone]
    yield [(view.unit, channel, view.asked) for channel in CHANNELS if view.channel is None]
    yield [(view.unit, channel, month) for channel in CHANNELS if view.channel is None for month in alone]
    yield [(view.unit, view.channel, month) for month in alone]


def _together(views: Iterable[View]) -> frozenset[Atom]:
    return frozenset().union(*(view.holds for view in views))


def _size(atoms: Iterable[Atom], found: Answers) -> int:
    return sum(found[atom] for atom in atoms)


@pytest.mark.slow
@given(answers)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_figures_of_any_unit_channel_and_period_leave_a_few_answers(new_store: NewStore, drawn: Answers) -> None:
    found = {atom: n for atom, n in drawn.items() if n}
    if not found:
        return
    store = new_store()
    filled(store, found)
    shown = shown_views(store, found)
    assert all(_size(view.holds, found) >= SMALLEST for view in shown)
    if shown:
        assert few_by_pairs(shown, found) == []
    assert few_by_parts(shown, found) == []


def of_days(unit: str, days: dict[int, int], channel: str = "") -> list[Answer]:
    """So many answers of a unit on each of these days of October."""
    return [
        answer(next(_lines), 9 if at % 2 else 0, unit=unit, day=OCTOBER.day(day), channel=channel)
        for day, n in days.items()
        for at in range(n)
    ]


def shown_until(store: Store, day: int, *units: str) -> dict[str, bool]:
    """Whether the figure of the first days of October is shown, by unit."""
    return {unit: card(store, "nps", scope(unit, to_day=OCTOBER.day(day))).value.estimate is not None for unit in units}


def test_days_hide_what_would_reveal_a_small_group_among_them(store: Store) -> None:
    imported(
        store, *of_days("North", {3: 2, 20: 9}), *of_days("South", {4: 8, 21: 9}), *of_days("West", {5: 30, 22: 30})
    )
    units = ("", "North", "South", "West")
    assert shown_until(store, 12, *units) == {"": True, "North": False, "South": False, "West": True}
    assert shown_until(store, 25, *units) == dict.fromkeys(units, True)
    found = card(store, "nps", scope("South", to_day=OCTOBER.day(12)))
    assert (found.value.n, found.verdict) == (8, Verdict.TOO_FEW_ANSWERS)


def test_days_hide_what_their_month_hides(store: Store) -> None:
    """Of South's days all but the last would tell what the total and the other units do not."""
    imported(store, *of_days("North", {30: 1}), *of_days("South", {3: 60}), *of_days("West", {5: 90}))
    assert shown_until(store, 29, "South", "West") == {"South": False, "West": True}
    assert card(store, "nps", scope("South")).value.estimate is None


def test_days_hide_channels_likewise(store: Store) -> None:
    imported(
        store,
        *of_days("North", {3: 2}, channel="phone"),
        *of_days("North", {3: 20}, channel="web"),
        *of_days("North", {3: 30}, channel="desk"),
    )
    found = {
        channel: card(store, "nps", scope("North", to_day=OCTOBER.day(12), channel=channel)).value.estimate is not None
        for channel in ("phone", "web", "desk")
    }
    assert found == {"phone": False, "web": False, "desk": True}
    assert shown_until(store, 12, "North") == {"North": True}
