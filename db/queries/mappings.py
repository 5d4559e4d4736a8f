"""The saved mappings, and which of them fits a file with the same headings."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from db.formats import DateOrder, FileMapping, Inspection, MoreToSay, Options, Role
from db.formats.columns.questions import NO_DATE
from db.formats.mapping.resolve import order_in_force
from db.formats.rows.mapping import fits, likeness, unit_path
from db.formats.values.dates import known_zone
from db.store.engine import Store
from db.tables import MappingRow, UploadRow
from metrics.errors import BadValue, FileRefused, NotFound
from metrics.vocabulary import Kind


def saved_mapping(session: Session, name: str) -> MappingRow:
    """The mapping saved under `name`. Raises NotFound."""
    row = session.get(MappingRow, name)
    if row is None:
        known = ", ".join(sorted(session.scalars(select(MappingRow.name)))) or "none yet"
        raise NotFound(f"There is no mapping called “{name}”. Known are: {known}.")
    return row


def mapping_for_headings(session: Session, fingerprint: str) -> MappingRow | None:
    """The mapping saved for files with these headings, or None."""
    where = MappingRow.fingerprint == fingerprint
    return session.scalars(select(MappingRow).where(where).order_by(MappingRow.name)).first()


def kept_mappings(session: Session) -> list[MappingRow]:
    """Every saved mapping, by name."""
    return list(session.scalars(select(MappingRow).order_by(MappingRow.name)))


UPLOADS_LOOKED_AT = 200


@dataclass(frozen=True, slots=True)
class KeptMapping:
    """A mapping that fits a file: the `name` it was saved under, or the earlier `file` it was used for."""

    mapping: FileMapping
    name: str = ""
    file: str = ""


def kept_for(store: Store, found: Inspection) -> KeptMapping | None:
    """The mapping saved for files with these headings, or for the most similar headings that fit; a note says which."""
    with store.reading() as session:
        exact = mapping_for_headings(session, found.fingerprint)
        if exact is not None:
            note = f"Read with “{exact.name}”, the mapping saved for files with these headings."
            return KeptMapping(_with_note(FileMapping.from_json(exact.mapping), note), exact.name)
        kept = [(row.name, FileMapping.from_json(row.mapping)) for row in kept_mappings(session)]
    fitting = [(name, mapping) for name, mapping in kept if fits(mapping, found.format, found.headings)]
    if not fitting:
        return None
    name, mapping = max(fitting, key=lambda one: likeness(one[1], found.headings))
    note = f"Read with the saved mapping “{name}”: columns were added, moved or removed, but all it needs are there."
    return KeptMapping(_with_note(mapping, note), name)


def read_before(store: Store, found: Inspection) -> KeptMapping | None:
    """How the newest live upload with exactly these headings was read, without what held for that file alone."""
    newest = (
        select(UploadRow.file, UploadRow.mapping)
        .where(UploadRow.undone_at.is_(None), UploadRow.format == (found.format or "plain"))
        .order_by(UploadRow.id.desc())
        .limit(UPLOADS_LOOKED_AT)
    )
    with store.reading() as session:
        for file, mapping in session.execute(newest):
            if mapping.get("fingerprint") == found.fingerprint:
                kept = replace(FileMapping.from_json(mapping), month=None, unit="", channel="", notes=())
                note = f"Read the same way as {file}, which has the same headings."
                return KeptMapping(_with_note(kept, note), file=file)
    return None


def _with_note(mapping: FileMapping, note: str) -> FileMapping:
    return replace(mapping, notes=(*mapping.notes, note))


def follow_mapping(kept: FileMapping, found: Inspection, said: Options) -> FileMapping:
    """A saved mapping combined with a person's choices. Raises BadValue where the two contradict each other."""
    if said.maps:
        raise BadValue(
            "A saved mapping covers every column, so no column can be given another role as well. Use one of the two."
        )
    if said.kind not in (None, kept.kind):
        raise BadValue(f"The saved mapping is for {kept.kind} files, not {said.kind} files.")
    if found.refused is not None:
        raise FileRefused(found.refused)
    mapping = replace(
        kept,
        date_order=order_in_force(kept, found) if said.date_order is None else DateOrder(said.date_order),
        month=said.month or kept.month,
        unit=unit_path(said.unit) or kept.unit,
        channel=said.channel.strip() or kept.channel,
        source=said.source.strip() or kept.source,
        audience=said.audience or kept.audience,
        accept_partial=said.accept_partial,
        time_zone=known_zone(said.time_zone) or kept.time_zone,
    )
    if mapping.kind is Kind.SURVEY and mapping.month is None and not mapping.with_role(Role.RESPONDED_AT):
        raise MoreToSay((NO_DATE,))
    return mapping
