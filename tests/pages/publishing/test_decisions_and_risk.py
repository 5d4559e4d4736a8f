"""What the pack says is at stake and to be decided: every number it stands on, its range, plain words without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from db.changes.board.commentary import save_assumption, write_commentary
from db.queries.editions import BoardText, pack_of
from db.reports.customers_at_risk import CustomerCount, CustomersAtRisk, UnhappyShare
from db.store.engine import Store
from metrics.catalogue import metric
from metrics.statistics.customers_at_risk import Assumption, at_stake
from metrics.vocabulary import Scale
from pages.packs.pack import Pack
from pages.packs.pack_text import AT_STAKE, DECISIONS
from pages.publishing.decisions_and_risk import NO_ANSWERS, NO_CUSTOMERS, about, decisions
from pages.publishing.decisions_and_risk import at_stake as told
from pages.publishing.mail.message import text
from pages.publishing.publish import draft_pack, publish, published_pack
from tests.db.looks import OCTOBER
from tests.pages.publishing.materials import some_pack

THIN = "\u202f"
ASKED = UnhappyShare(metric("nps"), Scale(0, 10), 6, 1_119, 191)
CUSTOMERS = CustomerCount(41_654, "customers at the start of the month")
ASSUMED = Assumption(25, 416)


def stake(assumed: Assumption = ASSUMED) -> CustomersAtRisk:
    found = at_stake(ASKED.unhappy, ASKED.answers, CUSTOMERS.number, assumed)
    return CustomersAtRisk(assumed, ASKED, CUSTOMERS, found)


def said(own: CustomersAtRisk | None) -> list[str]:
    return [f"{each.lead} {each.text}".strip() for each in told(own, "October")]


def test_the_estimate_is_said_with_its_range_what_was_counted_and_what_is_assumed() -> None:
    assert said(stake()) == [
        "About 1,800 customers and £740,000 a year may be lost; plausible range 1,600 to 2,000 customers and "
        "£650,000 to £840,000 (sampling only).",
        f"Counted: 191 of 1,119 answers in October scored 0 to 6 on Net Promoter Score (17.1{THIN}%, 15.0 to 19.4).",
        "Assumed: they represent all 41,654 customers at the start of the month, "
        f"25{THIN}% of customers who score this low leave within a year and each is worth £416 a year.",
    ]


def test_without_a_worth_no_money_is_named() -> None:
    assert "£" not in " ".join(said(stake(Assumption(12.5))))
    assert f"and 12.5{THIN}% of customers" in said(stake(Assumption(12.5)))[2]


def test_what_cannot_be_estimated_is_a_sentence_and_what_nobody_assumed_is_nothing() -> None:
    assert said(None) == []
    assert said(replace(stake(), customers=None, estimate=None)) == [NO_CUSTOMERS]
    assert said(replace(stake(), asked=None, estimate=None)) == [NO_ANSWERS]


def test_nobody_unhappy_is_fewer_than_one_customer() -> None:
    none = replace(stake(), asked=replace(ASKED, unhappy=0), estimate=at_stake(0, 1_119, 41_654, ASSUMED))
    assert said(none)[0].startswith(
        "Fewer than one customer may be lost; plausible range 0 to 36 customers and £0 to £15,000 ("
    )


@pytest.mark.parametrize(
    ("number", "words"), [(0, "0"), (0.4, "0"), (7.5, "8"), (26.4, "26"), (104.9, "100"), (1_777, "1,800")]
)
def test_an_estimate_is_known_to_two_figures_at_best(number: float, words: str) -> None:
    assert about(number) == words


def test_each_line_is_a_decision_numbered_by_the_pack() -> None:
    asked = decisions("1. Extend the promise.\n\n  – Keep   the desk.\n2027 is the year.\n")
    assert [(own.lead, own.text) for own in asked] == [
        ("1.", "Extend the promise."),
        ("2.", "Keep the desk."),
        ("3.", "2027 is the year."),
    ]


def test_a_pack_without_either_has_no_such_section() -> None:
    """So it tells what it told before there were any, under the same hash."""
    headings = {own.heading for own in some_pack(4).sections}
    assert not headings & {AT_STAKE, DECISIONS}


def say_nothing(store: Store) -> None:
    """Take off what the sample company's leader assumes and asks."""
    save_assumption(store, OCTOBER, None, by="M. Hale")
    write_commentary(store, OCTOBER, "", by="M. Hale", part=BoardText.DECISIONS)


@pytest.mark.slow
def test_both_are_frozen_into_the_edition_and_stand_in_the_mail(sample_copy: Store) -> None:
    say_nothing(sample_copy)
    before = publish(sample_copy, OCTOBER, by="M. Hale").edition
    with sample_copy.reading() as session:
        as_it_was = pack_of(session, before)
    save_assumption(sample_copy, OCTOBER, ASSUMED, by="M. Hale")
    write_commentary(sample_copy, OCTOBER, "Extend the call-back promise.", by="M. Hale", part=BoardText.DECISIONS)
    after = publish(sample_copy, OCTOBER, by="M. Hale")
    assert after.is_new
    assert not publish(sample_copy, OCTOBER, by="Somebody else").is_new
    say_nothing(sample_copy)
    pack = published_pack(sample_copy, after.edition).pack
    mail = text(pack, "seal")
    for own in (section(pack, AT_STAKE), section(pack, DECISIONS)):
        assert own
        assert own in mail
    assert section(pack, AT_STAKE).startswith("About 1,800 customers and £740,000 a year")
    assert (
        section(draft_pack(sample_copy, OCTOBER), AT_STAKE)
        == section(draft_pack(sample_copy, OCTOBER), DECISIONS)
        == ""
    )
    assert publish(sample_copy, OCTOBER, by="M. Hale").edition == before, "without both it is the first edition again"
    with sample_copy.reading() as session:
        assert pack_of(session, before) == as_it_was


def section(pack: Pack, heading: str) -> str:
    """The section's first paragraph; empty where there is none."""
    found = next((own for own in pack.sections if own.heading == heading), None)
    return f"{found.paragraphs[0].lead} {found.paragraphs[0].text}" if found else ""
