"""What shoppers saw: the checklist score and the things that must never happen."""

from metrics.answers.formulas import CriticalFailure, WeightedChecklist
from metrics.catalogue.metric import Family, Metric
from metrics.vocabulary import Better, MeasuredIn

METRICS = (
    Metric(
        id="shopper_score",
        name="Secret-shopper score",
        family=Family.SHOPPERS_SAW,
        formula=WeightedChecklist(),
        better=Better.HIGHER,
        measured_in=MeasuredIn.PERCENT,
        promise="Every branch does it properly.",
        why="Shows whether what we agreed is done when no manager is watching.",
        definition="Points earned as a share of points possible on the applicable checklist items, each multiplied by its weight.",
        numerator="weighted points earned on applicable items",
        denominator="weighted points possible on applicable items",
        improved="shoppers scored us higher",
        worsened="shoppers scored us lower",
        source="ISO 20252:2019, mystery shopping; ratio over visits as in Cochran, Sampling Techniques, 3rd edition, ch. 6",
        cases="visits",
        usual_standard=90,
    ),
    Metric(
        id="critical_failures",
        name="Critical failures",
        family=Family.SHOPPERS_SAW,
        formula=CriticalFailure(),
        better=Better.LOWER,
        measured_in=MeasuredIn.PERCENT,
        promise="Nothing happened that never should.",
        why="One thing that must never happen outweighs a good score.",
        definition="Share of visits in which at least one critical checklist item was failed.",
        numerator="visits with a critical item failed",
        denominator="all visits",
        improved="critical failures were less common",
        worsened="critical failures were more common",
        source="ISO 20252:2019, mystery shopping",
        cases="visits",
        usual_standard=2,
    ),
)
