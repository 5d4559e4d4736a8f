"""A sample of each format with its golden file: what is recognised, suggested, asked, read and refused.

`python -m tests.db.formats.test_samples` writes the golden files anew; a person reads the difference before keeping it.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest

from db.formats import FORMATS, MoreToSay, Options, Source, inspect, mapping_for, read
from db.formats.files.table import tables
from db.formats.recognise.registry import sample
from db.formats.rows.blocks import Row
from db.formats.tools.layout import title_rows
from metrics.periods import Month
from metrics.vocabulary import Item
from pages.command_line.json_documents import inspection_document

SAMPLES = Path(__file__).parent / "samples"
OCTOBER = Month(2025, 10)
# What a person says of the samples that leave something to ask.
SAID: dict[str, Options] = {
    "google_forms_no_headings.csv": Options(maps=("#2=score:nps", "#3=unit")),
    "surveymonkey_condensed.csv": Options(maps=("#6=score:nps", "#7=score:csat")),
    "surveymonkey_one_hot.csv": Options(maps=("#4-#8=score:csat",)),
    "typeform_grouped.csv": Options(maps=("#4=score:csat",), month=OCTOBER),
    "nhs_fft.csv": Options(maps=("rating=score:csat",)),
}
FORMAT_OF = {
    "plain_long.csv": "plain",
    "plain_wide.csv": "plain",
    "titles_and_totals.csv": "plain",
    "google_forms.tsv": "google_forms",
    "google_forms_no_headings.csv": "google_forms",
    "surveymonkey_condensed.csv": "surveymonkey",
    "surveymonkey_one_hot.csv": "surveymonkey",
    "qualtrics.csv": "qualtrics",
    "typeform.csv": "typeform",
    "typeform_grouped.csv": "typeform",
    "limesurvey.csv": "limesurvey",
    "ms_forms.csv": "ms_forms",
    "nhs_fft.csv": "nhs_fft",
    "jotform.csv": "jotform",
    "kobotoolbox.csv": "kobotoolbox",
    "formbricks.csv": "formbricks",
    "delighted.csv": "delighted",
    "zendesk.csv": "zendesk",
    "odk.csv": "odk",
    "trustpilot.csv": "trustpilot",
    "google_play.csv": "google_play",
    "app_store.csv": "app_store",
    "freshdesk.csv": "freshdesk",
    "intercom.csv": "intercom",
    "hubspot.csv": "hubspot",
    "asknicely.csv": "asknicely",
    "retently.csv": "retently",
    "medallia.csv": "medallia",
    "shopper.csv": "plain",
    "shopper_one_row_a_visit.csv": "plain",
    "shopper_inspections.csv": "plain",
    "operations.csv": "plain",
    "operations_till.csv": "plain",
    "operations_daily.csv": "plain",
    "benchmarks.csv": "plain",
    "benchmarks_by_year.csv": "plain",
}


def golden(name: str) -> dict[str, Any]:
    """All that is known of a sample, as JSON."""
    source = Source.of_path(SAMPLES / name)
    found = inspect(source)
    mapping = mapping_for(found, SAID.get(name, Options()))
    reading = read(source, mapping)
    blocks = list(reading.blocks())
    return {
        "inspect": inspection_document(found),
        "mapping": mapping.as_json(),
        "counts": [sum(counts) for counts in zip(*((b.read, b.refused, b.blank) for b in blocks), strict=True)],
        "rows": [_row(row) for block in blocks for row in block.rows],
        "problems": [list(problem) for block in blocks for problem in block.problems],
    }


def _row(row: Row) -> dict[str, Any]:
    # Most rows have an id and so no clock, no one who answered, and no weight of their own.
    unsaid = ("clock", "respondent", "weight")
    return {key: _plain(value) for key, value in row._asdict().items() if value or key not in unsaid}


def _plain(value: Any) -> Any:
    if isinstance(value, Item):
        return f"{value.metric} {value.scale} {value.audience}"
    if isinstance(value, dt.date | Month):
        return str(value)
    if isinstance(value, tuple):
        named = getattr(value, "_asdict", None)
        return {key: _plain(part) for key, part in named().items()} if named else [_plain(part) for part in value]
    return {str(key): part for key, part in value.items()} if isinstance(value, dict) else value


def golden_path(name: str) -> Path:
    return SAMPLES / f"{name}.json"


@pytest.mark.parametrize("name", FORMAT_OF)
def test_a_sample_is_read_as_its_golden_file_says(name: str) -> None:
    assert golden(name) == json.loads(golden_path(name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SAID)
def test_a_sample_that_leaves_something_open_is_asked_about_and_not_guessed(name: str) -> None:
    with pytest.raises(MoreToSay):
        mapping_for(inspect(Source.of_path(SAMPLES / name)))


@pytest.mark.parametrize("name", FORMAT_OF)
def test_no_sample_is_recognised_by_two_formats(name: str) -> None:
    rows = sample(tables(Source.of_path(SAMPLES / name))[0])
    rows = rows[title_rows(rows) :] if FORMAT_OF[name] == "plain" else rows
    claimed = [form.name for form in FORMATS[:-1] if form.layout(rows) is not None]
    assert claimed == ([] if FORMAT_OF[name] == "plain" else [FORMAT_OF[name]])


def test_every_format_and_every_kind_has_a_sample_and_no_sample_is_forgotten() -> None:
    assert {form.name for form in FORMATS} == set(FORMAT_OF.values())
    assert {path.name for path in SAMPLES.iterdir() if path.suffix != ".json"} == set(FORMAT_OF)


@pytest.mark.parametrize("name", FORMAT_OF)
def test_a_mapping_comes_back_from_json_as_it_was_and_reads_the_same(name: str) -> None:
    source = Source.of_path(SAMPLES / name)
    mapping = mapping_for(inspect(source), SAID.get(name, Options()))
    again = type(mapping).from_json(json.loads(json.dumps(mapping.as_json())))
    assert again == mapping
    assert [dataclasses.asdict(b) for b in read(source, again).blocks()] == [
        dataclasses.asdict(b) for b in read(source, mapping).blocks()
    ]


def test_nothing_personal_reaches_a_row() -> None:
    for name in FORMAT_OF:
        rows = json.dumps(golden(name)["rows"])
        assert "@" not in rows, name
        assert "192.0.2." not in rows, name


if __name__ == "__main__":
    for each in FORMAT_OF:
        text = json.dumps(golden(each), ensure_ascii=False, indent=1)
        golden_path(each).write_text(text + "\n", encoding="utf-8")
