"""The columns of survey results that came counted.

Groups of the Net Promoter Score, a top box and n, a count for each score, how often each score stands row by row, or a
mean with its standard deviation and n.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from db.formats.columns.figures.counted_headings import HeadingSays, heading_says
from db.formats.columns.figures.role_candidates import missing_roles
from db.formats.columns.figures.role_headings import USUAL, by_usual_headings
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import Choice, Question, QuestionKind, Reason, asked_columns
from db.formats.columns.roles import NPS_GROUP_ROLES, Role
from db.formats.columns.suggestion import Suggestion, ignored
from db.formats.columns.topics import legend
from db.formats.files.headings import Heading, words
from db.formats.values.answer_labels import are_nps_groups, is_no_answer, strength, word_scale
from db.formats.values.dates import date_evidence, month_named
from db.formats.values.lexicon import (
    COUNTED_ANSWER,
    EASY,
    NPS_GROUPS,
    RESPONSE_ID_HEADINGS,
    SATISFIED,
    SCORE_HEADINGS,
    STARS,
    UNIT_HEADINGS,
    VALUE_NAMES,
)
from db.formats.values.numbers import both_readings, number
from db.formats.values.periods import period_named
from db.formats.values.scores import whole_number
from metrics.answers.formulas import MeanScore, NetScore, Share, TopBox
from metrics.catalogue import CATALOGUE, METRICS
from metrics.vocabulary import Kind, Scale

_PLACES = (Role.MONTH, Role.UNIT, Role.CHANNEL, Role.METRIC, Role.PERSONAL)
_SIDE_BY_SIDE = frozenset({*NPS_GROUP_ROLES, Role.COUNT})
_TOPS = (10, 7, 6, 5, 4, 3)
_TEN, _FIVE, _SEVEN = Scale(0, 10), Scale(1, 5), Scale(1, 7)
_OF_ONE_METRIC = (Role.COUNT, Role.TOP_BOX, Role.SHARE, Role.MEAN, Role.VALUE)
_FEWEST_LABELS = 3
_FEWEST_SCORES = 2
_LOOKED_AT = 400
_HIGHEST_MEAN = 10
_MOSTLY = 0.7
METRIC_NAMES = {words(name): one.id for one in METRICS for name in (one.id, one.name, *VALUE_NAMES.get(one.id, ()))}
_STARS = re.compile(rf"(?:{STARS})", re.IGNORECASE)
_ALREADY = "It follows from the other columns."
Made = dict[int, Suggestion]


def counted_suggestions(headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column of a file of counted results."""
    usual = by_usual_headings(Kind.COUNTED, headings, found)
    made: Made = {place: one for place, one in enumerate(usual) if one.role in _PLACES}
    made |= _finest_unit(headings, found, made)
    made |= _by_content(found, made)
    free = {
        place: column
        for place, column in enumerate(found.columns)
        if place not in made and column.filled and column_of_numbers(column)
    }
    says = {place: heading_says(headings[place].name) for place in free}
    shares = {place for place, column in free.items() if any("%" in text for text in column.texts)}
    made |= _groups(says)
    made |= _points(headings, {place: one for place, one in says.items() if place not in shares}, made)
    made |= _labels(headings, free.keys() - shares, made)
    made |= _long_form(headings, found, says, made)
    made |= _boxes_and_means(headings, free, says, made)
    made |= _sizes(says, made)
    return [made.get(place) or ignored("The heading is none of this kind's.") for place in range(len(headings))]


def _finest_unit(headings: Sequence[Heading], found: TableProfile, made: Made) -> Made:
    """Of several columns of units, such as region and branch, the one that names most."""
    named = [place for place, heading in enumerate(headings) if words(heading.name) in UNIT_HEADINGS]
    named = [place for place in named if place not in made or made[place].role is Role.UNIT]
    if len(named) < 2:
        return {}
    finest = max(named, key=lambda place: (len(found.columns[place].texts), -place))
    coarser = ignored("Another column names more units.")
    return {**dict.fromkeys(named, coarser), finest: Suggestion(Role.UNIT, USUAL, "The heading says unit.")}


