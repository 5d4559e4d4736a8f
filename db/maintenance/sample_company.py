"""The sample company: loading it into an empty store, and removing it again."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import delete, exists, select, update
from sqlalchemy.orm import Session

from db.changes import close_action, enter_action, enter_initiative, save_upload, set_standard
from db.changes.board.commentary import save_assumption, write_commentary
from db.changes.settings import name_organisation
from db.changes.units.remove_unused import drop_empty
from db.changes.uploads.undo import remove_upload
from db.formats import Options, Source, inspect, mapping_for, read
from db.queries.editions import BoardText
from db.queries.uploads import is_empty
from db.store.bulk_insert import gc_paused
from db.store.engine import Store
from db.tables import (
    NOT_SAID,
    ActionRow,
    AuditRow,
    ChannelRow,
    CommentaryRow,
    CountedResultRow,
    InitiativeRow,
    InitiativeUnitRow,
    OperationRow,
    ResponseRow,
    StakeRow,
    StandardRow,
    StoreRow,
    UnitRow,
    UploadRow,
    VisitRow,
)
from db.totals.newest_answers import all_answers
from metrics.errors import BadValue
from metrics.improvements import Action, ActionState, Initiative
from metrics.periods import Month, parse_day
from metrics.statistics.customers_at_risk import Assumption
from metrics.vocabulary import Standard

FOLDER = Path(__file__).resolve().parents[2] / "sample_data"
STANDARDS, INITIATIVES, ACTIONS = "standards.csv", "initiatives.csv", "actions.csv"
STAKES, DECISIONS = "stakes.csv", "decisions.csv"
DECIDED = (STANDARDS, INITIATIVES, ACTIONS, STAKES, DECISIONS)  # by people; all else is measured
NAME = "Harbour & Vale"


def load_sample(store: Store, *, by: str = "sample company", told: Callable[[str], None] | None = None) -> None:
    """Import every file of the sample company, then enter its decisions, initiatives and actions.

    Raises BadValue unless the store is empty.
    """
    with store.reading() as session:
        if not is_empty(session):
            raise BadValue("The store already has data, so the sample company was not loaded.")
        before = rows_held(session)
    name_organisation(store, NAME, by=by)
    for file in sorted(file for file in FOLDER.glob("*.csv") if file.name not in DECIDED):
        if told is not None:
            told(file.name)
        source = Source.of_path(file)
        save_upload(store, read(source, mapping_for(inspect(source), Options())), by=by)
    _set_standards(store, by)
    _enter_actions(store, by, _enter_initiatives(store, by))
    _write_for_board(store, by)
    mark_sample(store, before, NAME, by=by)


def _lines(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as rows:
        return list(csv.DictReader(rows))


def _set_standards(store: Store, by: str) -> None:
    for row in _lines(STANDARDS):
        standard = Standard(
            metric=row["metric"],
            value=float(row["value"]),
            since=Month.parse(row["from"]),
            unit=row["unit"],
            owner=row["owner"],
            reason=row["reason"],
        )
        set_standard(store, standard, by=by)


def _enter_initiatives(store: Store, by: str) -> dict[str, int]:
    """The ids of the initiatives by their names."""
    entered = {}
    for row in _lines(INITIATIVES):
        initiative = Initiative(
            name=row["name"],
            began=parse_day(row["began"]),
            ended=parse_day(row["ended"]) if row["ended"] else None,
            units=tuple(_listed(row["units"])),
            metrics=tuple(_listed(row["metrics"])),
            owner=row["owner"],
            description=row["description"],
        )
        entered[initiative.name] = enter_initiative(store, initiative, by=by)
    return entered


def _listed(text: str) -> list[str]:
    """The parts between semicolons; an empty text is the one name "", the whole organisation."""
    return [name.strip() for name in text.split(";")]


def _enter_actions(store: Store, by: str, initiatives: dict[str, int]) -> None:
    for row in _lines(ACTIONS):
        action = Action(
            what=row["what"],
            owner=row["owner"],
            due=parse_day(row["due"]),
            unit=row["unit"],
            metric=row["metric"] or None,
            initiative=initiatives[row["initiative"]] if row["initiative"] else None,
        )
        entered, state = enter_action(store, action, by=by), ActionState(row["state"])
        if state is not ActionState.OPEN:
            close_action(store, entered, state, by=by, outcome=row["outcome"], on=parse_day(row["closed_on"]))


def _write_for_board(store: Store, by: str) -> None:
    """Enter the assumption about customers at risk, and what the board is asked to decide."""
    for row in _lines(STAKES):
        worth, customers = (float(row[name]) if row[name] else None for name in ("worth", "customers"))
        save_assumption(store, Month.parse(row["from"]), Assumption(float(row["leaving"]), worth, customers), by=by)
    asked: dict[str, list[str]] = defaultdict(list)
    for row in _lines(DECISIONS):
        asked[row["month"]].append(row["text"])
    for month, texts in asked.items():
        write_commentary(store, Month.parse(month), "\n".join(texts), by=by, part=BoardText.DECISIONS)


LOADED = "load sample"
NEW_NAME = "Your organisation"  # what a new store is called
# What people decide and do, in an order in which it can be removed.
DECIDED_TABLES: dict[str, type[ActionRow | InitiativeRow | StandardRow | StakeRow | CommentaryRow]] = {
    "actions": ActionRow,
    "initiatives": InitiativeRow,
    "standards": StandardRow,
    "stakes": StakeRow,
    "commentaries": CommentaryRow,
}
Ids = dict[str, list[int]]


def rows_held(session: Session) -> Ids:
    """The ids of all live uploads, and of all decisions, initiatives and actions, by kind."""
    live = session.scalars(select(UploadRow.id).where(UploadRow.undone_at.is_(None)).order_by(UploadRow.id))
    found = {"uploads": list(live)}
    for kind, table in DECIDED_TABLES.items():
        found[kind] = list(session.scalars(select(table.id).order_by(table.id)))
    return found


def mark_sample(store: Store, before: Ids, name: str, *, by: str) -> None:
    """Record that the store has the sample company, called `name`: everything except what was there `before`."""
    about: dict[str, Any] = {"name": name}
    with store.changing(LOADED, by=by, about=about) as session:
        brought = rows_held(session)
        about |= {kind: [id_ for id_ in ids if id_ not in before[kind]] for kind, ids in brought.items()}
        session.execute(update(StoreRow).values(is_sample=True))


def remove_sample(store: Store, *, by: str) -> None:
    """Remove everything the sample company added, with its name and the units that nothing else uses.

    Later uploads and decisions stay; the history keeps the sample's uploads as undone. Raises BadValue if the store has
    no sample company.
    """
    about: dict[str, Any] = {}
    with gc_paused(), store.changing("remove sample", by=by, about=about, many_rows=True) as session:
        settings = session.scalars(select(StoreRow)).one()
        loaded = session.scalars(select(AuditRow).where(AuditRow.did == LOADED).order_by(AuditRow.id.desc())).first()
        if not settings.is_sample or loaded is None:
            raise BadValue("There is no sample company to remove.")
        uploads = select(UploadRow).where(UploadRow.id.in_(loaded.about["uploads"]), UploadRow.undone_at.is_(None))
        theirs = session.scalars(uploads).all()
        about["uploads"] = [upload.id for upload in theirs]
        units = _units_of(session, theirs)
        with all_answers(session):
            for upload in theirs:
                remove_upload(session, upload, by)
        _forget_decided(session, loaded.about)
        drop_empty(session, units)
        _drop_unused_channels(session)
        if settings.organisation == loaded.about["name"]:
            settings.organisation = NEW_NAME
        settings.is_sample = False


def _units_of(session: Session, uploads: Sequence[UploadRow]) -> set[int]:
    """The units named in these uploads, with all above them."""
    found: set[int] = set()
    for upload in uploads:
        spoken = [
            select(ResponseRow.unit_id).where(ResponseRow.id.between(upload.first_response, upload.last_response)),
            *(select(table.unit_id).where(table.upload_id == upload.id) for table in (VisitRow, OperationRow)),
        ]
        for units in spoken:
            found |= set(session.scalars(units.distinct()))
    above = {row.id: row.parent_id for row in session.scalars(select(UnitRow))}
    for unit in [*found]:
        at = above[unit]
        while at is not None:
            found.add(at)
            at = above[at]
    return found


def _forget_decided(session: Session, brought: Ids) -> None:
    """Remove the sample's decisions; other people's actions stay, without the initiative."""
    initiatives = brought["initiatives"]
    linked = update(ActionRow).where(ActionRow.initiative_id.in_(initiatives))
    session.execute(linked.values(initiative_id=None))
    session.execute(delete(InitiativeUnitRow).where(InitiativeUnitRow.initiative_id.in_(initiatives)))
    for kind, table in DECIDED_TABLES.items():
        session.execute(delete(table).where(table.id.in_(brought.get(kind, []))))  # an older sample had fewer kinds


def _drop_unused_channels(session: Session) -> None:
    facts = (ResponseRow, CountedResultRow, VisitRow, OperationRow)
    used = [exists().where(table.channel_id == ChannelRow.id) for table in facts]
    session.execute(
        delete(ChannelRow).where(ChannelRow.id != NOT_SAID, *(~each for each in used)),
        execution_options={"synchronize_session": False},
    )
