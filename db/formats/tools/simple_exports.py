"""The survey tools whose exports have one row of headings, each as one declaration: a new tool is one more entry.

Most are known by headings that only they write; Google Forms, Microsoft Forms and the NHS Friends and Family Test need
a look of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Mapping, Sequence

from db.formats.files.headings import Heading, alternatives, words
from db.formats.tools.layout import ExportFormat, Sample, TableLayout, filled
from db.formats.values.answer_labels import label
from db.formats.values.lexicon import (
    GOOGLE_FORMS_TIMESTAMP,
    MS_FORMS_ASIDE,
    MS_FORMS_END,
    MS_FORMS_PERSON,
    MS_FORMS_START,
)


def one_line(cell: str) -> Heading:
    """The heading as it stands, on one line."""
    return Heading(" ".join(cell.split()))


def known_by_headings(
    name: str,
    markers: Sequence[tuple[int, str]],
    roles: Mapping[str, str],
    *,
    first: str = "",
    heading: Callable[[str], Heading] = one_line,
    writes_codes: bool = False,
) -> ExportFormat:
    """The format of a tool that is known by its headings alone.

    `markers` are lists of headings with how many of each list must be there; `first` must be over the first column of
    several. `roles` gives the headings of each role. Lists are written with bars between bare words, or exactly.
    `heading` makes a cell of the heading row a Heading; see ExportFormat for `writes_codes`.
    """
    wanted = [(fewest, alternatives(headings)) for fewest, headings in markers]

    def layout(sample: Sample) -> TableLayout | None:
        row = sample[0]
        if first and (len(row) < 2 or words(row[0]) != first):
            return None
        seen = {cell.strip() for cell in row} | set(map(words, row))
        if any(len(seen & headings) < fewest for fewest, headings in wanted):
            return None
        return TableLayout(1, tuple(map(heading, row)))

    by_heading = {one: role for role, headings in roles.items() for one in alternatives(headings)}
    return ExportFormat(name, layout, by_heading, writes_codes=writes_codes)


def _matrix_heading(cell: str) -> Heading:
    """In Jotform a matrix question stands before “>>” over each of its rows."""
    name = one_line(cell).name
    return Heading(name, name.replace(" >> ", " ") if ">>" in name else "")


_OF_KOBOTOOLBOX = "_id|_uuid|_submission_time|_validation_status|_notes|_status|_submitted_by|__version__"
_NAME = re.compile(r"[\w.-]+(?:/[\w.-]+)*")


def _question_name(cell: str) -> Heading:
    """In KoboToolbox a name such as “visit/how_satisfied” asks “how satisfied”; a label is the question itself."""
    name = one_line(cell).name
    if name in alternatives(_OF_KOBOTOOLBOX) or not _NAME.fullmatch(name) or not ("_" in name or "/" in name):
        return Heading(name)
    return Heading(name, name.rpartition("/")[2].replace("_", " ").strip())


def _odk_name(cell: str) -> Heading:
    """In ODK a question's name such as “visit-how_satisfied” asks “how satisfied”, in the group “visit”."""
    name = one_line(cell).name
    return Heading(name, name.rpartition("-")[2].replace("_", " ").strip() if _NAME.fullmatch(name) else "")


