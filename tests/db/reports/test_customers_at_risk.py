"""The assumption behind what is at stake and what it is applied to; decisions stand apart from the commentary."""

from __future__ import annotations

import math

import pytest
from sqlalchemy import select

from db.changes.board.commentary import LONGEST_DECISIONS, save_assumption, write_commentary
from db.queries.audit_log import changes_since
from db.queries.editions import BoardText, commentaries
from db.queries.standards import assumption
from db.reports.board_report import board_report, team_reports
from db.reports.customers_at_risk import CustomerCount, CustomersAtRisk, customers_at_risk
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import AuditRow
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.statistics.customers_at_risk import Assumption
from metrics.vocabulary import Scope
from pages.publishing.publish import publish
from tests.db.looks import OCTOBER, assert_adds_up, imported, in_month, net
from tests.db.readings import answer, operation

USUAL = Assumption(25, 400)


def assumed(store: Store, month: Month) -> Assumption | None:
    with store.reading() as session:
        found = assumption(session, month)
    return found.assumption if found else None


def at(store: Store, unit: str = "") -> CustomersAtRisk | None:
    with store.reading() as session:
        return customers_at_risk(session, report(session, Scope(OCTOBER, unit)))


def test_an_assumption_holds_from_its_month_on_until_another_one_does(store: Store) -> None:
    assert assumed(store, OCTOBER) is None
    save_assumption(store, OCTOBER, USUAL, by="M. Hale")
    save_assumption(store, OCTOBER.plus(2), Assumption(10), by="M. Hale")
    save_assumption(store, OCTOBER, Assumption(30, 400, 9_000), by="J. Moreau")
    assert assumed(store, OCTOBER.previous) is None
    assert assumed(store, OCTOBER.plus(1)) == Assumption(30, 400, 9_000)
    assert assumed(store, OCTOBER.plus(3)) == Assumption(10)
    save_assumption(store, OCTOBER.plus(3), None, by="M. Hale")
    assert assumed(store, OCTOBER.plus(4)) is None
    with store.reading() as session:
        kept = assumption(session, OCTOBER)
        lines = session.scalars(select(AuditRow).order_by(AuditRow.id)).all()
    assert kept is not None
    assert (kept.by, kept.since) == ("J. Moreau", OCTOBER)
    assert [line.did for line in lines] == ["assume what is at stake"] * 4
    assert lines[0].about["leaving"] == 25
    assert_adds_up(store)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (Assumption(0), "more than 0 and at most 100 per cent"),
        (Assumption(101), "more than 0 and at most 100 per cent"),
        (Assumption(math.nan), "more than 0 and at most 100 per cent"),
        (Assumption(25, -1), "What a customer is worth is more than 0"),
        (Assumption(25, math.inf), "What a customer is worth is more than 0"),
        (Assumption(25, None, 0), "The number of customers is more than 0"),
    ],
)
def test_numbers_that_cannot_be_are_refused(sample_copy: Store, given: Assumption, says: str) -> None:
    before = assumed(sample_copy, OCTOBER)
    with pytest.raises(BadValue, match=rf"{says}.*Nothing was saved\."):
        save_assumption(sample_copy, OCTOBER, given, by="M. Hale")
    with pytest.raises(BadValue, match="Say who assumes this"):
        save_assumption(sample_copy, OCTOBER, USUAL, by=" ")
    assert assumed(sample_copy, OCTOBER) == before


def test_it_is_applied_to_low_scorers_and_to_the_customers_that_are_counted(store: Store) -> None:
    assert at(store) is None, "nothing is assumed"
    imported(store, *in_month(OCTOBER, net(50, 20, 100), unit="North"))
    save_assumption(store, OCTOBER, USUAL, by="M. Hale")
    found = at(store)
    assert found is not None
    assert found.customers is None
    assert found.estimate is None, "nobody says how many customers there are"
    imported(store, operation(2, "retention", 1_900, 2_000, unit="North"), name="kept.csv")
    found = at(store)
    assert found is not None
    assert found.estimate is not None
    assert found.customers == CustomerCount(2_000, "customers at the start of the month")
    assert found.asked is not None
    assert (found.asked.unhappy, found.asked.answers, found.asked.highest) == (20, 100, 6)
    assert found.estimate.leaving.estimate == pytest.approx(100)
    assert found.estimate.money is not None
    assert found.estimate.money.estimate == pytest.approx(40_000)


