"""What is otherwise now than it was published: which figures moved, from what to what, and what brought it about."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from db.queries.audit_log import Decision, StoreChanges
from db.queries.uploads import Upload
from metrics.catalogue import CATALOGUE
from metrics.periods import Month
from metrics.vocabulary import Verdict
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.labels import KIND_CASES
from pages.packs.pack import Pack, Paragraph, Row, Step

HAVE = {True: "has other values", False: "have other values"}
SENSES = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}
# What people decide, as it stands behind their name; anything else is said as the audit trail has it.
DECIDED = {
    "begin fiscal years": "said in which month fiscal years begin",
    "begin weeks": "said on which day weeks begin",
    "erase answers": "erased one person’s answers",
    "hide below": "set from how many answers on figures are shown",
    "merge units": "merged units",
    "move unit": "moved a unit",
    "name organisation": "named the organisation",
    "name unit": "renamed a unit",
    "part units": "parted merged units again",
    "remove sample": "removed the sample company",
    "restore": "put a backup in the place of the store",
    "set limit": "set how long a case may take",
    "set rebase": "let the usual range begin anew",
    "withdraw rebase": "took back that the usual range begins anew",
    "withdraw standard": "withdrew a standard",
    "write numbers": "set how numbers and money are written",
}


def restatements(then: Pack, now: Pack) -> tuple[Paragraph, ...]:
    """A sentence for each metric of which a figure of the month is another than in the edition `then`.

    Metrics of which only earlier months moved, and with them perhaps the usual range, are named together at the end.
    """
    before, after = ({row.metric: row for row in pack.rows} for pack in (then, now))
    told = {row.metric: _moved(before.get(row.metric), row, now) for row in now.rows}
    gone = [Paragraph("has no data any more.", row.name) for row in then.rows if row.metric not in after]
    earlier = [row.name for row in now.rows if told[row.metric] is None and _other_months(before[row.metric], row)]
    last = [Paragraph(f"{numbers.listed(earlier)} {HAVE[len(earlier) == 1]}.", "Earlier months:")] if earlier else []
    return (*filter(None, told.values()), *gone, *last)


def _moved(then: Row | None, now: Row, pack: Pack) -> Paragraph | None:
    if then is None:
        return Paragraph(f"is new: {now.value.words}.", now.name)
    parts = [*_value(then, now), *_judged(then, now)]
    if not parts:
        parts = [
            *_compared(then.before, now.before, pack.before),
            *_compared(then.year_ago, now.year_ago, pack.year_ago),
        ]
    if not parts:
        return None
    sense = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}.get(now.verdict, Sense.NEITHER)
    return Paragraph(
        f"{'; '.join(parts)}.", now.name, sense=sense if now.verdict is not then.verdict else Sense.NEITHER
    )


def _value(then: Row, now: Row) -> list[str]:
    counts = "" if then.cases == now.cases else f" ({then.cases.words}, now {now.cases.words})"
    if then.value.words != now.value.words:
        return [f"{then.value.words} then, {now.value.words} now{counts}"]
    if then.cases.number != now.cases.number:
        return [f"still {now.value.words}{counts}"]
    if then.value.number != now.value.number:
        return [f"still {now.value.words} to the digits shown"]
    return []


def _judged(then: Row, now: Row) -> list[str]:
    parts = []
    if then.standard.number != now.standard.number:
        parts.append(f"standard {then.standard.words} then, {now.standard.words} now")
    if then.verdict is not now.verdict:
        parts.append(f"{then.verdict_words.lower()} then, {now.verdict_words.lower()} now")
    return parts


def _compared(then: Step, now: Step, heading: str) -> list[str]:
    if (then.figure.number, then.meaning) == (now.figure.number, now.meaning):
        return []
    return [f"{heading}: {_step(then)} then, {_step(now)} now"]


def _step(step: Step) -> str:
    return ", ".join(filter(None, (step.figure.words, step.meaning)))


def _other_months(then: Row, now: Row) -> bool:
    """Whether any month of both series has another value."""
    before, after = ({point.month: point.value.number for point in row.series} for row in (then, now))
    return any(before[month] != after[month] for month in before.keys() & after.keys())


def causes(happened: StoreChanges, month: Month) -> tuple[str, ...]:
    """What came in, was taken back or was decided since, that can have moved a month's figures; a sentence each."""
    return (
        *(_came_in(own) for own in happened.came_in if _concerns(own, month)),
        *(_taken_back(own) for own in happened.taken_back if _concerns(own, month)),
        *(_decision(own) for own in happened.decided),
    )


def _came_in(own: Upload) -> str:
    return f"{_upload(own)} was saved by {_who(own.by)} on {_day(own.saved_at)}."


def _taken_back(own: Upload) -> str:
    return f"{_upload(own)} was taken back by {_who(own.undone_by)} on {_day(own.undone_at)}."


def _concerns(upload: Upload, month: Month) -> bool:
    """Whether it holds rows of the month or of one before it, which it is compared with or drawn beside."""
    return any(own <= month for own in upload.months)


def _upload(upload: Upload) -> str:
    return f"Upload {upload.id}, {upload.file} ({numbers.count(upload.saved, KIND_CASES[upload.kind])}),"


def _decision(own: Decision) -> str:
    return f"{own.by or 'Somebody'} {_decided(own.did, own.about)} on {_day(own.at)}."


def _decided(did: str, about: Mapping[str, Any]) -> str:
    metric = CATALOGUE.get(str(about.get("metric", "")))
    if did == "set standard" and metric is not None:
        unit = f" at {about['unit']}" if about.get("unit") else ""
        since = numbers.month_name(Month.parse(str(about["since"])))
        return (
            f"set the standard of {metric.name}{unit} to {numbers.bare_standard(metric, about['value'])} from {since}"
        )
    words = DECIDED.get(did, f"did this: {did}")
    return f"{words} ({metric.name})" if metric is not None else words


def _who(name: str | None) -> str:
    return name or "somebody"


def _day(moment: dt.datetime | None) -> str:
    assert moment is not None
    return numbers.day_of(moment)
