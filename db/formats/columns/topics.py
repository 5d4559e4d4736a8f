"""What a question asks, told from its words in eight languages, and the scale and direction that its legend states."""

from __future__ import annotations

import re
from dataclasses import dataclass

from metrics.vocabulary import Scale

RECOMMEND = re.compile(
    r"recommend|weiterempf|empfehl|empfiehl|recommand|recomend|recomiend|aanbevel|aanbeveel|aanraden|aanraadt|raccomand|consigli(?:er|are)|توصي|اوصي|أوصي",
    re.IGNORECASE,
)
LIKELY = re.compile(r"\blikel|wahrscheinlich|probab|probable|provável|waarschijnlijk|محتمل|احتمال|مرجح", re.IGNORECASE)
SATISFIED = re.compile(r"satisf|zufrieden|\bcontents? (?:de|avec)\b|tevreden|soddisf|راض|رضا", re.IGNORECASE)
EXPERIENCE = re.compile(
    r"overall (?:experience|rating|impression|score)|how (?:do )?you feel|how was your|\brate (?:your|our|the|us)\b|"
    r"how would you rate|star rating|gesamteindruck|gesamtbewertung|bewerten sie|wie war ihr|évaluez|"
    r"note globale|calificar[íi]a|califique|avaliaria|como avalia|beoordeelt|come valuta",
    re.IGNORECASE,
)
EASY = re.compile(
    r"\bhow eas|made it eas|\beas(?:y|ily|ier) (?:was|is|did|do|to|for)\b|\bease of\b|customer effort|"
    r"\b(?:einfach|leicht) (?:war|ist|zu|gemacht|fanden)|quelle facilité|\bfacile (?:a|était|est|de)\b|"
    r"\bfácil (?:fue|es|ha|le|resultó|de|foi|é)\b|\bhoe (?:ge)?makkelijk|\bhoe eenvoudig|"
    r"quanto (?:è|è stato) (?:facile|semplice)|"
    r"سهولة|سهل",
    re.IGNORECASE,
)
MADE_EASY = re.compile(
    r"made it (?:very )?eas|(?:einfach|leicht) gemacht|m[’']?a facilité|hizo (?:que fuera )?fácil", re.IGNORECASE
)
HARD = re.compile(
    r"difficult|\bhard\b|\beffort\b|schwer|schwierig|aufwand|difficil|difícil|moeilijk|lastig|صعب", re.IGNORECASE
)
STAFF = re.compile(
    r"work(?:ing)? (?:here|for us)|place to work|\bemployer\b|arbeitgeber|employeur|empleador", re.IGNORECASE
)
COUNTED = re.compile(
    r"how (?:many|much|often|long|old)|number of|wie (?:viele|oft|lange)|combien|cuánt[ao]s|\brank|rangfolge|"
    r"classe[rz]\b|\border of\b|how important|importance of|wie wichtig|quelle importance|qué tan importante|"
    r"hoe belangrijk|\byear\b|\bjahr\b|\bannée\b|\baño\b|\bage\b|\balter\b|\bedad\b|duration|"
    r"\bseconds?\b|\bminutes?\b|click",
    re.IGNORECASE,
)
# What may be measured in amounts, but is rated where the question states a scale.
HOW_MUCH = re.compile(r"how (?:much|often|long)|combien|cuánt[ao]s?", re.IGNORECASE)
OPEN = re.compile(
    r"comment|feedback|anything else|improve|better|suggest|\bwish\b|kommentar|besser|anregung|wünsch|amélior|mieux|"
    r"remarque|mejorar|sugerencia|algo más|in your own words|free text|freitext|open text|texte libre|texto libre",
    re.IGNORECASE,
)

