"""Old encodings are told by the language they make of a text, and asked about where two make one of it."""

from __future__ import annotations

import pytest

from db.formats import Inspection, MoreToSay, QuestionKind, Source, in_encoding, inspect, mapping_for, read
from db.formats.rows.blocks import Answer
from metrics.errors import BadValue
from tests.db.formats.made_files import refusal

# What people might write and where, by language.
TEXTS = {
    "pl": "Obsługa przemiła, wrócę na pewno|Za długie oczekiwanie w kolejce|Żoliborz|Wrzeszcz Górny|Mokotów",
    "cs": "Paní u přepážky byla ochotná|Příliš dlouhá fronta|Žižkov|Královo Pole|Líbilo se mi prostředí",
    "hu": "Udvarias volt az eladó, köszönjük|Túl hosszú sor|Zugló|Újpest|Nem működött a fizetés|Jövőre is jövök",
    "hr": "Osoblje je vrlo ljubazno, doći ćemo opet|Predugo čekanje na blagajni|Trešnjevka|Črnomerec",
    "ru": "Продавец помог с выбором|Очередь двигалась медленно|Тверь|Нижний Новгород|Вернусь обязательно",
    "uk": "Продавчиня допомогла з вибором|Черга рухалася повільно|Ужгород|Івано-Франківськ",
    "bg": "Продавачката беше търпелива|Опашката се движеше бавно|Видин|Велико Търново|Ще се върна",
    "el": "Η πωλήτρια ήταν υπομονετική|Η ουρά προχωρούσε αργά|Καβάλα|Ρόδος|Θα ξαναέρθω σίγουρα",
    "tr": "Kasiyer sabırlıydı, yine geleceğim|Sıra çok yavaş ilerledi|Beyoğlu|Göztepe|Teşekkürler",
    "he": "המוכר היה סבלני|התור התקדם לאט|נתניה|ראשון לציון|אחזור בוודאות",
    "ar": "كان البائع صبورا|الطابور بطيء|المدينة المنورة|الشارقة|سأعود بالتأكيد",
    "lt": "Pardavėja buvo kantri, grįšiu|Eilė judėjo lėtai|Žirmūnai|Antakalnis|Maistas buvo šaltas",
    "de": "Die Verkäuferin war geduldig|Die Schlange bewegte sich kaum, außerdem kühl|Köpenick|Groß Flottbek",
    "fr": "La vendeuse a été patiente|La file avançait à peine|Nîmes|Saint-Étienne|Repas froid et salé",
    "es": "La vendedora fue muy paciente|La cola avanzó despacio|Logroño|A Coruña|Volveré sin duda, ¡gracias!",
    "pt": "A vendedora foi muito paciente|A fila não avançou|Guimarães|Conceição|Voltarei com certeza, ótima",
    "sv": "Expediten var tålmodig|Kön rörde sig långsamt|Västerås|Åre|Jag kommer gärna tillbaka",
    "en": "It’s been great – didn’t wait|“Lovely” staff, we’ll return|The café was cold|Don’t change",
    "ja": "店員さんは親切でした|列がなかなか進まない|横浜駅前|神戸三宮|また来ます|料理が冷めていた",
    "zh": "店员很有耐心|排队太慢|苏州园区|长沙五一广场|下次还会来|饭菜有点凉",
    "zh-tw": "店員很有耐心|排隊太慢|新竹|桃園中壢|下次還會來|飯菜有點涼",
    "ko": "직원이 친절했어요|줄이 너무 느려요|인천 송도|강남역|또 올게요|음식이 식었어요",
}
WRITTEN = [
    *(("pl", name) for name in ("windows-1250", "iso-8859-2", "cp852")),
    *(("cs", name) for name in ("windows-1250", "iso-8859-2", "cp852")),
    *(("hu", name) for name in ("windows-1250", "cp852")),
    *(("hr", name) for name in ("windows-1250", "iso-8859-2", "cp852")),
    *(("ru", name) for name in ("windows-1251", "koi8-r", "iso-8859-5", "cp866", "mac_cyrillic")),
    *(("uk", "windows-1251"), ("bg", "windows-1251"), ("he", "windows-1255"), ("ar", "windows-1256")),
    *(("el", name) for name in ("windows-1253", "iso-8859-7")),
    *(("tr", name) for name in ("windows-1254", "cp857")),
    *(("de", name) for name in ("windows-1252", "mac_roman", "cp850", "cp437")),
    *(("fr", name) for name in ("windows-1252", "mac_roman", "cp850")),
    *(("es", name) for name in ("windows-1252", "mac_roman", "cp850")),
    *(("pt", name) for name in ("windows-1252", "mac_roman", "cp850")),
    *(("sv", name) for name in ("windows-1252", "mac_roman", "cp850")),
    *(("lt", "windows-1257"), ("en", "windows-1252"), ("en", "mac_roman")),
    *(("ja", name) for name in ("shift_jis", "euc-jp")),
    *(("zh", "gb18030"), ("zh-tw", "big5"), ("ko", "euc-kr")),
]


