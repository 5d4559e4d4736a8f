"""Which columns may tell answers apart by place, product or group, so that a person can choose one as the unit."""

from __future__ import annotations

import re

from db.formats.dates import date_evidence
from db.formats.evidence import Column
from db.formats.headings import Heading, plain, words
from db.formats.numbers import number
from db.formats.roles import Role
from db.formats.suggestion import Suggestion
from db.formats.words import is_no_answer, yes_or_no

# What organisations look at their answers by, in English, German, French, Spanish, Portuguese, Dutch and Italian.
_NAMED = re.compile(
    r"\b(?:regions?|locations?|countr(?:y|ies)|cit(?:y|ies)|towns?|state|provinces?|count(?:y|ies)|districts?|area|"
    r"products?|services?|departments?|divisions?|projects?|compan(?:y|ies)|organi[sz]ations?|agenc(?:y|ies)|"
    r"branch(?:es)?|stores?|shops?|sites?|offices?|clinic|ward|teams?|practice|filiale|standort|abteilung|sucursal|"
    r"tienda|agence|magasin|loja|filial|vestiging|winkel|negozio|filiale|"
    r"employer|industr(?:y|ies)|sectors?|roles?|job|occupation|profession|gender|sex|age|age group|segment|tier|"
    r"customer type|account type|category|facility|hospital|"
    r"land|stadt|ort|bundesland|produkte?|dienst(?:leistung)?|bereich|unternehmen|firma|branche|beruf|geschlecht|alter|"
    r"pays|ville|région|produits?|secteur|métier|entreprise|sexe|genre|âge|"
    r"país|ciudad|región|provincia|productos?|servicios?|industria|empresa|cargo|género|edad|"
    r"cidade|região|produtos?|serviços?|setor|idade|plaats|regio|producten|afdeling|bedrijf|leeftijd|geslacht|"
    r"paese|città|regione|prodott[oi]|serviz[io]+|settore|azienda|età|sesso)\b|language\b|sprache\b|langue\b|idioma\b"
)
_LONGEST_HEADING = 12
_LONGEST_NAME = 60
_FEWEST_ANSWERS = 20


def dimension_suggestion(heading: Heading, column: Column, *, is_nameless: bool) -> Suggestion | None:
    """The column as something to tell answers apart by; None where it is none.

    Never sure: which of several such columns is the unit, a person must say. In a table without headings
    (`is_nameless`) a column of few texts that come again and again is enough.
    """
    texts = [text for text in column.texts if not is_no_answer(text)]
    if heading.choice or not texts or not _are_names(texts) or is_tick(heading, texts):
        return None
    if is_nameless:
        comes_again = column.filled >= _FEWEST_ANSWERS and 5 <= len(texts) <= 0.2 * column.filled
        return _offered(0.3, "Few texts that come again and again.") if comes_again and not _is_list(texts) else None
    bare = words(heading.question or heading.name)
    if len(bare.split()) > _LONGEST_HEADING or not _NAMED.search(bare):
        return None
    has_own_each = column.is_full or (column.filled > _FEWEST_ANSWERS and len(texts) > 0.8 * column.filled)
    return _offered(0.3 if has_own_each else 0.5, "Answers could be told apart by this; map it as the unit if so.")


def _offered(confidence: float, why: str) -> Suggestion:
    return Suggestion(Role.UNIT, confidence, why)


def _are_names(texts: list[str]) -> bool:
    """Whether the texts are short and neither numbers nor yes and no."""
    looked_at = texts[:200]
    numbers = sum(number(text) is not None for text in looked_at)
    if numbers > 0.2 * len(looked_at) or date_evidence(looked_at).dates > 0.2 * len(looked_at):
        return False
    if all(yes_or_no(text) is not None for text in looked_at):
        return False
    return sum(map(len, looked_at)) <= _LONGEST_NAME * len(looked_at)


def is_tick(heading: Heading, texts: list[str]) -> bool:
    """Whether a column is one choice of several, ticked or not: nothing but its own text, or yes and no."""
    if len(texts) == 1 and plain(texts[0]) in (plain(heading.name), plain(heading.choice)):
        return True
    return bool(heading.choice and texts) and all(yes_or_no(text) is not None for text in texts)


def _is_list(texts: list[str]) -> bool:
    """Whether many cells hold several choices at once."""
    return sum(";" in text or "," in text for text in texts) > 0.3 * len(texts)
