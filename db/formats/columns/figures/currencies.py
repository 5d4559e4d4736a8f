"""In which currencies a column of money is written: by signs and codes in its heading and cells."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from db.formats.files.headings import words

_SIGNS = {
    "€": "EUR", "£": "GBP", "$": "USD", "¥": "JPY", "円": "JPY", "₹": "INR", "₺": "TRY", "zł": "PLN", "fr.": "CHF",
    "r$": "BRL", "a$": "AUD", "c$": "CAD",
}  # fmt: skip
_NAMES = {"euro": "EUR", "euros": "EUR", "pounds": "GBP", "dollars": "USD", "franken": "CHF", "francs": "CHF"}
_CODES = (
    "EUR", "GBP", "USD", "CHF", "AUD", "CAD", "INR", "ZAR", "SEK", "DKK", "NOK", "PLN", "BRL", "JPY", "TRY", "CZK",
    "HUF",
)  # fmt: skip
_SAID = {**_SIGNS, **{code.casefold(): code for code in _CODES}}
_SIGN = re.compile("|".join(map(re.escape, sorted(_SAID, key=len, reverse=True))), re.IGNORECASE)
# Signs that several currencies share, of which the organisation's may be one.
SHARED = {"USD": frozenset(("USD", "AUD", "CAD", "BRL"))}
_LOOKED_AT, _LONGEST = 500, 40


def without_currency(heading: str) -> str:
    """The words of a heading without the currency at their end: “Umsatz (EUR)” is “umsatz”."""
    bare = words(heading).split()
    while len(bare) > 1 and (bare[-1] in _NAMES or bare[-1].upper() in _CODES or bare[-1] == "in"):
        bare.pop()
    return " ".join(bare)


def currencies(heading: str, texts: Iterable[str]) -> set[str]:
    """The codes of the currencies that a heading and its first few hundred different cells name."""
    found = {_NAMES[word] for word in words(heading).split() if word in _NAMES}
    found |= {word.upper() for word in words(heading).split() if word.upper() in _CODES}
    found |= {_SIGNS[sign] for sign in ("€", "£", "$") if sign in heading}
    for text in islice(texts, _LOOKED_AT):
        found |= set(_of_cell(text[:_LONGEST]))
    return found


def _of_cell(text: str) -> Iterator[str]:
    bare = "".join(character for character in text if not (character.isdigit() or character in ".,'’+- \u00a0\u202f"))
    if bare:
        signs = bare if not bare.endswith("fr") else f"{bare}."
        if _SIGN.fullmatch(signs):
            yield _SAID[signs.casefold()]
