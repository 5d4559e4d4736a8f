"""What a person says with `--map`, what a suggestion may do by itself, and what is asked instead of guessed."""

from __future__ import annotations

import pytest

from db.formats import FileMapping, Inspection, MoreToSay, Options, Role, Source, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from metrics.errors import BadValue, FileRefused, NotFound
from metrics.periods import Month
from metrics.vocabulary import Audience, Kind, Scale
from pages.command_line.question_words import sentence
from tests.db.formats.made_files import asks, result, survey


def inspected(content: str, kind: Kind | None = None) -> Inspection:
    return inspect(Source.of_bytes("file.csv", content.encode()), kind)


def questions(content: str, options: Options | None = None) -> tuple[str, ...]:
    with pytest.raises(MoreToSay) as asked:
        mapping_for(inspected(content), options)
    return tuple(map(sentence, asked.value.questions))


ONE_TO_FIVE = [str(1 + i % 5) for i in range(20)]


def test_a_plain_file_needs_no_question_at_all() -> None:
    assert inspected(survey(["9", "0"])).questions == ()
    assert result(survey(["9", "0"])).scores == [9, 0]


@pytest.mark.parametrize("name", ["Score", " score ", "SCORE", "#3"])
def test_a_column_is_named_by_its_heading_in_any_case_or_by_its_number(name: str) -> None:
    assert result(survey(["9"], "Score"), f"{name}=score:nps").scores == [9]


def test_a_heading_may_itself_hold_an_equals_sign() -> None:
    heading = "Rate us (1 = bad and 5 = good)"
    assert result(survey(["4"], heading), f"{heading}=score:csat").scores == [4]


def test_repeated_headings_need_their_number() -> None:
    text = "response_id,responded_at,Score,Score\na,2025-03-01,1,9\n"
    with pytest.raises(BadValue, match="#3, #4"):
        result(text, "Score=score:nps")
    assert result(text, "#4=score:nps").scores == [9]
    assert result(text, "Score (2)=score:nps").scores == [9]
    assert [column.name for column in inspected(text).columns][2:] == ["Score", "Score (2)"]


@pytest.mark.parametrize(
    ("text", "error", "part"),
    [
        ("Skore=score:nps", NotFound, "Did you mean “score”"),
        ("#9=score:nps", NotFound, "#1 to #3"),
        ("#3=points:nps", NotFound, "no role called “points”"),
        ("#3=score:npss", NotFound, "Did you mean “nps”"),
        ("#3=visit_id", NotFound, "no role called “visit_id”"),
        ("score", BadValue, "no mapping"),
        ("=score:nps", BadValue, "no mapping"),
        ("#3=score:csat:wide", BadValue, "not a scale"),
        ("#3=score:nps:1-5", BadValue, "cannot be calculated from answers from 1 to 5"),
        ("#3=score:retention", BadValue, "not answered by people"),
        ("#3=score:hold_time:1-5", BadValue, "no scale"),
        ("#3=unit:nps", BadValue, "more than its role can hold"),
        ("#1-#2=unit", BadValue, "only one can hold it"),
    ],
)
def test_a_map_that_cannot_stand_is_refused_with_a_sentence(text: str, error: type[Exception], part: str) -> None:
    with pytest.raises(error, match=part):
        result(survey(["4"], "score"), text)


def test_a_column_mapped_twice_is_refused() -> None:
    with pytest.raises(BadValue, match="“score” \\(column 3\\) is mapped twice"):
        result(survey(["4"], "score"), "#3=score:nps", "score=score:csat")


@pytest.mark.parametrize("scale", ["1-5", "1-10"])
def test_two_columns_for_the_same_metric_are_refused_on_any_scales(scale: str) -> None:
    text = "responded_at,a,b\n2025-03-01,4,5\n"
    with pytest.raises(BadValue, match="both answer Satisfaction; only one of them can count"):
        result(text, "a=score:csat", f"b=score:csat:{scale}")


def test_a_wish_about_one_score_keeps_the_other_sure_ones() -> None:
    text = "response_id,responded_at,unit,nps,csat,comment,email\nr1,2025-03-01,Quay,9,5,Kind,a@example.org\n"
    (row,) = result(text, "csat=score:csat").rows
    assert isinstance(row, Answer)
    assert [item.metric for item, _ in row.scores] == ["nps", "csat"]
    assert (row.response_id, row.unit, row.comment) == ("r1", "Quay", "Kind")


def test_a_column_can_be_left_out_and_a_role_given_to_another_one() -> None:
    text = "response_id,responded_at,unit,area,nps,comment\nr1,2025-03-01,Quay,North/Quay,9,Kind\n"
    (row,) = result(text, "area=unit", "comment=ignored").rows
    assert isinstance(row, Answer)
    assert (row.unit, row.comment) == ("North/Quay", "")


