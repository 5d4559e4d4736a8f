"""docs/COMMAND_LINE.md is what `make docs` writes, and what `--json` prints has exactly the fields it names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path
from types import UnionType
from typing import Any, NotRequired, get_args, get_origin, get_type_hints, is_typeddict

import pytest

import manage
from db.changes.standards import set_rebase
from db.store.engine import open_store
from docs.make_reference import FILE, reference
from metrics.periods import Month
from pages.command_line.json_fields import DOCUMENTS
from tests.command_line.running import ROOT, lines, runner, written
from tests.conftest import copy_store
from tests.pages.publishing.mail.mail_server import Box, mail_server

RAW = ROOT / "sample_data" / "raw"
# A cell of words, so that a label's score is in a document.
SATISFIED = ["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "Very dissatisfied"]


def test_the_reference_of_the_command_line_is_up_to_date() -> None:
    assert FILE.read_text(encoding="utf-8") == reference(), (
        "A command, an option, its help or a JSON field has changed. Run `make docs` and commit docs/COMMAND_LINE.md."
    )


def test_every_command_says_what_it_prints_with_json() -> None:
    assert set(DOCUMENTS) == set(manage.COMMANDS)


@dataclass
class Comparison:
    """What documents hold compared with the fields that are declared for them."""

    seen: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def compare(self, where: str, value: object, declared: object) -> None:
        """Note each difference between a value and its declared type, and every field that is met."""
        kinds = get_args(declared) if get_origin(declared) is UnionType else (declared,)
        kind = next((each for each in kinds if _fits(value, each)), None)
        if kind is None:
            self.wrong.append(f"{where} is {str(value)[:200]!r}, not {declared}; {_odd_fields(value, kinds[0])}")
        elif isinstance(kind, type) and is_typeddict(kind):
            assert isinstance(value, dict)
            self._compare_fields(where, value, kind)
        elif isinstance(value, list):
            for place, each in enumerate(value):
                self.compare(f"{where}[{place}]", each, get_args(kind)[0])
        elif isinstance(value, dict):
            for key, each in value.items():
                self.compare(f"{where}.{key}", each, get_args(kind)[1])

    def _compare_fields(self, where: str, value: Mapping[str, object], kind: type) -> None:
        for name, hint in get_type_hints(kind, include_extras=True).items():
            if name not in value:
                continue
            self.seen.add((kind.__name__, name))
            annotated = get_args(hint)[0] if get_origin(hint) is NotRequired else hint
            inner, _, *words = get_args(annotated)
            self.compare(f"{where}.{name}", value[name], inner)
            if words and value[name] is not None and value[name] not in _values(words):
                self.wrong.append(f"{where}.{name} is {value[name]}, not one of {_values(words)}")


def _odd_fields(value: object, kind: object) -> str:
    """Which fields only one of a document and its declaration has."""
    odd = set(value) ^ set(get_type_hints(kind)) if isinstance(value, dict) and is_typeddict(kind) else ()
    return f"only one of them has {sorted(odd)}"


def _values(words: Iterable[type[Enum]]) -> list[object]:
    return [word.value for choices in words for word in choices]


def _fits(value: object, kind: object) -> bool:
    """Whether a value is of a kind of JSON at all, whatever is inside; a document by its fields' names."""
    if isinstance(kind, type) and is_typeddict(kind):
        hints = get_type_hints(kind, include_extras=True)
        always = {name for name, hint in hints.items() if get_origin(hint) is not NotRequired}
        return isinstance(value, dict) and always <= set(value) <= set(hints)
    if (outer := get_origin(kind)) in (list, dict):
        return isinstance(value, outer)
    if kind is float:
        return isinstance(value, float | int) and not isinstance(value, bool)
    return type(value) is kind


def _declared(kind: object) -> set[tuple[str, str]]:
    """Every field in a type, as the name of its document and its own."""
    own: set[tuple[str, str]] = set()
    inner: Iterable[object] = get_args(kind)
    if isinstance(kind, type) and is_typeddict(kind):
        hints = get_type_hints(kind)
        own, inner = {(kind.__name__, name) for name in hints}, hints.values()
    return own.union(*(_declared(each) for each in inner))


