"""Files without response ids that come again: what is known is left out, what differs is said, undo stays exact."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import update

from db.changes import Receipt, preview_upload, save_upload, undo_upload
from db.formats.rows.blocks import Answer
from db.maintenance.integrity import differences
from db.queries.uploads import uploads
from db.reports.scorecards import report
from db.store.engine import Store
from db.tables import ResponseRow
from metrics.errors import BadValue, NotFound
from metrics.periods import Month
from metrics.vocabulary import Scope
from tests.db.readings import answer, reading

OCTOBER = Scope(Month(2026, 10))
DAY = dt.date(2026, 10, 1)


def responses(n: int, *, begin: int = 0, **said: Any) -> list[Answer]:
    """Answers a quarter of an hour apart, each 10."""
    return [
        answer(at + 2, 10, clock=f"{8 + at // 4 % 12:02}:{at % 4 * 15:02}:07", day=DAY + dt.timedelta(at // 48), **said)
        for at in range(begin, begin + n)
    ]


def save(store: Store, rows: list[Answer], name: str, **options: Any) -> Receipt:
    source = options.pop("source", "survey")
    return save_upload(store, reading(rows, name, source=source, block=7), by="Ann", **options)


def counted(receipt: Receipt) -> tuple[int, int, int]:
    return receipt.saved, receipt.duplicates, receipt.refused


def nps(store: Store) -> tuple[Any, Any]:
    with store.reading() as session:
        assert differences(session) == []
        (card,) = report(session, OCTOBER, ["nps"]).scorecards
    return card.value.estimate, card.value.n


def test_an_export_of_everything_adds_only_what_is_new(store: Store) -> None:
    save(store, responses(20), "may.csv")
    receipt = save(store, responses(26), "june.csv")
    assert counted(receipt) == (6, 20, 0)
    assert receipt.overlap is not None
    assert (receipt.overlap.rows, receipt.overlap.known, receipt.overlap.new) == (26, 20, 6)
    assert receipt.overlap.uploads == ((1, "may.csv"),)
    assert "20 of 26 rows are already saved, 0 differ, 6 are new" in receipt.notes[0]
    assert nps(store) == (100, 26)


def test_one_corrected_score_is_said_and_not_counted_twice(store: Store) -> None:
    save(store, responses(20), "first.csv")
    rows = responses(20)
    rows[3] = answer(5, 0, clock=rows[3].clock, day=rows[3].day)
    receipt = save(store, rows, "corrected.csv")
    assert counted(receipt) == (0, 19, 1)
    assert "19 of 20 rows are already saved, 1 differs, 0 are new" in receipt.notes[0]
    assert "at 08:45 says 0 here and 10 in line 5 of upload 1" in receipt.problems[0].message
    assert nps(store) == (100, 20)


@pytest.mark.parametrize("rule", ["newest", "correct"])
def test_a_corrected_score_counts_where_the_rule_says_so(store: Store, rule: str) -> None:
    save(store, responses(20), "first.csv")
    rows = [row._replace(scores=answer(0, 0).scores) if row.line == 5 else row for row in responses(20)]
    receipt = save(store, rows, "corrected.csv", on_conflict=rule)
    assert counted(receipt) == (1, 19, 0)
    assert nps(store) == (90, 20)
    assert receipt.upload is not None
    undo_upload(store, receipt.upload, by="Ann")
    assert nps(store) == (100, 20)


def test_equal_rows_of_one_file_are_so_many_responses(store: Store) -> None:
    twins = [answer(line, 10, clock="09:00:00") for line in range(2, 6)]
    assert counted(save(store, twins[:3], "three.csv")) == (3, 0, 0)
    assert counted(save(store, twins, "four.csv")) == (1, 3, 0)
    assert nps(store)[1] == 4


def test_days_without_a_time_are_compared_by_what_was_answered(store: Store) -> None:
    said = [(10, "Fine."), (10, ""), (0, "Slow."), (10, "")]
    first = [answer(line, score, comment=text) for line, (score, text) in enumerate(said, 2)]
    save(store, first, "first.csv")
    more = [answer(9, 10, comment="Loud."), answer(10, 10), *first]
    assert counted(save(store, more, "more.csv")) == (2, 4, 0)
    assert nps(store)[1] == 6


def test_a_day_of_other_people_is_new(store: Store) -> None:
    save(store, [answer(line, 10) for line in range(5)], "first.csv")
    assert counted(save(store, [answer(line, 0) for line in range(5)], "second.csv")) == (5, 0, 0)
    assert counted(save(store, [answer(9, 10, unit="Leeds")], "leeds.csv")) == (1, 0, 0)
    assert counted(save(store, [answer(9, 10, day=DAY)], "day.csv")) == (1, 0, 0)


def test_a_corrected_score_of_a_day_is_known_by_the_others_of_that_day(store: Store) -> None:
    save(store, [answer(2, 10), answer(3, 9), answer(4, 3)], "first.csv")
    receipt = save(store, [answer(2, 10), answer(3, 9), answer(4, 8)], "corrected.csv")
    assert counted(receipt) == (0, 2, 1)


@pytest.mark.parametrize("clock", ["08:00", "08:00:07"])
def test_a_file_saved_by_another_program_is_known_again(store: Store, clock: str) -> None:
    """A spreadsheet may drop the seconds, and other headings make another source."""
    save(store, responses(8), "export.csv")
    again = [row._replace(clock=row.clock[: len(clock)]) for row in responses(8)]
    receipt = save(store, again, "saved again.csv", source="other headings")
    assert counted(receipt) == (0, 8, 0)
    assert nps(store)[1] == 8


def test_a_second_mapping_adds_what_the_first_left_out(store: Store) -> None:
    save(store, responses(8), "export.csv")
    both = save(store, responses(8, csat=5), "with satisfaction.csv", source="other")
    assert counted(both) == (8, 0, 0)
    assert nps(store)[1] == 8
    elsewhere = save(store, responses(8, unit="Leeds"), "with units.csv", source="third")
    assert counted(elsewhere) == (0, 0, 8)
    assert nps(store)[1] == 8


def test_answers_of_another_survey_that_meet_by_chance_are_counted(store: Store) -> None:
    save(store, responses(8), "one.csv")
    rows = [*responses(3), *responses(5, begin=100)]
    receipt = save(store, rows, "other.csv", source="other survey")
    assert counted(receipt) == (8, 0, 0)
    assert "38% of the answers have the same moment and scores as answers of upload 1 (one.csv)" in receipt.notes[0]
    assert nps(store)[1] == 16


@pytest.mark.slow
def test_counting_all_and_replacing_are_offered(store: Store) -> None:
    first = save(store, responses(8), "first.csv").upload
    assert counted(save(store, responses(9), "all.csv", on_overlap="count")) == (9, 0, 0)
    assert nps(store)[1] == 17
    receipt = save(store, responses(10), "instead.csv", on_overlap=f"replace={first}")
    assert counted(receipt) == (1, 9, 0)
    assert nps(store)[1] == 10
    with store.reading() as session:
        assert [one.id for one in uploads(session) if one.undone_at is None] == [3, 2]


def test_a_file_may_replace_the_upload_of_the_same_content(store: Store) -> None:
    first = save(store, responses(8), "first.csv").upload
    assert counted(save(store, responses(8), "first.csv", on_overlap=f"replace={first}")) == (8, 0, 0)
    assert nps(store)[1] == 8


def test_nothing_is_taken_back_where_the_file_cannot_be_saved(store: Store) -> None:
    save(store, responses(8), "first.csv")
    with pytest.raises(NotFound, match="no upload 9"):
        save(store, responses(9), "more.csv", on_overlap="replace=9")
    for rule in ("replace=", "replace=x", "all"):
        with pytest.raises(BadValue, match="replace=N"):
            save(store, responses(9), "more.csv", on_overlap=rule)
    seen = preview_upload(store, reading(responses(9), "more.csv"), on_overlap="replace=1")
    assert seen.receipt.saved == 9
    assert nps(store)[1] == 8


def test_what_an_upload_pushed_aside_comes_back_with_its_undo(store: Store) -> None:
    first = save(store, responses(8), "first.csv").upload
    second = save(store, responses(12), "second.csv").upload
    assert first is not None
    assert second is not None
    undo_upload(store, first, by="Ann")
    assert nps(store)[1] == 12
    undo_upload(store, second, by="Ann")
    assert nps(store)[1] == 0


def test_months_are_those_of_new_answers(store: Store) -> None:
    save(store, responses(4), "first.csv")
    rows = [*responses(4), answer(9, 3, day=dt.date(2026, 11, 2), clock="09:00:01")]
    assert save(store, rows, "more.csv").months == (Month(2026, 11),)
    assert save(store, responses(4), "again.csv", source="survey").months == ()


def test_answers_saved_before_moments_were_compared_are_warned_of(store: Store) -> None:
    save(store, responses(4), "old.csv")
    with store.changing("make old", by="", about={}) as session:
        session.execute(update(ResponseRow).values(occasion=None, second=None))
    receipt = save(store, responses(5), "new.csv")
    assert counted(receipt) == (5, 0, 0)
    assert "upload 1 (old.csv) of the same source holds answers of 2026-10 as well" in receipt.notes[0]