def test_a_scale_can_be_turned_round() -> None:
    assert result(survey(["1", "2", "5"], "Note"), "Note=score:csat:1-5:reversed").scores == [5, 4, 1]
    assert result(survey(["1"], "Note"), "Note=score:csat:reversed").scores == [5]


def test_the_audience_is_the_metrics_own_unless_somebody_says_otherwise() -> None:
    def audience(options: Options, metric: str = "nps") -> Audience:
        (row,) = result(survey(["9"], metric), options=options).rows
        assert isinstance(row, Answer)
        return row.scores[0][0].audience

    assert audience(Options()) is Audience.CUSTOMERS
    assert audience(Options(), "enps") is Audience.STAFF
    assert audience(Options(audience=Audience.STAFF)) is Audience.STAFF


def test_unit_and_channel_can_be_given_for_the_whole_file() -> None:
    text = "responded_at,nps,unit,channel\n2025-03-01,9, Leeds / Counter ,\n2025-03-01,9,,web\n"
    said = Options(maps=("unit=unit",), unit="North", channel="phone")
    rows = result(text, options=said).rows
    assert [(row.unit, row.channel) for row in rows if isinstance(row, Answer)] == [
        ("North/Leeds/Counter", "phone"),
        ("North", "web"),
    ]


def test_a_unit_for_all_rows_beside_a_column_of_units_asks_which_counts() -> None:
    text = "responded_at,nps,unit\n2025-03-01,9,Leeds\n"
    with pytest.raises(MoreToSay) as asked:
        result(text, options=Options(unit="North"))
    (question,) = asked.value.questions
    assert [choice.map for choice in question.choices] == ["#3=ignored", "#3=unit"]
    assert "leave out --unit; for “North” in all rows say --map “#3=ignored”" in sentence(question)
    whole = result(text, options=Options(maps=("unit=ignored",), unit="North")).rows
    assert [row.unit for row in whole if isinstance(row, Answer)] == ["North"]
    empty = "responded_at,nps,unit\n2025-03-01,9,\n"
    assert [row.unit for row in result(empty, options=Options(unit="North")).rows if isinstance(row, Answer)] == [
        "North"
    ]


def test_answers_without_a_date_are_refused_unless_their_month_is_given() -> None:
    text = "responded_at,nps\n2025-03-01,9\n,8\n2025-13-01,7\n"
    assert (result(text).scores, result(text).refused) == ([9], 2)
    dated = result(text, options=Options(month=Month(2025, 3)))
    assert (dated.scores, dated.refused) == ([9, 8], 1)
    assert any("--month" in question for question in questions("nps\n9\n8\n"))
    assert result("nps\n9\n8\n", options=Options(month=Month(2025, 3))).scores == [9, 8]


def test_dates_that_could_be_read_two_ways_are_asked_about() -> None:
    text = "responded_at,nps\n03/04/2025,9\n05/06/2025,8\n"
    assert "could have the day or the month first" in questions(text)[0]
    for said in (Options(date_order="day_first"), Options(maps=("#1=responded_at:day_first",), date_order="serial")):
        rows = result(text, options=said).rows
        assert [row.day.month for row in rows if isinstance(row, Answer) and row.day] == [4, 6]
    with pytest.raises(BadValue, match="no date order"):
        result(text, options=Options(date_order="middle_first"))


def test_dates_that_contradict_each_other_are_asked_about() -> None:
    assert "contradict" in questions("responded_at,nps\n13/04/2025,9\n04/13/2025,8\n")[0]


@pytest.mark.parametrize(
    ("heading", "scores"),
    [
        ("Would you recommend us?", [str(1 + i % 10) for i in range(20)]),
        ("How likely are you to recommend us? 1 = not at all, 10 = very likely", [str(1 + i % 10) for i in range(20)]),
        ("Would you recommend us?", ONE_TO_FIVE),
        ("Would you recommend us?", ["1", "0"] * 9),
        ("Would you recommend us?", ["Yes", "No"] * 9),
        ("Would you recommend us?", ["Agree", "Strongly agree", "Disagree"] * 5),
        ("Satisfaction with us (1 = very satisfied, 5 = very dissatisfied)", ONE_TO_FIVE),
        ("Satisfaction", ["1", "1", "1", "2", "1", "2", "5", "1"]),
        ("How easy was it?", ONE_TO_FIVE),
        ("Score", ["9", "8"]),
        ("rating", ["Extremely likely", "Unlikely", "Don't know"]),
    ],
)
def test_what_can_be_read_two_ways_is_asked_and_never_taken_silently(heading: str, scores: list[str]) -> None:
    text = "responded_at;q\n".replace("q", heading) + "".join(f"2025-03-01;{score}\n" for score in scores)
    assert any("#2" in question for question in questions(text))


