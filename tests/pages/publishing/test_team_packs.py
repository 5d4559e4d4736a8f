"""A team's page says its own numbers and praise, and nothing that all pages together would tell of a few."""

from __future__ import annotations

import datetime as dt

import pytest

from db.changes import set_standard
from db.changes.board.commentary import write_commentary
from db.reports.board_report import team_reports
from db.store.engine import Store
from metrics.errors import NotFound
from metrics.periods import Month
from metrics.vocabulary import Standard, Verdict
from pages.packs.pack import Pack, Readers
from pages.publishing.publish import teams
from pages.publishing.team_packs import team_packs
from tests.db.looks import OCTOBER, imported, in_month
from tests.db.readings import answer, visit
from tests.pages.publishing.materials import MOMENT

KIND = "They rang back at once and were kind"


def pages(store: Store, month: Month = OCTOBER) -> dict[str, Pack]:
    with store.reading() as session:
        found = team_reports(session, month)
    return {pack.scope: pack for pack in team_packs(found, MOMENT)}


def nps(pack: Pack) -> tuple[float | None, str]:
    (row,) = (row for row in pack.rows if row.metric == "nps")
    return row.value.number, row.value.words


@pytest.mark.slow
def test_each_unit_with_something_recorded_has_a_page_in_the_boards_words(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 20, unit="North/Leeds"))
    imported(store, *in_month(OCTOBER, [0] * 20, unit="North/York"), name="york.csv")
    imported(store, *in_month(OCTOBER.previous, [0] * 20, unit="South"), name="south.csv")
    write_commentary(store, OCTOBER, "Well done.", by="T. Reyes", unit="North/Leeds")
    found = pages(store)
    assert list(found) == ["North", "North › Leeds", "North › York"]
    assert nps(found["North › Leeds"]) == (100, "100.0")
    assert nps(found["North"]) == (0, "0.0")
    assert all(pack.readers is Readers.TEAM for pack in found.values())
    assert found["North › Leeds"].commentary == ("Well done.",)
    assert found["North › York"].commentary == ()
    assert [pack.scope for pack in teams(store, OCTOBER)] == list(found)
    with pytest.raises(NotFound, match="Nothing was recorded in 2025-01"):
        teams(store, Month(2025, 1))


def test_what_the_other_pages_would_tell_is_hidden_too(store: Store) -> None:
    """York's three answers are North's without Leeds's, so Leeds shows no more than its count either."""
    imported(store, *in_month(OCTOBER, [10] * 20, unit="North/Leeds"))
    imported(store, *in_month(OCTOBER, [0] * 3, unit="North/York"), name="york.csv")
    found = pages(store)
    assert nps(found["North"])[0] is not None
    for scope, counted in (("North › Leeds", "20 answers"), ("North › York", "3 answers")):
        (row,) = (row for row in found[scope].rows if row.metric == "nps")
        assert (row.value.number, row.value.words) == (None, counted)
        assert (row.low, row.high, row.margin) == (None, None, "")
        assert row.verdict in (Verdict.TOO_FEW_ANSWERS, Verdict.NO_STANDARD)
        assert all(point.value.number is None for point in row.series)
        assert row.alt == ""


def test_a_hidden_month_is_hidden_in_comparisons_and_series_and_in_their_words(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [10] * 20, unit="North/Leeds"))
    imported(store, *in_month(OCTOBER, [0] * 20, unit="North/York"), name="york.csv")
    imported(store, *in_month(OCTOBER.previous, [0] * 20, unit="North/Leeds"), name="leeds.csv")
    imported(store, *in_month(OCTOBER.previous, [0] * 3, unit="North/York"), name="few.csv")
    (row,) = (row for row in pages(store)["North › Leeds"].rows if row.metric == "nps")
    assert row.value.number == 100
    assert row.before.figure.words == ""
    assert row.before.meaning == "too few"
    assert [point.value.number for point in row.series] == [None, 100]
    assert row.alt == "Net Promoter Score: 2 months, lowest 100.0, highest 100.0."


def test_no_sentence_tells_what_the_table_hides(store: Store) -> None:
    """Leeds really fell and missed its standard, but York's three answers would be North's without Leeds's."""
    imported(store, *in_month(OCTOBER.previous, [10] * 200, unit="North/Leeds"))
    imported(store, *in_month(OCTOBER, [0] * 200, unit="North/Leeds"), name="leeds.csv")
    set_standard(store, Standard("nps", 40.0, OCTOBER.previous, owner="T. Reyes"), by="Ann")
    told = pages(store)["North › Leeds"]
    assert "100.0 to −100.0" in told.as_json(), "the fall is told while nobody else answered"
    assert "T. Reyes" in told.as_json()
    imported(store, *in_month(OCTOBER, [10] * 3, unit="North/York"), name="york.csv")
    hidden = pages(store)["North › Leeds"]
    assert "100.0 to −100.0" not in hidden.as_json()
    assert "T. Reyes" not in hidden.as_json(), "naming the owner of a missed standard would say that it was missed"
    assert "−100" not in hidden.as_json()
    assert "200 answers" in hidden.as_json()


def test_visits_are_nobodys_answers_and_are_shown(store: Store) -> None:
    imported(store, visit(2, "V1", [10, 10], unit="North"), visit(5, "V2", [10, 0], unit="North"), name="visits.csv")
    imported(store, visit(2, "V3", [10, 10], unit="South"), name="south.csv")
    (row,) = (row for row in pages(store)["South"].rows if row.metric == "shopper_score")
    assert row.value.number == 100


def test_praise_is_read_out_only_where_enough_answered(store: Store) -> None:
    kind = [answer(line, 10, unit="North/Leeds", comment=KIND if line == 2 else "") for line in range(2, 22)]
    kind.append(answer(30, 0, unit="North/Leeds", comment="Nobody ever answered the phone"))
    imported(store, *kind)
    imported(store, *in_month(OCTOBER, [10] * 20, unit="North/Hull"), name="hull.csv")
    few = [answer(line, 10, unit="North/York", comment="Lovely people, all four of them") for line in range(2, 6)]
    imported(store, *few, name="few.csv")
    found = pages(store)
    (praise,) = found["North › Leeds"].praise
    assert praise.words == KIND
    assert praise.about == "5 Oct 2026"
    assert [own.words for own in found["North"].praise] == [KIND], "a region reads out what its branches heard"
    assert found["North › Hull"].praise == ()
    assert found["North › York"].praise == ()


def test_a_page_defines_the_numbers_it_shows_and_no_others(store: Store) -> None:
    imported(store, *[answer(line, 9, csat=4, unit="North") for line in range(2, 30)])
    page = pages(store)["North"]
    assert [own.metric for own in page.definitions] == [row.metric for row in page.rows]
    assert page.charts == ()
    assert page.cut_off == MOMENT.astimezone(dt.UTC)
