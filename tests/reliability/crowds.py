"""Several programs that change one store at once while others read it: counted by deeds, not by time."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from db.changes import save_upload, set_standard, undo_upload
from db.store.engine import Store, open_store
from db.tables import UploadRow
from metrics.errors import PlumblineError
from metrics.vocabulary import Standard
from tests.db.looks import everything
from tests.db.readings import reading
from tests.reliability.deeds import OCTOBER, answers, faults_of
from tests.reliability.outcomes import Outcome
from tests.reliability.stores import scratch_stores

ROOT = Path(__file__).resolve().parents[2]
WRITERS, READERS, DEEDS = 6, 2, 24
SHORT = (2, 1, 4)


def outcomes(database: str, short: bool) -> list[Outcome]:
    """What a crowd cost on one database: deeds, and whether all that was reported is so."""
    writers, readers, deeds = SHORT if short else (WRITERS, READERS, DEEDS)
    with scratch_stores(database) as new:
        url = new()
        programs = [_program(url, "write", number, deeds) for number in range(writers)]
        programs += [_program(url, "read", number, deeds) for number in range(readers)]
        told = [json.loads(program.communicate()[0] or '{"bugs": 1}') for program in programs]
        done = Counter[str]()
        for one in told:
            done.update({what: count for what, count in one.items() if what != "live"})
        with closing(open_store(url)) as store:
            lost = len(faults_of(store)) + len(_live(store) ^ {name for one in told for name in one.get("live", [])})
    proof = (
        f"{writers} writers and {readers} readers: {done['imports']} imports, {done['undos']} undos, "
        f"{done['standards']} standards, {done['reports']} reports; audit without a gap, live uploads as reported"
    )
    number = done["imports"] + done["undos"] + done["standards"] + done["reports"]
    return [Outcome("crowd", database, number, lost + done["refused"], 0, done["bugs"], proof)]


def _program(url: str, part: str, number: int, deeds: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.reliability.crowds", url, part, str(number), str(deeds)]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _live(store: Store) -> set[str]:
    with store.reading() as session:
        return set(session.scalars(select(UploadRow.file).where(UploadRow.undone_at.is_(None))))


def _write(store: Store, number: int, deeds: int, done: Counter[str]) -> list[str]:
    """Import, undo every second import, and set a standard after every third; gives the files that are live."""
    live = []
    for deed in range(deeds):
        name = f"writer-{number}-{deed}.csv"
        # Neighbours share ids, so that what counts is decided between them.
        upload = save_upload(store, reading(answers(30 * (deed + number), deed), name), by=f"writer {number}").upload
        assert upload is not None
        done["imports"] += 1
        live.append(name)
        if deed % 2:
            undo_upload(store, upload, by=f"writer {number}")
            done["undos"] += 1
            live.pop()
        if deed % 3 == 2:
            set_standard(store, Standard("nps", deed, OCTOBER, "North"), by=f"writer {number}")
            done["standards"] += 1
    return live


def main(url: str, part: str, number: int, deeds: int) -> None:
    """One program of the crowd: does its part and prints what it did, as JSON."""
    done, live = Counter[str](), list[str]()
    try:
        with closing(open_store(url)) as store:
            if part == "write":
                live = _write(store, number, deeds, done)
            else:
                for _ in range(deeds):
                    everything(store)
                    done["reports"] += 1
    except PlumblineError:
        done["refused"] += 1
    sys.stdout.write(json.dumps({**done, "live": live}))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
