"""Which columns say who a person is, and addresses and telephone numbers inside comments. Neither is ever stored."""

from __future__ import annotations

import re
from collections.abc import Collection

from db.formats.files.headings import words
from db.formats.values.lexicon import CONTACT, NUMBER, NUMBERED_THING, PERSON_HEADINGS, TELEPHONE

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
    return bare in PERSON_HEADINGS or (CONTACT.search(bare) is not None and len(bare.split()) <= _MOST_WORDS)


def personal_content(texts: Collection[str]) -> str:
    """What kind of personal text at least half of `texts` are; an empty text for none."""
    filled = [text.strip() for text in texts if text.strip()]
    for kind, pattern in (("e-mail addresses", _EMAIL), ("IP addresses", _IP), ("phone numbers", _PHONE)):
        if filled and 2 * sum(pattern.fullmatch(text) is not None for text in filled) >= len(filled):
            return kind
    return ""


EMAIL = "[e-mail]"
PHONE = "[phone]"

_BEFORE_AT = r"[^\s@<>()\[\]{},;:\"“”'„«»]"
# Begun only where its letters begin, so that a long text is looked at once; what is run into one with it goes as well.
_EMAIL_IN_TEXT = re.compile(
    rf"(?<!{_BEFORE_AT}){_BEFORE_AT}++@[^\s@<>()\[\]{{}},;:\"“”'„«»/\\]+\.[^\W\d_]{{2,}}(?:{_BEFORE_AT}*+@\S*+)?"
)
_DIGIT = re.compile("[0-9]")
# A run of digits in the groups that people write telephone numbers in, not part of a longer word or number.
_DIGITS = re.compile(
    r"(?<![\w.,#€$£%/@-])(?:\+|\(\+?)?\d(?:[\s().\-/\u00a0\u2009\u2010-\u2013]{0,3}\d){6,16}(?![\w%€$£])"
)
_DATE = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d\b|\d{1,2}[-/.]\d{1,2}[-/.]\d\d\b"
)
_YEARS = re.compile(r"(?:19|20)\d\d\s?[-–/]\s?(?:19|20)\d\d")
_GROUPED = re.compile(r"\d{1,3}(?:[.,\s\u00a0\u2009]\d{3})+(?:[.,]\d{1,2})?")
_DECIMAL = re.compile(r"\d+[.,]\d{1,4}")
# Words before a number that say it is no telephone number.
_OTHER_NUMBER = re.compile(rf"(?:{NUMBERED_THING})\W{{0,3}}(?:{NUMBER})?\W{{0,3}}$", re.IGNORECASE)
_BEFORE = 24


def masked(text: str) -> str:
    """`text` with “[e-mail]” and “[phone]” in place of addresses and telephone numbers.

    A number is taken for a telephone's if it begins with “+”, “00” or “0”, is grouped as one, or follows a word such
    as “call”; dates, amounts and numbers of orders and invoices stay as they are.
    """
    if "@" in text:
        text = _EMAIL_IN_TEXT.sub(EMAIL, text)
    return _DIGITS.sub(lambda found: _phone_or_not(found, text), text) if _may_hold_phone(text) else text


def _may_hold_phone(text: str) -> bool:
    """A quick test that few comments pass: seven digits anywhere."""
    return _DIGIT.search(text) is not None and sum(map(text.count, "0123456789")) >= 7


def _phone_or_not(found: re.Match[str], text: str) -> str:
    number = found[0]
    before = text[max(0, found.start() - _BEFORE) : found.start()]
    return PHONE if _is_phone(number, before) else number


def _is_phone(number: str, before: str) -> bool:
    digits = re.sub(r"\D", "", number)
    if _DATE.match(number) or _YEARS.fullmatch(number) or _DECIMAL.fullmatch(number) or len(digits) > 15:
        return False
    if number.startswith(("+", "(+", "00")):
        return True
    if _OTHER_NUMBER.search(before):
        return False
    if TELEPHONE.search(before):
        return True
    if _GROUPED.fullmatch(number) and not number.startswith("0"):
        return False
    is_grouped = not number.isdigit()
    return len(digits) >= 9 and (number.startswith(("0", "(0")) or (is_grouped and _is_american(number)))


def _is_american(number: str) -> bool:
    return re.fullmatch(r"\(?\d{3}\)?[\s.\-\u2010-\u2013]{1,2}\d{3}[\s.\-\u2010-\u2013]\d{4}", number) is not None
