"""What a file leaves open, as the terminal says it: what was seen, and the options that answer it."""

from __future__ import annotations

from collections.abc import Mapping

from db.formats import Choice, HoldsFigures, Inspection, MoreToSay, Question, QuestionKind, Reason, Role
from db.formats.mapping.faults import BadMapping, MappingFault
from metrics.errors import CountedTwice, PlumblineError
from pages.language import numbers
from pages.language.questions import statement

# What `--map` takes to say the encoding, for scripts that give back the `map` of a choice as it stands.
ENCODING = "#encoding="
_COUNTS_FOR = "Say what it counts for with --map “{map}”{other}, or leave it out with “{ignored}”."
_SCALE = "such as score:csat:1-5, or leave it out with “{ignored}”."
_PARTIAL = "To save only the rows that can be read, add --accept-partial."
# How a question is answered, by its reason or else its kind; `sentence` fills the fields.
_REASONS: Mapping[Reason, str] = {
    Reason.BOTH_ORDERS: "Say which with --date-order day_first or month_first.",
    Reason.CONTRADICTING_ORDERS: (
        "Say which order counts with --date-order day_first or month_first; dates that do not fit it are refused."
    ),
    Reason.PLAIN_NUMBERS: (
        "If they count a spreadsheet's days, or seconds since 1970, say so with --date-order serial."
    ),
    Reason.NOTHING_LIKE_A_SCORE: (
        "Say which column answers which metric with --map “HEADING=score:METRIC”, or of which kind the file is with "
        "--kind."
    ),
    Reason.UNKNOWN_WORDS: (
        "Say which score each word stands for with --map “{place}=score:csat:words({numbered})”, from the worst up."
    ),
    Reason.AVERAGES: "Export the single answers, or name the column that has them with --map “HEADING=score:METRIC”.",
    Reason.LONG_SCALE: (
        "Bring a column with the answers from 0 to 10 or 1 to 5 (such as 81 to 100 as 5), or how many were satisfied "
        "and how many answered, by month and unit."
    ),
    Reason.BESIDE_COMMENTS: (
        "Say which column answers which metric, such as --map “{map}”, or leave it out with “{ignored}”."
    ),
    Reason.SEVERAL: "Say which of them count and for what, such as --map “{map}”.",
    Reason.NAMELESS: "Say it with --map “{place}={role}:METRIC”, such as {such_as}.",
    Reason.MEANS: "Say it with --map “{map}”{other}.",
    Reason.YES_NO: (
        "If yes is good, say what it counts for with --map “{place}=score:{metric}”, such as score:promises_kept; "
        "if yes is bad, add “:reversed”; or leave it out with “{ignored}”."
    ),
    Reason.LOW_MEAN: (
        "If it was asked so, say --map “{map}”; if 1 is the best, add “:reversed”; else say its metric and scale, "
        f"{_SCALE}"
    ),
    Reason.ENDS_EARLY: (
        "If it was asked so, say --map “{map}”{other}; else say its metric and scale, or leave it out with “{ignored}”."
    ),
    Reason.OFF_SCALE: (
        "Say how it was asked with --map “{place}=score:METRIC:SCALE”, or leave it out with “{ignored}”."
    ),
    Reason.SOME_WORDS: (
        "Say which score each word stands for with --map “{place}=score:{metric}:words({numbered})”, from the worst "
        "up, or leave it out with “{ignored}”."
    ),
    Reason.OFF_MEASURE: "Map another column, or leave it out with --map “{ignored}”.",
    Reason.UNREAD: f"Check what the column holds. {_PARTIAL}",
    Reason.UNREAD_OTHER_SCALE: f"Say --map “{{map}}”. {_PARTIAL}",
    Reason.UNREAD_AVERAGES: f"Leave it out with --map “{{ignored}}”. {_PARTIAL}",
    Reason.UNREAD_WORDS: f"Say it with --map “{{place}}=score:{{metric}}:words(WORD=1,…)”. {_PARTIAL}",
    Reason.UNREAD_DATES: f"Check the column and --date-order. {_PARTIAL}",
    Reason.UNREAD_OTHER_ORDER: f"Say --map “{{map}}”. {_PARTIAL}",
    Reason.CODES: "If the highest is the best, say --map “{map}”; if the lowest is, add “:reversed”.",
}
_KINDS: Mapping[QuestionKind, str] = {
    QuestionKind.ENCODING: "Say which one is right, such as with --encoding {encoding}.",
    QuestionKind.NO_SCORE: "Say which column answers which metric, such as --map “{map}”.",
    QuestionKind.NO_DATE: "{name_it}ive the month of the whole file with --month 2026-10.",
    QuestionKind.MISSING_ROLES: "Name them with --map “{named_as}”{for_all}.",
    QuestionKind.DATE: "Say so with --map {each_date}.",
    QuestionKind.METRIC: _COUNTS_FOR,
    QuestionKind.DIRECTION: _COUNTS_FOR,
    QuestionKind.SCALE: f"If it was asked so, say --map “{{map}}”; else say its metric and scale, {_SCALE}",
    QuestionKind.SAME_ITEM: "Say which one with --map {each}.",
    QuestionKind.WHICH_COUNT: "Say which of them count and for what, such as --map “{map}”.",
    QuestionKind.WEIGHT: "If they count by it, say --map “{place}=weight”; if once each, --map “{ignored}”.",
    QuestionKind.UNREADABLE: _PARTIAL,
    QuestionKind.WHOSE_UNITS: (
        "To keep the column's units, leave out --unit; for “{example}” in all rows say --map “{place}=ignored”; to "
        "place its units below “{example}” say --map “{place}=unit”."
    ),
    QuestionKind.DAILY_VALUES: "Say by what they are weighted, or that each counts the same, with --map {each}.",
    QuestionKind.CASES: "Say so with --map {each_count}, or leave it out with “{ignored}”; then there is no total.",
    QuestionKind.TIME_UNIT: (
        "Say it with --map “{map}”, or another of seconds, minutes, hours and days, or leave it out with “{ignored}”."
    ),
}
_INSIST = "If each row is one person's answers all the same, say --kind survey."
# What may be said of all rows where no column says it.
_FOR_ALL: Mapping[Role, str] = {
    Role.METRIC: "the one metric of all rows with --metric, such as --metric hold_time",
    Role.MONTH: "the month of all rows with --month 2026-10",
    Role.SOURCE: "who published all of it with --source NAME",
}


