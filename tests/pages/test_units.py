"""The Units page: which units stand in its table, in which order, and what each cell says."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from db.changes.units.tree import close_unit, merge_units, move_unit
from db.queries.settings import Unit
from db.reports.unit_matrix import MatrixColumn, UnitMatrix
from metrics.catalogue import metric
from metrics.comparison_periods import spans
from metrics.periods import Month
from metrics.vocabulary import Scope, Value, Verdict
from pages.packs.workbook.table_file import csv_file
from pages.parts import cached_queries
from pages.parts.units.row_selection import MISSED_FIRST, Levels, RowSelection, below_of, counted, rows, usual_levels
from pages.parts.units.table import file_name, headline, sheet, unit_table
from tests.pages.conftest import Page

SCOPE = Scope(Month(2026, 10))
PATHS = ("", "North", "North/Leeds", "North/York", "South", "South/Dover", "South/Hove")


def a_tree(scores: Mapping[str, float | None], few: tuple[str, ...] = (), paths: tuple[str, ...] = PATHS) -> UnitMatrix:
    """A tree in which satisfaction is so; a unit without a score has no answers."""
    named = [(path, path.rpartition("/")[2], path.count("/") + bool(path)) for path in paths]
    units = tuple(Unit(at, *each) for at, each in enumerate(named))
    found = [scores.get(path) for path in paths]
    values = [
        Value(score, score, score, 0 if score is None else 12 if path in few else 90)
        for path, score in zip(paths, found, strict=True)
    ]
    verdicts = [Verdict.NO_DATA if score is None else Verdict.MET if score > 80 else Verdict.MISSED for score in found]
    csat = MatrixColumn(metric("csat"), tuple(values), tuple(verdicts), (80.0,) * len(paths))
    return UnitMatrix(SCOPE, spans(SCOPE).now, units, (csat,))


SCORES: dict[str, float | None] = {
    "": 80,
    "North": 75,
    "North/Leeds": 90,
    "North/York": 60,
    "South": 82,
    "South/Dover": 70,
}
RANKS = {"": 80, "North": 76, "South": 81, "North/Leeds": 88, "North/York": 64, "South/Dover": 71}


def named(tree: UnitMatrix, wanted: RowSelection, ranks: Mapping[str, float] | None = None) -> list[str]:
    return [tree.units[place].path for place in rows(tree, wanted, ranks or {})]


def test_the_tree_is_shown_in_its_own_order_by_levels() -> None:
    tree = a_tree(SCORES)
    assert named(tree, RowSelection()) == list(PATHS)
    assert named(tree, RowSelection(levels=Levels.DIRECT)) == ["", "North", "South"]
    assert named(tree, RowSelection(levels=Levels.LOWEST)) == ["North/Leeds", "North/York", "South/Dover", "South/Hove"]
    assert named(tree, RowSelection("South")) == ["South", "South/Dover", "South/Hove"]
    assert named(tree, RowSelection("South", Levels.LOWEST)) == ["South/Dover", "South/Hove"]


def test_a_search_finds_parts_of_names_at_any_level() -> None:
    tree = a_tree(SCORES)
    assert named(tree, RowSelection(levels=Levels.DIRECT, find="ho")) == ["South/Hove"]
    assert named(tree, RowSelection(find="nORTH  ee")) == ["North/Leeds"]
    assert named(tree, RowSelection(find="nowhere")) == []


def test_the_worst_comes_first_among_the_units_of_a_region_and_units_without_a_value_last() -> None:
    tree = a_tree(SCORES)
    worst = ["", "North", "North/York", "North/Leeds", "South", "South/Dover", "South/Hove"]
    assert named(tree, RowSelection(sort="csat"), RANKS) == worst
    best = ["", "South", "South/Dover", "South/Hove", "North", "North/Leeds", "North/York"]
    assert named(tree, RowSelection(sort="csat", best_first=True), RANKS) == best
    lowest = RowSelection(sort="csat", levels=Levels.LOWEST)
    assert named(tree, lowest, RANKS) == ["North/York", "South/Dover", "North/Leeds", "South/Hove"]


def test_units_with_few_answers_come_after_those_that_are_ranked() -> None:
    tree = a_tree(SCORES, few=("North/York",))
    ranks = {path: rank for path, rank in RANKS.items() if path != "North/York"}
    found = named(tree, RowSelection(sort="csat", levels=Levels.LOWEST), ranks)
    assert found == ["South/Dover", "North/Leeds", "North/York", "South/Hove"]


def test_most_standards_missed_come_first_and_equals_stay_in_the_order_of_the_tree() -> None:
    found = named(a_tree(SCORES), RowSelection(sort=MISSED_FIRST, levels=Levels.LOWEST))
    assert found == ["North/York", "South/Dover", "South/Hove", "North/Leeds"]


def test_a_tree_too_long_for_a_page_opens_with_its_first_level() -> None:
    many = ("", *(f"R{number}" for number in range(61)))
    assert usual_levels(a_tree({}, paths=many), "") is Levels.DIRECT
    assert usual_levels(a_tree({}), "") is Levels.ALL


def test_how_many_lie_below_is_counted_at_every_level() -> None:
    assert below_of(a_tree({}).units) == {"": 6, "North": 2, "South": 2}


def test_the_headline_counts_the_lowest_units_and_names_the_one_that_missed_most() -> None:
    assert headline(a_tree(SCORES), "", "Ours") == "2 of 3 units missed a standard in October 2026."
    assert headline(a_tree({"North/Leeds": 90, "North/York": 99}), "", "") == (
        "None of 2 units missed a standard in October 2026."
    )
    assert headline(a_tree({}), "", "") == "No standard could be judged at any unit in October 2026."
    assert headline(a_tree(SCORES), "South/Dover", "") == "Dover missed 1 of 1 standard in October 2026."
    once = a_tree(SCORES)
    twice = UnitMatrix(once.scope, once.span, once.units, (*once.columns, a_tree({"South/Dover": 1}).columns[0]))
    assert headline(twice, "", "") == "2 of 3 units missed a standard in October 2026. Dover missed most: 2 of 2."


def test_every_cell_says_its_verdict_in_words_and_leads_to_the_metric_of_its_unit() -> None:
    tree = a_tree(SCORES, few=("South/Dover",))
    text = unit_table(tree, rows(tree, RowSelection(), {}), tree.columns, RowSelection(), "Ours & theirs")
    dover = re.search(r'<td class="number few"><a href="([^"]+)"[^>]* title="([^"]+)">(.+?)</a>', text)
    assert dover is not None
    assert dover[1] == "/metric?metric=csat&amp;month=2026-10&amp;unit=South%2FDover"
    assert dover[2] == "Satisfaction: missed, standard ≥\u202f80\u202f%, few answers: 12"
    assert '<span class="unheard">Missed </span>70.0' in dover[3]
    assert '>Satisfaction<span class="quiet">, %</span></th>' in text, "the heading says the unit for all its cells"
    assert '<a href="/team?month=2026-10&amp;unit=South%2FDover" target="_self">Dover</a>' in text
    assert "Ours &amp; theirs" in text
    assert '<span class="unheard">No answers</span>' in text
    assert "\n" not in text


def test_a_unit_hidden_for_its_neighbours_sake_says_so() -> None:
    tree = a_tree(SCORES)
    (csat,) = tree.columns
    at = PATHS.index("North/York")
    values, verdicts = list(csat.values), list(csat.verdicts)
    values[at], verdicts[at] = Value(None, None, None, 40), Verdict.TOO_FEW_ANSWERS
    hidden = MatrixColumn(csat.metric, tuple(values), tuple(verdicts), csat.standards)
    text = unit_table(tree, [at], [hidden], RowSelection(), "")
    assert "too few answers, 40 answers, hidden, because the rest would reveal a unit with too few" in text
    assert "60.0" not in text


def test_a_verdict_that_waits_for_more_answers_is_shown_as_not_decided() -> None:
    tree = a_tree(SCORES)
    (csat,) = tree.columns
    york = PATHS.index("North/York")
    waiting = replace(csat, waiting=frozenset({york}))
    text = unit_table(tree, [york], [waiting], RowSelection(), "")
    assert "Satisfaction: missed, may be chance" in text
    assert f'href="#verdict-{Verdict.TOO_CLOSE_TO_CALL}"' in text.rpartition("</symbol>")[2]
    assert f'href="#verdict-{Verdict.MISSED}"' not in text.rpartition("</symbol>")[2]
    before, after = (counted(each)[york] for each in (tree, replace(tree, columns=(waiting,))))
    assert (before.missed, after.missed, after.of) == (1, 0, before.of)
    made = sheet(tree, [york], [waiting], "Ours")
    assert made.rows[0][-1] == "Missed, may be chance"


def test_the_file_holds_a_line_for_each_unit_and_metric_with_something() -> None:
    tree = a_tree(SCORES)
    made = sheet(tree, rows(tree, RowSelection("South"), {}), tree.columns, "Ours")
    assert [row[:2] for row in made.rows] == [("South", "South"), ("Dover", "South/Dover")]
    assert made.rows[1][4:] == (70, 70, 70, 90, 80.0, "Missed")
    assert csv_file(made).decode("utf-8-sig").splitlines()[0].startswith("Unit,Path,Metric")
    assert file_name(SCOPE, "South/Dover & Co") == "units-south-dover-co-2026-10.csv"


def said(run: AppTest) -> str:
    assert not run.exception, run.exception
    return re.sub(r"<[^>]+>", " ", " ".join(text.value for text in run.markdown))


@pytest.mark.usefixtures("sample")
def test_what_is_chosen_stands_in_the_address_and_is_shown(page: Page) -> None:
    run = page("units", unit="City")
    assert "Abbey Gate" in said(run)
    assert "Saltmarsh" not in said(run)
    run.selectbox(key="choose_sort").select("nps").run()
    assert run.query_params["sort"] == "nps"
    run.selectbox(key="choose_levels").select(Levels.LOWEST).run()
    assert run.query_params["levels"] == "lowest"
    text = said(run)
    assert text.index("Station Road") < text.index("Northgate")
    run.text_input(key="choose_find").input("bell").run()
    assert run.query_params["find"] == "bell"
    assert "Abbey Gate" not in said(run)
    run.text_input(key="choose_find").input("").run()
    assert "find" not in run.query_params
    assert "Abbey Gate" in said(run)


@pytest.mark.usefixtures("sample")
def test_a_search_without_a_find_says_so(page: Page) -> None:
    assert "No unit has this name." in said(page("units", find="Atlantis"))


@pytest.mark.usefixtures("sample")
def test_what_nobody_knows_falls_back_to_the_usual(page: Page) -> None:
    run = page("units", sort="happiness", levels="deep", family="Money", order="odd", part="x")
    assert "Saltmarsh" in said(run)
    assert run.selectbox(key="choose_sort").value == ""


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_a_closed_unit_is_dated_and_a_merged_one_is_gone(page: Page) -> None:
    close_unit(cached_queries.store(), "Harbour/Gull Rock", Month(2026, 9), by="Ann")
    merge_units(cached_queries.store(), "Harbour/Breakwater", "Harbour/Quayside", by="Ann")
    text = said(page("units"))
    assert "closed since Sept 2026" in text
    assert "Breakwater" not in text


@pytest.mark.slow
@pytest.mark.usefixtures("own_sample")
def test_an_old_link_finds_a_unit_under_its_new_name_or_where_it_was_merged(page: Page) -> None:
    move_unit(cached_queries.store(), "City", "", "Town", by="Ann")
    merge_units(cached_queries.store(), "Harbour/Breakwater", "Harbour/Quayside", by="Ann")
    for asked, now in (("City/Bell Lane", "Town/Bell Lane"), ("Harbour/breakwater", "Harbour/Quayside")):
        assert page("landing", unit=asked).selectbox(key="choose_unit").value == now