@pytest.mark.parametrize(
    ("heading", "scores", "metric", "scale"),
    [
        ("How likely are you to recommend us to a friend?", ["9", "10", "3"], "nps", Scale(0, 10)),
        ("Wie wahrscheinlich ist es, dass Sie uns weiterempfehlen?", ["9", "10", "0"], "nps", Scale(0, 10)),
        ("Recommanderiez-vous notre service ?", ["9", "10", "0"], "nps", Scale(0, 10)),
        ("How likely are you to recommend working here to a friend?", ["9", "10", "3"], "enps", Scale(0, 10)),
        ("How satisfied are you, from 1 to 5?", ["5", "4", "3"], "csat", Scale(1, 5)),
        ("Wie zufrieden sind Sie?", ["Sehr zufrieden", "Teils/teils", "Unzufrieden"], "csat", Scale(1, 5)),
        ("How easy was it? (1 = very difficult, 7 = very easy)", ["7", "6", "2"], "ces", Scale(1, 7)),
    ],
)
def test_what_only_one_reading_fits_is_suggested_surely(
    heading: str, scores: list[str], metric: str, scale: Scale
) -> None:
    text = f"responded_at;{heading}\n" + "".join(f"2025-03-01;{score}\n" for score in scores)
    (column,) = [column for column in inspected(text).columns if column.role == "score"]
    assert (column.metric, column.scale) == (metric, scale)
    assert column.confidence >= 0.8
    assert mapping_for(inspected(text)).columns


def test_columns_of_one_question_cannot_be_counted_one_by_one() -> None:
    text = "Respondent ID,End Date,How was it?,,\n,, - 1, - 2, - 3\nr1,2025-03-01,,,3\nr2,2025-03-02,1,,\n"
    with pytest.raises(BadValue, match="columns 3 to 5"):
        result(text, "#5=score:csat:1-3")
    assert result(text, "#3-#5=score:csat:1-3").scores == [3, 1]
    assert result(text, "#3-#5=score:csat:1-3:reversed").scores == [1, 3]


def test_a_mapping_finds_its_columns_again_where_they_were_moved_and_says_which_is_missing() -> None:
    mapping = mapping_for(inspected("response_id,responded_at,nps,unit\nr1,2025-03-01,9,Quay\n"))
    moved = Source.of_bytes("next.csv", b"unit,extra,nps,responded_at,response_id\nMill,x,4,2025-04-01,r9\n")
    (block,) = read(moved, FileMapping.from_json(mapping.as_json())).blocks()
    (row,) = block.rows
    assert isinstance(row, Answer)
    assert (row.unit, row.scores[0][1], row.response_id) == ("Mill", 4, "r9")
    with pytest.raises(FileRefused, match="“unit”"):
        read(Source.of_bytes("other.csv", b"response_id,responded_at,nps\nr1,2025-03-01,9\n"), mapping)


def test_the_source_of_ids_is_the_name_of_the_mapping_or_the_fingerprint_of_the_headings() -> None:
    found = inspected(survey(["9"]))
    assert mapping_for(found).source == found.fingerprint
    assert mapping_for(found, Options(source="kiosk")).source == "kiosk"
    assert mapping_for(found).named("monthly").source == "monthly"
    assert inspected(survey(["0"])).fingerprint == found.fingerprint
    assert inspected(survey(["0"], "csat")).fingerprint != found.fingerprint


def test_a_table_of_counts_can_still_be_brought_as_operations_by_a_person_who_says_its_columns() -> None:
    text = "period,measure,hits,total count,missed count\n2025-01,retention,97,100,3\n2025-02,retention,96,100,4\n"
    found = inspected(text)
    assert found.refused is not None
    maps = ("period=month", "measure=metric", "hits=numerator", "total count=denominator")
    mapping = mapping_for(found, Options(kind=Kind.OPERATIONS, maps=maps))
    (block,) = read(Source.of_bytes("f", text.encode()), mapping).blocks()
    assert len(block.rows) == 2


def test_numbers_that_may_be_codes_of_choices_are_asked_about() -> None:
    text = (
        "StartDate,EndDate,Q1,Q2\nStart Date,End Date,How satisfied are you?,How likely are you to recommend us?\n"
        '"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}"\n'
    ) + "".join(f"2025-03-01,2025-03-01,{5 - i % 5},{i % 11}\n" for i in range(22))
    (asked,) = questions(text)
    assert "codes of its choices" in asked
    assert "#3" in asked


def test_columns_for_the_words_of_one_scale_are_read_together() -> None:
    choices = "Very satisfied,Satisfied,Neutral,Dissatisfied,Very dissatisfied"
    text = f"Respondent ID,End Date,How satisfied are you?,,,,\n,,{choices}\n"
    text += "r1,2025-03-01,,Satisfied,,,\nr2,2025-03-02,,,,,x\n"
    found = inspected(text)
    assert found.questions == ()
    assert result(text).scores == [4, 1]


