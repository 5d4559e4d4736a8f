"""How Plumbline reads its numbers, in plain words: margins, changes, verdicts, usual ranges, comparisons."""

from __future__ import annotations

from markupsafe import Markup

from db.queries.settings import Settings
from metrics.spc.control_limits import FULL_LENGTH
from pages.language import numbers
from pages.language.labels import VALUES_FOR_LIMITS
from pages.language.process_words import CHARTS_BY_CHANCE, MISSED_ON_TRIAL, MISSED_WITHIN_A_YEAR, NEWEST_BY_CHANCE
from pages.parts import html

PER_CENT = f"{numbers.THIN}%"


def reading_guide(settings: Settings) -> Markup:
    """The rules as sections of a word and its meaning; `settings` say how few answers are hidden."""
    entries = (
        html.tag("article", html.tag("h3", title, data_anchor=name), html.paragraph("finding", text))
        for name, title, text in rules(settings)
    )
    return html.section("How to read the numbers", html.tag("div", *entries, classes="glossary"))


def rules(settings: Settings) -> list[tuple[str, str, str]]:
    """Each rule by its anchor, with a heading and a sentence or a few."""
    smallest, few = numbers.in_words(settings.smallest_n), settings.few_n
    return [
        (
            "margin",
            "Margin",
            "Other customers would have answered a little differently. The margin is the range that this chance "
            "leaves open, 95 times in 100. It is written ± where it is the same above and below the value, otherwise "
            "as a range. It knows chance alone: not who did not answer, nor what they would have said.",
        ),
        (
            "people",
            "People who answer several times, and how many there are",
            "Where a file says who answered, several answers of one person in a period of a month or less count "
            "together for margin, changes and verdict; in longer periods each month counts that person once. Else each "
            "answer is taken as another person’s. A margin is of the service: also where all cases of a period were "
            "counted, as in retention, since the same service would have kept a few more or fewer of other customers. "
            "Only where somebody entered how many people a unit has, as for a staff survey, is the margin for these "
            "people alone: the more of them answered, the smaller it is, and none is left where all did. Sums "
            "of money and hours have no margin.",
        ),
        (
            "change",
            "Rose, fell, no real change",
            "A difference between two periods has a margin of its own. If all of it lies above zero, the metric "
            "rose; if all of it lies below, it fell; if it includes zero, chance alone could explain it. "
            "Headlines claim only changes that stay more than chance after adjusting for all the tests on the page.",
        ),
        (
            "like-for-like",
            "Like for like",
            "A month that is still running is compared with the same days of the month before and of the same month "
            "last year; whole months with whole months. Missing data is shown as missing and never counts as no "
            "change.",
        ),
        (
            "verdict",
            "Met, missed, too close to call",
            "A standard is met or missed only if the whole margin lies on one side of it; otherwise it is too close to "
            "call. Complete counts have no margin and are judged by their value. Past months keep the standard then in "
            "force, and a unit without one uses that of the unit above it. Where so few answered that a service that "
            "just reaches the standard would be judged so in more than 5 of 100, “may be chance” is added.",
        ),
        (
            "few-answers",
            "Too few answers",
            f"With fewer than {smallest} answers only their number is shown, so that no one’s answer can be guessed. "
            "Where such a group could be calculated by subtraction, another unit or channel is hidden with it, if "
            "possible the one with the fewest answers: in that month, on every page and in every file. Longer periods "
            f"count hidden months as soon as several together have {smallest} answers. Up to {few - 1} answers "
            "count as few and are not ranked.",
        ),
        (
            "weights",
            "Weighted answers",
            "Where a file says how much each answer counts, the value is the weighted one. Margin, changes and verdict "
            "are those of as many equal answers as the weighted ones are worth, which is said beside the number of "
            "answers.",
        ),
        (
            "usual-range",
            "Usual range",
            "The grey band is where months lie when nothing special happens: the mean and "
            f"{numbers.plain(2.66, 2)} average steps from month to month to either side. Where people were asked and "
            "the months differ in their answers, it is wider in months with fewer of them (I′ chart), so each month is "
            f"judged by its own limits. It is drawn from {VALUES_FOR_LIMITS} months on, and is provisional below "
            f"{FULL_LENGTH}. Where the months of the year differ by more than chance over three years or more, it "
            "moves with the season. Where someone enters that the service changed, it restarts. Where shoppers’ visits "
            "fail less than once a month, the visits between two failures are judged instead (g chart).",
        ),
        (
            "signals",
            "What stands out",
            "A month beyond the usual range, seven in a row on one side of the mean, seven rising or falling, or two "
            f"of three near a limit. ▲ and ▼ mark them, blue for better and orange for worse. Rare by chance: of a "
            f"stable service {NEWEST_BY_CHANCE} are marked when they come in, and {CHARTS_BY_CHANCE} has a mark within "
            "three years; one in ten has a month beyond the range, and where answers hardly differ from month to month "
            "one in eight; where their number differs much and months wander besides, one in four, nearly always in a "
            "month of many answers. Where a good month tends to follow a good one (correlation of .5), marks say less: "
            "nine charts in ten have one, and 15 of 100 newest months.",
        ),
        (
            "hold",
            "On course?",
            "Yes: the whole usual range lies on the good side of the standard, so it will be met almost every month as "
            f"things are; {MISSED_WITHIN_A_YEAR} services judged so miss it within a year, {MISSED_ON_TRIAL} where the "
            "range is provisional, and one in ten where the standard is only just outside the range. No: it lies on "
            "the other side, so meeting it needs a different way of working. Sometimes: it includes the standard.",
        ),
        (
            "units",
            "Units side by side",
            "With fewer answers a value strays further, so each unit is compared with a band that is wider for few. "
            f"Only those outside it by more than chance are named; "
            f"{numbers.share(0.998, 1)} and {numbers.share(0.95)} bands are drawn.",
        ),
        (
            "mix",
            "Mix and within",
            "A total changes because its parts really changed (within), or because their proportions did (mix). The "
            "two add up to the change exactly.",
        ),
    ]
