"""Effects, lateness and gaps in words: nothing is claimed that is not known, nothing typed is taken for HTML."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace

import pytest

from db.queries.missing_units import MissingInputs, MissingUnit
from db.reports.initiative_effects import Improvements, InitiativeEffect
from metrics.catalogue import CATALOGUE
from metrics.improvements import Action, ActionState, Initiative, KeptAction, KeptInitiative
from metrics.periods import Month
from metrics.statistics.difference_in_differences import SAID, Effect, EffectWord, windows
from metrics.statistics.effect_power import Prospect
from metrics.vocabulary import Audience, Difference, Kind, Scope
from pages.figures.palette import Sense
from pages.language.initiative_effects import effect_text, lateness, places, prospect_text, when_it_ran
from pages.parts.landing.data_coverage import data_coverage
from pages.parts.metric_cells import effect_html
from pages.parts.overview_sections import improvements_section
from tests.pages.synthetic import OCTOBER

TODAY = dt.date(2026, 11, 12)
ENTERED = dt.datetime(2026, 3, 1, tzinfo=dt.UTC)
MARCH = windows(dt.date(2026, 3, 1), OCTOBER, Month(2024, 1))
KEPT = CATALOGUE["promises_kept"]
SCRIPT = "<script>alert(1)</script>"
PROMISE = Initiative("Call-back promise", dt.date(2026, 3, 1), ("City",), ("promises_kept",), "M. Hale")


ROSE = Effect(
    KEPT, EffectWord.ROSE, MARCH, Difference(7.5, 3.4, 11.7, 0.001), treated=3, untouched=16, areas=1, first_said=4
)
NOTHING = Difference(None, None, None, None)


def kept(due: dt.date, state: ActionState = ActionState.OPEN, closed: dt.date | None = None) -> KeptAction:
    action = Action("Second phone desk", "R. Okafor, Operations", due)
    return KeptAction(1, action, state, "", closed, "Ann", ENTERED)


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html.replace("\u202f", " ")).split())


# --- effects ---------------------------------------------------------------------------------------------------------


def test_an_effect_says_how_much_beside_whom_that_chance_does_not_explain_it_and_since_when() -> None:
    found = effect_text(ROSE)
    assert (found.arrow, found.sense) == ("▲", Sense.BETTER)
    assert said(found.sentence) == (
        "Promises kept rose 7.5 points more than in the 16 other units; more than chance explains "
        "(95 % range +3.4 to +11.7); first said after 4 months; one area only"
    )


def test_an_effect_for_the_worse_is_a_fall_and_no_harm() -> None:
    fell = replace(ROSE, word=EffectWord.FELL, size=Difference(-8.5, -12, -5, 0.001), untouched=1, treated=1)
    found = effect_text(fell)
    assert (found.arrow, found.sense) == ("▼", Sense.WORSE)
    assert found.sentence.startswith("Promises kept fell 8.5 points more than in the one other unit")
    assert found.sentence.endswith("; one unit only")


def test_where_several_areas_took_part_nothing_is_held_against_it() -> None:
    assert effect_text(replace(ROSE, areas=2)).sentence.endswith("first said after 4 months")


def test_an_effect_that_cannot_be_seen_claims_nothing_and_promises_no_month() -> None:
    found = effect_text(replace(ROSE, word=EffectWord.NO_EFFECT_SEEN, size=Difference(2.6, -1, 6.2, 0.2)))
    assert (found.arrow, found.sense) == ("", Sense.NEITHER)
    assert said(found.sentence) == (
        "Promises kept +2.6 points beside the 16 other units: no effect to see; 95 % range −1.0 to +6.2"
    )


def test_a_range_without_zero_that_is_no_effect_says_why() -> None:
    found = effect_text(replace(ROSE, word=EffectWord.NO_EFFECT_SEEN)).sentence
    assert "beside the 16 other units: not clear enough to call an effect" in found
    assert "not beyond chance among all that is looked at, or beside the months just before it began" in found


def test_before_three_months_it_is_too_early() -> None:
    found = effect_text(replace(ROSE, word=EffectWord.NOT_YET))
    assert ": too early to tell, judged from three whole months on; 95" in found.sentence


def test_what_all_units_did_is_compared_with_the_year_before_and_what_else_changed_is_in_it() -> None:
    found = effect_text(replace(ROSE, untouched=0))
    assert "rose 7.5 points against the same months a year earlier" in found.sentence
    assert found.sentence.endswith("all units took part, so what else changed is in it")


def test_units_that_were_off_their_usual_level_and_on_their_way_are_said_to_have_been() -> None:
    off, trend = Difference(-8.2, -12, -4, 0.001), Difference(4, 1, 7, 0.01)
    found = effect_text(replace(ROSE, at_start=off, trend=trend)).sentence
    assert "already 8.2 points below the usual level when it began, so part of the way back is to be expected" in found
    assert "already rising beside the others before it began" in found
    unsure = replace(ROSE, at_start=Difference(-8.2, -18, 1, 0.07), trend=Difference(4, -1, 9, 0.1))
    assert "already" not in effect_text(unsure).sentence


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            Prospect(5, 12, 0.9, False),
            "4 more months would tell: an effect of 5.0 points is then found in at least seven of ten",
        ),
        (
            Prospect(5, 8, 0.9, False),
            "An effect of 5.0 points would have been found by now in at least seven of ten cases.",
        ),
        (
            Prospect(5, None, 0.42, False),
            "Even after twelve months an effect of 5.0 points would be found in only four of ten",
        ),
        (Prospect(20, 8, 0.9, True), "Any effect is smaller than the 20.0 points you named."),
    ],
)
def test_what_months_can_show_is_said_of_the_effect_that_a_reader_names(found: Prospect, words: str) -> None:
    assert prospect_text(ROSE, found).startswith(words)


def test_without_a_yardstick_there_is_no_margin() -> None:
    found = effect_text(replace(ROSE, word=EffectWord.NO_MARGIN, size=Difference(2.6, None, None, None)))
    assert found.sentence.endswith("no margin: too little to tell chance by")


@pytest.mark.parametrize(
    ("word", "words"),
    [
        (EffectWord.TOO_EARLY, "Promises kept: too early to tell, no whole month has passed"),
        (EffectWord.TOO_FEW_ANSWERS, "Promises kept: too few answers to tell"),
        (EffectWord.NOTHING_TO_COMPARE, "Promises kept: nothing to compare with"),
    ],
)
def test_what_cannot_be_known_has_its_words(word: EffectWord, words: str) -> None:
    assert effect_text(replace(ROSE, word=word, size=NOTHING)).sentence == words


@pytest.mark.parametrize("word", EffectWord)
def test_every_word_of_an_effect_can_be_told(word: EffectWord) -> None:
    text = said(effect_html(replace(ROSE, word=word)))
    assert "None" not in text
    assert not re.search(r"\b(works?|harms?|improve\w*|matter)\b", text)
    assert ("more than chance" in text) == (word in SAID)


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
        (ROSE,),
    )
    doing = Improvements((judged,) * 3, (kept(dt.date(2026, 11, 4)),) * 9)
    text = said(improvements_section(doing, Scope(OCTOBER, "City"), TODAY))
    assert text.count("Call-back promise City ▲ Promises kept rose 7.5 points more than in the 16 other units") == 2
    assert "one area only; since Mar 2026" in text
    assert text.count("Second phone desk 8 days late R. Okafor, was due 4 Nov 2026") == 4
    assert text.endswith("All 9 open actions here · All 3 initiatives here")


def test_nothing_being_done_has_its_words() -> None:
    text = said(improvements_section(Improvements((), ()), Scope(OCTOBER), TODAY))
    assert "No initiative and no open action yet." in text


def test_what_people_typed_is_taken_for_text() -> None:
    odd = replace(PROMISE, name=SCRIPT, owner=SCRIPT, units=(SCRIPT,))
    judged = InitiativeEffect(
        KeptInitiative(1, odd, SCRIPT, ENTERED), (replace(ROSE, word=EffectWord.TOO_EARLY, size=NOTHING),)
    )
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
