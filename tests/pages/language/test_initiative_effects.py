"""Effects, lateness and gaps in words: nothing is claimed that is not known, nothing typed is taken for HTML."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from db.queries.missing_units import MissingInputs, MissingUnit
from db.reports.initiative_effects import Improvements, InitiativeEffect
from metrics.answers.evidence import CompleteCounts, ShareCounts
from metrics.catalogue import CATALOGUE
from metrics.improvements import Action, ActionState, Initiative, KeptAction, KeptInitiative
from metrics.periods import Month
from metrics.statistics.difference_in_differences import BeforeAfter, Effect, EffectWord, effect, windows
from metrics.vocabulary import Audience, Kind, Scope
from pages.figures.palette import Sense
from pages.language.initiative_effects import effect_text, lateness, places, when_it_ran
from pages.parts.landing.data_coverage import data_coverage
from pages.parts.metric_cells import effect_html
from pages.parts.overview_sections import improvements_section
from tests.pages.synthetic import OCTOBER

TODAY = dt.date(2026, 11, 12)
ENTERED = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MARCH = windows(dt.date(2026, 3, 1), OCTOBER)
KEPT = CATALOGUE["promises_kept"]
SCRIPT = "<script>alert(1)</script>"
PROMISE = Initiative("Call-back promise", dt.date(2026, 3, 1), ("City",), ("promises_kept",), "M. Hale")


def side(before: int, after: int, n: int = 1000) -> BeforeAfter:
    return BeforeAfter(ShareCounts(before, n), ShareCounts(after, n))


def kept(due: dt.date, state: ActionState = ActionState.OPEN, closed: dt.date | None = None) -> KeptAction:
    action = Action("Second phone desk", "R. Okafor, Operations", due)
    return KeptAction(1, action, state, "", closed, "Ann", ENTERED)


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("\u202f", " ")).split())


# --- effects ---------------------------------------------------------------------------------------------------------


def test_an_effect_that_works_says_how_much_beyond_whom_and_how_large_it_could_be() -> None:
    found = effect_text(effect(KEPT, MARCH, side(850, 930), side(850, 855), 16))
    assert found.arrow == "▲"
    assert found.sense is Sense.BETTER
    assert (
        found.sentence
        == "Promises kept +7.5 points more than the 16 other units; plausible range +3.4 to +11.7: a clear improvement"
    )


def test_an_effect_for_the_worse_does_harm() -> None:
    found = effect_text(effect(KEPT, MARCH, side(930, 850), side(850, 855), 1))
    assert (found.arrow, found.sense) == ("▼", Sense.WORSE)
    assert "−8.5 points compared with the one other unit" in found.sentence
    assert found.sentence.endswith(": a clear decline")


def test_an_effect_that_cannot_be_seen_yet_claims_nothing_and_says_what_would_tell() -> None:
    found = effect_text(effect(KEPT, MARCH, side(510, 540, 600), side(850, 855), 16))
    assert (found.arrow, found.sense) == ("", Sense.NEITHER)
    assert re.search(
        r": too early to tell; plausible range −.* to \+.*; \d+ more months? of data needed$", found.sentence
    )


def test_where_even_a_year_would_not_tell_that_is_said() -> None:
    found = effect_text(effect(KEPT, MARCH, side(34, 34, 40), side(34, 34, 40), 16))
    assert found.sentence.endswith("even a year of data would not be enough")


def test_no_effect_to_see_is_said_where_none_worth_having_is_left() -> None:
    found = effect_text(effect(KEPT, MARCH, side(90_000, 90_000, 100_000), side(90_000, 90_000, 100_000), 16))
    assert "no clear effect; plausible range" in found.sentence
    assert "too little to matter" in found.sentence


def test_without_untouched_units_no_effect_is_called_the_initiatives_own() -> None:
    found = effect_text(effect(KEPT, MARCH, side(850, 930), None))
    assert "against the 8 months before" in found.sentence
    assert "no comparison group: other causes are included" in found.sentence
    assert "improvement" not in found.sentence


def test_a_complete_count_has_no_margin() -> None:
    counts = BeforeAfter(CompleteCounts(400, 1000), CompleteCounts(350, 1000))
    found = effect_text(effect(CATALOGUE["transfers"], MARCH, counts, None))
    assert found.sentence.startswith("Transfers per contact −0.05 against the 8 months before; no margin")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (effect(KEPT, None, side(1, 2), None), "Promises kept: too early to tell, no whole month has passed"),
        (effect(KEPT, MARCH, side(1, 2, 9), None), "Promises kept: too few answers to tell"),
        (effect(KEPT, MARCH, BeforeAfter(None, None), None), "Promises kept: nothing to compare with"),
    ],
)
def test_what_cannot_be_known_has_its_words(found: Effect, words: str) -> None:
    assert effect_text(found).sentence == words


@pytest.mark.parametrize("word", EffectWord)
def test_every_word_of_an_effect_can_be_told(word: EffectWord) -> None:
    found = effect(KEPT, MARCH, side(850, 930), side(850, 855), 16)
    text = said(effect_html(replace(found, word=word)))
    assert "None" not in text
    assert ("a clear improvement" in text) == (word is EffectWord.WORKS)


def test_since_when_an_initiative_runs_names_the_day_only_where_it_is_not_the_first() -> None:
    assert when_it_ran(PROMISE) == "since Mar 2026"
    assert when_it_ran(replace(PROMISE, began=dt.date(2026, 3, 9))) == "since 9 Mar 2026"
    assert when_it_ran(replace(PROMISE, ended=dt.date(2026, 5, 31))) == "Mar 2026 to 31 May 2026"


def test_places_are_named_by_their_own_names_and_many_are_counted() -> None:
    assert places(("North/Leeds", "South")) == "Leeds and South"
    assert places(("",)) == "everywhere"
    assert places(("",), "Harbour & Vale") == "Harbour & Vale"
    assert places(tuple(f"U/{at}" for at in range(6))) == "0, 1 and four more"


# --- actions ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("action", "words", "sense"),
    [
        (kept(dt.date(2026, 11, 4)), "8 days late", Sense.WORSE),
        (kept(dt.date(2026, 11, 11)), "1 day late", Sense.WORSE),
        (kept(TODAY), "due today", Sense.NEITHER),
        (kept(dt.date(2026, 11, 30)), "by 30 Nov 2026", Sense.NEITHER),
        (kept(TODAY, ActionState.DONE, dt.date(2026, 11, 2)), "done 2 Nov 2026", Sense.NEITHER),
        (
            kept(dt.date(2026, 11, 1), ActionState.DONE, dt.date(2026, 11, 4)),
            "done 4 Nov 2026, 3 days late",
            Sense.NEITHER,
        ),
        (kept(dt.date(2026, 11, 1), ActionState.DROPPED, dt.date(2026, 11, 4)), "dropped 4 Nov 2026", Sense.NEITHER),
    ],
)
def test_how_an_action_stands_against_its_day_is_said(action: KeptAction, words: str, sense: Sense) -> None:
    found = lateness(action, TODAY)
    assert (found.words, found.sense) == (words, sense)


def test_what_we_are_doing_names_initiatives_then_actions_and_leads_to_all() -> None:
    judged = InitiativeEffect(
        KeptInitiative(1, PROMISE, "Ann", ENTERED),
        (effect(KEPT, MARCH, side(850, 930), side(850, 855), 16),),
    )
    doing = Improvements((judged,) * 3, (kept(dt.date(2026, 11, 4)),) * 9)
    text = said(improvements_section(doing, Scope(OCTOBER, "City"), TODAY))
    assert text.count("Call-back promise City ▲ Promises kept +7.5 points more than the 16 other units") == 2
    assert "a clear improvement; since Mar 2026" in text
    assert text.count("Second phone desk 8 days late R. Okafor, was due 4 Nov 2026") == 4
    assert text.endswith("All 9 open actions here · All 3 initiatives here")


def test_nothing_being_done_has_its_words() -> None:
    text = said(improvements_section(Improvements((), ()), Scope(OCTOBER), TODAY))
    assert "No initiative and no open action yet." in text


def test_what_people_typed_is_taken_for_text() -> None:
    odd = replace(PROMISE, name=SCRIPT, owner=SCRIPT, units=(SCRIPT,))
    judged = InitiativeEffect(KeptInitiative(1, odd, SCRIPT, ENTERED), (effect(KEPT, None, side(1, 2), None),))
    action = replace(kept(TODAY), action=Action(SCRIPT, SCRIPT, TODAY, SCRIPT))
    assert "<script" not in improvements_section(Improvements((judged,), (action,)), Scope(OCTOBER), TODAY)


# --- what this stands on ---------------------------------------------------------------------------------------------


def test_who_sent_nothing_is_named_and_many_are_counted() -> None:
    gaps = MissingInputs(
        (
            MissingUnit(Kind.SHOPPER, Audience.CUSTOMERS, ("Vale/Highgarth",)),
            MissingUnit(Kind.SURVEY, Audience.STAFF, tuple(f"City/{at}" for at in range(18))),
        ),
        {Kind.SURVEY: 37, Kind.SHOPPER: 1},
    )
    text = said(data_coverage((), Scope(OCTOBER), gaps))
    assert "Highgarth sent no shopper visits in October 2026." in text
    assert "18 units sent no staff survey answers in October 2026." in text
    assert "37 survey rows and 1 shopper row in these files could not be read." in text


def test_a_month_that_still_runs_is_marked_and_nobody_is_missed_in_it_yet() -> None:
    gaps = MissingInputs((MissingUnit(Kind.SHOPPER, Audience.CUSTOMERS, ("Vale/Highgarth",)),), {})
    text = said(data_coverage((), Scope(Month(2026, 11), to_day=dt.date(2026, 11, 12)), gaps))
    assert "November 2026 is still running: 12 of its 30 days are in." in text
    assert "Highgarth" not in text