@pytest.fixture
def documents(
    sample_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> list[tuple[str, Any]]:
    """What every command prints over the sample company, by the command's name."""
    copy_store(sample_file, tmp_path / "sample.db")
    url = f"sqlite:///{tmp_path / 'sample.db'}"
    with closing(open_store(url)) as store:
        set_rebase(store, "nps", "", Month(2026, 1), "A new form.", by="the tests")
    run, printed = runner(url, monkeypatch, capsys), []

    def note(command: str, *arguments: object) -> None:
        ran = run(command, *arguments, "--json")
        printed.append((f"{command} {' '.join(map(str, arguments))}", ran.json))

    labelled = [f"R{line},2026-10-{line + 1:02},{label}" for line, label in enumerate(SATISFIED * 3)]
    words = written(tmp_path, "words.csv", *labelled, headings="id,date,How satisfied are you?")
    asked = written(tmp_path, "asked.csv", "2026-10-01,4,tea", headings="date,Would you recommend us?,Drink")
    plain = written(tmp_path, "plain.csv", lines([10, 9, "much"], month="2026-10", unit="North"))
    note("init")
    note("inspect", RAW / "google_forms_october.tsv")
    note("inspect", words)
    note("inspect", asked)
    note("import", plain)
    note("import", RAW / "google_forms_october.tsv", tmp_path / "nowhere.csv")
    note("uploads")
    note("erase", "R0", "--everywhere")
    note("undo", 16)
    for file in ("nameless.csv", "more.csv"):
        moments = [f"2026-10-0{at} 09:15:0{at},10" for at in range(1, 4 if file == "more.csv" else 3)]
        note("import", written(tmp_path, file, *moments, headings="date,nps"))
    note("uploads")
    weights = [f"W{at},2026-10-0{at},5,{1 + at / 10}" for at in range(1, 8)]
    note("import", written(tmp_path, "weighted.csv", *weights, headings="id,date,csat,weight"), "--weight", "weight")
    note("standard", "hold_time", "--limit", "90", "--from", "2026-06")
    note("report", "--by", "units")
    note("report", "--unit", "Vale", "--metric", "critical_failures", "--months", "2")
    note("report", "--by", "channels", "--unit", "Harbour", "--months", "2")
    note("report", "--month", "2026-06", "--period", "rolling12", "--unit", "Harbour/Saltmarsh", "--months", "2")
    note("report", "--period", "year_to_date", "--unit", "Harbour/Breakwater")
    note("units", "name", "Harbour", "Haven")
    note("units", "close", "Moor", "--from", "2026-10")
    note("units", "people", "Moor", "--people", "60", "--from", "2026-09")
    note("initiatives")
    note("initiatives", "add", "Second desk", "--metric", "csat", "--unit", "Vale", "--from", "2026-11-01")
    note("restarts", "add", "csat", "--from", "2026-03", "--reason", "New booking system", "--unit", "Vale")
    note("board-members", "add", "ada@example.org", "Ada Lane")
    note("settings", "--time-zone", "Europe/London")
    with mail_server(Box()) as port:
        monkeypatch.setenv("PLUMBLINE_SMTP_URL", f"smtp://127.0.0.1:{port}?tls=no")
        monkeypatch.setenv("PLUMBLINE_MAIL_FROM", "reports@example.org")
        note("pack", "--publish", "--send", "--to", tmp_path / "packs")
    note("verify")
    note("backup", tmp_path / "backup.db")
    note("restore", tmp_path / "backup.db", "--replace")
    return printed


@pytest.mark.slow
def test_the_documents_over_the_sample_company_have_just_the_fields_of_the_reference(
    documents: list[tuple[str, Any]],
) -> None:
    found = Comparison()
    for command, document in documents:
        found.compare(command, document, DOCUMENTS[command.split(" ")[0]])
    assert found.wrong == []
    assert {command.split(" ")[0] for command, _ in documents} == set(DOCUMENTS)
    assert set().union(*map(_declared, DOCUMENTS.values())) - found.seen == set(), "the reference names more fields"
