"""Where to look: what moved by more than is usual is named; chance, few answers and what moved all are not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from random import Random

import pytest

from metrics.answers.evidence import CompleteCounts, Evidence, ShareCounts
from metrics.catalogue import CATALOGUE, Metric
from metrics.units.comparison import CLAIM
from metrics.units.priority_units import Earlier, MovedUnits, Parts, PriorityUnit, YearApart, no_history, places
from metrics.vocabulary import ChangeWord, Span

A_YEAR_AGO = Span(dt.date(2025, 8, 1), dt.date(2025, 10, 31))
CSAT, FAILURES, TICKET = CATALOGUE["csat"], CATALOGUE["critical_failures"], CATALOGUE["average_ticket"]
# Now and a year ago: 20 branches that stay as they are.
QUIET: dict[str, tuple[Evidence, Evidence]] = {
    f"Quiet {at:02}": (ShareCounts(180 + at % 3, 200), ShareCounts(179 + at % 4, 200)) for at in range(20)
}
FELL: tuple[Evidence, Evidence] = (ShareCounts(93, 171), ShareCounts(155, 174))


def year(units: Mapping[str, tuple[Evidence, Evidence]]) -> YearApart:
    now: Parts = {name: own[0] for name, own in units.items()}
    before: Parts = {name: own[1] for name, own in units.items()}
    return YearApart(now, before)


def named(
    units: Mapping[str, tuple[Evidence, Evidence]],
    metric: Metric = CSAT,
    earlier: Earlier = no_history,
    asked: Sequence[str] | None = None,
) -> tuple[PriorityUnit, ...]:
    moved = MovedUnits(metric, year(units), list(units) if asked is None else asked)
    return places([moved], A_YEAR_AGO, earlier)


def test_a_branch_that_fell_alone_is_named_with_its_change() -> None:
    (place,) = named({**QUIET, "Saltmarsh": FELL})
    assert (place.unit, place.change.word, place.is_better) == ("Saltmarsh", ChangeWord.FELL, False)
    assert place.change.compared == A_YEAR_AGO
    assert place.q <= CLAIM
    assert not place.knows_earlier


def test_a_branch_that_moved_with_all_others_is_not_named() -> None:
    everywhere = {f"B{at}": (ShareCounts(192, 200), ShareCounts(172 + at % 3, 200)) for at in range(12)}
    assert named(everywhere) == ()
    alone = named({**QUIET, "Quay": (ShareCounts(195, 200), ShareCounts(150, 200))})
    assert [place.unit for place in alone] == ["Quay"]


def test_a_branch_among_branches_that_all_wander_is_not_named_though_its_answers_alone_would_do() -> None:
    wandering = {f"B{at}": (ShareCounts(4000 + 60 * at, 5000), ShareCounts(4300 - 40 * at, 5000)) for at in range(12)}
    assert named(wandering) == ()
    assert [place.unit for place in named({"B0": wandering["B0"], **QUIET})] == ["B0"]


def test_what_is_not_asked_for_tells_what_is_usual_and_is_not_named() -> None:
    units = {**QUIET, "Closed": FELL}
    assert named(units, asked=list(QUIET)) == ()


@pytest.mark.parametrize(("n_now", "n_before", "tried"), [(29, 200, False), (200, 29, False), (30, 200, True)])
def test_fewer_than_30_answers_on_either_side_are_not_tried(n_now: int, n_before: int, tried: bool) -> None:
    found = named({**QUIET, "Quay": (ShareCounts(0, n_now), ShareCounts(n_before, n_before))})
    assert bool(found) is tried


def test_what_has_no_margin_is_not_tried() -> None:
    counts: dict[str, tuple[Evidence, Evidence]] = {
        f"B{at}": (CompleteCounts(90_000 + 5000 * at, 1000), CompleteCounts(150_000, 1000)) for at in range(5)
    }
    assert named(counts, TICKET) == ()


def test_a_branch_that_is_all_there_is_has_no_others_to_differ_from() -> None:
    assert named({"Only": FELL}) == ()
    assert named({"Only": FELL, "Empty": (ShareCounts(0, 0), ShareCounts(5, 5))}) == ()


def test_fewer_failures_are_good_news() -> None:
    quiet: dict[str, tuple[Evidence, Evidence]] = {
        f"B{at}": (ShareCounts(20 + at, 200), ShareCounts(21, 200)) for at in range(8)
    }
    (place,) = named({**quiet, "Quay": (ShareCounts(2, 400), ShareCounts(80, 400))}, FAILURES)
    assert (place.unit, place.change.word, place.is_better) == ("Quay", ChangeWord.FELL, True)


def test_the_surest_comes_first_whatever_the_order() -> None:
    some = {**QUIET, "A": (ShareCounts(110, 171), ShareCounts(155, 174)), "B": FELL}
    assert [place.unit for place in named(some)] == ["B", "A"]
    assert [place.unit for place in named(dict(reversed(some.items())))] == ["B", "A"]


def test_one_change_among_many_quiet_ones_must_be_surer_to_be_named() -> None:
    steady = {f"S{at}": (ShareCounts(1800, 2000), ShareCounts(1800, 2000)) for at in range(30)}
    just_real: dict[str, tuple[Evidence, Evidence]] = {
        "Quay": (ShareCounts(1680, 2000), ShareCounts(1730, 2000)),
        **steady,
    }
    assert [place.unit for place in named(just_real, asked=["Quay"])] == ["Quay"]
    assert named(just_real) == ()


THREE: dict[str, tuple[Evidence, Evidence]] = {
    "A": (ShareCounts(1600, 2000), ShareCounts(1750, 2000)),
    "B": (ShareCounts(1790, 2000), ShareCounts(1800, 2000)),
    "C": (ShareCounts(1760, 2000), ShareCounts(1770, 2000)),
}


def test_of_three_branches_the_earlier_months_tell_what_is_usual() -> None:
    asked: list[str] = []

    def as_now(metrics: Sequence[Metric]) -> dict[str, list[YearApart]]:
        asked.extend(metric.id for metric in metrics)
        return {"csat": [year({name: (own[1], own[1]) for name, own in THREE.items()})] * 6}

    def wandering(_: Sequence[Metric]) -> dict[str, list[YearApart]]:
        swapped = list(THREE.values())
        return {"csat": [year(dict(zip("ABC", swapped[at:] + swapped[:at], strict=True))) for at in (1, 2, 1, 2, 1, 2)]}

    assert named(THREE) == ()  # two others alone say hardly anything
    (place,) = named(THREE, earlier=as_now)
    assert (place.unit, place.knows_earlier, asked) == ("A", True, ["csat"])
    assert named(THREE, earlier=wandering) == ()


def test_where_no_unit_changed_by_itself_the_earlier_months_are_not_asked_for() -> None:
    def refuse(_: Sequence[Metric]) -> dict[str, list[YearApart]]:
        raise AssertionError("asked for nothing")

    assert named(QUIET, earlier=refuse) == ()


def test_of_200_companies_in_which_nothing_happened_hardly_any_has_a_place_named() -> None:
    chance, false_alarms = Random(7), 0
    for _ in range(200):
        units: dict[str, tuple[Evidence, Evidence]] = {
            str(at): (_drawn(chance, 0.88, 120), _drawn(chance, 0.88, 120)) for at in range(12)
        }
        false_alarms += bool(named(units))
    assert false_alarms <= 10  # 5 % would be allowed


def _drawn(chance: Random, share: float, n: int) -> ShareCounts:
    return ShareCounts(sum(chance.random() < share for _ in range(n)), n)
