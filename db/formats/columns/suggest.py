"""A role for every column of a table, with how sure it is and why. Proposes; decides nothing and stores nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from db.formats.columns.figures.figure_columns import figure_suggestions
from db.formats.columns.metric_headings import documented_score
from db.formats.columns.multi_column import is_bare_question, one_hot
from db.formats.columns.plausibility import doubt_scales
from db.formats.columns.profile import ColumnProfile, TableProfile
from db.formats.columns.questions import (
    Question,
    QuestionKind,
    Reason,
    asked_column,
    asked_columns,
    score_choices,
    score_question,
)
from db.formats.columns.rating import joined_suggestion, nameless_score, score_suggestion
from db.formats.columns.response_ids import id_suggestion
from db.formats.columns.roles import SHARED, Role
from db.formats.columns.score_values import column_answers
from db.formats.columns.suggestion import SURE, Suggestion, ignored
from db.formats.columns.survey_types import TYPE_HEADINGS, say_types, survey_types
from db.formats.columns.time_units import doubt_time_units
from db.formats.columns.topics import asked_metric
from db.formats.columns.unused_reasons import why_unused
from db.formats.columns.weights import weight_suggestion
from db.formats.files.headings import Heading, key, plain, words
from db.formats.tools.layout import ExportFormat
from db.formats.values.answer_labels import are_nps_groups, is_no_answer, word_scale, yes_or_no
from db.formats.values.dates import date_evidence
from db.formats.values.durations import seconds_in
from db.formats.values.lexicon import (
    ANY_COMMENT,
    CHANNEL_HEADINGS,
    CHANNEL_QUESTION,
    COMMENT_HEADINGS,
    DATE_HEADINGS,
    DIMENSION,
    EASY,
    EXPERIENCE,
    FOLLOW_UP,
    LANGUAGE,
    OPEN,
    OTHER_DAY,
    OWN_WORDS,
    RECOMMEND,
    RESPONSE_ID_HEADINGS,
    SATISFIED,
    UNIT_HEADINGS,
)
from db.formats.values.numbers import number
from db.formats.values.personal_data import personal_content, personal_heading
from metrics.vocabulary import Kind, Scale

_LONGEST_HEADING = 12
_LONGEST_NAME = 60
_FEWEST_ANSWERS = 20
_FEW = 0.2  # of the answers: more different texts than these are no groups


def dimension_suggestion(heading: Heading, column: ColumnProfile, *, is_nameless: bool) -> Suggestion | None:
    """The column as something to tell answers apart by; None where it is none.

    Never sure: which of several such columns is the unit, a person must say. In a table without headings
    (`is_nameless`) a column of few texts that come again and again is enough.
    """
    texts = [text for text in column.texts if not is_no_answer(text)]
    if heading.choice or not texts or not _are_names(texts) or is_tick(heading, texts):
        return None
    if is_nameless:
        comes_again = column.filled >= _FEWEST_ANSWERS and 5 <= len(texts) <= 0.2 * column.filled
        return _offered(0.3, "Few texts that come again and again.") if comes_again and not _is_list(texts) else None
    bare = words(heading.question or heading.name)
    if any(asks.search(heading.text) for asks in (SATISFIED, RECOMMEND, EASY, EXPERIENCE)):
        return None
    if CHANNEL_QUESTION.search(bare) and _come_again(column, texts):
        return Suggestion(Role.CHANNEL, 0.5, "Says how people came; map it as the channel if so.")
    if len(bare.split()) > _LONGEST_HEADING or not DIMENSION.search(bare):
        return _offered(0.3, "Few texts that come again and again.") if _come_again(column, texts) else None
    has_own_each = column.is_full or (column.filled > _FEWEST_ANSWERS and len(texts) > 0.8 * column.filled)
    return _offered(0.3 if has_own_each else 0.5, "Answers could be told apart by this; map it as the unit if so.")


def _come_again(column: ColumnProfile, texts: list[str]) -> bool:
    """Whether a column has few texts, none of them words of a scale, each of which many gave."""
    is_few = column.filled >= _FEWEST_ANSWERS and 2 <= len(texts) <= _FEW * column.filled
    return is_few and not _is_list(texts) and word_scale(texts) is None


def _offered(confidence: float, why: str) -> Suggestion:
    return Suggestion(Role.UNIT, confidence, why)


def _are_names(texts: list[str]) -> bool:
    """Whether the texts are short and neither numbers nor yes and no."""
    looked_at = texts[:200]
    numbers = sum(number(text.rstrip("% ")) is not None or seconds_in(text) is not None for text in looked_at)
    if numbers > 0.2 * len(looked_at) or date_evidence(looked_at).dates > 0.2 * len(looked_at):
        return False
    if all(yes_or_no(text) is not None for text in looked_at):
        return False
    return sum(map(len, looked_at)) <= _LONGEST_NAME * len(looked_at)


def is_tick(heading: Heading, texts: list[str]) -> bool:
    """Whether a column is one choice of several, ticked or not: nothing but its own text, or yes and no."""
    if len(texts) == 1 and plain(texts[0]) in (plain(heading.name), plain(heading.choice)):
        return True
    return bool(heading.choice and texts) and all(yes_or_no(text) is not None for text in texts)


def _is_list(texts: list[str]) -> bool:
    """Whether many cells hold several choices at once."""
    return sum(";" in text or "," in text for text in texts) > 0.3 * len(texts)


_HEADINGS = (
    (Role.RESPONSE_ID, 0.9, RESPONSE_ID_HEADINGS),
    (Role.UNIT, 0.85, UNIT_HEADINGS),
    (Role.CHANNEL, 0.9, CHANNEL_HEADINGS),
    (Role.COMMENT, 0.9, COMMENT_HEADINGS),
)
_KNOWN = {name: (role, sure) for role, sure, names in _HEADINGS for name in names}
_LONG_TEXT = 25
_ONE_SCALE = ({"nps"}, {"enps"}, {"nps", "enps"})
_OPEN_TEXT = 12
_MOST_NAMED = 12
_TEN = 10
_LIKELY = 0.6
# Where fewer of the answers differ, they were chosen from a list.
_OWN_ANSWERS = 0.3


def suggestions(kind: Kind, form: ExportFormat, headings: Sequence[Heading], found: TableProfile) -> list[Suggestion]:
    """One suggestion for each column."""
    if kind is not Kind.SURVEY:
        return figure_suggestions(kind, headings, found)
    is_nameless = not any(heading.name for heading in headings)
    made = [
        weight_suggestion(heading, column, index)
        or _of_column(form, heading, column, index)
        or _of_text(heading, column, is_nameless=is_nameless)
        for index, (heading, column) in enumerate(zip(headings, found.columns, strict=True), 1)
    ]
    for points in one_hot(headings):
        joined = joined_suggestion(headings, points)
        made[points.first - 1 : points.last] = [joined] * len(points.points)
    _choose_date(headings, found, made)
    _read_by_question(found, made)
    for role in set(Role) - SHARED - {Role.RESPONDED_AT, Role.UNIT, Role.CHANNEL}:
        _keep_best(role, made)
    for role in (Role.UNIT, Role.CHANNEL):
        _keep_one_sure(role, made)
    _join_long_form(made)
    _say_types(headings, found, made)
    _leave_out_groups(made)
    doubt_scales(headings, found, made)
    doubt_time_units(headings, found, made)
    _doubt_doubles(headings, made)
    _take_comments_alone(made)
    return made


def _take_comments_alone(made: list[Suggestion]) -> None:
    """Where nothing is a score and one column alone holds long texts, these are what people said."""
    if any(one.role in (Role.SCORE, Role.METRIC) or (one.role is Role.COMMENT and one.is_used) for one in made):
        return
    texts = [i for i, one in enumerate(made) if one.role is Role.COMMENT and one.confidence >= _LIKELY]
    if len(texts) == 1:
        made[texts[0]] = Suggestion(Role.COMMENT, SURE, "The only long texts, in a file without scores.")


def informative_headings(headings: Sequence[Heading]) -> list[Heading]:
    """The headings that are usual over answers: of an id, a date, a unit, a channel, a comment."""
    return [heading for heading in headings if words(heading.name) in _KNOWN or _rank(heading) < len(DATE_HEADINGS)]


def _of_column(form: ExportFormat, heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    """What the heading, or cells that are plainly personal or scores, make of a column; None where neither tells."""
    if documented := form.roles.get(key(heading.name)) or form.roles.get(key(heading.question)):
        role, _, item = documented.partition(":")
        if item:
            return documented_score(heading, column, index, item)
        if role == Role.SCORE:
            return nameless_score(heading, column_answers(column), index)
        is_own = role == Role.IGNORED
        why = "A column of the tool's own, no answer." if is_own else "The tool always names this column so."
        return Suggestion(Role(role), 0.95, why)
    if plain(heading.name).startswith(form.asides):
        return ignored("The tool worked this out beside the question.", 0.95)
    return _personal(heading, column) or _named(form, heading, column, index)


def _personal(heading: Heading, column: ColumnProfile) -> Suggestion | None:
    """The column as something that says who a person is; None for any other."""
    if personal_heading(heading.name) and not is_tick(heading, list(column.texts)):
        return Suggestion(Role.PERSONAL, 0.95, "The heading names something personal.")
    kind = personal_content(column.texts)
    return Suggestion(Role.PERSONAL, 0.95, f"The cells are {kind}.") if kind else None


def _named(form: ExportFormat, heading: Heading, column: ColumnProfile, index: int) -> Suggestion | None:
    """What a heading that is usual over answers makes of the column, or scores that its cells plainly are."""
    if words(heading.name) == "metric" or _says_metric(heading, column):
        return Suggestion(Role.METRIC, 1.0, "Each row names its metric.")
    if not heading.choice and (numbered := id_suggestion(heading, column)):
        return numbered
    if known := _KNOWN.get(words(heading.name)):
        return _known(known[0], known[1], column)
    if words(heading.choice) in _KNOWN and _KNOWN[words(heading.choice)][0] is Role.COMMENT:
        return _known(Role.COMMENT, 0.9, column)
    if score := score_suggestion(heading, column, index):
        return _doubt_codes(score, heading, index) if form.writes_codes else score
    return None


def _says_metric(heading: Heading, column: ColumnProfile) -> bool:
    """Whether a column of survey types names only metrics that are asked on one scale everywhere."""
    return words(heading.name) in TYPE_HEADINGS and {text.strip().lower() for text in column.texts} in _ONE_SCALE


def _is_settled(made: Sequence[Suggestion]) -> bool:
    return any(one.role is Role.METRIC or (one.role is Role.SCORE and one.is_sure) for one in made)


def _read_by_question(found: TableProfile, made: list[Suggestion]) -> None:
    """A column of questions beside one of their answers names the metric of each row, where each asks one of its own.

    Where they do not, their answers must not be counted together.
    """
    for i, column in enumerate(found.columns):
        asked = [asked_metric(text) for text in column.texts] if len(column.texts) <= _MOST_NAMED else []
        known = [one for one in asked if one is not None]
        if len(set(known)) < 2 or _is_settled(made):
            continue
        if len(known) == len(asked) == len(set(known)):
            made[i] = Suggestion(Role.METRIC, 0.85, "Each row names its question, which asks one metric.")
            continue
        for place, one in enumerate(made):
            if one.role is Role.SCORE and one.metric is None and one.is_loose:
                made[place] = ignored("Answers to several questions, which cannot be counted together.", 0.95)


def _doubt_codes(score: Suggestion, heading: Heading, index: int) -> Suggestion:
    """Numbers that may be the codes of choices are asked about, except the 0 to 10 of a recommend question."""
    if not score.is_sure or score.words or score.scale == Scale(0, 10) or score.metric is None:
        return score
    columns = asked_column(heading, index)
    doubt = score_question(QuestionKind.DIRECTION, Reason.CODES, columns, score.metric, score.scale, turned=None)
    return replace(score, confidence=0.6, doubt=doubt)


def _known(role: Role, confidence: float, column: ColumnProfile) -> Suggestion:
    """A known heading, unless the cells speak against it: a unit with a name for every answer."""
    if role is Role.UNIT and column.filled > 50 and (column.is_full or len(column.texts) > 0.8 * column.filled):
        return Suggestion(role, 0.3, "The heading says units, but almost every answer has its own.")
    return Suggestion(role, confidence, f"The heading says {role.value.replace('_', ' ')}.")


def _of_text(heading: Heading, column: ColumnProfile, *, is_nameless: bool) -> Suggestion:
    """What a column of texts may be: people's own words, something to tell answers apart by, or nothing."""
    texts = list(column.texts)
    if not texts:
        return ignored(why_unused(heading, column))
    if heading.choice and len(texts) == 1 and plain(texts[0]) == plain(heading.choice):
        return ignored("One choice of several, ticked or not.")
    if LANGUAGE.search(words(heading.name)):
        return ignored("The language in which people answered.")
    if _is_follow_up(heading, column):
        has_own = column.is_full or _tell_apart(column)
        why = "The usual question for people's own words" + ("." if has_own else ", though few answers differ.")
        return Suggestion(Role.COMMENT, 0.85 if has_own else 0.5, why)
    if OWN_WORDS.search(words(heading.choice or heading.name)):
        return Suggestion(Role.COMMENT, 0.75, "People wrote here in their own words.")
    if _names_comments(heading):
        return Suggestion(Role.COMMENT, 0.5, "The heading asks for comments, though few differ or they are short.")
    if offered := dimension_suggestion(heading, column, is_nameless=is_nameless):
        return offered
    long = sum(map(len, texts)) / len(texts)
    is_open = OPEN.search(heading.text) is not None or is_bare_question(heading)
    if long >= _OPEN_TEXT and is_open and len(texts) > 0.5 * min(column.filled, 3000):
        return Suggestion(Role.COMMENT, 0.85, "Asks for people's own words.")
    if long >= _LONG_TEXT and len(texts) > 0.5 * min(column.filled, 3000):
        return Suggestion(Role.COMMENT, 0.6, "Long texts, almost every one different.")
    return ignored(why_unused(heading, column))


