"""Loading the sample company *Harbour & Vale* the way any company's files are loaded: by importing them."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

from db.changes import save_upload, set_standard
from db.changes.organisation import name_organisation
from db.formats import Options, Source, inspect, mapping_for, read
from db.queries import is_empty
from db.store import Store
from metrics.errors import BadValue
from metrics.periods import Month
from metrics.vocabulary import Standard

FOLDER = Path(__file__).resolve().parent.parent / "sample_data"
STANDARDS = "standards.csv"
NAME = "Harbour & Vale"


def load_sample(store: Store, *, by: str = "sample company", told: Callable[[str], None] | None = None) -> None:
    """Import every file of the sample company and set its standards. Raises BadValue unless the store is empty."""
    with store.reading() as session:
        if not is_empty(session):
            raise BadValue("The store holds data already, so the sample company was not loaded. Nothing was changed.")
    name_organisation(store, NAME, by=by)
    for file in sorted(FOLDER.glob("*.csv")):
        if told is not None:
            told(file.name)
        if file.name == STANDARDS:
            _set_standards(store, file, by)
            continue
        source = Source.of_path(file)
        save_upload(store, read(source, mapping_for(inspect(source), Options())), by=by)


def _set_standards(store: Store, file: Path, by: str) -> None:
    with file.open(encoding="utf-8", newline="") as rows:
        for row in csv.DictReader(rows):
            standard = Standard(
                metric=row["metric"],
                value=float(row["value"]),
                since=Month.parse(row["from"]),
                unit=row["unit"],
                owner=row["owner"],
                reason=row["reason"],
            )
            set_standard(store, standard, by=by)
