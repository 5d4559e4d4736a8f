"""A small store with rows in every table, made by the product's own changes."""

from __future__ import annotations

import datetime as dt

from db.changes import save_upload
from db.changes.board.publish import FrozenPack, freeze
from db.changes.settings import count_newest_only
from db.changes.standards import set_limit
from db.changes.uploads.erase_person import erase_answers
from db.formats.rows.blocks import BenchmarkLine, CountedResult, Row
from db.store.engine import Store, now
from db.tables import (
    ActionRow,
    BoardMemberRow,
    CommentaryRow,
    InitiativeRow,
    InitiativeUnitRow,
    MappingRow,
    PopulationRow,
    RebaseRow,
    SendingRow,
    StakeRow,
    StandardRow,
    UnitNameRow,
)
from metrics.periods import Month
from metrics.vocabulary import Audience, Item, Scale
from tests.db.readings import HOLD, answer, operation, reading, visit

OCTOBER = Month(2026, 10)
EASE = Item("ces", Scale(1, 7), Audience.CUSTOMERS)
DAY = dt.date(2026, 10, 5)


def fill(store: Store) -> None:
    """Bring something into each table, tables of sums included."""
    for name, rows in _files().items():
        save_upload(store, reading(rows, name), by="Ann")
    set_limit(store, HOLD.metric, 60, OCTOBER, by="Ann")
    erase_answers(store, "r6", by="Ann")
    _decide(store)
    _publish(store)
    count_newest_only(store, on=True, by="Ann")


def _files() -> dict[str, list[Row]]:
    held = answer(7, id_="r7", unit="North/Leeds")._replace(scores=((HOLD, 42.0),))
    answers: list[Row] = [
        answer(2, 9, id_="r2", unit="North/Leeds", channel="Phone", comment="Quick and kind.", weight=1.5),
        answer(3, 3, id_="r3", csat=2, unit="North", respondent="p1", clock="09:30"),
        answer(4, 7, id_="r4", unit="North", respondent="p1", clock="10:30"),
        answer(8, 6, id_="r8", unit="South", respondent="p1"),
        answer(5, 8, id_="r5", csat=4, comment="Slow."),
        answer(6, 1, id_="r6"),
        held,
    ]
    return {
        "answers.csv": answers,
        "moments.csv": [answer(2, 6, clock="11:05:30", unit="South"), answer(3, 10, clock="12:00", comment="Fine")],
        "visits.csv": [visit(2, "v1", [10, 5, 10], unit="North"), visit(5, "v2", [5, 5, 0], unit="South")],
        "operations.csv": [
            operation(2, "retention", 90, 100, unit="North"),
            operation(3, "retention", 8, 10, unit="South"),
        ],
        "counted.csv": [CountedResult(2, OCTOBER, "South", "", EASE, ((1, 2), (5, 3), (7, 4)))],
        "benchmarks.csv": [BenchmarkLine(2, "nps", OCTOBER, "Institute", "Banks", 40.0, {50: 38.0}, 120)],
    }


def _decide(store: Store) -> None:
    who = {"entered_by": "Ann", "entered_at": now()}
    setting = {"set_by": "Ann", "set_at": now()}
    with store.changing("decide", by="Ann", about={}) as session:
        session.add(StandardRow(metric="nps", unit_id=1, since=DAY, value=40.0, owner="Bo", reason="Better", **setting))
        session.add(PopulationRow(unit_id=1, audience="customers", since=DAY, people=9_000, **setting))
        session.add(RebaseRow(metric="nps", unit_id=1, month=DAY.replace(day=1), reason="New desk", **setting))
        session.add(
            InitiativeRow(
                id=1, name="Desk", description="A desk", began=DAY, ended=None, owner="Bo", metrics=["nps"], **who
            )
        )
        session.flush()
        session.add(InitiativeUnitRow(initiative_id=1, unit_id=1))
        session.add(
            ActionRow(
                what="Call",
                owner="Bo",
                due=DAY,
                metric="nps",
                unit_id=1,
                initiative_id=1,
                state="open",
                outcome="",
                **who,
            )
        )
        session.add(
            CommentaryRow(
                month=DAY.replace(day=1), unit_id=1, text="A quiet month.", written_by="Ann", written_at=now()
            )
        )
        session.add(
            StakeRow(since=DAY, leaving=5.0, worth=120.0, customers=9_000.0, assumed_by="Ann", assumed_at=now())
        )
        session.add(BoardMemberRow(name="Cy", address="cy@example.org", added_by="Ann", added_at=now()))
        session.add(MappingRow(name="weekly", fingerprint="f" * 64, mapping={"columns": ["nps"]}))
        session.add(UnitNameRow(key="the north", path="The North", unit_id=2))


def _publish(store: Store) -> None:
    with store.reading() as session:
        revision = session.connection().exec_driver_sql("SELECT revision FROM store").scalar_one()
    files = (("pack.pdf", "pdf", b"%PDF-1.7 a page"),)
    frozen = FrozenPack(OCTOBER, "", 1, now(), {"title": "October", "words": ["All is well."]}, files)
    published = freeze(store, frozen, expected_revision=revision, by="Ann")
    assert published is not None
    with store.changing("send edition", by="Ann", about={}) as session:
        session.add(SendingRow(edition_id=published.edition, address="cy@example.org", at=now(), by="Ann", trouble=""))