def _by_content(found: TableProfile, made: Made) -> Made:
    """The month and the metric of each row where no heading says so, but the cells of one column all do."""
    held = {one.role for one in made.values()}
    free = {place: list(column.texts) for place, column in enumerate(found.columns) if place not in made}
    more: Made = {}
    for role, says in ((Role.MONTH, _names_a_month), (Role.METRIC, _names_a_metric)):
        told = [place for place, texts in free.items() if texts and all(map(says, texts[:_LOOKED_AT]))]
        if role not in held and len(told) == 1:
            more[told[0]] = Suggestion(role, USUAL, f"Every cell names a {role.value}.")
    return more


def _names_a_month(text: str) -> bool:
    is_quarter = not text.strip().isdigit() and period_named(text) is not None
    return is_quarter or month_named(text) is not None or date_evidence([text]).dates > 0


def _names_a_metric(text: str) -> bool:
    return words(text) in METRIC_NAMES


def are_counted(headings: Sequence[Heading], found: TableProfile) -> bool:
    """Whether a table holds survey results that somebody counted: no ids of people, and all that one result needs."""
    if any(names_a_response(heading) for heading in headings):
        return False
    made = counted_suggestions(headings, found)
    held = {one.role for one in made}
    has_place = Role.MONTH in held or Role.UNIT in held
    if not lacking_parts(made) and (has_place or not held & {Role.MEAN, Role.SHARE, Role.TOP_BOX, Role.VALUE}):
        return not _are_ticks(made, found.columns)
    return has_place and held >= {Role.MEAN, Role.N} and bool(averages_alone(made))


def names_a_response(heading: Heading) -> bool:
    """Whether a heading is that of the ids of people or answers, not of places: “Response ID”, no “Branch ID”."""
    name = words(heading.name)
    return name in RESPONSE_ID_HEADINGS or (name.endswith(" id") and name.removesuffix(" id") not in UNIT_HEADINGS)


def lacking_parts(columns: Collection[Suggestion]) -> list[Role]:
    """What the columns lack to give one result; empty where they give one."""
    held = {one.role for one in columns}
    if held >= {Role.PROMOTERS, Role.DETRACTORS} and held & {Role.PASSIVES, Role.N}:
        return []
    if Role.N in held and held & {Role.TOP_BOX, Role.SHARE, Role.VALUE, Role.MEAN}:
        return []
    if any(one.role is Role.COUNT and one.point is not None for one in columns) or held >= {Role.SCORE, Role.COUNT}:
        return []
    if held & set(NPS_GROUP_ROLES):
        return [role for role in (Role.PROMOTERS, Role.DETRACTORS, Role.N) if role not in held]
    if held & {Role.MEAN, Role.SD}:
        return [role for role in (Role.MEAN, Role.N) if role not in held]
    if Role.SCORE in held or Role.COUNT in held:
        return [role for role in (Role.SCORE, Role.COUNT) if role not in held]
    return [Role.N] if held & {Role.TOP_BOX, Role.SHARE, Role.VALUE} else [Role.TOP_BOX, Role.N]


def averages_alone(made: Sequence[Suggestion]) -> str:
    """The metric of which only an average is there, though it needs to know how many gave each score; "" for none."""
    told = {
        one.metric for one in made if one.role in (*NPS_GROUP_ROLES, Role.TOP_BOX, Role.SHARE, Role.COUNT, Role.VALUE)
    }
    means = [one.metric for one in made if one.role is Role.MEAN and one.metric]
    lone = [metric for metric in means if not isinstance(CATALOGUE[metric].formula, MeanScore)]
    return lone[0] if lone and not told and len(lone) == len(means) else ""


def metric_question(
    headings: Sequence[Heading], columns: Mapping[int, Suggestion], scale: Scale | None = None
) -> Question | None:
    """The question which metric the counts are of; `columns` are those without one, by their number from 1."""
    leading = [index for index, one in columns.items() if one.role in _OF_ONE_METRIC]
    if any(columns[index].role is Role.COUNT for index in leading):
        leading = [index for index in leading if columns[index].role is Role.COUNT]
        scores = [index for index, one in columns.items() if one.role is Role.SCORE]
        leading = scores or leading
    if not leading:
        return None
    first = columns[leading[0]]
    scale = first.scale or scale
    last = leading[-1] if leading[-1] - leading[0] + 1 == len(leading) else leading[0]
    choices = tuple(
        Choice(leading[0], last, first.role, one.id, scale) for one in METRICS if _may_be(one.id, first.role, scale)
    )
    asked = asked_columns(headings, range(leading[0], last + 1))
    best = choices[0].metric if choices else None
    return Question(QuestionKind.METRIC, asked, best, scale, choices, Reason.NAMELESS)


