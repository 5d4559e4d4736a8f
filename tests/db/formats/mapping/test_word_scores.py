"""Words with scores that a person gives them, on the command line as text and kept with the mapping."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats import FileMapping, Options, Source, inspect, mapping_for, read
from db.formats.mapping.word_scores import split_words, word_scores, written
from db.formats.rows.blocks import Answer
from db.formats.values.scores import word_key
from metrics.errors import BadValue
from metrics.vocabulary import Scale
from tests.db.formats.made_files import result, survey


def mapping(text: str, *maps: str) -> FileMapping:
    return mapping_for(inspect(Source.of_bytes("file.csv", text.encode())), Options(maps=maps))


WORDS = ["Dreadful", "Meh", "Lovely", "Dreadful", "Lovely", "Lovely"]


def test_each_word_counts_what_a_person_says() -> None:
    found = result(survey(WORDS, "Visit"), "Visit=score:csat:words(Dreadful=1,Meh=3,Lovely=5)")
    assert (found.scores, found.refused) == ([1, 3, 5, 1, 5, 5], 0)


def test_a_heading_and_words_may_hold_signs_that_a_map_is_written_with() -> None:
    heading = "Rate us: was it good=1, or words(bad)?"
    text = "response_id,responded_at," + f'"{heading}"\n'
    text += '1,2025-03-01,"Yes, quite"\n2,2025-03-01,"Well: no (never)"\n3,2025-03-01,"a=1"\n4,2025-03-01,so so\n'
    said = 'words( Yes, quite = 5 ,Well: no (never)=1,"a=1"=2,So  So=3)'
    assert result(text, f"{heading}=score:csat:{said}").scores == [5, 1, 2, 3]


def test_a_heading_of_any_letters_stays_in_its_place() -> None:
    text = survey(["Mau", "Süß", "Mau"], "Größe: Maß und İ")
    assert result(text, "#3=score:csat:Words(Mau=1, SÜSS=5)").scores == [1, 5, 1]
    assert split_words("Maß İ=score:csat:WORDS(a=1)") == ("Maß İ=score:csat", "a=1")
    with pytest.raises(BadValue, match="at most 10000 characters"):
        word_scores("," * 80_000)


def test_words_reach_over_their_own_scale_where_they_begin_at_its_low_end() -> None:
    text = survey(WORDS, "Visit")
    three = mapping(text, "Visit=score:csat:words(Dreadful=1,Meh=2,Lovely=3)")
    assert three.columns[-1].scale == Scale(1, 3)
    assert any("read from 1 to 3, where “lovely” is the best" in note for note in three.notes)
    assert mapping(text, "Visit=score:csat:words(Dreadful=2,Meh=3,Lovely=4)").columns[-1].scale == Scale(1, 5)
    stated = mapping(text, "Visit=score:csat:1-5:words(Dreadful=1,Meh=2,Lovely=3)")
    assert (stated.columns[-1].scale, stated.notes) == (Scale(1, 5), ())


def test_groups_of_a_net_score_are_enough_for_it() -> None:
    text = survey(["Fans"] * 6 + ["Neutrals"] * 3 + ["Foes"] * 1, "Group")
    found = mapping(text, "Group=score:nps:words(Fans=10,Neutrals=8,Foes=1)")
    assert found.columns[-1].scale == Scale(0, 10)


def test_known_words_beside_the_given_ones_and_numbers_are_read_too() -> None:
    text = survey(["Very satisfied", "Satisfied", "Neutral", "Dissatisfied", "So so lala", "4"], "Visit")
    assert result(text, "Visit=score:csat:1-5:words(So so lala=3)").scores == [5, 4, 3, 2, 3, 4]


def test_a_word_that_usually_means_no_answer_counts_where_a_person_says_so() -> None:
    assert result(survey(["-", "***", "n/a", ""], "V"), "V=score:csat:words(-=1,***=5)").scores == [1, 5]


def test_words_can_be_turned_round() -> None:
    assert result(survey(WORDS[:3], "V"), "V=score:csat:words(Dreadful=5,Meh=3,Lovely=1):reversed").scores == [1, 3, 5]


def test_words_are_kept_with_the_mapping() -> None:
    kept = FileMapping.from_json(mapping(survey(WORDS, "V"), "V=score:csat:words(Dreadful=1,Meh=3,Lovely=5)").as_json())
    (block,) = read(Source.of_bytes("next.csv", survey(["Lovely", "meh"], "V").encode()), kept).blocks()
    assert [row.scores[0][1] for row in block.rows if isinstance(row, Answer)] == [5, 3]


@pytest.mark.parametrize(
    ("said", "part"),
    [
        ("score:csat:words(Dreadful)", "“Dreadful” has no score"),
        ("score:csat:words(Dreadful=1,Meh)", "“Meh” has no score"),
        ("score:csat:words()", "Between 1 and 100 words"),
        ("score:csat:words(Meh=1,meh=2)", "“meh” counts both 1 and 2"),
        ("score:csat:words(Dreadful=3,Lovely=9)", "on no scale"),
        ("score:csat:1-5:words(Dreadful=0,Lovely=5)", "counts 0, which is not from 1 to 5"),
        ("unit:words(A=1)", "more than its role can hold"),
        ("score:hold_time:words(A=1,B=2)", "has no scale"),
    ],
)
def test_words_that_cannot_stand_are_refused_with_a_sentence(said: str, part: str) -> None:
    with pytest.raises(BadValue, match=part.replace("(", r"\(")):
        result(survey(WORDS, "Visit"), f"Visit={said}")


@given(
    st.dictionaries(
        st.text('ab=, :()"“”1é-', min_size=1, max_size=12).filter(str.strip), st.integers(0, 10), min_size=1
    )
)
def test_words_are_read_back_as_they_were_written(scores: dict[str, int]) -> None:
    plain = {word.strip(): score for word, score in scores.items() if not {'"', "“", "”"} & set(word)}
    plain = {word_key(word): score for word, score in plain.items() if not word.startswith(",")}
    if plain:
        bare, inside = split_words(f"#3=score:csat:{written(plain)}")
        assert bare == "#3=score:csat"
        assert word_scores(inside or "") == {word_key(word): score for word, score in plain.items()}
