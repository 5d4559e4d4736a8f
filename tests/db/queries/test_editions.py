"""Editions never change: they stay byte by byte, the same is published once, and verify sees tampering."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import select, update

from db.changes import set_standard, undo_upload
from db.changes.board.commentary import LONGEST, write_commentary
from db.changes.board.publish import (
    UNDER_WAY,
    FrozenPack,
    PublishedEdition,
    add_board_member,
    begin_sending,
    end_sending,
    freeze,
    remove_board_member,
)
from db.maintenance.integrity import differences
from db.queries import settings as settings_queries
from db.queries.audit_log import changes_since
from db.queries.editions import (
    board_members,
    commentaries,
    content_hash,
    content_of,
    edition,
    editions,
    files_of,
    last_before,
    next_number,
    pack_of,
    seal,
    send_attempts,
    whole_hash,
)
from db.reports.board_report import BoardReport, board_report
from db.store.engine import Store, now
from db.tables import AuditRow, EditionFileRow, EditionRow
from metrics.errors import BadValue, NotFound
from metrics.periods import Month
from metrics.vocabulary import Standard
from tests.db.looks import assert_adds_up, imported, in_month

OCTOBER = Month(2026, 10)


def little_pack(found: BoardReport) -> dict[str, Any]:
    """A pack with little in it: a value of the store, and the commentary."""
    cards = found.report.scorecards
    words = found.commentary.text if found.commentary else ""
    return {
        "values": [[card.metric.id, card.value.estimate, card.value.n] for card in cards],
        "commentary": [words],
        "revision": found.report.revision,
    }


def frozen(store: Store, month: Month = OCTOBER) -> tuple[FrozenPack, int]:
    """The month as its next edition, and the revision it was read at."""
    with store.reading() as session:
        found, number = board_report(session, month), next_number(editions(session, month))
    draft = little_pack(found)
    pack = {**draft, "edition": number, "cut_off": now().isoformat()}
    pdf = ("pack.pdf", "pdf", repr((pack, seal(content_hash(draft)))).encode())
    files = (pdf, ("pack.xlsx", "xlsx", b"\x00\xff" * 9))
    return FrozenPack(month, "", number, now(), pack, files), found.report.revision


def publish(store: Store, by: str = "M. Hale", month: Month = OCTOBER) -> PublishedEdition:
    made, revision = frozen(store, month)
    done = freeze(store, made, expected_revision=revision, by=by)
    assert done is not None
    return done


def some_answers(store: Store, scores: list[int], name: str = "october.csv", month: Month = OCTOBER) -> int:
    upload = imported(store, *in_month(month, scores), name=name).upload
    assert upload is not None
    return upload


def test_the_same_numbers_and_commentary_are_published_once(store: Store) -> None:
    some_answers(store, [9] * 20)
    first = publish(store)
    assert first.is_new
    assert publish(store, by="Somebody Else") == PublishedEdition(first.edition, is_new=False)
    set_standard(store, Standard("csat", 85.0, OCTOBER), by="M. Hale")  # raises the revision, moves nothing told
    assert publish(store) == PublishedEdition(first.edition, is_new=False)
    with store.reading() as session:
        (only,) = editions(session, OCTOBER)
    assert (only.number, only.by, only.revision, only.last_upload) == (1, "M. Hale", 1, 1)


def audit_lines(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(AuditRow.did).order_by(AuditRow.id)))


def test_what_was_made_from_an_older_state_is_not_kept(store: Store) -> None:
    some_answers(store, [9] * 20)
    made, revision = frozen(store)
    write_commentary(store, OCTOBER, "We did well.", by="M. Hale")
    before = audit_lines(store)
    assert freeze(store, made, expected_revision=revision, by="M. Hale") is None
    with store.reading() as session:
        assert editions(session, OCTOBER) == []
        assert settings_queries.revision(session) == revision + 1
    assert audit_lines(store) == before, "no line for what did not happen"


@pytest.mark.slow
@pytest.mark.parametrize("number", [1, 3])
def test_a_number_that_is_not_the_next_one_is_not_kept(store: Store, number: int) -> None:
    some_answers(store, [9] * 20)
    publish(store)
    write_commentary(store, OCTOBER, "We did well.", by="M. Hale")
    made, revision = frozen(store)
    assert made.number == 2
    assert freeze(store, replace(made, number=number), expected_revision=revision, by="M. Hale") is None
    with store.reading() as session:
        assert [own.number for own in editions(session, OCTOBER)] == [1]


@pytest.mark.slow
def test_the_audit_line_holds_the_hashes_of_pack_and_files(store: Store) -> None:
    some_answers(store, [9] * 20)
    published = publish(store).edition
    with store.reading() as session:
        about = session.scalars(select(AuditRow.about).order_by(AuditRow.id.desc())).first()
        files = {own.name: own.sha256 for own in files_of(session, published)}
        pack, own = pack_of(session, published), edition(session, published)
    assert about == {
        "month": "2026-10",
        "unit": "",
        "edition": 1,
        "id": published,
        "sha256": own.sha256,
        "whole": whole_hash(pack),
        "files": files,
    }


def test_an_edition_stays_byte_by_byte_whatever_comes_after(store: Store) -> None:
    some_answers(store, [9] * 20)
    published = publish(store).edition
    with store.reading() as session:
        files = {own.name: content_of(session, published, own.name) for own in files_of(session, published)}
        pack = pack_of(session, published)
    late = some_answers(store, [0] * 20, "late.csv")
    second = publish(store, by="J. Moreau")
    undo_upload(store, late, by="Ann")
    with store.reading() as session:
        assert {own.name: content_of(session, published, own.name) for own in files_of(session, published)} == files
        assert pack_of(session, published) == pack
        assert pack_of(session, second.edition) != pack
        assert [own.number for own in editions(session, OCTOBER)] == [2, 1]
        for own in files_of(session, published):
            assert own.sha256 == hashlib.sha256(files[own.name]).hexdigest()
            assert own.bytes == len(files[own.name])
    assert publish(store) == PublishedEdition(published, is_new=False), "the numbers are again those of the first"
    assert_adds_up(store)


def test_another_commentary_makes_another_edition(store: Store) -> None:
    some_answers(store, [9] * 20)
    publish(store)
    write_commentary(store, OCTOBER, "We did well.", by="M. Hale")
    assert publish(store).is_new
    with store.reading() as session:
        (newest, _) = editions(session, OCTOBER)
        assert pack_of(session, newest.id)["commentary"] == ["We did well."]


def test_the_hash_leaves_out_when_it_was_told_and_nothing_that_was_told() -> None:
    pack: dict[str, Any] = {
        "rows": [1.5],
        "definitions": [{"metric": "nps", "uploads": {"words": "2 uploads"}}],
        "actions": [{"what": "Call", "state": "3 days late", "late": True}],
        "cut_off": "2026-11-12",
        "revision": 4,
    }
    same = {
        **pack,
        "definitions": [{"metric": "nps", "uploads": {"words": "3 uploads"}}],
        "actions": [{"what": "Call", "state": "4 days late", "late": True}],
        "cut_off": "2026-11-13",
        "revision": 5,
    }
    assert content_hash(pack) == content_hash(same)
    others: tuple[dict[str, Any], ...] = ({"rows": [1.6]}, {"definitions": []}, {"actions": []}, {"headline": "New."})
    for other in others:
        assert content_hash({**pack, **other}) != content_hash(pack)


def test_a_month_without_data_is_not_published(store: Store) -> None:
    some_answers(store, [9] * 20)
    with pytest.raises(NotFound, match="Nothing was recorded in 2026-03, so there is nothing to tell the board"):
        publish(store, month=Month(2026, 3))
    for nobody in (" ", "x" * 201):
        with pytest.raises(BadValue, match="Say who publishes"):
            publish(store, by=nobody)
    with store.reading() as session:
        assert editions(session, OCTOBER) == []


def test_the_pack_before_is_that_of_the_newest_earlier_month(store: Store) -> None:
    for month in (Month(2026, 8), Month(2026, 9), OCTOBER):
        some_answers(store, [9] * 20, f"{month}.csv", month)
        publish(store, month=month)
    with store.reading() as session:
        before = last_before(session, OCTOBER)
        assert before is not None
        assert before.month == Month(2026, 9)
        assert last_before(session, Month(2026, 8)) is None
        found = board_report(session, OCTOBER)
    assert found.last is not None
    assert found.last["edition"] == 1
    assert found.published is not None


def test_since_names_what_came_in_was_taken_back_and_was_decided(store: Store) -> None:
    first = some_answers(store, [9] * 20)
    published = publish(store).edition
    second = some_answers(store, [0] * 20, "late.csv")
    brief = some_answers(store, [5] * 20, "brief.csv")
    undo_upload(store, brief, by="Ann")
    undo_upload(store, first, by="Ann")
    set_standard(store, Standard("nps", 50.0, OCTOBER), by="M. Hale")
    with store.reading() as session:
        happened = changes_since(session, edition(session, published))
    assert [own.id for own in happened.came_in] == [second]
    assert [own.id for own in happened.taken_back] == [first]
    assert [(own.did, own.by) for own in happened.decided] == [("set standard", "M. Hale")]


@pytest.mark.slow
@pytest.mark.parametrize("spoilt", ["file", "pack"])
def test_verify_sees_an_edition_that_was_tampered_with(store: Store, spoilt: str) -> None:
    some_answers(store, [9] * 20)
    published = publish(store).edition
    assert_adds_up(store)
    with store.changing("tamper", by="Eve", about={}) as session:
        if spoilt == "file":
            session.execute(update(EditionFileRow).where(EditionFileRow.kind == "pdf").values(content=b"other"))
        else:
            row = session.get_one(EditionRow, published)
            row.pack = {**row.pack, "cut_off": "2020-01-01"}
    with store.reading() as session:
        (found,) = differences(session)
    assert "dition 1 of 2026-10 " in found


def test_the_last_commentary_counts_and_all_are_kept(store: Store) -> None:
    some_answers(store, [9] * 20)
    for text in ("First.", "  Second.\n", ""):
        write_commentary(store, OCTOBER, text, by="M. Hale")
    with store.reading() as session:
        assert [own.text for own in commentaries(session, OCTOBER)] == ["", "Second.", "First."]
        assert commentaries(session, Month(2026, 9)) == []
    with pytest.raises(BadValue, match=f"has at most {LONGEST:,} letters"):
        write_commentary(store, OCTOBER, "a" * (LONGEST + 1), by="M. Hale")
    with pytest.raises(BadValue, match="Say who writes"):
        write_commentary(store, OCTOBER, "Unsigned.", by="")


def test_board_members_come_go_and_come_back(store: Store) -> None:
    add_board_member(store, "  Ada   Lane ", "ada@example.org", by="M. Hale")
    with pytest.raises(BadValue, match="is on the list already, as Ada Lane"):
        add_board_member(store, "Ada", "ADA@example.org", by="M. Hale")
    remove_board_member(store, "Ada@Example.org", by="M. Hale")
    with pytest.raises(NotFound, match="There is no board member with the address"):
        remove_board_member(store, "ada@example.org", by="M. Hale")
    add_board_member(store, "Ada Lane-Roe", "ada@example.org", by="M. Hale")
    with store.reading() as session:
        assert [(own.name, own.address) for own in board_members(session)] == [("Ada Lane-Roe", "ada@example.org")]
    assert_adds_up(store)


@pytest.mark.parametrize(
    "address",
    [
        *("", "ada", "ada@", "@example.org", "a b@example.org", "ada@example.org, eve@example.org", "ada@b\nBcc: x"),
        *("a@x?bcc=x", "a?bcc=eve%40x.org@x.org", "a&b@x.org", "a%0ABcc:x@x.org", "mailto:a@x.org", "<a@x.org>"),
        *("a@x.org\r\nBcc: b@y.org", "a@x..org", "a@.x.org", "a@x.org.", ".a@x.org", "a..b@x.org", "a@-x.org", "a@x_y"),
        *("a@[127.0.0.1]", "ä@x.org", "a@exämple.org", f"{'a' * 65}@x.org", f"a@{'x' * 64}.org", "a\0b@x.org"),
        f"a@{'x.' * 150}org",
    ],
)
def test_what_is_no_address_is_refused(store: Store, address: str) -> None:
    with pytest.raises(BadValue, match="is not an e-mail address"):
        add_board_member(store, "Ada", address, by="M. Hale")


@pytest.mark.parametrize("address", ["ada.o'neil+board@example.org", "a@localhost", "x=y@a-b.example.org"])
def test_unusual_addresses_are_taken(store: Store, address: str) -> None:
    add_board_member(store, "Ada", address, by="M. Hale")
    with store.reading() as session:
        assert [own.address for own in board_members(session)] == [address]


def test_nothing_is_sent_twice_to_the_same_address(store: Store) -> None:
    some_answers(store, [9] * 20)
    published = publish(store).edition
    first = begin_sending(store, published, "ada@example.org", by="cron")
    assert first is not None
    assert begin_sending(store, published, "ADA@example.org", by="cron") is None, "it is not known whether it went"
    end_sending(store, first, "The server was busy.", by="cron")
    again = begin_sending(store, published, "ada@example.org", by="cron")
    assert again is not None
    end_sending(store, again, "", by="cron")
    assert begin_sending(store, published, "ada@example.org", by="cron") is None
    with store.reading() as session:
        assert [own.trouble for own in send_attempts(session, published)] == ["", "The server was busy."]
        assert UNDER_WAY not in [own.trouble for own in send_attempts(session)]
