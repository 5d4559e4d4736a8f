"""The sheet on screen is one line of balanced HTML, says every figure of its pack, and takes nothing typed for HTML."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest

from metrics.vocabulary import Scope, Verdict
from pages.packs.pack import ActionLine, Paragraph
from pages.parts.board.sheet import appendix, sheet
from pages.publishing.build_pack import build_pack
from tests.pages.parts.test_metric_table import SCRIPT, is_balanced
from tests.pages.publishing.materials import MOMENT, some_material, some_pack
from tests.pages.synthetic import OCTOBER, some_company


def said(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", " ", html))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(25))
def test_the_sheet_is_one_line_of_balanced_html(seed: int) -> None:
    pack = some_pack(seed, text="A word from the leader.")
    for text in (sheet(pack), appendix(pack)):
        assert "\n" not in text
        assert is_balanced(text)


@pytest.mark.parametrize("seed", range(8))
def test_sheet_and_appendix_say_every_figure_of_the_pack_once(seed: int) -> None:
    pack = some_pack(seed)
    front, behind = said(sheet(pack)), said(appendix(pack))
    for rows, text in ((pack.on_sheet, front), (pack.in_appendix, behind)):
        for row in rows:
            for words in (row.name, row.value.words, row.margin, row.verdict_words, row.before.figure.words):
                assert words in text
    assert pack.headline in front
    for chart in pack.charts:
        assert chart.title in front
        assert chart.sentence in front
    for definition in pack.definitions:
        assert definition.definition in behind


def test_the_sheet_says_that_it_is_a_draft_and_up_to_when_and_the_pages_behind_it_the_revision() -> None:
    pack = some_pack(1)
    text = said(sheet(pack))
    assert "Draft, not yet published" in text
    assert f"Data up to {pack.cut_off_words}" in text
    assert "revision" not in text
    assert re.search(r"Data revision\s+7\b", said(appendix(pack)))


def test_a_missed_row_is_marked_besides_its_colour() -> None:
    pack = some_pack(7)
    missed = sum(row.verdict is Verdict.MISSED for row in pack.on_sheet)
    assert missed
    assert sheet(pack).count('class="missed"') == missed


def test_metrics_lead_to_their_pages_for_the_same_month_and_unit() -> None:
    pack = some_pack(2)
    text = sheet(pack, "North/Leeds")
    assert f"metric={pack.on_sheet[0].metric}&amp;month=2026-10&amp;unit=North%2FLeeds" in text


def test_what_people_typed_is_escaped() -> None:
    scope = Scope(OCTOBER, unit=SCRIPT)
    cards = [
        replace(
            card,
            scope=scope,
            standard=replace(card.standard, owner=SCRIPT) if card.standard else None,
            metric=replace(card.metric, name=SCRIPT, promise=SCRIPT),
        )
        for card in some_company(2)
    ]
    pack = build_pack(some_material(cards, organisation=SCRIPT, text=SCRIPT), MOMENT)
    pack = replace(
        pack,
        actions=(ActionLine(SCRIPT, SCRIPT, SCRIPT),),
        restated=(Paragraph(SCRIPT, SCRIPT),),
        commentary_by=SCRIPT,
    )
    assert "<script" not in sheet(pack, SCRIPT) + appendix(pack, SCRIPT)


def test_the_board_may_read_a_month_without_a_chart_or_an_appendix() -> None:
    pack = replace(some_pack(3), charts=(), rows=some_pack(3).rows[:5])
    assert "<figure" not in sheet(pack)
    assert "All metrics are on the sheet." in said(appendix(pack))
