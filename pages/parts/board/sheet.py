"""The board's sheet on screen, from the same pack that is printed: a draft or an edition of long ago. One line of HTML.

Everything people typed is escaped; nothing is worked out here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from metrics.periods import Month
from pages.packs import drawings, pack_text
from pages.packs.pack import CHARTS, Chart, NamedText, Pack, PackBenchmark, Paragraph, Section
from pages.parts import metric_cells
from pages.parts.metric_table import Link, board_table
from pages.publishing.sections import ANSWERS, WORKED

# A chart's own size in pixels; on screen it is as wide as there is room.
PICTURE = (470.0, 200.0)
# What people did and will do, and who, stands below the charts, since it is as long as they make it.
BELOW = (WORKED, ANSWERS, pack_text.ACTIONS, pack_text.PRAISE, pack_text.SINCE)


def sheet(pack: Pack, unit: str = "") -> str:
    """The whole sheet as one line of HTML; `unit` is the path the metrics' links lead to."""
    whose = escape(pack.organisation)
    top = (
        f'<div class="top"><span><b>{whose}</b> · {escape(pack.title)} · {escape(pack.period)}</span>'
        f"<span>Cut off {escape(pack.cut_off_words)} · revision {pack.revision} · {escape(pack.state)}</span></div>"
    )
    title = f'<h1 class="headline">{escape(pack.headline)}</h1>'
    told = pack_text.sections(pack)
    beside = [own for own in told if own.heading not in BELOW]
    below = [own for own in told if own.heading in BELOW]
    table = board_table(pack, pack.on_sheet, f"The key metrics for the board, {pack.period}", _links(pack, unit))
    return metric_cells.joined(
        (
            f'<div class="sheet">{top}{title}<div class="with-rail"><div>{table}</div>',
            f'<div class="rail">{_sections(beside)}</div></div>',
            f"{charts(pack)}{_below(below)}{_closing(pack)}</div>",
        )
    )


def _links(pack: Pack, unit: str) -> Link:
    about = {"month": str(Month.of(pack.month)), **({"unit": unit} if unit else {})}
    return lambda metric: escape(f"/metric?{urlencode({'metric': metric, **about})}")


def _section(own: Section) -> str:
    text = "".join(paragraph(each) for each in own.paragraphs)
    return f'<section class="section"><h2>{escape(own.heading)}</h2>{text}</section>'


def _sections(sections: Iterable[Section]) -> str:
    return "".join(map(_section, sections))


def _below(sections: Sequence[Section]) -> str:
    return f'<div class="below">{_sections(sections)}</div>' if sections else ""


def paragraph(own: Paragraph) -> str:
    """A paragraph with its lead in bold, in its colour and behind its arrow."""
    if not own.lead:
        return f"<p>{escape(own.text)}</p>"
    space = "" if own.text[:1] in ",.;:" else " "
    arrow = metric_cells.arrow(own.arrow) if own.arrow else ""
    colour = f' class="{own.sense}"' if own.sense.value != "quiet" else ""
    return f"<p><b{colour}>{arrow}{escape(own.lead)}</b>{space}{escape(own.text)}</p>"


def charts(pack: Pack) -> str:
    """The large charts side by side, each with its finding above and its sentence below."""
    drawn = "".join(_chart(own) for own in pack.charts[:CHARTS])
    return f'<div class="pictures">{drawn}</div>' if drawn else ""


def _chart(own: Chart) -> str:
    """The same drawing as on paper, in the colours of the reader's theme."""
    drawn = drawings.chart(own, *PICTURE)
    return (
        f'<figure><figcaption>{escape(own.title)}</figcaption><svg class="picture" role="img" '
        f'aria-label="{escape(own.alt)}" viewBox="0 0 {drawn.width:g} {drawn.height:g}">{drawn.shapes}'
        f"{drawn.lettering}</svg><p>{escape(own.sentence)}</p></figure>"
    )


def _closing(pack: Pack) -> str:
    return f'<div class="closing"><span>{escape(pack.legend)}</span></div>' if pack.legend else ""


def appendix(pack: Pack, unit: str = "") -> str:
    """What the pages behind the sheet say: the other metrics, benchmarks, definitions, and how to read it."""
    rest = ""
    if pack.in_appendix:
        rest = board_table(pack, pack.in_appendix, f"The other metrics, {pack.period}", _links(pack, unit))
    return metric_cells.joined(
        (
            '<details class="behind"><summary>The pages behind the sheet: other metrics, definitions, benchmarks'
            f"</summary><h2>The other metrics</h2>{rest or '<p>All metrics stand on the sheet.</p>'}",
            _benchmarks(pack.benchmarks),
            _definitions(pack),
            f'<section class="section thin"><h2>How to read it</h2>{_texts(pack.rules)}</section>',
            f"{_facts('What it stands on', pack.stands_on)}</details>",
        )
    )


def _benchmarks(found: Sequence[PackBenchmark]) -> str:
    rows = (
        (
            own.metric,
            own.figure.words,
            own.standing,
            f"{own.source}, {own.peers}" if own.peers else own.source,
            own.month,
        )
        for own in found
    )
    headings = ("Metric", "Theirs", "Ours is", "Source and peers", "Month")
    return _table("What others publish", headings, rows) if found else ""


def _definitions(pack: Pack) -> str:
    rows = (
        (
            own.name,
            own.definition,
            f"{own.numerator} ÷ {own.denominator}",
            own.margin or "none",
            ", ".join(f"{each.name}: {each.text}" for each in own.counted),
            own.uploads.words,
        )
        for own in pack.definitions
    )
    headings = ("Metric", "Is", "Counted", "Margin", "Number behind it", "Stands on")
    return _table("Definitions and numbers behind them", headings, rows)


def _table(heading: str, headings: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{escape(own)}</th>' for own in headings)
    body = "".join(
        f'<tr><th scope="row">{escape(first)}</th>{"".join(f"<td>{escape(own)}</td>" for own in rest)}</tr>'
        for first, *rest in rows
    )
    return (
        f'<section class="section thin"><h2>{escape(heading)}</h2><div class="scroller" tabindex="0" role="region" '
        f'aria-label="{escape(heading)}"><table class="plain"><caption>{escape(heading)}</caption>'
        f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div></section>"
    )


def _facts(heading: str, facts: Sequence[NamedText]) -> str:
    rows = "".join(f'<tr><th scope="row">{escape(own.name)}</th><td>{escape(own.text)}</td></tr>' for own in facts)
    return f'<section class="section thin"><h2>{escape(heading)}</h2><table class="facts">{rows}</table></section>'


def _texts(texts: Iterable[str]) -> str:
    return "".join(f"<p>{escape(own)}</p>" for own in texts)