KNOWN_BY_HEADINGS: tuple[ExportFormat, ...] = (
    # Source: Jotform's download of submissions as CSV or Excel; the questions stand between its own columns.
    known_by_headings(
        "jotform",
        (),
        {
            "responded_at": "submission date",
            "response_id": "submission id",
            "personal": "submission ip|ip|submission url|edit link",
            "ignored": "last update date|flow status|product id",
        },
        first="submission date",
        heading=_matrix_heading,
    ),
    # Source: KoboToolbox's export of submissions (CSV with “;”, or XLS). `end` is when the answers were given,
    # `_submission_time` when the telephone had a network again, so `end` counts where the form has it. Choices may be
    # written by the names that the form's maker gave them, so a number may be a code.
    known_by_headings(
        "kobotoolbox",
        ((3, _OF_KOBOTOOLBOX),),
        {
            "response_id": "id",
            "responded_at": "end|submission time",
            "personal": "deviceid|username|phonenumber|submitted by",
            "ignored": "uuid|start|today|validation status|notes|status|version|tags|index",
        },
        heading=_question_name,
        writes_codes=True,
    ),
    # Source: Formbricks' own code for the download of responses (apps/web/lib/response). The four columns are in every
    # version; the questions are numbered as “1. How satisfied are you?”.
    known_by_headings(
        "formbricks",
        ((4, "response id|timestamp|finished|survey id"),),
        {
            "response_id": "response id",
            "responded_at": "timestamp",
            "personal": "formbricks id internal|formbricks user id|user id|verified email",
            "ignored": """no|finished|quotas|survey id|notes|tags|source|url|action|country|useragent browser
            |useragent os|useragent device""",
        },
    ),
    # Source: the survey response of Delighted's documentation, whose names the CSV has as headings. Its CES and CSAT
    # may be asked on other scales than ours, so only a survey type of NPS or eNPS says what a score counts for.
    known_by_headings(
        "delighted",
        (
            (2, "score|comment"),
            (2, "survey type|permalink|person id|delighted source|delighted device type|delighted browser"),
        ),
        {
            "response_id": "id|response id",
            "responded_at": "created at",
            "comment": "comment",
            "personal": "person|person id|person name|person email|permalink",
            "ignored": """updated at|tags|notes|delighted source|delighted device type|delighted browser
            |delighted operating system|delighted page url""",
        },
    ),
    # Source: Zendesk's export of a view of tickets, and the satisfaction rating of its documentation, which is
    # offered, unoffered, good or bad. Good is 1 and bad is 0, so the share of the upper one is Zendesk's own share of
    # good ratings. A rating has the date of the ticket's last update, the nearest that the export has.
    known_by_headings(
        "zendesk",
        (
            (1, "satisfaction score|satisfaction rating|ticket satisfaction score|ticket satisfaction rating"),
            (
                2,
                """requester|requester id|requester email|assignee|submitter|summation column|group|ticket id
                |ticket group|assignee name|requester name|ticket satisfaction comment""",
            ),
        ),
        {
            "response_id": "id|ticket id",
            "score:csat:0-1": """satisfaction score|satisfaction rating|ticket satisfaction score
            |ticket satisfaction rating""",
            "comment": "satisfaction comment|ticket satisfaction comment",
            "responded_at": "updated at|survey responded date|survey responded date date|ticket last updated timestamp",
            "channel": "via|ticket channel",
            "unit": "group|ticket group",
            "personal": """subject|requester|requester id|requester external id|requester email|requester domain
            |submitter|assignee|assignee name|requester name|submitter name|ticket subject""",
            "ignored": """created at|assigned at|initially assigned at|solved at|due date|resolution time
            |summation column|tags|status|priority|ticket type""",
        },
    ),
    # Source: the header of ODK Central's and SurveyCTO's CSV. A question of a group stands behind the group's name, and
    # choices are written by the names that the form's maker gave them, so a number may be a code.
    known_by_headings(
        "odk",
        (
            (1, "submissiondate"),
            (1, "key"),
            (1, "instanceid|meta instanceid|formdef version|submitterid|attachmentspresent|formversion"),
        ),
        {
            "response_id": "key",
            "responded_at": "submissiondate",
            "personal": """submitterid|submittername|deviceid|subscriberid|simid|devicephonenum|username|phonenumber
            |email""",
            "ignored": """instanceid|meta instanceid|meta instancename|instancename|start|end|today|starttime|endtime
            |attachmentspresent|attachmentsexpected|status|reviewstate|edits|formversion|formdef version|duration
            |review quality|review comments|review corrections|completiondate|device info|caseid""",
        },
        heading=_odk_name,
        writes_codes=True,
    ),
    # Source: Trustpilot's export of service reviews, one to five stars.
    known_by_headings(
        "trustpilot",
        (
            (
                3,
                """review id|review created utc|review stars|review content|review username|review title|stars
                |createdat|consumer""",
            ),
        ),
        {
            "response_id": "review id|id",
            "responded_at": "review created utc|createdat",
            "score:csat:1-5": "review stars|stars",
            "comment": "review title|review content|title|text",
            "unit": "location name",
            "personal": """consumer|review consumer user id|review user name|review username|review user email
            |reference id|company reply""",
            "ignored": """domain url|webshop name|business unit id|source of review|review language|location id
            |review status|review tags|tags|company reply date utc|business reply date utc|has company reply""",
        },
    ),
    # Source: the monthly file of reviews in Google Play Console's reports.
    known_by_headings(
        "google_play",
        (
            (1, "star rating"),
            (
                2,
                "review submit date and time|package name|reviewer language|review link",
            ),
        ),
        {
            "responded_at": "review submit date and time",
            "score:csat:1-5": "star rating",
            "comment": "review title|review text",
            "ignored": """package name|app version code|app version name|reviewer language|device|review link
            |review submit millis since epoch|review last update date and time|review last update millis since epoch
            |developer reply date and time|developer reply millis since epoch|developer reply text""",
        },
    ),
    # As the attributes of a customer review are named in App Store Connect; not checked against an export.
    known_by_headings(
        "app_store",
        (
            (1, "rating"),
            (2, "reviewer nickname|reviewernickname|nickname|territory|created date|createddate|app version"),
            (1, "body|review|title"),
        ),
        {
            "response_id": "id|review id|reviewid",
            "responded_at": "created date|createddate|date",
            "score:csat:1-5": "rating",
            "comment": "title|body|review",
            "personal": "reviewer nickname|reviewernickname|nickname",
            "ignored": "territory|version|app version|app|app id|type|response|storefront|language",
        },
    ),
    # Source: Freshdesk's satisfaction report and its export of tickets. Its scale has two to seven words, from
    # “Extremely Happy” down, as the organisation set it.
    known_by_headings(
        "freshdesk",
        ((2, "ticket id|rated on|rated at|survey results"), (1, "rating|survey results")),
        {
            "response_id": "ticket id",
            "responded_at": "rated on|rated at|last update time",
            "score:csat": "rating|survey results",
            "comment": "comment|feedback|comments",
            "unit": "group",
            "channel": "source",
            "personal": "subject|requester|requester name|requester email|contact|contact id|full name|agent|email",
            "ignored": """status|priority|type|created time|due by time|resolved time|closed time|tags|product
            |initial response time|first response time in hrs|resolution time in hrs|agent interactions
            |customer interactions|resolution status|first response status|every response status|language""",
        },
    ),
    # Source: the conversation rating of Intercom's documentation: a rating from 1 to 5 and a remark.
    known_by_headings(
        "intercom",
        (
            (1, "conversation id"),
            (1, "conversation rating|conversation rating score|conversation rating value|rating"),
            (1, "remark|conversation remark|conversation rating remark|rating remark|teammate|teammate rated"),
        ),
        {
            "response_id": "conversation id",
            "responded_at": """conversation rated at|conversation rating created at|rated at|last conversation rated at
            |rating created at""",
            "score:csat:1-5": "conversation rating|conversation rating score|conversation rating value|rating",
            "comment": "remark|conversation remark|conversation rating remark|rating remark",
            "channel": "channel|conversation channel",
            "unit": "team|assigned team|team assigned",
            "personal": """teammate|teammate rated|assignee|customer id|customer type|contact id|user id|user name
            |user email|name|email""",
            "ignored": "conversation started at|conversation state|conversation url|tags|conversation tags",
        },
    ),
    # Source: the properties of a feedback submission in HubSpot's documentation. Satisfaction may be asked on several
    # scales there, so only a survey type of NPS says what a value counts for.
    known_by_headings(
        "hubspot",
        (
            (1, "survey type|hs survey type"),
            (
                2,
                "response group|survey name|survey channel|hs response group|hs survey name|sentiment",
            ),
        ),
        {
            "response_id": "record id|object id|id|hs object id|response id",
            "responded_at": """submission timestamp|hs submission timestamp|submission date|survey submission date
            |date submitted|response date""",
            "comment": "content|hs content|additional comments|feedback|follow up response",
            "personal": """submission name|hs submission name|contact|contact id|contact email|first name|last name
            |email""",
            "score": "value|response|hs value|hs response value|rating",
            "ignored": """survey name|hs survey name|survey id|hs survey id
            |hs ingestion id|ingestion id|sentiment|hs sentiment|last modified date|hs lastmodifieddate|create date
            |hs createdate|knowledge article id|survey language""",
            "channel": "survey channel|hs survey channel",
        },
    ),
    # As AskNicely's interface names a response; not checked against an export.
    known_by_headings(
        "asknicely",
        (
            (1, "answer"),
            (3, "response id|person id|contact id|question type|answer label|deliverymethod|dont contact"),
        ),
        {
            "response_id": "response id",
            "responded_at": "responded",
            "score": "answer",
            "comment": "comment",
            "channel": "deliverymethod|delivery method",
            "personal": "person id|contact id|name|email|email token|publishedname|publishedavatar|phone",
            "ignored": """answer label|note|notes|status|dont contact|sent|opened|lastemailed|created|published|data
            |survey template|theme|life cycle|dashboard|topic c""",
        },
    ),
    # As Retently's interface names a feedback; not checked against an export.
    known_by_headings(
        "retently",
        (
            (1, "score"),
            (
                2,
                "campaign name|campaignname|campaign id|campaignid|rating category|ratingcategory|metricstype",
            ),
        ),
        {
            "response_id": "id|response id",
            "responded_at": "created date|createddate|responded at|date",
            "score": "score",
            "comment": "comments|feedback|feedback comment|comment",
            "personal": """email|first name|firstname|last name|lastname|company name|companyname|job title|jobtitle
            |customer id|customerid|phone""",
            "ignored": """campaign name|campaignname|campaign id|campaignid|resolved
            |status|tags|feedback tags|feedbacktags|feedback topics|feedbacktopics|notes|template id|templateid""",
        },
    ),
    # Source: the fields of exported responses in Medallia Agent Connect's documentation, one to five stars.
    known_by_headings(
        "medallia",
        (
            (1, "star rating"),
            (2, "request id|request sent at|response received at|request delivery status|ext interaction id"),
        ),
        {
            "response_id": "request id",
            "responded_at": "response received at",
            "score:csat:1-5": "star rating",
            "comment": "comments",
            "channel": "channel",
            "personal": """customer name|request sent to|employee first name|employee last name|employee email
            |employee custom id|team leader|external url""",
            "ignored": """request sent at|request delivery status|reward name|areas for improvement|tags
            |ext interaction id|employee status|employee employment status|employee start date""",
        },
    ),
)


