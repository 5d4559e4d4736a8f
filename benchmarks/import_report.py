"""How well real exports are understood: what a person maps is counted exactly, and what is suggested is right.

`python -m benchmarks.import_report` (or `make import-report`) prints one table and ends with 1 where one is broken.
Every file goes the way that the command line takes: recognised, decided, read, saved in a store, asked for again.
"""

from __future__ import annotations

import functools
import json
import operator
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import Any

from benchmarks.exports import ACCEPTED, COUNTED, EXPORTS, NAMED, Counted, unseen
from benchmarks.hostile import hostile_outcomes
from db.changes.settings import hide_below
from db.changes.uploads.import_files import ImportOrder, UploadChoices, import_file
from db.formats import Inspection, MoreToSay, Options, Source, inspect, mapping_for
from db.names import Units
from db.queries.evidence import monthly_evidence
from db.queries.evidence_query import EvidenceQuery
from db.reports.score_distribution import score_distribution
from db.store.engine import Store, open_store
from db.tables import WHOLE_ORGANISATION
from metrics.answers.evidence import Evidence
from metrics.catalogue import metric as metric_called
from metrics.errors import FileRefused
from metrics.periods import Month
from metrics.vocabulary import Scope, Tally

PROMISE = 95.0
LAST = Month(2026, 10)
# The columns that may be taken for scores without a word from anybody, since only one reading can be defended.
SURE_SCORES = frozenset(
    {("google_forms/cncf_maintainer_2018_h1.csv", 3, "csat"), ("google_forms/learning_r_es.tsv", 25, "nps")}
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the columns that people name got the right role, and which did not."""

    right: int
    named: int
    wrong: tuple[str, ...]

    @property
    def percent(self) -> float:
        return 100 * self.right / self.named


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the table: what was looked at, whether it is as it should be, and what was found."""

    name: str
    holds: bool
    found: str


def truth() -> dict[str, Any]:
    """What independent counting found in each file."""
    found: dict[str, Any] = json.loads((EXPORTS / "truth.json").read_text(encoding="utf-8"))
    return found


def source(name: str) -> Source:
    """One of the real files."""
    return Source.of_path(EXPORTS / name)


@contextmanager
def new_store() -> Iterator[Store]:
    """An empty store that is thrown away afterwards."""
    with tempfile.TemporaryDirectory() as folder, closing(open_store(f"sqlite:///{folder}/store.db")) as store:
        yield store


def counted(one: Counted) -> list[str]:
    """What a store says otherwise than `truth.json` once `one` was imported; nothing where all is equal."""
    expected = truth()[one.file]["scores"][one.score]
    with new_store() as store:
        hide_below(store, 1, 1, by="report")  # every answer is to be counted, however few there are
        receipt = import_file(
            store,
            source(one.file),
            ImportOrder("report", UploadChoices(Options(maps=one.maps, month=one.month))),
            unseen,
        )
        metric = metric_called(one.maps[0].split("=score:")[1].split(":")[0])
        with store.reading() as session:
            asked = EvidenceQuery(Units.of(session), [metric], [WHOLE_ORGANISATION])
            kept = monthly_evidence(session, asked, LAST).history(metric.id, (WHOLE_ORGANISATION, None))
            tallies = {
                month: made.now
                for month in kept
                if (made := score_distribution(session, Scope(month), metric)) is not None
            }
    wrong = [] if receipt.refused == expected.get("n_invalid", 0) else [f"{receipt.refused} refused"]
    wrong += _differences(expected, _added(tallies.values()), _added_up(kept.values()).estimate)
    months = {str(month): (tallies[month], evidence.estimate) for month, evidence in kept.items()}
    dated = expected.get("months")
    if dated is None:
        return wrong
    if set(months) != set(dated):
        return [*wrong, f"other months: {sorted(set(months) ^ set(dated))}"]
    for month, (tally, value) in months.items():
        wrong += [f"{month}: {trouble}" for trouble in _differences(dated[month], tally, value)]
    return wrong


def _added(tallies: Iterable[Tally]) -> Tally:
    total: Counter[int] = Counter()
    for tally in tallies:
        total.update(tally)
    return total


def _added_up(evidence: Iterable[Evidence]) -> Evidence:
    return functools.reduce(operator.add, evidence)


def _differences(expected: Mapping[str, Any], tally: Tally, value: float) -> list[str]:
    """What is found otherwise: n, mean, the distribution, and the metric's value under the name it has there."""
    n = sum(tally.values())
    found: dict[str, Any] = {"n": n, "mean": round(sum(score * count for score, count in tally.items()) / n, 4)}
    found["distribution"] = {str(score): count for score, count in tally.items() if count}
    named = next(name for name in ("nps", "top2_pct", "pct_yes") if name in expected)
    found[named] = round(value, 4)
    return [
        f"{name} is {is_}, not {expected[name]}"
        for name, is_ in found.items()
        if name in expected and is_ != expected[name]
    ]


def roles() -> Share:
    """The share of named columns that are suggested in the right role without a word from anybody."""
    wrong: list[str] = []
    named = 0
    for file, columns in NAMED.items():
        found = inspect(source(file))
        for word, indices in columns.items():
            named += len(indices) if word != "choices" else 0
            wrong += [
                f"{file} #{index}: {word} became {found.columns[index - 1].role}"
                for index in indices
                if word != "choices" and found.columns[index - 1].role not in ACCEPTED[word]
            ]
    return Share(named - len(wrong), named, tuple(wrong))


def choices_taken() -> list[str]:
    """One-hot columns of a question with several answers of which something was made."""
    return [
        f"{file} #{index} became {found.columns[index - 1].role}"
        for file, columns in NAMED.items()
        for found in [inspect(source(file))]
        for index in columns.get("choices", ())
        if found.columns[index - 1].role not in ACCEPTED["choices"]
    ]


def silent_scores() -> set[tuple[str, int, str | None]]:
    """Every column of any file that would be saved as a score without a question."""
    taken = set()
    for path in sorted(EXPORTS.glob("*/*")):
        name = f"{path.parent.name}/{path.name}"
        try:
            mapping = mapping_for(
                inspect(source(name)), Options(month=LAST, date_order="day_first", accept_partial=True)
            )
        except (FileRefused, MoreToSay):
            continue
        taken |= {(name, column.index, column.metric) for column in mapping.columns if column.role == "score"}
    return taken


def layouts() -> list[str]:
    """Files whose tool, heading rows or rows are recognised otherwise than they are."""
    wrong = []
    for name, facts in truth().items():
        found = inspect(source(name))
        wrong += [f"{name}: {trouble}" for trouble in _layout(found, name.split("/")[0], facts)]
    return wrong


def _layout(found: Inspection, folder: str, facts: Mapping[str, Any]) -> Iterator[str]:
    tool = "plain" if folder == "gov" else folder
    rows = facts.get("responses", facts.get("rows", found.rows))
    for name, is_, should in (
        ("tool", found.format, tool),
        ("heading rows", found.header_rows, facts.get("header_rows", found.header_rows)),
        ("rows", found.rows, rows),
    ):
        if is_ != should:
            yield f"{name} {is_}, not {should}"


def checks() -> Iterator[Check]:
    """Every promise about real exports, each with what was found."""
    for one in COUNTED:
        wrong = counted(one)
        name = f"{one.file}, {one.score}"
        yield Check(f"counted: {name}", not wrong, "; ".join(wrong[:3]) or "equal overall and in every month")
    wrong = layouts()
    yield Check("tool, heading rows and rows of every file", not wrong, "; ".join(wrong) or "right for every file")
    share = roles()
    yield Check(
        "roles suggested without any mapping",
        share.percent >= PROMISE,
        f"{share.percent:.1f} % of {share.named} named columns",
    )
    for miss in share.wrong:
        yield Check("  not the named role", True, miss)
    taken = choices_taken()
    yield Check("choices of several answers left alone", not taken, "; ".join(taken) or "nothing made of them")
    silent = silent_scores()
    extra = sorted(map(str, silent - SURE_SCORES))
    yield Check("scores taken without a word", not extra, "; ".join(extra) or f"{len(silent)}, all beyond doubt")
    for outcome in hostile_outcomes():
        holds = not outcome.wrong and not outcome.is_slow
        yield Check(f"hostile: {outcome.name}", holds, outcome.wrong or outcome.found)


def main() -> int:
    """Print every check; 1 where one does not hold."""
    if not EXPORTS.is_dir():
        print("The real exports are not beside this project, so there is nothing to report.")
        return 0
    broken = 0
    for check in checks():
        broken += not check.holds
        print(f"{'ok  ' if check.holds else 'FAIL'} {check.name:<90} {check.found}", flush=True)
    print(f"{broken} of the promises are broken." if broken else "Every promise holds.")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
