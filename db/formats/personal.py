"""Which columns say who a person is, by heading and by content. Such columns are never stored."""

from __future__ import annotations

import re
from collections.abc import Collection

from db.formats.headings import alternatives, words

_NAMES = alternatives(
    """name|full name|first name|last name|surname|forename|given name|family name|customer name|contact name
    |your name|respondent name|guest name|patient name|client name|caller name|employee name|username|user name
    |vorname|nachname|familienname|vor und nachname|ihr name|kundenname|nom|prénom|nom de famille|votre nom
    |nom complet|nombre|nombre y apellido|nombre y apellidos|apellido|apellidos|nombre completo|su nombre
    |nome|sobrenome|nome completo|cognome|nome e cognome|naam|voornaam|achternaam|uw naam|volledige naam|الاسم|اسمك
    |الاسم الكامل|endereço|indirizzo|adres|العنوان
    |ip|device id|network id|address|street|street address|postal address|home address|adresse|anschrift
    |dirección|direccion|domicilio|date of birth|birth date|birthday|geburtsdatum|fecha de nacimiento
    |date de naissance|latitude|longitude|lat|lon|lng|national insurance number|social security number|nhs number"""
)
_HEADING = re.compile(
    r"\be ?mails?\b|\bemail|\bcorreo electr|\bcourriel\b|\b(?:tele)?phone\b|\btelefon|\btel[ée]fono|"
    r"\bt[ée]l[ée]phone\b|\bmobile\b|\bhandy(?:nummer)?\b|\bm[óo]vil\b|"
    r"\btelefoon|\bcelular\b|\bcellulare\b|\bposta elettronica\b|هاتف|جوال|البريد|"
    r"\bip ?addr|\bip adresse\b|"
    r"\bdirecci[óo]n ip\b|\brecipient ?(?:first|last|e)"
)
_QUESTION_MARK = re.compile(r"^q ?\d+ ")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
_IP = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){3,7}", re.IGNORECASE)
_PHONE = re.compile(
    r"(?:\+|00)\d[\d\s().-]{6,}\d|0\d{2,4}[\s/-][\d\s/-]{5,}\d|\(\d{3}\)\s?\d{3}-\d{4}|\d{3}-\d{3}-\d{4}"
)
_MOST_WORDS = 8


def personal_heading(heading: str) -> bool:
    """Whether a heading names something that says who a person is: a name, an address, a phone, an IP address."""
    bare = _QUESTION_MARK.sub("", words(heading))
    return bare in _NAMES or (_HEADING.search(bare) is not None and len(bare.split()) <= _MOST_WORDS)


def personal_content(texts: Collection[str]) -> str:
    """What kind of personal text at least half of `texts` are; an empty text for none."""
    filled = [text.strip() for text in texts if text.strip()]
    for kind, pattern in (("e-mail addresses", _EMAIL), ("IP addresses", _IP), ("phone numbers", _PHONE)):
        if filled and 2 * sum(pattern.fullmatch(text) is not None for text in filled) >= len(filled):
            return kind
    return ""
