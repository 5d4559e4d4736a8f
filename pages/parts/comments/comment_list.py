"""What people wrote, as HTML in one line: how many, how content they were, what put them off, and the comments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from db.queries.comments import Comment, CommentCounts
from metrics.answers.formulas import WithinLimit
from metrics.answers.satisfaction_bands import Mood
from metrics.answers.turn_offs import BY_ID, turn_offs
from metrics.catalogue import CATALOGUE
from metrics.vocabulary import Audience, Item, Scope
from pages.figures.palette import Sense
from pages.language import numbers
from pages.language.sentences import in_period
from pages.parts import metric_cells

MOODS = {Mood.UNHAPPY: "Not happy", Mood.BETWEEN: "In between", Mood.HAPPY: "Happy"}
_SIGNS = {Mood.UNHAPPY: ("▼", Sense.WORSE), Mood.BETWEEN: ("–", Sense.NEITHER), Mood.HAPPY: ("▲", Sense.BETTER)}
_SCORE_NAMES = {"nps": "would recommend", "csat": "satisfied", "ces": "easy", "enps": "would recommend as employer",
                "hold_time": "answered after", "complaint_resolution": "resolved after"}  # fmt: skip
YES_OR_NO = (0, 1)


def who_wrote(scope: Scope) -> str:
    """What the people of a scope are called."""
    return "staff" if scope.audience is Audience.STAFF else "customers"


def headline(found: CommentCounts, scope: Scope) -> str:
    """The answer of the page: how many of those who wrote were not happy."""
    when, who = in_period(scope), who_wrote(scope)
    unhappy = found.moods[Mood.UNHAPPY]
    if not found.written:
        return f"Nobody wrote a comment {when}."
    if not unhappy:
        return f"None of the {numbers.count(found.written, who)} who wrote {when} was unhappy."
    if found.written == 1:
        return f"The one {numbers.one_of(who)} who wrote {when} was not happy."
    verb = "was" if unhappy == 1 else "were"
    return f"{numbers.plain(unhappy, 0)} of the {numbers.count(found.written, who)} who wrote {when} {verb} not happy."


def opening(found: CommentCounts, scope: Scope) -> str:
    """The headline, what the comments stand on, and what was done to them."""
    title = f'<h1 class="headline">{escape(headline(found, scope))}</h1>'
    if not found.written:
        return f'{title}<p class="lead">{numbers.count(found.answered, "answers")}, all of them scores alone.</p>'
    return (
        f'{title}<p class="lead">'
        f"{numbers.count(found.answered, 'answers')}, {numbers.plain(found.written, 0)} of them with a comment. "
        "Not happy is who gave 0 to 6 of 10, or a score in the lower two fifths of another scale. "
        "E-mail addresses and telephone numbers were masked when the file was read.</p>"
    )


def too_few(answered: int, scope: Scope) -> str:
    """In place of the comments where they could be traced to a person."""
    return (
        f'<h1 class="headline">Too few answered to show what they wrote.</h1><p class="lead">'
        f"{numbers.count(answered, 'answers').capitalize()} {escape(in_period(scope))}: with so few, a comment "
        "could be traced to the person. Choose a longer period or a larger unit above.</p>"
    )


def put_off(found: CommentCounts, scope: Scope) -> str:
    """What put people off, most often first, each a link to its comments, with how it was found."""
    if not found.turn_offs:
        return ""
    rows = "".join(
        f'<tr><th scope="row"><a href="{metric_cells.link_to("comments", scope, about=id_)}" target="_self">'
        f"{escape(BY_ID[id_].name)}</a></th><td><b>{numbers.plain(n, 0)}</b></td></tr>"
        for id_, n in sorted(found.turn_offs.items(), key=lambda pair: -pair[1])
    )
    of = f"the {numbers.count(found.written - found.moods[Mood.HAPPY], 'comments')}"
    if found.read < found.written:
        of = f"those of the newest {numbers.count(found.read, 'comments')}"
    return (
        '<section class="section"><h2>What put people off</h2><table class="facts"><caption class="unseen">'
        f"Turn-offs, and how many comments tell of them</caption>{rows}</table>"
        f'<p class="note">Found by words in {of} of people who were not happy throughout. '
        "Words find most of what is said, never all; one comment can tell of several.</p></section>"
    )


def listed(found: Sequence[Comment], shown_units: Mapping[str, str], *, with_scores: bool) -> str:
    """The comments, newest first; `shown_units` says how each unit may be named."""
    if not found:
        return '<p class="finding">No comment fits. Take a word or a choice away above.</p>'
    items = "".join(_comment(one, shown_units.get(one.unit, ""), with_scores=with_scores) for one in found)
    return f'<ul class="comments">{items}</ul>'


def _comment(one: Comment, unit: str, *, with_scores: bool) -> str:
    mood, told = one.mood, []
    if mood is not None:
        sign, sense = _SIGNS[mood]
        told.append(f'<span class="{sense}"><i aria-hidden="true">{sign}</i> {MOODS[mood]}</span>')
    if with_scores:
        told += [escape(score(item, points)) for item, points in one.scores]
    when = numbers.short_month(one.month) if one.day is None else numbers.short_day(one.day)
    told += [escape(part) for part in (unit.replace("/", " › "), one.channel, when) if part]
    off = turn_offs(one.text) if mood is not Mood.HAPPY else ()
    tags = "".join(f' <span class="tag">{escape(each.name)}</span>' for each in off)
    said = escape(" ".join(one.text.split()))
    return f'<li><blockquote>{said}</blockquote><p class="small">{" · ".join(told)}{tags}</p></li>'


def score(item: Item, points: float) -> str:
    """A score as a person would say it: “would recommend 3 of 10”, “promises kept: no”, “answered after 75 seconds”."""
    metric = CATALOGUE[item.metric]
    name = _SCORE_NAMES.get(item.metric, metric.name.lower())
    if isinstance(metric.formula, WithinLimit):
        return f"{name} {numbers.count(points, metric.formula.unit)}"
    if item.scale is None:
        return f"{name} {numbers.plain(points, 0)}"
    if (item.scale.low, item.scale.high) == YES_OR_NO:
        return f"{name}: {'yes' if points else 'no'}"
    return f"{name} {numbers.plain(points, 0)} of {item.scale.high}"


def named_units(answered: Mapping[str, int], smallest_n: int) -> dict[str, str]:
    """How each unit may be named beside a comment: by itself, or by the nearest one above with answers enough."""
    totals: dict[str, int] = {}
    for path, n in answered.items():
        for above in lines_upwards(path):
            totals[above] = totals.get(above, 0) + n
    return {path: next((own for own in lines_upwards(path) if totals[own] >= smallest_n), "") for path in answered}


def lines_upwards(path: str) -> list[str]:
    """The path and those above it: “North/Leeds”, “North”."""
    names = path.split("/")
    return ["/".join(names[:depth]) for depth in range(len(names), 0, -1)]
