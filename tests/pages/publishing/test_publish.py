"""Publishing keeps nobody waiting, and what comes out is one state of the store: an edition, the next one, or none."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from db.changes.board.commentary import LONGEST, write_commentary
from db.changes.board.publish import PublishedEdition
from db.queries import settings as settings_queries
from db.queries.editions import PUBLISHED, edition, editions, pack_of
from db.store.engine import Store
from db.tables import AuditRow
from metrics.errors import BadValue, NotFound, StoreTrouble
from metrics.periods import Month
from pages.packs.pack import Pack
from pages.publishing.publish import TRIES, Writers, publish, published_files
from tests.db.looks import OCTOBER, assert_adds_up, imported, in_month

LONGEST_WAIT = 60  # seconds; only a publisher that hangs needs them


@pytest.fixture
def october(store: Store) -> Store:
    imported(store, *in_month(OCTOBER, [9] * 20), name="october.csv")
    return store


class Writer:
    """Writes what a pack says about its edition as a text file, and does something else meanwhile.

    `meanwhile` gets how many packs were written so far, 1 the first time.
    """

    def __init__(self, meanwhile: Callable[[int], object] = lambda _: None) -> None:
        self.meanwhile, self.packs = meanwhile, list[Pack]()

    def __call__(self, pack: Pack) -> bytes:
        self.packs.append(pack)
        self.meanwhile(len(self.packs))
        assert pack.edition is not None
        return f"{pack.edition.number} {pack.edition.seal} {pack.revision} {pack.commentary}".encode()

    @property
    def writers(self) -> Writers:
        return {"txt": self}


def say(store: Store, text: str) -> None:
    write_commentary(store, OCTOBER, text, by="J. Moreau")


def numbers(store: Store) -> list[int]:
    with store.reading() as session:
        return [own.number for own in editions(session, OCTOBER)]


def publications(store: Store) -> int:
    """How many audit lines say that something was published."""
    with store.reading() as session:
        return len(session.scalars(select(AuditRow.id).where(AuditRow.did == PUBLISHED)).all())


def revision(store: Store) -> int:
    with store.reading() as session:
        return settings_queries.revision(session)


def test_others_write_while_the_files_are_made_and_the_edition_says_what_they_wrote(october: Store) -> None:
    writer = Writer(lambda times: say(october, "Written meanwhile.") if times == 1 else None)
    done = publish(october, OCTOBER, by="M. Hale", writers=writer.writers)
    assert [pack.commentary for pack in writer.packs] == [(), ("Written meanwhile.",)]
    with october.reading() as session:
        kept, pack = edition(session, done.edition), pack_of(session, done.edition)
    assert done.is_new
    assert (kept.number, kept.by, kept.revision) == (1, "M. Hale", revision(october) - 1)
    assert pack["commentary"] == ["Written meanwhile."]
    ((_, _, content),) = published_files(october, done.edition)
    assert content.decode() == f"1 {kept.seal} {kept.revision} ('Written meanwhile.',)"
    assert_adds_up(october)


def test_where_somebody_writes_each_time_nothing_is_published_and_a_sentence_says_so(october: Store) -> None:
    writer = Writer(lambda times: say(october, f"Version {times}."))
    sentence = (
        rf"^Other changes were saved during each of {TRIES} tries to write the files of 2026-10\. .* published\.$"
    )
    with pytest.raises(StoreTrouble, match=sentence):
        publish(october, OCTOBER, by="M. Hale", writers=writer.writers)
    assert len(writer.packs) == TRIES
    assert (numbers(october), publications(october)) == ([], 0)
    assert_adds_up(october)


def test_the_same_again_makes_no_files(october: Store) -> None:
    first = publish(october, OCTOBER, by="M. Hale", writers=Writer().writers)
    writer, before = Writer(), revision(october)
    assert publish(october, OCTOBER, by="J. Moreau", writers=writer.writers) == PublishedEdition(first.edition, False)
    assert writer.packs == []
    assert revision(october) == before


@pytest.mark.slow
def test_a_crash_while_the_files_are_made_leaves_nothing(october: Store) -> None:
    def crash(_times: int) -> None:
        raise ZeroDivisionError

    before = revision(october)
    with pytest.raises(ZeroDivisionError):
        publish(october, OCTOBER, by="M. Hale", writers={"txt": Writer(), "pdf": Writer(crash)})
    assert (numbers(october), publications(october), revision(october)) == ([], 0, before)
    assert publish(october, OCTOBER, by="M. Hale", writers=Writer().writers).is_new


def test_two_publishers_of_the_same_at_once_give_one_edition(october: Store) -> None:
    together = threading.Barrier(2, timeout=LONGEST_WAIT)
    both = [Writer(lambda times: together.wait() if times == 1 else None) for _ in range(2)]
    with ThreadPoolExecutor(2) as people:
        running = [people.submit(publish, october, OCTOBER, by="M. Hale", writers=own.writers) for own in both]
        first, second = (own.result(LONGEST_WAIT) for own in running)
    assert first.edition == second.edition
    assert {first.is_new, second.is_new} == {True, False}
    assert [len(own.packs) for own in both] == [1, 1], "who comes second sees the edition before making files again"
    assert (numbers(october), publications(october)) == ([1], 1)
    assert_adds_up(october)


def test_a_publisher_overtaken_by_another_edition_makes_the_next_one(october: Store) -> None:
    def overtake(times: int) -> None:
        if times == 1:
            publish(october, OCTOBER, by="J. Moreau", writers=Writer().writers)
            say(october, "Said after edition 1.")

    writer = Writer(overtake)
    done = publish(october, OCTOBER, by="M. Hale", writers=writer.writers)
    assert done.is_new
    assert [pack.edition.number for pack in writer.packs if pack.edition] == [1, 2]
    assert (numbers(october), publications(october)) == ([2, 1], 2)
    with october.reading() as session:
        assert [own.by for own in editions(session, OCTOBER)] == ["M. Hale", "J. Moreau"]
    assert_adds_up(october)


@pytest.mark.parametrize(
    ("month", "unit", "by", "wrong", "sentence"),
    [
        (OCTOBER, "", " ", BadValue, "Say who publishes"),
        (OCTOBER, "", "x" * (LONGEST + 1), BadValue, "Say who publishes"),
        (OCTOBER, "Nowhere", "M. Hale", NotFound, "Nowhere"),
        (Month(2026, 3), "", "M. Hale", NotFound, "Nothing was recorded in 2026-03"),
    ],
)
def test_what_cannot_be_published_is_refused_before_any_file_is_made(
    october: Store, month: Month, unit: str, by: str, wrong: type[Exception], sentence: str
) -> None:
    writer = Writer()
    with pytest.raises(wrong, match=sentence):
        publish(october, month, unit, by=by, writers=writer.writers)
    assert writer.packs == []
