"""Run Typst: a template and its data become PDF or PNG, the same bytes each time. Knows no pack.

Data reach the template as JSON, never as markup, so no text can act as a command.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

import fontpkg
import typst

from pages.packs.clean_text import MISSING

SANS, SERIF = "Source Sans 3", "Source Serif 4"
_TEMPLATES = Path(__file__).parent / "templates"
_UNDRAWN = re.compile(r"the text `?\"(.+?)\"`? could not be displayed")
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")
# Each round finds characters that no font has, as far as Typst names them; the last one keeps only ASCII.
_ROUNDS = 4


def typeset_pdf(template: str, data: Mapping[str, Any], moment: dt.datetime) -> bytes:
    """A tagged PDF (PDF/UA-1) of `template` with `data`, dated `moment`."""
    (made,) = _typeset(template, data, moment, "pdf", None)
    return made


def typeset_png(template: str, data: Mapping[str, Any], moment: dt.datetime, per_inch: float) -> list[bytes]:
    """The same pages as PNG pictures, `per_inch` dots to the inch."""
    return _typeset(template, data, moment, "png", per_inch)


def _typeset(
    template: str, data: Mapping[str, Any], moment: dt.datetime, form: Literal["pdf", "png"], per_inch: float | None
) -> list[bytes]:
    """The pages; characters that no font can draw become “□”, since PDF/UA refuses them."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    for attempt in range(_ROUNDS):
        try:
            return _compiled(template, text, moment, form, per_inch, own_fonts_only=attempt == 0)
        except typst.TypstError as refused:
            undrawn = _undrawn(refused)
            if not undrawn:
                raise
            if attempt:
                text = text.translate(dict.fromkeys(map(ord, undrawn), MISSING))
    plainest = "".join(letter if letter.isascii() else MISSING for letter in text)
    return _compiled(template, plainest, moment, form, per_inch, own_fonts_only=True)


def _compiled(
    template: str,
    text: str,
    moment: dt.datetime,
    form: Literal["pdf", "png"],
    per_inch: float | None,
    *,
    own_fonts_only: bool,
) -> list[bytes]:
    compiler = typst.Compiler(
        _TEMPLATES / template,
        root=_TEMPLATES,
        font_paths=_fonts(own_only=own_fonts_only),
        sys_inputs={"data": text},
    )
    made = compiler.compile(
        format=form,
        ppi=per_inch,
        pdf_standards=["ua-1"] if form == "pdf" else [],
        timestamp=moment.astimezone(dt.UTC),
    )
    assert made is not None
    return made if isinstance(made, list) else [made]


def _undrawn(refused: typst.TypstError) -> set[str]:
    """The characters that, by Typst's message, no font can draw; empty where it fails for another reason."""
    words: Sequence[str] = _UNDRAWN.findall(refused.diagnostic)
    letters = "".join(_ESCAPED.sub(lambda found: chr(int(found[1], 16)), word) for word in words)
    return {letter for letter in letters if not letter.isascii()}


@cache
def _fonts(*, own_only: bool) -> typst.Fonts:
    """Our fonts and those of Typst, and unless `own_only` the machine's, which may have rarer characters."""
    folders = {file.path.parent for name in (SANS, SERIF) for file in fontpkg.family(name).files}
    return typst.Fonts(
        include_system_fonts=not own_only, include_embedded_fonts=True, font_paths=sorted(map(str, folders))
    )