def _may_be(metric: str, role: Role, scale: Scale | None) -> bool:
    formula = CATALOGUE[metric].formula
    if role is Role.MEAN:
        return isinstance(formula, MeanScore)
    if role is Role.VALUE:
        return isinstance(formula, NetScore)
    if role in (Role.TOP_BOX, Role.SHARE):
        return isinstance(formula, TopBox | Share) and formula.scale is not None
    return formula.scale is not None and (scale is None or formula.accepts(scale))


def column_of_numbers(column: ColumnProfile) -> bool:
    """Whether most cells are numbers, with or without a sign of per cent."""
    cells = {text: n for text, n in list(column.texts.items())[:_LOOKED_AT] if not is_no_answer(text)}
    numbers = sum(n for text, n in cells.items() if _is_number(text.strip().rstrip("% \u00a0")))
    return bool(cells) and numbers >= _MOSTLY * sum(cells.values())


def _is_number(text: str) -> bool:
    return number(text) is not None or bool(both_readings(text))


def _numbers(column: ColumnProfile) -> list[float]:
    found = (number(text.strip().rstrip("% \u00a0")) for text in list(column.texts)[:_LOOKED_AT])
    return [value for value in found if value is not None]


def _are_ticks(made: Sequence[Suggestion], columns: Sequence[ColumnProfile]) -> bool:
    """Whether the counts side by side could as well be choices that people ticked: no cell is more than 1."""
    side = [column for one, column in zip(made, columns, strict=True) if one.role in _SIDE_BY_SIDE]
    return len(side) > 1 and all(max(_numbers(column), default=0) <= 1 for column in side)


def _groups(says: Mapping[int, HeadingSays]) -> Made:
    """Promoters, passives and detractors, one column each; a count of each goes before its percentage."""
    found: dict[tuple[Role, str | None], int] = {}
    for place, one in sorted(says.items(), key=lambda pair: pair[1].is_percent):
        if one.role in NPS_GROUP_ROLES:
            found.setdefault((one.role, one.metric), place)
    if not {role for role, _ in found} >= {Role.PROMOTERS, Role.DETRACTORS}:
        return {}  # “Neutral” alone is a word of another scale
    return {
        place: Suggestion(role, USUAL, "Counts a group of the Net Promoter Score.", metric)
        for (role, metric), place in found.items()
    }


def _points(headings: Sequence[Heading], says: Mapping[int, HeadingSays], made: Made) -> Made:
    """The counts of every score of a scale, side by side; a set that is not whole is none. Stars rate satisfaction."""
    names = {place: _STARS.search(headings[place].name) is not None for place in says}
    sets: dict[str | None, dict[int, int]] = defaultdict(dict)
    for place, one in says.items():
        if one.role is Role.COUNT and one.point is not None and not one.is_percent and place not in made:
            sets[one.metric].setdefault(one.point, place)
    found: Made = {}
    for metric, places in sets.items():
        scale = _whole(places)
        if scale is not None:
            known = metric if metric and CATALOGUE[metric].formula.accepts(scale) else None
            known = known or ("nps" if metric is None and scale == _TEN else None)
            known = known or ("csat" if metric is None and any(names[place] for place in places.values()) else None)
            for point, place in places.items():
                why = f"Counts the answers of {point} on {scale.low} to {scale.high}."
                found[place] = Suggestion(Role.COUNT, USUAL, why, known, scale, point=point)
    return found


def _whole(points: Collection[int]) -> Scale | None:
    """The scale of which every point is there; None where one is missing."""
    top = max(points, default=0)
    low = min(points, default=0)
    is_scale = top in _TOPS and (low == 1 or (low == 0 and top == _TEN.high))
    return Scale(low, top) if is_scale and set(points) == set(range(low, top + 1)) else None