def test_customers_that_the_leader_counts_are_those_of_the_whole_organisation(store: Store) -> None:
    imported(store, *in_month(OCTOBER, net(50, 20, 100), unit="North"))
    imported(store, operation(2, "visit_frequency", 900, 700, unit="North"), name="visits.csv")
    save_assumption(store, OCTOBER, Assumption(25, None, 9_731), by="M. Hale")
    whole, north = at(store), at(store, "North")
    assert whole is not None
    assert north is not None
    assert whole.customers == CustomerCount(9_731, "")
    assert north.customers == CustomerCount(700, "active customers")


def test_where_nobody_is_asked_to_recommend_the_dissatisfied_count(store: Store) -> None:
    scores = [1, 2, 3, 4, 5, 5, 5, 5]
    imported(store, *(answer(line, csat=score, day=OCTOBER.day(3)) for line, score in enumerate(scores, start=2)))
    save_assumption(store, OCTOBER, Assumption(25, None, 100), by="M. Hale")
    found = at(store)
    assert found is not None
    assert found.asked is not None
    assert (found.asked.metric.id, found.asked.unhappy, found.asked.answers) == ("csat", 2, 8)


def test_too_few_answers_tell_nothing(store: Store) -> None:
    imported(store, *in_month(OCTOBER, [0, 0, 10, 10]))
    save_assumption(store, OCTOBER, Assumption(25, None, 100), by="M. Hale")
    found = at(store)
    assert found is not None
    assert found.asked is None
    assert found.estimate is None


def test_decisions_stand_apart_from_the_commentary_and_each_version_is_kept(store: Store) -> None:
    write_commentary(store, OCTOBER, "We answered late.", by="M. Hale")
    write_commentary(store, OCTOBER, "Buy a telephone.", by="J. Moreau", part=BoardText.DECISIONS)
    write_commentary(store, OCTOBER, "Buy two.", by="M. Hale", part=BoardText.DECISIONS)
    with store.reading() as session:
        assert [own.text for own in commentaries(session, OCTOBER)] == ["We answered late."]
        asked = commentaries(session, OCTOBER, part=BoardText.DECISIONS)
    assert [(own.text, own.by) for own in asked] == [("Buy two.", "M. Hale"), ("Buy a telephone.", "J. Moreau")]
    with pytest.raises(BadValue, match=f"at most {LONGEST_DECISIONS} letters"):
        write_commentary(store, OCTOBER, "x" * (LONGEST_DECISIONS + 1), by="M. Hale", part=BoardText.DECISIONS)
    with pytest.raises(BadValue, match="Say who writes what the board is asked"):
        write_commentary(store, OCTOBER, "Buy.", by="", part=BoardText.DECISIONS)
    assert_adds_up(store)


@pytest.mark.slow
def test_teams_read_neither_and_neither_moves_a_figure(store: Store) -> None:
    imported(store, *in_month(OCTOBER, net(50, 20, 100), unit="North"))
    published = publish(store, OCTOBER, by="M. Hale").edition
    write_commentary(store, OCTOBER, "Buy a telephone.", by="M. Hale", part=BoardText.DECISIONS)
    save_assumption(store, OCTOBER, Assumption(25, None, 100), by="M. Hale")
    with store.reading() as session:
        whole, teams = board_report(session, OCTOBER), team_reports(session, OCTOBER)
        assert whole.published is not None
        assert whole.published[0].id == published
        happened = changes_since(session, whole.published[0])
    assert whole.stake is not None
    assert whole.decisions is not None
    assert {(own.stake, own.decisions) for own in teams.values()} == {(None, None)}
    assert happened.decided == ()
