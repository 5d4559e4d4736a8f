"""Slides of 16 : 9 with title, foot and notes. Knows slides, no pack."""

from __future__ import annotations

import io
from collections.abc import Sequence

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Opened
from pptx.shapes.base import BaseShape
from pptx.slide import Slide
from pptx.text.text import Font, TextFrame, _Paragraph
from pptx.util import Emu, Inches, Pt

from pages.figures.palette import LIGHT, Sense
from pages.packs.pack import Paragraph

TITLES, TEXTS = "Georgia", "Calibri"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
EDGE, TOP, BOTTOM = Inches(0.6), Inches(1.62), Inches(6.85)
INNER: int = WIDTH - 2 * EDGE
_TITLE_TOP, _TITLE_HEIGHT, _FOOT_TOP, _FOOT_HEIGHT = Inches(0.42), Inches(1.05), Inches(6.98), Inches(0.34)
OPENING, TITLE_ONLY, TWO_COLUMNS = 0, 5, 3
# The longest title set in each size, in points.
_TITLE_SIZES = ((110, 26), (190, 20), (330, 15))
_SMALLEST_TITLE, _OPENING_MORE, FOOT_SIZE = 11, 6, 9
COLOURS = {Sense.BETTER: LIGHT.better, Sense.WORSE: LIGHT.worse, Sense.NEITHER: LIGHT.ink}


class Deck:
    """A presentation being written; `foot` is printed on each slide, `title` is the title of the file."""

    def __init__(self, title: str, author: str, foot: str, language: str) -> None:
        self.presentation: Opened = Presentation()
        self._foot = foot
        _widen(self.presentation)
        about = self.presentation.core_properties
        about.title, about.author, about.subject, about.language = title[:255], author[:255], foot[:255], language

    def slide(self, title: str, notes: str, layout: int = TITLE_ONLY) -> Slide:
        """A new slide with its title in the title placeholder, and speaker notes."""
        slide = self.presentation.slides.add_slide(self.presentation.slide_layouts[layout])
        place = slide.shapes.title
        assert place is not None
        set_place(place, EDGE, _TITLE_TOP, INNER, _TITLE_HEIGHT)
        place.text_frame.word_wrap, place.text_frame.vertical_anchor = True, MSO_ANCHOR.BOTTOM
        size = title_size(title) + (_OPENING_MORE if layout == OPENING else 0)
        write(place.text_frame.paragraphs[0], title, size, bold=True, face=TITLES)
        frame = slide.notes_slide.notes_text_frame
        assert frame is not None
        frame.text = notes
        return slide

    def saved(self) -> bytes:
        """The presentation's bytes; the foot comes last on each slide, so that screen readers read it last."""
        slides = list(self.presentation.slides)
        for number, slide in enumerate(slides, start=1):
            foot = slide.shapes.add_textbox(EDGE, _FOOT_TOP, INNER, _FOOT_HEIGHT)
            foot.name, foot.text_frame.word_wrap = "Foot", True
            text = f"{self._foot} · {number} of {len(slides)}"
            write(foot.text_frame.paragraphs[0], text, FOOT_SIZE, LIGHT.mute)
        made = io.BytesIO()
        self.presentation.save(made)
        return made.getvalue()


def title_size(title: str) -> int:
    """The font size, in points, at which a title fits its placeholder."""
    return next((size for longest, size in _TITLE_SIZES if len(title) <= longest), _SMALLEST_TITLE)


def set_place(shape: BaseShape, left: int, top: int, width: int, height: int) -> None:
    """Set position and size of a shape."""
    shape.left, shape.top, shape.width, shape.height = (Emu(own) for own in (left, top, width, height))


def write(
    paragraph: _Paragraph, words: str, size: float, colour: str = LIGHT.ink, *, bold: bool = False, face: str = TEXTS
) -> None:
    """Add words to a paragraph, aligned left."""
    paragraph.alignment = PP_ALIGN.LEFT
    run = paragraph.add_run()
    run.text = words
    look(run.font, size, colour, bold=bold, face=face)


def look(font: Font, size: float, colour: str = LIGHT.ink, *, bold: bool = False, face: str = TEXTS) -> None:
    """Set size in points, colour, weight and face of a font."""
    font.size, font.bold, font.name = Pt(size), bold, face
    font.color.rgb = RGBColor.from_string(colour.removeprefix("#"))


def write_paragraphs(frame: TextFrame, paragraphs: Sequence[Paragraph], size: float, *, first: bool) -> None:
    """Add paragraphs with their bold, coloured leads; `first` where the frame is still empty."""
    for number, own in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if first and number == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(size * 0.35)
        plain(paragraph)
        if own.lead:
            write(paragraph, f"{own.arrow} {own.lead} ".lstrip(), size, COLOURS[own.sense], bold=True)
        write(paragraph, own.text, size)


def plain(paragraph: _Paragraph) -> None:
    """Remove the bullet and indent of the placeholder from a paragraph."""
    properties = paragraph._p.get_or_add_pPr()  # noqa: SLF001 - the library has no function for bullets
    properties.set("marL", "0")
    properties.set("indent", "0")
    properties.insert(0, properties.makeelement(qn("a:buNone"), {}))


def describe(shape: BaseShape, words: str) -> None:
    """Set a shape's alt text."""
    (named,) = shape.element.xpath("./*/p:cNvPr")
    named.set("descr", words)


def _widen(presentation: Opened) -> None:
    """Turn the library's 4 : 3 slides, with all placeholders on them, into 16 : 9."""
    before = presentation.slide_width
    assert before is not None
    presentation.slide_width, presentation.slide_height = WIDTH, HEIGHT
    for shapes in (presentation.slide_master.shapes, *(own.shapes for own in presentation.slide_layouts)):
        for shape in shapes:
            if shape.element.xpath(".//a:xfrm"):
                shape.left, shape.width = (Emu(round(own * WIDTH / before)) for own in (shape.left, shape.width))