def _labels(headings: Sequence[Heading], free: Collection[int], made: Made) -> Made:
    """The counts of every label of a scale, side by side: “Very satisfied”, “Satisfied” and so on."""
    labelled = {
        place: headings[place].name
        for place in sorted(free)
        if place not in made and strength(words(headings[place].name)) is not None
    }
    scale = word_scale(labelled.values()) if len(labelled) >= _FEWEST_LABELS else None
    if scale is None or any(role in NPS_GROUP_ROLES for role in (one.role for one in made.values())):
        return {}
    metric = _metric_of_words(scale.family)
    found = {}
    for place, name in labelled.items():
        point = scale.scores.get(words(name))
        if point is None:
            return {}
        why = f"Counts the answers “{name.strip()}”."
        found[place] = Suggestion(Role.COUNT, USUAL, why, metric, scale.scale, point=point)
    points = [one.point for one in found.values()]
    return found if len(points) == len(set(points)) else {}


def _metric_of_words(family: str) -> str | None:
    return {"satisfaction": "csat", "ease": "ces"}.get(family)


def _long_form(headings: Sequence[Heading], found: TableProfile, says: Mapping[int, HeadingSays], made: Made) -> Made:
    """A column of scores, groups or words, and one that counts how often each was given."""
    counts = [place for place, one in says.items() if one.role is Role.N and place not in made]
    if not counts or any(one.role is Role.COUNT or one.role in NPS_GROUP_ROLES for one in made.values()):
        return {}
    for place, (heading, column) in enumerate(zip(headings, found.columns, strict=True)):
        name = words(heading.name)
        if place in made or place in counts or (name not in SCORE_HEADINGS and name not in COUNTED_ANSWER):
            continue
        if scored := _scores(heading, column, has_metric=any(one.role is Role.METRIC for one in made.values())):
            counting = Suggestion(Role.COUNT, USUAL, "Counts how often the score was given.", scored.metric)
            return {place: scored, counts[0]: counting}
    return {}


def _scores(heading: Heading, column: ColumnProfile, *, has_metric: bool) -> Suggestion | None:
    texts = [text for text in column.texts if not is_no_answer(text)]
    if has_metric and texts and all(whole_number(text) is not None for text in texts):
        return Suggestion(Role.SCORE, USUAL, "The score that the line counts, of the metric it names.")
    if len(texts) < _FEWEST_SCORES or column.is_full or column.filled < len(texts):
        return None
    why = "The score or group that the line counts."
    if are_nps_groups(texts):
        return Suggestion(Role.SCORE, USUAL, why, None if has_metric else "nps", _TEN, dict(NPS_GROUPS))
    points = [point for text in texts if (point := whole_number(text)) is not None]
    if len(points) == len(texts):
        scale = _covered(points)
        metric = "nps" if scale == _TEN else _of_heading(heading)
        return Suggestion(Role.SCORE, USUAL, why, None if has_metric else metric, scale) if scale else None
    labels = word_scale(texts)
    if labels is None or not {words(text) for text in texts} <= {words(text) for text in labels.scores}:
        return None
    metric = None if has_metric else _metric_of_words(labels.family)
    return Suggestion(Role.SCORE, USUAL, why, metric, labels.scale, dict(labels.scores))


def _covered(points: Sequence[int]) -> Scale | None:
    """The scale that the scores of a column cover, most of it at least."""
    whole = _whole(points)
    if whole is not None:
        return whole
    top = max(points)
    scale = _TEN if top > _SEVEN.high else _SEVEN if top > _FIVE.high else None
    return scale if scale and 2 * len(set(points)) > scale.high - scale.low and min(points) >= scale.low else None


def _of_heading(heading: Heading) -> str | None:
    if EASY.search(heading.text):
        return "ces"
    return "csat" if _STARS.search(heading.name) or SATISFIED.search(heading.text) else None


