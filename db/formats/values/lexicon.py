"""The words of `lexicon.toml`, each concept under a name and in the shape in which it is compared.

Read once, when the first module asks. Raises LexiconError where file and code do not name the same concepts, a
language is unknown or a pattern does not compile. Knows no file and no metric.
"""

from __future__ import annotations

import itertools
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_suffix(".toml")
Entries = Mapping[str, list[str]]


# Japanese and Chinese, whose signs come after this one, have no spaces between words.
_UNSPACED = "\u3000"


class LexiconError(ValueError):
    """The lexicon says something that the code cannot use; its message names the concept."""


class Lexicon:
    """The concepts of a lexicon by dotted name, such as “scale.ease.3”; notes which ones were asked for."""

    def __init__(self, text: str) -> None:
        tables = tomllib.loads(text)
        self._languages = tables.pop("languages")
        self._concepts = dict(self._leaves("", tables))
        self._unused = set(self._concepts)

    def _leaves(self, name: str, table: Mapping[str, Any]) -> Iterator[tuple[str, Entries]]:
        """Each concept in `table`: a table of languages with a list of entries each."""
        if any(isinstance(value, list) for value in table.values()):
            if unknown := table.keys() - self._languages:
                raise LexiconError(f"[{name}] has words in {', '.join(sorted(unknown))}, which [languages] lacks.")
            yield name, table
            return
        for key, value in table.items():
            yield from self._leaves(f"{name}.{key}" if name else key, value)

    def entries(self, concept: str) -> tuple[str, ...]:
        """Everything said for a concept, language after language, in the order of the file."""
        if concept not in self._concepts:
            raise LexiconError(f"The code asks for [{concept}], which the lexicon lacks.")
        self._unused.discard(concept)
        return tuple(itertools.chain.from_iterable(self._concepts[concept].values()))

    def words(self, concept: str) -> frozenset[str]:
        """The entries where their order does not matter."""
        return frozenset(self.entries(concept))

    def pattern(self, concept: str, flags: int = re.IGNORECASE) -> re.Pattern[str]:
        """Finds any of the entries."""
        try:
            return re.compile("|".join(self.entries(concept)), flags)
        except re.error as error:
            raise LexiconError(f"A pattern of [{concept}] does not compile: {error}.") from error

    def any_of(self, concept: str) -> str:
        """One regular expression for any of the entries, to stand in brackets in a larger one."""
        return self.pattern(concept).pattern

    def within(self, group: str) -> dict[str, str]:
        """The concepts directly under `group`, by the last part of their names, in the order of the file."""
        return {name.removeprefix(f"{group}."): name for name in self._concepts if name.startswith(f"{group}.")}

    def steps(self, group: str) -> dict[str, dict[int, tuple[str, ...]]]:
        """The answer scales of a group: for each family the labels of each step, with “a, b × c” written out."""
        found: dict[str, dict[int, tuple[str, ...]]] = {}
        for key, concept in self.within(group).items():
            family, _, step = key.partition(".")
            labels = itertools.chain.from_iterable(map(_written_out, self.entries(concept)))
            found.setdefault(family, {})[int(step)] = tuple(labels)
        return found

    def check_all_used(self) -> None:
        """Raises LexiconError where the file has a concept that nothing asks for."""
        if self._unused:
            raise LexiconError(f"Nothing asks for {', '.join(f'[{name}]' for name in sorted(self._unused))}.")


def _written_out(entry: str) -> Iterable[str]:
    before, cross, after = entry.partition("×")
    if not cross:
        return [entry]
    pairs = itertools.product(map(str.strip, before.split(",")), map(str.strip, after.split(",")))
    return [f"{first}{'' if first[-1] > _UNSPACED else ' '}{second}" for first, second in pairs]


_LEXICON = Lexicon(_FILE.read_text(encoding="utf-8"))
_words, _any_of, _pattern = _LEXICON.words, _LEXICON.any_of, _LEXICON.pattern

