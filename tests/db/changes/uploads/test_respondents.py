"""Who answered: kept as a keyed hash that knows one person again, never as itself."""

from __future__ import annotations

import hashlib
import hmac

from sqlalchemy import select, text

from db.changes import preview_upload, save_upload, undo_upload
from db.formats import Options, Source, inspect, mapping_for, read
from db.store.engine import Store
from db.tables import ResponseRow, StoreRow
from tests.db.readings import answer, reading


def hashes(store: Store) -> list[str | None]:
    with store.reading() as session:
        return list(session.scalars(select(ResponseRow.respondent).order_by(ResponseRow.id)))


def key(store: Store) -> str | None:
    with store.reading() as session:
        return session.scalars(select(StoreRow.respondent_key)).one()


def test_one_person_has_one_hash_under_the_key_of_the_store(store: Store) -> None:
    rows = [
        answer(2, 9, id_="a", respondent="K-17"),
        answer(3, 8, id_="b", respondent=" k-17 "),
        answer(4, 7, respondent="K-18"),
        answer(5, 6),
    ]
    upload = save_upload(store, reading(rows), by="Ann").upload
    assert upload is not None
    first, again, other, unknown = hashes(store)
    secret = key(store)
    assert secret is not None
    assert first == again == hmac.new(bytes.fromhex(secret), b"k-17", hashlib.sha256).hexdigest()
    assert other not in (None, first)
    assert unknown is None
    undo_upload(store, upload, by="Ann")
    assert hashes(store) == []
    assert key(store) == secret


def test_a_store_has_no_key_before_it_is_needed(store: Store) -> None:
    save_upload(store, reading([answer(2, 9)]), by="Ann")
    preview_upload(store, reading([answer(2, 9, respondent="K-17")], "tried.csv"))
    assert key(store) is None


def test_the_value_of_a_mapped_column_is_nowhere_in_the_store(store: Store) -> None:
    content = "response_id,responded_at,nps,Customer\na,2026-10-01,9,Q-4711\nb,2026-10-02,much,Q-4712\nc,,3,Q-4713\n"
    source = Source.of_bytes("file.csv", content.encode())
    options = Options(maps=("Customer=respondent",))
    receipt = save_upload(store, read(source, mapping_for(inspect(source), options)), by="Ann")
    assert (receipt.saved, receipt.refused) == (1, 2)
    assert "Q-47" not in repr(receipt)
    assert len(hashes(store)) == 1
    with store.reading() as session:
        for table in StoreRow.metadata.sorted_tables:
            kept = session.execute(text(f"SELECT * FROM {table.name}")).all()  # our own tables
            assert "q-47" not in repr(kept).casefold()
