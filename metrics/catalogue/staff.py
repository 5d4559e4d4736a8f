"""How we treat each other: what staff say, and what they are taught."""

from metrics.answers.formulas import NetScore, Ratio
from metrics.catalogue.metric import Family, Metric
from metrics.vocabulary import Audience, Better, MeasuredIn

METRICS = (
    Metric(
        id="enps",
        name="Staff would recommend",
        family=Family.EACH_OTHER,
        formula=NetScore(),
        better=Better.HIGHER,
        measured_in=MeasuredIn.NPS_POINTS,
        promise="I would tell a friend to work here.",
        why="Staff treat customers the way they are treated themselves.",
        definition="Share of staff answering 9 or 10 to “How likely are you to recommend working here?”, minus the share answering 0 to 6.",
        numerator="answers of 9 or 10, minus answers of 0 to 6",
        denominator="all answers from 0 to 10",
        improved="staff recommended us more",
        worsened="staff recommended us less",
        answer="would recommend as employer",
        headings=("enps score",),
        source="Reichheld and Markey, The Ultimate Question 2.0, 2011: employee NPS",
        bounds=(-100.0, 100.0),
        audience=Audience.STAFF,
        usual_standard=15,
    ),
    Metric(
        id="soft_skills_share",
        name="Soft-skills share of training",
        family=Family.EACH_OTHER,
        formula=Ratio(times=100),
        better=Better.HIGHER,
        measured_in=MeasuredIn.PERCENT,
        promise="We are taught how to look after people.",
        why="Most training is hard skills; most customers are lost over the soft ones.",
        definition="Hours of hospitality and recovery training, out of all hours of training.",
        numerator="hours of hospitality and recovery training",
        denominator="all hours of training",
        improved="more of the training was about people",
        worsened="less of the training was about people",
        source="Kirkpatrick and Kirkpatrick, Evaluating Training Programs, 3rd edition, 2006",
        cases="hours",
        usual_standard=30,
    ),
)