def sentence(question: Question) -> str:
    """What is asked and how to answer it, such as “Is “day” (column #2) …? Say so with --map “#2=responded_at””."""
    how = (question.reason and _REASONS.get(question.reason)) or _KINDS[question.kind]
    first, last = (question.choices[0], question.choices[-1]) if question.choices else (None, None)
    answer = how.format(
        place=_place(question),
        name_it=f"Name it with --map “{first.map}”, or g" if first else "G",
        numbered=_numbered(question),
        other=_other_scale(question),
        each=" or ".join(f"“{choice.map}”" for choice in question.choices),
        each_count=" or ".join(f"“{choice.map}”" for choice in question.choices if choice.role is Role.N),
        each_date=" or ".join(f"“{choice.map}”" for choice in question.choices if choice.role is not Role.IGNORED),
        map=_likeliest(question),
        ignored=last.map if last else "",
        metric=question.metric or "METRIC",
        example=question.example,
        role=first.role.value if first else "",
        such_as=_such_as(first),
        named_as=first.map if first else "HEADING=ROLE",
        encoding=question.readings[0].encoding if question.readings else "",
        for_all="".join(f", or {said}" for role, said in _FOR_ALL.items() if role in question.roles),
    )
    return f"{statement(question, '#')} {answer}"


def left_out_sentence(found: Inspection) -> str:
    """Which columns the file would be saved without, and how to use one that is offered; empty where none is left."""
    named = [f"“{column.name}” (column #{column.index})" for column in found.unused if column.role != Role.IGNORED]
    if not named:
        return ""
    how = f", such as with --map “{found.offers[0].map}”" if found.offers else " with --map"
    they, it = ("it holds", "it") if len(named) == 1 else ("they hold", "one of them")
    return f"Left out, since it is not sure what {they}: {numbers.listed(named)}. To use {it}, say what it holds{how}."