def survey_of(texts: list[str]) -> str:
    return "".join(
        ["response_id,responded_at,nps,comment\n", *(f"r{i},2026-09-01,9,{t}\n" for i, t in enumerate(texts))]
    )


def inspected(content: bytes, encoding: str = "") -> Inspection:
    return inspect(in_encoding(Source.of_bytes("file", content), encoding))


def comments(content: bytes, encoding: str = "") -> list[str]:
    source = in_encoding(Source.of_bytes("file", content), encoding)
    blocks = read(source, mapping_for(inspect(source))).blocks()
    return [row.comment for block in blocks for row in block.rows if isinstance(row, Answer)]


@pytest.mark.slow
@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_an_old_encoding_is_told_by_its_language(language: str, encoding: str) -> None:
    texts = TEXTS[language].replace(", ", " ").split("|")
    content = survey_of(texts).encode(encoding)
    assert inspected(content).open_encoding == ()
    assert comments(content) == texts


@pytest.mark.slow
@pytest.mark.parametrize(("language", "encoding"), WRITTEN)
def test_a_few_words_are_read_right_or_asked_about(language: str, encoding: str) -> None:
    for text in TEXTS[language].replace(", ", " ").split("|"):
        content = survey_of([text]).encode(encoding)
        found = inspected(content)
        if not found.open_encoding:
            assert comments(content) == [text]


def test_where_two_readings_are_possible_both_are_shown_and_a_person_says_which() -> None:
    content = survey_of(["tålmodig"]).encode("mac_roman")
    found = inspected(content)
    (question,) = found.questions
    shown = {one.encoding: one.sample for one in question.readings}
    assert question.kind is QuestionKind.ENCODING
    assert (shown["mac_roman"], shown["cp850"]) == ("tålmodig", "tîlmodig")
    with pytest.raises(MoreToSay):
        mapping_for(found)
    assert comments(content, "mac_roman") == ["tålmodig"]
    assert comments(content, "cp850") == ["tîlmodig"]


def test_what_a_person_says_wins_over_any_evidence() -> None:
    content = survey_of(TEXTS["ru"].split("|")).encode("cp1251")
    assert inspected(content, "latin-1").encoding == "latin-1"
    assert inspected(content, "ISO 8859-5").encoding == "iso-8859-5"
    assert inspected(content, "macintosh").encoding == "mac_roman"


def test_valid_utf_8_is_never_taken_for_anything_else() -> None:
    for text in TEXTS.values():
        found = inspected(survey_of(text.replace(", ", " ").split("|")).encode())
        assert (found.encoding, found.open_encoding) == ("utf-8", ())


def test_a_wrong_encoding_and_an_unknown_one_are_sentences() -> None:
    refused = inspected(survey_of(TEXTS["ru"].split("|")).encode("cp1251"), "big5").refused
    assert refused is not None
    assert "big5" in refused
    for name in ("klingon", "rot13", "base64", "idna", "x" * 400):
        with pytest.raises(BadValue, match="no encoding called"):
            in_encoding(Source.of_bytes("file", b"a"), name)


def test_a_binary_file_is_still_no_text() -> None:
    assert "binary" in refusal(bytes(range(256)) * 8)


def test_letters_that_come_late_in_a_long_text_are_seen_too() -> None:
    texts = [*["ordinary words"] * 60_000, *TEXTS["pl"].replace(", ", " ").split("|")]
    assert inspected(survey_of(texts).encode("cp1250")).encoding == "windows-1250"
    late = survey_of([*["déjà vu"] * 60_000, "it’s"]).encode("cp1252")
    assert inspected(late).encoding == "windows-1252"


def test_old_macintosh_line_ends_hide_no_letters() -> None:
    texts = TEXTS["de"].replace(", ", " ").split("|") * 900
    content = survey_of(texts).replace("\n", "\r").encode("mac_roman")
    assert len(content) > 1 << 17
    assert (inspected(content).encoding, inspected(content).open_encoding) == ("mac_roman", ())