# Answers.
NO_ANSWER, YES, NO = _words("no_answer"), _words("yes"), _words("no")
SCALES, ONE_SIDED = _LEXICON.steps("scale"), _LEXICON.steps("one_sided")
NPS_GROUPS = {
    **dict.fromkeys(_LEXICON.entries("nps_group.promoter"), 10),
    **dict.fromkeys(_LEXICON.entries("nps_group.passive"), 8),
    **dict.fromkeys(_LEXICON.entries("nps_group.detractor"), 0),
}
VERY, EXTREMELY = _words("very"), _words("extremely")
MIDDLE = _pattern("middle", 0)
STARS, OUT_OF = _any_of("stars"), _any_of("out_of")

# Dates.
MONTHS = {word: int(key) for key, name in _LEXICON.within("month").items() for word in _LEXICON.entries(name)}
# Whole headings of columns that hold one part of a date.
DATE_PARTS = {part: _words(concept) for part, concept in _LEXICON.within("date_part").items()}
# By unit of time, its words wherever they stand, and those that are a unit only behind a number or in brackets.
TIME_UNITS = {unit: _words(concept) for unit, concept in _LEXICON.within("time_unit").items()}
SHORT_TIME_UNITS = {unit: _words(concept) for unit, concept in _LEXICON.within("short_time_unit").items()}
AT_TIME, OCLOCK = _any_of("at_time"), _any_of("oclock")
TIME_ZONE = _LEXICON.pattern("time_zone")

# Whole headings.
RESPONSE_ID_HEADINGS, UNIT_HEADINGS = _words("heading.response_id"), _words("heading.unit")
CHANNEL_HEADINGS, COMMENT_HEADINGS = _words("heading.channel"), _words("heading.comment")
SCORE_HEADINGS, PERSON_HEADINGS = _words("heading.score"), _words("heading.person")
PIVOT_HEADINGS, KINDS_OF_ANSWER = _words("heading.pivot"), _words("heading.kind_of_answer")
WEIGHT_WORDS = _words("heading.weight")
ANY_COMMENT = _pattern("any_comment", 0)
# Of a line for each answer of a response.
QUESTION_HEADINGS, ANSWER_HEADINGS = _words("long_form.question"), _words("long_form.answer")
RESPONDENT_HEADINGS = _words("long_form.respondent")
POINTS_POSSIBLE = _words("role_heading.possible")
# From the most to the least telling one.
DATE_HEADINGS = tuple(
    word for kind in ("answered", "received", "date", "time") for word in _LEXICON.entries(f"answered_at.{kind}")
)

# Whole headings of visits and figures by role, the most telling ones first, without any space.
ROLE_HEADINGS = {
    role: tuple(entry.replace(" ", "") for entry in _LEXICON.entries(concept))
    for role, concept in _LEXICON.within("role_heading").items()
}
# By metric, what its numerator and its denominator are called, the most telling names first.
RATIOS: dict[str, dict[str, tuple[str, ...]]] = {}
for _name, _concept in _LEXICON.within("ratio").items():
    RATIOS.setdefault(_name.partition(".")[0], {})[_name.partition(".")[2]] = tuple(_LEXICON.entries(_concept))
# By metric and by what they say, the words that headings over counted results are made of.
COUNTED_METRICS = {metric: _LEXICON.entries(concept) for metric, concept in _LEXICON.within("counted_metric").items()}
COUNTED_WORDS = {said: _LEXICON.entries(concept) for said, concept in _LEXICON.within("counted_word").items()}
COUNTED_TOTAL, COUNTED_ANSWER = _words("counted_total"), _words("counted_answer")
# By metric, what its values are called beside its own name.
VALUE_NAMES = {metric: _LEXICON.entries(concept) for metric, concept in _LEXICON.within("metric_name").items()}
CALL_STATISTICS, BEST_OF_PEERS = _words("call_statistics"), _pattern("best_of_peers", 0)
SHOPPER, VISITED = _pattern("shopper", 0), _pattern("visited", 0)
MET, NOT_MET = _words("met"), _words("not_met")

