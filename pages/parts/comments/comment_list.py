"""What people wrote: how many, how happy they were, what put them off, and the comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from db.queries.comments import Comment, CommentCounts
from metrics.answers.formulas import WithinLimit
from metrics.answers.satisfaction_bands import Mood
from metrics.answers.turn_offs import BY_ID, turn_offs
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Audience, Item, Scope
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.sentences import in_period
from pages.parts import html
from pages.parts.metric_cells import link_to

MOODS = {Mood.UNHAPPY: "Not happy", Mood.BETWEEN: "In between", Mood.HAPPY: "Happy"}
_SIGNS = {Mood.UNHAPPY: ("▼", Sense.WORSE), Mood.BETWEEN: ("–", Sense.NEITHER), Mood.HAPPY: ("▲", Sense.BETTER)}
YES_OR_NO = (0, 1)


def who_wrote(scope: Scope) -> str:
    """What the people of a scope are called."""
    return "staff" if scope.audience is Audience.STAFF else "customers"


def headline(found: CommentCounts, scope: Scope) -> str:
    """The answer of the page: how many of those who wrote were not happy."""
    when, who = in_period(scope), who_wrote(scope)
    unhappy = found.moods[Mood.UNHAPPY]
    if not found.written:
        return f"No comment was written {when}."
    if not any(found.moods.values()):
        return f"{numbers.count(found.written, who)} wrote {when}, without giving a score."
    if not unhappy:
        return f"None of the {numbers.count(found.written, who)} who wrote {when} was unhappy."
    if found.written == 1:
        return f"The one {numbers.one_of(who)} who wrote {when} was not happy."
    verb = "was" if unhappy == 1 else "were"
    return f"{numbers.plain(unhappy, 0)} of the {numbers.count(found.written, who)} who wrote {when} {verb} not happy."


def opening(found: CommentCounts, scope: Scope) -> Markup:
    """The headline, how many comments there are, and what was done to them."""
    answered = numbers.count(found.answered, "answers")
    lead = f"{answered}, all of them scores without words."
    if found.written:
        lead = (
            f"{answered}, {numbers.plain(found.written, 0)} of them with a comment. “Not happy”: 0–6 out of 10, 1–2 "
            "out of 5, or a broken promise. E-mail addresses and telephone numbers were masked when the file was read."
        )
    return html.headline(headline(found, scope), lead)


def too_few(answered: int, scope: Scope) -> Markup:
    """In place of the comments where they could be traced to a person."""
    lead = (
        f"{numbers.count(answered, 'answers').capitalize()} {in_period(scope)}: with so few, a comment could be traced "
        "to the person. Choose a longer period or a larger unit above."
    )
    return html.headline("Too few answered to show what they wrote.", lead)


def put_off(found: CommentCounts, scope: Scope) -> Markup:
    """What put people off, most often first, each a link to its comments, with how it was found."""
    if not found.turn_offs:
        return Markup()
    rows = [
        (html.link(link_to("comments", scope, about=id_), BY_ID[id_].name), html.bold(numbers.plain(n, 0)))
        for id_, n in sorted(found.turn_offs.items(), key=lambda pair: -pair[1])
    ]
    those = numbers.count(found.written - found.moods[Mood.HAPPY], "comments")
    if found.read < found.written:
        those = f"the newest {numbers.count(found.read, 'comments')}"
    return html.section(
        "What put people off",
        html.facts("Turn-offs, and how many comments mention them", rows, "facts"),
        html.note(
            f"Based on key words in {those} that were not fully positive; some will be missed, and one comment can "
            "mention several."
        ),
    )


def listed(found: Sequence[Comment], shown_units: Mapping[str, str], *, with_scores: bool) -> Markup:
    """The comments, newest first; `shown_units` says how each unit may be named."""
    if not found:
        return html.paragraph("finding", "No comment matches. Remove a word or a choice above.")
    items = (_comment(one, shown_units.get(one.unit, ""), with_scores=with_scores) for one in found)
    return html.bullets(items, "comments")


def _comment(one: Comment, unit: str, *, with_scores: bool) -> Markup:
    mood, told = one.mood, list[str]()
    if mood is not None:
        sign, sense = _SIGNS[mood]
        told.append(html.span(sense, html.tag("i", sign, aria_hidden="true"), f" {MOODS[mood]}"))
    if with_scores:
        told += [score(item, points) for item, points in one.scores]
    when = numbers.short_month(one.month) if one.day is None else numbers.short_day(one.day)
    told += [part for part in (unit.replace("/", " › "), one.channel, when) if part]
    off = turn_offs(one.text) if mood is not Mood.HAPPY else ()
    tags = (html.joined(" ", html.span("tag", each.name)) for each in off)
    quoted = html.tag("blockquote", " ".join(one.text.split()))
    return html.joined(quoted, html.paragraph("small", html.between(" · ", told), *tags))


def score(item: Item, points: float) -> str:
    """A score as a person would say it: “would recommend 3 of 10”, “promises kept: no”, “answered after 75 seconds”."""
    metric = CATALOGUE[item.metric]
    name = metric.answer or metric.name.lower()
    if isinstance(metric.formula, WithinLimit):
        return f"{name} {numbers.count(points, metric.formula.unit)}"
    if item.scale is None:
        return f"{name} {numbers.plain(points, 0)}"
    if (item.scale.low, item.scale.high) == YES_OR_NO:
        return f"{name}: {'yes' if points else 'no'}"
    return f"{name} {numbers.plain(points, 0)} of {item.scale.high}"


def named_units(answered: Mapping[str, int], smallest_n: int) -> dict[str, str]:
    """How each unit may be named beside a comment: by itself, or by the nearest one above with enough answers."""
    totals: dict[str, int] = {}
    for path, n in answered.items():
        for above in lines_upwards(path):
            totals[above] = totals.get(above, 0) + n
    return {path: next((own for own in lines_upwards(path) if totals[own] >= smallest_n), "") for path in answered}


def lines_upwards(path: str) -> list[str]:
    """The path and those above it: “North/Leeds”, “North”."""
    names = path.split("/")
    return ["/".join(names[:depth]) for depth in range(len(names), 0, -1)]
