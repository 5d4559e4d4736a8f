"""What people know of the real exports beside the project: which column holds what, and how a person would map it.

`MANIFEST.tsv` says it in words ("cols 16-29 favourability text", "project one-hot"); here it stands as column numbers.
Files that are refused as tables of figures name no columns of answers and are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from metrics.periods import Month

EXPORTS = Path(__file__).resolve().parents[1] / "../shared/data/exports"
MARCH = Month(2024, 3)

# How MANIFEST's words are read: a "score" is right as `score`; an "id" as `response_id`; a date as `responded_at`;
# a comment as `comment`. A "dimension" is right where it is offered as `unit` or `channel`. One-hot columns, of which
# a person ticks several ("choices"), can be no unit: they are right where nothing is made of them, and are not
# counted in the share, which their number would flatter. "col 15+" names no column, so it is left out.
ACCEPTED: Mapping[str, frozenset[str]] = {
    "score": frozenset({"score"}),
    "date": frozenset({"responded_at"}),
    "id": frozenset({"response_id"}),
    "dimension": frozenset({"unit", "channel"}),
    "choices": frozenset({"ignored"}),
    "comment": frozenset({"comment"}),
}


@contextmanager
def unseen(_name: str, _rows: int) -> Iterator[Callable[[int], None]]:
    """Shows no progress while a file is saved."""
    yield lambda _done: None


def _columns(text: str) -> tuple[int, ...]:
    """The numbers in “1 3-5”."""
    found: list[int] = []
    for part in text.split():
        first, _, last = part.partition("-")
        found += range(int(first), int(last or first) + 1)
    return tuple(found)


def _named(**columns: str) -> dict[str, tuple[int, ...]]:
    return {word: _columns(text) for word, text in columns.items()}


_MAINTAINERS_2020 = "50 52 54 58 60 62 64"
_MAINTAINERS_2021 = "105 107 112 114 116 118 120"
NAMED: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "google_forms/cncf_maintainer_2018_h1.csv": _named(score="3 6", date="1", comment="8 9"),
    "google_forms/haxe_2018_no_header.csv": _named(date="1", dimension="8"),
    "google_forms/learning_r_es.tsv": _named(score="17 25", date="1", dimension="2 35", comment="23 24 30 32"),
    "gov/cfpb_complaints_sm.csv": _named(score="16 17", date="1", id="18", dimension="2 13", comment="6"),
    "gov/touchpoints_cx_bom.csv": _named(score="2", id="1", comment="17"),
    "limesurvey/digital_twins_de_semicolon.csv": _named(
        score="9-20", id="1", choices="2-7", comment="8 47 131 203 208 218 228 238 248 259 269 278 289 299 309"
    ),
    "nhs_fft/gp_fft_2023.csv": _named(score="2", date="1", dimension="5", comment="3 4"),
    "qualtrics/legitimacy_voting_3header.csv": _named(date="2", id="9", dimension="16"),
    "qualtrics/no_basis_for_evaluation_insights.csv": _named(score="12 18-25", date="5", id="1"),
    "qualtrics/qualtRics_sample_de.csv": _named(date="8", id="9", dimension="16 17", comment="19"),
    "surveymonkey/cncf_maintainer_2019_h1.csv": _named(
        score="37-41 89-93", date="4", id="1", choices="6-36", comment="94-97"
    ),
    "surveymonkey/cncf_maintainer_2020_h1.csv": _named(
        score="65 66", date="4", id="1", choices="5-48", comment=_MAINTAINERS_2020
    ),
    "surveymonkey/cncf_maintainer_2021_h1_blank_headers.csv": _named(
        score="121 122", choices="13-103", comment=_MAINTAINERS_2021
    ),
    "surveymonkey/cncf_maintainer_2021_h2.csv": _named(
        score="23 24", date="4", id="1", dimension="5", comment="7 9 11 14 16 18 20 22"
    ),
    "surveymonkey/cncf_maintainer_2023_h1.csv": _named(score="7 9", dimension="1", comment="4 8 10 12 14 16 18 20"),
    "surveymonkey/starwars_latin1.csv": _named(score="16-29", id="1", dimension="34 35 38"),
    "typeform/cantera_2020.csv": _named(id="1", choices="2-7", comment="8 21 85 89"),
    "typeform/fcc_new_coder_2016_part1.csv": _named(score="47", date="50", id="1", dimension="4", comment="5 19 31 37"),
}


@dataclass(frozen=True, slots=True)
class Counted:
    """A score of `truth.json`, and what a person says of the file so that it is counted."""

    file: str
    score: str
    maps: tuple[str, ...]
    month: Month | None = None


COUNTED = (
    Counted("google_forms/cncf_maintainer_2018_h1.csv", "1. Satisfaction", ("#3=score:csat",)),
    Counted("google_forms/cncf_maintainer_2018_h1.csv", "4. Efficiency", ("#6=score:csat:1-5",)),
    Counted(
        "google_forms/learning_r_es.tsv",
        "¿Qué tan probable es que recomiendes R ...",
        ("¿Qué tan probable es que recomiendes R a un colega, amiga/o o un familiar?=score:nps",),
    ),
    Counted("google_forms/learning_r_es.tsv", "disfrutas usando R (1-5)", ("#17=score:csat",)),
    Counted("gov/cfpb_complaints_sm.csv", "Consumer disputed?", ("Consumer disputed?=score:promises_kept",)),
    Counted("gov/cfpb_complaints_sm.csv", "Timely response?", ("#16=score:promises_kept",)),
    Counted("nhs_fft/gp_fft_2023.csv", "rating", ("rating=score:csat",)),
    Counted("surveymonkey/cncf_maintainer_2019_h1.csv", "overall experience (cols 37-41)", ("#37-#41=score:csat",)),
    Counted("surveymonkey/cncf_maintainer_2019_h1.csv", "recommend 1-5 (cols 89-93)", ("#89-#93=score:csat:1-5",)),
    Counted("surveymonkey/cncf_maintainer_2020_h1.csv", "recommend (agreement)", ("#66=score:csat",)),
    Counted("surveymonkey/cncf_maintainer_2020_h1.csv", "satisfied with support", ("#65=score:csat",)),
    Counted(
        "surveymonkey/cncf_maintainer_2021_h1_blank_headers.csv", "recommend 1-10", ("#122=score:nps:1-10",), MARCH
    ),
    Counted(
        "surveymonkey/cncf_maintainer_2021_h1_blank_headers.csv",
        "satisfied with support 1-10",
        ("#121=score:csat:1-10",),
        MARCH,
    ),
    Counted("surveymonkey/cncf_maintainer_2021_h2.csv", "recommend 1-10", ("#24=score:nps:1-10",)),
    Counted("surveymonkey/cncf_maintainer_2021_h2.csv", "recommend 1-10", ("#24=score:nps",)),
    Counted("surveymonkey/cncf_maintainer_2021_h2.csv", "satisfied with support 1-10", ("#23=score:csat:1-10",)),
    Counted("surveymonkey/cncf_maintainer_2023_h1.csv", "recommend 1-10", ("#7=score:nps:1-10",), MARCH),
    Counted("surveymonkey/cncf_maintainer_2023_h1.csv", "satisfied with support 1-10", ("#9=score:csat:1-10",), MARCH),
    Counted("surveymonkey/starwars_latin1.csv", "Han Solo", ("#16=score:csat",), MARCH),
    Counted("typeform/fcc_new_coder_2016_part1.csv", "recommend this bootcamp (0/1)", ("#47=score:promises_kept",)),
)


@dataclass(frozen=True, slots=True)
class Hostile:
    """A hostile file, what is said of it, and what must become of it: a sentence, or counts of its rows."""

    file: str
    maps: tuple[str, ...] = ("score=score:nps",)
    date_order: str | None = None
    refusal: str = ""
    counts: tuple[int, int, int, int] | None = None  # saved, duplicates, refused, blank


HOSTILE = (
    Hostile("01_empty.csv", refusal="The file is empty"),
    Hostile("02_header_only.csv", refusal="headings but no rows"),
    Hostile("03_png_renamed.csv", refusal="This is a PNG image"),
    Hostile("05_ragged_rows.csv", counts=(15, 0, 4, 0)),
    Hostile("08_formula_injection.csv", counts=(7, 0, 0, 0)),
    Hostile("09_zip_bomb.xlsx", refusal="would unpack to 562 MB"),
    Hostile("12_score_out_of_range.csv", refusal="cannot be read as Net Promoter Score"),
    Hostile("13_odd_dates.csv", refusal="contradict each other"),
    Hostile("13_odd_dates.csv", date_order="day_first", refusal="cannot be read as a date"),
    Hostile("14_duplicate_headers.csv", refusal="Several columns are headed"),
    Hostile("14_duplicate_headers.csv", ("Score (2)=score:nps",), counts=(20, 0, 0, 0)),
    Hostile("17_html_script_comments.csv", counts=(6, 0, 0, 0)),
    Hostile("19_same_id_two_scores.csv", counts=(6, 1, 3, 0)),
)