# Whole headings of tools.
GOOGLE_FORMS_TIMESTAMP = _words("tool.google_forms.timestamp")
MS_FORMS_START, MS_FORMS_END = _words("tool.ms_forms.start"), _words("tool.ms_forms.end")
MS_FORMS_ASIDE = _words("tool.ms_forms.changed") | _words("tool.ms_forms.points")
MS_FORMS_PERSON = _words("tool.ms_forms.person")
SURVEYMONKEY_RESPONSE, SURVEYMONKEY_RESPONDENT, SURVEYMONKEY_COLLECTOR, SURVEYMONKEY_END = (
    _words(f"tool.surveymonkey.{name}") for name in ("response", "respondent", "collector", "end")
)
SURVEYMONKEY_ASIDE = _words("tool.surveymonkey.start") | _words("tool.surveymonkey.custom")
LIMESURVEY_ID, LIMESURVEY_SUBMITTED = _words("tool.limesurvey.id"), _words("tool.limesurvey.submitted")
LIMESURVEY_OWN, QUALTRICS_TEST = _words("tool.limesurvey.own"), _words("tool.qualtrics.test")

# Patterns in headings.
DIMENSION = re.compile(rf"\b(?:{_any_of('dimension')})\b")
LANGUAGE = re.compile(rf"(?:{_any_of('language')})$")
# At the end of a heading, or at its beginning before “of”.
ID_WORD = re.compile(
    rf"(?:\b|(?<=[^\x00-\x7f]))(?:{_any_of('id_word')})$|^(?:{_any_of('id_of')}) (?:of|de[rsl]?|d[uoa]|della|van)\b"
)
ANSWERED_THING, PERSON_THING = _pattern("answered_thing", 0), _pattern("person_thing", 0)
OWN_WORDS = re.compile(rf"^(?:{_any_of('other_choice')})\b|{_any_of('own_words')}")
OTHER_DAY, CONTACT = _pattern("other_day", 0), _pattern("contact", 0)
AMOUNT = re.compile(rf"\b(?:{_any_of('amount')})\b")
HOW_MANY_PEOPLE = re.compile(
    rf"(?:{_any_of('number_of')})?(?:{_any_of('people_counted')})(?: received| count| size)?|{_any_of('sample_size')}"
)
SHARE_OF_PEOPLE, PERIOD = _pattern("share_of_people", 0), _pattern("period", 0)
BARE_QUESTION = re.compile(rf"(?:{_any_of('question')})? ?\d{{1,3}}|{_any_of('bare_question')}")
TOTAL, TOTAL_OF = _any_of("total"), _any_of("total_of")

# Patterns in questions.
RECOMMEND, LIKELY = _pattern("recommend"), _pattern("likely")
SATISFIED, EXPERIENCE, RATED = _pattern("satisfied"), _pattern("experience"), _pattern("rating_word")
EASY, MADE_EASY, HARD, EFFORT = _pattern("easy"), _pattern("made_easy"), _pattern("hard"), _pattern("effort")
STAFF, OTHERS = _pattern("staff"), _pattern("others")
COUNTED, HOW_MUCH, WAITED = _pattern("counted"), _pattern("how_much"), _pattern("waited")
OPEN, FOLLOW_UP, CHANNEL_QUESTION = _pattern("open_question"), _pattern("follow_up"), _pattern("channel_question")
UNLIKELY = re.compile(rf"(?<!\w)\w*?(?:{_any_of('unlikely')})\w*", re.IGNORECASE)
DISSATISFIED = re.compile(
    rf"(?<!\w)\w*?(?:{_any_of('dissatisfied_prefix')})(?:{_any_of('dissatisfied_stem')})\w*", re.IGNORECASE
)
MEANS, END_OF_SCALE = _any_of("means"), _any_of("end_of_scale")
UP_TO, UP_TO_TOP, COUNTED_THINGS = _any_of("up_to"), _any_of("up_to_top"), _any_of("counted_things")
BAD_END, GOOD_END, SCHOOL_GRADE = _pattern("bad_end"), _pattern("good_end"), _pattern("school_grade")
RESOLVED, PROMISED, SERVED = _pattern("resolved"), _pattern("promised"), _pattern("served")
CLOSED = _pattern("closed")

# Patterns in comments.
NUMBERED_THING, NUMBER, TELEPHONE = _any_of("numbered_thing"), _any_of("number"), _pattern("telephone")

_LEXICON.check_all_used()
