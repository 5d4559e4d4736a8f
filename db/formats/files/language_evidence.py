"""How much a decoded text looks like a language: letters that stand where its words have them. Knows no encodings.

A wrong encoding gives signs inside words, capitals after small letters, and letters beside each other that no language
puts there. The pairs of letters in `letter_pairs.toml` were counted in everyday words and in the names of countries,
languages, currencies, months and places of the Unicode CLDR (Unicode License v3).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_FILE = Path(__file__).with_name("letter_pairs.toml")
_ELIDED = re.compile(
    r"(?<![^\W\d_])(?:[^\W\d_]{1,2}|qu|dell|all|sull|nell|aujourd)’|’(?:s|t|d|m|n|ll|re|ve|em)(?![^\W\d_])|[бпвмфрк]’[яюєї]",
    re.IGNORECASE,
)
_SCRIPTS = {"ru": "cyrillic", "uk": "cyrillic", "bg": "cyrillic", "sr": "cyrillic", "el": "greek", "he": "hebrew"}
_SCRIPTS |= {"ar": "arabic", "fa": "arabic"}
# Several languages of a region in one file explain it a little less well than one.
_MIXED = {
    "west": ("de", "fr", "es", "pt", "it", "nl", "sv", "da", "fi"),
    "centre": ("pl", "cs", "sk", "hu", "hr", "de"),
}
_OF_A_MIXTURE = 0.8
# What a letter, and each of the two pairs it is in, adds to its evidence of 1.
_IN_ALPHABET, _OFTEN_PAIR, _RARE_PAIR = 0.3, 0.35, 0.2

# Signs that stand beside words, by the side on which a letter may be.
_BEFORE_WORD = frozenset("“‘«„‚¿¡€£¥–—·• \u00ad\u200e\u200f")
_AFTER_WORD = frozenset("”’»“‘°ºª®™€£–—·•… \u00ad\u200e\u200f‰")
_INSIDE_WORD = frozenset("·\u00ad\u200c\u200d\u00a0")
_BESIDE_NUMBERS = frozenset("€£¥¢½¼¾²³°±×÷µ§№‰©®™†¶،؛؟")

_OFTEN = frozenset(
    "的一是不了人我在有他这中大来上个国到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可里后小么心多天而能好都然没日于起"
    "还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种"
    "声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代"
    "军产入先山五太水万市眼体别处总才场师书比住员九笑性通目华报立马命张活难神数件安表原车白应路期叫死常提感金何更反合放做系计或司利"
    "受光王果亲界及今京务制解各任至清物台象记边共风战干接它许八特觉望直服毛林题建南度统色字请交爱让认算论百吃义科怎元社术结六功指思"
    "非流每青管夫连远资队跟带花快条院变联言权往展该领传近留红治决周保达办运武半候七必城父强步完革深区即求品士转量空甚众技轻程告江语"
    "英基派满式李息写呢识极令黄德收脸钱党倒未持取设始版双历越史商千片容研像找友孩站广改议形委早房音火际则首单据导影失拿网香似斯专石"
    "若兵弟谁校读志飞观争究包组造落视济喜离虽坏服务态度客户评价满意门店北京上海广州深圳成都杭州武汉西安南京重庆天津备注评论日期编号"
    "這來個國說們為時會過學對裡後麼沒於還發當開經頭動兩長樣現將與進實點種聲話兒問機給幾業間從門東電車應難數報馬張親記邊戰許覺統請愛"
    "讓認論義結術連遠資隊帶條變聯權領傳紅決達運強場務態滿價臺灣北高雄中南店員評備註編號謝謝很棒親切推薦環境乾淨"
    "日本東京大阪名古屋札幌福岡支店対応店員接客満足回答年月質問評価丁寧親切改善待時間商品価格注文電話説明担当者良悪普通利用感想意見氏"
    "이가다은는을의에하고지사한로어서기니도리나대시해만자인요과를으일정부들보여라수제아원스동장전구성그상주소조경공안친절매우직점응답만족서울부산대구"
    "광주빠르게좋았습니품질음료설문감합빠른객센터추천의견댓글지역"
)


@dataclass(frozen=True, slots=True)
class _Language:
    letters: frozenset[str]
    often: frozenset[str]
    rare: frozenset[str]
    worth: float = 1


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, _Language]:
    tables = tomllib.loads(_FILE.read_text("utf-8"))
    found = {
        name: _Language(frozenset(table["letters"]), _pairs(table["often"]), _pairs(table["rare"]))
        for name, table in tables.items()
    }
    for name, parts in _MIXED.items():
        letters, often, rare = (
            frozenset[str]().union(*(getattr(found[part], held) for part in parts))
            for held in ("letters", "often", "rare")
        )
        found[name] = _Language(letters, often, rare, _OF_A_MIXTURE)
    return found


def _pairs(text: str) -> frozenset[str]:
    return frozenset(text[at : at + 2].replace("_", " ") for at in range(0, len(text), 2))


def evidence(words: Sequence[str], script: str, codec: str) -> list[float]:
    """How well a language of `script` explains each of `words`, from 0 to 1: the one that explains most of them.

    A word in which no letter is beyond ASCII is as good as its signs stand where such signs do.
    """
    if script == "east_asian":
        return [_east_asian(word, codec) for word in words]
    wrong = [_misplaced(word) for word in words]
    found = [_letters(word) for word in words]
    has_letters = any(places for _, places in found)
    if script != "latin":
        if not has_letters:
            return [0.0] * len(words)
        wrong = [count + _beside_latin(*letters) for count, letters in zip(wrong, found, strict=True)]
    names = [name for name in _languages() if _SCRIPTS.get(name, "latin") == script]
    explained = max(([_explained(*letters, _languages()[name]) for letters in found] for name in names), key=sum)
    return [
        part / (len(places) + count) if places or count else 1.0
        for part, (_, places), count in zip(explained, found, wrong, strict=True)
    ]


def _letters(text: str) -> tuple[str, list[int]]:
    """The text in small letters between spaces, and where its letters beyond ASCII are."""
    padded = f" {text} "
    small = padded.replace("İ", "i").lower()
    small = small if len(small) == len(padded) else padded
    return small, [at for at, sign in enumerate(padded) if sign > "\x7f" and sign.isalpha()]


def _explained(text: str, places: Sequence[int], language: _Language) -> float:
    """How many of the letters beyond ASCII the language explains, all in all."""
    found = 0.0
    for at in places:
        if text[at] in language.letters:
            before = text[at - 1] if text[at - 1].isalpha() else " "
            after = text[at + 1] if text[at + 1].isalpha() else " "
            found += _IN_ALPHABET
            for pair in (before + text[at], text[at] + after):
                found += _OFTEN_PAIR if pair in language.often else _RARE_PAIR if pair in language.rare else 0
    return found * language.worth


def _beside_latin(text: str, places: Sequence[int]) -> int:
    """How much it counts against a text that letters of another script stand beside Latin ones."""
    return 4 * sum(_is_latin(text[at - 1]) or _is_latin(text[at + 1]) for at in places)


def _misplaced(text: str) -> float:
    """How many signs of a text stand where none of their kind does; a capital after a small letter is one."""
    wrong = 0.0
    padded = f" {text} "
    for at, sign in enumerate(padded[:-1]):
        before, after = padded[at - 1], padded[at + 1]
        if sign <= "\x7f":
            wrong += sign.isupper() and before > "\x7f" and before.islower()
        elif sign.isalpha():
            wrong += sign.isupper() and (before.islower() or (before.isalpha() and after.islower()))
        elif sign in "’'" and before.isalpha() and after.isalpha():
            wrong += 0 if _ELIDED.search(text) else 0.5
        elif not _may_stand(sign, before, after):
            wrong += 1
    return wrong


def _may_stand(sign: str, before: str, after: str) -> bool:
    if before.isalpha() and after.isalpha():
        return sign in _INSIDE_WORD or (sign in "–—" and after.isupper())
    if sign in "–—":
        return not (before.isalpha() or after.isalpha())
    if after.isalpha():
        return sign in _BEFORE_WORD
    if before.isalpha():
        return sign in _AFTER_WORD or (sign in "²³" and before == "m")
    return sign in _BESIDE_NUMBERS or sign in _BEFORE_WORD or sign in _AFTER_WORD or "\u064b" <= sign <= "\u0669"


def _east_asian(text: str, codec: str) -> float:
    """How usual the signs of a text are in Chinese, Japanese or Korean, from 0 to 1.

    The codes of these languages put signs by how often they are used, so that a wrong one gives rare signs.
    """
    padded = f" {text} "
    found = [
        _usual(sign, codec) * (0.2 if _is_latin(padded[at - 1]) or _is_latin(padded[at + 1]) else 1)
        for at, sign in enumerate(padded)
        if sign > "\x7f"
    ]
    return sum(found) / len(found) if found else 1.0


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalpha()


def _usual(sign: str, codec: str) -> float:
    """How usual a sign is, from 0 to 1: kana and the most frequent ones, then those of the code's first level."""
    if "\u3041" <= sign <= "\u30ff":
        return 1 if codec in ("cp932", "euc_jp") else 0.2
    if sign in _OFTEN:
        return 1
    if "\u3000" <= sign <= "\u3020" or "\uff01" <= sign <= "\uff5e" or sign in "“”‘’…—·":
        return 0.8
    code = sign.encode(codec, "ignore")
    if len(code) != 2:
        return 0
    low, high = _FIRST_LEVEL[codec]
    return 0.6 if low <= (code[0] << 8 | code[1]) <= high and sign.isalpha() else 0.1


_FIRST_LEVEL: Mapping[str, tuple[int, int]] = {
    "cp932": (0x889F, 0x9872),
    "euc_jp": (0xB0A1, 0xCFFE),
    "gb18030": (0xB0A1, 0xD7FE),
    "cp949": (0xB0A1, 0xC8FE),
    "big5": (0xA440, 0xC67E),
}
