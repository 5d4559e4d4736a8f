"""Columns that seem surely scores, asked about where the answers or the heading speak against the scale."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from db.formats import Inspection, MoreToSay, Options, Role, Source, inspect, mapping_for
from metrics.vocabulary import Scale
from pages.command_line.question_words import sentence
from tests.db.formats.made_files import asks, result

NPS = [10, 9, 8, 0, 7, 10, 9, 6, 3, 10, 8, 9, 10, 2, 7, 9, 10, 5, 8, 10] * 2
FROM_1 = [number or 1 for number in NPS] + [1, 1]
CSAT = [5, 4, 4, 3, 5, 2, 4, 5, 1, 4] * 3
RECOMMEND = "How likely are you to recommend us to a friend?"


def file(heading: str, cells: Sequence[object]) -> str:
    rows = (f'r{i},2025-03-{1 + i % 28:02},"{cell}"' for i, cell in enumerate(cells))
    return "\n".join([f'id,date,"{heading}"', *rows]) + "\n"


def inspected(content: str) -> Inspection:
    return inspect(Source.of_bytes("file.csv", content.encode()))


def asked(heading: str, cells: Sequence[object]) -> str:
    with pytest.raises(MoreToSay) as questions:
        mapping_for(inspected(file(heading, cells)))
    return " ".join(map(sentence, questions.value.questions))


def taken(heading: str, cells: Sequence[object]) -> tuple[str | None, Scale | None]:
    (column,) = mapping_for(inspected(file(heading, cells))).with_role(Role.SCORE)
    return column.metric, column.scale


@pytest.mark.parametrize(
    ("heading", "cells", "metric", "scale"),
    [
        (RECOMMEND, NPS, "nps", Scale(0, 10)),
        ("NPS", NPS, "nps", Scale(0, 10)),
        ("NPS (0-10)", NPS, "nps", Scale(0, 10)),
        ("CSAT (1-10)", FROM_1, "csat", Scale(1, 10)),
        ("CES [1 to 5]", CSAT, "ces", Scale(1, 5)),
        ("How satisfied are you?", CSAT, "csat", Scale(1, 5)),
        ("How satisfied are you? (1 = very dissatisfied, 5 = very satisfied)", [1, 2] * 20, "csat", Scale(1, 5)),
        ("How satisfied are you? (10 is the highest)", FROM_1, "csat", Scale(1, 10)),
    ],
)
def test_what_only_one_reading_fits_is_taken(heading: str, cells: list[int], metric: str, scale: Scale) -> None:
    assert taken(heading, cells) == (metric, scale)


@pytest.mark.parametrize(
    ("heading", "cells", "because"),
    [
        (RECOMMEND, FROM_1, "none of 42 answered 0"),
        ("NPS", CSAT, "none of 30 answered more than 5"),
        ("NPS (1-10)", FROM_1, "not surely NPS"),
        ("CSAT", [1, 2, 3, 3, 3, 2] * 5, "none of 30 answered more than 3"),
        ("CSAT", [6 - score for score in CSAT], "1 may be the best"),
        ("CSAT", ["80%", "60%", "100%"] * 10, "the scale of Satisfaction"),
        ("CES", CSAT, "none of 30 answered more than 5"),
        ("How satisfied are you?", [min(score, 4) for score in CSAT], "more than 4"),
        ("How satisfied are you? (1-5)", FROM_1, "satisfaction"),
        ("CSAT (1 = best, 5 = worst)", CSAT, "reversed"),
        ("Satisfaction - 1 is the best, 5 the worst", CSAT, "reversed"),
        ("Satisfied? From very satisfied (1) to very dissatisfied (5)", CSAT, "reversed"),
        ("Bewerten Sie uns mit einer Schulnote (1 = sehr gut, 6 = ungenügend)", CSAT, "reversed"),
        ("How dissatisfied were you with the wait?", CSAT, "reversed"),
        ("How unlikely are you to recommend us?", NPS, "reversed"),
        ("How likely are you to recommend our competitor?", NPS, "not surely NPS"),
        ("How satisfied do you think our customers are with us?", CSAT, "satisfaction"),
        ("How important is customer satisfaction to you?", CSAT, "No column is surely a score"),
    ],
)
def test_what_two_readings_fit_is_asked(heading: str, cells: list[object], because: str) -> None:
    assert because in asked(heading, cells)


def test_a_code_for_no_answer_does_not_widen_the_scale_that_the_question_states() -> None:
    cells = [9 if i % 10 == 9 else score for i, score in enumerate(CSAT)]
    found = result(file("How satisfied are you, on a scale from 1 to 5?", cells))
    assert (len(found.scores), found.refused) == (27, 3)


def test_our_own_form_is_taken_at_its_word() -> None:
    rows = "".join(f"r{i},2025-03-01,3,2\n" for i in range(40))
    assert inspected("response_id,responded_at,nps,csat\n" + rows).questions == ()


@pytest.mark.parametrize("write", ["{}/5", "{} out of 5", "{} von 5", "{},0", "{}.0"])
def test_numbers_that_a_whole_column_dresses_alike_are_read(write: str) -> None:
    cells = [write.format(score) for score in CSAT]
    assert result(file("How satisfied are you?", cells), "#3=score:csat").scores == CSAT


def test_parts_of_another_whole_are_read_on_its_scale_and_on_no_other() -> None:
    text = file("How satisfied are you?", [f"{score}/10" for score in CSAT])
    (column,) = mapping_for(inspected(text), Options(maps=("#3=score:csat",))).with_role(Role.SCORE)
    assert column.scale == Scale(0, 10)
    with asks("are out of 10"):
        result(text, "#3=score:csat:1-5")


def test_a_lone_fraction_among_numbers_is_refused_by_row() -> None:
    assert result(file("How satisfied are you?", [*CSAT, "4/5"]), "#3=score:csat").refused == 1


@pytest.mark.parametrize(
    ("heading", "low", "high", "scores", "maps"),
    [
        ("Would you recommend us?", "Strongly disagree", "Strongly agree", FROM_1, ("#3=score:nps:1-10",)),
        (RECOMMEND, "Not at all likely", "Extremely likely", [*NPS, 1], ()),
    ],
)
def test_ends_written_as_words_among_numbers_are_the_ends_of_the_scale(
    heading: str, low: str, high: str, scores: list[int], maps: tuple[str, ...]
) -> None:
    cells = [{min(scores): low, max(scores): high}.get(score, score) for score in scores]
    assert result(file(heading, cells), *maps).scores == scores


def test_the_codes_of_products_are_no_ratings() -> None:
    found = inspected(file("Product", [f"A{score}" for score in CSAT]))
    assert found.columns[2].role != "score"


def test_how_much_is_a_rating_where_the_question_states_its_scale() -> None:
    stated = "On a scale of 1 to 5, how much do you enjoy our visits?"
    roles = [inspected(file(heading, CSAT)).columns[2].role for heading in (stated, "How much did you spend?")]
    assert roles == ["score", "ignored"]


def test_a_person_may_still_say_otherwise() -> None:
    options = Options(maps=("#3=score:nps",))
    assert mapping_for(inspected(file(RECOMMEND, FROM_1)), options).columns[-1].scale == Scale(0, 10)


@pytest.mark.parametrize(
    ("heading", "cells"),
    [
        ("nps", [8, 7, 6] * 10),
        ("csat", [4, 3, 2, 1] * 10),
        ("promises_kept", [1] * 30),
        ("promises_kept", [0, 0, 1] * 9),
    ],
)
def test_a_column_called_by_the_very_id_of_a_metric_is_as_good_as_told(heading: str, cells: list[int]) -> None:
    assert taken(heading, cells)[0] == heading


def test_but_not_where_its_answers_end_far_below_the_scale() -> None:
    assert "none of 30 answered more than 5" in asked("nps", CSAT)