# The CSV download of Google Forms writes dates in a way of its own, in any language of the form.
_DOWNLOADED = re.compile(r"\d{4}/\d\d/\d\d \d{1,2}:\d\d:\d\d [AP]M [A-Z]{2,4}[+-]?[\d:]*")


def _google_forms(sample: Sample) -> TableLayout | None:
    """Known by the heading of the timestamp, or by its way of writing dates where there are no headings."""
    first = sample[0]
    if len(first) < 2:
        return None
    if _DOWNLOADED.fullmatch(first[0].strip()):
        return TableLayout(0, tuple(Heading("") for _ in first))
    dated = len(sample) > 1 and bool(sample[1]) and _DOWNLOADED.fullmatch(sample[1][0].strip()) is not None
    if words(first[0]) in GOOGLE_FORMS_TIMESTAMP or (dated and filled(first)):
        return TableLayout(1, tuple(Heading(cell.strip()) for cell in first))
    return None


GOOGLE_FORMS = ExportFormat(
    "google_forms",
    _google_forms,
    dict.fromkeys(GOOGLE_FORMS_TIMESTAMP, "responded_at") | {"email address": "personal"},
)


def _ms_forms(sample: Sample) -> TableLayout | None:
    """Known by the start and completion times side by side near its beginning; the id may be left out."""
    first = [words(cell) for cell in sample[0][:3]]
    if not any(start in MS_FORMS_START and end in MS_FORMS_END for start, end in itertools.pairwise(first)):
        return None
    return TableLayout(1, tuple(map(one_line, sample[0])))