def _names_comments(heading: Heading) -> bool:
    """Whether a heading asks for comments among other words, as “Deixe um comentário”; not for their topic or tone."""
    said = words(heading.choice or heading.question or heading.name)
    return ANY_COMMENT.search(said) is not None and not DIMENSION.search(said)


def _is_follow_up(heading: Heading, column: ColumnProfile) -> bool:
    """Whether people were asked for their reason, or for anything else, in words."""
    texts = [text for text in column.texts if not is_no_answer(text)]
    if heading.choice or not texts or not FOLLOW_UP.search(heading.text):
        return False
    looked_at = texts[:200]
    numbers = sum(number(text) is not None for text in looked_at)
    return 2 * numbers <= len(looked_at) and not all(yes_or_no(text) is not None for text in texts)


def _tell_apart(column: ColumnProfile) -> bool:
    """Whether so many of the answers differ that people did not choose among a few."""
    texts = [text for text in column.texts if not is_no_answer(text)]
    return len(texts) > _OWN_ANSWERS * min(column.filled, column.counted)


def _choose_date(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> None:
    """At most one date: the documented one, else the most telling heading over cells that write dates."""
    documented = [i for i, one in enumerate(made) if one.role is Role.RESPONDED_AT]
    ranked = documented or sorted(
        (
            i
            for i, one in enumerate(made)
            if one.role in (Role.IGNORED, Role.COMMENT, Role.SCORE) and _is_date(headings[i], found.columns[i])
        ),
        key=lambda i: (_rank(headings[i]), OTHER_DAY.search(words(headings[i].name)) is not None),
    )
    for place, i in enumerate(ranked):
        if place == 0:
            named = _rank(headings[i]) < len(DATE_HEADINGS) or bool(documented)
            alone = len(ranked) == 1 and not OTHER_DAY.search(words(headings[i].name))
            sure = 0.95 if named else 0.8 if alone else 0.6
            made[i] = Suggestion(Role.RESPONDED_AT, sure, "When people answered.")
        else:
            made[i] = ignored("Another date stands closer to when people answered.")


def _is_date(heading: Heading, column: ColumnProfile) -> bool:
    if personal_heading(heading.name):
        return False
    evidence = column.dates()
    named = _rank(heading) < len(DATE_HEADINGS)
    if not column.filled:
        return named
    if evidence.dates >= 0.8 * (evidence.dates + evidence.serial + evidence.other):
        return True
    return named and evidence.dates + evidence.serial > evidence.other


def _rank(heading: Heading) -> int:
    bare = words(heading.name)
    return DATE_HEADINGS.index(bare) if bare in DATE_HEADINGS else len(DATE_HEADINGS)


def _keep_best(role: Role, made: list[Suggestion]) -> None:
    """Of several columns for a role that only one can have, keep the surest, then the first."""
    held = [i for i, one in enumerate(made) if one.role is role]
    best = max(held, key=lambda i: (made[i].confidence, -i), default=None)
    for i in held:
        if i != best:
            made[i] = ignored(f"Another column is the {role.value.replace('_', ' ')}.")


def _keep_one_sure(role: Role, made: list[Suggestion]) -> None:
    """Of several columns for a role the best stays as it is; the others are offered, but not used by themselves."""
    held = [i for i, one in enumerate(made) if one.role is role]
    best = max(held, key=lambda i: (made[i].confidence, -i), default=None)
    for i in held:
        if i != best and made[i].is_sure:
            why = f"Another column is the {role.value}; map this one instead if you look at answers by it."
            made[i] = replace(made[i], confidence=0.5, why=why)


def _join_long_form(made: list[Suggestion]) -> None:
    """Beside a metric column the score needs no metric of its own, so there is nothing to ask."""
    if not any(one.role is Role.METRIC for one in made):
        return
    for i, one in enumerate(made):
        if one.role is Role.SCORE and one.metric is None:
            made[i] = Suggestion(Role.SCORE, 1.0, "The score of the metric in its row.")


def _say_types(headings: Sequence[Heading], found: TableProfile, made: list[Suggestion]) -> None:
    nameless = [one.role is Role.SCORE and one.metric is None and not one.columns for one in made]
    if types := survey_types(headings, found):
        pairs = zip(nameless, found.columns, strict=True)
        say_types(types, [column_answers(column) if is_open else None for is_open, column in pairs], made)


def _leave_out_groups(made: list[Suggestion]) -> None:
    """Promoters, passives and detractors beside single scores are these scores once more, and say what they are."""
    groups = [i for i, one in enumerate(made) if one.role is Role.SCORE and one.words and are_nps_groups(one.words)]
    scores = [i for i, one in enumerate(made) if i not in groups and one.role is Role.SCORE and one.scale]
    of_ten = [i for i in scores if (scale := made[i].scale) is not None and scale.high == _TEN]
    if groups and len(of_ten) == 1 and made[of_ten[0]].metric is None:
        why = "Another column has their groups, promoters to detractors."
        made[of_ten[0]] = Suggestion(Role.SCORE, 0.85, why, "nps", Scale(0, _TEN))
    if of_ten or any(one.role is Role.METRIC for one in made):
        for i in groups:
            made[i] = ignored("The groups of the scores in another column.")


def _doubt_doubles(headings: Sequence[Heading], made: list[Suggestion]) -> None:
    """Two questions for one metric never count together, on one scale or two: which one does must be asked."""
    groups: dict[str, list[int]] = {}
    for i, one in enumerate(made):
        if one.role is Role.SCORE and one.metric and not one.is_loose and i + 1 == (one.columns or (i + 1,))[0]:
            groups.setdefault(one.metric, []).append(i)
    for metric, places in groups.items():
        if len(places) < 2 or not any(made[i].is_sure for i in places):
            continue
        doubt = _same_item(headings, metric, {i + 1: made[i] for i in places})
        for i in places:
            for part in made[i].columns or (i + 1,):
                made[part - 1] = replace(made[part - 1], confidence=0.6, doubt=doubt)


def _same_item(headings: Sequence[Heading], metric: str, group: Mapping[int, Suggestion]) -> Question:
    """The question which of several columns counts for `metric`; each choice leaves the others out."""
    named = dict(list(group.items())[:_MOST_NAMED])
    choices = [
        score_choices(asked_columns(headings, one.columns or (index,)), metric, one.scale, turned=one.turned)[0]
        for index, one in named.items()
    ]
    asked, first = asked_columns(headings, named), next(iter(named.values()))
    more = len(group) - len(named)
    return Question(QuestionKind.SAME_ITEM, asked, metric, first.scale, tuple(choices), more=more)
