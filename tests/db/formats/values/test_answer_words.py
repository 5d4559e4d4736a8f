"""Answers in words: seven grades of one word, five that mirror nothing, emoji, groups of NPS, and further languages."""

from __future__ import annotations

import pytest

from db.formats import Role, Source, inspect
from db.formats.values.answer_labels import word_scale
from db.formats.values.scores import whole_number
from metrics.vocabulary import Scale
from tests.db.formats.made_files import result


def scores(words: str, scale: Scale | None = None) -> list[int] | None:
    """The scores of words written with bars; None where they are no scale."""
    texts = words.split("|")
    found = word_scale(texts, scale)
    return [found.scores[word.casefold()] for word in texts] if found else None


@pytest.mark.parametrize(
    "words",
    [
        "extremely happy|very happy|happy|neutral|unhappy|very unhappy|extremely unhappy",
        "extremely easy|very easy|easy|neither easy nor difficult|difficult|very difficult|extremely difficult",
        "extremely satisfied|very satisfied|somewhat satisfied|neither|somewhat dissatisfied|very dissatisfied"
        "|extremely dissatisfied",
        "extremadamente satisfecho|muy satisfecho|satisfecho|neutro|insatisfecho|muy insatisfecho"
        "|extremadamente insatisfecho",
    ],
)
def test_seven_grades_of_one_word_are_seven_points(words: str) -> None:
    assert scores(words) == [7, 6, 5, 4, 3, 2, 1]


def test_seven_grades_are_never_read_on_five_points() -> None:
    assert scores("extremely happy|very happy|happy|neutral|unhappy", Scale(1, 5)) is None


@pytest.mark.parametrize(
    "words",
    [
        "muito satisfeito|satisfeito|regular|pouco satisfeito|insatisfeito",
        "bardzo zadowolony|zadowolony|neutralny|niezadowolony|bardzo niezadowolony",
        "çok memnunum|memnunum|kararsızım|memnun değilim|hiç memnun değilim",
        "kesinlikle katılıyorum|katılıyorum|kararsızım|katılmıyorum|kesinlikle katılmıyorum",
        "非常に満足|満足|どちらともいえない|不満|非常に不満",
        "zeer tevreden|tevreden|neutraal|ontevreden|zeer ontevreden",
        "molto soddisfatto|soddisfatto|neutrale|insoddisfatto|molto insoddisfatto",
        "bardzo dobra|dobra|średnia|zła|bardzo zła",
        "great|good|ok|bad|terrible",
        "😍|🙂|😐|🙁|😡",
    ],
)
def test_five_words_from_best_to_worst_are_five_points(words: str) -> None:
    assert scores(words) == [5, 4, 3, 2, 1]


def test_an_emoji_beside_a_word_adds_nothing() -> None:
    found = word_scale(["😀 Very happy", "☹️ Unhappy"])
    assert found is not None
    assert (found.scores["very happy"], found.scores["unhappy"]) == (5, 2)


def test_two_words_for_one_end_are_no_scale() -> None:
    assert scores("great|excellent|good|bad") is None


@pytest.mark.parametrize(("text", "number"), [("(2) low", 2), ("[4] high", 4), ("(5)", 5), ("(2 of 5)", None)])
def test_a_number_in_brackets_before_its_word_is_the_score(text: str, number: int | None) -> None:
    assert whole_number(text) == number


def test_the_groups_of_nps_count_as_they_are() -> None:
    cells = ["Promoter"] * 10 + ["Passive"] * 5 + ["Detractor"] * 5
    content = "date,nps_category\n" + "".join(f"2025-03-01,{cell}\n" for cell in cells)
    assert result(content).scores == [10] * 10 + [8] * 5 + [0] * 5
    assert result(content, "nps_category=score:nps").scores == result(content).scores


def test_groups_beside_single_scores_are_left_out() -> None:
    content = "date,nps,NPS category\n2025-03-01,9,Promoter\n2025-03-02,3,Detractor\n"
    roles = [column.role for column in inspect(Source.of_bytes("file.csv", content.encode())).columns]
    assert roles == [Role.RESPONDED_AT, Role.SCORE, Role.IGNORED]