def _boxes_and_means(
    headings: Sequence[Heading], free: Mapping[int, ColumnProfile], says: Mapping[int, HeadingSays], made: Made
) -> Made:
    """Top boxes as counts or percentages, and means; of a metric that is counted better already, neither."""
    counted = {one.metric for one in made.values() if one.role is Role.COUNT or one.role in NPS_GROUP_ROLES}
    names_metric = any(one.role is Role.METRIC for one in made.values())
    found: Made = {}
    roles: set[tuple[Role, str | None]] = set()
    means_scores = any(one.role is Role.SD or one.role is Role.MEAN for one in says.values())
    ordered = sorted(says.items(), key=lambda pair: pair[1].is_percent)
    for place, one in ordered:
        if place in made or not (one.role in _WHY or (one.role is None and one.metric is not None)):
            continue
        role: Role | None = one.role if one.role in _WHY else None
        if role is Role.TOP_BOX and _is_percentage(one, free[place]):
            role = Role.SHARE
        elif one.role is None and one.metric is not None:
            role = _value_role(one, free[place], means_scores=means_scores)
        may_be_usual = role in (Role.TOP_BOX, Role.SHARE) and "csat" not in counted and not names_metric
        metric = one.metric or ("csat" if may_be_usual else None)
        taken = (Role.TOP_BOX if role is Role.SHARE else role or Role.IGNORED, metric)
        if role is None or taken in roles or (metric in counted and metric is not None):
            found[place] = ignored(_ALREADY)
            continue
        roles.add(taken)
        scale = _mean_scale(headings[place], free[place], metric) if role is Role.MEAN else None
        found[place] = Suggestion(role, USUAL, _WHY[role], metric, scale)
    return found


_WHY = {
    Role.TOP_BOX: "Counts those who chose the top points.",
    Role.SHARE: "The percentage who chose the top points.",
    Role.MEAN: "The mean of the scores.",
    Role.SD: "The standard deviation of the scores.",
    Role.VALUE: "The Net Promoter Score itself.",
}


def _is_percentage(one: HeadingSays, column: ColumnProfile) -> bool:
    return one.is_percent or any("%" in text for text in column.texts)


def _value_role(one: HeadingSays, column: ColumnProfile, *, means_scores: bool) -> Role | None:
    """What a column under the bare name of a metric holds: a percentage, a mean, or a value that says too little."""
    assert one.metric is not None
    formula = CATALOGUE[one.metric].formula
    values = _numbers(column)
    if isinstance(formula, NetScore):  # smaller numbers may be means of the answers from 0 to 10
        return Role.VALUE if max(map(abs, values), default=0) > _HIGHEST_MEAN else None
    if isinstance(formula, MeanScore):
        return Role.MEAN
    if _is_percentage(one, column) or (not means_scores and max(values, default=0) > _HIGHEST_MEAN):
        return Role.SHARE
    return Role.MEAN


def _mean_scale(heading: Heading, column: ColumnProfile, metric: str | None) -> Scale | None:
    """The scale of a mean: stated in its heading, or the only one on which its values can be."""
    stated = legend(heading.name).scale
    if stated is not None:
        return stated
    own = CATALOGUE[metric].formula.scale if metric else None
    return own if own is not None and max(_numbers(column), default=0) > _FIVE.high else None


def _sizes(says: Mapping[int, HeadingSays], made: Made) -> Made:
    """How many answered: for one metric under its name, else for all."""
    found: Made = {}
    taken: set[str | None] = set()
    for place, one in says.items():
        if one.role is Role.N and place not in made and one.metric not in taken:
            taken.add(one.metric)
            found[place] = Suggestion(Role.N, USUAL, "How many answered.", one.metric)
    return found


def counted_questions(
    columns: Mapping[int, Suggestion],
    said: Collection[Role],
    headings: Sequence[Heading],
    found: TableProfile,
    free: Mapping[int, Suggestion],
) -> list[Question]:
    """What a file of counted results leaves open; `columns` are those in use, by their number from 1.

    `said` are roles that a person gave for all rows, `free` the columns that hold nothing yet.
    """
    used = {index: one for index, one in columns.items() if one.role is not Role.IGNORED}
    held = {one.role for one in used.values()} | set(said)
    lacking = [*([] if Role.MONTH in held else [Role.MONTH]), *lacking_parts(list(used.values()))]
    if lacking:
        return [missing_roles(Kind.COUNTED, lacking, headings, found, free)]
    nameless = {index: one for index, one in used.items() if one.metric is None}
    if Role.METRIC not in held and (asked := metric_question(headings, nameless)):
        return [asked]
    return [
        _scale_question(headings, index, one)
        for index, one in used.items()
        if one.role is Role.MEAN and one.metric and one.scale is None
    ]


def _scale_question(headings: Sequence[Heading], index: int, one: Suggestion) -> Question:
    choices = tuple(Choice(index, index, Role.MEAN, one.metric, scale) for scale in (_FIVE, _SEVEN, _TEN))
    columns = asked_columns(headings, [index])
    return Question(QuestionKind.SCALE, columns, one.metric, _FIVE, choices, Reason.MEANS)
