"""Differences between the current figures and a published edition: which, from what to what, and why."""

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

SENSES = {Verdict.MET: Sense.BETTER, Verdict.MISSED: Sense.WORSE}
# What people decided, as printed after their name; anything else is quoted from the audit trail.
DECIDED = {
    "begin fiscal years": "set the first month of the fiscal year",
    "begin weeks": "set the first day of the week",
    "erase answers": "erased one person’s answers",
    "hide below": "set the minimum number of answers for a figure",
    "count newest only": "set which of one person’s answers in a month count",
    "merge units": "merged units",
    "move unit": "moved a unit",
    "name organisation": "named the organisation",
    "name unit": "renamed a unit",
    "part units": "separated merged units again",
    "remove sample": "removed the sample company",
    "restore": "restored the store from a backup",
    "set limit": "set a time limit",
    "set rebase": "restarted the usual range",
    "withdraw rebase": "undid a restart of the usual range",
    "withdraw standard": "deleted a standard",
    "write numbers": "set the format of numbers and money",
}


def restatements(then: Pack, now: Pack) -> tuple[Paragraph, ...]:
    """A sentence for each metric whose figures of the month differ from those in the edition `then`.

    Metrics where only earlier months changed (and so perhaps the usual range) are named together at the end.
    """
    before, after = ({row.metric: row for row in pack.rows} for pack in (then, now))
    told = {row.metric: _moved(before.get(row.metric), row, now) for row in now.rows}
    gone = [Paragraph("no longer has any data.", row.name) for row in then.rows if row.metric not in after]
    earlier = [row.name for row in now.rows if told[row.metric] is None and _other_months(before[row.metric], row)]
    last = [Paragraph(f"the values of {numbers.listed(earlier)} have changed.", "Earlier months:")] if earlier else []
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
    counts = "" if then.cases.number == now.cases.number else f" ({then.cases.words}, now {now.cases.words})"
    if then.value.words != now.value.words:
        return [f"{then.value.words} then, {now.value.words} now{counts}"]
    if then.cases.number != now.cases.number:
        return [f"still {now.value.words}{counts}"]
    if then.value.number != now.value.number:
        return [f"still {now.value.words} after rounding"]
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
    """Whether any month of both series has a different value."""
    before, after = ({point.month: point.value.number for point in row.series} for row in (then, now))
    return any(before[month] != after[month] for month in before.keys() & after.keys())


def causes(happened: StoreChanges, month: Month) -> tuple[str, ...]:
    """A sentence for each upload, undo or decision since then that can have changed a month's figures."""
    return (
        *(_came_in(own) for own in happened.came_in if _concerns(own, month)),
        *(_taken_back(own) for own in happened.taken_back if _concerns(own, month)),
        *(_decision(own) for own in happened.decided),
    )


def _came_in(own: Upload) -> str:
    return f"{_upload(own)} was saved by {_who(own.by)} on {_day(own.saved_at)}."


def _taken_back(own: Upload) -> str:
    return f"{_upload(own)} was undone by {_who(own.undone_by)} on {_day(own.undone_at)}."


def _concerns(upload: Upload, month: Month) -> bool:
    """Whether it holds rows of the month, or of an earlier one, with which it is compared or drawn."""
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
    words = DECIDED.get(did, f"changed something else: {did}")
    return f"{words} ({metric.name})" if metric is not None else words


def _who(name: str | None) -> str:
    return name or "somebody"


def _day(moment: dt.datetime | None) -> str:
    assert moment is not None
    return numbers.day_of(moment)
