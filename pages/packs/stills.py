"""A standing-alone SVG as PNG bytes, set by Typst in the product's own fonts. Knows no chart."""

from __future__ import annotations

import datetime as dt
import re

from pages.packs.typesetting import typeset_png

_SIZE = re.compile(r'<svg[^>]* width="([\d.]+)" height="([\d.]+)"')
SHARP = 144.0  # dots per inch: two for each pixel of the screen


def png_of(svg: str, alt: str, moment: dt.datetime) -> bytes:
    """The picture twice as sharp as the screen; the same picture and moment give the same bytes."""
    found = _SIZE.search(svg)
    assert found is not None, "the picture says how large it is"
    data = {"svg": svg, "alt": alt, "width": float(found[1]), "height": float(found[2])}
    (made,) = typeset_png("still.typ", data, moment, SHARP)
    return made
