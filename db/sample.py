"""Loading the sample company *Harbour & Vale* the way any company's files are loaded: by importing them."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path

from db.changes import close_action, enter_action, enter_initiative, save_upload, set_standard
from db.changes.commentary import write_commentary
from db.changes.emptying import held, mark_sample
from db.changes.organisation import name_organisation
from db.changes.stakes import assume
from db.editions import Part
from db.formats import Options, Source, inspect, mapping_for, read
from db.queries import is_empty
from db.store import Store
from metrics.at_stake import Assumption
from metrics.errors import BadValue
from metrics.management import Action, ActionState, Initiative
from metrics.periods import Month, parse_day
from metrics.vocabulary import Standard

FOLDER = Path(__file__).resolve().parent.parent / "sample_data"
STANDARDS, INITIATIVES, ACTIONS = "standards.csv", "initiatives.csv", "actions.csv"
STAKES, DECISIONS = "stakes.csv", "decisions.csv"
DECIDED = (STANDARDS, INITIATIVES, ACTIONS, STAKES, DECISIONS)  # by people; all else is measured
NAME = "Harbour & Vale"


def load_sample(store: Store, *, by: str = "sample company", told: Callable[[str], None] | None = None) -> None:
    """Import every file of the sample company, then enter what its people decided and do.

    Raises BadValue unless the store is empty.
    """
    with store.reading() as session:
        if not is_empty(session):
            raise BadValue("The store holds data already, so the sample company was not loaded. Nothing was changed.")
        before = held(session)
    name_organisation(store, NAME, by=by)
    for file in sorted(file for file in FOLDER.glob("*.csv") if file.name not in DECIDED):
        if told is not None:
            told(file.name)
        source = Source.of_path(file)
        save_upload(store, read(source, mapping_for(inspect(source), Options())), by=by)
    _set_standards(store, by)
    _enter_actions(store, by, _enter_initiatives(store, by))
    _tell_the_board(store, by)
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
            units=tuple(_several(row["units"])),
            metrics=tuple(_several(row["metrics"])),
            owner=row["owner"],
            description=row["description"],
        )
        entered[initiative.name] = enter_initiative(store, initiative, by=by)
    return entered


def _several(text: str) -> list[str]:
    """What is parted by semicolons; an empty text is the one name "", the whole organisation."""
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


def _tell_the_board(store: Store, by: str) -> None:
    """Say what is at stake, and what the board is asked to decide."""
    for row in _lines(STAKES):
        worth, customers = (float(row[name]) if row[name] else None for name in ("worth", "customers"))
        assume(store, Month.parse(row["from"]), Assumption(float(row["leaving"]), worth, customers), by=by)
    asked: dict[str, list[str]] = defaultdict(list)
    for row in _lines(DECISIONS):
        asked[row["month"]].append(row["text"])
    for month, texts in asked.items():
        write_commentary(store, Month.parse(month), "\n".join(texts), by=by, part=Part.DECISIONS)