MS_FORMS = ExportFormat(
    "ms_forms",
    _ms_forms,
    {"id": "response_id"}
    | dict.fromkeys(MS_FORMS_START | MS_FORMS_ASIDE, "ignored")
    | dict.fromkeys(MS_FORMS_END, "responded_at")
    | dict.fromkeys(MS_FORMS_PERSON, "personal"),
    asides=("points - ", "feedback - ", "punkte - "),
)

# The fixed answers of the NHS Friends and Family Test, before and since 2020.
_FFT_ANSWERS = (
    alternatives("extremely likely|likely|neither likely nor unlikely|unlikely|extremely unlikely|don't know"),
    alternatives("very good|good|neither good nor poor|poor|very poor|don't know"),
)
_FFT_ONLY = frozenset(("extremely likely", "extremely unlikely", "neither good nor poor"))
_FFT_HEADINGS = ("rating", "fft", "friends and family", "recommend", "overall", "experience", "how was", "response")


def _nhs_fft(sample: Sample) -> TableLayout | None:
    """Known by a column whose every answer is one of the test's own, among them its two ends or its middle."""
    for index, heading in enumerate(sample[0]):
        if not any(part in words(heading) for part in _FFT_HEADINGS):
            continue
        answers = {label(row[index]) for row in sample[1:] if index < len(row)} - {""}
        if len(answers) >= 3 and answers & _FFT_ONLY and any(answers <= known for known in _FFT_ANSWERS):
            return TableLayout(1, tuple(Heading(cell.strip()) for cell in sample[0]))
    return None


NHS_FFT = ExportFormat("nhs_fft", _nhs_fft, {"surgery": "unit", "time": "responded_at"})
