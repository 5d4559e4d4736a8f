"""The score in a cell: what is read, what is no answer, and what is refused rather than guessed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.formats.values.answer_labels import label, word_scale
from db.formats.values.numbers import number
from db.formats.values.scores import ScoreReader
from metrics.vocabulary import Scale

TEN = Scale(0, 10)


@pytest.mark.parametrize(
    ("text", "score"),
    [
        ("0", 0),
        ("10", 10),
        ("9.0", 9),
        (" 8 ", 8),
        ("08", 8),
        ("+7", 7),
        ("٩", 9),
        ("９", 9),
        ("9 - Extremely likely", 9),
        ("5=good", 5),
        ("5 (Very satisfied)", 5),
        ("Very satisfied (5)", 5),
        ("★★★★", 4),
        ("★★★★☆", 4),
        ("⭐️⭐️⭐️", 3),
        ("4 stars", 4),
        ("1 Stern", 1),
        ("3/5 ★", 3),
    ],
)
def test_a_whole_number_is_read_however_it_is_dressed(text: str, score: int) -> None:
    assert ScoreReader(TEN).read(text) == score


@pytest.mark.parametrize(
    "text",
    [
        *(
            "11",
            "-1",
            "100",
            "10.5",
            "NaN",
            "inf",
            "0x9",
            "1_0",
            "8%",
            "ten",
            "9,5",
            "9/10",
            "10,000",
            "9-10",
            "3 - 5 days",
        ),
        *("9 10", "1e400", "None", "5 minutes", "−1"),
    ],
)
def test_what_is_no_whole_number_on_the_scale_is_refused_with_its_text(text: str) -> None:
    assert text in str(ScoreReader(TEN).read(text))


@pytest.mark.parametrize(
    "text", ["", "  ", "N/A", "n/a", "-", "Don’t know", "keine Angabe", "sans opinion", "No sabe", "#N/A"]
)
def test_no_answer_is_neither_a_score_nor_a_problem(text: str) -> None:
    assert ScoreReader(TEN).read(text) is None


def test_a_turned_scale_is_read_from_its_other_end() -> None:
    assert [ScoreReader(Scale(1, 5), turned=True).read(text) for text in ("1", "2", "5")] == [5, 4, 1]
    assert ScoreReader(TEN, turned=True).read("0") == 10


@pytest.mark.parametrize(("text", "score"), [("42", 42), ("42.5", 42.5), ("1.234", 1.23), ("12,5", 12.5), ("0", 0)])
def test_a_measured_score_keeps_two_decimals(text: str, score: float) -> None:
    assert ScoreReader(None).read(text) == score


@pytest.mark.parametrize("text", ["-3", "1,234", "3 min", "1e3", "inf"])
def test_a_measured_score_is_a_plain_number_from_0_on(text: str) -> None:
    assert isinstance(ScoreReader(None).read(text), str)


@given(st.text(max_size=12))
def test_any_text_is_a_score_on_its_scale_no_answer_or_a_sentence(text: str) -> None:
    found = ScoreReader(TEN).read(text)
    assert found is None or (isinstance(found, str) and found) or TEN.holds(float(found))


@given(st.integers(0, 10))
def test_every_point_of_a_scale_reads_as_itself(point: int) -> None:
    assert ScoreReader(TEN).read(str(point)) == point


def test_numbers_that_could_be_two_are_not_read() -> None:
    assert number("1,234") is None
    assert number("1,234.5") == 1234.5
    assert number("1,234,567") == 1234567
    assert number("12,50") == 12.5
    assert number("12 %") is None


LADDERS = [
    ("Very satisfied|Satisfied|Neutral|Dissatisfied|Very dissatisfied", 5),
    ("Strongly agree|Agree|Neither agree nor disagree|Disagree|Strongly disagree", 5),
    ("Extremely likely|Likely|Neither likely nor unlikely|Unlikely|Extremely unlikely", 5),
    ("Very good|Good|Neither good nor poor|Poor|Very poor", 5),
    ("Very easy|Easy|Neither easy nor difficult|Difficult|Very difficult", 5),
    ("Sehr zufrieden|Zufrieden|Teils/teils|Unzufrieden|Sehr unzufrieden", 5),
    ("Stimme voll und ganz zu|Stimme eher zu|Teils, teils|Stimme eher nicht zu|Stimme überhaupt nicht zu", 5),
    ("Sehr einfach|Einfach|Weder einfach noch schwierig|Schwierig|Sehr schwierig", 5),
    ("Très satisfait|Satisfait|Neutre|Insatisfait|Très insatisfait", 5),
    ("Tout à fait d’accord|D’accord|Ni d’accord ni pas d’accord|Pas d’accord|Pas du tout d’accord", 5),
    ("Muy satisfecho|Satisfecho|Neutral|Insatisfecho|Muy insatisfecho", 5),
    ("Totalmente de acuerdo|De acuerdo|Ni de acuerdo ni en desacuerdo|En desacuerdo|Totalmente en desacuerdo", 5),
    ("Extremely satisfied|Very satisfied|Somewhat satisfied|Not so satisfied|Not at all satisfied", 5),
    ("Stimme vollständig zu|Stimme eher zu|Stimme eher nicht zu|Stimme gar nicht zu", 4),
    ("Muito satisfeito|Satisfeito|Nem satisfeito nem insatisfeito|Insatisfeito|Muito insatisfeito", 5),
    ("Concordo totalmente|Concordo parcialmente|Neutro|Discordo parcialmente|Discordo totalmente", 5),
    ("Muito provável|Provável|Nem provável nem improvável|Improvável|Muito improvável", 5),
    ("Muito fácil|Fácil|Neutro|Difícil|Muito difícil", 5),
    ("Ótimo|Bom|Regular|Ruim|Péssimo", 5),
    ("Zeer tevreden|Tevreden|Neutraal|Ontevreden|Zeer ontevreden", 5),
    ("Helemaal mee eens|Mee eens|Niet mee eens, niet mee oneens|Mee oneens|Helemaal mee oneens", 5),
    ("Zeer waarschijnlijk|Waarschijnlijk|Neutraal|Onwaarschijnlijk|Zeer onwaarschijnlijk", 5),
    ("Zeer gemakkelijk|Gemakkelijk|Neutraal|Moeilijk|Zeer moeilijk", 5),
    ("Zeer goed|Goed|Noch goed noch slecht|Slecht|Zeer slecht", 5),
    ("Molto soddisfatto|Soddisfatto|Né soddisfatto né insoddisfatto|Insoddisfatto|Molto insoddisfatto", 5),
    ("Completamente d’accordo|D’accordo|Neutrale|In disaccordo|Completamente in disaccordo", 5),
    ("Molto probabile|Probabile|Indifferente|Improbabile|Molto improbabile", 5),
    ("Molto facile|Facile|Neutro|Difficile|Molto difficile", 5),
    ("Ottimo|Buono|Sufficiente|Scarso|Pessimo", 5),
    ("راضٍ جداً|راضٍ|محايد|غير راضٍ|غير راضٍ جداً", 5),
    ("أوافق بشدة|أوافق|محايد|لا أوافق|لا أوافق بشدة", 5),
    ("محتمل جدا|محتمل|لا محتمل ولا غير محتمل|غير محتمل|غير محتمل على الإطلاق", 5),
    ("سهل جداً|سهل|متوسط|صعب|صعب جداً", 5),
    ("جيد جدا|جيد|مقبول|سيئ|سيئ جدا", 5),
    ("Excellent|Very good|Good|Fair|Poor", 5),
    (
        "Strongly agree|Agree|Somewhat agree|Neither agree nor disagree|Somewhat disagree|Disagree|Strongly disagree",
        7,
    ),
]


@pytest.mark.parametrize(("labels", "points"), LADDERS)
def test_words_of_a_scale_run_from_its_best_down_to_its_worst(labels: str, points: int) -> None:
    texts = labels.split("|")
    found = word_scale(texts)
    assert found is not None
    assert found.scale == Scale(1, points)
    assert [found.scores[label(text)] for text in texts] == list(range(points, 0, -1))


def test_one_label_has_one_strength_in_one_family() -> None:
    very = word_scale(["Very satisfied", "Dissatisfied"])
    one_sided = word_scale(["Very satisfied", "Not at all satisfied"])
    assert very is not None
    assert one_sided is not None
    assert (very.scores["very satisfied"], one_sided.scores["very satisfied"]) == (5, 4)


def test_words_that_cannot_be_ordered_are_no_scale() -> None:
    assert word_scale(["Extremely satisfied", "Very satisfied", "Dissatisfied"]) is None
    assert word_scale(["red", "blue"]) is None
    assert word_scale(["Satisfied", "Satisfied"]) is None
    assert word_scale(["Yes", "No"], TEN) is None
    assert word_scale(["Satisfied", "Neutral"], TEN) is None


@pytest.mark.parametrize(
    "labels",
    [
        "Sehr zufrieden|Äußerst zufrieden|Unzufrieden",
        "Muito satisfeito|Extremamente satisfeito|Neutro",
        "Zeer tevreden|Uiterst tevreden|Ontevreden",
        "Excellent|Very good|Awful|Neutral|Terrible|Bad",
    ],
)
def test_two_words_for_one_end_of_a_scale_are_not_read_as_one(labels: str) -> None:
    assert word_scale(labels.split("|")) is None


def test_four_points_that_may_be_part_of_seven_are_not_beyond_doubt() -> None:
    found = word_scale(["Muy satisfecho", "Satisfecho", "Poco satisfecho", "Insatisfecho"])
    assert found is not None
    assert not found.sure


@pytest.mark.parametrize("text", ["não se aplica", "Weet ik niet", "n.v.t.", "Non so", "لا أعرف"])
def test_no_answer_is_known_in_the_other_languages_too(text: str) -> None:
    assert ScoreReader(TEN).read(text) is None


def test_words_whose_middle_was_never_chosen_are_not_beyond_doubt() -> None:
    found = word_scale(["Very satisfied", "Somewhat satisfied"])
    assert found is not None
    assert not found.sure