# A question about the bad end alone, so that a high answer is a bad one.
DISSATISFIED = re.compile(r"\w*(?:dis|un|in|on|inso)(?:satisf|zufrieden|tevreden|ddisf)\w*", re.IGNORECASE)
UNLIKELY = re.compile(r"\w*(?:unlikel|unwahrsch|improbab|improváv|onwaarsch)\w*", re.IGNORECASE)
# Asked of somebody else's service, or of what others may feel.
OTHERS = re.compile(
    r"competitor|(?:our|your|the) (?:customers|clients|guests|patients) (?:are|were|feel|would)|"
    r"wettbewerb|mitbewerb|concurren[tc]|competidor",
    re.IGNORECASE,
)

_END = re.compile(
    r"\b(\d{1,2})\s*(?:[-–=:]|is\b|being\b|means\b|ist\b|bedeutet\b|es\b|significa\b|est\b|signifie\b|"
    r"(?=(?:the )?(?:best|worst|highest|lowest|very|extremely|strongly|not at all|sehr|très|muy)\b))\s*([^\d]{3,80})",
    re.IGNORECASE,
)
_END_BEFORE = re.compile(r"([^\W\d][^\d()]{2,60})\((\d{1,2})\)")
_RANGE = re.compile(
    r"\b([01])\s*(?:-|–|to|bis|al?|à|and|und|y|et|through)\s*(\d{1,2})\b(?!\s*(?:films|times|years|days))",
    re.IGNORECASE,
)
_LOW_END = re.compile(
    r"\bnot?\b|\bdis|\bun(?:satis|like|happ)|\bnever\b|\bpoor|\bbad\b|worst|\blow|\bleast\b|difficult|\bhard\b|delayed|terrible|"
    r"\bnicht\b|\bkein|schlecht|\bun(?:zufr|wahr)|schwierig|schwer|\bpas\b|mauvais|\bpeu\b|insatis|difficile|improbab|\bnada\b|\bpoco\b|"
    r"\bmal[oa]?\b|difícil|desacuerdo|désaccord|ungenügend|mangelhaft|"
    r"\bpouco|\bruim|discord|péssim|\bniet\b|\bslecht|oneens|moeilijk|\bontevr|\bonwaar|per niente|per nulla|"
    r"pessim|disaccord|insodd|غير|\bلا\b|سيئ|صعب",
    re.IGNORECASE,
)
_MOST_CHARACTERS = 2_000
_LOWEST_TOP = 3
# German school grades run from 1, the best, to 6.
_GRADES = re.compile(r"schulnote", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Legend:
    """The scale a question states, if any, whether it words both ends, and whether the low end is the good one."""

    scale: Scale | None = None
    is_worded: bool = False
    is_turned: bool = False


def legend(text: str) -> Legend:
    """What `text` says of its scale: “1 - strongly disagree, 10 - strongly agree”, “auf einer Skala von 1 bis 5”."""
    text = text[:_MOST_CHARACTERS]
    ends = {int(match[2]): match[1] for match in _END_BEFORE.finditer(text)}
    ends |= {int(match[1]): match[2] for match in _END.finditer(text)}
    scale = _scale(min(ends), max(ends)) if len(ends) >= 2 else None
    if scale is None and (match := _RANGE.search(text)):
        scale = _scale(int(match[1]), int(match[2]))
    lowest, highest = (scale.low, scale.high) if scale else (min(ends, default=0), max(ends, default=0))
    low = ends.get(lowest) if lowest <= 1 else None
    high = ends.get(highest) if highest >= _LOWEST_TOP else None
    low_is_good = low is not None and not _LOW_END.search(low)
    high_is_bad = high is not None and _LOW_END.search(high) is not None
    turned = (
        _GRADES.search(text) is not None
        or (high_is_bad and (low is None or low_is_good))
        or (low_is_good and high is None and _praises(low))
    )
    return Legend(scale, low is not None and high is not None, turned)


def _scale(low: int, high: int) -> Scale | None:
    return Scale(low, high) if low in (0, 1) and 3 <= high <= 10 else None


def _praises(text: str | None) -> bool:
    good = re.compile(r"best|excellent|very|sehr gut|beste|meilleur|mejor|strongly agree|extremely", re.IGNORECASE)
    return text is not None and good.search(text) is not None
