"""Warning of answers that may be counted twice: without response ids nobody can tell the same answer from another."""

from __future__ import annotations

from sqlalchemy import exists, select

from db.changes.saving import Saving
from db.tables import ResponseRow, UploadRow
from metrics.vocabulary import Kind


def overlaps(saving: Saving, source: str) -> list[str]:
    """A sentence for each live upload of the same source that has, without ids too, answers of the same months."""
    if not saving.has_nameless:
        return []
    nameless = exists().where(
        ResponseRow.id.between(UploadRow.first_response, UploadRow.last_response), ResponseRow.external_id.is_(None)
    )
    others = select(UploadRow).where(
        UploadRow.id != saving.upload,
        UploadRow.kind == Kind.SURVEY.value,
        UploadRow.source == source,
        UploadRow.undone_at.is_(None),
    )
    mine = {f"{month:%Y-%m}" for month in saving.months}
    meeting = {row.id: sorted(mine & set(row.months)) for row in saving.session.scalars(others)}
    in_question = others.where(UploadRow.id.in_([id_ for id_, months in meeting.items() if months]), nameless)
    return [
        f"This file has no response ids, and upload {row.id} ({row.file}) of the same source holds answers of "
        f"{', '.join(meeting[row.id])} as well. If they are the same answers, they now count twice: undo one of the "
        "two, and upload only mended rows again."
        for row in saving.session.scalars(in_question.order_by(UploadRow.id))
    ]
