"""What moved since an edition is told by figure, count, verdict, standard or month, and what did it by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from db.queries.audit_log import Decision, StoreChanges
from db.queries.uploads import Upload
from metrics.periods import Month
from metrics.vocabulary import Kind, Verdict
from pages.figures.palette import Sense
from pages.packs.pack import Pack, PrintedNumber, Row
from pages.publishing.restatements import causes, restatements
from tests.pages.publishing.materials import some_pack

OCTOBER = Month(2026, 10)
AT = dt.datetime(2026, 11, 14, 12)  # noqa: DTZ001 - as the store keeps it


def changed(pack: Pack, **values: object) -> Pack:
    """The pack with another first row."""
    first: Row = replace(pack.rows[0], **values)  # type: ignore[arg-type]  # fields of a row
    return replace(pack, rows=(first, *pack.rows[1:]))


@pytest.fixture
def pack() -> Pack:
    first, *rest = some_pack(4).rows
    first = replace(
        first,
        value=PrintedNumber("45.0", 45.0),
        cases=PrintedNumber("20 answers", 20),
        verdict=Verdict.MET,
        verdict_words="Met",
        standard=PrintedNumber("≥ 40", 40.0),
    )
    return replace(some_pack(4), rows=(first, *rest))


def only(then: Pack, now: Pack) -> str:
    (paragraph,) = restatements(then, now)
    assert paragraph.lead == then.rows[0].name
    return paragraph.text


def test_nothing_moved_is_nothing_told(pack: Pack) -> None:
    assert restatements(pack, pack) == ()
    assert restatements(pack, replace(pack, headline="Other words.", revision=99)) == ()


def test_a_figure_is_told_with_both_values_and_both_counts(pack: Pack) -> None:
    now = changed(pack, value=PrintedNumber("40.0", 40.0), cases=PrintedNumber("22 answers", 22))
    assert only(pack, now) == "45.0 then, 40.0 now (20 answers, now 22 answers)."


def test_the_same_figure_of_more_answers_is_told(pack: Pack) -> None:
    assert (
        only(pack, changed(pack, cases=PrintedNumber("22 answers", 22))) == "still 45.0 (20 answers, now 22 answers)."
    )
    assert only(pack, changed(pack, value=PrintedNumber("45.0", 45.01))) == "still 45.0 after rounding."


def test_verdict_and_standard_are_told_in_the_colour_of_the_verdict(pack: Pack) -> None:
    now = changed(pack, standard=PrintedNumber("≥ 50", 50.0), verdict=Verdict.MISSED, verdict_words="Missed")
    (paragraph,) = restatements(pack, now)
    assert paragraph.text == "standard ≥ 40 then, ≥ 50 now; met then, missed now."
    assert paragraph.sense is Sense.WORSE


def test_a_comparison_and_an_earlier_month_are_told_where_nothing_nearer_moved(pack: Pack) -> None:
    step = replace(pack.rows[0].before, figure=PrintedNumber("+9.9", 9.9), meaning="probably chance")
    assert only(pack, changed(pack, before=step)).endswith("+9.9, probably chance now.")
    series = pack.rows[0].series
    other = (replace(series[0], value=PrintedNumber("1.0", 1.0)), *series[1:])
    (paragraph,) = restatements(pack, changed(pack, series=other))
    assert (paragraph.lead, paragraph.text) == ("Earlier months:", f"the values of {pack.rows[0].name} have changed.")


def test_a_metric_that_came_or_went_is_told(pack: Pack) -> None:
    without = replace(pack, rows=pack.rows[1:])
    assert only(pack, without) == "no longer has any data."
    (paragraph,) = restatements(without, pack)
    assert paragraph.text == "is new: 45.0."


def upload(id_: int, month: Month, undone: dt.datetime | None = None) -> Upload:
    return Upload(
        id_, f"file{id_}.csv", Kind.SURVEY, "plain", "A. Clerk", AT, 20, 20, 0, 0, 0, (month,), (), undone, "Ann"
    )


def test_causes_are_uploads_that_concern_the_month_and_every_decision() -> None:
    happened = StoreChanges(
        came_in=(upload(3, OCTOBER), upload(4, OCTOBER.plus(1))),
        taken_back=(upload(2, OCTOBER.previous, AT),),
        decided=(
            Decision(AT, "M. Hale", "set standard", {"metric": "nps", "value": 50.0, "since": "2026-10", "unit": ""}),
            Decision(AT, "M. Hale", "hide below", {"smallest_n": 8}),
            Decision(AT, "", "do something new", {}),
        ),
    )
    assert causes(happened, OCTOBER) == (
        "Upload 3, file3.csv (20 responses), was saved by A. Clerk on 14 November 2026.",
        "Upload 2, file2.csv (20 responses), was undone by Ann on 14 November 2026.",
        "M. Hale set the standard of Net Promoter Score to 50 from October 2026 on 14 November 2026.",
        "M. Hale set the minimum number of answers for a figure on 14 November 2026.",
        "Somebody changed something else: do something new on 14 November 2026.",
    )
