"""E-mail addresses and telephone numbers inside comments, masked before anything reaches the store."""

from __future__ import annotations

import re

EMAIL = "[e-mail]"
PHONE = "[phone]"

_EMAIL = re.compile(r"[^\s@<>()\[\]{},;:\"“”'„«»]+@[^\s@<>()\[\]{},;:\"“”'„«»/\\]+\.[^\W\d_]{2,}")
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
# Words before a number that say it is none of a telephone.
_OTHER_NUMBER = re.compile(
    r"(?:order|invoice|ticket|case|booking|reference|ref|account|customer|number of|no|nr|n[ºo°]|id|serial|policy|"
    r"bestellung|rechnung|auftrag|commande|facture|pedido|factura|ordine|fattura|bestelling)\W{0,3}(?:number|nummer|no|nr)?"
    r"\W{0,3}$",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"(?:phone|tel|call|ring|mobile|cell|whatsapp|text me|reach me|telefon|handy|ruf|anruf|téléphone|appel|móvil|"
    r"ll[aá]m|telefone|telefoon|bel me|cellulare|هاتف|جوال)",
    re.IGNORECASE,
)
_BEFORE = 24


def masked(text: str) -> str:
    """`text` with “[e-mail]” and “[phone]” where an address or a telephone number stood.

    A number is taken for a telephone's if it begins with “+”, “00” or “0”, is grouped as one, or follows a word such
    as “call”; dates, amounts and numbers of orders and invoices stay as they are.
    """
    if "@" in text:
        text = _EMAIL.sub(EMAIL, text)
    return _DIGITS.sub(lambda found: _phone_or_not(found, text), text) if _may_hold_phone(text) else text


def _may_hold_phone(text: str) -> bool:
    """A quick look that few comments pass: seven digits somewhere."""
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
    if _CALLED.search(before):
        return True
    if _GROUPED.fullmatch(number) and not number.startswith("0"):
        return False
    is_grouped = not number.isdigit()
    return len(digits) >= 9 and (number.startswith(("0", "(0")) or (is_grouped and _is_american(number)))


def _is_american(number: str) -> bool:
    return re.fullmatch(r"\(?\d{3}\)?[\s.\-\u2010-\u2013]{1,2}\d{3}[\s.\-\u2010-\u2013]\d{4}", number) is not None
