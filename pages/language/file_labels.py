"""The words for files: formats, roles of columns, how sure a suggestion is, how dates are written."""

from __future__ import annotations

from db.formats.columns.roles import FIGURES, NPS_GROUP_ROLES, RESULTS, ROLES, Role
from db.formats.values.dates import DateOrder
from db.formats.values.durations import TimeUnit
from metrics.answers.formulas import WithinLimit
from metrics.catalogue import METRICS, Metric
from metrics.vocabulary import Kind, Scale

FORMATS = {
    "surveymonkey": "a SurveyMonkey export",
    "qualtrics": "a Qualtrics export",
    "google_forms": "a Google Forms export",
    "ms_forms": "a Microsoft Forms export",
    "typeform": "a Typeform export",
    "limesurvey": "a LimeSurvey export",
    "jotform": "a Jotform export",
    "kobotoolbox": "a KoboToolbox export",
    "formbricks": "a Formbricks export",
    "delighted": "a Delighted export",
    "zendesk": "a Zendesk export of tickets",
    "odk": "an export of ODK or SurveyCTO",
    "trustpilot": "an export of Trustpilot reviews",
    "google_play": "a Google Play file of reviews",
    "app_store": "an export of App Store reviews",
    "freshdesk": "a Freshdesk export of ratings",
    "intercom": "an Intercom export of ratings",
    "hubspot": "a HubSpot export of survey responses",
    "asknicely": "an AskNicely export",
    "retently": "a Retently export",
    "medallia": "a Medallia export",
    "nhs_fft": "a Friends and Family Test file",
    "plain": "a plain table",
}
ROLE_WORDS = {
    Role.RESPONSE_ID: "Response number",
    Role.RESPONDED_AT: "Date answered",
    Role.METRIC: "Which metric the line answers",
    Role.SCORE: "Score",
    Role.UNIT: "Unit",
    Role.CHANNEL: "Channel",
    Role.COMMENT: "Comment",
    Role.RESPONDENT: "Who answered, as a code",
    Role.PERSONAL: "Personal, never stored",
    Role.IGNORED: "Left out",
    Role.VISIT_ID: "Visit number",
    Role.VISITED_AT: "Date of the visit",
    Role.FORM: "Checklist form",
    Role.SECTION: "Section of the checklist",
    Role.ITEM: "Checklist item",
    Role.EARNED: "Points earned",
    Role.POSSIBLE: "Points possible",
    Role.WEIGHT: "Weight, by which it counts",
    Role.APPLICABLE: "Whether the item applied",
    Role.CRITICAL: "Whether the item is critical",
    Role.MONTH: "Month",
    Role.VALUE: "Value",
    Role.NUMERATOR: "Number above the line",
    Role.DENOMINATOR: "Number below the line",
    Role.SOURCE: "Who published it",
    Role.PEERS: "Who the peers are",
    Role.P10: "10th percentile",
    Role.P25: "25th percentile",
    Role.MEDIAN: "Median",
    Role.P75: "75th percentile",
    Role.P90: "90th percentile",
    Role.N: "How many answers or peers",
    Role.PROMOTERS: "How many promoters",
    Role.PASSIVES: "How many passives",
    Role.DETRACTORS: "How many detractors",
    Role.TOP_BOX: "How many chose the top points",
    Role.SHARE: "Percentage who chose the top points",
    Role.COUNT: "How many gave a score",
    Role.MEAN: "Mean of the scores",
    Role.SD: "Standard deviation of the scores",
}
_SIZES = {
    Kind.COUNTED: "How many answered",
    Kind.OPERATIONS: "Of how many cases the value is",
    Kind.BENCHMARKS: "How many peers",
}
DATE_ORDERS = {
    DateOrder.ISO: "year first",
    DateOrder.DAY_FIRST: "day first, as 31/12/2026",
    DateOrder.MONTH_FIRST: "month first, as 12/31/2026",
    DateOrder.SERIAL: "days counted by a spreadsheet, or seconds since 1970",
    DateOrder.AMBIGUOUS: "day or month first",
}
# How sure a suggestion is, from this confidence on, in words.
_CERTAIN, _LIKELY = 0.9, 0.6


def format_words(name: str | None) -> str:
    """What a recognised format is called in a sentence."""
    return FORMATS.get(name or "plain", FORMATS["plain"])


def sureness(confidence: float) -> str:
    """A confidence from 0 to 1 as a word."""
    if confidence >= _CERTAIN:
        return "certain"
    return "likely" if confidence >= _LIKELY else "a guess"


def becomes(role: Role, metric: Metric | None, scale: Scale | None, kind: Kind | None = None) -> str:
    """What a column of a file of `kind` becomes: “Satisfaction, 1 to 5”, “Date answered”, “Value, Retention”."""
    if metric is not None and role in FIGURES | RESULTS - NPS_GROUP_ROLES.keys():
        return f"{role_words(role, kind)}, {metric.name}"
    if role is not Role.SCORE or metric is None:
        return role_words(role, kind)
    own = scale or metric.formula.scale
    if own is None:
        return metric.name
    return f"{metric.name}, yes or no" if own == Scale(0, 1) else f"{metric.name}, {own.low} to {own.high}"


def role_words(role: Role, kind: Kind | None) -> str:
    """What a column of a file of `kind` holds; a number of cases is of answers, of peers or of what a value is of."""
    return _SIZES[kind] if role is Role.N and kind in _SIZES else ROLE_WORDS[role]


def choices(kind: Kind, scale: Scale | None) -> dict[str, str]:
    """What a person can say a column holds: the text of a mapping, and its words. `scale` is what it seems to use."""
    found: dict[str, str] = {}
    if kind is Kind.SURVEY:
        for metric in METRICS:
            if metric.formula.takes_scores:
                found |= _scores(metric, scale)
    found |= {role.value: role_words(role, kind) for role in Role if role in ROLES[kind] and role is not Role.SCORE}
    if kind is Kind.SURVEY:
        found[Role.SCORE.value] = "Score of the metric its line names"
    if kind is Kind.COUNTED:
        found[Role.SCORE.value] = "The score or group that the line counts"
    return found


def _scores(metric: Metric, scale: Scale | None) -> dict[str, str]:
    own = metric.formula.scale
    if isinstance(metric.formula, WithinLimit):
        name = becomes(Role.SCORE, metric, None)
        return {f"score:{metric.id}:{unit}": f"{name}, in {unit}" for unit in TimeUnit}
    texts = {f"score:{metric.id}": becomes(Role.SCORE, metric, None)}
    if scale is not None and own is not None and scale != own and metric.formula.accepts(scale):
        other = {f"score:{metric.id}:{scale}": becomes(Role.SCORE, metric, scale)}
        return other | texts
    return texts
