"""A chart to take along as PNG bytes: its shapes, and its words set by Typst in the product's own fonts."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from pages.figures.palette import LIGHT
from pages.figures.still import Still
from pages.packs.pdf.typesetting import SANS, SERIF, typeset_png

SHARP = 144.0  # dots per inch: two for each pixel of the screen


def png_of(picture: Still, alt: str, moment: dt.datetime) -> bytes:
    """The picture twice as sharp as the screen; the same picture gives the same bytes. `moment` has whole seconds."""
    data = {
        "svg": picture.svg(with_words=False),
        "alt": alt,
        "width": picture.width,
        "height": picture.height,
        "words": [asdict(own) for own in picture.words],
        "colours": asdict(LIGHT),
        "sans": [SANS],
        "serif": [SERIF],
    }
    (made,) = typeset_png("still.typ", data, moment, SHARP)
    return made