def _such_as(first: Choice | None) -> str:
    """What a column of scores, or one of counted results, may be mapped to."""
    if first is None or first.role is Role.SCORE:
        return "score:nps or score:csat:1-5"
    return first.map.partition("=")[2]


def _place(question: Question) -> str:
    """The column as a map names it; empty where a question is about none."""
    if question.choices and question.reason is not Reason.UNKNOWN_WORDS:
        return question.choices[0].map.partition("=")[0]
    return f"#{question.columns[0].index}" if question.columns else ""


def _other_scale(question: Question) -> str:
    """The map of the likeliest metric on another scale than the likeliest one, as an alternative; empty without one."""
    others = [one.map for one in question.choices if one.metric == question.metric and one.scale != question.scale]
    return f" or “{others[0]}”" if others and question.metric else ""


def _numbered(question: Question) -> str:
    """The words of the first column, each with a place for its score: “Good=1,Bad=2”."""
    seen = question.columns[0].samples if question.columns else ()
    return ",".join(f"{' '.join(text.split())}={score}" for score, text in enumerate(seen, 1))


# How a mapping that cannot stand is written rightly; `at` is the place of its columns.
_FAULTS: Mapping[MappingFault, str] = {
    MappingFault.NO_MAPPING: "Write it as COLUMN=ROLE, such as “#5=score:nps”.",
    MappingFault.TOO_MUCH: (
        "Write it as COLUMN=score:METRIC:SCALE, where the scale may be such as 1-5, words(Bad=1,Good=5) or minutes."
    ),
    MappingFault.MAPPED_TWICE: "Keep one --map for “{at}”.",
    MappingFault.NO_SHORT_SCALE: "Map “{at}” to one such as score:csat.",
    MappingFault.PART_OF_A_QUESTION: "Map them together as “{at}=score:METRIC”.",
    MappingFault.SAME_ITEM: "Leave the other out with --map “#N=ignored”.",
}


def refusal(trouble: PlumblineError) -> str:
    """Why something was not done, or each question that is open, and what was not changed."""
    if isinstance(trouble, BadMapping):
        first, last = (trouble.columns[0], trouble.columns[-1]) if trouble.columns else (0, 0)
        at = f"#{first}" if first == last else f"#{first}-#{last}"
        return f"{trouble.message} {_FAULTS[trouble.fault].format(at=at)} {trouble.untouched}"
    if isinstance(trouble, MoreToSay):
        return f"{' '.join(map(sentence, trouble.questions))} {trouble.untouched}"
    if isinstance(trouble, CountedTwice):
        replaces = f"--on-overlap replace={trouble.uploads[0][0]}, or " if trouble.uploads else ""
        return f"{trouble.message} Say so with {replaces}--on-overlap count. {trouble.untouched}"
    if isinstance(trouble, HoldsFigures):
        return f"{trouble.message} {_INSIST} {trouble.untouched}".rstrip()
    return str(trouble)


def _likeliest(question: Question) -> str:
    """The map of the likeliest answer, with METRIC in its place where none is likely."""
    if not question.choices:
        return ""
    first = question.choices[0]
    if question.kind is QuestionKind.UNREADABLE or (question.metric is not None and first.metric == question.metric):
        return first.map
    scale = f":{question.scale}" if question.scale else ""
    return f"{first.map.partition('=')[0]}={first.role}:METRIC{scale}"