def test_two_sure_columns_for_one_item_are_asked_about() -> None:
    text = (
        "responded_at;How satisfied are you with us, from 1 to 5?;How satisfied are you with the room, from 1 to 5?\n"
    )
    asked = questions(text + "2025-03-01;5;4\n2025-03-02;4;3\n")
    assert ["of which only one can count" in question for question in asked] == [True]


def test_a_date_column_that_nothing_names_is_asked_about_where_there_are_two() -> None:
    text = "nps,began,done\n9,2025-03-01,2025-03-02\n8,2025-03-01,2025-03-02\n"
    assert any("“began” (column #2) when people answered" in question for question in questions(text))
    rows = result(text, "done=responded_at").rows
    assert [row.day.day for row in rows if isinstance(row, Answer) and row.day] == [2, 2]
    assert result(text, options=Options(month=Month(2025, 3))).scores == [9, 8]


def test_words_whose_middle_nobody_chose_are_read_with_a_note() -> None:
    text = survey(["Very satisfied", "Somewhat satisfied", "Very satisfied"], "Visit")
    mapping = mapping_for(inspected(text), Options(maps=("Visit=score:csat",)))
    assert any("“Somewhat satisfied” = 4" in note for note in mapping.notes)
    assert result(text, "Visit=score:csat").scores == [5, 4, 5]


def test_words_that_prove_their_scale_are_read_on_it() -> None:
    text = survey(["Agree", "Strongly agree", "Neutral"], "Easy?")
    assert result(text, "#3=score:ces").scores == result(text, "#3=score:ces:1-5").scores == [4, 5, 3]
    assert mapping_for(inspected(text), Options(maps=("#3=score:ces",))).columns[-1].scale == Scale(1, 5)


def test_words_that_may_be_of_two_scales_are_asked_about_with_answers_that_work_as_written() -> None:
    text = survey(["Agree", "Strongly agree", "Disagree", "Strongly disagree"], "Easy?")
    with pytest.raises(MoreToSay) as more:
        result(text, "#3=score:ces")
    (asked,) = more.value.questions
    assert asked.choices[0].map == "#3=score:ces:1-4"
    for choice in asked.choices[:-1]:
        assert result(text, choice.map).scores


def test_one_hot_columns_must_show_which_point_each_stands_for() -> None:
    text = "responded_at,a,b,c\n2025-03-01,x,,\n2025-03-01,,,x\n"
    assert result(text, "#2-#4=score:csat:1-3").scores == [1, 3]
    with pytest.raises(BadValue, match="which point"):
        result(text, "#2-#4=score:csat")
    with pytest.raises(BadValue, match="need a metric on a short scale"):
        result(text, "#2-#4=score:hold_time")


def test_a_unit_longer_than_any_name_is_refused_by_row() -> None:
    found = result(f"responded_at,nps,unit\n2025-03-01,9,{'x' * 600}\n2025-03-01,8,Quay\n")
    assert (found.scores, found.problems[0].column) == ([8], "unit")


def test_agreement_is_no_answer_to_a_recommend_question_from_0_to_10() -> None:
    text = survey(["Agree", "Strongly agree", "Neutral"], "Recommend us?")
    with asks("holds words of agreement, from 1 to 5"):
        result(text, "#3=score:nps")


def test_answers_that_look_like_a_table_of_figures_are_read_where_a_person_says_so() -> None:
    text = "period,measure,hits,total count,missed count\n2025-01,retention,9,10,1\n2025-02,retention,8,10,2\n"
    found = inspected(text)
    with pytest.raises(FileRefused):
        mapping_for(found, Options(maps=("#3=score:nps", "#1=responded_at")))
    said = Options(kind=Kind.SURVEY, maps=("#3=score:nps",), month=Month(2025, 1))
    assert [column.metric for column in mapping_for(found, said).with_role(Role.SCORE)] == ["nps"]


@pytest.mark.parametrize(
    "text",
    [
        " Score = score : nps ",
        "“Score”=score:nps",
        '"Score"=score:nps',
        "« Score »=“score”:nps",
        "'Score' = score:nps:0–10",
        "# 3=score:nps",
        "„Score“=score:nps:0 - 10",
    ],
)
def test_a_map_may_have_spaces_and_quotation_marks_around_its_parts(text: str) -> None:
    assert result(survey(["9"], "Score"), text).scores == [9]


def test_printed_and_typed_marks_in_a_heading_are_the_same() -> None:
    assert result(survey(["9"], "Today’s “score”"), 'Today\'s "score"=score:nps').scores == [9]
    assert result(survey(["9"], "“Score”"), "“Score”=score:nps").scores == [9]
